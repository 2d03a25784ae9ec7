"""The form of an act, made from its command: what is asked, what was answered, and the command that comes of it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.kept import AUTHOR
from yaoan.kernel.commands import Command, Invalid, Open, ids, parse
from yaoan.kernel.ledger import pickers, uploads
from yaoan.kernel.ledger.fields import fields_for, fill, read_options, sent, suggest
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.records.models import Record

if TYPE_CHECKING:
    Files = MultiValueDict[str, UploadedFile[bytes]]

OWN_WORDS = ("csrfmiddlewaretoken", AUTHOR, "_find", "_upload", "_back", "confirmed")
"""Words of the form that are neither answers nor to be carried on."""


KNOWN = frozenset({*OWN_WORDS, "effective_on", "command_id", "version", "pin"})
"""Words of a form beside its answers."""


class ActForm:
    """A form for one command; `record` is None where the act opens one.

    `data` are the answers as sent (None: a new form, filled from suggestions and from `given`, the address).
    """

    def __init__(
        self,
        command: type[Command],
        actor: Actor,
        record: Record | None = None,
        *,
        data: QueryDict | None = None,
        files: "Files | None" = None,
        given: Mapping[str, str] | None = None,
        find: str = "",
    ) -> None:
        self.command, self.actor, self.record = command, actor, record
        self.faults: list[str] = []
        self.effective_faults: list[str] = []
        self.effective_on, self.command_id = "", str(ids.command_id())
        self.version = record.version if record else 0
        self.fields = fields_for(command)
        self.data = data.copy() if data is not None else None
        if self.data is None:
            is_for_many = record is None and not issubclass(command, Open)
            for question in () if is_for_many else self.fields:
                suggest(question, record, actor, given or {})
        else:
            self._take(self.data, files or MultiValueDict())
        for question in self.fields:
            read_options(question, command, actor, find=find == question.name)

    @property
    def act(self) -> Act:
        return self.command.act

    @property
    def has_files(self) -> bool:
        return any(question.control == "files" for question in self.fields)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """All answers as hidden fields, for a page between the form and the deed."""
        data = self.data if self.data is not None else QueryDict()
        return [(name, value) for name, values in data.lists() if name not in OWN_WORDS for value in values]

    @property
    def body(self) -> str:
        """All answers in one text that `QueryDict` reads."""
        kept = QueryDict(mutable=True)
        for name, value in self.carried:
            kept.appendlist(name, value)
        return kept.urlencode()

    @property
    def all_faults(self) -> list[tuple[str, str, str]]:
        """(id of the field or "", label, sentence) of everything wrong, in the order of the page."""
        named = [(item.id, str(item.ask.label), text) for item in self.fields for text in item.faults]
        named += [("f-effective_on", gettext("实际发生日期"), text) for text in self.effective_faults]
        return [*named, *(("", "", text) for text in self.faults)]

    def ensure_all_asked(self) -> None:
        """Refuse what was typed into a question that this version no longer asks: a page may be older than the program.

        Each such answer stands in the sentence, since the form that is shown again has no place for it. A name that begins with
        `_` is a word of the page around the form. Raises Invalid.
        """
        names = {question.name for question in self.fields} | KNOWN
        typed = {
            name: value.strip()
            for name, value in self.carried
            if not name.startswith("_") and name.split(".")[0] not in names
        }
        sentence = gettext(
            "系统更新后不再问“%(name)s”，您填写的“%(value)s”没有用上。请抄到合适的栏目里，核对后再提交。"
        )
        texts = [sentence % {"name": name, "value": value} for name, value in typed.items() if value]
        if texts:
            raise Invalid({"": texts})

    def ready(self) -> Command:
        """The command. Raises Invalid with everything wrong, which then also stands in the form."""
        faults = pickers.out_of_reach(self.command, self.actor, {item.name: item.values for item in self.fields})
        for question in self.fields:
            if question.faults:  # a file that could not be stored
                faults.setdefault(question.name, []).extend(question.faults)
        day: date | None = None
        try:
            day = date.fromisoformat(self.effective_on) if self.effective_on else None
        except ValueError:
            faults["effective_on"] = [gettext("请写成 2025-01-31 这样的日期。")]
        command: Command | None = None
        try:
            answers = {question.name: sent(question) for question in self.fields}
            command = parse(self.command, answers, effective_on=day, command_id=UUID(self.command_id))
        except Invalid as error:
            for name, texts in error.faults.items():
                faults.setdefault(name, []).extend(texts)
        if faults or command is None:
            refusal = Invalid(faults)
            self.take_faults(refusal)
            raise refusal
        return command

    def take_faults(self, refusal: Invalid) -> None:
        """Write what was refused beside the questions it belongs to."""
        by_name = {question.name: question for question in self.fields}
        for question in self.fields:
            question.faults = []
        self.faults, self.effective_faults = [], list(refusal.faults.get("effective_on", ()))
        for name, texts in refusal.faults.items():
            if name != "effective_on":
                (by_name[name].faults if name in by_name else self.faults).extend(texts)

    def _take(self, data: QueryDict, files: "Files") -> None:
        for question in self.fields:
            fill(question, data)
            if question.control == "files":
                question.kept, question.faults = uploads.collect(question.name, data, files, self.actor.user_id)
                uploads.as_data(question.name, question.kept, data)
        self.effective_on = data.get("effective_on", "").strip()
        self.command_id = _uuid(data.get("command_id", "")) or self.command_id
        version = data.get("version", "")
        self.version = int(version) if version.isdigit() else 0


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def step_id(command_id: UUID | None, record_id: Any) -> UUID | None:
    """The id of one of many commands sent by one form: the same form gives the same ids again."""
    return uuid5(command_id, str(record_id)) if command_id else None
