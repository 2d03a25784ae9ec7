"""What a correction of a slip of the pen may not touch, and what a changed decision may not make heavier."""

import re

KINDS = ("警告", "通报批评", "罚款", "没收", "降低资质", "停产", "停业", "暂扣", "吊销", "限制", "禁止", "责令")
_LASTING = ("终身", "永久")
_SPOKEN = "〇零一二三四五六七八九十百千万亿两半壹贰叁肆伍陆柒捌玖拾佰仟"
_UNITS = "元|角|分|倍|年|个?月|日|天|个?工作日|小时|盒|瓶|支|片|粒|袋|包|箱|件|台|套|批|剂|吨|公斤|千克|克|毫升|升"
_ANY = rf"[\d{_SPOKEN}]"
_NAMED = re.compile(
    rf"{_ANY}{{4}}年{_ANY}{{1,3}}月{_ANY}{{1,3}}日|第{_ANY}+[章节条款项目]|〔\d{{4}}〕\d+号|(?:批号|编号|证号)[：:]?\s*[A-Za-z0-9-]+"
)
_QUANTITY = re.compile(rf"[\d.]*\d[\d.]*|[{_SPOKEN}]+(?=\s*(?:{_UNITS}))")


def keeps_substance(before: str, after: str) -> bool:
    """Whether two wordings of a penalty have the same kinds, sums, quantities and times: then only the wording was wrong.

    Days of the calendar, articles and numbers of papers, batches and licences may be wrong by a slip.
    """
    return _substance(before) == _substance(after)


def _substance(text: str) -> tuple[list[str], list[int]]:
    quantities = _QUANTITY.findall(_NAMED.sub(" ", text).replace(",", ""))
    return quantities, [text.count(word) for word in (*KINDS, *_LASTING)]
