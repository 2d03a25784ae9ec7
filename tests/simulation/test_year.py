"""The year of a place: played through the commands, the same for the same seed, whole again after it was broken off."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from django.db import transaction

from yaoan.config import simulate
from yaoan.kernel.access.models import Agency, Division, User
from yaoan.kernel.commands import performing
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.commands.upkeep import rebuild_deadlines
from yaoan.kernel.commands.values import columns
from yaoan.kernel.journal.models import Entry, Seal
from yaoan.modules.risks.public import Risk
from yaoan.modules.subjects.public import Licence, Subject
from yaoan.simulation import province, year
from yaoan.simulation.register import firms
from yaoan.simulation.scale import SCALES, YARDSTICKS, Rates, Scale
from yaoan.simulation.year import Occupied, Play, Played, play

TINY = Scale(
    "tiny", (2, 1), townships=4, stations=2, firms=12, county_officers=2, station_inspectors=2, station_assistants=1,
    city_officers=1, province_officers=1, rates=Rates(signals=120, findings=120),
)  # fmt: skip
YEAR = Play(TINY, 2025, seed=7)


class BrokenOff(Exception):
    """Stands for a machine that was switched off."""


def _play(until: date, given: Play = YEAR) -> Played:
    return play(given, password="never-used-here", told=lambda *_: None, until=until)


def _journal() -> list[tuple[object, ...]]:
    """The journal up to ids and chance command ids, in the order in which it was written."""
    rows = Entry.objects.order_by("pk").values_list(
        "number", "seq", "act", "to_state", "area", "effective_on", "recorded_at"
    )
    return list(rows)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(province, "make_password", lambda _password: "!")


@pytest.mark.django_db
def test_a_scale_is_as_large_as_it_says():
    whole = SCALES["province"]
    cities = province.cities_of(whole)
    counties = [county for city in cities for county in city.counties]
    officers = (
        1 + whole.province_officers + len(cities) * (1 + whole.city_officers)
        + len(counties) * (2 + whole.county_officers + whole.stations * (1 + whole.station_inspectors))
    )  # fmt: skip
    assert (len(cities), len(counties), len(counties) * whole.townships) == (14, 100, 1_500)
    assert (len(counties) * whole.firms, officers) == (120_000, 3_000)
    assert len({county.code for county in counties}) == len({county.name for county in counties}) == 100


def test_every_county_gets_its_firms_however_few_names_a_town_has():
    county = province.cities_of(SCALES["county"])[0].counties[0]
    crowded = replace(county, towns=county.towns[:1])
    found = list(firms(Random(1), crowded, many=1_200))
    assert len(found) == 1_200 and len({firm.licence for firm in found if firm.licence}) > 400
    named = [firm.name for firm in found if firm.trade not in ("连锁总部", "批发企业")]
    assert len(named) == len(set(named))


@pytest.mark.django_db
def test_people_can_do_what_the_story_asks_of_them_and_places_are_what_they_look_after():
    _play(date(2025, 1, 31))
    counties = sum(TINY.counties)
    assert Division.objects.filter(code__regex=r"^\d{9}$").count() == counties * TINY.townships
    assert Agency.objects.filter(kind="station").count() == counties * TINY.stations
    assert User.objects.filter(username__endswith="-chief").count() == counties
    assert Subject.objects.count() >= counties * 6 and Licence.objects.exists()
    stations = Agency.objects.filter(kind="station", areas__0__startswith="990121").values_list("areas", flat=True)
    assert sorted(area for areas in stations for area in areas) == [f"990121{100 + i}" for i in range(TINY.townships)]


@pytest.mark.django_db
def test_a_year_that_was_broken_off_in_the_middle_of_a_day_is_the_year_that_was_not(monkeypatch):
    until = date(2025, 3, 14)
    with transaction.atomic():
        whole = _play(until)
        straight = _journal()
        transaction.set_rollback(True)
    assert not Entry.objects.exists() and whole.replayed == 0

    rounds, write = [], performing._performed

    def stops(steps):
        if len(rounds) == 90:
            raise BrokenOff
        rounds.append(len(steps))
        return write(steps)

    monkeypatch.setattr(performing, "_performed", stops)
    with pytest.raises(BrokenOff):
        _play(until)
    before = Entry.objects.count()
    monkeypatch.undo()
    rest = _play(until)

    assert 0 < before < len(straight)
    firms = Subject.objects.count()
    assert rest.replayed > 0 and rest.done + rest.replayed == whole.done - firms
    assert sum(rest.refusals.values()) == sum(whole.refusals.values())
    assert _journal() == straight
    assert _play(until).done == 0, "what is played is not played again"


@pytest.mark.django_db
def test_what_was_played_holds_together():
    _play(date(2025, 4, 30))
    states = Counter(Risk.objects.values_list("state", flat=True))
    assert states["closed"] and len(states) > 2
    assert rebuild_deadlines() == []
    for risk in Risk.objects.order_by("pk")[:40]:
        assert columns(replayed(risk.pk)) == columns(risk)
    seals = Seal.objects.order_by("pk")
    assert seals.count() > 50 and seals.last().last == Entry.objects.latest("pk").pk


@pytest.mark.django_db
def test_another_play_or_other_records_are_not_mixed_in():
    _play(date(2025, 1, 5))
    for other in (replace(YEAR, seed=8), replace(YEAR, year=2024), replace(YEAR, scale=replace(TINY, name="other"))):
        with pytest.raises(Occupied):
            _play(date(2025, 1, 6), other)


@pytest.mark.django_db
def test_the_year_is_told_beside_its_yardsticks_and_names_what_has_no_module(monkeypatch):
    played = _play(date(2025, 2, 28))
    lines = year.account(YEAR)
    assert [line.yardstick for line in lines] == list(YARDSTICKS)
    rectified = next(line for line in lines if line.yardstick.act == "prove")
    assert rectified.found == Entry.objects.filter(kind="risks", act="prove").count() > 0
    assert rectified.expected == pytest.approx(21_167 * 3 / 100)
    monkeypatch.setattr(year, "_is_there", lambda module: module != "letters")
    told = "\n".join(simulate.told_of(played, 12.0, year.account(YEAR)))
    assert "(letters)" in told and f"{played.done:,} acts" in told


def test_the_command_line_knows_what_it_can_play(capsys):
    with pytest.raises(SystemExit) as left:
        simulate.run(["--scale", "nation"])
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert all(name in told for name in simulate.SCALES)
    assert set(simulate.SCALES) == set(SCALES)
