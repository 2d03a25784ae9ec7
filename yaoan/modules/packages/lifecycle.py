"""What may happen to the exchange with another installation, to a package, and to a record that came with one."""

from typing import Any

from yaoan.kernel.commands.standard import remark
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among, by_another
from yaoan.kernel.words import Text, _
from yaoan.modules.packages.choices import CP, FP, P, Standing, State, Trust

SHARE = "《政务数据共享条例》"
S, T, F = State, Trust, Standing
Reason = str | Text | None

BLOCKING = frozenset({"fork", "replay", "elsewhere"})
"""Findings of a check with which nothing of a package can be accepted."""


def not_forked(package: Any, _actor: Any) -> Reason:
    """A package that does not belong to the series we know, or that we have in another wrapping, is not accepted."""
    codes = {finding["code"] for finding in package.findings}
    if "fork" in codes:
        return _("序号与以前收到的包分叉：请先向发送单位核实，再在交换单位上“重新起头”，然后重新核对。")
    return _("这个包的内容已经收过，没有可接受的。") if codes & BLOCKING else None


checked_by_another = by_another("keyed_by_id", says=_("公钥要由另一人再与对方核对：填写公钥的人不能复核自己填的。"))

TRUST = Act("trust", _("登记交换单位"), CP.MANAGE, SHARE, BIRTH, T.PROPOSED)
CONFIRM = Act("confirm", _("复核公钥"), CP.MANAGE, SHARE, among(T.PROPOSED), T.TRUSTED, checked_by_another)
REKEY = Act("rekey", _("更换公钥"), CP.MANAGE, SHARE, among(T.PROPOSED, T.TRUSTED), T.PROPOSED, dangerous=True)
PACK = Act("pack", _("制作交换包"), P.MAKE, SHARE, among(T.TRUSTED))
REJOIN = Act("rejoin", _("重新起头"), CP.MANAGE, SHARE, among(T.TRUSTED), dangerous=True)
RETIRE = Act("retire", _("停止交换"), CP.MANAGE, SHARE, among(T.PROPOSED, T.TRUSTED), T.RETIRED, dangerous=True)
RESUME = Act("resume", _("恢复交换"), CP.MANAGE, SHARE, among(T.RETIRED), T.PROPOSED)

CORRESPONDENT = Lifecycle(
    kind="correspondents",
    label=_("交换单位"),
    states=Trust,
    acts=(TRUST, CONFIRM, PACK, REKEY, REJOIN, RETIRE, RESUME, remark("correspondents")),
    duties=(Duty("confirm", _("复核公钥"), among(T.PROPOSED), decides=True),),
    closed=among(T.RETIRED),
)

MAKE = Act("make", _("制作"), P.MAKE, SHARE, BIRTH, S.MADE, follows=True)
RECEIVE = Act("receive", _("收取交换包"), P.TAKE, SHARE, BIRTH, S.RECEIVED)
RELAY = Act("relay", _("收取转报的包"), P.TAKE, SHARE, BIRTH, S.RECEIVED, follows=True)
CHECK = Act("check", _("核对"), P.TAKE, SHARE, among(S.RECEIVED, S.CHECKED, S.FAULTY), S.CHECKED)
NOTE = Act("note", _("写明核对结果"), P.TAKE, SHARE, among(S.CHECKED), follows=True)
FAIL = Act("fail", _("核对不通过"), P.TAKE, SHARE, among(S.CHECKED), S.FAULTY, follows=True)
ACCEPT = Act("accept", _("接受"), P.ACCEPT, SHARE, among(S.CHECKED), S.ACCEPTED, not_forked)
ACCEPT_PART = Act("accept_part", _("部分接受"), P.ACCEPT, SHARE, among(S.CHECKED), S.PARTLY, not_forked)
REFUSE = Act("refuse", _("退回"), P.ACCEPT, SHARE, among(S.RECEIVED, S.CHECKED, S.FAULTY), S.REFUSED)

PACKAGE = Lifecycle(
    kind="packages",
    label=_("交换包"),
    states=State,
    acts=(RECEIVE, MAKE, RELAY, ACCEPT, ACCEPT_PART, CHECK, NOTE, FAIL, REFUSE, remark("packages")),
    duties=(Duty("accept", _("核收交换包"), among(S.CHECKED), decides=True),),
    closed=among(S.MADE, S.ACCEPTED, S.PARTLY, S.REFUSED),
)

ARRIVE = Act("arrive", _("收存"), FP.VIEW, SHARE, BIRTH, F.HELD, follows=True)
RENEW = Act("renew", _("更新"), FP.VIEW, SHARE, among(F.HELD, F.ENDED), follows=True)
FINISH = Act("finish", _("原单位办结"), FP.VIEW, SHARE, among(F.HELD), F.ENDED, follows=True)
REOPEN = Act("reopen", _("原单位恢复办理"), FP.VIEW, SHARE, among(F.ENDED), F.HELD, follows=True)

FOREIGN = Lifecycle(
    kind="foreigns",
    label=_("外单位记录"),
    states=Standing,
    acts=(ARRIVE, RENEW, FINISH, REOPEN, remark("foreigns")),
    closed=among(F.ENDED),
)
