"""What leaves the house in a package: only what the receiver may read, of the kinds that travel, and only what changed."""

from unittest.mock import patch

import pytest

from yaoan.kernel import clock
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.commands import Invalid, NotAllowed, command_for, open_record, perform
from yaoan.kernel.journal import sealing, signing
from yaoan.modules.packages import queries, rules
from yaoan.modules.packages.choices import Trust as TrustState
from yaoan.modules.packages.commands import Confirm, Pack, Rekey, Trust
from yaoan.modules.packages.tests.factories import Elsewhere
from yaoan.modules.subjects.public import Register, Rename, Subject
from yaoan.modules.subjects.public import SubjectKind as Kind

pytestmark = pytest.mark.django_db


def firm(by, title: str, area: str = "990121"):
    return open_record(Register(title=title, subject_kind=next(iter(Kind)), area=area), by=by)


def pack(correspondent, by, **fields):
    """Seal, make a package, and read it as its receiver would."""
    sealing.seal(clock.now())
    perform(Pack(**fields), on=correspondent, by=by)
    made = queries.last_made(correspondent)
    assert made is not None
    return made, rules.read(queries.file_of(made), key=signing.public_key(), ours=correspondent.key)


def titles(parcel) -> list[str]:
    return sorted(record["title"] for record in parcel.records)


@pytest.fixture
def above(chief, places, exchange):
    """The city, to which the county sends."""
    trust = Trust(title="云河市局", other_id=places["city"].pk, key=Elsewhere().key, confirmed_with="王岚")
    return exchange(trust, by=chief, where="county")


def test_a_package_of_ours_is_whole_signed_and_numbered(above, chief) -> None:
    firm(chief, "甲药房")
    made, parcel = pack(above, chief)
    assert (parcel.faults, titles(parcel), made.sequence, made.state) == ((), ["甲药房"], 1, "made")
    assert made.digest == parcel.digest and parcel.heads[-1]["head"] == made.last_head
    (record,) = parcel.records
    assert (record["number"], record["area"], record["seq"], len(parcel.chains[record["id"]])) == (
        parcel.records[0]["number"], "990121", 1, 1
    )  # fmt: skip
    assert "甲药房" in dict(record["details"]).values()


def test_the_next_package_has_what_changed_with_its_whole_journal_and_follows_the_one_before(above, chief) -> None:
    changed = firm(chief, "甲药房")
    firm(chief, "乙药房")
    first, _parcel = pack(above, chief)
    perform(Rename(title="甲大药房"), on=changed, by=chief)
    second, parcel = pack(above, chief)
    assert titles(parcel) == ["甲大药房"]
    assert len(parcel.chains[changed.pk]) == 2
    assert (second.sequence, second.previous) == (2, first.digest)
    assert parcel.heads[0]["head"] == first.last_head


def test_without_anything_new_none_is_made(above, chief) -> None:
    firm(chief, "甲药房")
    pack(above, chief)
    pack(above, chief)  # the package itself was sealed: a new head goes up
    with patch("yaoan.modules.packages.queries.gathering.newest", return_value=None), pytest.raises(Invalid):
        perform(Pack(), on=above, by=chief)


def test_a_unit_below_gets_only_what_lies_in_its_area(city_officer, places, exchange) -> None:
    below = exchange(
        Trust(title="青溪县局", other_id=places["county"].pk, key=Elsewhere().key, confirmed_with="周明"),
        by=city_officer,
    )
    firm(city_officer, "本县药房", area="990121")
    firm(city_officer, "邻县药房", area="990122")
    _made, parcel = pack(below, city_officer)
    assert titles(parcel) == ["本县药房"]


def test_kinds_that_do_not_travel_stay(above, chief, city_officer) -> None:
    firm(chief, "甲药房")
    with patch(
        "yaoan.modules.packages.queries.gathering.law.document", return_value={"risks": {"up": True, "down": True}}
    ):
        _made, parcel = pack(above, chief)
    assert parcel.records == ()


def test_what_one_package_does_not_hold_goes_into_the_next(above, chief) -> None:
    for number in range(5):
        firm(chief, f"第{number}药房")
    with patch.object(rules, "MOST_RECORDS", 2):
        found = [pack(above, chief) for _ in range(3)]
    assert [len(parcel.records) for _made, parcel in found] == [2, 2, 1]
    assert [made.counts["remaining"] for made, _parcel in found] == [1, 1, 0]
    assert len({record["id"] for _made, parcel in found for record in parcel.records}) == 5


def test_attachments_go_along_when_they_are_wanted(above, chief) -> None:
    shop = firm(chief, "甲药房")
    file = store([b"\xff\xd8\xff photo"], name="门头.jpg")
    perform(command_for(Subject, "remark")(text="见附件", files=(file,)), on=shop, by=chief)
    _made, without = pack(above, chief)
    assert [item["sent"] for item in without.records[0]["files"]] == [False]
    perform(Rename(title="甲大药房"), on=shop, by=chief)
    made, parcel = pack(above, chief, with_files=True)
    assert parcel.records[0]["files"] == [{"name": "门头.jpg", "purpose": "", "sent": True, "sha256": file.sha256}]
    assert b"".join(rules.file_in(queries.file_of(made), file.sha256)) == b"\xff\xd8\xff photo"


def test_a_key_is_checked_and_who_may_not_manage_enters_nobody(chief, officer, places) -> None:
    for key, why in (("abc", "64位"), (signing.public_key(), "自己")):
        with pytest.raises(Invalid, match=why):
            open_record(Trust(title="x", other_id=places["city"].pk, key=key, confirmed_with="y"), by=chief)
    with pytest.raises(NotAllowed):
        open_record(Trust(title="x", other_id=places["city"].pk, key=Elsewhere().key, confirmed_with="y"), by=officer)


def test_a_key_counts_once_another_person_has_checked_it_with_the_other_side(
    take, elsewhere, sender, city_officer, hire
) -> None:
    second = hire("head", "city")
    changed = perform(
        Rekey(key=Elsewhere(seed="new").key, confirmed_with="电话", reason="换机"), on=sender, by=city_officer
    )
    assert changed.state == TrustState.PROPOSED
    with pytest.raises(Invalid, match="不认识发送单位"):
        take(Elsewhere(seed="new").package())
    with pytest.raises(NotAllowed, match="另一人"):
        perform(Confirm(confirmed_with="当面"), on=sender, by=city_officer)
    with pytest.raises(NotAllowed):
        perform(Pack(), on=sender, by=city_officer)
    perform(Confirm(confirmed_with="周明，当面"), on=sender, by=second)
    assert take(Elsewhere(seed="new").package()).correspondent_id == sender.pk
