"""The floor under each figure: the same work as somebody would do it in plain SQL or plain Python, with no system round it."""

import csv
import hashlib
import io
import json
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from statistics import median

from django.db import connection, transaction

from benchmarks.roles import owning
from benchmarks.table import milliseconds

HASHED, ALONE, READ = 100_000, 60, 500_000
"""How many lines are hashed, rows are written one by one, and lines of the journal are read."""


def plain_write() -> str:
    """A row and a row of a plain audit table in one transaction of their own."""
    with owning(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_row (id bigserial PRIMARY KEY, area text, said jsonb)")
        cursor.execute("CREATE TABLE bench_audit (id bigserial PRIMARY KEY, record bigint, at timestamptz, said jsonb)")
        times = []
        for number in range(ALONE):
            said = json.dumps({"title": f"第{number}大药房：冷藏柜断电", "level": "high"})
            began = time.perf_counter()
            with transaction.atomic():
                cursor.execute("INSERT INTO bench_row (area, said) VALUES ('990126100', %s) RETURNING id", [said])
                (record,) = cursor.fetchone()
                cursor.execute("INSERT INTO bench_audit (record, at, said) VALUES (%s, now(), %s)", [record, said])
            times.append(time.perf_counter() - began)
        cursor.execute("DROP TABLE bench_row, bench_audit")
    return f"two plain rows in a transaction {milliseconds(median(times))}"


def plain_export(where: str = "true") -> str:
    """The table's own columns as CSV straight from the database, with no words for codes and nobody's scope."""
    began, rows = time.perf_counter(), 0
    with (
        owning(),
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY (SELECT number, title, state, area, level, found_on, opened_at FROM risks_risk WHERE {where}) TO STDOUT"
        ) as copy,
    ):
        for _row in copy:
            rows += 1
    return f"COPY by hand {rows / (time.perf_counter() - began):,.0f} rows/s"


def plain_csv(rows: int = 100_000) -> str:
    """What Python's own writer needs for rows of this width."""
    began, out = time.perf_counter(), io.StringIO()
    writer = csv.writer(out)
    for _number in range(rows):
        writer.writerow(("RSK-2026-000123", "第1大药房：冷藏柜断电", "整改中", "青溪县", "较大", "2026-03-05") * 4)
    return f"csv.writer alone {rows / (time.perf_counter() - began):,.0f} rows/s"


def plain_to_dos(area: str) -> str:
    """The open duties of a place by date."""
    sql = "SELECT number, title, act, due_at FROM records_deadline WHERE area LIKE %s ORDER BY due_at LIMIT 200"
    return f"by hand {_asked(sql, [f'{area}%'])}"


def plain_board() -> str:
    """The lines of the journal counted by act, city and month: one figure of each act, nothing kept ready."""
    sql = """SELECT act, left(area, 4), date_trunc('month', recorded_at), count(*) FROM journal_entry
              WHERE kind = 'risks' GROUP BY 1, 2, 3"""
    return f"counting the journal by hand {_asked(sql, [], times=1)}"


def plain_reading() -> str:
    """Lines of the journal read in the order of their records, and nothing made of them."""
    began = time.perf_counter()
    sql = "SELECT record, seq, act, from_state, to_state, recorded_at, payload FROM journal_entry ORDER BY record, seq LIMIT %s"
    with owning(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DECLARE lines CURSOR FOR {sql}", [READ])
        count = 0
        while rows := _fetched(cursor):
            count += len(rows)
    return f"reading the lines alone {count / (time.perf_counter() - began):,.0f} lines/s"


def plain_proof(path: Path) -> str:
    """Each line read as JSON, written out again and hashed for its chain and its seal, in one process and with nothing compared."""
    with path.open("rb") as lines:
        some = list(islice(lines, HASHED))
    began = time.perf_counter()
    for line in some:
        said = json.dumps(json.loads(line), ensure_ascii=False, sort_keys=True).encode()
        hashlib.sha256(said).digest()
        hashlib.sha256(said).digest()
    rate = len(some) / (time.perf_counter() - began)
    return f"JSON and two SHA-256 a line, one process {rate:,.0f} lines/s"


def _asked(sql: str, values: Iterable[object], times: int = 7) -> str:
    found = []
    with owning(), connection.cursor() as cursor:
        for _round in range(times):
            began = time.perf_counter()
            cursor.execute(sql, list(values))
            cursor.fetchall()
            found.append(time.perf_counter() - began)
    return milliseconds(median(found))


def _fetched(cursor: object) -> list[object]:
    cursor.execute("FETCH 2000 FROM lines")  # type: ignore[attr-defined]
    return list(cursor.fetchall())  # type: ignore[attr-defined]
