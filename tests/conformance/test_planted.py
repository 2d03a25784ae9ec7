"""The tests of the suite can fail: against each of them something is planted that it has to find."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import models
from django.db.models import Q

from tests.conformance import builders, test_acts, test_pages, test_tables, test_waiting
from tests.conformance.builders import Office, modules_models
from yaoan.kernel import sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands.base import Ask
from yaoan.kernel.ledger import sheets
from yaoan.kernel.ledger.middleware import WroteWhileReading
from yaoan.kernel.ledger.registry import ledgers
from yaoan.kernel.ledger.views import items, lists
from yaoan.kernel.lifecycle import Duty, among
from yaoan.kernel.records.models import Deadline, Record, model_of
from yaoan.kernel.words import Text

SUITE = (test_tables, test_acts, test_pages, test_waiting)
Plant = Callable[..., None]
OF_TABLES: list[tuple[str, Plant]] = []
"""(rule, what breaks it), for rules that need no database."""
OF_OFFICES: list[tuple[str, Plant]] = []
"""The same for rules that act."""
FOUND = (AssertionError, LookupError, WroteWhileReading)
"""How a rule says that it is broken."""


def breaks(rule: Callable[..., object]) -> Callable[[Plant], Plant]:
    """Mark something as planted against a rule: it breaks what the rule is about, and asks the rule."""

    def noted(plant: Plant) -> Plant:
        takes_office = "office" in plant.__code__.co_varnames[: plant.__code__.co_argcount]
        (OF_OFFICES if takes_office else OF_TABLES).append((rule.__name__, plant))
        return plant

    return noted


def like(kind: str, *, name: str = "", **changes: Any) -> Any:
    """A kind of record that differs from one of ours in its table, and has the same columns."""
    model = model_of(kind)
    columns = {field.name: None for field in model._meta.get_fields()} | {
        word: None for word in dir(model) if not word.startswith("_")
    }
    table = replace(model.lifecycle, **changes)
    shown = {"__name__": name or model.__name__, "_meta": model._meta, "__module__": model.__module__}
    return SimpleNamespace(**{**columns, **shown, "lifecycle": table})


def acts_with(kind: str, name: str, **changes: Any) -> tuple[Any, ...]:
    """The acts of a kind, one of them changed."""
    return tuple(replace(act, **changes) if act.name == name else act for act in model_of(kind).lifecycle.acts)


def duties_with(kind: str, name: str, **changes: Any) -> tuple[Any, ...]:
    return tuple(replace(duty, **changes) if duty.act == name else duty for duty in model_of(kind).lifecycle.duties)


def test_every_rule_of_the_suite_has_something_planted_against_it() -> None:
    rules = {name for module in SUITE for name in vars(module) if name.startswith("test_")}
    assert {name for name, _plant in (*OF_TABLES, *OF_OFFICES)} == rules


@pytest.mark.parametrize(("rule", "plant"), OF_TABLES, ids=lambda value: getattr(value, "__name__", "of"))
def test_a_broken_table_is_found(rule: str, plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FOUND):
        plant(monkeypatch)


@pytest.mark.django_db
@pytest.mark.parametrize(("rule", "plant"), OF_OFFICES, ids=lambda value: getattr(value, "__name__", "of"))
def test_a_broken_page_or_act_is_found(
    rule: str, plant: Plant, monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    with pytest.raises(FOUND):
        plant(monkeypatch, office)


@pytest.mark.parametrize("kind", ["risks", "cases"])
def test_a_table_that_nobody_changed_passes(kind: str) -> None:
    """What is planted is found for itself, not for the shape it is planted in."""
    same = like(kind)
    test_tables.test_every_state_is_reachable_and_every_kind_can_come_to_an_end(same)
    test_tables.test_no_column_takes_the_name_of_a_setting_that_the_kernel_reads_from_the_class(same)
    test_tables.test_every_duty_has_a_term_of_the_law_or_a_date_of_the_record(same)
    test_tables.test_every_permission_used_is_told_in_the_modules_words_and_held_by_a_role(same)
    test_tables.test_every_rule_of_the_table_has_a_sentence_of_its_own(same)
    test_waiting.test_every_duty_that_is_called_a_decision_is_declared_as_one(same)
    test_waiting.test_every_act_that_is_called_a_return_is_declared_as_one(same)


# Lifecycle and law

reachable = test_tables.test_every_state_is_reachable_and_every_kind_can_come_to_an_end
dated = test_tables.test_every_duty_has_a_term_of_the_law_or_a_date_of_the_record


@breaks(reachable)
def a_state_that_no_act_leads_to(_patch: pytest.MonkeyPatch) -> None:
    acts = tuple(act for act in model_of("risks").lifecycle.acts if act.name != "accept")
    reachable(like("risks", acts=acts, duties=()))


@breaks(reachable)
def a_kind_without_an_end(_patch: pytest.MonkeyPatch) -> None:
    reachable(like("risks", closed=frozenset()))


@breaks(test_tables.test_no_column_takes_the_name_of_a_setting_that_the_kernel_reads_from_the_class)
def a_column_called_prefix(_patch: pytest.MonkeyPatch) -> None:
    fields = [SimpleNamespace(name="title"), SimpleNamespace(name="prefix")]
    model = SimpleNamespace(_meta=SimpleNamespace(get_fields=lambda: fields))
    test_tables.test_no_column_takes_the_name_of_a_setting_that_the_kernel_reads_from_the_class(model)


@breaks(dated)
def a_duty_whose_term_the_law_lacks(_patch: pytest.MonkeyPatch) -> None:
    dated(like("risks", duties=duties_with("risks", "assess", term="risks.dream")))


@breaks(dated)
def a_duty_with_a_term_and_a_date(_patch: pytest.MonkeyPatch) -> None:
    dated(like("risks", duties=duties_with("risks", "assess", agreed="rectify_by")))


@breaks(dated)
def a_duty_whose_date_no_column_holds(_patch: pytest.MonkeyPatch) -> None:
    dated(like("risks", duties=duties_with("risks", "prove", agreed="dreamt_of_on")))


@breaks(test_tables.test_every_term_of_a_module_is_used_or_says_why_it_is_there)
def a_term_that_nothing_runs_on(patch: pytest.MonkeyPatch) -> None:
    names = [term.name for term in test_tables.law.terms()]
    idle = "risks." + "idle"  # in two words, so that it stands in no source
    patch.setattr(
        test_tables, "law", SimpleNamespace(terms=lambda: [SimpleNamespace(name=one) for one in (*names, idle)])
    )
    test_tables.test_every_term_of_a_module_is_used_or_says_why_it_is_there("risks")


@breaks(test_tables.test_every_term_of_a_module_is_used_or_says_why_it_is_there)
def a_reserved_term_that_is_gone(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(test_tables.RESERVED, "risks.gone", "once asked by hand")
    test_tables.test_every_term_of_a_module_is_used_or_says_why_it_is_there("risks")


# Acts and commands


class Fickle:
    """A command that refuses while it is applied."""

    act = model_of("risks").lifecycle["remark"]

    def apply(self, record: Record) -> None:
        if record.is_closed:
            raise ValueError("too late")


@breaks(test_tables.test_a_command_refuses_before_it_is_applied_so_that_its_journal_can_be_done_again)
def a_command_that_refuses_too_late(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(test_tables, "commands_of", lambda _model: {"remark": Fickle})
    test_tables.test_a_command_refuses_before_it_is_applied_so_that_its_journal_can_be_done_again(model_of("risks"))


one_command = test_tables.test_every_act_has_one_command_with_docstring_and_basis


def _commands(kind: str) -> dict[str, Any]:
    return dict(test_tables.commands_of(model_of(kind)))


@breaks(one_command)
def an_act_without_a_command(patch: pytest.MonkeyPatch) -> None:
    lost, below = _commands("risks")["assess"], test_tables._below
    patch.setattr(test_tables, "_below", lambda base: [one for one in below(base) if one is not lost])
    one_command(model_of("risks"))


@breaks(one_command)
def an_act_with_two_commands(patch: pytest.MonkeyPatch) -> None:
    twice, below = _commands("risks")["assess"], test_tables._below
    patch.setattr(test_tables, "_below", lambda base: [*below(base), *([twice] if base is test_tables.Change else [])])
    one_command(model_of("risks"))


@breaks(one_command)
def a_command_without_a_docstring(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_commands("risks")["assess"], "__doc__", "")
    one_command(model_of("risks"))


@breaks(one_command)
def a_command_with_the_docstring_that_dataclasses_make(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_commands("risks")["assess"], "__doc__", "Assess(level: Level)")
    one_command(model_of("risks"))


@breaks(one_command)
def an_act_without_a_basis(patch: pytest.MonkeyPatch) -> None:
    table = replace(model_of("risks").lifecycle, acts=acts_with("risks", "assess", basis=" "))
    patch.setattr(model_of("risks"), "lifecycle", table)
    patch.setattr(_commands("risks")["assess"], "act", table["assess"])
    one_command(model_of("risks"))


by_hand = test_tables.test_what_other_acts_bring_with_them_nobody_does_alone_unless_it_is_named_here


@breaks(by_hand)
def a_consequence_that_people_are_offered(patch: pytest.MonkeyPatch) -> None:
    steps = [*test_tables._steps(), ("yaoan.modules.risks.commands", "Close")]
    patch.setattr(test_tables, "_steps", lambda: iter(steps))
    by_hand()


@breaks(by_hand)
def a_consequence_that_is_none_any_more(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(test_tables, "DONE_BY_HAND_TOO", test_tables.DONE_BY_HAND_TOO | {"risks.close"})
    by_hand()


for_people = test_tables.test_a_command_that_says_it_follows_and_one_that_nobody_could_fill_in_are_no_acts_for_people


@breaks(for_people)
def a_command_that_says_it_follows_and_is_offered(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_commands("risks")["assess"], "__doc__", "Follows from another act.")
    for_people(model_of("risks"))


@breaks(for_people)
def a_question_for_a_bare_id(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(test_tables, "asked", lambda _command: {"subject_id": (int, Ask("梦"), True)})
    for_people(model_of("risks"))


@breaks(test_tables.test_every_act_of_the_law_stands_in_the_powers_table_with_its_article_or_the_reason_for_none)
def an_act_on_parties_without_an_article(_patch: pytest.MonkeyPatch) -> None:
    rule = test_tables.test_every_act_of_the_law_stands_in_the_powers_table_with_its_article_or_the_reason_for_none
    rule(like("cases", acts=acts_with("cases", "decide", basis="惯例")))


# Permissions, roles, words

held = test_tables.test_every_permission_used_is_told_in_the_modules_words_and_held_by_a_role


@breaks(held)
def a_permission_that_nothing_defines(_patch: pytest.MonkeyPatch) -> None:
    held(like("risks", acts=acts_with("risks", "assess", permission="risks.dream")))


@breaks(held)
def a_permission_that_no_role_has(patch: pytest.MonkeyPatch) -> None:
    found = test_tables.all_permissions() - {"risks.assess"}
    patch.setattr(test_tables, "all_permissions", lambda: found)
    held(model_of("risks"))


@breaks(test_tables.test_no_role_has_a_permission_that_nothing_defines)
def a_role_with_a_permission_of_a_dream(patch: pytest.MonkeyPatch) -> None:
    found = test_tables.all_permissions() | {"risks.dream"}
    patch.setattr(test_tables, "all_permissions", lambda: found)
    test_tables.test_no_role_has_a_permission_that_nothing_defines()


shown = test_tables.test_every_kind_has_a_ledger_and_every_ledger_a_filter_for_the_state


@breaks(shown)
def a_kind_without_a_ledger(patch: pytest.MonkeyPatch) -> None:
    found = [ledger for ledger in ledgers() if ledger.kind != "risks"]
    patch.setattr(test_tables, "ledgers", lambda: found)
    shown()


@breaks(shown)
def a_ledger_without_a_filter_for_the_state(patch: pytest.MonkeyPatch) -> None:
    found = [
        SimpleNamespace(kind=ledger.kind, filters=[one for one in ledger.filters if one.path != "state"])
        for ledger in ledgers()
    ]
    patch.setattr(test_tables, "ledgers", lambda: found)
    shown()


@breaks(test_tables.test_every_rule_of_the_table_has_a_sentence_of_its_own)
def a_constraint_that_says_nothing(_patch: pytest.MonkeyPatch) -> None:
    silent = models.CheckConstraint(condition=Q(version__gte=0), name="silent")
    model = SimpleNamespace(_meta=SimpleNamespace(constraints=[silent]))
    test_tables.test_every_rule_of_the_table_has_a_sentence_of_its_own(model)


@breaks(test_tables.test_every_module_kind_model_and_command_stands_in_the_glossary)
def a_model_that_the_glossary_lacks(patch: pytest.MonkeyPatch) -> None:
    found = [*modules_models(), like("risks", name="Dream")]
    patch.setattr(test_tables, "commands_of", lambda _model: {})
    patch.setattr(test_tables, "modules_models", lambda: found)
    test_tables.test_every_module_kind_model_and_command_stands_in_the_glossary()


@breaks(test_tables.test_every_module_kind_model_and_command_stands_in_the_glossary)
def a_command_that_the_glossary_lacks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(test_tables, "commands_of", lambda _model: {"assess": SimpleNamespace(__name__="Dream")})
    test_tables.test_every_module_kind_model_and_command_stands_in_the_glossary()


@breaks(test_tables.test_the_glossary_names_nothing_that_is_gone)
def a_command_that_is_gone(patch: pytest.MonkeyPatch) -> None:
    found = [model for model in modules_models() if model.lifecycle.kind != "risks"]
    patch.setattr(test_tables, "modules_models", lambda: found)
    test_tables.test_the_glossary_names_nothing_that_is_gone()


# What waits, and what came back


@breaks(test_waiting.test_every_duty_that_is_called_a_decision_is_declared_as_one)
def an_acceptance_that_is_declared_as_work(_patch: pytest.MonkeyPatch) -> None:
    duties = duties_with("risks", "accept", decides=False)
    test_waiting.test_every_duty_that_is_called_a_decision_is_declared_as_one(like("risks", duties=duties))


@breaks(test_waiting.test_every_duty_that_is_called_a_decision_is_declared_as_one)
def a_duty_of_a_second_person_that_is_declared_as_work(_patch: pytest.MonkeyPatch) -> None:
    duties = (Duty("close", Text("了结"), among("decided")),)
    test_waiting.test_every_duty_that_is_called_a_decision_is_declared_as_one(like("signals", duties=duties))


@breaks(test_waiting.test_every_act_that_is_called_a_return_is_declared_as_one)
def a_return_that_tells_nobody(_patch: pytest.MonkeyPatch) -> None:
    acts = acts_with("risks", "send_back", sends_back=False)
    test_waiting.test_every_act_that_is_called_a_return_is_declared_as_one(like("risks", acts=acts))


@breaks(test_waiting.test_no_exception_is_left_of_what_is_gone)
def an_exception_for_a_duty_that_is_gone(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(test_waiting.OWN_WORK, "risks.dream", "was work")
    test_waiting.test_no_exception_is_left_of_what_is_gone()


@breaks(test_waiting.test_every_decision_waits_with_those_who_may_take_it_and_not_among_the_work_of_the_unit)
def a_decision_among_the_work_of_the_unit(patch: pytest.MonkeyPatch, office: Office) -> None:
    real = test_waiting.todos

    def mixed(actor: Actor) -> Any:
        found = real(actor)
        return replace(found, deciding=[], unit=[*found.unit, *found.deciding])

    patch.setattr(test_waiting, "todos", mixed)
    rule = test_waiting.test_every_decision_waits_with_those_who_may_take_it_and_not_among_the_work_of_the_unit
    rule(office, model_of("risks"))


@breaks(test_waiting.test_what_was_sent_back_is_told_to_those_who_have_it_again)
def a_return_that_nobody_hears_of(patch: pytest.MonkeyPatch, office: Office) -> None:
    patch.setattr(test_waiting, "came_back", lambda _actor, _lines: [])
    test_waiting.test_what_was_sent_back_is_told_to_those_who_have_it_again(office, model_of("risks"))


# Acts

whole = test_acts.test_every_act_leaves_one_line_a_whole_history_and_a_record_that_its_journal_rebuilds


class Altered(Office):
    """The office, with something done besides once every act is done, or an act done twice."""

    besides: Callable[[Any], object] = staticmethod(lambda _model: None)
    twice = ""

    def walk(self, model: Any) -> Iterator[Any]:
        for command, record in super().walk(model):
            yield command, self.do(record, command.act) if command.act.name == self.twice else record
        self.besides(model)


def altered(office: Office, **changes: Any) -> Altered:
    found = Altered(agencies=office.agencies, people=office.people)
    for name, value in changes.items():
        setattr(found, name, value)
    return found


@breaks(whole)
def a_column_that_changed_beside_the_journal(_patch: pytest.MonkeyPatch, office: Office) -> None:
    whole(altered(office, besides=lambda model: model.objects.update(title="另一个名称")), model_of("products"))


@breaks(whole)
def a_deadline_that_was_taken_away(_patch: pytest.MonkeyPatch, office: Office) -> None:
    whole(altered(office, besides=lambda _model: Deadline.objects.all().delete()), model_of("sweeps"))


@breaks(whole)
def an_act_that_leaves_two_lines(_patch: pytest.MonkeyPatch, office: Office) -> None:
    whole(altered(office, twice="amend"), model_of("products"))


@breaks(whole)
def an_act_that_nobody_does(patch: pytest.MonkeyPatch, office: Office) -> None:
    patch.setattr(builders, "PROVED_ELSEWHERE", builders.PROVED_ELSEWHERE | {"products.amend"})
    whole(office, model_of("products"))


@breaks(test_acts.test_what_only_follows_is_journalled_with_its_cause_and_rebuilt_too)
def a_consequence_that_the_journal_does_not_rebuild(patch: pytest.MonkeyPatch, office: Office) -> None:
    patch.setattr(test_acts, "replayed", lambda _pk: SimpleNamespace(area="别处"))
    test_acts.test_what_only_follows_is_journalled_with_its_cause_and_rebuilt_too(office)


# Pages


def without_locks(patch: pytest.MonkeyPatch) -> None:
    """Everybody sees everything."""
    patch.setattr(Actor, "scope", lambda *_: Q())
    patch.setattr(Actor, "reaches", lambda *_: True)
    patch.setattr(Actor, "sight", sight.WHOLE)


@breaks(test_pages.test_a_record_of_another_county_does_not_exist_at_any_address)
def a_record_shown_to_strangers(patch: pytest.MonkeyPatch, office: Office) -> None:
    without_locks(patch)
    test_pages.test_a_record_of_another_county_does_not_exist_at_any_address(office, "risks")


@breaks(test_pages.test_a_record_of_another_county_is_in_no_list_search_choice_or_file)
def a_list_for_strangers(patch: pytest.MonkeyPatch, office: Office) -> None:
    without_locks(patch)
    test_pages.test_a_record_of_another_county_is_in_no_list_search_choice_or_file(office, "risks")


@breaks(test_pages.test_bulk_acts_leave_records_of_another_county_alone)
def a_bulk_act_on_what_is_strange(patch: pytest.MonkeyPatch, office: Office) -> None:
    without_locks(patch)
    test_pages.test_bulk_acts_leave_records_of_another_county_alone(office, "risks")


@breaks(test_pages.test_figures_of_another_county_are_not_counted)
def a_figure_that_counts_everything(patch: pytest.MonkeyPatch, office: Office) -> None:
    real = test_pages.figure
    patch.setattr(test_pages, "figure", lambda metric, _actor, period: real(metric, office.officer, period))
    test_pages.test_figures_of_another_county_are_not_counted(office)


@breaks(test_pages.test_every_form_asks_exactly_what_its_command_asks)
def a_question_that_no_form_asks(patch: pytest.MonkeyPatch, office: Office) -> None:
    real = test_pages.asked
    patch.setattr(test_pages, "asked", lambda command: {**real(command), "dream": (str, Ask("梦"), True)})
    test_pages.test_every_form_asks_exactly_what_its_command_asks(office, "risks")


@breaks(test_pages.test_a_list_of_fifty_rows_asks_no_more_queries_than_one_of_ten)
def a_list_that_asks_once_a_row(patch: pytest.MonkeyPatch, office: Office) -> None:
    def asking(record: Record) -> Any:
        User.objects.count()
        return record.lifecycle.states(record.state).label

    patch.setattr(Record, "state_label", property(asking))
    test_pages.test_a_list_of_fifty_rows_asks_no_more_queries_than_one_of_ten(office, "products")


@breaks(test_pages.test_a_fragment_is_the_part_of_the_page_it_replaces)
def a_fragment_that_is_a_whole_page(patch: pytest.MonkeyPatch, office: Office) -> None:
    patch.setattr(lists, "is_fragment", lambda *_: False)
    test_pages.test_a_fragment_is_the_part_of_the_page_it_replaces(office, "risks")


@breaks(test_pages.test_an_export_has_the_columns_of_the_list_with_the_same_values)
def an_export_with_other_values(patch: pytest.MonkeyPatch, office: Office) -> None:
    patch.setattr(sheets, "harmless", lambda text: f"{text}。")
    test_pages.test_an_export_has_the_columns_of_the_list_with_the_same_values(office, "risks")


@breaks(test_pages.test_a_page_only_reads)
def a_page_that_writes(patch: pytest.MonkeyPatch, office: Office) -> None:
    real = items.find

    def finding(*given: Any) -> Record:
        record = real(*given)
        type(record).objects.filter(pk=record.pk).update(version=99)
        return record

    patch.setattr(items, "find", finding)
    test_pages.test_a_page_only_reads(office, "risks")


@breaks(test_pages.test_the_interface_opens_and_acts_as_the_pages_do)
def an_interface_that_does_not_act(patch: pytest.MonkeyPatch, office: Office) -> None:
    patch.setattr(test_pages, "program", test_pages.browser)
    test_pages.test_the_interface_opens_and_acts_as_the_pages_do(office, "risks")
