"""An import that is killed while it writes goes on where it stopped: nothing is lost, nothing is written twice."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from yaoan.kernel import clock
from yaoan.kernel.access.models import User
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.exchange.applying import apply
from yaoan.kernel.exchange.checking import check
from yaoan.kernel.exchange.models import Batch, Result, State
from yaoan.kernel.journal.models import Entry
from yaoan.modules.subjects.models import Subject
from yaoan.modules.subjects.tests.factories import HERE, credit_code
from yaoan.modules.subjects.tests.sheets import csv

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROWS = 3_000

WRITE = """
import django, sys
django.setup()
from yaoan.kernel.exchange.applying import apply
from yaoan.kernel.exchange.models import Batch
apply(Batch.objects.get(pk=int(sys.argv[1])))
"""


def checked(user_id: int) -> Batch:
    """An import of many firms that was checked and accepted."""
    rows = [(f"青溪县第{n}药店", credit_code(n), "单体药店") for n in range(1, ROWS + 1)]
    sheet = store([csv(rows, ("企业名称", "统一社会信用代码", "企业类别"))], name="名册.csv")
    batch = Batch.objects.create(
        importer="subjects",
        by=User.objects.get(pk=user_id),
        at=clock.now(),
        area=HERE,
        sha256=sheet.sha256,
        name=sheet.name,
        columns={"title": 0, "code": 1, "subject_kind": 2},
        state=State.CHECKING,
    )
    check(batch)
    assert batch.counts == {Result.NEW: ROWS}
    Batch.objects.filter(pk=batch.pk).update(state=State.APPLYING)
    return batch


def database_url() -> str:
    """The address of the database of this test, for another process."""
    known = connection.settings_dict
    query = urlencode({"host": known["HOST"], "port": known["PORT"]})
    person = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}"
    return f"postgresql://{person}@/{quote(known['NAME'])}?{query}"


def killed_while_writing(batch: Batch) -> int:
    """Write in another process and kill it once some rows are there; returns the number of the last of them."""
    environment = {**os.environ, "DATABASE_URL": database_url(), "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen([sys.executable, "-c", WRITE, str(batch.pk)], env=environment)
    for _ in range(3_000):
        batch.refresh_from_db()
        if batch.position or process.poll() is not None:
            break
        time.sleep(0.02)
    assert process.poll() is None, "it was done before it could be killed"
    process.send_signal(signal.SIGKILL)
    process.wait()
    batch.refresh_from_db()
    return batch.position


def test_a_killed_import_goes_on_without_loss_or_double(officer):
    batch = checked(officer.user_id)
    reached = killed_while_writing(batch)
    written = Subject.objects.count()
    assert 0 < written < ROWS
    assert reached == written + 1  # the head is row 1: what is told is exactly what is there
    apply(batch)
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.refused) == (State.DONE, ROWS, 0)
    assert Subject.objects.count() == Entry.objects.count() == ROWS
    numbers = sorted(int(number[-6:]) for number in Subject.objects.values_list("number", flat=True))
    assert numbers == list(range(1, ROWS + 1))
    assert set(Entry.objects.values_list("command_id", flat=True)) == {
        batch.command_id(row.number) for row in batch.rows.all()
    }


def test_rows_whose_progress_was_forgotten_are_found_to_be_done(officer):
    batch = checked(officer.user_id)
    killed_while_writing(batch)
    Batch.objects.filter(pk=batch.pk).update(position=0, done=0)
    apply(batch)
    assert Subject.objects.count() == Entry.objects.count() == ROWS
