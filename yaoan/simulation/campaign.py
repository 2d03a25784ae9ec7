"""The campaign of the simulation: its notice is read, corrected, issued, decomposed, reported on."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from yaoan.kernel.access.models import Agency
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.commands import Step, open_record, perform, perform_many
from yaoan.kernel.records.models import Record
from yaoan.modules.campaigns.commands import campaigns, returns, tasks
from yaoan.modules.campaigns.imports import dates_of, draft_of
from yaoan.modules.campaigns.public import Campaign
from yaoan.modules.campaigns.rules import CAMPAIGNS, Reading, read_notice
from yaoan.modules.campaigns.rules.goals import number_in
from yaoan.modules.subjects.public import Subject
from yaoan.simulation.agenda import Agenda, Plan
from yaoan.simulation.world import HOME, World

NOTICE = Path(__file__).parent / "samples" / "notices" / "qingxi-plan-2025.txt"
MONTHS = 18
AIMS = {"查办案件": "cases.filed", "按期销号率": "risks.in_time_rate"}
"""Words of a target, and the figure by which the section chief has it measured."""
COUNTABLE = ("底数", "检查", "排查", "处方药", "非法渠道")
"""Words in a task by which a station knows that each of its firms is to be reached."""


class NoCampaign(Exception):
    """The notice gives no campaign; the text says what it is instead."""


def read(path: Path) -> Reading:
    """Read a notice. Raises NoCampaign for a report or a summary, UnreadableFile for what cannot be read."""
    reading = read_notice(path.read_bytes(), name=path.name)
    if reading.kind not in CAMPAIGNS:
        raise NoCampaign(f"{path.name}: {reading.reason}")
    return reading


def launch(world: World, reading: Reading, *, name: str, start: date) -> Campaign:
    """Draft the campaign, settle its doubts, set the period a person must set, and issue it.

    Where the notice names no days, eighteen months from `start` are set, as a head would.
    """
    chief = world.actors["chief"]
    found = draft_of(reading)
    found["starts_on"] = found["starts_on"] or start
    found["ends_on"] = found["ends_on"] or _months_on(start, MONTHS)
    source = store([reading.text.encode()], name=name)
    draft = campaigns.Draft(**found, area=HOME, notice=reading.text, notice_name=name, files=(source,))
    campaign = open_record(draft, by=chief)
    for index in range(1, len(campaign.doubts) + 1):
        perform(campaigns.Settle(index=index, decision="已核对原文，按此理解"), on=campaign, by=chief)
    for index, target in enumerate(campaign.targets, 1):
        metric = next((name for words, name in AIMS.items() if words in (target.get("what") or "")), "")
        number = number_in(target.get("raw") or "")
        if metric and number is not None:
            perform(campaigns.Aim(index=index, metric=metric, number=number), on=campaign, by=chief)
    units = tuple(agency.pk for key, agency in sorted(world.agencies.items()) if key.startswith("station"))
    issue = campaigns.Issue(units=units, note="请各分局、各股室抓好落实")
    return perform(issue, on=campaign, by=world.actors["leader"])


def _months_on(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)


class Deployment:
    """Tasks and returns of the campaign, carried out by stations and officers with their usual delays."""

    def __init__(self, world: World, agenda: Agenda, campaign: Campaign, firms: Iterable[Subject]) -> None:
        self.world, self.agenda, self.campaign, self.rng = world, agenda, campaign, world.rng
        self.chief, self.leader = world.actors["chief"], world.actors["leader"]
        self.stations = [agency for key, agency in sorted(world.agencies.items()) if key.startswith("station")]
        self.home = world.agencies[f"county-{HOME}"]
        towns = Counter(firm.area for firm in firms)
        self.firms = {unit.pk: sum(towns[area] for area in unit.areas) for unit in self.stations}

    def begin(self) -> None:
        """Give every task of the plan to its units, and put the returns on the calendar."""
        steps = [Step(give, by=self.leader) for give in self._gives()]
        for outcome in perform_many(steps):
            if outcome.record is not None:
                self._works_on(outcome.record)
        for outcome in perform_many([Step(owe, by=self.leader) for owe in self._owes()]):
            if outcome.record is not None:
                self._returns(outcome.record)

    def _gives(self) -> Iterator[tasks.Give]:
        for item in self.campaign.plan:
            due = date.fromisoformat(item["due"]) if item.get("due") and len(item["due"]) == 10 else None
            for agency in self._units(item.get("responsible") or ["县局药械股"]):
                yield tasks.Give(
                    campaign_id=self.campaign.pk, path=item.get("path", "")[:40], title=item["title"][:300],
                    text=(item.get("body") or "")[:8000], agency_id=agency.pk, due_on=due,
                    target=self._target(item["title"], agency),
                )  # fmt: skip

    def _target(self, title: str, agency: Agency) -> int | None:
        """A station that is to check or look through its firms has as many to reach as it has firms."""
        if agency not in self.stations or not any(word in title for word in COUNTABLE):
            return None
        return self.firms.get(agency.pk) or None

    def _units(self, names: list[str]) -> list[Agency]:
        """各分局 means every station; a section of the administration is the administration itself."""
        units = self.stations if any("分局" in name for name in names) else []
        own = any("分局" not in name for name in names)
        return [*units, *([self.home] if own else [])]

    def _works_on(self, task: Record) -> None:
        people = [
            actor
            for actor in self.world.actors.values()
            if actor.agency_id == task.agency_id and actor.may("tasks.work")
        ]
        person, head = self.rng.choice(people), next((actor for actor in people if actor.is_head), people[0])
        due = getattr(task, "due_on", None) or self.campaign.ends_on or self.agenda.today
        length = max(20, (due - self.agenda.today).days)
        take = Step(tasks.Take(holder_id=person.user_id), on=task.pk, by=head)
        self.agenda.after(self.rng.choice((0, 1, 1, 2, 4)), lambda: Plan(take))
        target, stages = getattr(task, "target", None), length // 60
        for stage in range(1, stages):
            reached = target * stage // stages if target else None
            report = Step(tasks.Progress(text=f"第 {stage} 阶段工作按计划推进", reached=reached), on=task.pk, by=person)
            self.agenda.after(60 * stage, partial(Plan, report))
        late = self.rng.randrange(2, 20) if self.rng.random() < 0.12 else -self.rng.randrange(1, 12)
        missed = self.rng.randrange(0, 3) if target else 0
        submit = Step(
            tasks.Submit(text="任务已完成，台账和佐证材料已归档", reached=target and max(0, target - missed)),
            on=task.pk,
            by=person,
        )
        self.agenda.after(length + late, lambda: Plan(submit, lambda _task: self._accept(task.pk, person.user_id)))

    def _accept(self, task_id: int, worker_id: int) -> None:
        judge = self.leader if worker_id != self.leader.user_id else self.chief
        accept = Step(tasks.Accept(opinion="同意"), on=task_id, by=judge)
        self.agenda.after(self.rng.choice((1, 2, 3)), lambda: Plan(accept))

    def _owes(self) -> Iterator[returns.Owe]:
        start, end = self.campaign.starts_on or self.agenda.today, self.campaign.ends_on or self.agenda.today
        monthly = {"every": "month"}
        city = self.world.agencies["city"]
        for due, first, last in dates_of(monthly, start, end, 25):
            yield self._owe("专项行动统计表和小结", self.home, city, due, first, last)
        for due, first, last in dates_of(monthly, start, end, 20):
            for station in self.stations:
                yield self._owe("专项行动进展情况", station, self.home, due, first, last)

    def _owe(self, title: str, agency: Agency, to: Agency, due: date, first: date, last: date) -> returns.Owe:
        return returns.Owe(
            campaign_id=self.campaign.pk,
            title=title,
            agency_id=agency.pk,
            to_id=to.pk,
            due_on=due,
            covers_from=first,
            covers_until=last,
        )

    def _returns(self, row: Record) -> None:
        senders = [a for a in self.world.actors.values() if a.agency_id == row.agency_id and a.may("returns.send")]
        takers = [
            a
            for a in self.world.actors.values()
            if a.agency_id == getattr(row, "to_id", None) and a.may("returns.take")
        ]
        if not senders or not takers:
            return
        late = self.rng.randrange(1, 6) if self.rng.random() < 0.1 else -self.rng.randrange(0, 4)
        due: date = getattr(row, "due_on", self.agenda.today)
        send = Step(returns.Send(text="本期统计表和小结"), on=row.pk, by=self.rng.choice(senders))
        take = Step(returns.Receive(note="收到"), on=row.pk, by=takers[0])
        self.agenda.on(
            due + timedelta(days=late), lambda: Plan(send, lambda _row: self.agenda.after(2, lambda: Plan(take)))
        )
