"""What an act and a paper rest on: the article that says it, or that no article does."""

from datetime import date

import pytest

from yaoan.kernel.commands import open_record
from yaoan.modules.cases import commands, queries
from yaoan.modules.cases.choices import MeasureKind
from yaoan.modules.cases.lifecycle import CASE, MEASURE
from yaoan.modules.cases.tests.factories import on
from yaoan.modules.subjects.public import ProductKind

PROCEDURE = "《市场监督管理行政处罚程序规定》第六十四条"
DRUG, DEVICE = "《中华人民共和国药品管理法》第一百条", "《医疗器械监督管理条例》第七十条"
COSMETIC, NARCOTICS = "《化妆品监督管理条例》第四十六条", "《麻醉药品和精神药品管理条例》第六十条"


@pytest.mark.parametrize("act", ["test", "tested", "extend", "extend_further"])
def test_the_time_of_a_case_is_that_of_the_procedure(act):
    assert CASE[act].basis == PROCEDURE


@pytest.mark.parametrize("act", ["take_up", "feature", "unfeature"])
def test_what_no_article_says_is_said_to_be_a_house_rule(act):
    assert CASE[act].basis.endswith("（内部工作制度，没有条文）")


def test_jurisdiction_rests_on_what_speaks_of_jurisdiction():
    """Art. 24 speaks of towns that take over powers of a county, art. 26 of assistance."""
    assert CASE["hand_over"].basis == "《行政处罚法》第二十二条、第二十三条、第二十五条"


def test_the_power_to_seize_is_that_of_the_law_of_each_product():
    for article in (DRUG.replace("中华人民共和国", ""), DEVICE, COSMETIC, NARCOTICS):
        assert article in MEASURE["take"].basis


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("product", "kind", "basis"),
    [
        (ProductKind.DRUG, MeasureKind.SEIZURE, DRUG),
        (ProductKind.DEVICE, MeasureKind.SEIZURE, DEVICE),
        (ProductKind.COSMETIC, MeasureKind.SEIZURE, COSMETIC),
        (ProductKind.DRUG, MeasureKind.DRUG_SEIZURE, DRUG),
        (ProductKind.DRUG, MeasureKind.NARCOTICS, NARCOTICS),
    ],
)
def test_a_seizure_cites_the_power_to_seize_and_not_the_penalty(desk, product, kind, basis):
    case = desk.filed(date(2025, 3, 10), product_kind=product)
    command = commands.Take(
        case_id=case.pk, kind=kind, title="扣押", things=("药品10盒",), kept_at="证据室", officers=desk.pair,
        reason="涉嫌违法", is_approved=True, area="990121",
    )  # fmt: skip
    with on(date(2025, 3, 11)):
        open_record(command, by=desk.officer)
    with on(date(2025, 3, 11)):
        command = commands.Draw(
            case_id=case.pk, form="seizure_decision", area=case.area, officers=desk.pair, body="药品10盒", extra="三十日",
            place="证据室",
        )  # fmt: skip
        document = open_record(command, by=desk.officer)
    document.refresh_from_db()
    assert document.missing_labels == []
    told = "\n".join(str(block) for section in queries.paper_of(document).sections for block in section.blocks)
    assert f"第二十二条至第二十五条和{basis}，本机关" in told
    assert case.breach_row["basis"] not in told
