"""An office of invented people who do every act of every module, through the real commands.

`Office.build(kind)` opens a record; `Office.walk(model)` yields one record after another until each act of the table was
done once. What a command asks is answered by its type; `ANSWERS` holds the few answers that must be special.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from itertools import count
from typing import Any, get_args
from uuid import uuid4

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency
from yaoan.kernel.access.staffing import add_agency
from yaoan.kernel.attachments.storage import Evidence, store
from yaoan.kernel.commands import NAMED, Change, Command, asked, commands_of, open_record, perform, why_not
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.outbox import signature
from yaoan.kernel.records.models import Record, model_of, record_models
from yaoan.modules.packages.tests.factories import Elsewhere, kept
from yaoan.modules.subjects.tests.factories import credit_code

HERE = "990121"
SOON = timedelta(days=30)
YESTERYEAR = date(2020, 3, 2)

Answer = Callable[["Office", Any], Any]

_NO_LICENCE: dict[str, Answer] = {
    "licence_kind": lambda *_: None, "licence_code": lambda *_: "", "issued_on": lambda *_: None,
    "expires_on": lambda *_: None,
}  # fmt: skip

CASE: dict[str, Answer] = {"agency_id": lambda office, _: office.agencies["county"].pk, "subject_code": lambda *_: "",
                           "acted_from": lambda *_: None, "acted_until": lambda *_: None, "found_on": lambda *_: None,
                           "subject_name": lambda *_: "青溪县康和大药房"}  # fmt: skip
"""What is answered whenever a case begins."""

_CONDITIONS = ("is_vile", "is_serious", "is_harmful", "is_fulfilled", "is_undone", "is_clean")
MET: dict[str, Answer] = {name: lambda *_: True for name in _CONDITIONS}
"""Conditions of the list of serious violators that are all met."""

LISTED: dict[str, Answer] = {"partner": lambda *_: "", "report_every": lambda *_: 7}
"""What a supervision demands that is not joint."""

ANSWERS: dict[str, dict[str, Answer]] = {
    "subjects.register": {"code": lambda office, _: credit_code(office.serial()), "parent_id": lambda *_: None, **_NO_LICENCE},
    "subjects.amend": {"code": lambda office, _: credit_code(office.serial()), "parent_id": lambda *_: None},
    "subjects.update": {"code": lambda *_: "", "parent_id": lambda *_: None, **_NO_LICENCE},
    "subjects.rename": {"title": lambda office, _: f"改名药房{office.serial()}"},
    "subjects.merge": {"into_id": lambda office, _: office.build("subjects").pk},
    "subjects.distinguish": {"other_id": lambda office, _: office.build("subjects").pk},
    "licences.grant": {"code": lambda office, _: f"演DA{office.serial():09}", "issued_on": lambda *_: YESTERYEAR,
                       "expires_on": lambda *_: clock.today() - timedelta(days=1)},
    "licences.amend": {"code": lambda office, _: f"演DA{office.serial():09}", "expires_on": lambda *_: clock.today()},
    "licences.renew": {"expires_on": lambda _, record: (record.expires_on or clock.today()) + timedelta(days=1825)},
    "products.register": {"code": lambda *_: ""},
    "products.amend": {"code": lambda *_: ""},
    "people.enrol": {"identity": lambda *_: "11010519491231002X", "pharmacist_code": lambda *_: ""},
    "people.amend": {"identity": lambda *_: "11010519491231002X", "pharmacist_code": lambda *_: ""},
    "people.appoint": {"subject_id": lambda office, _: office.build("subjects").pk},
    "people.dismiss": {"subject_id": lambda _, record: record.posts[-1]["subject"],
                       "post": lambda _, record: record.posts[-1]["post"], "until": lambda *_: None},
    "campaigns.draft": {"doubts": lambda *_: (), "targets": lambda *_: [{"what": "检查", "raw": "不少于80家"}]},
    "campaigns.pass_down": {"content": lambda *_: {"title": "上级专项行动", "aims": [], "focus": []}},
    "campaigns.send_down": {"agencies": lambda office, _: (office.station().pk,)},
    "campaigns.aim": {"index": lambda *_: 1, "metric": lambda *_: ""},
    "campaigns.refocus": {"drop": lambda *_: ()},
    "campaigns.extend": {"ends_on": lambda _, record: record.ends_on + SOON},
    "returns.owe": {"to_id": lambda office, _: office.agencies["city"].pk},
    "returns.send": {"report_id": lambda *_: None},
    "signals.receive": {"reporter": lambda *_: "来电的一位顾客"},
    "signals.hand_over": {"agency_id": lambda office, _: office.agencies["other"].pk},
    "signals.merge": {"into_id": lambda office, _: office.build("signals").pk},
    "signals.become_risk": {"risk_id": lambda office, _: office.build("risks").pk},
    "risks.escalate": {"agency_id": lambda office, _: office.agencies["city"].pk},
    "risks.raise": {"signal_id": lambda office, _: office.reach("signals", "read").pk, "visit_id": lambda *_: None},
    "risks.extend": {"rectify_by": lambda _, record: (record.rectify_by or clock.today()) + SOON},
    "risks.report": {"visit_id": lambda *_: None},
    "letters.draft": {"letter_kind": lambda *_: "rectification", "talk_on": lambda *_: None,
                      "holder_id": lambda office, _: office.people["worker"].user_id},
    "letters.raise": {"letter_kind": lambda *_: "suspension", "suspended": lambda *_: "销售", "talk_on": lambda *_: None,
                      "holder_id": lambda office, _: office.people["worker"].user_id},
    "letters.amend": {"talk_on": lambda *_: clock.today() + timedelta(days=6)},
    "reports.draft": {"campaign_id": lambda office, _: office.one("campaigns").pk, "owed_id": lambda *_: None,
                      "covers_from": lambda *_: YESTERYEAR.replace(day=1), "covers_until": lambda *_: YESTERYEAR,
                      "to_id": lambda office, _: office.agencies["city"].pk},
    "cases.receive": CASE, "cases.raise": {**CASE, "signal_id": lambda office, _: office.reach("signals", "read").pk},
    "cases.pursue": {**CASE, "risk_id": lambda office, _: office.build("risks").pk},
    "cases.punish": {**CASE, "officers": lambda office, _: office.pair(), "fine": lambda *_: Decimal(100),
                     "is_collected": lambda *_: True},
    "cases.file": {"officers": lambda office, _: office.pair(), "has_evidence": lambda *_: True,
                   "is_punishable": lambda *_: True, "is_ours": lambda *_: True},
    "cases.staff": {"officers": lambda office, _: office.pair()},
    "cases.move_exhibit": {"no": lambda *_: 1}, "cases.strike_exhibit": {"no": lambda *_: 1}, "cases.drop_goods": {"no": lambda *_: 1},
    "cases.name_person": {"person_id": lambda office, _: office.one("people").pk, "ban_years": lambda *_: 0},
    "cases.drop_person": {"name": lambda _, case: case.persons[0]["name"]},
    "cases.conclude": {"good_faith_note": lambda *_: "", "penalties": lambda *_: ("warning", "fine"),
                       "fine": lambda *_: Decimal(5000), "confiscated": lambda *_: Decimal(0), "law_note": lambda *_: ""},
    "cases.notify": {"received_on": lambda *_: None}, "cases.serve": {"received_on": lambda *_: None},
    "cases.urge": {"received_on": lambda *_: None},
    "cases.convene": {"requested_on": lambda *_: None, "noticed_on": lambda *_: None,
                      "hearing_on": lambda _, case: case.told_on + timedelta(days=30)},
    "cases.discuss": {"people": lambda *_: ("吴芳", "孙和")},
    "cases.decide": {"penalties": lambda *_: ("warning", "fine"), "fine": lambda *_: Decimal(5000),
                     "confiscated": lambda *_: Decimal(0), "restricted_until": lambda *_: None,
                     "other_act": lambda *_: "另一时段的违法行为", "is_party_elsewhere": lambda *_: False},
    "cases.pay": {"sum": lambda _, case: case.outstanding, "late": lambda _, case: case.late_fine(clock.today()),
                  "paid_on": lambda _, case: case.decided_on},
    "cases.defer": {"pay_by": lambda _, case: case.pay_by + SOON, "parts": lambda *_: ()},
    "cases.halt": {"first": lambda _, case: case.served_on, "last": lambda *_: None, "kind": lambda *_: "litigation"},
    "cases.admit": {"admitted_on": lambda *_: None},
    "cases.correct": {"wrong": lambda _, case: case.facts or case.penalty, "right": lambda *_: "改正后的文字"},
    "cases.vary": {"penalties": lambda *_: ("warning", "fine"), "fine": lambda _, case: case.fine / 2,
                   "confiscated": lambda *_: Decimal(0), "restricted_until": lambda *_: None, "received_on": lambda *_: None},
    "cases.serve_again": {"received_on": lambda *_: None},
    "cases.refund": {"sum": lambda _, case: case.overpaid},
    "cases.hand_over": {"agency_id": lambda office, _: office.agencies["other"].pk},
    "cases.merge": {"into_id": lambda office, _: office.build("cases").pk},
    "measures.take": {"officers": lambda office, _: office.pair(), "is_approved": lambda *_: False, "kind": lambda *_: "seizure"},
    "documents.draw": {"form": lambda *_: "jurisdiction_letter", "measure_id": lambda *_: None, "officers": lambda office, _: office.pair(),
                       "started_at": lambda *_: clock.now(), "ended_at": lambda *_: None},
    "documents.fill": {"started_at": lambda *_: clock.now(), "ended_at": lambda *_: None},
    "violators.propose": {**{name: MET[name] for name in _CONDITIONS[:3]}, "subject_code": lambda *_: "",
                          "heavier": lambda *_: "other", "case_id": lambda office, _: office.reach("cases", "executed").pk},
    "violators.notify": {"received_on": lambda *_: None}, "violators.object": {"received_on": lambda *_: None},
    "violators.enlist": {"is_waived": lambda *_: True, "restricted_until": lambda *_: None},
    "violators.ask_early": {name: MET[name] for name in _CONDITIONS[3:]},
    "publications.receive": {"decided_on": lambda *_: YESTERYEAR, "restricted_until": lambda *_: None,
                             "subject_code": lambda *_: ""},
    "precedents.enter": {"subject_code": lambda *_: "", "decided_on": lambda *_: YESTERYEAR},
    "precedents.amend": {"subject_code": lambda *_: "", "decided_on": lambda *_: YESTERYEAR},
    "requests.draft": {"asked_id": lambda office, _: office.agencies["other"].pk, "contact_id": lambda *_: None},
    "requests.accept": {"worker_id": lambda office, _: office.people["clerk"].user_id},
    "requests.assign": {"worker_id": lambda office, _: office.people["clerk"].user_id},
    "requests.pass_on": {"agency_id": lambda office, _: office.agencies["city"].pk},
    "requests.redirect": {"asked_id": lambda office, _: office.agencies["other"].pk},
    "requests.escalate": {"agency_id": lambda office, _: office.agencies["city"].pk},
    "supervisions.enlist": {**LISTED, "supervised_id": lambda office, _: office.agencies["county"].pk,
                            "case_id": lambda office, _: office.one("cases").pk},
    "supervisions.report_up": {"agency_id": lambda office, _: office.agencies["city"].pk,
                               "case_id": lambda office, _: office.build("cases").pk},
    "supervisions.place": LISTED,
    "supervisions.extend": {"until": lambda _, record: record.until + SOON},
    "transfers.propose": {"case_id": lambda office, _: office.reach("cases", "investigating").pk},
    "transfers.receive": {"origin": lambda *_: "police"},
    "transfers.enclose": {"piece": lambda _, record: "opinion" if "opinion" in record.missing_pieces else "other"},
    "transfers.staff": {"officers": lambda office, _: office.pair()},
    "transfers.take": {"officers": lambda office, _: office.pair()},
    "hits.flag": {"case_id": lambda office, _: office.build("cases").pk},
    "visits.propose": {"subject_id": lambda office, _: office.build("subjects").pk},
    "correspondents.trust": {"other_id": lambda office, _: office.agencies["city"].pk, "key": lambda office, _: office.other().key},
    "correspondents.rekey": {"key": lambda office, _: Elsewhere(seed=f"new {office.serial()}").key},
    "packages.receive": {"file": lambda office, _: kept(office.parcel())},
    "subscriptions.propose": {"url": lambda *_: "https://8.8.8.8/in", "secret": lambda *_: signature.fresh()},
    "subscriptions.amend": {"url": lambda *_: "https://8.8.4.4/in"},
    "subscriptions.rotate": {"secret": lambda *_: signature.fresh()},
    "subscriptions.send_again": {"messages": lambda *_: ()},
    "packages.accept_part": {"left_out": lambda office, _: (office.far[-1].number,)},
}  # fmt: skip
"""Answers that their type does not give: `kind.act` -> field -> answer(office, record)."""

PROVED_ELSEWHERE = frozenset({"reports.correct", "campaigns.settle", "cases.hand_in", "letters.hold", "letters.lift",
                              "cases.push", "cases.review_law", "cases.ask_stop", "cases.grant_stop", "cases.refuse_stop",
                              "correspondents.pack", "hits.settle", "cases.pay_person"})  # fmt: skip
"""Acts that need something to have happened before: a correction needs a ledger that changed, a doubt to be settled must
have been raised, handing in a fine needs a punishment on the spot, a penalty is sent to another province where its party is there,
a legal review follows a hearing, publication ends early after a year and when all is paid, a talk and the end of a suspension ask for other kinds
of letter, a package something that was sealed since the last one, a case is told of answers from before it knew of them, and persons pay
what they were fined after the notice named them. Their modules test them."""

SHORTCUTS = frozenset({"cases.punish"})
"""Openings that lead past most of a table, and are no way to its states."""

OPENINGS = {
    "supervisions": "report_up",
    "letters": "draft",
    "packages": "receive",
    "transfers": "propose",
    "risks": "report",
    "signals": "receive",
    "campaigns": "draft",
}
"""The first act by which a record is built where there are several."""


BROUGHT = {"foreigns": "packages"}
"""Kinds that nobody opens, each with the kind whose acceptance brings its records."""

READY = {"correspondents": "trusted"}
"""The state in which a record of a kind is of use to others, where that is not its first."""

OPENERS = {"supervisions.enlist": "city"}
"""Who opens a record where it is not somebody of the first county."""


@dataclass
class Office:
    """People of one county, of another, and of the city above both."""

    agencies: Mapping[str, Agency]
    people: Mapping[str, Actor]
    _built: dict[str, Record] = field(default_factory=dict)
    _serials: Iterator[int] = field(default_factory=lambda: count(1))
    elsewhere: list[Elsewhere] = field(default_factory=list)
    far: list[Any] = field(default_factory=list)

    def pair(self) -> tuple[int, int]:
        """Two officers for an act that takes two."""
        return self.people["officer"].user_id, self.people["worker"].user_id

    @property
    def officer(self) -> Actor:
        return self.people["chief"]

    def serial(self) -> int:
        return next(self._serials)

    def station(self) -> Agency:
        """A new station below the first county."""
        name = f"第{self.serial()}分局"
        return add_agency(name, name, Agency.Kind.STATION, [f"{HERE}101"], parent=self.agencies["county"])

    def other(self) -> Elsewhere:
        """A new installation with which to exchange."""
        self.elsewhere.append(Elsewhere(seed=f"elsewhere {self.serial()}"))
        return self.elsewhere[-1]

    def parcel(self) -> bytes:
        """A package of the first installation with which we exchange, with a new record of this county."""
        key = self.one("correspondents").key  # type: ignore[attr-defined]
        sender = next(one for one in self.elsewhere if one.key == key)
        self.far.append(sender.record(self.serial(), area=HERE))
        return sender.package(self.far[-1])

    def one(self, kind: str) -> Record:
        """A record of a kind in the first county, the same each time."""
        if kind not in self._built:
            self._built[kind] = self.reach(kind, READY[kind]) if kind in READY else self.build(kind)
        return self._built[kind]

    def build(self, kind: str, act: str = "") -> Record:
        """A new record of a kind in the first county."""
        if kind in BROUGHT:
            self.reach(BROUGHT[kind], "accepted")
            return model_of(kind).objects.latest("pk")
        command = commands_of(model_of(kind))[act or self.opening(kind)]
        opener = OPENERS.get(f"{kind}.{command.act.name}")
        return open_record(self.command(command), by=self.people[opener] if opener else self.officer)

    def opening(self, kind: str) -> str:
        """The act by which records of a kind are opened here."""
        return OPENINGS.get(kind) or model_of(kind).lifecycle.births[0].name

    def reach(self, kind: str, state: str) -> Record:
        """A new record of a kind that has come to a state by the shortest way of its table."""
        model = model_of(kind)
        way = _ways(model)[state]
        record = self.build(kind, way[0].name)
        for act in way[1:]:
            record = self.do(record, act)
        return record

    def walk(self, model: type[Record]) -> Iterator[tuple[type[Command], Record]]:
        """Do each act of a table once that people may do; yields the command and the record after it."""
        kind = model.lifecycle.kind
        for name, command in commands_of(model).items():
            act = command.act
            if act.is_birth and not act.follows:
                yield command, self.build(kind, name)
            elif not act.follows and f"{kind}.{name}" not in PROVED_ELSEWHERE:
                yield command, self.do(self.ready(model, act), act)

    def ready(self, model: type[Record], act: Act, states: Collection[str] = ()) -> Record:
        """A new record, come by the shortest way to where an act may be done; to one of some states, where they are named."""
        kind, ways = model.lifecycle.kind, _ways(model)
        before = _BEFORE.get(f"{kind}.{act.name}", ())
        steps = [act, *(model.lifecycle[step] for step in (*before, *NEEDED.get(f"{kind}.{act.name}", ())))]
        sources = [
            way
            for state, way in ways.items()
            if all(step.starts_from(state) for step in steps)
            and _fits(act, way, before)
            and (not states or state in states)
        ]
        record = self.reach(kind, str(min(sources, key=len)[-1].target))
        for step in before:
            record = self.do(record, model.lifecycle[step])
        return record

    def do(self, record: Record, act: Act) -> Record:
        """Do an act, by whoever may."""
        for step in NEEDED.get(f"{record.kind}.{act.name}", ()):
            record = self.do(record, record.lifecycle[step])
        record = type(record).objects.get(pk=record.pk)
        command = self.command(commands_of(type(record))[act.name], record)
        reasons = {name: why_not(act, record, actor) for name, actor in self.people.items()}
        for name, reason in reasons.items():
            if reason is None:
                assert isinstance(command, Change)
                return perform(command, on=record, by=self.people[name])
        raise AssertionError(f"nobody may {act.name} {record}: { {name: str(text) for name, text in reasons.items()} }")

    def command(self, command: type[Command], record: Record | None = None) -> Any:
        """A command of a kind with everything answered."""
        special = ANSWERS.get(f"{command.model.lifecycle.kind}.{command.act.name}", {})
        values = {}
        for name, (kind, ask, required) in asked(command).items():
            if name in special:
                values[name] = special[name](self, record)
            elif required or not _is_awkward(ask.to, ask.sealed):
                values[name] = self._answer(kind, ask, name)
        kind, act = command.model.lifecycle.kind, command.act.name
        if kind in BEGUN:
            start = clock.today() - BEGUN[kind]
            values["effective_on"] = (
                record.last_effect_on() + AFTER.get(f"{kind}.{act}", timedelta()) if record else start
            )
        return command(**values, command_id=uuid4())

    def _answer(self, kind: Any, ask: Any, name: str) -> Any:
        parts = [part for part in get_args(kind) if part not in (type(None), Ellipsis)]
        if str(kind).startswith("tuple"):
            return self._many(parts[0], ask, name)
        plain = parts[0] if parts and not str(kind).startswith(("list", "dict")) else kind
        return self._one(plain, ask, name)

    def _many(self, kind: Any, ask: Any, name: str) -> tuple[Any, ...]:
        if kind is Evidence:
            purposes = [value for value, _label in ask.choices()] if ask.choices else [""]
            return tuple(_file(purpose) for purpose in purposes)
        return (self._one(kind, ask, name),)

    def _one(self, kind: Any, ask: Any, name: str) -> Any:
        if ask.to == "division":
            return HERE
        if ask.to in ("agency", "unit"):
            return self.agencies["county"].pk
        if ask.to in ("user", "officer"):
            return self.people["worker"].user_id
        if ask.to:
            return self.one(ask.to).pk
        if isinstance(kind, type) and issubclass(kind, Enum):
            return next(iter(kind))
        if ask.choices:
            return next(iter(ask.choices()))[0]
        simple = {
            bool: False,
            int: 1,
            Decimal: Decimal("116.4" if name == "longitude" else "39.9"),
            date: clock.today() + (SOON if _is_later(name) else timedelta()),
        }
        if kind in simple:
            return simple[kind]
        if str(kind).startswith(("list", "dict")):
            return {} if str(kind).startswith("dict") else []
        return f"说明{self.serial()}"[: ask.max_length]


BEGUN = {"cases": timedelta(days=500), "violators": timedelta(days=1200)}
"""Kinds whose life takes long: they began so long ago, and each act is done on the day of the one before."""

AFTER = {
    "cases.announced": timedelta(days=31), "cases.close_defence": timedelta(days=30), "cases.hear": timedelta(days=30),
    "cases.urge": timedelta(days=60), "cases.compel": timedelta(days=200),
    "violators.ask_early": timedelta(days=370), "violators.remove": timedelta(days=1100),
}  # fmt: skip
"""Acts that are done only so long after the one before."""

NEEDED = {
    "cases.conclude": ("exhibit",), "cases.fulfil": ("pay",), "cases.compel": ("urge",), "cases.rule": ("admit",), "cases.serve_again": ("vary",),
    "cases.refund": ("pay", "vary"), "cases.move_exhibit": ("exhibit",),
    "cases.strike_exhibit": ("exhibit",), "cases.drop_goods": ("value",),
    "cases.drop_person": ("name_person",), "cases.extend_further": ("extend",), "cases.unpublish": ("publish",),
    "cases.archive": ("publish",), "cases.unfeature": ("feature",), "violators.enlist": ("agree",), "violators.answer": ("object",),
    "transfers.report": ("staff",), "transfers.reply": ("link",), "signals.allow_identity": ("ask_identity",),
    "transfers.give_opinion": ("ask_opinion",), "transfers.hand_over": ("enclose", "enclose"),
}  # fmt: skip
"""Acts that must have been done before an act, wherever it is done: what its guard asks for."""

_BEFORE = {
    "letters.revert": ("reassign",),
    "requests.revert": ("amend",),
    "supervisions.revert": ("remark",),
    "transfers.revert": ("staff",),
    "risks.lift": ("supervise",),
    "cases.take_over": ("hand_over",),
    "cases.refuse": ("hand_over",),
    "visits.revert": ("assign",),
}
"""Acts that must come before, beside the state: what a guard asks for."""


def modules_models() -> list[type[Record]]:
    """The kinds of record of the modules, in their order."""
    return [model for model in record_models() if model.__module__.startswith("yaoan.modules.")]


def _is_later(name: str) -> bool:
    return name.endswith(("_by", "until", "expires_on", "due_on", "ends_on"))


def _is_awkward(to: str | None, sealed: bool) -> bool:
    """What is better left empty where it may be: links to other records; sealed values are sealed each time anew."""
    return sealed or to not in (None, *NAMED)


def _fits(act: Act, way: Sequence[Act], before: Sequence[str]) -> bool:
    """Whether there is something to take back, where taking back is what is asked: the opening cannot be."""
    return act.name != "revert" or len(way) > 1 or bool(before)


def _ways(model: type[Record]) -> dict[str, list[Act]]:
    """The shortest way to each state by acts that people may do themselves."""
    lifecycle, commands = model.lifecycle, commands_of(model)
    first = OPENINGS.get(lifecycle.kind) or lifecycle.births[0].name
    is_brought = lifecycle.kind in BROUGHT
    usual = (
        act for act in lifecycle.births if act.follows == is_brought and f"{lifecycle.kind}.{act.name}" not in SHORTCUTS
    )
    births = sorted(usual, key=lambda act: act.name != first)
    ways = {}
    queue: deque[list[Act]] = deque([birth] for birth in births)
    while queue:
        way = queue.popleft()
        state = way[-1].target
        if state is None or state in ways:
            continue
        ways[state] = way
        further = (act for act in lifecycle.acts if act.starts_from(state) and act.target and act.name in commands)
        queue.extend([*way, act] for act in further if not act.is_birth and not act.follows and act.name != "revert")
    return ways


def _file(purpose: str) -> Evidence:
    return store([b"\xff\xd8\xff" + purpose.encode()], name=f"{purpose or 'a'}.jpg", purpose=purpose)
