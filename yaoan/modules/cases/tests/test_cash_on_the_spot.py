"""Punishing on the spot: no crimes; cash up to the sum of the register, or with the reason why it could hardly be had later (Penalty Law art. 68)."""

from datetime import date
from decimal import Decimal

import pytest

from yaoan.kernel.commands import Invalid, open_record
from yaoan.modules.cases import commands
from yaoan.modules.cases.tests.factories import on
from yaoan.modules.subjects.public import ProductKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def punish(desk):
    def punished(**fields):
        command = commands.Punish(
            **{
                "title": "未按规定保存购进记录", "description": "现场检查发现。", "breach": "records",
                "product_kind": ProductKind.DRUG, "area": "990121", "subject_name": "某药房", "officers": desk.pair,
                "facts": "没有购进记录", **fields,
            }
        )  # fmt: skip
        with on(date(2025, 4, 24)):
            return open_record(command, by=desk.officer)

    return punished


@pytest.mark.parametrize("fine", [1, 100])
def test_up_to_a_hundred_yuan_is_collected_without_a_word(punish, fine):
    case = punish(fine=Decimal(fine), is_collected=True)
    assert case.holds_cash and case.payments[0]["note"] == "当场收缴"


def test_more_is_collected_only_with_the_reason(punish):
    with pytest.raises(Invalid, match="超过 100 元"):
        punish(fine=Decimal(101), is_collected=True)
    case = punish(fine=Decimal(101), is_collected=True, collected_why="流动摊贩，没有固定场所")
    assert case.payments[0]["note"] == "当场收缴：流动摊贩，没有固定场所"


def test_more_is_fined_without_cash(punish):
    assert not punish(fine=Decimal(2000)).holds_cash


@pytest.mark.parametrize(
    ("breach", "harmed", "told"),
    [
        ("fake_drug", False, "达到移送标准“生产、销售、提供假药"),
        ("substandard_sold", True, "达到移送标准"),
        ("unapproved", False, "认定危害"),
        ("device_unregistered", True, "达到移送标准"),
    ],
)
def test_what_is_or_may_be_a_crime_is_not_punished_on_the_spot(punish, breach, harmed, told):
    with pytest.raises(Invalid, match=told) as refused:
        punish(breach=breach, is_harmful=harmed, fine=Decimal(100))
    assert "请登记案源" in str(refused.value)


def test_what_is_no_crime_without_harm_is(punish):
    assert punish(breach="substandard_sold", fine=Decimal(100)).fine == 100
