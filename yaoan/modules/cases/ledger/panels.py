"""The panels of a case: what it is, how it was inquired, what was decided, and the registers it holds."""

from decimal import Decimal
from typing import Any

from yaoan.kernel import clock, law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger.declarations import Chip, Linked, Table
from yaoan.kernel.words import Text, _
from yaoan.modules.cases import queries
from yaoan.modules.cases.choices import (
    Danger,
    DeclineKind,
    ExhibitKind,
    GoodFaith,
    Grade,
    LawChosen,
    Outcome,
    PartyKind,
    Penalty,
    PersonRole,
    ServiceWay,
    Source,
    State,
    VariedBy,
)
from yaoan.modules.cases.ledger.unread import unread
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.rules import discretion, windows
from yaoan.modules.cases.rules.persons import left_of

Pairs = list[tuple[Any, Any]]


def _money(value: Decimal) -> Any:
    return Text("{sum} 元", "¥{sum}").format(sum=f"{value:,.2f}") if value else None


def _label(kind: Any, value: str) -> Any:
    return kind(value).label if value else None


def _penalties(values: list[str]) -> str:
    return "、".join(str(Penalty(value).label) for value in values)


def what(_actor: Actor, case: Case) -> Pairs:
    ends = case.acted_until or (_("至今") if case.acted_from else "")
    return [
        (_("线索情况"), case.description),
        (_("来源"), Source(case.source).label),
        (_("线索"), Linked.to(case.signal)),
        (_("隐患"), Linked.to(case.risk)),
        (Text("专项行动", "Campaign"), Linked.to(case.campaign)),
        (_("违法行为"), queries.breach_label(case)),
        (_("处罚依据"), case.breach_basis),
        (_("产品"), " ".join(filter(None, (case.product_name, case.batch)))),
        (_("当事人"), Linked.to(case.subject) or case.subject_name),
        (_("当事人类别"), PartyKind(case.party_kind).label),
        (_("违法行为起止"), f"{case.acted_from} — {ends}" if case.acted_from else None),
        (_("发现日期"), case.found_on),
        (_("有危害后果"), Chip(_("是"), "danger") if case.is_harmful else None),
        (_("危害程度"), _label(Danger, case.danger)),
        (_("危害程度的认定依据"), case.danger_grounds),
        (_("立案日期"), case.filed_on),
        (_("立案理由"), case.filing_grounds),
        (_("办案人员"), "、".join(queries.names_of(case.officers))),
        (_("不予立案情形"), _label(DeclineKind, case.decline_kind)),
        (_("不予立案理由"), case.decline_reason),
        (_("移送到"), case.handed_to and case.handed_to.name),
        (_("移送自"), case.handed_from and case.handed_from.name),
        (_("分自"), Linked.to(case.split_from)),
        (_("并入"), Linked.to(case.merged_into)),
    ]


def _range(case: Case) -> Any:
    """The range of the law for this breach, as far as the case tells what it depends on."""
    row = case.breach_row
    if not row or not row["high"]:
        return None
    whole = discretion.range_of(row, goods=case.goods_value, income=case.income, serious=case.is_serious)
    text = Text("{low} 元至 {high} 元", "¥{low} to ¥{high}")
    if row.get("verified") is False:
        text = Text(
            "{low} 元至 {high} 元（未核对原文，使用前请核对）",
            "¥{low} to ¥{high} (not read in the text: check before use)",
        )
    return text.format(low=f"{whole.low:,.0f}", high=f"{whole.high:,.0f}")


def inquiry(_actor: Actor, case: Case) -> Pairs:
    if case.state in (State.CLUE, State.CLUE_TESTING, State.DECLINED):
        return []
    return [
        (_("违法事实"), case.facts),
        (_("检验结论"), case.test_conclusion),
        (_("货值金额"), _money(case.goods_value)),
        (_("违法所得"), _money(case.income)),
        (_("罚款幅度"), _range(case)),
        (_("善意免责"), _label(GoodFaith, case.good_faith)),
        (_("善意免责核实"), case.good_faith_note),
        (_("法律适用"), _label(LawChosen, case.law_chosen)),
        (_("法律适用说明"), case.law_note),
        (_("裁量等级"), _label(Grade, case.grade)),
        (_("裁量理由"), case.discretion),
        (_("拟处罚种类"), _penalties(case.proposed_penalties)),
        (_("拟罚款"), _money(case.proposed_fine)),
        (_("拟没收违法所得"), _money(case.proposed_confiscated)),
        (_("拟处罚内容"), case.proposed),
        (_("法制审核日期"), case.law_reviewed_on),
        (_("审核人"), case.reviewed_by and case.reviewed_by.name),
        (_("审核意见"), case.review_opinion),
    ]


