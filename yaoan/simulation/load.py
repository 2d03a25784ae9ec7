"""Whole lives of risks and signals in any number, for load tests: what people would have done to them, and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from yaoan.kernel import clock, law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import Evidence
from yaoan.kernel.commands import Command
from yaoan.kernel.commands.loading import Deed, Life
from yaoan.modules.risks import commands as risks
from yaoan.modules.signals import commands as signals
from yaoan.modules.signals.public import Finding
from yaoan.modules.subjects.public import ProductKind, Subject
from yaoan.simulation.county import CHANNELS, stored, weighted
from yaoan.simulation.lives import DAYS, GROUNDS, LEVELS
from yaoan.simulation.texts import COSMETICS, DEVICES, DRUGS, REPORTED, STORIES, Story
from yaoan.simulation.world import World

DISMISSED, CLOSED, FORGOTTEN = "dismissed", "closed", "forgotten"
COURSES = ((DISMISSED, 46), (CLOSED, 53), (FORGOTTEN, 1))
"""What becomes of a risk, with weights: none after all, set right, or left lying after some deeds. Four deeds on average."""
LENGTHS = ((1, 5), (2, 10), (3, 25), (4, 20), (5, 40))
"""How many deeds a life has that is left lying, and that of a signal, with weights."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where lives are lived: a county with its firms."""

    world: World
    firms: Sequence[Subject]


def risk_lives(grounds: Sequence[Ground], rng: Random, *, count: int, start: date, days: int) -> Iterator[Life]:
    """So many risks, spread evenly over counties and days, in the order of the days on which they were reported.

    The days over, they stand as they would: what would be done later has not been done.
    """
    files: dict[str, Evidence] = {}
    end = datetime.combine(start + timedelta(days=days), time(0), clock.BEIJING)
    for index in range(count):
        life = _risk(grounds[index % len(grounds)], rng, start + timedelta(days=days * index // count), files)
        yield [deed for deed in life if deed.at < end]


def signal_lives(grounds: Sequence[Ground], rng: Random, *, count: int, start: date, days: int) -> Iterator[Life]:
    """So many signals, spread as risks are."""
    for index in range(count):
        yield _signal(grounds[index % len(grounds)], rng, start + timedelta(days=days * index // count))


def _words(ground: Ground, rng: Random, day: date) -> tuple[Subject, Story, dict[str, str]]:
    firm, story = rng.choice(ground.firms), rng.choice(STORIES)
    product = rng.choice({"drug": DRUGS, "device": DEVICES, "cosmetic": COSMETICS}[story.product_kind])
    batch = f"{day.year % 100}{rng.randrange(1, 13):02}{rng.randrange(1, 40):02}"
    supplier = firm.suppliers[0] if firm.suppliers else "流动药贩"
    words = {"firm": firm.title, "product": product, "batch": batch, "supplier": supplier, "name": "群众"}
    return firm, story, words


def _risk(ground: Ground, rng: Random, day: date, files: dict[str, Evidence]) -> Life:
    world, chief = ground.world, ground.world.actors["chief"]
    firm, story, words = _words(ground, rng, day)
    inspector, officer = rng.choice(world.at(firm.area)), rng.choice(world.of("officer"))
    level, course = weighted(rng, LEVELS), weighted(rng, COURSES)
    report = risks.Report(
        title=story.title.format(**words), description=rng.choice(story.seen).format(**words), risk_kind=story.kind,
        product_kind=ProductKind(story.product_kind), channel="inspection", area=firm.area, agency_id=chief.agency_id,
        subject_id=firm.pk, subject_name=firm.title, product_name=words["product"], batch=words["batch"],
        supplier=words["supplier"], clause=story.clause, found_on=day,
    )  # fmt: skip
    needed = law.document("catalogues/risk_kinds")[story.kind]["evidence"]
    rectify_by = day + timedelta(days=3 + DAYS[level])  # it is ordered three days after it was found
    ordering = risks.Order(measure=story.ordered, holder_id=inspector.user_id, rectify_by=rectify_by)
    acts: list[tuple[Command, Actor]] = [
        (report, inspector),
        (risks.Assess(level=level, grounds=GROUNDS[level]), chief),
        (ordering, chief),
        (risks.Prove(proof=story.done, files=tuple(stored(files, purpose) for purpose in needed)), inspector),
        (risks.Accept(conclusion="已现场复核，整改到位"), officer),
        (risks.Close(note="同意销号"), chief),
    ]
    if course == DISMISSED:
        acts[1:] = [(risks.Dismiss(grounds="经核实不成立"), chief)]
    elif course == FORGOTTEN:
        del acts[weighted(rng, LENGTHS) :]
    days = _days(rng, day, (1, 2, rng.randrange(3, DAYS[level]), 2, 1), len(acts))
    return [Deed(at, command, by) for at, (command, by) in zip(days, acts, strict=True)]


def _signal(ground: Ground, rng: Random, day: date) -> Life:
    world, chief = ground.world, ground.world.actors["chief"]
    firm, story, words = _words(ground, rng, day)
    channel = weighted(rng, CHANNELS)
    seen = f"{firm.title}，{rng.choice(story.seen).format(**words)}"
    officer, inspector = rng.choice(world.of("officer")), rng.choice(world.at(firm.area))
    receive = signals.Receive(
        channel=channel, text=REPORTED[channel].format(**words, seen=seen), area=firm.area, product_kind=ProductKind(story.product_kind),
        subject_id=firm.pk, subject_name=firm.title, product_name=words["product"], batch=words["batch"],
        occurred_on=day,
    )  # fmt: skip
    acts: list[tuple[Command, Actor]] = [
        (receive, officer),
        (signals.Read(), officer),
        (signals.Verify(holder_id=inspector.user_id, instruction="尽快现场核实"), officer),
        (signals.Conclude(finding=Finding.PARTLY, conclusion="部分情况存在，已当场指导改正。"), inspector),
        (signals.Close(reason="已核查处理完毕"), chief),
    ]
    days = _days(rng, day, (0, 1, rng.randrange(2, 9), 2), weighted(rng, LENGTHS))
    return [Deed(at, command, by) for at, (command, by) in zip(days, acts, strict=False)]


def _days(rng: Random, day: date, steps: Sequence[int], length: int) -> list[datetime]:
    """The instants of a life's deeds: so many days after one another, within office hours, an hour apart on one day."""
    at = datetime.combine(day, time(9, rng.randrange(60), rng.randrange(60)), clock.BEIJING)
    found = [at]
    for step in steps[: length - 1]:
        at += timedelta(days=step, hours=0 if step else 1)
        found.append(at)
    return found
