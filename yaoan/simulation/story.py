"""The whole story of the demonstration: a notice comes down, a register is brought in, eighteen months go by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from yaoan.kernel import clock
from yaoan.kernel.access import staffing
from yaoan.kernel.access.divisions_data import read_divisions
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.journal.sealing import seal
from yaoan.kernel.records.search import search_key
from yaoan.modules.campaigns.public import Campaign
from yaoan.modules.campaigns.rules import Reading
from yaoan.modules.risks.tasks import escalate_overdue
from yaoan.modules.subjects.public import Licence
from yaoan.modules.subjects.tasks import lapse_run_out
from yaoan.modules.transfers.tasks import watch_cases
from yaoan.simulation import bringing, campaign, register, renewals, world
from yaoan.simulation.agenda import Agenda
from yaoan.simulation.county import County
from yaoan.simulation.episodes import Episodes
from yaoan.simulation.publicity import Publicity

SEED = 20250506
START = date(2025, 5, 6)
FULL = 18
"""A story of so many months goes on to yesterday, so that what is due is due now."""

EVENING = time(18)
Told = Callable[[str, int, int], None]
"""`told(what, done, all)`: how far a part of the story is."""


@dataclass(frozen=True, slots=True)
class Story:
    """What the story came to."""

    world: world.World
    campaign: Campaign
    firms: int
    days: int
    acts: int
    refused: int
    ended_on: date


def play(reading: Reading, *, notice: str, months: int, password: str, folder: Path, told: Told) -> Story:
    """Play the story into an empty database; the same seed gives the same story.

    `folder` receives the sample register that is brought in.
    """
    rng = Random(SEED)
    with clock.told(_at(START - timedelta(days=20))):
        told("places", 0, 1)
        staffing.add_places(((place.code, place.name) for place in read_divisions()), key=search_key)
        county_people = world.build(rng, password=password)
        told("places", 1, 1)
    with clock.told(_at(START - timedelta(days=14))):
        path = folder / "青溪县监管对象名录（样本）.xlsx"
        register.write(path, Random(SEED))
        firms = bringing.bring_in(path, by=county_people.actors["officer1"], told=told)
    agenda = Agenda(rng, START)
    with clock.told(_at(START)):
        launched = campaign.launch(county_people, reading, name=notice, start=START)
        campaign.Deployment(county_people, agenda, launched, firms).begin()
        renewals.Renewals(county_people, agenda).begin(Licence.objects.order_by("id"))
    days = _length(months)
    county = County(county_people, agenda, firms, campaign=launched.pk)
    Episodes(county, START).begin()
    Publicity(county, START).begin()
    _go_by(agenda, county, days, told)
    ended_on = START + timedelta(days=days - 1)
    return Story(
        county_people, launched, len(firms), days, Entry.objects.count(), sum(agenda.refusals.values()), ended_on
    )


def _go_by(agenda: Agenda, county: County, days: int, told: Told) -> None:
    """Day after day: what comes in, what people do, what is overdue goes up the line, and in the evening the seal."""
    for index in range(days):
        day = START + timedelta(days=index)
        agenda.today = day
        county.morning(day)
        agenda.play(day)
        with clock.told(datetime.combine(day, EVENING, clock.BEIJING)):
            lapse_run_out()
            if day.weekday() == 4:
                escalate_overdue(clock.now())
                watch_cases()
                seal(clock.now())
        told("days", index + 1, days)
    with clock.told(datetime.combine(START + timedelta(days=days - 1), EVENING, clock.BEIJING)):
        seal(clock.now())


def _length(months: int) -> int:
    """How many days are played: the months asked for, and on to yesterday while that is not half a year further."""
    asked, furthest = _months(START, months), _months(START, months + 6)
    yesterday = clock.today().toordinal() - 1
    return (yesterday if asked < yesterday <= furthest and months >= FULL else asked) - START.toordinal()


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), clock.BEIJING)


def _months(start: date, count: int) -> int:
    index = start.year * 12 + start.month - 1 + count
    return date(index // 12, index % 12 + 1, start.day).toordinal()