def _shown(case: Case) -> Chip | None:
    """Whether the public can read the penalty today."""
    if not case.published_on:
        return None
    if case.is_shown(clock.today()):
        return Chip(_("公示中"), "good")
    return Chip(_("已提前停止公示"), "plain") if case.stopped_on else Chip(_("公示期已满"), "plain")


def decision(_actor: Actor, case: Case) -> Pairs:
    late = case.late_fine(clock.today())
    return [
        (_("收到告知日期"), case.told_on),
        (_("陈述申辩期满"), case.defence_until),
        (_("陈述申辩"), case.defence),
        (_("书面放弃陈述申辩和听证"), Chip(_("是"), "plain") if case.is_waived else None),
        (_("复核意见"), case.defence_answer),
        (_("听证日期"), case.hearing_on),
        (_("听证情况"), case.hearing_record),
        (_("集体讨论"), case.discussion),
        (_("决定"), _label(Outcome, case.outcome)),
        (_("决定书文号"), case.decision_number),
        (_("决定日期"), case.decided_on),
        (_("处罚种类"), _penalties(case.penalties)),
        (_("处罚内容"), case.penalty),
        (_("罚款"), _money(case.fine)),
        (_("没收违法所得"), _money(case.confiscated)),
        (_("送达日期"), case.served_on),
        (_("送达方式"), _label(ServiceWay, case.service_way)),
        (_("缴款期限"), case.pay_by),
        (_("未缴"), _money(case.outstanding)),
        (_("截至今日的加处罚款"), _money(late)),
        (_("已缴加处罚款"), _money(case.late_paid)),
        (_("催告日期"), case.urged_on),
        (_("最迟申请强制执行"), case.court_by if case.owes_payment else None),
        (_("法院受理日期"), case.admitted_on),
        (_("法院裁定期限"), case.ruling_by),
        (_("变更决定日期"), case.varied_on),
        (_("应当退还"), _money(case.overpaid)),
        (_("已退还"), _money(case.refunded)),
        (_("推送外省日期"), case.pushed_on),
        (_("推送到"), case.pushed_to),
        (_("公示日期"), case.published_on),
        (_("公示至"), case.stopped_on or case.public_until),
        (_("公示情况"), _shown(case)),
        (_("公示文本"), case.publication),
        (_("提前停止公示"), case.stop_reason),
        *(
            unread(("publicity.early_stop", "publicity.early_stop_decision"), case.published_on)
            if case.published_on
            else ()
        ),
        (_("典型意义"), case.typical_note),
        (_("结案日期"), case.closed_on),
        (_("结案、销案或者撤销理由"), case.conclusion),
    ]


def _hits(case: Case) -> Linked:
    return Linked(str(_("移送核查提示")), f"/hits/?case={case.pk}")


def _crimes(case: Case) -> list[list[Any]]:
    """The thresholds of criminal liability a case reaches, and whether each is answered; or what has to be judged first."""
    rows: list[list[Any]] = []
    if case.awaits_danger:
        told = _("足以严重危害人体健康的，涉嫌犯罪（《刑法》第一百四十二条之一等）；作出决定前请“认定危害”")
        rows.append([Chip(_("须认定危害程度"), "warn"), "", told])
    waiting = case.unanswered_thresholds
    for key in dict.fromkeys([*waiting, *queries.thresholds_of(case)]):
        row = law.document("catalogues/transfer_thresholds")[key]
        told = f"{law.label('transfer_thresholds', key)}（{row['source']}{row['article']}）"
        chip = (
            Chip(_("涉嫌犯罪，移送或者说明理由"), "danger")
            if key in waiting
            else Chip(_("涉嫌犯罪，已移送或者已说明"), "plain")
        )
        rows.append([chip, _hits(case), told])
    return rows


