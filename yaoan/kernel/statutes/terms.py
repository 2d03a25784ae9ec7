"""The register of time limits, asked by name, day and place."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from yaoan.kernel.statutes.obstacles import UnknownTerm
from yaoan.kernel.statutes.reading import LAW, BadLaw, Fault
from yaoan.kernel.statutes.register import Instruments, Versions, read_terms
from yaoan.kernel.statutes.term import Term
from yaoan.kernel.words import Text


class Terms:
    """All versions of all terms, found by name, day and place."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._versions: dict[str, tuple[Term, ...]] = {}
        for term in terms:
            self._versions[term.name] = (*self._versions.get(term.name, ()), term)
        for name, versions in self._versions.items():  # the most particular place first
            self._versions[name] = tuple(
                sorted(versions, key=lambda term: (-len(term.place), term.place, term.in_force_from or date.min))
            )

    @classmethod
    def load(cls, path: Path = LAW / "terms", *more: Path) -> "Terms":
        """The terms of a folder. A further path replaces, name by name and place by place, what stood before.

        Raises BadLaw with every fault of every file.
        """
        kept: Versions = {}
        instruments: Instruments = {}
        faults: list[Fault] = []
        for folder in (path, *more):
            found, wrong = read_terms(folder, instruments)
            kept.update(found)
            faults += wrong
        if faults:
            raise BadLaw(faults)
        return cls(term for versions in kept.values() for term in versions)

    def __iter__(self) -> Iterator[Term]:
        return (term for name in self.names() for term in self._versions[name])

    def __len__(self) -> int:
        return sum(map(len, self._versions.values()))

    def names(self) -> tuple[str, ...]:
        """All names, in alphabetical order."""
        return tuple(sorted(self._versions))

    def versions(self, name: str) -> tuple[Term, ...]:
        """Every version of a term, the most particular place first, then by date. Raises UnknownTerm."""
        try:
            return self._versions[name]
        except KeyError:
            raise self._unknown(name) from None

    def at(self, name: str, on: date, place: str = "") -> Term:
        """The version in force on a day at a place (a division code): of the most particular place that has one.

        Raises UnknownTerm.
        """
        day = on.date() if isinstance(on, datetime) else on
        for term in self.versions(name):
            if place.startswith(term.place) and term.is_in_force(day):
                return term
        raise self._not_in_force(name, day, place)

    def _unknown(self, name: str) -> UnknownTerm:
        near = get_close_matches(name, self._versions, n=3, cutoff=0.6)
        zh = f"是否指{'、'.join(near)}？" if near else ""
        en = f"Did you mean {', '.join(near)}? " if near else ""
        return UnknownTerm(
            Text(
                f"没有名为“{name}”的期限。{zh}全部名称见 yaoan due --list",
                f"There is no term named “{name}”. {en}All names: yaoan due --list",
            )
        )

    def _not_in_force(self, name: str, day: date, place: str) -> UnknownTerm:
        spans = [
            f"{term.in_force_from or ''}–{term.in_force_to or ''}" + (f" [{term.place}]" if term.place else "")
            for term in self._versions[name]
        ]
        zh_place, en_place = (f"在{place}", f" at {place}") if place else ("", "")
        return UnknownTerm(
            Text(
                f"期限{name}于{day}{zh_place}没有施行中的版本。已有版本：{'；'.join(spans)}。"
                "请换一个日期或者地区，或者在期限目录中补充该版本",
                f"The term {name} has no version in force on {day}{en_place}. There are: {'; '.join(spans)}. "
                "Take another day or place, or add that version to the register",
            )
        )
