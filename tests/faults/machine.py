"""An installation of its own, as an operator has it: a folder, the database in it, and the command `yaoan`."""

import os
import subprocess
import sys
from pathlib import Path

WORK = """
from datetime import date
from yaoan.config.cli import setup
setup()
from yaoan.kernel import clock, sight
from yaoan.kernel.access import staffing
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.commands import command_for, open_record, perform
from yaoan.modules.risks.public import Report, Risk
from yaoan.modules.subjects.public import ProductKind
with sight.whole():
    staffing.add_places([("99", "东岭省"), ("9901", "云河市"), ("990121", "青溪县")])
    county = staffing.add_agency("青溪县局", "青溪县局", "county", ["990121"])
    user = staffing.add_person("officer", "周明")
    staffing.appoint(user, county, "股长", since=date(2020, 1, 1))
    staffing.grant(user, "head", county, since=date(2020, 1, 1))
    actor = Actor.of(user)
    for number in range(12):
        risk = open_record(Report(title=f"第{number}家", description="停电", risk_kind="storage", channel="inspection",
                                  product_kind=ProductKind.DRUG, area="990121"), by=actor)
        file = store([f"photo {number}".encode()], name="a.txt")
        perform(command_for(Risk, "remark")(text="见附件", files=(file,)), on=risk, by=actor)
"""
"""Twelve risks in a county, each with a file."""

LOOK = """
from yaoan.config.cli import setup
setup()
from yaoan.kernel import sight
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.attachments.storage import path_of
from yaoan.kernel.commands.replay import replayed
from yaoan.modules.risks.public import Risk
assert not Risk.objects.exists()
with sight.whole():
    risks = list(Risk.objects.order_by("pk"))
    assert all(replayed(risk.pk).head == bytes(risk.head) for risk in risks)
    files = sum(path_of(file.blob_id).exists() for file in Attachment.objects.all())
print(len(risks), files)
"""
"""How many risks there are and how many files, each record as its journal says."""


class Machine:
    """An installation in a folder of its own, with its own embedded database."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "YAOAN_"))}
        self.environment = kept | {"YAOAN_HOME": str(home), "PYTHONWARNINGS": "default"}

    def yaoan(self, *words: object) -> subprocess.CompletedProcess[str]:
        return self._run("-m", "yaoan", *words)

    def python(self, program: str) -> str:
        done = self._run("-c", program)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _run(self, *words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, words)]
        return subprocess.run(command, check=False, capture_output=True, text=True, env=self.environment)

    def sql(self, statement: str) -> None:
        done = self.yaoan("db", "psql", "--role", "owner", "-v", "ON_ERROR_STOP=1", "-c", statement)
        assert done.returncode == 0, done.stderr


def walkable(place: Path) -> Path:
    """The folder, open to PostgreSQL's account on the way there."""
    for part in (place, *place.parents):
        if part.owner() == Path.home().owner() and not part.stat().st_mode & 0o001 and part != Path("/"):
            part.chmod(part.stat().st_mode | 0o711)
    return place
