"""A city passes its counties' packages on to the province: as they came, provable there, and nothing can be left out unseen."""

from dataclasses import replace
from pathlib import Path

import pytest

from yaoan.kernel import clock
from yaoan.kernel.access.models import Agency, Division
from yaoan.kernel.attachments.storage import path_of
from yaoan.kernel.commands import open_record, perform
from yaoan.kernel.journal import sealing, signing
from yaoan.kernel.ledger.history import history_of
from yaoan.modules.packages import queries, rules
from yaoan.modules.packages.choices import State
from yaoan.modules.packages.commands import Accept, Check, Pack, Receive, Refuse, Trust
from yaoan.modules.packages.models import Foreign, Package
from yaoan.modules.packages.tests.factories import Elsewhere, kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def levels(places):
    """The province above the city; its line of units above a county is whole."""
    Division.objects.get_or_create(code="99", defaults={"name": "东岭省", "full_name": "东岭省"})
    province = Agency.objects.create(name="东岭省药品监督管理局", short="东岭省局", kind="province", areas=["99"])
    Agency.objects.filter(pk=places["city"].pk).update(parent=province, line=[province.pk])
    for name in ("county", "other"):
        Agency.objects.filter(pk=places[name].pk).update(line=[province.pk, places["city"].pk])
    places["province"] = province
    return places


@pytest.fixture
def above(levels, city_officer, exchange):
    """The province, entered at the city."""
    command = Trust(
        title="省局的药安", other_id=levels["province"].pk, key=Elsewhere(seed="province").key, confirmed_with="电话"
    )
    return exchange(command, by=city_officer)


@pytest.fixture
def province(levels, hire):
    return hire("head", "province", "孟省")


@pytest.fixture
def city() -> Elsewhere:
    """The city as the province sees it: another installation."""
    return Elsewhere(seed="city", name="云河市市场监督管理局")


@pytest.fixture
def county() -> Elsewhere:
    return Elsewhere(seed="county")


@pytest.fixture
def trust(province, levels, exchange):
    """`trust(installation, "county")` enters it at the province."""

    def make(installation: Elsewhere, where: str):
        command = Trust(title=where, other_id=levels[where].pk, key=installation.key, confirmed_with="电话")
        return exchange(command, by=province, where="province")

    return make


def passed_on(city: Elsewhere, *contents: bytes) -> bytes:
    """A package of the city for us with packages of its counties in it."""
    files = [kept(content)[0] for content in contents]
    return city.package(packages=[(one.sha256, path_of(one.sha256)) for one in files])


def for_city(county: Elsewhere, city: Elsewhere, *records, **more) -> bytes:
    return county.package(*records, receiver=city.key, receiver_name=city.name, **more)


def taken(content: bytes, actor) -> Package:
    return open_record(Receive(file=kept(content)), by=actor)


# At the city


def test_a_city_encloses_what_its_counties_sent_byte_for_byte_and_once(
    take, elsewhere, above, sender, city_officer
) -> None:
    content = elsewhere.package(elsewhere.record(7))
    package = take(content)
    sealing.seal(clock.now())
    perform(Pack(), on=above, by=city_officer)
    made = queries.last_made(above)
    assert made.passed_on == [package.pk] and made.counts["packages"] == 1
    (sha256,) = rules.packages_in(queries.file_of(made))
    inside = b"".join(rules.file_in(queries.file_of(made), sha256, folder=rules.PACKAGES))
    assert inside == content
    with pytest.raises(queries.NothingNew):
        queries.gathered(above, with_files=False)
    later = take(elsewhere.package(elsewhere.record(8)))
    perform(Pack(), on=above, by=city_officer)
    assert queries.last_made(above).passed_on == [later.pk]


def test_what_was_refused_and_what_is_for_another_unit_stay(
    take, elsewhere, above, sender, city_officer, levels, exchange
) -> None:
    refused = take(elsewhere.package(elsewhere.record(7)))
    perform(Refuse(reason="县局撤回"), on=refused, by=city_officer)
    assert queries.to_pass_on(above) == []
    take(elsewhere.package(elsewhere.record(8)))
    beside = replace(Elsewhere(seed="beside"))
    neighbour = exchange(
        Trust(title="邻县", other_id=levels["other"].pk, key=beside.key, confirmed_with="电话"), by=city_officer
    )
    assert queries.to_pass_on(neighbour) == [] and len(queries.to_pass_on(above)) == 1


