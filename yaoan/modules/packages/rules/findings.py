"""What a check may find, as data ({"code", …}) and as a sentence in the reader's language."""

from collections.abc import Mapping
from typing import Any

from yaoan.kernel.words import Text, _
from yaoan.modules.packages.choices import Result

TEXTS: dict[str, Text] = {
    # The package is not what was signed: nothing of it can be accepted.
    "forged": _("清单的签名不对：这个包不是{sender}制作的，或者制作后被改动过。"),
    "missing": _("清单里写着 {member}，包里没有。"),
    "strange": _("包里的 {member} 不在清单里。"),
    "damaged": _("{member} 与清单上的指纹不符，被改动过或者已损坏。"),
    "unreadable": _("{member} 第 {line} 行读不懂，不是规定的写法。"),
    "entry_changed": _("{number} 第 {seq} 笔（{act}）的内容与哈希不符，被改动过。"),
    "entry_forged": _("{number} 第 {seq} 笔（{act}）的签名不对，不是{sender}写的。"),
    "entry_unlinked": _("{number} 第 {seq} 笔（{act}）与前一笔接不上，其间有日志缺失或被替换。"),
    "entry_foreign": _("第 {line} 行的日志不属于包里的任何记录。"),
    "record_differs": _("{number} 的内容与它最新一笔日志（第 {seq} 笔）不一致。"),
    "record_twice": _("{number} 在包里出现了两次。"),
    "counted": _("清单写明 {records} 条记录、{entries} 笔日志，包里是 {records_found} 条、{entries_found} 笔。"),
    "head": _("封印第 {seal} 号的日志头不对，被改动过或接不上。"),
    "not_ours": _("这个包是给{receiver}的，不是给本单位的。"),
    # The package is whole, but does not fit what we have: each is told, some stand in the way.
    "fork": _("第 {sequence} 号包与以前收到的包不是同一个系列（分叉）。"),
    "replay": _("第 {sequence} 号包的内容已经收过（{number}）。"),
    "gap": _("第 {first} 号至第 {last} 号包没有收到；请向发送单位索取。"),
    "gap_one": _("第 {first} 号包没有收到；请向发送单位索取。"),
    "heads_gap": _("封印第 {first} 号至第 {last} 号的日志头没有收到。"),
    "cut": _("发送单位的日志倒退了：以前收到过封印第 {known} 号，这个包最新只到第 {seal} 号，末尾可能被截去。"),
    "relay_unknown": _("转来的{name}的包没有收取：不认识公钥 {key}。请与该单位核对公钥，登记为交换单位，再重新核对。"),
    "relay_astray": _("转来的{name}的包没有收取：它不是转报单位的下级。"),
    "relay_unreadable": _("转来的第 {member} 个包读不懂，没有收取。"),
    "rewritten": _("封印第 {seal} 号与以前收到的日志头不同：发送单位的日志被重写过。"),
}

WARNINGS = frozenset(
    {
        "fork",
        "replay",
        "gap",
        "gap_one",
        "heads_gap",
        "cut",
        "rewritten",
        "relay_unknown",
        "relay_astray",
        "relay_unreadable",
    }
)
"""Findings of a package that is whole: it can be checked, and an official decides."""


def finding(code: str, **more: Any) -> dict[str, Any]:
    """One finding. Raises KeyError where the code has no sentence."""
    assert TEXTS[code]
    return {"code": code, **more}


def sentence(found: Mapping[str, Any]) -> str:
    """A finding in words."""
    return str(TEXTS[found["code"]]).format_map({**found})


COUNTS: dict[str, Text] = {
    "records": _("{count} 条记录"),
    "entries": _("{count} 笔日志"),
    "heads": _("{count} 个日志头"),
    "files": _("{count} 个附件"),
    "packages": _("转报 {count} 个包"),
    Result.NEW: _("新增 {count} 条"),
    Result.NEWER: _("有更新 {count} 条"),
    Result.SAME: _("没有变化 {count} 条"),
    Result.CONFLICT: _("有冲突 {count} 条"),
    "remaining": _("还有没装下的"),
}


def counted(counts: Any) -> str:
    """What a package holds, in words; what there is none of is left out."""
    return "，".join(str(text.format(count=counts[name])) for name, text in COUNTS.items() if counts.get(name))


def verdict(report: Any) -> str:
    """What a check came to, in a word."""
    return str(_("完整") if report.get("is_whole") else _("不可信"))


def sentences(found: Any) -> str:
    """Several findings in words."""
    return "".join(sentence(one) for one in found)
