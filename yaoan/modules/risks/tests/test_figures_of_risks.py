"""The figures of the ledger say what was done to it, by level and channel, in time and late."""

from datetime import datetime, timedelta

import pytest

from yaoan.kernel import clock
from yaoan.kernel.commands import open_record, perform
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.reading import board, figure
from yaoan.kernel.figures.registry import faults, metrics
from yaoan.modules.risks import commands
from yaoan.modules.risks.choices import Level
from yaoan.modules.risks.figures import METRICS
from yaoan.modules.risks.tests.test_ledger_of_risks import described, file, rectified, reported

pytestmark = pytest.mark.django_db

MONDAY = datetime(2025, 6, 9, 9, tzinfo=clock.BEIJING)
JUNE, JULY = Period.month(2025, 6), Period.month(2025, 7)


@pytest.fixture
def worker(hire):
    return hire("officer", "county", "钱立")


def figures_of(actor, period=JUNE):
    found = board(METRICS, actor, [period])
    return {metric.name: found[metric, period, ""].value for metric in found.metrics}


def test_every_declared_figure_is_countable_and_has_words():
    assert list(faults(METRICS)) == []
    assert {metric.name for metric in METRICS} <= metrics().keys()
    assert all(str(metric.note).endswith("。") and str(metric.unit) for metric in METRICS)


def test_the_way_of_one_risk_is_counted_step_by_step(officer, worker, chief):
    with clock.told(MONDAY):
        risk = rectified(officer, worker, channel="complaint")
        other = reported(officer)
        perform(commands.Dismiss(grounds="票据齐全"), on=other, by=officer)
    with clock.told(MONDAY + timedelta(days=2)):
        perform(commands.Accept(conclusion="现场核实"), on=risk, by=officer)
        perform(commands.Close(), on=risk, by=chief)
    with clock.told(MONDAY + timedelta(days=10)):
        perform(commands.Reopen(grounds="又断电"), on=risk, by=chief)
        june = figures_of(officer)
    told = {name.removeprefix("risks."): value for name, value in june.items() if name.startswith("risks.")}
    assert (told["found"], told["dismissed"], told["closed"], told["reopened"], told["open"]) == (2, 1, 1, 1, 1)
    assert (told["assessed_high"], told["assessed_major"], told["open_grave"]) == (1, 0, 1)
    assert (told["proved"], told["proved_in_time"], told["in_time_rate"]) == (1, 1, 100)
    assert (told["relapse_rate"], told["closing_rate"]) == (100, 50)
    with clock.told(MONDAY + timedelta(days=40)):
        assert figures_of(officer, JULY)["risks.closed"] == 0


def test_what_is_open_is_what_was_open_and_came_in_less_what_went_out(officer, worker, chief):
    with clock.told(MONDAY - timedelta(days=20)):
        early = rectified(officer, worker)
        reported(officer)
    with clock.told(MONDAY):
        reported(officer)
        perform(commands.Accept(conclusion="现场核实"), on=early, by=officer)
        perform(commands.Close(), on=early, by=chief)
        found = board(METRICS, officer, [JUNE, JUNE.before()])
    value = {metric.name: found[metric, JUNE, ""].value for metric in found.metrics}
    before = found["risks.open", JUNE.before(), ""].value
    gone = value["risks.closed"] + value["risks.dismissed"]
    assert value["risks.open"] == before + value["risks.found"] + value["risks.reopened"] - gone == 2


def test_a_late_proof_is_counted_as_late(officer, worker):
    with clock.told(MONDAY):
        risk = reported(officer)
        perform(commands.Assess(level=Level.LOW, grounds="轻微"), on=risk, by=officer)
        order = commands.Order(measure="整理", holder_id=worker.user_id, rectify_by=clock.today())
        perform(order, on=risk, by=officer)
    with clock.told(MONDAY + timedelta(days=3)):
        perform(commands.Prove(proof="已整理", files=(file("photo"),)), on=risk, by=worker)
        told = figures_of(officer)
        risk.refresh_from_db()
    assert (told["risks.proved"], told["risks.proved_in_time"], risk.punctuality) == (1, 0, "late")
    with clock.told(MONDAY + timedelta(days=4)):
        again = commands.SendBack(reason="照片不清", rectify_by=clock.today() + timedelta(days=3))
        assert perform(again, on=risk, by=officer).punctuality == ""


def test_found_risks_are_told_apart_by_kind_and_channel(officer):
    with clock.told(MONDAY):
        for channel, kind in (("complaint", "expired"), ("complaint", "storage"), ("inspection", "expired")):
            open_record(commands.Report(**described(channel=channel, risk_kind=kind)), by=officer)
        by_kind = figure(metrics()["risks.found"], officer, JUNE, by="facet:risk_kind")
        by_channel = figure(metrics()["risks.found"], officer, JUNE, by="facet:channel")
    assert {part.key: part.value for part in by_kind.parts} == {"expired": 2, "storage": 1}
    assert {part.key: part.value for part in by_channel.parts} == {"complaint": 2, "inspection": 1}


def test_what_is_overdue_is_told_of_today_only(officer):
    with clock.told(MONDAY):
        reported(officer)
        assert figures_of(officer)["risks.overdue"] == 0
    with clock.told(MONDAY + timedelta(days=7)):
        assert figures_of(officer)["risks.overdue"] == 1
        assert figures_of(officer, JUNE.before())["risks.overdue"] is None


def test_another_county_sees_none_of_it(officer, stranger):
    with clock.told(MONDAY):
        reported(officer)
        assert figures_of(stranger)["risks.found"] == 0
