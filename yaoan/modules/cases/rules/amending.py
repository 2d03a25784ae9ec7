"""What a correction of a slip of the pen may not touch, and what a changed decision may not make heavier."""

import re

KINDS = ("警告", "通报批评", "罚款", "没收", "降低资质", "停产", "停业", "暂扣", "吊销", "限制", "禁止", "责令")
_SUM = re.compile(r"[0-9０-９,，.〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+\s*元")


def keeps_substance(before: str, after: str) -> bool:
    """Whether two wordings of a penalty have the same sums and the same kinds: then only the wording was wrong."""
    return _SUM.findall(before) == _SUM.findall(after) and [before.count(word) for word in KINDS] == [
        after.count(word) for word in KINDS
    ]
