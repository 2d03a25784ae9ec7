"""What officials may do to a licence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yaoan.kernel.commands import Change, Evidence, Open, Remarking, Reverting, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.subjects import lifecycle
from yaoan.modules.subjects.choices import LicenceKind
from yaoan.modules.subjects.commands.checks import date_faults, faults_of, kept
from yaoan.modules.subjects.commands.suggestions import own_agency, own_place, so_far
from yaoan.modules.subjects.models import Licence


@dataclass(frozen=True, kw_only=True)
class Grant(Open[Licence]):
    """Enter a licence of a firm, with its dates."""

    act: ClassVar[Act] = lifecycle.GRANT
    model: ClassVar[type[Licence]] = Licence

    subject_id: int = ask(_("企业"), to="subjects")
    licence_kind: LicenceKind = ask(_("证照类别"))
    code: str = ask(_("证照编号"), max_length=60)
    issued_on: date | None = ask(_("发证日期"), default=None)
    expires_on: date | None = ask(_("有效期至"), default=None, help=_("长期有效的不填"))
    issuer: str = ask(_("发证机关"), default="", max_length=120)
    scope: str = ask(_("许可范围"), default="", lines=3, max_length=8000)
    area: str = ask(_("所在地"), to="division", suggest=own_place)
    agency_id: int | None = ask(_("监管单位"), to="agency", default=None, suggest=own_agency)
    files: tuple[Evidence, ...] = ask(_("证照扫描件"), default=())

    def faults(self) -> Mapping[str, list[str]]:
        return {**faults_of(code=(self.licence_kind, self.code)), **date_faults(self.issued_on, self.expires_on)}

    def apply(self, record: Licence) -> None:
        record.subject_id, record.licence_kind = self.subject_id, self.licence_kind
        record.code = kept(self.licence_kind, self.code)
        record.title = f"{LicenceKind(self.licence_kind).label.message} {record.code}"
        record.issuer, record.scope, record.area = self.issuer, self.scope, self.area
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        record.issued_on, record.expires_on = self.issued_on, self.expires_on


@dataclass(frozen=True, kw_only=True)
class AmendLicence(Change[Licence]):
    """Record a change of what a licence permits, or put its details right. Renewal is an act of its own."""

    act: ClassVar[Act] = lifecycle.AMEND_LICENCE
    model: ClassVar[type[Licence]] = Licence

    code: str = ask(_("证照编号"), max_length=60, suggest=so_far("code"))
    issued_on: date | None = ask(_("发证日期"), default=None, suggest=so_far("issued_on"))
    expires_on: date | None = ask(_("有效期至"), default=None, suggest=so_far("expires_on"))
    issuer: str = ask(_("发证机关"), default="", max_length=120, suggest=so_far("issuer"))
    scope: str = ask(_("许可范围"), default="", lines=3, max_length=8000, suggest=so_far("scope"))
    files: tuple[Evidence, ...] = ask(_("证照扫描件"), default=())

    def faults(self) -> Mapping[str, list[str]]:
        return date_faults(self.issued_on, self.expires_on)

    def objections(self, record: Licence) -> Mapping[str, list[str]]:
        return faults_of(code=(record.licence_kind, self.code))

    def apply(self, record: Licence) -> None:
        record.code = kept(record.licence_kind, self.code)
        record.title = f"{LicenceKind(record.licence_kind).label.message} {record.code}"
        record.issuer, record.scope = self.issuer, self.scope
        record.issued_on, record.expires_on = self.issued_on, self.expires_on


@dataclass(frozen=True, kw_only=True)
class Remind(Change[Licence]):
    """Tell the firm that its licence runs out, and note how it was told."""

    act: ClassVar[Act] = lifecycle.REMIND
    model: ClassVar[type[Licence]] = Licence

    how: str = ask(_("提醒方式和内容"), lines=2, max_length=1000)

    def apply(self, record: Licence) -> None:
        record.reminded_on = self.day


@dataclass(frozen=True, kw_only=True)
class Urge(Change[Licence]):
    """Tell the firm a last time that its licence runs out, and note how it was told."""

    act: ClassVar[Act] = lifecycle.URGE
    model: ClassVar[type[Licence]] = Licence

    how: str = ask(_("催办方式和内容"), lines=2, max_length=1000)

    def apply(self, record: Licence) -> None:
        record.urged_on = self.day


@dataclass(frozen=True, kw_only=True)
class Renew(Change[Licence]):
    """Record that a licence was renewed."""

    act: ClassVar[Act] = lifecycle.RENEW
    model: ClassVar[type[Licence]] = Licence

    issued_on: date | None = ask(_("换证日期"), default=None)
    expires_on: date = ask(_("新的有效期至"))
    files: tuple[Evidence, ...] = ask(_("证照扫描件"), default=())

    def faults(self) -> Mapping[str, list[str]]:
        return date_faults(self.issued_on, self.expires_on)

    def objections(self, record: Licence) -> Mapping[str, list[str]]:
        if record.expires_on and self.expires_on <= record.expires_on:
            text = _("新的有效期 {new} 不晚于现在的有效期 {old}，请核对。").format(
                new=self.expires_on, old=record.expires_on
            )
            return {"expires_on": [text]}
        return {}

    def apply(self, record: Licence) -> None:
        record.reminded_on = record.urged_on = None
        record.issued_on, record.expires_on = self.issued_on or record.issued_on, self.expires_on


@dataclass(frozen=True, kw_only=True)
class Lapse(Change[Licence]):
    """Record that a licence ran out without being renewed; the system does so the day after."""

    act: ClassVar[Act] = lifecycle.LAPSE
    model: ClassVar[type[Licence]] = Licence

    def objections(self, record: Licence) -> Mapping[str, list[str]]:
        if record.expires_on is None or record.expires_on >= self.day:
            return {"": [str(_("证照还在有效期内，不能记为过期。"))]}
        return {}

    def apply(self, record: Licence) -> None:
        """That it ran out is in the state and in the history."""


@dataclass(frozen=True, kw_only=True)
class Cancel(Change[Licence]):
    """Record that a licence was given up, cancelled or revoked, with the decision."""

    act: ClassVar[Act] = lifecycle.CANCEL
    model: ClassVar[type[Licence]] = Licence

    reason: str = ask(_("注销吊销的依据和原因"), lines=3, max_length=1000)
    files: tuple[Evidence, ...] = ask(_("决定文书"), default=())

    def apply(self, record: Licence) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class FollowLicence(Change[Licence]):
    """Go with the firm to another area or unit."""

    act: ClassVar[Act] = lifecycle.FOLLOW_LICENCE
    model: ClassVar[type[Licence]] = Licence

    area: str = ask(_("所在地"), to="division")
    agency_id: int = ask(_("监管单位"), to="agency")

    def apply(self, record: Licence) -> None:
        record.area, record.agency_id = self.area, self.agency_id


@dataclass(frozen=True, kw_only=True)
class RemarkLicence(Remarking[Licence]):
    """Add a remark to a licence, with files if there are any."""

    act: ClassVar[Act] = lifecycle.LICENCES["remark"]
    model: ClassVar[type[Licence]] = Licence


@dataclass(frozen=True, kw_only=True)
class RevertLicence(Reverting[Licence]):
    """Take back the latest act on a licence."""

    act: ClassVar[Act] = lifecycle.LICENCES["revert"]
    model: ClassVar[type[Licence]] = Licence
