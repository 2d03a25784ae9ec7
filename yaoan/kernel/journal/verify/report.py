"""What was looked at, what was found, and what this check could not see."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from .findings import Finding


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check. `findings` names at most some thousands; `count` counts them all."""

    findings: list[Finding]
    count: int
    entries: int
    records: int
    seals: int
    heads: int
    """Heads that were compared."""
    manifest: dict[str, Any]
    key_given: bool
    seconds: float

    @property
    def ok(self) -> bool:
        return self.count == 0

    def lines(self, language: str = "zh") -> Iterator[str]:
        """The report in sentences, in `zh` or `en`."""
        english = language == "en"
        for finding in self.findings:
            yield finding.text(language)
        for pair in (*self._sums(), *self._notes()):
            yield pair[english]

    def _sums(self) -> Iterator[tuple[str, str]]:
        rest = self.count - len(self.findings)
        if rest:
            yield f"……另有 {rest:,} 处", f"… and {rest:,} more"
        yield (
            f"核对了 {self.entries:,} 笔日志、{self.records:,} 条记录、{self.seals:,} 个封印、"
            f"{self.heads:,} 个另存的日志头，用时 {self.seconds:.1f} 秒。",
            f"Checked {self.entries:,} entries of {self.records:,} records, {self.seals:,} seals and "
            f"{self.heads:,} heads kept elsewhere in {self.seconds:.1f} seconds.",
        )
        if self.ok:
            yield "没有发现改动。", "No tampering was found."
        else:
            yield f"发现 {self.count:,} 处问题。", f"Faults found: {self.count:,}."

    def _notes(self) -> Iterator[tuple[str, str]]:
        key, unsealed, since, number = (self.manifest[name] for name in ("key", "tail_count", "since", "number"))
        if not self.heads:
            yield (
                "注意：没有对照另存的日志头；尾部若被截去、整本若被重写，无从发现。",
                "Note: no head kept elsewhere was compared; a cut tail or a journal rewritten whole cannot be seen.",
            )
        if not self.key_given:
            yield (
                f"注意：没有给出可信的公钥，只能采信文件自报的 {key}。",
                f"Note: no trusted key was given; the file was taken at its word: {key}.",
            )
        if unsealed:
            yield (
                f"注意：有 {unsealed:,} 笔尚未封印，只有签名为证。",
                f"Note: {unsealed:,} entries are under no seal yet; only signatures vouch for them.",
            )
        if since:
            yield (
                f"注意：文件从日志号 {since} 之后开始，以前的内容不在其中。",
                f"Note: the file begins after id {since}; what came before is not in it.",
            )
        if number is not None:
            yield (
                f"注意：文件只有 {number} 一条记录；它后来有没有别的日志，要看整本日志。",
                f"Note: the file holds {number} alone; whether it has later entries only the whole journal tells.",
            )

    def as_json(self, language: str = "zh") -> str:
        """The report as JSON, each finding with its sentence."""
        said = {**asdict(self), "ok": self.ok}
        for finding, fields in zip(self.findings, said["findings"], strict=True):
            fields["text"] = finding.text(language)
        return json.dumps(said, ensure_ascii=False, indent=2)
