"""The one door: what a command does, and what it refuses."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from time import time
from uuid import RFC_4122, uuid4

import pytest

from tests.kernel.testapp.choices import Size
from tests.kernel.testapp.commands import (
    Announce,
    Assign,
    Confirm,
    Deliver,
    Hold,
    Receive,
    Release,
    Remark,
    Revert,
    Split,
)
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import open_office, parcel_law
from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Invalid, NotAllowed, NotThere, Stale, Step, open_record, perform, perform_many
from yaoan.kernel.commands.ids import command_id
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Deadline, Docket
from yaoan.kernel.vault.models import Key, Secret

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "980101", "980102"


@pytest.fixture
def office(db: None) -> Iterator[object]:
    with parcel_law():
        yield open_office()


@pytest.fixture
def keeper(office) -> Actor:
    return office.actor("keeper")


@pytest.fixture
def chief(office) -> Actor:
    return office.actor("chief")


@pytest.fixture
def stranger(office) -> Actor:
    return office.actor("stranger")


def announced(actor, **fields):
    return open_record(Announce(**{"title": "药箱", "area": HERE, "size": Size.SMALL, **fields}), by=actor)


def stored(actor, **fields):
    return perform(Receive(note="完好"), on=announced(actor, **fields), by=actor)


def test_opening_numbers_places_and_journals_a_record(keeper):
    parcel = announced(keeper, contents="体温计")
    assert parcel.number == f"PCL-{clock.today().year}-000001"
    assert (parcel.state, parcel.version, parcel.agency_id) == ("announced", 1, keeper.agency_id)
    entry = Entry.objects.get(record=parcel.pk)
    assert (entry.act, entry.seq, entry.to_state, entry.actor) == ("announce", 1, "announced", keeper.user_id)
    assert entry.payload["fields"]["contents"] == "体温计"
    assert entry.facets == {"size": "small"}
    assert Docket.objects.get(pk=parcel.pk).title == "药箱"


def test_ids_begin_with_the_time_and_never_come_twice():
    drawn = [command_id() for _number in range(2_000)]
    assert len(set(drawn)) == len(drawn)
    assert {(one.version, one.variant) for one in drawn} == {(7, RFC_4122)}
    moments = [one.int >> 80 for one in drawn]
    assert moments == sorted(moments)
    assert abs(moments[-1] / 1000 - time()) < 60


def test_numbers_have_no_gap_after_a_refusal(keeper):
    first = announced(keeper)
    with pytest.raises(NotAllowed):
        announced(keeper, area=ELSEWHERE, agency_id=1)
    assert int(announced(keeper).number[-6:]) == int(first.number[-6:]) + 1


def test_a_record_elsewhere_does_not_exist(keeper, stranger):
    parcel = announced(keeper)
    with pytest.raises(NotThere):
        perform(Hold(reason="x"), on=parcel, by=stranger)
    assert list(Parcel.objects.seen_by(stranger)) == []


def test_the_table_refuses_an_act_from_the_wrong_state(keeper):
    parcel = announced(keeper)
    with pytest.raises(NotAllowed, match="待接收"):
        perform(Release(), on=parcel, by=keeper)
    assert Entry.objects.filter(record=parcel.pk).count() == 1


def test_a_guard_keeps_duties_apart(keeper, chief):
    parcel = stored(keeper)
    perform(Assign(holder_id=chief.user_id), on=parcel, by=keeper)
    perform(Deliver(), on=parcel, by=keeper)
    with pytest.raises(NotAllowed, match="另一人"):
        perform(Confirm(), on=parcel, by=chief)


def test_a_stale_page_is_refused_and_shows_what_is_there_now(keeper, chief):
    parcel = announced(keeper)
    perform(Receive(note="甲"), on=parcel, by=chief, version=1)
    with pytest.raises(Stale) as refusal:
        perform(Receive(note="乙"), on=parcel, by=keeper, version=1)
    assert refusal.value.record.contents == "甲"


def test_sending_a_command_twice_does_it_once(keeper):
    parcel, command = announced(keeper), Receive(note="甲", command_id=uuid4())
    assert perform(command, on=parcel, by=keeper).version == 2
    assert perform(command, on=parcel, by=keeper).version == 2
    assert Entry.objects.filter(record=parcel.pk).count() == 2


def test_opening_twice_with_one_command_id_opens_one_record(keeper):
    command_id = uuid4()
    assert announced(keeper, command_id=command_id).pk == announced(keeper, command_id=command_id).pk


def test_all_faults_are_told_at_once(keeper):
    yesterday, tomorrow = (clock.today() + timedelta(days=shift) for shift in (-1, 1))
    parcel = announced(keeper)
    with pytest.raises(Invalid) as refusal:
        perform(Assign(holder_id=1, deliver_by=yesterday, effective_on=tomorrow), on=parcel, by=keeper)
    assert set(refusal.value.faults) == {"deliver_by", "effective_on"}


def test_what_only_the_record_can_object_to_is_told_with_the_rest_and_never_when_it_is_rebuilt(keeper, monkeypatch):
    parcel, seen = announced(keeper, title="大药箱"), []

    def object_to(self, record):
        seen.append(record.title)
        return {"note": [f"{record.title}放不下。"]} if len(seen) == 1 else {}

    monkeypatch.setattr(Receive, "objections", object_to)
    with pytest.raises(Invalid) as refusal:
        perform(Receive(note="三号库", effective_on=date(2999, 1, 1)), on=parcel, by=keeper)
    assert refusal.value.faults["note"] == ["大药箱放不下。"]
    assert "effective_on" in refusal.value.faults
    assert Parcel.objects.get(pk=parcel.pk).version == 1
    perform(Receive(note="三号库"), on=parcel, by=keeper)
    replayed(parcel.pk)
    assert seen == ["大药箱"] * 2


def test_an_act_cannot_take_effect_before_the_one_before_it(keeper):
    parcel = announced(keeper)
    with pytest.raises(Invalid, match="早于"):
        perform(Hold(reason="x", effective_on=clock.today() - timedelta(days=3)), on=parcel, by=keeper)


def test_the_journal_says_what_changed_from_what_to_what(keeper):
    parcel = announced(keeper, contents="甲")
    perform(Receive(note="乙"), on=parcel, by=keeper)
    assert Entry.objects.get(record=parcel.pk, seq=2).payload["changes"] == {"contents": ["甲", "乙"]}


def test_consequences_are_acts_of_their_own_with_a_cause(keeper):
    parcel = stored(keeper)
    perform(Split(title="小箱"), on=parcel, by=keeper)
    part = Parcel.objects.get(title="小箱")
    cause = Entry.objects.get(record=parcel.pk, seq=3)
    assert Entry.objects.get(record=part.pk).cause == cause.command_id
    assert (part.origin_id, part.state, part.number[-6:]) == (parcel.pk, "stored", "000002")


def test_suspension_stops_the_clock(keeper):
    with clock.told(datetime(2025, 3, 3, 9, tzinfo=clock.BEIJING)):
        parcel = announced(keeper)
    before = Deadline.objects.get(record_id=parcel.pk).due_at
    with clock.told(datetime(2025, 3, 4, 9, tzinfo=clock.BEIJING)):
        perform(Hold(reason="待查"), on=parcel, by=keeper)
    stopped = Deadline.objects.get(record_id=parcel.pk)
    assert stopped.paused
    assert stopped.due_at is None
    with clock.told(datetime(2025, 3, 11, 9, tzinfo=clock.BEIJING)):
        perform(Release(), on=parcel, by=keeper)
    assert Deadline.objects.get(record_id=parcel.pk).due_at - before == timedelta(days=7)


def test_a_late_paper_act_counts_from_its_effect(keeper):
    with clock.told(datetime(2025, 3, 5, 9, tzinfo=clock.BEIJING)):
        late = announced(keeper, effective_on=date(2025, 3, 3))
    with clock.told(datetime(2025, 3, 3, 9, tzinfo=clock.BEIJING)):
        prompt = announced(keeper)
    due = {row.record_id: row.due_at for row in Deadline.objects.all()}
    assert due[late.pk] == due[prompt.pk]
    entry = Entry.objects.get(record=late.pk)
    assert (entry.effective_on, clock.local_day(entry.recorded_at)) == (date(2025, 3, 3), date(2025, 3, 5))


def test_a_named_person_owes_the_duty(keeper, chief):
    parcel = stored(keeper)
    perform(Assign(deliver_by=date(2030, 1, 4), holder_id=chief.user_id), on=parcel, by=keeper)
    deadline = Deadline.objects.get(record_id=parcel.pk)
    assert (deadline.act, deadline.holder_id) == ("deliver", chief.user_id)
    assert clock.local_day(deadline.due_at) == date(2030, 1, 4)


def test_a_sealed_value_reaches_neither_record_nor_journal(keeper):
    parcel = announced(keeper, sender="李某某 13800000000")
    entry = Entry.objects.get(record=parcel.pk)
    assert "李某某" not in f"{entry.payload}{parcel.sender}"
    assert entry.payload["fields"]["sender"] == parcel.sender


def test_a_refused_command_leaves_nothing_sealed(office, keeper):
    reader = office.actor("reader")
    with pytest.raises(NotAllowed):
        announced(reader, sender="李某某 13800000000")
    command = Announce(title="箱", size=Size.SMALL, area=HERE, sender="李某某")
    outcomes = list(perform_many([Step(command, by=keeper), Step(command, by=reader)]))
    assert [bool(outcome.refusal) for outcome in outcomes] == [False, True]
    assert (Secret.objects.count(), Key.objects.count()) == (1, 1)
    assert Secret.objects.get().record == outcomes[0].record.pk


def test_a_day_for_which_the_law_has_no_term_is_refused_in_words_and_alone(keeper):
    commands = [
        Announce(title="箱", size=Size.SMALL, area="980101101", effective_on=day) for day in (None, date(1900, 1, 1))
    ]
    outcomes = list(perform_many([Step(command) for command in commands], by=keeper))
    assert outcomes[0].record and "日历" in str(outcomes[1].refusal) and Parcel.objects.count() == 1


def test_the_latest_act_can_be_taken_back_and_both_stay(keeper, chief):
    parcel = announced(keeper, contents="甲")
    perform(Hold(reason="x"), on=parcel, by=keeper)
    parcel = perform(Revert(reason="点错了"), on=parcel, by=chief)
    assert (parcel.state, len(parcel.stays)) == ("announced", 1)
    acts = Entry.objects.filter(record=parcel.pk).order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["announce", "hold", "revert"]
    with pytest.raises(NotAllowed, match="撤回"):
        perform(Revert(reason="再撤"), on=parcel, by=chief)


def test_taking_back_restores_every_column(keeper, chief):
    parcel = stored(keeper)
    perform(Assign(deliver_by=date(2030, 1, 4), holder_id=chief.user_id), on=parcel, by=keeper)
    parcel = perform(Revert(reason="登记错了"), on=parcel, by=chief)
    assert (parcel.deliver_by, parcel.holder_id, parcel.state) == (None, None, "stored")
    assert not Deadline.objects.filter(record_id=parcel.pk).exists()


def test_an_act_with_consequences_is_not_taken_back(keeper, chief):
    parcel = stored(keeper)
    perform(Split(title="小箱"), on=parcel, by=keeper)
    with pytest.raises(NotAllowed, match="其他记录"):
        perform(Revert(reason="x"), on=parcel, by=chief)


def test_assignment_gives_reading_while_it_lasts(keeper, chief, stranger):
    parcel = stored(keeper)
    perform(Assign(holder_id=stranger.user_id), on=parcel, by=keeper)
    assert list(Parcel.objects.seen_by(stranger)) == [parcel]
    perform(Assign(holder_id=chief.user_id), on=parcel, by=keeper)
    assert list(Parcel.objects.seen_by(stranger)) == []


def test_assistance_gives_reading_and_no_more(keeper, stranger):
    parcel = announced(keeper)
    Parcel.objects.filter(pk=parcel.pk).update(assisting=[stranger.agency_id])
    assert list(Parcel.objects.seen_by(stranger)) == [parcel]
    with pytest.raises(NotAllowed, match="权限"):
        perform(Hold(reason="x"), on=parcel, by=stranger)


def test_many_steps_share_a_transaction_and_one_refusal_leaves_the_others(keeper):
    areas = [ELSEWHERE if i == 3 else HERE for i in range(10)]
    steps = [
        Step(Announce(title=f"箱{i}", area=area, size=Size.SMALL, agency_id=10**6 if i == 3 else None))
        for i, area in enumerate(areas)
    ]
    outcomes = list(perform_many(steps, by=keeper))
    assert [bool(outcome.refusal) for outcome in outcomes] == [i == 3 for i in range(10)]
    numbers = [outcome.record.number for outcome in outcomes if outcome.record]
    assert [int(number[-6:]) for number in numbers] == list(range(1, 10))
    assert Entry.objects.count() == 9


def test_several_acts_on_one_record_in_one_batch_chain_on(keeper, chief):
    parcel = announced(keeper)
    steps = [
        Step(Hold(reason="x"), on=parcel, by=keeper),
        Step(Release(), on=parcel.pk, by=keeper),
        Step(Receive(note="甲"), on=parcel.pk, by=chief),
        Step(Release(), on=parcel.pk, by=keeper),
    ]
    outcomes = list(perform_many(steps))
    assert [bool(outcome.refusal) for outcome in outcomes] == [False, False, False, True]
    entries = list(Entry.objects.filter(record=parcel.pk).order_by("seq"))
    assert [entry.seq for entry in entries] == [1, 2, 3, 4]
    for before, after in pairwise(entries):
        assert bytes(after.previous) == bytes(before.hash)
    parcel.refresh_from_db()
    assert (parcel.version, parcel.contents, bytes(parcel.head)) == (4, "甲", bytes(entries[-1].hash))


def test_one_and_many_write_the_same(keeper):
    moment = datetime(2025, 6, 2, 9, tzinfo=clock.BEIJING)
    with clock.told(moment):
        alone = announced(keeper, contents="甲")
        perform(Hold(reason="x"), on=alone, by=keeper)
        opening = Step(Announce(title="药箱", area=HERE, size=Size.SMALL, contents="甲"))
        together = next(iter(perform_many([opening], by=keeper))).record
        steps = [Step(Hold(reason="x"), on=together), Step(Remark(text="y"), on=announced(keeper))]
        list(perform_many(steps, by=keeper))
    left, right = Parcel.objects.get(pk=alone.pk), Parcel.objects.get(pk=together.pk)
    for column in ("title", "state", "version", "area", "agency_id", "stays", "contents", "opened_on"):
        assert getattr(left, column) == getattr(right, column)


def test_a_remark_keeps_the_state_and_is_in_the_history(keeper):
    parcel = perform(Remark(text="已电话联系"), on=announced(keeper), by=keeper)
    assert parcel.state == "announced"
    assert Entry.objects.get(record=parcel.pk, act="remark").payload["fields"]["text"] == "已电话联系"


@pytest.mark.parametrize("words", ["药箱", "yaox", "yx", "PCL", "体温", "药 计"])
def test_a_record_is_found_by_number_name_and_pinyin(keeper, words):
    parcel = announced(keeper, contents="体温计")
    announced(keeper, title="绷带")
    found = list(Parcel.objects.found_by(words))
    assert parcel in found
    assert len(found) == (2 if words == "PCL" else 1)


def test_characters_in_another_order_are_not_a_match(keeper):
    announced(keeper, title="箱药")
    assert not Parcel.objects.found_by("药箱").exists()
