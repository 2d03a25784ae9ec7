"""The short ways to a report: draft one for a month, and write it to files."""

from datetime import date
from pathlib import Path
from typing import Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency
from yaoan.kernel.commands import open_record
from yaoan.kernel.documents import BadTemplate, fill, sheet, word
from yaoan.kernel.documents.parts import Paper
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.secrets import home
from yaoan.modules.campaigns.public import Campaign, Return
from yaoan.modules.reports import queries, rules
from yaoan.modules.reports.commands.papers import Draft
from yaoan.modules.reports.models import Report
from yaoan.modules.reports.rules import AFTER, BEFORE, TOTAL, Kept
from yaoan.modules.reports.rules.periods import last_whole

MONTHLY, OF_UNIT = "campaign_monthly", "unit_monthly"


def draft_monthly(
    actor: Actor, campaign: Campaign | None, month: Period, *, owed: Return | None = None, area: str = ""
) -> Report:
    """Draft the monthly report of a campaign (without one: of the unit) for the unit above.

    Raises NotAllowed or Invalid.
    """
    above = Agency.objects.filter(pk=actor.agency_id).values_list("parent_id", flat=True).first()
    command = Draft(
        template=MONTHLY if campaign else OF_UNIT,
        campaign_id=campaign.pk if campaign else None,
        covers_from=month.start,
        covers_until=month.end,
        area=area,
        owed_id=owed.pk if owed else None,
        to_id=owed.to_id if owed else above,
        due_on=owed.due_on if owed else None,
    )
    return open_record(command, by=actor)


def write_monthly(actor: Actor, campaign: Campaign | None, until: date, folder: Path) -> list[Path]:
    """Draft the report on the last month that was over by a day, and write it as Word and Excel; the files written."""
    report = draft_monthly(actor, campaign, last_whole("month", until))
    paths = [folder / f"{report.number}.docx", folder / f"{report.number}.xlsx"]
    for path, content in zip(paths, (write_docx(report), write_xlsx(report)), strict=True):
        path.write_bytes(content)
    return paths


def paper(report: Report, **more: Any) -> Paper:
    """The paper of a report; `more` as `queries.facts_of` takes it."""
    foot = _foot(report)
    facts = queries.facts_of(report, foot=foot, **more)
    return rules.paper_of(queries.template_of(report.template), Kept(report.figures), report.words, facts)


def _foot(report: Report) -> str:
    """By what a printed report is compared with the record."""
    cutoff = Kept(report.figures).cutoff if report.figures else 0
    if not report.is_frozen:
        return ""
    slips = f"，更正单{len(report.slips)}份" if report.slips else ""
    return f"{report.number}　数字截至日志第{cutoff}条{slips}　快照 SHA-256 {report.snapshot}"


def write_docx(report: Report, *, official: bool = False) -> bytes:
    """The report as a Word file: in the office's own template where it keeps one, else in the layout of GB/T 9704.

    `official` leaves an own template aside. Raises BadTemplate where it cannot be filled.
    """
    own = None if official else own_template(report)
    return fill(own, values_for_template(report)) if own else word(paper(report))


def own_template(report: Report) -> Path | None:
    """The office's own Word template for this kind of report: `templates/reports/<kind>.docx` at home."""
    path = home() / "templates" / "reports" / f"{report.template}.docx"
    return path if path.is_file() else None


def values_for_template(report: Report) -> dict[str, Any]:
    """What an own template may ask for: `found`, `found_before`, `found_total` and so on, words and slots."""
    kept, facts = Kept(report.figures), queries.facts_of(report)
    values: dict[str, Any] = {
        **facts.words,
        "title": report.title,
        "number": report.number,
        **dict.fromkeys(_slots(), ""),
    }
    values |= report.words
    for key in kept.names:
        for variant, ending in ((AFTER, ""), (BEFORE, "_before"), (TOTAL, "_total")):
            values[f"{key}{ending}"] = kept.text(key, variant)
    values["tables"] = kept.tables()
    return values


def _slots() -> list[str]:
    from yaoan.modules.reports.choices import Slot

    return [str(slot) for slot in Slot]


def write_xlsx(report: Report) -> bytes:
    """The tables of the report as an Excel file; each sum stands beside the formula that checks it."""
    facts = queries.facts_of(report)
    tables = rules.tables_of(queries.template_of(report.template), Kept(report.figures), facts)
    return sheet(tables, title=report.title, maker=facts.unit)


__all__ = ["BadTemplate", "draft_monthly", "own_template", "paper", "write_docx", "write_monthly", "write_xlsx"]
