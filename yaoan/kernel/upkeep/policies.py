"""Row-level security: what the application may see and write, repeated by the database on every row.

The policies follow from the models, so they are made anew after every migration and a new kind of record is guarded
from its first day. They bind the role that serves; the owner of the tables, who migrates and backs up, passes.

Each is one CASE: the planner takes it for a coin thrown, and leaves the choice of the index to the conditions that the
query brings itself. What the sight says is read once a statement (a subselect without reference to the row), not once
a row.
"""

from collections.abc import Iterator

from django.db import ProgrammingError, connection, transaction
from psycopg.errors import UndefinedColumn
from psycopg.sql import SQL, Composable, Identifier, Literal

from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.exchange.models import Batch, Row
from yaoan.kernel.figures.models import Stay, Tally
from yaoan.kernel.http.models import ApiToken
from yaoan.kernel.journal.models import OPERATOR, AccessLog, Entry
from yaoan.kernel.ledger.models import SavedView
from yaoan.kernel.notices.models import Notice
from yaoan.kernel.outbox.models import Delivery, Lane
from yaoan.kernel.records.models import Deadline, Docket, record_models
from yaoan.kernel.upkeep.access_log import STAFFED
from yaoan.kernel.vault.models import Secret

NAME = "sight"

SIGHT = SQL(
    """CREATE OR REPLACE FUNCTION sight(word text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
       $$ SELECT nullif(current_setting('yaoan.sight', true), '')::jsonb ->> word $$"""
)


def guard() -> None:
    """Put the policies on all guarded tables that are there. Run as their owner; may be run again at any time.

    A table of an earlier version, without a column that its policy asks for, is shut.
    """
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        cursor.execute(SIGHT.as_string(cursor.connection))
        for table, condition in policies():
            if table in there:
                try:
                    with transaction.atomic():
                        cursor.execute(_policy(table, condition).as_string(cursor.connection))
                except ProgrammingError as error:
                    if not isinstance(error.__cause__, UndefinedColumn):
                        raise
                    cursor.execute(_policy(table, SQL("false")).as_string(cursor.connection))


def policies() -> Iterator[tuple[str, Composable]]:
    """Each guarded table and the condition under which a row of it is there."""
    for model in record_models():
        yield model._meta.db_table, _case(*_record(model.lifecycle.kind))
    yield Docket._meta.db_table, _case(*_projected())
    yield Deadline._meta.db_table, _case(_counting(), *_projected(), _of("record_id"))
    yield Entry._meta.db_table, _case(_counting(), _of("record"))
    yield Tally._meta.db_table, _case(*_placed("agency"))
    yield Stay._meta.db_table, _case(*_placed("agency"))
    yield Attachment._meta.db_table, _case(_of("record_id"))
    yield Lane._meta.db_table, _case(_of("id"))
    yield Delivery._meta.db_table, _case(SQL("{} AND {}").format(_of("lane_id"), _of("record")))
    yield Secret._meta.db_table, _case(SQL("record IS NULL"), _of("record"))
    yield AccessLog._meta.db_table, _case(_ones_own("actor"), *_looked())
    yield Notice._meta.db_table, _case(_ones_own("user_id"), _of("record_id"))
    yield Batch._meta.db_table, _case(_ones_own("by_id"), _of_ones_agencies())
    yield Row._meta.db_table, _case(_in_batch())
    yield SavedView._meta.db_table, _case(_ones_own("owner_id"), *_shared())
    yield ApiToken._meta.db_table, _case(_ones_own("user_id"))


def _record(kind: str) -> Iterator[Composable]:
    """A record is there for those whose areas or agencies it lies in, who hold it, and who assist."""
    yield SQL("area ^@ ANY ({})").format(_list(f"areas {kind}", "text"))
    yield SQL("agency_id = ANY ({})").format(_list(f"agencies {kind}", "bigint"))
    yield from _personal()


def _projected() -> Iterator[Composable]:
    """The same of a row that names its kind."""
    yield from _placed("agency_id")
    yield from _personal()


