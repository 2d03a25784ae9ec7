"""What can be wrong, said in Chinese and in English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST = 1000
"""The most findings one pass spells out; the rest are counted."""

SUBJECTS = {
    "entry": ("{number} 第 {seq} 笔（{act}，日志号 {entry}）", "{number} entry {seq} ({act}, id {entry})"),
    "gap": ("{number} 第 {seq} 笔", "{number} entry {seq}"),
    "seal": ("封印第 {seal} 号", "seal {seal}"),
    "tail": ("尚未封印的末段", "the tail under no seal yet"),
    "head": ("另存的日志头第 {seal} 号（第 {line} 行）", "head {seal} kept elsewhere (line {line})"),
    "line": ("文件第 {line} 行", "line {line} of the file"),
    "heads line": ("日志头文件第 {line} 行", "line {line} of the heads"),
    "manifest": ("清单", "the manifest"),
}

TEXTS = {
    "unreadable": ("读不懂，不是规定的写法", "cannot be read: it is not in the spelling prescribed"),
    "slip": ("校验位不符，多半是抄错了", "its check digits do not fit: most likely a slip in copying"),
    "damaged": ("从这里起文件损坏或中断", "from here on the file is damaged or cut"),
    "short": (
        "写明 {entries} 笔、{seals} 个封印，文件里却是 {entries_found} 笔、{seals_found} 个",
        "names {entries} entries and {seals} seals, but the file holds {entries_found} and {seals_found}",
    ),
    "changed": ("内容与哈希不符，被改动过", "the content does not fit its hash: it was changed"),
    "unlinked": ("与前一个接不上，两者之一被替换", "does not follow the one before it: one of the two was replaced"),
    "missing": ("缺失（至第 {until} 笔）", "is missing (up to entry {until})"),
    "duplicate": ("重复出现", "appears again"),
    "order": ("排在日志号 {after} 之后，次序被调换", "stands after id {after}: the order was changed"),
    "outside": ("不在任何封印的区间内", "lies in the range of no seal"),
    "forged": ("签名不对，是伪造的", "the signature does not fit: it is forged"),
    "stranger": ("由不可信的密钥 {key} 签名", "is signed with a key that is not trusted, {key}"),
    "path": ("证明路径通不到封印", "its path does not lead to a seal"),
    "root": (
        "日志号 {first}–{last} 应有 {expected} 笔，实有 {found} 笔，与封印的根不符：有日志被增删、改动或调换；空缺的日志号：{vacant}",
        "ids {first}–{last} should be {expected} entries, are {found}, and do not give the sealed root: "
        "some were added, removed, changed or swapped; vacant ids: {vacant}",
    ),
    "absent": ("缺失，封印的链条中断", "is missing: the chain of seals is broken"),
    "differs": (
        "与文件中的同号封印不同：日志号 {last} 及以前的内容被改写过",
        "is not the head in the file: something up to id {last} was rewritten",
    ),
    "cut": (
        "文件里没有：文件止于封印第 {newest} 号，尾部（至日志号 {last}）被截去，或者文件导出得比它早",
        "is not in the file, which ends with seal {newest}: the tail up to id {last} was cut, or the file is older",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it should be. `entry` is the id in the journal, `seq` the count within the record."""

    code: str
    about: str
    number: str = ""
    act: str = ""
    record: int | None = None
    seq: int | None = None
    entry: int | None = None
    seal: int | None = None
    line: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, str, int, int, int, int, int]:
        """Two findings of one place and code are one; places sort."""
        numbers = (self.seal, self.entry, self.record, self.seq, self.line)
        seal, entry, record, seq, line = (number or 0 for number in numbers)
        return self.about, self.code, seal, entry, record, seq, line

    def text(self, language: str = "zh") -> str:
        """The finding as a sentence, in `zh` or `en`."""
        english = language == "en"
        values = {**{name: getattr(self, name) for name in self.__slots__}, **self.more}
        subject = SUBJECTS[self.about][english].format(**values)
        return f"{subject}{': ' if english else '：'}{TEXTS[self.code][english].format(**values)}"


@dataclass(slots=True)
class Found:
    """What one pass over a file found and counted."""

    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    entries: int = 0
    records: int = 0
    doubtful: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of ids under a root that does not fit."""

    def add(self, finding: Finding) -> None:
        self.count += 1
        if len(self.findings) < MOST:
            self.findings.append(finding)

    def take(self, other: "Found") -> None:
        """Add what another pass found; what both saw counts once."""
        known = {finding.place for finding in self.findings}
        fresh = [finding for finding in other.findings if finding.place not in known]
        self.findings += fresh
        self.count += other.count - (len(other.findings) - len(fresh))
        self.entries += other.entries
        self.records += other.records
        self.doubtful += other.doubtful
