"""Deadlines are worked out anew: what is not as the past, the law and the calendar have it is told and mended."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.kernel.testapp.choices import Size
from tests.kernel.testapp.commands import Announce, Assign, Lose, Receive
from tests.kernel.testapp.models import Parcel
from yaoan.kernel import clock
from yaoan.kernel.commands import open_record, perform
from yaoan.kernel.commands.upkeep import rebuild_deadlines
from yaoan.kernel.records.models import Deadline

pytestmark = pytest.mark.django_db
HERE = "980101"


@pytest.fixture
def keeper(office):
    return office.actor("keeper")


def announced(actor, **fields):
    return open_record(Announce(**{"title": "药箱", "area": HERE, "size": Size.SMALL, **fields}), by=actor)


def stored(actor):
    parcel = announced(actor)
    perform(Assign(holder_id=actor.user_id, deliver_by=clock.today() + timedelta(days=3)), on=parcel, by=actor)
    return perform(Receive(note="完好"), on=parcel, by=actor)


def kept(record):
    return list(Deadline.objects.filter(record_id=record.pk).values_list("act", "due_at", "holder_id"))


def test_a_date_that_was_changed_is_told_and_put_right(keeper):
    parcel, other = announced(keeper), announced(keeper)
    before = kept(parcel)
    Deadline.objects.filter(record_id=parcel.pk).update(due_at=clock.now())
    (difference,) = rebuild_deadlines()
    assert (difference.number, difference.act, difference.worked_out) == (parcel.number, "receive", before[0][1])
    assert kept(parcel) == before and kept(other)
    assert rebuild_deadlines() == []


def test_a_deadline_that_is_missing_comes_back(keeper):
    parcel = announced(keeper)
    before = kept(parcel)
    Deadline.objects.filter(record_id=parcel.pk).delete()
    (difference,) = rebuild_deadlines()
    assert (difference.stored, difference.worked_out) == (None, before[0][1])
    assert kept(parcel) == before


def test_a_deadline_of_a_record_that_owes_nothing_goes(keeper, office):
    parcel, model = announced(keeper), announced(keeper)
    perform(Lose(reason="运输途中遗失"), on=parcel, by=office.actor("chief"))
    assert kept(parcel) == []
    row = Deadline.objects.get(record_id=model.pk)
    row.pk, row.record_id, row.number = None, parcel.pk, parcel.number
    row.save()
    (difference,) = rebuild_deadlines()
    assert (difference.number, difference.worked_out) == (parcel.number, None)
    assert kept(parcel) == []


def test_who_holds_a_duty_is_compared_too(keeper, office):
    parcel = stored(keeper)
    before = kept(parcel)
    assert before[0][2] == keeper.user_id
    Deadline.objects.filter(record_id=parcel.pk).update(holder_id=office.actor("chief").user_id)
    assert [difference.act for difference in rebuild_deadlines()] == ["deliver"]
    assert kept(parcel) == before


def test_the_nearest_date_on_the_record_is_put_right(keeper):
    parcel = announced(keeper)
    Parcel.objects.filter(pk=parcel.pk).update(due_at=None)
    assert rebuild_deadlines() == []
    assert Parcel.objects.get(pk=parcel.pk).due_at == kept(parcel)[0][1]


def test_what_is_right_is_read_without_a_lock(keeper):
    for _number in range(3):
        announced(keeper)
    with connection.execute_wrapper(_no_lock):
        assert rebuild_deadlines() == []


def _no_lock(execute, sql, params, many, context):
    assert "FOR UPDATE" not in sql
    return execute(sql, params, many, context)
