"""The table holds together or is refused; duties run, pause and end with the states."""

from datetime import date, datetime, timedelta

import pytest

from yaoan.kernel import clock
from yaoan.kernel.lifecycle import BIRTH, Act, Agreed, Duty, Lifecycle, Stay, among, open_duties
from yaoan.kernel.statutes import Calendar, Terms
from yaoan.kernel.words import Choice, _


class S(Choice):
    NEW = "new", _("新")
    WAIT = "wait", _("等")
    DONE = "done", _("完")


OPEN = Act("open", _("开"), "t.open", "一", BIRTH, S.NEW)
PAUSE = Act("pause", _("停"), "t.open", "一", among(S.NEW), S.WAIT)
GO_ON = Act("go_on", _("续"), "t.open", "一", among(S.WAIT), S.NEW)
FINISH = Act("finish", _("毕"), "t.open", "一", among(S.NEW), S.DONE)
TERMS, CALENDAR = Terms.load(), Calendar.load()


def table(*, acts=(OPEN, PAUSE, GO_ON, FINISH), duties=(), closed=frozenset({"done"})):
    return Lifecycle("tests", _("试"), S, acts, duties, closed)


def at(day, hour=9):
    return datetime(2025, 3, day, hour, tzinfo=clock.BEIJING)


def duties_of(lifecycle, *stays, dates=None, flags=None):
    agreed = Agreed(dates or {}, {}, flags or {})
    return list(open_duties(lifecycle, [Stay(s, since) for s, since in stays], agreed, terms=TERMS, calendar=CALENDAR))


def test_every_fault_of_a_table_is_told_at_once():
    acts = (PAUSE, Act("lost", _("失"), "t", "一", among("nowhere"), "elsewhere"))
    with pytest.raises(ValueError, match="opens a record") as refusal:
        table(acts=acts, duties=(Duty("unknown", _("债"), among("nowhere")),))
    for words in ("nowhere", "elsewhere", "unknown"):
        assert words in str(refusal.value)


def test_reachable_states_follow_from_the_acts():
    assert table().reachable() == {"new", "wait", "done"}
    assert table(acts=(OPEN, FINISH)).reachable() == {"new", "done"}


def test_a_duty_runs_in_its_states_only():
    lifecycle = table(duties=(Duty("finish", _("办"), among(S.NEW), term="risks.assessment"),))
    assert [item.duty.act for item in duties_of(lifecycle, ("new", at(3)))] == ["finish"]
    assert duties_of(lifecycle, ("new", at(3)), ("done", at(4))) == []


def test_a_pause_moves_the_due_day_by_its_working_days():
    duty = Duty("finish", _("办"), among(S.NEW), term="risks.assessment", pauses=among(S.WAIT))
    lifecycle = table(duties=(duty,))
    (plain,) = duties_of(lifecycle, ("new", at(3)))
    (paused,) = duties_of(lifecycle, ("new", at(3)), ("wait", at(4)), ("new", at(11)))
    assert paused.at - plain.at == timedelta(days=7)
    (standing,) = duties_of(lifecycle, ("new", at(3)), ("wait", at(4)))
    assert standing.paused
    assert standing.at is None


def test_the_clock_begins_anew_when_the_state_is_entered_again():
    lifecycle = table(
        acts=(*(OPEN, FINISH), Act("again", _("再"), "t", "一", among(S.DONE), S.NEW)),
        duties=(Duty("finish", _("办"), among(S.NEW), term="risks.assessment"),),
    )
    (item,) = duties_of(lifecycle, ("new", at(3)), ("done", at(5)), ("new", at(17)))
    assert clock.local_day(item.started_at) == date(2025, 3, 17)


