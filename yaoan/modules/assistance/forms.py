"""What is asked before somebody's whole work is given to another person."""

from collections.abc import Mapping
from dataclasses import dataclass

from yaoan.kernel.commands import Command, ask
from yaoan.kernel.words import _


@dataclass(frozen=True, kw_only=True)
class WholeWork(Command):
    """Whose work, or the work of which place, goes to whom, and why. It ends in an act on each record."""

    from_id: int | None = ask(_("原承办人"), to="user", default=None, help=_("不选时，移交所在地的全部工作"))
    area: str = ask(_("所在地"), to="division", default="", help=_("选了，只移交这个地方的工作"))
    to_id: int = ask(_("新承办人"), to="user")
    reason: str = ask(_("移交原因"), lines=2, max_length=1000)

    def faults(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        if self.from_id is None and not self.area:
            found["from_id"] = [str(_("请选择原承办人或者所在地，至少一项。"))]
        if self.from_id == self.to_id:
            found["to_id"] = [str(_("新承办人就是原承办人。"))]
        return found
