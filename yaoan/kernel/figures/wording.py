"""How a figure is counted, in words for those who must answer for it."""

from collections.abc import Iterator
from string import ascii_uppercase
from typing import Any

from yaoan.kernel.commands import asked, command_for
from yaoan.kernel.figures.formulas import Atom, Difference, Formula, Measure, Ratio, Sum
from yaoan.kernel.lifecycle import Lifecycle
from yaoan.kernel.records.models import Record, model_of
from yaoan.kernel.words import Text, _

PHRASES = {
    Measure.ACTS: _("{kind}：统计期内“{words}”的次数"),
    Measure.RECORDS: _("{kind}：统计期内“{words}”过的条数，每条只计一次"),
    Measure.AMOUNTS: _("{kind}：统计期内“{words}”时填写的“{field}”合计"),
    Measure.STOCK: _("{kind}：期末处于“{words}”的条数"),
    Measure.OVERDUE: _("{kind}：此刻超过期限还没有“{words}”的件数"),
}
RULES = {
    Measure.ACTS: _("按生效日期计入统计期；已撤回的不计；补录的计入它生效的那一天。"),
    Measure.RECORDS: _(
        "按生效日期计入统计期；已撤回的不计；同一条在不同地区、不同时期分别计，因此各部分相加可能大于总数。"
    ),
    Measure.AMOUNTS: _("按生效日期计入统计期；已撤回的不计；没有填写数额的不计。"),
    Measure.STOCK: _("按统计期最后一天结束时的状态计；统计期未结束的，按现在的状态计；已撤回的步骤视为没有发生。"),
    Measure.OVERDUE: _("只能按此刻计；过去某一天有多少超期无法倒推，需要留存的请在当天冻结报表。"),
}
TOLD = 6
"""Up to so many values of a facet are all named."""
FACETS = {"punctuality": _("时限")}
TIMINGS = {"in_time": _("按期"), "late": _("超期")}
"""The facet that records work out themselves, see `Record.timing`."""
PLACE = _("地区和责任单位按办理当时的登记；只数您有权查看的范围。")


def sentence(atom: Atom) -> str:
    """What one count counts, e.g. “风险隐患：统计期内“销号”的次数，其中等级为“较大”或“重大””."""
    model = model_of(atom.kind)
    lifecycle: Lifecycle = model.lifecycle
    said = PHRASES[atom.measure].format(
        kind=lifecycle.label,
        words=_or([_word(lifecycle, atom, word) for word in atom.words]),
        field=_field(model, atom),
    )
    return "".join([said, *(_condition(model, facet, values) for facet, values in atom.where)])


def _condition(model: type[Record], facet: str, values: tuple[str, ...]) -> str:
    """What the records have in common. Of records referred to neither ids nor number: not everybody may see them all."""
    if is_reference(model, facet):
        return _("，其中只数所选{facet}的记录").format(facet=facet_label(model, facet))
    told = _or([facet_value(model, facet, value) for value in values[:TOLD]])
    if len(values) > TOLD:
        return _("，其中{facet}为“{values}”等 {count} 项之一").format(
            facet=facet_label(model, facet), values=told, count=len(values)
        )
    return _("，其中{facet}为“{values}”").format(facet=facet_label(model, facet), values=told)


def lettered(formula: Formula) -> list[tuple[str, Atom]]:
    """The counts in a formula, each with the letter that stands for it; a single one needs none."""
    atoms = formula.atoms()
    letters = ascii_uppercase if len(atoms) > 1 else " "
    return [(letter.strip(), atom) for letter, atom in zip(letters, atoms, strict=False)]


def expression(formula: Formula) -> str:
    """The formula with letters for its counts, e.g. “A ÷ B × 100，保留 1 位小数”; empty for a single count."""
    if isinstance(formula, Atom):
        return ""
    names = {atom: letter for letter, atom in lettered(formula)}
    text = _spelled(formula, names)
    if isinstance(formula, Ratio):
        return _("{formula}，四舍五入保留 {digits} 位小数；分母为 0 时没有结果").format(
            formula=text, digits=formula.digits
        )
    return text


def rules(formula: Formula) -> Iterator[str]:
    """By which rules it is counted, each a sentence."""
    for measure in dict.fromkeys(atom.measure for atom in formula.atoms()):
        yield str(RULES[measure])
    yield str(PLACE)


def facet_label(model: type[Record], facet: str) -> str:
    """What a facet is called."""
    if facet in FACETS:
        return str(FACETS[facet])
    found = _model_field(model, facet)
    return str(found.verbose_name) if found else facet


def facet_value(model: type[Record], facet: str, value: str) -> str:
    """What a value of a facet is called."""
    found = _model_field(model, facet)
    labels = {str(key): label for key, label in (found.flatchoices if found else ())}
    return str(labels.get(value) or TIMINGS.get(value) or value)


def is_reference(model: type[Record], facet: str) -> bool:
    """Whether the values of a facet are ids of other records."""
    found = _model_field(model, facet)
    return found is not None and found.is_relation and issubclass(found.related_model, Record)


def referred(model: type[Record], facet: str) -> str:
    """The kind of record to which the values of a facet refer."""
    kind: str = _model_field(model, facet).related_model.lifecycle.kind
    return kind


def act_label(kind: str, act: str) -> str:
    """What an act is called; its name where the lifecycle no longer has it."""
    try:
        lifecycle: Lifecycle = model_of(kind).lifecycle
    except LookupError:
        return act
    return str(lifecycle[act].label) if act in lifecycle else act


def _model_field(model: type[Record], name: str) -> Any:
    return next((field for field in model._meta.concrete_fields if name in (field.name, field.attname)), None)


def _word(lifecycle: Lifecycle, atom: Atom, word: str) -> str:
    return str(lifecycle.states(word).label if atom.measure is Measure.STOCK else lifecycle[word].label)


def _field(model: type[Record], atom: Atom) -> str:
    if not atom.field:
        return ""
    _type, question, _required = asked(command_for(model, atom.words[0]))[atom.field]
    return str(question.label)


def _or(words: list[str]) -> str:
    joint: Text = _("”或“")
    return str(joint).join(words)


def _spelled(formula: Formula, names: dict[Atom, str]) -> str:
    if isinstance(formula, Atom):
        return names[formula]
    if isinstance(formula, Sum):
        return " + ".join(_bracketed(part, names) for part in formula.parts)
    assert isinstance(formula, (Difference, Ratio))
    over, under = _bracketed(formula.over, names), _bracketed(formula.under, names)
    return f"{over} − {under}" if isinstance(formula, Difference) else f"{over} ÷ {under} × {formula.per}"


def _bracketed(formula: Formula, names: dict[Atom, str]) -> str:
    text = _spelled(formula, names)
    return text if isinstance(formula, Atom) else f"({text})"
