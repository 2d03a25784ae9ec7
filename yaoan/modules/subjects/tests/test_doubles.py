"""Entries that may be one firm are found and explained; merging is an act and can be undone."""

from datetime import date

import pytest

from yaoan.kernel.commands import Invalid, NotAllowed, perform
from yaoan.kernel.journal.models import Entry
from yaoan.modules.subjects.choices import SubjectState
from yaoan.modules.subjects.commands import Close, Distinguish, Merge, Unmerge
from yaoan.modules.subjects.models import Subject
from yaoan.modules.subjects.queries import current_of, doubles_in, licences_of, party_of, subject_by_code, subjects_like
from yaoan.modules.subjects.rules import Party
from yaoan.modules.subjects.tests.factories import ELSEWHERE, HERE, credit_code, firm, licence

pytestmark = pytest.mark.django_db
NAME, ALIKE = "青溪县康和大药房有限公司", "青溪康和大药房"


@pytest.fixture
def pair(officer):
    one = firm(officer, NAME, address="城关镇北大街12号", phone="13800990001", code=credit_code(1))
    return one, firm(officer, ALIKE, address="城关镇北大街12号", phone="13800990001")


def merged(pair, actor) -> tuple[Subject, Subject]:
    one, other = pair
    perform(Merge(into_id=one.pk, reason="同址同电话"), on=other, by=actor)
    return Subject.objects.get(pk=one.pk), Subject.objects.get(pk=other.pk)


def test_a_likely_double_is_proposed_with_reasons_before_it_is_saved(officer, pair):
    found = subjects_like(officer, Party(name="青溪县康合大药房有限公司", phones=("138 0099 0001",), area=HERE))
    assert found[0].subject == pair[0]
    assert any("电话相同" in reason for reason in found[0].reasons)
    assert [double.score for double in found] == sorted((double.score for double in found), reverse=True)


def test_an_entry_is_no_double_of_itself(officer, pair):
    one, other = pair
    assert [double.subject for double in subjects_like(officer, party_of(one), apart_from=one)] == [other]


def test_a_firm_elsewhere_is_not_proposed(officer, stranger, pair):
    firm(stranger, NAME, area=ELSEWHERE)
    found = subjects_like(officer, Party(name=NAME))
    assert all(double.subject.area == HERE for double in found)


def test_the_queue_shows_every_likely_pair_once(officer, pair):
    firm(officer, "青溪县瑞丰诊所")
    pairs = doubles_in(officer, HERE)
    assert [(found.one, found.other) for found in pairs] == [pair]
    assert pairs[0].reasons
    assert doubles_in(officer, ELSEWHERE) == []


def test_two_firms_found_to_be_two_are_not_proposed_again(officer, pair):
    one, other = pair
    perform(Distinguish(other_id=one.pk, reason="两个证"), on=other, by=officer)
    assert doubles_in(officer, HERE) == []
    one.refresh_from_db()
    assert subjects_like(officer, party_of(one), apart_from=one) == []


def test_a_merged_entry_keeps_its_links_and_readers_follow_it(officer, pair):
    held = licence(officer, pair[1])
    one, other = merged(pair, officer)
    assert (other.state, other.merged_into_id, one.absorbed) == (SubjectState.MERGED, one.pk, [other.pk])
    assert current_of(officer, other) == one
    assert list(licences_of(officer, one)) == [held]
    acts = Entry.objects.filter(record__in=[one.pk, other.pk], act__in=["merge", "absorb"]).order_by("id")
    assert [entry.act for entry in acts] == ["merge", "absorb"]
    assert acts[1].cause == acts[0].command_id


def test_a_merged_entry_takes_no_further_acts(officer, pair):
    _one, other = merged(pair, officer)
    with pytest.raises(NotAllowed, match="已并入"):
        perform(Close(reason="x"), on=other, by=officer)


def test_unmerging_restores_both_and_remembers_that_they_are_two(officer, pair):
    _one, other = merged(pair, officer)
    perform(Unmerge(reason="两个证"), on=other, by=officer)
    one, other = (Subject.objects.get(pk=subject.pk) for subject in pair)
    assert (other.state, other.merged_into_id, one.absorbed) == (SubjectState.ACTIVE, None, [])
    assert doubles_in(officer, HERE) == []


def test_a_closed_firm_is_closed_again_after_unmerging(officer, pair):
    one, other = pair
    perform(Close(reason="歇业", closed_on=date(2024, 5, 6)), on=other, by=officer)
    perform(Merge(into_id=one.pk, reason="同址"), on=other, by=officer)
    other = perform(Unmerge(reason="两个证"), on=other, by=officer)
    other.refresh_from_db()
    assert (other.state, other.closed_on) == (SubjectState.CLOSED, date(2024, 5, 6))


def test_a_chain_of_mergers_is_followed_and_undone_in_the_middle(officer, pair):
    third = firm(officer, "青溪县康和药店")
    one, other = merged(pair, officer)
    perform(Merge(into_id=third.pk, reason="同一家"), on=one, by=officer)
    third.refresh_from_db()
    assert set(third.absorbed) == {one.pk, other.pk}
    assert current_of(officer, other) == third
    assert subject_by_code(officer, credit_code(1)) == third
    perform(Unmerge(reason="不是"), on=other, by=officer)
    third.refresh_from_db()
    assert third.absorbed == [one.pk]


def test_nothing_is_merged_into_itself_or_into_a_merged_entry(officer, pair):
    one, other = merged(pair, officer)
    third = firm(officer, "青溪县瑞丰诊所")
    with pytest.raises(NotAllowed, match="接收并入"):
        perform(Merge(into_id=other.pk, reason="x"), on=third, by=officer)
    third.refresh_from_db()
    assert (third.state, third.merged_into_id) == (SubjectState.ACTIVE, None)
    with pytest.raises(Invalid, match="不能并入它自己"):
        perform(Merge(into_id=one.pk, reason="x"), on=one, by=officer)


def test_absorbing_is_no_act_of_its_own(officer, pair):
    from yaoan.kernel.commands import allowed_acts
    from yaoan.modules.subjects.commands import Absorb

    one, other = pair
    assert not {"absorb", "release"} & {act.name for act, _reason in allowed_acts(one, officer)}
    with pytest.raises(NotAllowed, match="不能单独办理"):
        perform(Absorb(subject_ids=(other.pk,), reason="x"), on=one, by=officer)


def test_shops_of_a_chain_are_not_taken_for_one_firm(officer):
    for number in range(1, 4):
        firm(officer, f"康和大药房连锁有限公司第{number}分店", address=f"城关镇{number}号街{number}号")
    assert doubles_in(officer, HERE) == []


def test_reading_all_doubles_takes_a_constant_number_of_queries(officer, pair, django_assert_num_queries):
    for number in range(5):
        firm(officer, f"青溪县福安{'甲乙丙丁戊'[number]}药店", phone="13800990002")
    with django_assert_num_queries(3):
        assert len(doubles_in(officer, HERE)) >= 1