def _placed(agency: str) -> Iterator[Composable]:
    """What lies in one's areas and agencies, of a row that names its kind. What is counted is nobody's in person."""
    yield SQL("(area ^@ ANY ({}) OR {} = ANY ({})) AND {} ? kind").format(
        _list("alike areas", "text"), Identifier(agency), _list("alike agencies", "bigint"), _told("alike", "jsonb")
    )
    yield SQL("(kind || ' ' || area) ^@ ANY ({})").format(_list("areas", "text"))
    yield SQL("(kind || ' ' || {}) = ANY ({})").format(Identifier(agency), _list("agencies", "text"))


def _counting() -> Composable:
    """Statements of figures, which carry the reader's scope, see the whole of what they count."""
    return SQL("{} = 't'").format(_told("counting", "text"))


def _personal() -> Iterator[Composable]:
    yield _ones_own("holder_id")
    yield SQL("assisting && {}").format(_list("own", "bigint"))


def _ones_own(column: str) -> Composable:
    """What is the person's."""
    return SQL("{} = {}").format(Identifier(column), _told("user", "bigint"))


def _of_ones_agencies() -> Composable:
    """What is of an agency in which the person has a post."""
    return SQL("agency_id = ANY ({})").format(_list("own", "bigint"))


def _looked() -> Iterator[Composable]:
    """Lines of the access log, for those whose right to read it reaches so far: about a record in sight, and by people who
    were that day in a post of an agency all of whose areas it reaches; and where it reaches every agency, what was done to
    accounts and rights from the command line. `access_log.seen_by` asks the same."""
    areas, agencies = _list("areas journal", "text"), _list("agencies journal", "bigint")
    reached = SQL(
        """(office.id = ANY ({agencies}) OR cardinality(office.areas) > 0 AND NOT EXISTS (
             SELECT FROM unnest(office.areas) AS area WHERE NOT area ^@ ANY ({areas})))"""
    ).format(areas=areas, agencies=agencies)
    yield SQL(
        """EXISTS (SELECT FROM records_docket AS docket WHERE docket.id = record
             AND (docket.area ^@ ANY ({areas}) OR docket.agency_id = ANY ({agencies})))"""
    ).format(areas=areas, agencies=agencies)
    yield SQL(
        """EXISTS (SELECT FROM access_post AS post JOIN access_agency AS office ON office.id = post.agency_id
             WHERE post.user_id = actor AND post.since <= (at AT TIME ZONE 'Asia/Shanghai')::date
             AND (post.until IS NULL OR post.until >= (at AT TIME ZONE 'Asia/Shanghai')::date)
             AND {reached})"""
    ).format(reached=reached)
    yield SQL(
        "actor = {operator} AND what = ANY ({staffed}) AND (SELECT coalesce(bool_and({reached}), false) FROM access_agency AS office)"
    ).format(operator=Literal(OPERATOR), staffed=Literal(list(STAFFED)), reached=reached)


def _shared() -> Iterator[Composable]:
    """What somebody keeps for all who sign in, or for the unit."""
    yield SQL("audience = {} AND {} IS NOT NULL").format(Literal(SavedView.ALL), _told("user", "bigint"))
    yield SQL("audience = {} AND {}").format(Literal(SavedView.UNIT), _of_ones_agencies())


def _in_batch() -> Composable:
    """A row of a sheet is there with its import, which is guarded itself."""
    return SQL("EXISTS (SELECT FROM {} AS batch WHERE batch.id = batch_id)").format(Identifier(Batch._meta.db_table))


def _of(column: str) -> Composable:
    """What belongs to a record is there with it. The docket is guarded itself, so asking it is asking for both."""
    return SQL("EXISTS (SELECT FROM records_docket AS docket WHERE docket.id = {})").format(Identifier(column))


def _told(word: str, kind: str) -> Composable:
    return SQL("(SELECT sight({})::{})").format(Literal(word), SQL(kind))


def _list(word: str, kind: str) -> Composable:
    return SQL("coalesce({}, '{{}}')").format(_told(word, f"{kind}[]"))


def _case(*conditions: Composable) -> Composable:
    arms = [SQL("{} = 't'").format(_told("whole", "text")), *conditions]
    return SQL("CASE {} ELSE false END").format(SQL(" ").join(SQL("WHEN {} THEN true").format(arm) for arm in arms))


def _policy(table: str, condition: Composable) -> Composable:
    return SQL(
        """ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
           DROP POLICY IF EXISTS {name} ON {table};
           CREATE POLICY {name} ON {table} USING ({condition});"""
    ).format(table=Identifier(table), name=Identifier(NAME), condition=condition)
