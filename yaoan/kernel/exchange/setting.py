"""Where a sheet is read: by whom, for which place, and which places and agencies its cells may name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency, Division
from yaoan.kernel.words import _


class Unclear(Exception):
    """A cell that does not say what its column asks for; the text says what is wrong, `way_out` what helps."""

    def __init__(self, problem: str, way_out: object) -> None:
        super().__init__(problem)
        self.way_out = way_out


@dataclass(frozen=True)
class Setting:
    """The person who imports and the place that rows without one belong to."""

    actor: Actor
    area: str
    today: date

    @classmethod
    def of(cls, actor: Actor, area: str) -> "Setting":
        return cls(actor, area, clock.today())

    def reaches(self, permission: str, area: str) -> bool:
        """Whether the person's permission reaches a place by its areas; that a unit answers for it does not help here."""
        reach = self.actor.rights.get(permission)
        return reach is not None and reach.covers(area, None)

    def place(self, text: str) -> str:
        """The code of a place given by code, by name or by full name. Raises Unclear."""
        if text.isdigit():
            if text in self._names or self._is_known(text):
                return text
            raise Unclear(_("没有代码为 {text} 的行政区划").format(text=text), _("请核对代码，或填写名称。"))
        codes = self._places.get(text, ())
        if len(codes) == 1:
            return codes[0]
        if codes:
            problem = _("叫“{text}”的地方有 {count} 个").format(text=text, count=len(codes))
            raise Unclear(problem, _("请填写全称或区划代码。"))
        problem = _("{area}没有叫“{text}”的地方").format(area=self.area_name, text=text)
        raise Unclear(problem, _("请核对名称，或填写区划代码。"))

    def place_name(self, code: str) -> str:
        """The name of a place, or its code."""
        return self._names.get(code) or _name_of(code)

    @cached_property
    def area_name(self) -> str:
        return _name_of(self._reach) if self._reach else _("全国").format()

    def agency(self, text: str) -> int:
        """The id of an agency given by its name or short name. Raises Unclear."""
        found = self._agencies.get(text)
        if found is None:
            raise Unclear(_("没有叫“{text}”的单位").format(text=text), _("请填写系统里的单位名称或简称。"))
        return found

    def agency_name(self, agency_id: int) -> str:
        return next((name for name, found in self._agencies.items() if found == agency_id), str(agency_id))

    @cached_property
    def _reach(self) -> str:
        """The outermost place whose names are understood: the city around the place of the import, or that place."""
        return self.area[:4]

    @cached_property
    def _rows(self) -> list[tuple[str, str, str]]:
        rows = Division.objects.filter(code__startswith=self._reach).values_list("code", "name", "full_name")
        return list(rows)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {code: name for code, name, _full in self._rows}

    @cached_property
    def _places(self) -> dict[str, tuple[str, ...]]:
        """Codes by name: plain, full, and with the county before the township. The nearer places come first."""
        found: dict[str, set[str]] = {}
        for code, name, full in self._rows:
            county = self._names.get(code[:6], "")
            for spelling in {name, full, county + name if len(code) > 6 else name}:
                found.setdefault(spelling, set()).add(code)
        return {name: self._nearest(codes) for name, codes in found.items()}

    def _nearest(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Of several places of one name, those inside the place of the import, where there are any."""
        inside = tuple(sorted(code for code in codes if code.startswith(self.area)))
        return inside or tuple(sorted(codes))

    def _is_known(self, code: str) -> bool:
        return Division.objects.filter(code=code).exists()

    @cached_property
    def _agencies(self) -> dict[str, int]:
        rows = list(Agency.objects.values_list("pk", "name", "short"))
        return {short: pk for pk, _name, short in rows} | {name: pk for pk, name, _short in rows}


def _name_of(code: str) -> str:
    found = Division.objects.filter(code=code).values_list("name", flat=True).first()
    return found or code
