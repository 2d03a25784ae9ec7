"""The figures of the register: firms by kind, licences that hold and those that ran out."""

from datetime import datetime, timedelta

import pytest

from yaoan.kernel import clock
from yaoan.kernel.commands import perform
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.reading import board, figure
from yaoan.kernel.figures.registry import faults, metrics
from yaoan.modules.subjects.choices import SubjectKind
from yaoan.modules.subjects.commands import Close, Lapse
from yaoan.modules.subjects.figures import METRICS
from yaoan.modules.subjects.tests.factories import firm, licence, person

pytestmark = pytest.mark.django_db

MONDAY = datetime(2025, 6, 9, 9, tzinfo=clock.BEIJING)
JUNE = Period.month(2025, 6)


def figures_of(actor):
    found = board(METRICS, actor, [JUNE])
    return {metric.name: found[metric, JUNE, ""].value for metric in found.metrics}


def test_every_declared_figure_is_countable_and_has_words():
    assert list(faults(METRICS)) == []
    assert {metric.name for metric in METRICS} <= metrics().keys()
    assert all(str(metric.note).endswith("。") for metric in METRICS)


def test_firms_are_counted_by_kind_and_those_that_closed_are_not(officer):
    with clock.told(MONDAY):
        shop = firm(officer)
        firm(officer, "青溪县仁和诊所", subject_kind=SubjectKind.CLINIC)
        gone = firm(officer, "青溪县旧药房")
        person(officer, shop)
        perform(Close(reason="注销"), on=gone, by=officer)
        told = figures_of(officer)
        kinds = figure(metrics()["subjects.active"], officer, JUNE, by="facet:subject_kind")
    assert (told["subjects.active"], told["subjects.registered"], told["subjects.closed"]) == (2, 3, 1)
    assert told["people.active"] == 1
    assert {part.key: part.value for part in kinds.parts if part.value} == {"pharmacy": 1, "clinic": 1}


def test_licences_hold_until_they_run_out(officer):
    with clock.told(MONDAY):
        shop = firm(officer)
        licence(officer, shop, code="演DA990100001", expires_on=(MONDAY + timedelta(days=5)).date())
        old = licence(officer, shop, code="演DA990100002", expires_on=(MONDAY + timedelta(days=1)).date())
    with clock.told(MONDAY + timedelta(days=3)):
        perform(Lapse(), on=old, by=officer)
        told = figures_of(officer)
    assert (told["licences.held"], told["licences.lapsed"], told["licences.lapse_rate"]) == (1, 1, 50)
    assert told["licences.overdue"] == 1
