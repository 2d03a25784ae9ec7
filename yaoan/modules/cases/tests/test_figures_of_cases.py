"""Figures of cases: what is counted, and that no sum of fines is one."""

from datetime import date

import pytest

from yaoan.kernel.figures import Metric, Period
from yaoan.kernel.figures.reading import board
from yaoan.kernel.figures.registry import faults
from yaoan.modules.cases import commands, queries
from yaoan.modules.cases.choices import DeclineKind
from yaoan.modules.cases.figures import METRICS
from yaoan.modules.subjects.tests.factories import firm

pytestmark = pytest.mark.django_db


def test_no_figure_counts_sums() -> None:
    """Penalty Law art. 74: what is collected may not be tied to anybody's appraisal."""
    assert list(faults(METRICS)) == []
    for metric in METRICS:
        assert isinstance(metric, Metric)
        assert "amounts" not in str(metric.formula.spec()), metric.name
        assert metric.note


def test_figures_count_what_was_done(desk) -> None:
    case = desk.served()
    other = desk.clue(date(2025, 3, 3))
    desk.do(other, date(2025, 3, 10), commands.Decline(kind=DeclineKind.SLIGHT, reason="轻微"), desk.chief)
    march, april = Period.month(2025, 3), Period.month(2025, 4)
    found = board(METRICS, desk.chief, [march, april])
    value = {(metric.name.removeprefix("cases."), period): found[metric, period, ""].value
             for metric in found.metrics for period in (march, april)}  # fmt: skip
    assert [value[name, march] for name in ("clues", "filed", "declined", "punished", "open")] == [2, 1, 1, 0, 1]
    assert [value[name, april] for name in ("clues", "filed", "declined", "punished", "served", "open")] == [
        0,
        0,
        0,
        1,
        1,
        1,
    ]
    assert case.pace == ""


def test_earlier_penalties_are_found_by_firm_person_and_controller(desk) -> None:
    shop = firm(desk.officer, controller="赵东来")
    sister = firm(desk.officer, "青溪县安和药房", controller="赵东来")
    fined = desk.decided(desk.brought_to_decision(subject_id=shop.pk), date(2025, 4, 2))
    same = desk.clue(date(2025, 5, 6), subject_id=shop.pk, acted_from=date(2025, 4, 10))
    tied = desk.clue(date(2025, 5, 6), subject_id=sister.pk)
    stranger = desk.clue(date(2025, 5, 6), subject_id=firm(desk.officer, "青溪县同德堂").pk)
    for case, tie in ((same, "同一当事人"), (tied, "同一负责人或者实际控制人：赵东来")):
        assert [(prior.case.pk, prior.ties) for prior in queries.priors_of(desk.officer, case)] == [(fined.pk, (tie,))]
    assert queries.priors_of(desk.officer, stranger) == []


def test_open_cases_about_the_same_act_are_proposed_for_merging(desk) -> None:
    shop = firm(desk.officer)
    acted = {"subject_id": shop.pk, "acted_from": date(2025, 1, 1), "acted_until": date(2025, 1, 31)}
    one, two = desk.clue(date(2025, 3, 3), **acted), desk.clue(date(2025, 3, 4), **acted)
    desk.clue(date(2025, 3, 4), **{**acted, "breach": "records"})
    assert queries.same_act(desk.officer, one) == [two]


def test_similar_past_cases_are_found_with_what_makes_them_so(desk) -> None:
    near = desk.decided(desk.brought_to_decision(product_name="阿莫西林胶囊"), date(2025, 4, 2))
    typical = desk.served(subject_name="青溪县安和药房")
    for day, command, by in (
        (10, commands.Pay(sum=150000), desk.officer), (10, commands.Fulfil(note="缴清"), desk.officer),
        (11, commands.Close(conclusion="履行完毕"), desk.chief), (12, commands.Feature(note="从票据入手查清渠道"), desk.chief),
    ):  # fmt: skip
        typical = desk.do(typical, date(2025, 4, day), command, by)
    case = desk.clue(date(2025, 5, 6), product_name="阿莫西林胶囊")
    found = list(queries.similar_to(desk.officer, case))
    assert [other.pk for other, _like in found] == [near.pk, typical.pk]
    assert "药品管理法§129" in "".join(reason.sentence for reason in found[0][1].reasons)
    annulled = desk.do(near, date(2025, 5, 7), commands.Annul(by_whom="本机关", reason="事实不清"), desk.chief)
    assert annulled.pk not in [other.pk for other, _like in queries.similar_to(desk.officer, case)]
    typical = desk.do(typical, date(2025, 5, 7), commands.Unfeature(reason="有更新的案例"), desk.chief)
    assert (typical.is_typical, typical.typical_note) == (False, "")
