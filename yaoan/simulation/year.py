"""A year of a county, a city or a province, played through the real commands; broken off, it goes on where it stopped."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Count

from yaoan.kernel import clock
from yaoan.kernel.access.models import Agency, User
from yaoan.kernel.commands import Step, perform_many
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.journal.sealing import seal
from yaoan.modules.risks.tasks import escalate_overdue
from yaoan.modules.subjects.public import LicenceKind, Register, Subject, SubjectKind
from yaoan.modules.subjects.tasks import lapse_run_out
from yaoan.modules.transfers.tasks import watch_cases
from yaoan.simulation import province
from yaoan.simulation.county import County
from yaoan.simulation.register import SHAPES, Firm, Place, Span, firms
from yaoan.simulation.replaying import Journalled, command_id, journalled_until, records_of
from yaoan.simulation.scale import COUNTIES, YARDSTICKS, Scale, Yardstick
from yaoan.simulation.world import World

EVENING, FRIDAY = time(18), 4
REGISTERED = timedelta(days=14)
"""The register is brought in so long before the year begins."""
LICENCE_DAYS = 1400
"""Licences were issued in so many days before the register was brought in, so that none runs out in the year."""
FIRM_KINDS = {label: SubjectKind(kind) for label, _share, kind in SHAPES}
FIRM_COLUMNS = ("id", "title", "area", "suppliers", "subject_kind")
Told = Callable[[str, int, int], None]


class Occupied(Exception):
    """The database holds something that this simulation did not write; the text says what helps."""


@dataclass(frozen=True, slots=True)
class Play:
    """What is played. The same play gives the same journal, up to ids, on an empty database."""

    scale: Scale
    year: int
    seed: int
    share: float = 1.0

    @property
    def name(self) -> str:
        return f"{self.scale.name} {self.year} {self.seed} {self.share:g}"

    @property
    def start(self) -> date:
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        """The last day of the year, or yesterday while the year goes on."""
        return min(date(self.year, 12, 31), clock.today() - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Played:
    """What a play came to: steps performed now, steps found done before, refusals with how often each, days."""

    done: int
    replayed: int
    refusals: Mapping[str, int]
    days: int


def play(given: Play, *, password: str, told: Told, until: date | None = None) -> Played:
    """Play a year, or go on with one. `until` is the last day that is played now. Raises Occupied, having done nothing."""
    last = min(given.end, until or given.end)
    before = journalled_until()
    _ensure_ours(given, before)
    with clock.told(_at(given.start - REGISTERED)):
        if not Agency.objects.exists():
            told("people", 0, 1)
            province.build(
                given.scale, Random(f"{given.name} people"), password=password, since=given.start - timedelta(days=366)
            )
        told("people", 1, 1)
        worlds = list(province.worlds(given.scale, given.seed))
        entered = _register(given, worlds, told)
    agenda = Journalled(Random(given.name), given.start, play=given.name, until=before)
    counties = [County(world, agenda, _firms_of(world), rates=given.scale.rates) for world in worlds]
    days = (last - given.start).days + 1
    _go_by(agenda, counties, days, told)
    return Played(entered + agenda.done - agenda.repeated, agenda.repeated, dict(agenda.refusals), days)


def _ensure_ours(given: Play, before: datetime | None) -> None:
    """Raise Occupied where somebody else's records, or those of another play, are in the database."""
    if before is None and not User.objects.exclude(username="system").exists():
        return
    if before is None or records_of([_registration(given, province.cities_of(given.scale)[0].counties[0], 0)]):
        return
    raise Occupied(
        "The database holds records that this simulation did not write. A simulation needs a database of its own "
        "(set YAOAN_HOME to a new folder), and is taken up again with the same scale, year, seed and share."
    )