def test_what_has_no_room_goes_with_the_next(take, elsewhere, above, sender, city_officer, monkeypatch) -> None:
    from yaoan.modules.packages.queries import gathering

    first = take(elsewhere.package(elsewhere.record(7)))
    second = take(elsewhere.package(elsewhere.record(8)))
    sealing.seal(clock.now())
    monkeypatch.setattr(gathering, "MOST_FILES", queries.file_of(first).stat().st_size * 3 // 2)
    perform(Pack(), on=above, by=city_officer)
    assert queries.last_made(above).passed_on == [first.pk] and queries.last_made(above).counts["remaining"] == 1
    perform(Pack(), on=above, by=city_officer)
    assert queries.last_made(above).passed_on == [second.pk]


# At the province


def test_the_province_takes_the_originals_with_the_counties_own_signatures(trust, city, county, province) -> None:
    trust(city, "city")
    below = trust(county, "county")
    record = county.record(7, title="康和大药房")
    county.seal()
    outer = taken(passed_on(city, for_city(county, city, record)), province)
    inner = Package.objects.get(via=outer)
    assert (inner.state, inner.correspondent_id, inner.receiver) == (State.CHECKED, below.pk, city.key)
    perform(Accept(), on=inner, by=province)
    foreign = Foreign.objects.get()
    assert (foreign.origin, foreign.origin_number, foreign.correspondent_id) == (county.key, record.number, below.pk)
    assert [entry["hash"] for entry in queries.history_of(foreign)] == [record.head.hex()]
    assert list(queries.heads_from(below)), "the county's own heads are there, two levels above it"


def test_a_tail_cut_two_levels_below_is_told(trust, city, county, province) -> None:
    trust(city, "city")
    trust(county, "county")
    county.record(7)
    county.seal()
    kept_seals = list(county.seals)
    county.seal()
    taken(passed_on(city, for_city(county, city)), province)
    county.seals = kept_seals
    outer = taken(passed_on(city, for_city(county, city)), province)
    (found,) = Package.objects.get(via=outer).findings
    assert found["code"] == "cut" and found["known"] == 2


def test_a_package_that_the_city_left_out_is_missed(trust, city, county, province) -> None:
    trust(city, "city")
    trust(county, "county")
    taken(passed_on(city, for_city(county, city)), province)
    for_city(county, city, county.record(7))
    outer = taken(passed_on(city, for_city(county, city)), province)
    assert [one["code"] for one in Package.objects.get(via=outer).findings] == ["gap_one"]


def test_what_the_city_changed_in_it_is_proved(trust, city, county, province, tmp_path: Path) -> None:
    """The city can sign what it encloses, and still cannot speak for the county."""
    trust(city, "city")
    trust(county, "county")
    forger = Elsewhere(seed="city", name=county.name)
    forged = forger.package(forger.record(7), sender=county.key, receiver=city.key)
    outer = taken(passed_on(city, forged), province)
    inner = Package.objects.get(via=outer)
    assert inner.state == State.FAULTY
    assert {one["code"] for one in inner.findings} >= {"forged", "entry_forged"}


def test_a_county_that_the_province_does_not_know_is_named_and_taken_once_it_is_trusted(
    trust, city, county, province
) -> None:
    trust(city, "city")
    outer = taken(passed_on(city, for_city(county, city, county.record(7))), province)
    assert outer.findings == [{"code": "relay_unknown", "name": county.name, "key": county.key}]
    assert county.key in rules.sentence(outer.findings[0]) and not Package.objects.filter(via=outer).exists()
    trust(county, "county")
    perform(Check(), on=outer, by=province)
    perform(Check(), on=outer, by=province)
    assert Package.objects.get(via=outer).state == State.CHECKED


def test_a_unit_that_does_not_lie_below_cannot_be_passed_on(trust, city, county, province, levels) -> None:
    trust(county, "county")
    trust(city, "other")
    outer = taken(passed_on(city, for_city(county, city, county.record(7))), province)
    assert [one["code"] for one in outer.findings] == ["relay_astray"]


def test_a_package_made_for_somebody_else_is_refused_inside_as_well(trust, city, county, province) -> None:
    trust(city, "city")
    trust(county, "county")
    outer = taken(passed_on(city, county.package(county.record(7), receiver=Elsewhere(seed="third").key)), province)
    inner = Package.objects.get(via=outer)
    assert inner.state == State.FAULTY and "not_ours" in {one["code"] for one in inner.findings}


def test_rubbish_in_its_place_does_not_stop_the_rest(trust, city, county, province) -> None:
    trust(city, "city")
    trust(county, "county")
    outer = taken(passed_on(city, b"no package", for_city(county, city, county.record(7))), province)
    assert [one["code"] for one in outer.findings] == ["relay_unreadable"]
    assert Package.objects.filter(via=outer, state=State.CHECKED).count() == 1


def test_the_same_original_over_two_ways_is_taken_once(trust, city, county, province) -> None:
    trust(city, "city")
    trust(county, "county")
    content = for_city(county, city, county.record(7))
    taken(passed_on(city, content), province)
    taken(passed_on(city, content), province)
    assert Package.objects.filter(via__isnull=False).count() == 1


# In words


def test_the_history_says_counts_and_findings_in_words(trust, city, county, province) -> None:
    trust(city, "city")
    trust(county, "county")
    for_city(county, city)
    outer = taken(passed_on(city, for_city(county, city, county.record(7))), province)
    inner = Package.objects.get(via=outer)
    told = [change for moment in history_of(inner, province).moments for change in moment.changes]
    words = {label: after for label, _before, after in told}
    assert words["数量"] == "1 条记录，1 笔日志，新增 1 条"
    assert words["核对发现"] == "第 1 号包没有收到；请向发送单位索取。"
    answers = dict(pair for moment in history_of(inner, province).moments for pair in moment.answers)
    assert answers["核对结果"] == "完整"
    assert signing.public_key() not in words.values()
