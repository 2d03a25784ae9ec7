"""An invented province: its cities, counties, stations and townships, and the people who work there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from yaoan.kernel.access import staffing
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency, User
from yaoan.kernel.records.search import search_key
from yaoan.simulation import world
from yaoan.simulation.register import Place
from yaoan.simulation.scale import Scale
from yaoan.simulation.world import PROVINCE, World

FIRST_COUNTY, FIRST_TOWN = 21, 100
FORE, AFTER = "青白南北东西上下金银石长永安清平", "溪山川河源阳陵城原泉湖林岭沙亭水"
TOWNS = ("城关镇", "柳林镇", "石桥镇", "双河镇", "大营镇", "马家店乡", "清泉乡", "凤台镇", "白杨镇", "三岔乡", "沙河镇", "东坡乡",
         "桃园镇", "龙泉镇", "枣园乡", "汤头镇", "新集镇", "盘山镇")  # fmt: skip
PAIR = 2
"""A county asks so many others for assistance."""


@dataclass(frozen=True, slots=True)
class City:
    """A city by its division code and name, with its counties."""

    code: str
    name: str
    counties: tuple[Place, ...]


def cities_of(scale: Scale) -> list[City]:
    """The cities of a simulated place with their counties; the same scale gives the same."""
    names = ("".join(pair) for pair in product(FORE, AFTER))
    return [
        City(
            f"{PROVINCE}{number:02}",
            f"{next(names)}市",
            tuple(
                Place(f"{PROVINCE}{number:02}{FIRST_COUNTY + index}", f"{next(names)}县", _towns(scale.townships))
                for index in range(count)
            ),
        )
        for number, count in enumerate(scale.counties, start=1)
    ]


def _towns(count: int) -> tuple[str, ...]:
    """The townships of a county, which many counties call alike."""
    return tuple(TOWNS[index % len(TOWNS)] if index < len(TOWNS) else f"第{index + 1}镇" for index in range(count))


Person = tuple[str, str, str, bool]
"""User name, post, role, and whether head of the agency."""


@dataclass(frozen=True, slots=True)
class Hiring:
    """Gives people their names, one password (hashed) and their posts since a day."""

    names: Iterator[str]
    hashed: str
    since: date

    def staff(self, agency: Agency, people: Sequence[Person]) -> None:
        for username, title, role, is_head in people:
            user = staffing.add_person(username, next(self.names), hashed=self.hashed)
            staffing.appoint(user, agency, title, since=self.since, is_head=is_head)
            staffing.grant(user, role, agency, since=self.since)
            world.certify(user, (role,), since=self.since)


@transaction.atomic
def build(scale: Scale, rng: Random, *, password: str, since: date) -> None:
    """Write places, agencies and people, all or nothing. All sign in with the password, and are in office since a day."""
    cities = cities_of(scale)
    _places(cities)
    hire = Hiring(world.names(rng), make_password(password), since)
    top = staffing.add_agency("东岭省药品监督管理局", "东岭省药监局", "province", [PROVINCE])
    hire.staff(top, _people(PROVINCE, "province-officer", scale.province_officers))
    for city in cities:
        above = _bureau(city.name, "city", city.code, parent=top)
        hire.staff(above, _people(city.code, "city-officer", scale.city_officers))
        for county in city.counties:
            bureau = _bureau(county.name, "county", county.code, parent=above)
            hire.staff(bureau, _people(county.code, "officer", scale.county_officers, chief=True))
            for number in range(1, scale.stations + 1):
                hire.staff(*_station(scale, county, number, bureau))


def _places(cities: Sequence[City]) -> None:
    rows = {PROVINCE: "东岭省"}
    for city in cities:
        rows[city.code] = city.name
        for county in city.counties:
            rows[county.code] = county.name
            rows |= {f"{county.code}{FIRST_TOWN + index}": town for index, town in enumerate(county.towns)}
    staffing.add_places(rows.items(), key=search_key)


def _bureau(name: str, kind: str, code: str, *, parent: Agency) -> Agency:
    return staffing.add_agency(f"{name}市场监督管理局", f"{name}局", kind, [code], parent=parent)


def _station(scale: Scale, county: Place, number: int, bureau: Agency) -> tuple[Agency, list[Person]]:
    """A station with its share of the townships, its head, inspectors and assistants."""
    towns = range(number - 1, scale.townships, scale.stations)
    areas = [f"{county.code}{FIRST_TOWN + index}" for index in towns]
    short = f"{county.name}局{county.towns[number - 1][:-1]}分局"
    station = staffing.add_agency(short.replace("局", "市场监督管理局", 1), short, "station", areas, parent=bureau)
    key = f"{county.code}-station{number}"
    people: list[Person] = [(f"{key}-head", "分局长", "section", True)]
    people += [(f"{key}-{i}", "执法人员", "inspector", False) for i in range(1, scale.station_inspectors + 1)]
    people += [
        (f"{county.code}-assistant{number}{i}", "协管员", "assistant", False)
        for i in range(1, scale.station_assistants + 1)
    ]
    return station, people


def _people(code: str, officer: str, count: int, *, chief: bool = False) -> list[Person]:
    """Those of a bureau: its head, in a county the section chief, and officers."""
    head = {"officer": "leader"}.get(officer, officer.replace("officer", "head"))
    people: list[Person] = [(f"{code}-{head}", "局长", "head", True)]
    if chief:
        people.append((f"{code}-chief", "药械股股长", "section", False))
    return people + [(f"{code}-{officer}{number}", "药械股干部", "officer", False) for number in range(1, count + 1)]


def worlds(scale: Scale, seed: int) -> Iterator[World]:
    """Each county of the place as its people know it: themselves, the city above, two counties beside it."""
    cities = cities_of(scale)
    agencies = {(agency.kind, agency.areas[0]): agency for agency in Agency.objects.all()}
    actors = {user.username: Actor.of(user) for user in User.objects.exclude(username="system").order_by("pk")}
    counties = [(city, county) for city in cities for county in city.counties]
    for index, (city, county) in enumerate(counties):
        others = [place for _city, place in counties[index + 1 :] + counties[:index]]
        beside = tuple(place.code for place in others[:PAIR])
        one = World(Random(f"{seed} {county.code}"), home=county.code, name=county.name, neighbours=beside)
        stations = (f"{county.code}{FIRST_TOWN + number}" for number in range(scale.stations))
        one.agencies = {f"station{number}": agencies["station", area] for number, area in enumerate(stations, start=1)}
        own = f"{county.code}-"
        one.actors = {name.removeprefix(own): actor for name, actor in actors.items() if name.startswith(own)}
        one.actors["city-head"] = actors[f"{city.code}-city-head"]
        for code in beside:
            one.actors[f"head-{code}"] = actors[f"{code}-leader"]
            one.actors[f"far-officer-{code}"] = actors[f"{code}-officer1"]
        yield one