# What came of it.


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of the year: what a province of this size would have, and what was played (None: its module is missing)."""

    yardstick: Yardstick
    expected: float
    found: int | None


def account(given: Play) -> list[Line]:
    """The played year beside the yardsticks, each scaled to the counties and the share that were played."""
    counted = {
        (kind, act): count
        for kind, act, count in Entry.objects.filter(effective_on__year=given.year)
        .values_list("kind", "act")
        .annotate(count=Count("id"))
    }
    part = given.scale.county_count / COUNTIES * given.share
    return [
        Line(one, one.count * part, counted.get((one.kind, one.act), 0) if _is_there(one.module) else None)
        for one in YARDSTICKS
    ]


def _is_there(module: str) -> bool:
    return apps.is_installed(f"yaoan.modules.{module}")


# The register.


def _registration(given: Play, county: Place, number: int) -> UUID:
    return command_id(given.name, "register", county.code, number)


def _register(given: Play, worlds: Sequence[World], told: Told) -> int:
    """Enter the firms of each county that has none yet, a county in one transaction; returns how many."""
    places = [county for city in province.cities_of(given.scale) for county in city.counties]
    rng, taken, entered = Random(f"{given.name} firms"), set[str](), 0
    issued = Span(given.start - REGISTERED - timedelta(days=LICENCE_DAYS), LICENCE_DAYS)
    for index, (county, world) in enumerate(zip(places, worlds, strict=True)):
        found = list(firms(rng, county, many=given.scale.firms, issued=issued, taken=taken))
        if not records_of([_registration(given, county, 0)]):
            steps = [_entering(given, county, number, firm, world) for number, firm in enumerate(found)]
            with transaction.atomic():
                for outcome in perform_many(steps):
                    if outcome.refusal:
                        raise outcome.refusal
            entered += len(steps)
        told("firms", index + 1, len(places))
    return entered


def _entering(given: Play, county: Place, number: int, firm: Firm, world: World) -> Step:
    area = f"{county.code}{province.FIRST_TOWN + county.towns.index(firm.town)}"
    licence: dict[str, Any] = {
        "licence_kind": LicenceKind.DRUG_DISTRIBUTION, "licence_code": firm.licence, "issued_on": firm.issued_on,
        "expires_on": firm.expires_on,
    } if firm.licence else {}  # fmt: skip
    command = Register(
        title=firm.name, code=firm.code, subject_kind=FIRM_KINDS[firm.trade], area=area, address=firm.address,
        legal_representative=firm.person, phone=firm.phone, chain=firm.chain,
        suppliers=(firm.supplier,) if firm.supplier else (), command_id=_registration(given, county, number), **licence,
    )  # fmt: skip
    return Step(command, by=world.actors["officer1"])


def _firms_of(world: World) -> list[Subject]:
    """The firms of a county in a fixed order, with what a story needs of them and no more: there are many."""
    return list(Subject.objects.filter(area__startswith=world.home).order_by("number").only(*FIRM_COLUMNS))


# The days.


def _go_by(agenda: Journalled, counties: Sequence[County], days: int, told: Told) -> None:
    """Day after day, all counties together; in the evening what is overdue goes up the line, and the journal is sealed."""
    unsure: date | None = None
    for index in range(days):
        day = agenda.start + timedelta(days=index)
        agenda.today = day
        for county in counties:
            county.morning(day)
        if unsure and agenda.is_live(_at(day)):
            _evening(unsure)  # the play may have been broken off before it was through
        agenda.play(day)
        unsure = None if agenda.is_live(_at(day, EVENING)) else day
        if unsure is None:
            _evening(day)
        told("days", index + 1, days)
    if unsure:
        _evening(unsure)


def _evening(day: date) -> None:
    """What the system does by itself at the end of a day; done again, it finds nothing left to do."""
    with clock.told(_at(day, EVENING)):
        lapse_run_out()
        if day.weekday() == FRIDAY:
            escalate_overdue(clock.now())
            watch_cases()
    seal(_at(day, EVENING))


def _at(day: date, hour: time = time(9)) -> datetime:
    return datetime.combine(day, hour, clock.BEIJING)
