"""What kind of document it is: only plans, notices and forwards give a campaign."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from yaoan.kernel.reading.pieces import Piece
from yaoan.kernel.words import Choice, Text, _

from .anatomy import Anatomy
from .header import Header
from .outline import Outline
from .sections import Use, use_of
from .titles import ENUMERATED, names_a_plan, names_an_order, quoted_names
from .units import is_agency


class Kind(Choice):
    """The kinds of documents the reader tells apart."""

    PLAN = "plan", _("方案计划")
    NOTICE = "notice", _("工作通知")
    FORWARD = "forward", _("转发通知")
    SUMMARY = "summary", _("工作总结")
    NEWS = "news", _("新闻动态")
    OTHER = "other", _("其他文件")


CAMPAIGNS = frozenset({Kind.PLAN, Kind.NOTICE, Kind.FORWARD})


@dataclass(frozen=True)
class Verdict:
    """The kind and why. ``is_retold`` where a news item retells a plan."""

    kind: Kind
    reason: Text
    is_retold: bool = False

    @property
    def gives_campaign(self) -> bool:
        return self.kind in CAMPAIGNS


_CALLS_MEETING = re.compile(
    r"关于(?:召开|举办|组织召开|组织参加|参加|组织收看|开展[^,]{0,20}培训)[^,]{0,60}(?:会议?"
    r"|培训班?|座谈会|讲座|比赛|竞赛|班)(?:的)?(?:补充|预备)?通知"
)
_SETS_RULES = re.compile(
    r"(?:印发|公布|修订|发布)[^,]{0,60}(?:办法|规定|制度|细则|规程|规则|标准|名单"
    r"|目录|总结|通报|纪要|职责)[》”]?(?:[(][^()]{1,10}[)])?(?:等[^,]{0,12})?的通知$"
)
_HOUSEKEEPING = re.compile(
    r"关于(?:[^,]{0,20})(?:表彰|表扬|任免|任职|放假|招聘|公布|废止|启用|更名|停用|征求|评选|补助|经费)[^,]{0,50}的通知$"
)
_INFORMS = re.compile(
    r"通报$|情况的通报|通告$|公告$|公示$|批复$|解读|征求意见|名单$|任免|表扬|表彰|办事指南|一图读懂|问答"
)
_ORDERS_WORK = re.compile(r"(?:通知|意见)(?:[(][^()]{1,12}[)])?$")
_FORWARDS = re.compile(r"转发")
_SUMMARISES = re.compile(r"总结|工作情况|情况(?:的)?(?:报告|汇报)|工作报告|成效|纪实|综述|回顾|亮点|半年小结|述职")
_ANNOUNCING = re.compile(r"召开|举行|印发|出台|发布|启动|部署")
_HEADLINE_ACT = re.compile(r"召开|举行|调研|督导|印发|出台|发布|启动|部署|开展了?|打响|吹响|推进会|座谈会|赴|深入|走进")

_NEWS_SIGNS = tuple(
    re.compile(sign)
    for sign in (
        r"记者|通讯员|本网讯|本报讯|[\u4e00-\u9fff]电\s*[(]|据[\u4e00-\u9fff]{2,12}(?:官网)?消息|摄影|供稿",
        r"来源\s*:|责任?编辑?\s*:|编辑\s*:",
        r"会议(?:指出|强调|要求|认为|明确|传达|通报|听取)|会上,|与会",
        r"召开[^。]{0,40}(?:会议|推进会|部署会|座谈会|电视电话会|视频会)"
        r"|(?:会议|座谈会)召开|出席会议|主持会议|作[^。]{0,10}讲话",
        r"调研|一行|陪同|带队|实地查看|现场查看",
        r"[\u4e00-\u9fff]{2,4}(?:指出|强调|要求|表示),",
        r"下一步,|接下来,",
    )
)
_SUMMARY_SIGNS = re.compile(
    r"(?:今年|年初|去年|上半年|行动|整治|工作|活动)(?:开展)?以来|截至(?:目前|\d)|全[县市省区州年]共"
    r"|共(?:检查|出动|查处|抽检|立案|查办|办理|开展|组织|排查|监测)|累计(?:检查|出动|查处|立案)?"
)
_FIGURE = re.compile(r"\d{1,9}(?:\.\d{1,4})?(?:余|多)?(?:家次|批次|人次|件|起|个|家|名|次|万元|%|条|项|份)")
_ANNOUNCES = re.compile(r"(?:印发|出台|发布|制定|下发|公布)了?《[^》]{4,60}(?:方案|计划|要点|意见|通知|措施)》")
_ANNOUNCED_BY = re.compile(
    r"(?:^|[,。\s])(?:近日|日前|近期)?,?([\u4e00-\u9fff]{2,24}?(?:局|委员会|办公室))(?:近日|日前|近期)?(?:正式)?"
    r"(?:印发|出台|发布|制定|下发|公布)了?《"
)
_MEETS = re.compile(r"会议|调研|座谈|督导|推进会|部署会|视察|考察")
_LOOKS_AHEAD = re.compile(
    r"(?:自|从)[^,。]{2,20}(?:至|到)[^,。]{2,20}|分[两三四]个阶段|为期|以[^。]{2,200}为重点|即日起"
)
_HEAD_LINES = 8
_SHORTEST, _LONGEST, _MENU_WORD = 8, 60, 6
_ASKS = re.compile(r"请(?:各|认真|遵照|结合|贯彻)|通知如下|印发给你们|特制定本|制定本方案|制定本计划|制定如下")


def judge(anatomy: Anatomy, outlines: Sequence[Outline]) -> Verdict:
    """The kind by the title; without a telling title by the body."""
    title = re.sub(r"\s+", "", anatomy.title.flat) if anatomy.title else ""
    if _CALLS_MEETING.search(title):
        return Verdict(Kind.OTHER, _("标题是会议或培训通知"))
    if _SETS_RULES.search(title) or _HOUSEKEEPING.search(title):
        return Verdict(Kind.OTHER, _("标题是印发制度、公布名单一类，不部署工作"))
    if names_an_order(title) and _ORDERS_WORK.search(title):
        return _order(title)
    if _INFORMS.search(title):
        return Verdict(Kind.OTHER, _("标题是通报、公告、解读一类，不部署工作"))
    if _SUMMARISES.search(title):
        return Verdict(Kind.SUMMARY, _("标题是总结或情况报告"))
    if names_a_plan(title) and not _is_headline(title):
        return Verdict(Kind.PLAN, _("标题是方案、计划或要点"))
    return _by_body(anatomy, outlines)


def _order(title: str) -> Verdict:
    if _FORWARDS.search(title):
        return Verdict(Kind.FORWARD, _("标题是转发上级文件的通知"))
    if re.search(r"印发|下发", title):
        return Verdict(Kind.PLAN, _("标题是印发方案、计划或要点的通知"))
    return Verdict(Kind.NOTICE, _("标题是部署工作的通知"))


def _is_headline(title: str) -> bool:
    """某局印发…要点 as a headline: an act, but not the 关于…的通知 of a document."""
    return bool(_ANNOUNCING.search(title)) and "关于" not in title


def _by_body(anatomy: Anatomy, outlines: Sequence[Outline]) -> Verdict:
    text = anatomy.text.flat
    headline = headline_of(anatomy)
    opening = re.sub(r"\s+", "", text[:400])
    figures = len(_FIGURE.findall(text))
    if headline and _SUMMARISES.search(headline.flat):
        return Verdict(Kind.SUMMARY, _("标题是总结或情况报告"))
    if headline and _INFORMS.search(headline.flat):
        return Verdict(Kind.OTHER, _("标题是通报、公告、解读一类，不部署工作"))
    if _ANNOUNCES.search(text[:800]) and not _MEETS.search(opening) and _LOOKS_AHEAD.search(text):
        return Verdict(Kind.PLAN, _("新闻转述已印发的方案"), is_retold=True)
    if _is_plan_by_structure(anatomy, outlines):
        return Verdict(Kind.PLAN, _("没有公文标题，但结构是部署工作的方案"))
    if len(_SUMMARY_SIGNS.findall(text)) >= 2 and figures >= 8:
        return Verdict(Kind.SUMMARY, _("正文是已完成工作的数字"))
    if sum(1 for sign in _NEWS_SIGNS if sign.search(text)) >= 2 or (headline and _HEADLINE_ACT.search(headline.flat)):
        return Verdict(Kind.NEWS, _("正文是会议、调研或工作动态的报道"))
    return Verdict(Kind.OTHER, _("没有公文标题，也看不出部署了什么工作"))


def _is_plan_by_structure(anatomy: Anatomy, outlines: Sequence[Outline]) -> bool:
    """Sections of a plan, or a letter that asks its addressees; reports of meetings have neither."""
    uses = {use_of(root.title) for outline in outlines for root in outline.roots if root.kind <= 2}
    sections = len(uses & {Use.AIMS, Use.TASKS, Use.STAGES, Use.DEMANDS, Use.FOCUS})
    asks = bool(_ASKS.search(anatomy.text.flat))
    return sections >= 2 or (asks and bool(anatomy.addressees or sections))


def retold(header: Header, anatomy: Anatomy) -> Header:
    """The head of a news item that retells a plan: the headline, the agency that issued the plan, the plan's name."""
    announced = anatomy.text.find(_ANNOUNCES)
    names = quoted_names(announced) if announced else []
    who = anatomy.text.find(_ANNOUNCED_BY, 1)
    return replace(
        header,
        title=header.title or headline_of(anatomy),
        issuers=header.issuers or ((who,) if who and is_agency(who.flat) else ()),
        attachment_titles=header.attachment_titles or tuple(names),
    )


def headline_of(anatomy: Anatomy) -> Piece | None:
    """The title, or the first line where that is short and no sentence."""
    if anatomy.title:
        return anatomy.title
    lines = [line.strip(" ") for paper in anatomy.papers for line in paper.lines][:_HEAD_LINES]
    return next((line for line in lines if _is_heading(line)), None)


def _is_heading(line: Piece) -> bool:
    """A line long enough for a headline that is no sentence, no menu and no label."""
    is_menu = max(map(len, line.flat.split()), default=0) <= _MENU_WORD
    fits = _SHORTEST <= len(line) <= _LONGEST and not ENUMERATED.match(line.flat)
    return fits and not is_menu and not re.search(r"[。;|:>,]", line.flat)
