"""Things people do in several journeys."""

from tests.journeys.people import Person

PLACE = "城关镇"


def reports_a_risk(person: Person, title: str, *, kind: str = "储存陈列不当", subject: str = "") -> str:
    """Enter a risk into the ledger by its form; the address of its page."""
    person.opens("/risks/new/report/")
    person.writes("隐患名称", title)
    person.writes("隐患情况", "现场检查发现，情况见照片。")
    person.chooses("隐患类别", kind)
    person.chooses("产品类别", "药品")
    person.chooses("发现渠道", "检查核查")
    person.picks("所在地", PLACE)
    if subject:
        person.picks("对象", subject)
    person.sends()
    person.sees_the_state("待研判")
    return person.where


def is_assessed(person: Person, risk: str, *, level: str = "较大") -> None:
    person.opens(f"{risk}assess/")
    person.chooses("风险等级", level)
    person.writes("研判依据", "数量较多，持续时间较长。")
    person.sends()
    person.sees_the_state("待定措施")


def is_ordered(person: Person, risk: str, *, holder: str, by: str = "2027-03-31") -> None:
    """One measure, one name, one date."""
    person.opens(f"{risk}order/")
    person.writes("化解措施", "停止销售，查清来源，补齐票据，重新陈列。")
    person.picks("责任人", holder)
    person.writes("整改期限", by)
    person.sends()
    person.sees_the_state("整改中")


def registers_a_case(person: Person, *, cause: str, clue: str, breach: str, party: str) -> str:
    """Enter where a case comes from by its form; the address of its page."""
    person.opens("/cases/new/receive/")
    person.writes("案由", cause)
    person.writes("线索情况", clue)
    person.chooses("涉嫌的违法行为", breach)
    person.chooses("产品类别", "药品")
    person.picks("违法行为发生地", PLACE)
    person.writes("当事人名称", party)
    person.chooses("案件来源", "监督检查")
    person.sends()
    person.sees_the_state("待核查")
    return person.where
