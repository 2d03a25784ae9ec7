"""The measurements of a province, one after the other; what was measured in a world that is kept is not measured again."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks import office, proof, province, world
from benchmarks.table import Measure
from yaoan.simulation.load import Ground

Stage = Callable[[Sequence[Ground]], Iterator[Measure]]


def measures(risks: int, minutes: float, *, url: str, noted: Path, only: Collection[str] = ()) -> Iterator[Measure]:
    """Every stage at so many risks; `url` is the database as the serving role reaches it, `noted` a file of results.

    `only` these stages are measured, anew; without it those that are not noted yet. What is noted is told with the rest.
    Raises KeyError for a stage that does not exist.
    """
    kept: dict[str, list[Measure]] = {}
    if noted.exists():
        kept = {name: [Measure(**row) for row in rows] for name, rows in json.loads(noted.read_text("utf-8")).items()}
    stages = _stages(risks, minutes, url)
    chosen = {name: stages[name] for name in only or stages.keys() - kept.keys()}
    grounds = world.build()
    for name, stage in stages.items():
        if name in chosen:
            kept[name] = list(stage(grounds))
            rows = {name: [asdict(row) for row in found] for name, found in kept.items()}
            noted.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        yield from kept.get(name, ())


def _stages(risks: int, minutes: float, url: str) -> dict[str, Stage]:
    """In their order: exports come first of what is read, since memory once held by a process is seldom given back."""
    return {
        "starting": province.starting,
        "filling": lambda grounds: world.fill(grounds, risks),
        "writing": province.writing,
        "exports": lambda _grounds: province.exporting(),
        "rollup": lambda _grounds: province.rolling_up(),
        "board": province.counting,
        "lists": lambda _grounds: province.listing(),
        "to-dos": lambda _grounds: province.to_dos(),
        "deadlines": lambda _grounds: proof.rebuilding(),
        "proof": lambda _grounds: proof.proving(),
        "officers": lambda grounds: office.measures(grounds, minutes, url=url),
        "keeping": lambda _grounds: proof.keeping(),
    }
