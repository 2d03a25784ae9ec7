"""What was measured, as one table."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One line: what was done, the figure with its unit, the goal, and what a peer took for the same in the same run."""

    work: str
    figure: str
    goal: str = ""
    is_met: bool | None = None
    peer: str = ""


def as_markdown(measures: Iterable[Measure]) -> str:
    lines = ["| work | measured | goal | met | beside it, in the same run |", "|---|---|---|---|---|"]
    for row in measures:
        met = {True: "yes", False: "**no**", None: ""}[row.is_met]
        lines.append(f"| {row.work} | {row.figure} | {row.goal} | {met} | {row.peer} |")
    return "\n".join(lines)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]
