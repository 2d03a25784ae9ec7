"""The figures of campaigns: tasks given, taken, done and late; returns on time."""

from datetime import date, datetime, timedelta

import pytest

from yaoan.kernel import clock
from yaoan.kernel.commands import open_record, perform
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.reading import board, figure
from yaoan.kernel.figures.registry import faults, metrics
from yaoan.modules.campaigns.commands import campaigns, returns, tasks
from yaoan.modules.campaigns.figures import METRICS

pytestmark = pytest.mark.django_db

MONDAY = datetime(2025, 6, 9, 9, tzinfo=clock.BEIJING)
JUNE = Period.month(2025, 6)


@pytest.fixture
def campaign(chief):
    with clock.told(MONDAY):
        draft = campaigns.Draft(
            title="青溪县药品安全巩固提升行动", area="990121", starts_on=date(2025, 6, 1), ends_on=date(2026, 12, 31)
        )
        return perform(campaigns.Issue(), on=open_record(draft, by=chief), by=chief)


def given(chief, campaign, **fields):
    order = {"title": "排查冷藏药品", "agency_id": chief.agency_id, "due_on": date(2025, 6, 20), **fields}
    return open_record(tasks.Give(campaign_id=campaign.pk, **order), by=chief)


def figures_of(actor):
    found = board(METRICS, actor, [JUNE])
    return {metric.name: found[metric, JUNE, ""].value for metric in found.metrics}


def test_every_declared_figure_is_countable_and_has_words():
    assert list(faults(METRICS)) == []
    assert {metric.name for metric in METRICS} <= metrics().keys()
    assert all(str(metric.note).endswith("。") for metric in METRICS)


def test_tasks_are_counted_as_given_taken_done_and_late(officer, chief, campaign):
    with clock.told(MONDAY):
        early, late, undated = given(chief, campaign), given(chief, campaign), given(chief, campaign, due_on=None)
        for task in (early, late, undated):
            perform(tasks.Take(holder_id=officer.user_id), on=task, by=officer)
        for task in (early, undated):
            perform(tasks.Submit(text="已完成"), on=task, by=officer)
        assert perform(tasks.Accept(opinion="同意"), on=early, by=chief).punctuality == "in_time"
        assert perform(tasks.Accept(opinion="同意"), on=undated, by=chief).punctuality == ""
        given(chief, campaign)
    with clock.told(MONDAY + timedelta(days=14)):
        told = figures_of(officer)
        assert (told["tasks.overdue"], told["tasks.open"], told["tasks.completion"]) == (2, 2, 50)
        perform(tasks.Submit(text="已完成"), on=late, by=officer)
        told = figures_of(officer)
    assert (told["tasks.given"], told["tasks.taken"], told["tasks.done"], told["tasks.finished"]) == (4, 3, 2, 2)
    assert (told["tasks.handed_in_time"], told["tasks.handed_late"], told["tasks.in_time_rate"]) == (1, 1, 50)
    assert (told["campaigns.issued"], told["campaigns.running"]) == (1, 1)


def test_returns_are_in_time_or_late_and_sent_anew_when_sent_back(officer, chief, city_officer, campaign, places):
    with clock.told(MONDAY):
        owed = [
            open_record(
                returns.Owe(
                    campaign_id=campaign.pk, title="六月报表", agency_id=chief.agency_id, to_id=places["city"].pk,
                    due_on=date(2025, 6, day),
                ),
                by=chief,
            )
            for day in (10, 12, 30)
        ]  # fmt: skip
        assert perform(returns.Send(), on=owed[0], by=officer).punctuality == "in_time"
        back = returns.Reject(reason="数字不平", due_on=date(2025, 6, 11))
        assert perform(back, on=owed[0], by=city_officer).punctuality == ""
    with clock.told(MONDAY + timedelta(days=7)):
        assert perform(returns.Send(), on=owed[0], by=officer).punctuality == "late"
        told = figures_of(officer)
    assert (told["returns.owed"], told["returns.sent"], told["returns.sent_in_time"], told["returns.sent_late"]) == (
        3, 2, 1, 1,
    )  # fmt: skip
    assert (told["returns.in_time_rate"], told["returns.rejected"], told["returns.due"], told["returns.overdue"]) == (
        50, 1, 2, 1,
    )  # fmt: skip


def test_figures_of_one_campaign_are_told_apart(officer, chief, campaign):
    with clock.told(MONDAY):
        given(chief, campaign)
        parts = figure(metrics()["tasks.given"], officer, JUNE, by="facet:campaign_id").parts
    assert {part.key: part.value for part in parts} == {str(campaign.pk): 1}
