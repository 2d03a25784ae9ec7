"""What the facts mean: good, amber or red, and in plain words what to do. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from yaoan.kernel import clock
from yaoan.kernel.figures.rollup import FAR_BEHIND
from yaoan.kernel.upkeep.facts import Facts
from yaoan.kernel.upkeep.marks import BACKUP, DRILL, VERIFY
from yaoan.kernel.words import Text, _

Tone = Literal["good", "warn", "danger"]
GRADES: tuple[Tone, ...] = ("good", "warn", "danger")
SLOW, VERY_SLOW = 300, 1_000
ENOUGH = 20
"""A page is judged once it was asked for so many times in an hour."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `value` as it is, `advice` what helps where it is not good."""

    name: str
    label: Text
    tone: Tone
    value: str
    advice: Text | str = ""


def checks(facts: Facts) -> list[Check]:
    """Every check, the worst first."""
    found = [*_speed(facts), *_work(facts), *_outside(facts), *_proof(facts), *_keeping(facts), *_machine(facts)]
    return sorted(found, key=lambda check: -GRADES.index(check.tone))


def worst(found: list[Check]) -> Tone:
    """The gravest of all."""
    return max((check.tone for check in found), key=GRADES.index, default="good")


def _speed(facts: Facts) -> Iterator[Check]:
    paces = [pace for pace in facts.hour if pace.count >= ENOUGH]
    slowest = max((pace.p95 or 10**6 for pace in paces), default=0)
    slow = [pace.page for pace in paces if (pace.p95 or 10**6) > SLOW]
    value = f"{slowest:,} ms" if slowest < 10**6 else "> 30 s"
    yield Check(
        "speed", _("最慢页面（一小时内，95%）"), _by(slowest, SLOW, VERY_SLOW), value if paces else "—",
        _("最慢的页面：{pages}。先看有没有导出或备份正在运行，再看数据库的内存和磁盘；持续变慢时请把本页发给维护人员。").format(
            pages="、".join(slow[:3])
        ),
    )  # fmt: skip


def _work(facts: Facts) -> Iterator[Check]:
    minutes = int(facts.oldest.total_seconds() // 60) if facts.oldest else 0
    yield Check(
        "queue", _("等待的任务"), _by(minutes, 10, 60), _("{count} 个，最早的等了 {minutes} 分钟").format(
            count=facts.waiting, minutes=minutes
        ),
        _("任务没有人做：检查 “yaoan worker” 是否在运行，或者重新启动 “yaoan serve”。"),
    )  # fmt: skip
    yield Check(
        "failed", _("一天内失败的任务"), _by(facts.failed, 0, 20), f"{facts.failed:,}",
        _("看日志里的错误；磁盘满和数据库重启是最常见的原因。失败的任务修好后会随下一次定时再做。"),
    )  # fmt: skip
    yield Check(
        "figures", _("还没有汇总的日志"), _by(facts.uncounted, FAR_BEHIND // 2, FAR_BEHIND), _("{count} 行").format(
            count=f"{facts.uncounted:,}"
        ),
        _("数字每五分钟汇总一次，现在落后了：大批导入之后等它追上；一直不减少时检查后台进程和失败的任务。"),
    )  # fmt: skip
    seen = facts.worker_seen
    yield Check(
        "worker", _("后台进程"), "danger" if seen is None or seen > timedelta(minutes=5) else "good",
        _ago(seen), _("后台进程没有响应：封印、期限重算和导入都停了。请重新启动 “yaoan serve” 或 “yaoan worker”。"),
    )  # fmt: skip


def _outside(facts: Facts) -> Iterator[Check]:
    yield Check(
        "webhooks", _("消息推送"), "warn" if facts.given_up or facts.silent else "good",
        _("{silent} 个系统没有应答，{given_up} 条消息已放弃").format(silent=facts.silent, given_up=facts.given_up),
        _("在“消息推送”里看原因；对方恢复之后，用“重新发送”补发已放弃的。"),
    )  # fmt: skip


def _proof(facts: Facts) -> Iterator[Check]:
    age = facts.at - facts.sealed_at if facts.sealed_at else None
    hours = _hours(age) if facts.unsealed else 0
    yield Check(
        "seal", _("最近封印"), _by(hours, 2, 24), _when(facts.sealed_at),
        _("有日志超过两小时没有封印：检查后台进程；可以用 “yaoan journal seal” 立即封印。"),
    )  # fmt: skip
    mark = facts.marks.get(VERIFY)
    tone = "danger" if mark and not mark.is_good else _by(_days(facts, VERIFY), 2, 14)
    advice = (
        _(
            "核对发现日志被改动：不要继续录入，保存现场，用 `yaoan journal export` 和 `verify` 找出是哪一笔，并报告上级。"
        )
        if mark and not mark.is_good
        else _("每晚自动核对；没有核对时检查后台进程，或者手工用 “yaoan journal verify” 核对。")
    )
    yield Check("verified", _("日志核对"), tone, _when(mark.at if mark else None), advice)


def _keeping(facts: Facts) -> Iterator[Check]:
    yield Check(
        "backup", _("最近备份"), _by(_days(facts, BACKUP), 1, 7), _when_marked(facts, BACKUP),
        _("请运行 “yaoan backup 文件夹”，备份到另一块盘，并设为每天自动。"),
    )  # fmt: skip
    yield Check(
        "drill", _("最近试恢复"), _by(_days(facts, DRILL), 92, 185), _when_marked(facts, DRILL),
        _("没有试过恢复的备份不能算备份：请运行 “yaoan restore 文件夹 --drill”，它不动现有数据。"),
    )  # fmt: skip


def _machine(facts: Facts) -> Iterator[Check]:
    gap = abs(facts.drift.total_seconds())
    yield Check(
        "clock", _("时钟偏差（数据库与服务器）"), _by(gap, 1, 30), f"{facts.drift.total_seconds():+.2f} s",
        _("两台机器的时间不一致，期限和日志的时间会错：请打开自动对时（NTP）。"),
    )  # fmt: skip
    part = 100 * facts.free // max(facts.capacity, 1)
    amber, red = (min(share * facts.capacity // 100, most << 30) for share, most in ((15, 20), (5, 5)))
    tone: Tone = "danger" if facts.free < red else "warn" if facts.free < amber else "good"
    yield Check(
        "storage", _("剩余空间"), tone, f"{facts.free / (1 << 30):,.1f} GB（{part}%）",
        _("磁盘快满了：清理旧备份或加盘；写满以后不能再上传和办理。"),
    )  # fmt: skip


def _by(value: float, amber: float, red: float) -> Tone:
    return "danger" if value > red else "warn" if value > amber else "good"


def _days(facts: Facts, what: str) -> float:
    mark = facts.marks.get(what)
    return (facts.at - mark.at) / timedelta(days=1) if mark and mark.is_good else 10**6


def _hours(age: timedelta | None) -> float:
    return age / timedelta(hours=1) if age is not None else 10**6


def _when_marked(facts: Facts, what: str) -> str:
    mark = facts.marks.get(what)
    return _when(mark.at if mark else None)


def _when(at: datetime | None) -> str:

    return f"{at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}" if at else str(_("从来没有"))


def _ago(age: timedelta | None) -> str:
    return _("{seconds} 秒前").format(seconds=int(age.total_seconds())) if age is not None else str(_("从来没有"))
