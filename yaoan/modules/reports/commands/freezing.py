"""What is signed when a report is frozen, and what a correction slip says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yaoan.kernel import sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import Evidence, store
from yaoan.kernel.commands import NotAllowed
from yaoan.kernel.documents.parts import Block, Piece, Section, Table, pieces, written
from yaoan.kernel.figures.freezing import Change, freeze
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.journal import signing
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.words import _
from yaoan.modules.reports import queries, rules
from yaoan.modules.reports.models import Report
from yaoan.modules.reports.rules import Kept, Template

SNAPSHOT = "snapshot"
"""The purpose of the file that holds what was signed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signed snapshot: the SHA-256 of the file that keeps it, and the signature over its content."""

    digest: str
    signature: str
    file: Evidence


def title_of(template: Template, first: date, last: date) -> str:
    """The name of a report: 2025年6月专项行动月报."""
    return f"{rules.period_words(Period(first, max(first, last)))}{template.label.read('zh')}"


def seal(report: Report, actor: Actor) -> Sealed:
    """Count every figure of a report once more up to its cut-off, and sign what the report says; with the main figures
    the rows themselves are signed.

    Raises NotAllowed where a figure came out otherwise: entries were still on their way when it was read.
    """
    kept = Kept(report.figures)
    basis = queries.basis_of(report, actor, upto=kept.cutoff)
    moved = next(rules.differences(kept, Kept(queries.reckon(basis))), None)
    if moved is not None:
        raise NotAllowed(_("“{label}”在取数以后有变动；请退回刷新数字后再冻结。").format(label=moved.label))
    main = ((key, queries.figure_of(basis, kept, key)) for key in basis.template.main)
    cells = {f"{key}|{rules.AFTER}": figure for key, figure in main if figure is not None}
    frozen = freeze(cells.values(), upto=kept.cutoff)
    content = {
        "report": report.number,
        "title": report.title,
        "agency": report.agency_id,
        "figures": report.figures,
        "words": report.words,
        "text": list(_lines(report, kept)),
        "cells": list(cells),
        "frozen": frozen,
        "cutoff": _entry(kept.cutoff),
        "frozen_by": actor.user_id,
    }
    signed = rules.envelope(content, sign=signing.sign, key=signing.public_key())
    file = store([rules.sealing.spelled(signed)], name=f"{report.number}.json", purpose=SNAPSHOT)
    return Sealed(file.sha256, signed["signature"], file)


@sight.whole()
def _entry(pk: int) -> dict[str, Any]:
    """The entry up to which was counted, with the hash that the journal has for it."""
    found = Entry.objects.filter(pk=pk).values_list("hash", flat=True).first()
    return {"entry": pk, "hash": bytes(found).hex() if found else None}


def _lines(report: Report, kept: Kept) -> Iterator[str]:
    """The paper as plain lines."""
    facts = queries.facts_of(report)
    paper = rules.paper_of(queries.template_of(report.template), kept, report.words, facts)
    yield paper.title
    for section in paper.sections:
        yield from _section(section)
    for attachment in paper.attachments:
        yield attachment.title
        for block in attachment.blocks:
            yield from _block(block)


def _section(section: Section) -> Iterator[str]:
    if section.heading:
        yield section.heading
    for block in section.blocks:
        yield from _block(block)
    for inner in section.sections:
        yield from _section(inner)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield "\t".join(column.label for column in block.columns)
        yield from ("\t".join(written(cell) for cell in row) for row in block.rows)
    else:
        yield "".join(piece.text if isinstance(piece, Piece) else piece for piece in pieces(block))


def slip(report: Report, actor: Actor, *, reason: str, on: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """A correction slip and the figures that hold from now on.

    The slip names each cell that changed with the entries that changed it: number of the record, act, who, when, why.
    """
    old, new = Kept(report.figures), queries.kept_now(report, actor)
    content = {
        "number": len(report.slips) + 1,
        "on": on.isoformat(),
        "by": actor.user_id,
        "by_name": actor.name,
        "reason": reason,
        "before": old.cutoff,
        "after": new.cutoff,
        "cells": [_cell(report, actor, difference, since=old.cutoff) for difference in rules.differences(old, new)],
    }
    digest = rules.sha256_of(content)
    signed = {**content, "sha256": digest, "signature": signing.sign(rules.proof(digest)).hex()}
    return signed, {**new.data, "figures": {key: _lasting(old, new, key) for key in new.names}}


def _lasting(old: Kept, new: Kept, key: str) -> Mapping[str, Any]:
    """A figure after a correction; one of the moment stays what it was when the report was made."""
    return old.item(key) if key in old.names and old.item(key)["moment"] else new.item(key)


def _cell(report: Report, actor: Actor, found: rules.Difference, *, since: int) -> dict[str, Any]:
    """A cell that changed, with the entries after `since` that changed it; parts of tables go by the whole."""
    explanation = None if found.part else queries.explained(report, actor, found.key, found.variant)
    changes = [change for change in explanation.changes if change.entry > since] if explanation else []
    return {
        "key": found.key, "variant": found.variant, "label": found.label, "unit": found.unit, "old": found.old,
        "new": found.new, "part": found.part, "part_label": found.part_label, "rows": [_row(change) for change in changes],
    }  # fmt: skip


def _row(change: Change) -> dict[str, Any]:
    return {
        "entry": change.entry, "number": change.number, "kind": change.kind, "act": change.act,
        "on": change.effective_on.isoformat(), "recorded_at": change.recorded_at.isoformat(), "by": change.actor,
        "by_name": change.actor_name, "old": str(change.old), "new": str(change.new), "why": change.why,
        "reason": change.reason,
    }  # fmt: skip