def test_an_agreed_date_that_nobody_set_is_no_duty():
    lifecycle = table(duties=(Duty("finish", _("办"), among(S.NEW), agreed="by"),))
    assert duties_of(lifecycle, ("new", at(3)), dates={"by": None}) == []
    (item,) = duties_of(lifecycle, ("new", at(3)), dates={"by": date(2025, 3, 20)})
    assert clock.local_day(item.at) == date(2025, 3, 20)


def test_a_condition_decides_whether_a_duty_is_owed():
    lifecycle = table(duties=(Duty("finish", _("办"), among(S.NEW), only="asked"),))
    assert duties_of(lifecycle, ("new", at(3)), flags={"asked": False}) == []
    (item,) = duties_of(lifecycle, ("new", at(3)), flags={"asked": True})
    assert item.at is None


def test_a_due_date_explains_its_pause_in_words_of_the_state():
    duty = Duty("finish", _("办"), among(S.NEW), term="risks.assessment", pauses=among(S.WAIT))
    (item,) = duties_of(table(duties=(duty,)), ("new", at(3)), ("wait", at(4)), ("new", at(11)))
    assert "等" in item.due.explain("zh")


def test_an_act_by_another_is_refused_to_everybody_who_had_a_hand_in_it():
    from types import SimpleNamespace

    from yaoan.kernel.lifecycle import by_another

    guard = by_another("asked_by_id", "officers", says="not you")
    record = SimpleNamespace(asked_by_id=1, officers=[2, 3])
    assert [guard(record, SimpleNamespace(user_id=who)) for who in (1, 2, 3, 4)] == ["not you"] * 3 + [None]
    assert guard(SimpleNamespace(asked_by_id=None, officers=[]), SimpleNamespace(user_id=None)) is None
    first = by_another("asked_by_id", says="not you", first=lambda record, actor: "not yet")
    assert first(record, SimpleNamespace(user_id=4)) == "not yet"


def test_an_act_that_returns_leads_back_to_where_the_record_was():
    resume = Act("resume", _("复"), "t.open", "一", among(S.WAIT), returns=True)
    stays = [["new", "2025-03-03"], ["done", "2025-03-04"], ["wait", "2025-03-05"]]
    assert (resume.leads_to(stays), resume.leads_to(stays[:2]), resume.leads_to(stays[:1])) == ("done", "new", None)
    assert resume.moves and PAUSE.moves and not Act("note", _("记"), "t.open", "一", among(S.NEW)).moves
    assert PAUSE.leads_to(stays) == "wait"
    assert table(acts=(OPEN, PAUSE, resume, FINISH)).reachable() == {"new", "wait", "done"}


def test_an_act_that_returns_names_no_state():
    with pytest.raises(ValueError, match="returns, so it neither opens"):
        table(acts=(OPEN, Act("back", _("回"), "t.open", "一", among(S.NEW), S.WAIT, returns=True)))


def test_decisions_and_returns_are_said_by_the_table_and_by_nothing_else():
    send_back = Act("send_back", _("退"), "t.open", "一", among(S.DONE), S.NEW, sends_back=True)
    agree = Duty("finish", _("批"), among(S.NEW), decides=True)
    found = table(acts=(OPEN, PAUSE, GO_ON, FINISH, send_back), duties=(agree, Duty("pause", _("停"), among(S.NEW))))
    assert (found.decisions, found.sent_back) == ({"finish"}, {"send_back"})
    assert (table().decisions, table().sent_back) == (frozenset(), frozenset())


def test_what_opens_a_record_sends_nothing_back_and_no_act_is_owed_as_work_and_as_a_decision():
    birth = Act("open", _("开"), "t.open", "一", BIRTH, S.NEW, sends_back=True)
    twice = (Duty("finish", _("批"), among(S.NEW), decides=True), Duty("finish", _("办"), among(S.WAIT)))
    with pytest.raises(ValueError, match="sends nothing back") as refusal:
        table(acts=(birth, PAUSE, GO_ON, FINISH), duties=twice)
    assert "finish is owed once as a decision and once as work" in str(refusal.value)
