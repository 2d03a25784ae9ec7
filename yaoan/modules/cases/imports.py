"""From a decision that was read and corrected to the command that keeps it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import store
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import Penalty
from yaoan.modules.cases.commands import Enter
from yaoan.modules.cases.rules.decisions import DecisionReading, fields_of
from yaoan.modules.subjects.public import ProductKind

ASIDE = ("keep", "command_id", "text", "name")
"""What the form asks beside the fields of the command."""


def draft_of(reading: DecisionReading) -> dict[str, Any]:
    """What a form about a decision starts with."""
    return fields_of(reading, law.document("catalogues/breaches"))


def enter_of(reading: DecisionReading, answers: Mapping[str, Any], *, actor: Actor) -> Enter:
    """The command that keeps a decision as it was corrected. Raises NotStored where its text cannot be kept."""
    said = {name: value for name, value in answers.items() if name not in ASIDE}
    firm = queries.firm_of(actor, said["subject_code"])
    source = store([reading.text.encode()], name=answers["name"] or "决定书正文.txt", purpose="")
    return Enter(
        **{
            **said,
            "product_kind": ProductKind(said["product_kind"]),
            "penalties": tuple(Penalty(kind) for kind in said["penalties"]),
        },
        subject_id=firm.pk if firm else None,
        area=firm.area if firm else actor.place,
        conducts=tuple(dict.fromkeys(conduct.key for conduct, _words in reading.conducts)),
        text=reading.text,
        marks=reading.marks,
        doubts=tuple(remark.sentence for remark in (*reading.contradictions, *reading.doubts)),
        files=(source,),
        command_id=answers["command_id"],
    )


def pushed_form(reading: DecisionReading) -> str:
    """The address of the form that enters a penalty another province sent, filled with what the paper says."""
    said = draft_of(reading)
    known = {
        "sender": said["authority"], "decision_number": said["decision_number"], "decided_on": said["decided_on"],
        "subject_name": said["subject_name"], "subject_code": said["subject_code"], "breach": said["violation"],
        "penalty": said["penalty"],
    }  # fmt: skip
    return f"/publications/new/receive/?{urlencode({name: value for name, value in known.items() if value})}"