def advice(actor: Actor, case: Case) -> Table | list[Any]:
    """What the law reminds of here: the same act, a crime, repetition, a hearing, who may revoke."""
    if case.is_closed:
        return []
    rows: list[list[Any]] = [
        [
            Chip(_("可能是同一违法行为"), "warn"),
            Linked(other.number, other.get_absolute_url()),
            _("请并案，不得两次罚款（行政处罚法第二十九条）"),
        ]
        for other in queries.same_act(actor, case)
    ]
    if queries.priors_of(actor, case):
        rows.append([Chip(_("屡次违法"), "warn"), "", _("有以往处罚，裁量时考虑从重（药品管理法第一百三十七条）")])
    rows += _crimes(case)
    rows += [
        [
            Chip(_("聘用禁业人员"), "danger"),
            Linked(person.title, person.get_absolute_url()),
            _("责令解聘并处罚（药品管理法第一百四十条）"),
        ]
        for person in queries.barred_at(actor, case)
    ]
    if (
        case.breach_row.get("ban")
        and case.facts
        and not case.persons
        and (case.is_serious or case.breach in ("fake_drug", "vaccine_fake"))
    ):
        rows.append(
            [
                Chip(_("处罚到人"), "warn"),
                "",
                _("这类违法情节严重的，同时处罚责任人员并禁止从业；请登记责任人员或者写明理由"),
            ]
        )
    entry = queries.listed(case, clock.today())
    if entry:
        seen = (
            Linked(entry.number, entry.get_absolute_url())
            if entry.area and entry in queries.violators_of(actor, case)
            else entry.number
        )
        rows.append(
            [Chip(_("在严重违法失信名单上"), "danger"), seen, _("提高检查频次，裁量时考虑从重；期满前不得提前停止公示")]
        )
    if windows.is_older_law(case.acted_until, case.breach_row.get("since", "")):
        told = _("行为终了在现行规定施行（{since}）以前：从旧兼从轻（行政处罚法第三十七条）")
        rows.append([Chip(_("新旧规定"), "warn"), "", told.format(since=case.breach_row["since"])])
    if Penalty.REVOCATION in case.proposed_penalties:
        rows.append(
            [
                Chip(_("吊销许可证"), "warn"),
                "",
                _("由原发证机关决定（药品管理法第一百三十九条）；不是原发证机关的请移送"),
            ]
        )
    if case.breach_row.get("provincial"):
        told = _("由省级以上药品监督管理部门处罚（{basis}）；不是的请移送")
        rows.append([Chip(_("管辖"), "warn"), "", told.format(basis=case.breach_basis)])
    if case.may_be_heard:
        rows.append([Chip(_("听证"), "warn"), "", _("当事人有权要求听证（行政处罚法第六十三条），告知书须写明")])
    return Table([_("提示"), _("关联"), _("依据和办法")], rows) if rows else []


def evidence(_actor: Actor, case: Case) -> Table | list[Any]:
    rows = [
        [
            item["no"], ExhibitKind(item["kind"]).label, item["title"], item["source"], item["fact"], item["obtained_on"],
            " → ".join(line["holder"] for line in item["custody"]), "、".join(digest[:12] for digest in item["sha256"]),
            Chip(Text("已排除：{reason}", "Struck: {reason}").format(reason=item["struck"]), "warn") if item.get("struck") else None,
        ]
        for item in case.exhibits
    ]  # fmt: skip
    heads = [
        _("序号"),
        _("种类"),
        _("名称"),
        _("来源"),
        _("证明的事实"),
        _("取得日期"),
        _("保管"),
        _("文件 SHA-256"),
        _("情况"),
    ]
    return Table(heads, rows) if rows else []


def goods(_actor: Actor, case: Case) -> Table | list[Any]:
    rows = [
        [no, item["name"], item["batch"], f"{item['quantity']}{item['unit']}", item["value"], item["income"]]
        for no, item in enumerate(case.goods, 1)
    ]
    if len(rows) > 1:
        rows.append(["", _("合计"), "", "", str(case.goods_value), str(case.income)])
    return (
        Table([_("序号"), _("物品"), _("批号"), _("数量"), _("货值金额（元）"), _("违法所得（元）")], rows)
        if rows
        else []
    )


def _ban(code: str, years: int) -> Any:
    if not code:
        return None
    if code == "life":
        return Chip(_("终身禁业"), "danger")
    if years:
        return _("禁业 {years} 年").format(years=years)
    return law.terms().versions(code)[0].label


def persons(_actor: Actor, case: Case) -> Table | list[Any]:
    rows = [
        [
            item["name"], PersonRole(item["role"]).label, item["reason"], item["income"], item.get("confiscated", ""), item["fine"],
            _ban(item["ban"], item.get("ban_years", 0)), left_of(item, case.person_payments) if case.outcome else None,
        ]
        for item in case.persons
    ]  # fmt: skip
    heads = [
        _("姓名"),
        _("身份"),
        _("责任事实"),
        _("所获收入（元）"),
        _("没收收入（元）"),
        _("罚款（元）"),
        _("禁业"),
        _("未缴（元）"),
    ]
    return Table(heads, rows) if rows else []


