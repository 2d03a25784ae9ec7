"""A reading as lines for a terminal."""

from collections.abc import Iterator

from yaoan.kernel.reading.repair.outcome import shortened
from yaoan.kernel.words import _

from .kinds import CAMPAIGNS
from .reading import LABELS, Reading


def displayed(reading: Reading) -> str:
    """What was understood, one field a line, and then what is to be checked."""
    return "\n".join((*_head(reading), *_draft(reading), *_remarks(reading)))


def _head(reading: Reading) -> Iterator[str]:
    values = reading.as_json()
    yield _("{kind}（{reason}）").format(kind=reading.kind.label, reason=reading.reason)
    for field in ("title", "doc_no", "date", "published", "index_no"):
        if values[field]:
            yield f"{LABELS[field]}  {values[field]}"
    for field, name in (
        ("issuers", "issuer"),
        ("addressees", "addressees"),
        ("attachment_titles", "attachment_titles"),
    ):
        if values[field]:
            yield f"{LABELS[name]}  {'、'.join(values[field])}"


def _draft(reading: Reading) -> Iterator[str]:
    if reading.kind not in CAMPAIGNS:
        yield str(_("这不是部署工作的文件，不生成专项行动。"))
        return
    values = reading.as_json()
    period = values["period"]
    yield f"{LABELS['period']}  {period['raw'] or '—'}  [{period['start'] or '—'} … {period['end'] or '—'}]"
    for facet, items in values["focus"].items():
        if items:
            yield f"{LABELS[facet]}  {'｜'.join(items)}"
    for field in ("goals", "parents", "basis"):
        if values[field]:
            yield f"{LABELS[field]}  {'｜'.join(values[field])}"
    for stage in values["stages"]:
        yield f"{LABELS['stages']}  {stage['name']}  {stage['when'] or '—'}"
    for task in values["tasks"]:
        units = "、".join(task["responsible"]) or "—"
        yield f"{LABELS['tasks']}  {task['path']}  {shortened(task['title'], 40)}  [{units}]  {task['due'] or ''}".rstrip()
    for item in values["deadlines"]:
        yield f"{LABELS['deadlines']}  {item['due'] or item['when']}  {shortened(item['what'] or '—', 40)}"
    for duty in values["reporting"]:
        who, to, what, when = (duty[key] or "—" for key in ("who", "to", "what", "when"))
        yield f"{LABELS['reporting']}  {who} → {to}  {what}  {when}"


def _remarks(reading: Reading) -> Iterator[str]:
    for name, sentences in (
        (_("已修复"), reading.repairs),
        (LABELS["doubts"], [remark.sentence for remark in reading.doubts]),
        (LABELS["contradictions"], [remark.sentence for remark in reading.contradictions]),
    ):
        yield from (f"{name}  {sentence}" for sentence in sentences)
