"""The words of talks and letters."""

from yaoan.kernel.words import Choice, _


class Kind(Choice):
    """What a firm is told with, from the mildest to the gravest."""

    RISK_LETTER = "risk_letter", _("风险提示函")
    ADMONITION = "admonition", _("告诫信")
    TALK = "talk", _("责任约谈")
    PLATFORM = "platform", _("平台协查函")
    RECTIFICATION = "rectification", _("责令改正")
    SUSPENSION = "suspension", _("责令暂停")


class State(Choice):
    """Where a letter stands."""

    DRAFTED = "drafted", _("待签发")
    ISSUED = "issued", _("待送达")
    SERVED = "served", _("待答复")
    ANSWERED = "answered", _("待核查")
    CLOSED = "closed", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


class Way(Choice):
    """How a letter was served."""

    DIRECT = "direct", _("直接送达")
    LEFT = "left", _("留置送达")
    POST = "post", _("邮寄送达")
    ELECTRONIC = "electronic", _("电子送达")
    ENTRUSTED = "entrusted", _("委托送达")
    ANNOUNCED = "announced", _("公告送达")


class Held(Choice):
    """How a firm held one of its own people to account."""

    CRITICISED = "criticised", _("通报批评")
    DEDUCTED = "deducted", _("扣发薪酬")
    WARNED = "warned", _("警告、记过")
    MOVED = "moved", _("调离岗位")
    DEMOTED = "demoted", _("降职、免职")
    DISMISSED = "dismissed", _("解除劳动合同")


class Result(Choice):
    """What the check found."""

    RIGHT = "right", _("已经改正")
    PARTLY = "partly", _("部分改正，其余列入日常检查")
    WRONG = "wrong", _("没有改正，另案处理")


CLOCKS = {
    Kind.RISK_LETTER: "letters.reply",
    Kind.ADMONITION: "letters.reply",
    Kind.TALK: "letters.talk_report",
    Kind.PLATFORM: "letters.platform_reply",
    Kind.RECTIFICATION: "letters.rectification",
    Kind.SUSPENSION: "letters.suspension_report",
}
"""The term of the law register by which the firm answers, where the officer sets no day."""


class P:
    """Permissions of talks and letters."""

    VIEW = "letters.view"
    """Read talks and letters."""
    DRAFT = "letters.draft"
    """Draft a letter, by hand or from a risk, and put the draft right."""
    ISSUE = "letters.issue"
    """Sign a letter that another person drafted, withdraw one, and end a suspension."""
    FOLLOW = "letters.follow"
    """Serve a letter, hold the talk, extend, chase, enter the answer and whom the firm held to account."""
    CHECK = "letters.check"
    """Check the answer as a second person, close the letter or send it back."""
