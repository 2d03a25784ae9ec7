"""How long it takes to bring a large register in, and how much memory: our import and django-import-export.

    .venv/bin/python benchmarks/import_subjects.py [--rows 100000] [--peer-rows 5000]

Both read the same invented firms from a file and write them to the same throw-away PostgreSQL. Ours reads an xlsx sheet,
checks every cell and code, looks every firm up, shows what will happen, and writes through commands: numbers, a signed
and chained journal line, search and duplicate keys for each firm. django-import-export saves plain rows of the same columns.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.roles import SERVING, owning, serve
from benchmarks.table import Measure

AREA = "990121"
HEAD = ("企业名称", "统一社会信用代码", "企业类别", "地址", "法定代表人", "联系电话", "经营范围", "成立日期")
FIELDS = ("title", "code", "subject_kind", "address", "legal_representative", "phone", "scope", "founded_on")
CORES = "康民安德仁和福瑞祥益寿春堂同济百草正元广泰诚信惠泽恒昌永盛华东方健宁平乐生万利丰达兴隆顺发金玉明珠"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


def firms(count: int) -> Iterator[tuple[str, ...]]:
    """Invented firms with right codes, the same at each call."""
    from yaoan.kernel.reading.checksums import organisation_check, uscc_check

    rng = random.Random(20250101)
    for serial in range(count):
        organisation = f"MA{serial:06}"
        first17 = f"91{AREA}{organisation}{organisation_check(organisation)}"
        core = "".join(rng.choices(CORES, k=rng.choice((2, 3, 3, 4))))
        yield (
            f"青溪县{core}大药房有限公司{serial % 97 + 1}店",
            first17 + uscc_check(first17),
            "单体药店",
            f"城关镇{rng.choice(CORES)}{rng.choice(CORES)}路{rng.randrange(1, 900)}号{rng.randrange(1, 20)}室",
            rng.choice(SURNAMES) + "".join(rng.choices(CORES, k=2)),
            f"139{rng.randrange(10**8):08}",
            "药品零售；第二类医疗器械销售；保健食品（预包装）销售；化妆品零售",
            f"{rng.randrange(2001, 2025)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
        )


def write_sheet(path: Path, count: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet("名册")
        page.write_row(0, 0, HEAD)
        for line, row in enumerate(firms(count), start=1):
            page.write_row(line, 0, row)


def megabytes() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(path: Path) -> tuple[float, float]:
    """Seconds to check and to write a sheet."""
    from yaoan.kernel import clock
    from yaoan.kernel.access.models import Agency, Division, Grant, Post, User
    from yaoan.kernel.attachments.storage import store
    from yaoan.kernel.exchange.applying import apply
    from yaoan.kernel.exchange.checking import check
    from yaoan.kernel.exchange.models import Batch, State

    Division.objects.create(code=AREA, name="青溪县", full_name="东岭省云河市青溪县")
    agency = Agency.objects.create(name="青溪县市场监督管理局", short="青溪县局", kind="county", areas=[AREA])
    user = User.objects.create_user("bench", None, name="周明")
    Post.objects.create(user=user, agency=agency, title="干部", since=date(2020, 1, 1))
    Grant.objects.create(user=user, role="officer", agency=agency, since=date(2020, 1, 1))
    with path.open("rb") as file:
        sheet = store(iter(lambda: file.read(1 << 20), b""), name=path.name)
    batch = Batch.objects.create(
        importer="subjects", by=user, agency=agency, at=clock.now(), area=AREA, sha256=sheet.sha256, name=sheet.name,
        columns={field: place for place, field in enumerate(FIELDS)}, state=State.CHECKING,
    )  # fmt: skip
    started = time.perf_counter()
    check(batch)
    checked = time.perf_counter()
    assert batch.errors == 0, batch.counts
    Batch.objects.filter(pk=batch.pk).update(state=State.APPLYING)
    apply(batch)
    written = time.perf_counter()
    batch.refresh_from_db()
    assert batch.done == batch.total, (batch.done, batch.refused)
    return checked - started, written - checked


def theirs(count: int) -> float:
    """Seconds of django-import-export for the same rows, from a csv text, upsert by code, bulk writes switched on."""
    import tablib
    from django.db import connection, models
    from import_export import resources

    class Firm(models.Model):
        title = models.CharField(max_length=300)
        code = models.CharField(max_length=18, unique=True)
        subject_kind = models.CharField(max_length=16)
        address = models.CharField(max_length=300)
        legal_representative = models.CharField(max_length=60)
        phone = models.CharField(max_length=60)
        scope = models.TextField()
        founded_on = models.DateField()

        class Meta:
            app_label = "exchange"

    class Firms(resources.ModelResource):
        class Meta:
            model = Firm
            import_id_fields = ("code",)
            fields = FIELDS
            use_bulk = True
            batch_size = 1_000
            skip_unchanged = True
            report_skipped = False

    with owning():
        with connection.schema_editor() as editor:
            editor.create_model(Firm)
        with connection.cursor() as cursor:
            cursor.execute(f'GRANT ALL ON "{Firm._meta.db_table}" TO {SERVING}')
            cursor.execute(f'GRANT ALL ON SEQUENCE "{Firm._meta.db_table}_id_seq" TO {SERVING}')
    data = tablib.Dataset(*firms(count), headers=FIELDS)
    started = time.perf_counter()
    result = Firms().import_data(data, raise_errors=True, use_transactions=True)
    seconds = time.perf_counter() - started
    assert result.totals["new"] == count, result.totals
    return seconds


def measures() -> Iterator[Measure]:
    """The import in a process of its own, whose memory is its alone."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    ran = subprocess.run([sys.executable, __file__], env=environment, capture_output=True, text=True, check=True)
    found = json.loads(ran.stdout.splitlines()[-1])
    seconds, rows = found["checking"] + found["writing"], found["rows"]
    ratio = found["peer_each"] / (seconds / rows)
    yield Measure(
        f"import of {rows:,} firms from xlsx: every cell checked, written through commands",
        f"{seconds:.0f} s ({found['checking']:.0f} + {found['writing']:.0f})", "< 60 s", seconds < 60,
        f"django-import-export, plain rows: {1000 * found['peer_each']:.2f} ms a row to our "
        f"{1000 * seconds / rows:.2f} ms ({ratio:.1f}×)",
    )  # fmt: skip
    yield Measure("most memory while it imports", f"{found['megabytes']:.0f} MB", "< 500 MB", found["megabytes"] < 500)


def main() -> None:
    """Measure once, and say it as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--peer-rows", type=int, default=5_000, help="rows for django-import-export")
    asked = parser.parse_args()
    from yaoan.config.postgres import temporary_server

    with temporary_server() as server, tempfile.TemporaryDirectory() as home, ExitStack() as stack:
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = server.url("owner")
        os.environ["YAOAN_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yaoan.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        serve(server, stack)
        path = Path(home) / "register.xlsx"
        write_sheet(path, asked.rows)
        checking, writing = ours(path)
        held = megabytes()
        peer = theirs(asked.peer_rows) / asked.peer_rows
    told = {"rows": asked.rows, "checking": checking, "writing": writing, "megabytes": held, "peer_each": peer}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
