"""Figures of the parcel room, made by real commands: who sees what, what counts when, and at what price."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.figures_history import Line, reader, seal, write
from tests.kernel.testapp.choices import Size
from tests.kernel.testapp.commands import Announce, Receive, Remark, Revert
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import Office
from yaoan.kernel import clock
from yaoan.kernel.commands import open_record, perform
from yaoan.kernel.figures import Metric, Period, acts, amounts, counting, overdue, ratio, stock
from yaoan.kernel.figures.reading import Trend, Withheld, board, figure
from yaoan.kernel.figures.rollup import roll_up
from yaoan.kernel.figures.rows import rows_of
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.words import Text

pytestmark = pytest.mark.django_db

MARCH, APRIL = Period.month(2025, 3), Period.month(2025, 4)
STATION, COUNTY, OTHER = "980101101", "980101", "980102"


def metric(name: str, formula: object, better: str = "none") -> Metric:
    return Metric(name, Text(name), Text("件"), formula, Text("包裹"), better)  # type: ignore[arg-type]


ANNOUNCED = metric("parcels.announced", acts("parcels", "announce"), "up")
RECEIVED = metric("parcels.received", acts("parcels", "receive"))
WEIGHT = metric("parcels.weight", amounts("parcels", "announce", "weight"))
WAITING = metric("parcels.waiting", stock("parcels", "announced"), "down")
LATE = metric("parcels.late", overdue("parcels", "receive"), "down")
SHARE = metric("parcels.share", ratio(acts("parcels", "receive"), acts("parcels", "announce")), "up")
ALL = (ANNOUNCED, RECEIVED, WEIGHT, WAITING, LATE, SHARE)


@pytest.fixture(autouse=True)
def _april() -> Iterator[None]:
    with clock.told(datetime(2025, 4, 20, 2, tzinfo=UTC)):
        yield


def announced(
    office: Office, who: str = "keeper", area: str = STATION, day: date | None = None, weight: str = ""
) -> Parcel:
    size, given = Size.SMALL, Decimal(weight) if weight else None
    command = Announce(title="药箱", area=area, size=size, weight=given, effective_on=day)
    return open_record(command, by=office.actor(who))


def value(metric: Metric, actor: object, period: Period = APRIL, **narrowed: object) -> object:
    return figure(metric, actor, period, **narrowed).value  # type: ignore[arg-type]


def test_an_act_counts_on_the_day_it_took_effect_not_when_it_was_written_down(office: Office) -> None:
    announced(office, day=date(2025, 3, 31))
    announced(office)
    keeper = office.actor("keeper")
    assert (value(ANNOUNCED, keeper, MARCH), value(ANNOUNCED, keeper, APRIL)) == (1, 1)
    assert value(ANNOUNCED, keeper, Period(date(2025, 3, 31), date(2025, 4, 20))) == 2
    assert value(WAITING, keeper, Period(date(2025, 3, 1), date(2025, 3, 30))) == 0
    assert (value(WAITING, keeper, MARCH), value(WAITING, keeper, APRIL)) == (1, 2)


def test_an_act_taken_back_has_never_been(office: Office) -> None:
    parcel = announced(office, day=date(2025, 3, 5))
    keeper, chief = office.actor("keeper"), office.actor("chief")
    parcel = perform(Receive(note="完好", effective_on=date(2025, 3, 10)), on=parcel, by=keeper)
    assert (value(RECEIVED, keeper, MARCH), value(WAITING, keeper, MARCH)) == (1, 0)
    perform(Revert(reason="认错了箱子"), on=parcel, by=chief)
    assert (value(RECEIVED, keeper, MARCH), value(WAITING, keeper, MARCH), value(WAITING, keeper)) == (0, 1, 1)
    assert not rows_of(RECEIVED, keeper, MARCH).exists()


def test_the_latest_act_is_in_the_figure_at_once(office: Office) -> None:
    announced(office, weight="2.5")
    seal(Entry.objects.latest("pk").pk)
    roll_up(ALL)
    keeper = office.actor("keeper")
    assert (value(ANNOUNCED, keeper), value(WEIGHT, keeper), value(WAITING, keeper)) == (1, Decimal("2.5"), 1)
    parcel = announced(office, weight="0.25")
    perform(Receive(note="完好"), on=parcel, by=keeper)
    now = {m.name: value(m, keeper) for m in ALL}
    assert now == {
        "parcels.announced": 2, "parcels.received": 1, "parcels.weight": Decimal("2.75"), "parcels.waiting": 1,
        "parcels.late": 0, "parcels.share": Decimal("50.0"),
    }  # fmt: skip


def test_everybody_counts_in_their_own_reach(office: Office) -> None:
    announced(office)
    announced(office, area="980101102")
    announced(office, who="stranger", area=OTHER)
    seen = {who: value(ANNOUNCED, office.actor(who)) for who in ("stationed", "keeper", "stranger", "reader")}
    assert seen == {"stationed": 1, "keeper": 2, "stranger": 1, "reader": 3}
    stranger = office.actor("stranger")
    assert value(ANNOUNCED, stranger, area=COUNTY) == 0
    assert not rows_of(ANNOUNCED, stranger, APRIL, area=COUNTY).exists()
    assert [part.key for part in figure(ANNOUNCED, stranger, APRIL, by="area", level=6).parts] == [OTHER]


def test_the_work_of_ones_agency_counts_wherever_it_is(office: Office) -> None:
    parcel = announced(office, who="stationed")
    write([Line(parcel.pk, "remark", "announced", date(2025, 4, 2), OTHER, office.station.pk, facets={"size": "small"})],
          past=[Line(parcel.pk, "announce", "announced", date(2025, 4, 1), seq=1)])  # fmt: skip
    moved = metric("parcels.remarks", acts("parcels", "remark"))
    assert value(moved, office.actor("stationed")) == 1
    assert value(moved, office.actor("keeper")) == 0


def test_those_who_may_not_read_the_records_get_no_figure(office: Office) -> None:
    announced(office)
    nobody = reader(kinds=())
    for reading in (figure, rows_of):
        with pytest.raises(Withheld):
            reading(ANNOUNCED, nobody, APRIL)
    assert board([ANNOUNCED], nobody, [APRIL]).metrics == ()
    assert value(ANNOUNCED, reader(kinds=["parcels"])) == 0, "a right without a reach reaches nothing"


def test_a_duty_is_overdue_now_or_nobody_can_tell(office: Office) -> None:
    announced(office)
    keeper = office.actor("keeper")
    assert value(LATE, keeper) == 0
    with clock.told(datetime(2025, 5, 20, 2, tzinfo=UTC)):
        assert value(LATE, keeper, APRIL) is None
        assert value(LATE, keeper, Period.month(2025, 5)) == 1
        assert [row.act for row in rows_of(LATE, keeper, Period.month(2025, 5))] == ["receive"]
        assert not rows_of(LATE, keeper, APRIL).exists()
        assert [part.key for part in figure(LATE, keeper, Period.month(2025, 5), by="area").parts] == ["98"]


def test_parts_add_up_and_what_lies_in_the_place_itself_is_one_of_them(office: Office) -> None:
    for area in (STATION, STATION, "980101102", COUNTY):
        announced(office, area=area, day=date(2025, 4, 3))
    whole = figure(ANNOUNCED, office.actor("reader"), APRIL, area=COUNTY, by="area")
    assert {part.key: part.value for part in whole.parts} == {COUNTY: 1, STATION: 2, "980101102": 1}
    assert sum(part.value for part in whole.parts) == whole.value == 4
    days = figure(ANNOUNCED, office.actor("reader"), APRIL, by="day").parts
    assert len(days) == 30 and days[2].value == 4
    units = figure(ANNOUNCED, office.actor("reader"), APRIL, by="agency").parts
    assert [(part.key, part.value) for part in units] == [(str(office.county.pk), 4)]
    sizes = figure(ANNOUNCED, office.actor("reader"), APRIL, by="facet:size").parts
    assert [(part.key, part.value) for part in sizes] == [("small", 4)]
    months = figure(ANNOUNCED, office.actor("reader"), Period.year(2025), by="month").parts
    assert [part.value for part in months] == [0, 0, 0, 4, *[0] * 8]
    with pytest.raises(ValueError, match="cannot be told apart by 'colour'"):
        figure(ANNOUNCED, office.actor("reader"), APRIL, by="colour")


def test_a_board_says_what_each_figure_says(office: Office) -> None:
    for number in range(12):
        area = (STATION, "980101102", COUNTY)[number % 3]
        parcel = announced(office, area=area, day=date(2025, 1 + number % 4, 3 + number), weight=f"{number}.5")
        if number % 2:
            perform(Receive(note="完好", effective_on=date(2025, 4, 15)), on=parcel, by=office.actor("keeper"))
        if number == 6:
            seal(Entry.objects.latest("pk").pk)
            roll_up(ALL)
    periods = [*Period.year(2025).months(), Period(date(2025, 2, 4), date(2025, 4, 9)), Period.year(2025)]
    areas = ("98", "9801", COUNTY, STATION, OTHER)
    for who in ("reader", "keeper", "stationed"):
        actor = office.actor(who)
        found = board(ALL, actor, periods, areas)
        for one in ALL:
            for period in periods:
                for area in areas:
                    assert found[one, period, area].value == figure(one, actor, period, area=area).value


def test_a_board_takes_two_queries_however_large_it_is(office: Office) -> None:
    announced(office)
    actor = office.actor("reader")
    for periods, areas in (([APRIL], [""]), (list(Period.year(2025).months()), ["9801", COUNTY, STATION])):
        with CaptureQueriesContext(connection) as queries:
            board(ALL, actor, periods, areas)
        assert len(queries) == 2


def test_a_reader_is_not_misled_when_the_rollup_moves_on_between_its_queries(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced(office)
    seal(Entry.objects.latest("pk").pk)
    actor, known = office.actor("reader"), counting._known
    asked = []

    def moving(question: object) -> object:
        found = known(question)  # type: ignore[arg-type]
        asked.append(found)
        if len(asked) == 1:
            roll_up(ALL)
        return found

    monkeypatch.setattr(counting, "_known", moving)
    assert value(ANNOUNCED, actor) == 1
    assert len(asked) == 2
    asked[:] = []
    monkeypatch.setattr(counting, "TRIES", 1)
    announced(office)
    seal(Entry.objects.latest("pk").pk)
    with pytest.raises(RuntimeError, match="moves on faster"):
        value(ANNOUNCED, actor)


def test_a_trend_says_which_way_is_good(office: Office) -> None:
    announced(office, day=date(2025, 3, 3))
    announced(office)
    announced(office)
    actor = office.actor("reader")

    def trend(one: Metric) -> Trend:
        return figure(one, actor, APRIL).against(figure(one, actor, MARCH))

    assert trend(ANNOUNCED) == Trend(1, 1, Decimal("100.0"), "better")
    assert trend(WAITING) == Trend(1, 2, Decimal("200.0"), "worse")
    assert trend(RECEIVED) == Trend(0, 0, None, "same")
    assert trend(LATE).verdict == "unknown"
    assert trend(WEIGHT).verdict == "same"


def test_a_remark_on_an_old_parcel_moves_no_stock(office: Office) -> None:
    parcel = announced(office, day=date(2025, 3, 3))
    later = perform(Receive(note="完好", effective_on=date(2025, 4, 10)), on=parcel, by=office.actor("keeper"))
    perform(Remark(text="补记", effective_on=date(2025, 3, 4)), on=later, by=office.actor("keeper"))
    for day, count in ((date(2025, 3, 2), 0), (date(2025, 3, 3), 1), (date(2025, 4, 9), 1), (date(2025, 4, 10), 0)):
        assert value(WAITING, office.actor("reader"), Period(day - timedelta(days=3), day)) == count
