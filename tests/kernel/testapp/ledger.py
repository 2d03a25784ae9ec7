"""How the parcel ledger looks."""

from typing import Any

from tests.kernel.testapp.models import Parcel
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Link, Linked, Panel, Table, View
from yaoan.kernel.words import Text


def _size(parcel: Parcel) -> Chip:
    return Chip(parcel.get_size_display(), "danger" if parcel.size == "large" else "plain")


def _contents(_actor: Any, parcel: Parcel) -> list[tuple[Any, Any]]:
    return [
        (Text("内容", "Contents"), parcel.contents),
        (Text("重量（千克）", "Weight (kg)"), parcel.weight),
        (Text("易碎", "Fragile"), parcel.is_fragile),
        (Text("标签", "Labels"), parcel.labels),
    ]


def _parts(_actor: Any, parcel: Parcel) -> Table:
    parts = [Linked(part.number, part.get_absolute_url()) for part in parcel.parts.order_by("pk")]
    return Table([Text("编号", "Number")], [[part] for part in parts])


def _next(parcel: Parcel) -> str:
    return str(Text("接收后会指派给一个人发放。", "After receipt it is assigned to a person who delivers it."))


PARCELS = Ledger(
    model=Parcel,
    label=Text("包裹", "Parcels"),
    columns=(
        Column("number", Text("编号", "Number"), cell="link", sort="number"),
        Column("title", Text("名称", "Name")),
        Column("state", Text("状态", "State"), cell="state", sort="state"),
        Column("due", Text("期限", "Due"), cell="clock"),
        Column("size", Text("大小", "Size"), value=_size, sort="size", cell="chip"),
        Column("weight", Text("重量（千克）", "Weight (kg)"), sort="weight", cell="number"),
        Column("area", Text("所在地", "Place"), cell="place", sort="area"),
        Column("agency", Text("责任单位", "Unit"), cell="agency"),
        Column("holder", Text("责任人", "Person"), cell="person"),
        Column("opened_on", Text("登记日期", "Announced on"), cell="date", sort="opened_on", shown=False),
        Column("changed_at", Text("最近变动", "Last change"), cell="instant", sort="changed_at", shown=False),
        Column("is_fragile", Text("易碎", "Fragile"), cell="bool", shown=False),
        Column("labels", Text("标签", "Labels"), cell="tags", shown=False),
        Column("origin", Text("原包裹", "Split off from"), cell="link", shown=False),
    ),
    filters=(
        Filter("state", Text("状态", "State"), "choice"),
        Filter("size", Text("大小", "Size"), "choice"),
        Filter("holder", Text("责任人", "Person"), "person"),
        Filter("agency", Text("责任单位", "Unit"), "agency"),
        Filter("opened_on", Text("登记日期", "Announced on"), "day", shown=False),
        Filter("weight", Text("重量", "Weight"), "number", shown=False),
        Filter("is_fragile", Text("易碎", "Fragile"), "bool", shown=False),
        Filter("contents", Text("内容", "Contents"), "text", shown=False),
        Filter("place", Text("所在地", "Place"), "area", field="area", shown=False),
        Filter("origin", Text("原包裹", "Split off from"), "reference", to="parcels", shown=False),
        Filter("part_size", Text("分出部分的大小", "Size of a part"), "choice", field="parts__size",
               choices=[("small", Text("小", "Small"))], shown=False),
    ),
    panels=(
        Panel("contents", Text("内容", "Contents"), rows=_contents),
        Panel("parts", Text("分出的包裹", "Parts"), rows=_parts, wide=True),
        Panel("note", Text("说明", "Note"), template="testapp/note.html"),
    ),
    views=(
        View("waiting", Text("待接收", "Waiting"), "state=announced"),
        View("mine", Text("我负责的", "Mine"), "holder=me&sort=due"),
    ),
    links=(
        Link(Text("包裹说明", "About parcels"), "/search/?q=PCL"),
        Link(Text("原包裹", "Split off from"), lambda parcel: parcel.origin and parcel.origin.get_absolute_url(), place="item"),
    ),
    summary=_next,
    bulk=("assign", "lose"),
    openings=("announce",),
    dimensions={"product": "size", "campaign": "origin"},
    sensitive=True,
)  # fmt: skip
