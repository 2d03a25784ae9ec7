"""Who may do what where: the question asked of the database and of a row in hand is the same question."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import PASSWORD, open_office, parcel_law
from yaoan.kernel import clock
from yaoan.kernel.access import command, staffing
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency, Grant, SignInAttempt
from yaoan.kernel.journal.models import AccessLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    with parcel_law():
        yield open_office()


AREAS = ("98", "9801", "980101", "980101101", "980101102", "980102", "970101")


def rows_of(office):
    """Rows in every area, of every agency, with every holder and assistance; written straight, as a bulk load would."""
    agencies = [office.county, office.station, office.other, office.city]
    people = [None, office.keeper, office.stranger]
    rows, pk = [], 0
    for area in AREAS:
        for agency in agencies:
            for holder in people:
                for assisting in ([], [office.other.pk]):
                    pk += 1
                    rows.append(
                        Parcel(
                            pk=pk, number=f"PCL-2025-{pk:06}", title="箱", state="announced", area=area, agency=agency,
                            holder=holder, assisting=assisting, opened_by=office.keeper, opened_at=clock.now(),
                            changed_at=clock.now(), opened_on=clock.today(), size="small",
                        )
                    )  # fmt: skip
    Parcel.objects.bulk_create(rows)
    return rows


@pytest.mark.parametrize("who", ["keeper", "chief", "stationed", "reader", "stranger"])
def test_the_query_and_the_row_give_the_same_answer(office, who):
    rows = rows_of(office)
    actor = office.actor(who)
    for permission in ("parcels.view", "parcels.handle", "parcels.confirm", "nothing.view", "nothing.do"):
        found = set(Parcel.objects.filter(actor.scope(permission)).values_list("pk", flat=True))
        assert found == {row.pk for row in rows if actor.reaches(permission, row)}, permission


def test_a_station_reads_its_townships_and_no_others(office):
    rows_of(office)
    mine = (
        Parcel.objects.seen_by(office.actor("stationed"))
        .filter(holder=None, assisting=[])
        .exclude(agency=office.station)
    )
    assert set(mine.values_list("area", flat=True)) == {"980101101"}


def test_a_grant_ends_on_its_last_day(office):
    given_ = Grant.objects.get(user=office.keeper)
    staffing.end_grant(given_, until=clock.today() - timedelta(days=1))
    assert not Actor.of(office.keeper).may("parcels.handle")
    staffing.end_grant(given_, until=clock.today())
    assert Actor.of(office.keeper).may("parcels.handle")


def test_an_unknown_role_is_refused_by_name(office):
    with pytest.raises(LookupError, match="emperor"):
        staffing.grant(office.keeper, "emperor", office.county, since=date(2025, 1, 1))


def test_changes_of_access_are_written_down(office):
    before = AccessLog.objects.count()
    staffing.grant(office.keeper, "reader", office.city, since=date(2025, 1, 1))
    assert AccessLog.objects.count() == before + 1


def test_five_wrong_passwords_lock_an_account_for_a_while(office):
    for _ in range(5):
        assert authenticate(None, username="keeper", password="wrong") is None
    assert authenticate(None, username="keeper", password=PASSWORD) is None
    assert SignInAttempt.objects.filter(username="keeper").count() == 5
    with clock.told(clock.now() + timedelta(minutes=16)):
        assert authenticate(None, username="keeper", password=PASSWORD) == office.keeper
    assert not SignInAttempt.objects.filter(username="keeper").exists()


def test_a_weak_password_breaks_every_rule_at_once(office):
    with pytest.raises(ValidationError) as refusal:
        staffing.add_person("mo", "莫问", password="12345")
    assert len(refusal.value.messages) >= 2


@given(st.lists(st.sampled_from(["98", "9801", "980101", "980101101", "980102"]), min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
def test_the_place_of_an_agency_holds_all_its_areas(areas):
    place = Agency(areas=areas).place
    assert all(area.startswith(place) for area in areas)
    assert len(place) in (0, 2, 4, 6, 9, 12)


def test_two_agencies_never_have_the_same_word_in_the_numbers_of_their_papers(office):
    one = staffing.add_agency("甲市城区局", "城区局", Agency.Kind.COUNTY, ["980103"], parent=office.city)
    two = staffing.add_agency("乙市城区局", "城区局", Agency.Kind.COUNTY, ["970103"])
    assert (one.paper_word, two.paper_word) == ("城区局", "乙市城区局")
    for taken in ("城区局", "乙市城区局"):
        with pytest.raises(ValueError, match=taken):
            staffing.add_agency("丙局", "丙局", Agency.Kind.COUNTY, ["970104"], word=taken)
    staffing.set_word(one, "甲城药监")
    with pytest.raises(ValueError, match="甲城药监"):
        staffing.set_word(two, "甲城药监")
    staffing.set_word(two, "城区局")  # free again
    assert [Agency.objects.get(pk=agency.pk).paper_word for agency in (one, two)] == ["甲城药监", "城区局"]
    assert AccessLog.objects.filter(reason__contains="甲城药监").exists()


def test_a_certificate_is_entered_on_the_command_line_and_shown(office, client, capsys):
    given = ["certificate", "keeper", "99001234", "--since", "2024-03-01"]
    assert command.run([*given, "--until", "2024-02-01"]) == 1
    assert command.run([*given, "--until", "2029-02-28"]) == 0
    assert command.run(["list"]) == 0 and "99001234 – 2029-02-28" in capsys.readouterr().out
    assert AccessLog.objects.get(what="certify").reason.endswith("99001234 2024-03-01–2029-02-28")
    client.force_login(office.keeper)
    assert "99001234" in client.get("/account/").content.decode()
