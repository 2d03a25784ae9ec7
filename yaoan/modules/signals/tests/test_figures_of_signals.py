"""The figures of the queue: what came, by which channel, what became of it, and who got an answer in time."""

from datetime import datetime, timedelta

import pytest

from yaoan.kernel import clock
from yaoan.kernel.commands import open_record, perform
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.reading import board, figure
from yaoan.kernel.figures.registry import faults, metrics
from yaoan.modules.signals import commands
from yaoan.modules.signals.choices import Finding
from yaoan.modules.signals.figures import METRICS

pytestmark = pytest.mark.django_db

MONDAY = datetime(2025, 6, 9, 9, tzinfo=clock.BEIJING)
JUNE = Period.month(2025, 6)


def received(actor, text="药房卖过期药", **fields):
    given = {"channel": "complaint", "area": "990121", **fields}
    return open_record(commands.Receive(text=text, **given), by=actor)


def concluded(actor, signal, finding=Finding.TRUE):
    perform(commands.Read(), on=signal, by=actor)
    perform(commands.Verify(holder_id=actor.user_id), on=signal, by=actor)
    return perform(commands.Conclude(finding=finding, conclusion="已到现场核查"), on=signal, by=actor)


def figures_of(actor):
    found = board(METRICS, actor, [JUNE])
    return {metric.name.removeprefix("signals."): found[metric, JUNE, ""].value for metric in found.metrics}


def test_every_declared_figure_is_countable_and_has_words():
    assert list(faults(METRICS)) == []
    assert {metric.name for metric in METRICS} <= metrics().keys()
    assert all(str(metric.note).endswith("。") for metric in METRICS)


def test_signals_are_counted_by_channel_and_by_what_became_of_them(officer, chief):
    with clock.told(MONDAY):
        first, second = received(officer), received(officer, "药房还在卖过期药")
        received(officer, channel="online")
        concluded(officer, first)
        perform(commands.Read(), on=second, by=officer)
        perform(commands.Merge(into_id=first.pk, reason="同一件事"), on=second, by=officer)
        perform(commands.Close(reason="已立案"), on=first, by=chief)
        told = figures_of(officer)
        channels = figure(metrics()["signals.received"], officer, JUNE, by="facet:channel")
    assert (told["received"], told["read"], told["verified"], told["true"], told["merged"], told["closed"]) == (
        3, 2, 1, 1, 1, 1,
    )  # fmt: skip
    assert (told["open"], told["unread"], told["true_rate"]) == (1, 1, 100)
    assert {part.key: part.value for part in channels.parts} == {"complaint": 2, "online": 1}


def test_answers_are_in_time_or_late_and_those_nobody_asked_for_are_not_counted(officer):
    with clock.told(MONDAY):
        quick, slow, silent = (received(officer, wants_answer=asked) for asked in (True, True, False))
        for signal in (quick, slow, silent):
            concluded(officer, signal, Finding.PARTLY)
        answer = commands.Answer(way="电话", text="已责令改正")
        assert perform(answer, on=quick, by=officer).punctuality == "in_time"
        assert perform(answer, on=silent, by=officer).punctuality == ""
    with clock.told(MONDAY + timedelta(days=14)):
        assert perform(commands.Answer(way="书面", text="已责令改正"), on=slow, by=officer).punctuality == "late"
        told = figures_of(officer)
    assert (told["answered"], told["answered_in_time"], told["answer_rate"]) == (2, 1, 50)


def test_a_signal_nobody_signed_for_becomes_overdue(officer):
    with clock.told(MONDAY):
        received(officer)
        assert figures_of(officer)["overdue"] == 0
    with clock.told(MONDAY + timedelta(days=15)):
        assert figures_of(officer)["overdue"] == 1