def measures(actor: Actor, case: Case) -> Table | list[Any]:
    rows = [
        [
            Linked(item.number, item.get_absolute_url()),
            item.get_measure_kind_display(),
            "；".join(item.things),
            item.state_label,
            item.opened_on,
        ]  # type: ignore[attr-defined]
        for item in queries.measures_of(actor, case)
    ]
    return Table([_("编号"), _("种类"), _("物品或者场所"), _("状态"), _("实施日期")], rows) if rows else []


def documents(actor: Actor, case: Case) -> Table | list[Any]:
    rows = [
        [
            Linked(item.number, item.get_absolute_url()), queries.form_label(item), item.code, item.state_label,
            item.signed_on, item.served_on, Chip("、".join(item.missing_labels), "warn") if item.state == "draft" and item.missing_labels else None,
        ]
        for item in queries.documents_of(actor, case)
    ]  # fmt: skip
    heads = [_("编号"), _("文书"), _("文号"), _("状态"), _("签发日期"), _("送达日期"), _("尚缺")]
    return Table(heads, rows) if rows else []


def violators(actor: Actor, case: Case) -> Table | list[Any]:
    rows = [
        [
            Linked(item.number, item.get_absolute_url()), item.subject_name, law.label("list_grounds", item.ground),
            item.state_label, item.listed_on, item.remove_on,
        ]
        for item in queries.violators_of(actor, case)
    ]  # fmt: skip
    heads = [_("编号"), _("当事人"), _("列入情形"), _("状态"), _("列入日期"), _("列入期满")]
    return Table(heads, rows) if rows else []


def payments(_actor: Actor, case: Case) -> Table | list[Any]:
    """What was paid, and the instalments that are still to come."""
    rows: list[list[Any]] = [[item["on"], item["sum"], item["note"], Chip(_("已缴"), "good")] for item in case.payments]
    if case.owes_payment:
        plan = [part for part in case.instalments if case.pay_next and part["on"] >= case.pay_next.isoformat()]
        rows += [[part["on"], part["sum"], "", Chip(_("分期应缴"), "warn")] for part in plan]
    return Table([_("日期"), _("金额（元）"), _("票据"), _("情况")], rows) if rows else []


def amendments(_actor: Actor, case: Case) -> Table | list[Any]:
    """What was corrected in a decision, and how it was changed."""
    rows = [
        [
            line["on"], VariedBy(line["by"]).label if line["by"] else _("更正笔误"), line["number"], line["was"], line["now"],
            line["reason"],
        ]
        for line in case.amendments
    ]  # fmt: skip
    return Table([_("日期"), _("依据"), _("文号"), _("原来"), _("现在"), _("理由")], rows) if rows else []


def priors(actor: Actor, case: Case) -> Table | list[Any]:
    rows = [
        [
            Linked(prior.case.number, prior.case.get_absolute_url()), prior.case.party_name, queries.breach_label(prior.case),
            prior.case.penalty, prior.case.decided_on, "；".join(prior.ties),
        ]
        for prior in queries.priors_of(actor, case)
    ]  # fmt: skip
    heads = [_("编号"), _("当事人"), _("违法行为"), _("处罚内容"), _("决定日期"), _("关联")]
    return Table(heads, rows) if rows else []


def similar(actor: Actor, case: Case) -> Table | list[Any]:
    """Past cases that are like this one, the nearest first, each with what makes it so."""
    rows = [
        [
            Linked(other.number, other.get_absolute_url()), Chip(_("典型案例"), "good") if other.is_typical else None,
            shortened(other.facts or other.title), other.penalty, other.decided_on, like.score,
            "；".join(reason.sentence for reason in like.reasons if reason.share),
        ]
        for other, like in queries.similar_to(actor, case)
    ]  # fmt: skip
    heads = [_("编号"), _("典型案例"), _("事实"), _("处罚内容"), _("决定日期"), _("相似度"), _("相似之处")]
    return Table(heads, rows) if rows else []


def shortened(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def parts(actor: Actor, case: Case) -> Table | list[Any]:
    rows = [
        [Linked(item.number, item.get_absolute_url()), item.title, item.state_label]
        for item in queries.parts_of(actor, case)
    ]
    return Table([_("编号"), _("案由"), _("状态")], rows) if rows else []
