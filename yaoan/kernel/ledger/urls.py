"""Addresses: those every installation has once, and those of each ledger."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path, register_converter

from yaoan.kernel.ledger.declarations import Ledger
from yaoan.kernel.ledger.views import acts, bulk, exports, files, items, lists, searching


class NumberConverter:
    """The number of a record, e.g. RSK-2025-000123."""

    regex = "[A-Z][A-Z0-9]*-[0-9]{4}-[0-9]{6,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "number")

urlpatterns = [
    path("search/", searching.search, name="search"),
    path("pick/<slug:to>/", searching.pick, name="pick"),
    path("files/<int:pk>/", files.show, name="file"),
]

PAGES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("", "list", lists.show),
    ("columns/", "columns", lists.choose_columns),
    ("views/save/", "save_view", lists.save_view),
    ("views/delete/", "delete_view", lists.delete_view),
    ("export.csv", "csv", exports.csv),
    ("export.xlsx", "xlsx", exports.xlsx),
    ("bulk/", "bulk", bulk.show),
    ("new/", "new", acts.new),
    ("new/<slug:act>/", "open", acts.opening),
    ("<number:number>/", "item", items.show),
    ("<number:number>/print/", "print", items.print_out),
    ("<number:number>/<slug:act>/", "act", acts.act),
)
"""(address below /<kind>/, name, view) of every page of a ledger."""


def of_ledger(ledger: Ledger) -> list[URLPattern]:
    """The addresses of one ledger; their names are `<kind>.list`, `<kind>.item` and so on."""
    return [
        path(f"{ledger.kind}/{below}", view, {"ledger": ledger}, name=f"{ledger.kind}.{name}")
        for below, name, view in PAGES
    ]
