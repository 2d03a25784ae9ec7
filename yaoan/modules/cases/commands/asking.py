"""What is asked in many acts on cases: catalogues, files, sums, and days of the law."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.certificates import uncertified
from yaoan.kernel.words import Text, _
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import State
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.rules import windows

breaches = partial(law.catalogue, "breaches")
evidence_kinds = partial(law.catalogue, "evidence")

Faults = Mapping[str, list[str]]

BASIS = _("处罚依据")
BASIS_HELP = _("这类违法行为没有列出依据的必填，写法律名称和条款；列出依据的不用填")
OFFICERS = _("办案人员")
TWO = _("办案人员不得少于两人，并应当具有执法资格。")


def so_far(name: str) -> Callable[[Any, Actor], Any]:
    """A form starts with what the record has."""
    return lambda record, _actor: getattr(record, name, None)


def two_officers(officers: tuple[int, ...], name: str = "officers") -> dict[str, list[str]]:
    """The fault of fewer than two different officers (Penalty Law art. 42)."""
    return {name: [str(TWO)]} if len(set(officers)) < 2 else {}


def not_certified(
    officers: tuple[int, ...], agency_id: int | None, day: date, name: str = "officers"
) -> dict[str, list[str]]:
    """The fault of officers without a certificate of law enforcement valid on the day (Penalty Law arts 42, 55), naming them.

    Asked only where a unit concerned has entered certificates; elsewhere the officers' word stands, as before.
    """
    names = uncertified(officers, agency_id=agency_id, day=day)
    if not names:
        return {}
    text = _(
        "{names}没有登记 {day} 有效的执法证件，不能承办；请改派有证的人员，或者由系统管理员登记证件（yaoan user certificate 用户名 证号 --since 发证日期 --until 有效期至）。"
    )
    return {name: [text.format(names="、".join(names), day=day)]}


def holds_hearing(record: Case, officers: tuple[int, ...], name: str = "officers") -> Faults:
    """What is wrong with an officer who is named to hold the hearing that is set (Penalty Law art. 64)."""
    if record.state != State.HEARING:
        return {}
    chair = queries.chair_of(record)
    if chair not in queries.names_of(officers):
        return {}
    return fault(name, _("{name}被指定主持本案听证，不能同时办案；请改派他人，或者听证结束后再变更。"), name=chair)


def last_day(term: str, start: date, place: str = "") -> date:
    """The last day of a term of the register, by the calendar of this installation."""
    return windows.last_day(term, start, terms=law.terms(), calendar=law.calendar(), place=place)


def compel_until(record: Case, served_on: date, pay_by: date) -> date:
    """The last day to ask the court to compel: months after the remedies are over, or after a deferral where that ends later."""
    remedies = windows.remedies_end(served_on, terms=law.terms(), calendar=law.calendar())
    return last_day("cases.enforcement_application", max(remedies, pay_by), record.area)


def allowance(term: str, on: date, place: str = "") -> int:
    """By how much the term in force on a day may be made longer; 0 where the register gives no number."""
    return windows.allowance(term, on, terms=law.terms(), place=place) or 0


def fault(field: str, text: Text, /, **values: Any) -> Faults:
    """One thing wrong with one field."""
    return {field: [text.format(**values)]}


def wrong_period(first: date | None, last: date | None) -> Faults:
    """What is wrong with the days of an act: it ended before it began."""
    return fault("acted_until", _("终了日期不能早于开始日期。")) if first and last and last < first else {}


def no_basis(breach: str, basis: str) -> Faults:
    """What is wrong with a breach for which neither the catalogue nor the case names an article (Penalty Law arts 44, 59)."""
    listed = law.document("catalogues/breaches").get(breach, {}).get("basis")
    return (
        {} if listed or basis.strip() else fault("basis", _("这类违法行为没有列出依据，请写明处罚依据的法律和条款。"))
    )


def is_time_barred(record: Case) -> bool:
    """Whether the breach of a case was found too late to be punished (Penalty Law art. 36)."""
    if not record.acted_until:
        return False
    return windows.is_time_barred(
        record.acted_until, record.found_on, harmed=record.is_harmful, terms=law.terms(), calendar=law.calendar()
    )


def not_extensible(term: str, on: date, place: str = "") -> Faults:
    """What is wrong with making a term longer for which the register gives no number."""
    if allowance(term, on, place):
        return {}
    return fault("", _("期限登记簿没有写明这一期限可以延长多少，不能在此延长。"))


def wrong_day(given: date | None, day: date, *, not_before: date | None, name: str = "received_on") -> Faults:
    """What is wrong with the day something happened: it was not after the act, nor before what it rests on."""
    on = given or day
    if on > day:
        return fault(name, _("不能晚于办理日期 {day}。"), day=day)
    if not_before and on < not_before:
        return fault(name, _("不能早于 {day}。"), day=not_before)
    return {}
