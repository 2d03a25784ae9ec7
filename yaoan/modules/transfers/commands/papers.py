"""Papers that an act brings with it: made from the record, numbered by kind, year and unit, and kept by their hash."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yaoan.kernel import numbering
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.commands import Change, Evidence, Step, ask
from yaoan.kernel.documents import document_number, word
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.transfers import queries
from yaoan.modules.transfers.lifecycle import transfers as lifecycle
from yaoan.modules.transfers.models import Transfer

SIGNED = "signed"
"""The purpose of the Word file that was signed."""


@dataclass(frozen=True, kw_only=True)
class Keep(Change[Transfer]):
    """Keep a paper with the transfer: its number and its file. Follows from the act it was made for."""

    act: ClassVar[Act] = lifecycle.KEEP
    model: ClassVar[type[Transfer]] = Transfer

    form: str = ask(_("文书种类"), choices=lambda: [(key, form.label) for key, form in queries.forms().items()])
    code: str = ask(_("文号"), max_length=60)
    digest: str = ask(_("哈希"), max_length=64)
    files: tuple[Evidence, ...] = ask(_("签发件"), choices=lambda: [(SIGNED, _("签发件"))])

    def apply(self, record: Transfer) -> None:
        made = {"form": self.form, "code": self.code, "digest": self.digest, "on": self.day.isoformat()}
        record.papers = [*record.papers, made]
        if self.form == "letter":
            record.letter_number = self.code


def drawn(record: Transfer, form: str, day: date) -> Step:
    """The step that makes a paper of a transfer and keeps it."""
    head = f"{record.agency.paper_word}{queries.forms()[form].word}"
    code = document_number(head, day.year, numbering.reserve(f"{head}-{day.year}"))
    file = store([word(queries.paper_of(record, form, code=code, on=day))], name=f"{code}.docx", purpose=SIGNED)
    return Step(Keep(form=form, code=code, digest=file.sha256, files=(file,), effective_on=day), on=record)
