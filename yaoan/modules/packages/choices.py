"""The words of exchange between levels."""

from yaoan.kernel.words import Choice, _


class Trust(Choice):
    """Whether we exchange with another installation."""

    PROPOSED = "proposed", _("公钥待复核")
    TRUSTED = "trusted", _("交换中")
    RETIRED = "retired", _("已停止交换")


class State(Choice):
    """Where a package stands."""

    MADE = "made", _("已制作")
    RECEIVED = "received", _("待核对")
    CHECKED = "checked", _("已核对，待接受")
    FAULTY = "faulty", _("未通过核对")
    ACCEPTED = "accepted", _("已接受")
    PARTLY = "partly", _("已部分接受")
    REFUSED = "refused", _("已退回")


class Direction(Choice):
    """Which way a package goes."""

    OUT = "out", _("发出")
    IN = "in", _("收到")


class Standing(Choice):
    """Where a record of another installation stands."""

    HELD = "held", _("原单位在办")
    ENDED = "ended", _("原单位已办结")


class Result(Choice):
    """What a record of a package is, held against what we have of it."""

    NEW = "new", _("新增")
    NEWER = "newer", _("有更新")
    SAME = "same", _("没有变化")
    CONFLICT = "conflict", _("有冲突")


class CP:
    """Permissions over the installations with which we exchange."""

    VIEW = "correspondents.view"
    """Read with whom we exchange, and their public keys."""
    MANAGE = "correspondents.manage"
    """Enter an installation with its public key, check a key that another person entered, exchange it, begin its numbering
    anew, stop the exchange."""


class P:
    """Permissions over packages."""

    VIEW = "packages.view"
    """Read packages that were sent and received, and what they hold."""
    MAKE = "packages.make"
    """Make a package for another installation: records that it may read leave the house."""
    TAKE = "packages.take"
    """Take in a package from another installation and check it."""
    ACCEPT = "packages.accept"
    """Accept the records of a checked package, in whole or in part, or refuse it."""


class FP:
    """Permissions over records of other installations."""

    VIEW = "foreigns.view"
    """Read records that were received from other installations."""
