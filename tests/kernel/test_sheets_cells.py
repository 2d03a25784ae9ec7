"""What people type into cells is read where it can mean one thing only, and explained where it cannot."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaoan.kernel.exchange.sheets import Broken, Noted, as_bool, as_choice, as_count, as_date, as_number, clean_text
from yaoan.kernel.exchange.sheets.cells import folded

DAY = date(2024, 3, 5)
FOREVER = date(9999, 12, 31)
BROKEN = Broken("#REF!", "公式出错：#REF!", "请改正公式或直接填写数值。")

RAW = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.text(alphabet="0123456789０１２年月日.-/, 二〇四万%()长期是否√×", max_size=14),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.just(BROKEN),
    st.builds(Noted, st.one_of(st.none(), st.text(max_size=5), st.integers(), st.dates()), st.just("取公式的计算结果")),
)


@given(RAW)
def test_no_cell_breaks_any_reading(raw: object) -> None:
    for read in (clean_text, as_date, as_number, as_count, as_bool, lambda cell: as_choice(cell, {"a": ["甲"]})):
        cell = read(raw)  # type: ignore[arg-type]
        assert cell.value is None or cell.problem is None
        assert (cell.problem is None) or (cell.problem and cell.way_out)


# Dates


@pytest.mark.parametrize(
    "raw",
    [
        DAY,
        datetime(2024, 3, 5, 8, 30),
        "2024-03-05",
        "2024.3.5",
        "2024/3/5",
        "2024年3月5日",
        "2024年03月05",
        " 2024 . 3 . 5 ",
        "２０２４．３．５",
        "20240305",
        20240305,
        "2024-03-05 00:00:00",
        "2024-03-05T08:30:00Z",
        "2024/3/5 8:30",
        "2024年3月5日 星期二",
        "2024.3.5（周二）",
        "二〇二四年三月五日",
        "2024-3-5号",
        "'2024-03-05",
        Noted(DAY, "取公式的计算结果"),
    ],
)
def test_ways_to_write_a_day(raw: object) -> None:
    cell = as_date(raw)  # type: ignore[arg-type]
    assert (cell.value, cell.problem) == (DAY, None)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("24/3/5", "“24/3/5”分不清年、月、日"),
        ("3/5/2024", "“3/5/2024”分不清年、月、日"),
        ("2024-02-30", "“2024-02-30”：2 月没有 30 日"),
        ("2023年2月29日", "“2023年2月29日”：2 月没有 29 日"),
        ("2024-13-01", "“2024-13-01”：没有 13 月"),
        ("2024年3月", "“2024年3月”缺少月或日"),
        ("202403", "“202403”缺少月或日"),
        ("2024", "“2024”缺少月或日"),
        ("0204-03-05", "“0204-03-05”：年份不合常理"),
        ("20241-03-05", "“20241-03-05”不是日期"),
        ("2024.3.5至2029.3.4", "“2024.3.5至2029.3.4”不是日期"),
        ("已过期", "“已过期”不是日期"),
        (12, "“12”不是日期"),
        (True, "“是”不是日期"),
        (time(8, 30), "“08:30:00”不是日期"),
        (float("nan"), "“nan”不是日期"),
        (date(1200, 1, 1), "“1200-01-01”：年份不合常理"),
    ],
)
def test_what_is_no_day_or_could_be_two(raw: object, problem: str) -> None:
    cell = as_date(raw)  # type: ignore[arg-type]
    assert (cell.value, cell.problem) == (None, problem)
    assert "2024-03-05" in (cell.way_out or "")


def test_a_day_that_can_be_one_only_is_read_with_a_note() -> None:
    for text in ("13/5/2024", "5/13/2024", "13.5.2024"):
        cell = as_date(text)
        assert cell.value == date(2024, 5, 13)
        assert text in (cell.note or "")


def test_serial_numbers_are_read_with_a_note() -> None:
    for raw in (45356, 45356.0, "45356", 45356.7):
        cell = as_date(raw)
        assert cell.value == DAY
        assert "45356" in (cell.note or "")
    assert as_date(45356, date1904=True).value == date(2028, 3, 6)


def test_for_ever_is_what_the_caller_says_it_is() -> None:
    for text in ("长期", "长期有效", "无固定期限", "（长期）"):
        assert as_date(text, forever=FOREVER).value == FOREVER
        assert as_date(text).value is None
        assert as_date(text).note == "长期有效"


@pytest.mark.parametrize("raw", [None, "", "  ", "—", "-", "/", "无", "暂无", "N/A"])
def test_marks_for_nothing_are_nothing(raw: str | None) -> None:
    for read in (as_date, as_number, as_count):
        cell = read(raw)
        assert (cell.value, cell.problem) == (None, None)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_is_read_from_every_unambiguous_writing(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day:%Y/%m/%d} 00:00:00",
    ):
        assert as_date(text).value == day


# Numbers


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (12, "12"),
        (0.1, "0.1"),
        ("1,234.50", "1234.50"),
        ("１２３４", "1234"),
        ("1，234", "1234"),
        ("¥1,000.00元", "1000.00"),
        ("－5", "-5"),
        ("+3", "3"),
        ("(5)", "-5"),
        ("3 个", "3"),
        ("120㎡", "120"),
        ("5万元", "50000"),
        ("1.2亿", "120000000"),
        ("12%", "0.12"),
        ("1e3", "1000"),
        ("'007", "7"),
    ],
)
def test_numbers_as_people_write_them(raw: object, number: str) -> None:
    cell = as_number(raw)  # type: ignore[arg-type]
    assert (cell.value, cell.problem) == (Decimal(number), None)


def test_what_was_worked_out_is_noted() -> None:
    assert as_number("5万元").note == "“5万元”读作 50000"
    assert as_number("12%").note == "“12%”读作 0.12"
    assert as_number("(5)").note == "括号中的数按负数读"
    assert as_number("1,234").note is None


@pytest.mark.parametrize(
    "raw", ["约100", "1,23", "1.2.3", "10-20", "5万5", "..", "一百", True, float("inf"), "1" * 40, BROKEN]
)
def test_what_is_no_number(raw: object) -> None:
    cell = as_number(raw)  # type: ignore[arg-type]
    assert cell.value is None
    assert cell.problem


def test_counts_are_whole_and_not_negative() -> None:
    assert as_count("12 家").value == 12
    assert as_count(3.0).value == 3
    assert as_count("-1").problem == "-1 不是非负整数"
    assert as_count("1.5").problem == "1.5 不是非负整数"


@given(st.integers(-(10**12), 10**12))
def test_numbers_with_thousands_come_back(number: int) -> None:
    assert as_number(f"{number:,}").value == number
    assert as_number(number).value == number


# Texts


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (" 安民　大药房 ", "安民 大药房"),
        ("安民\u200b大药房\ufeff", "安民大药房"),
        ("甲\r\n\r\n 乙 ", "甲\n乙"),
        ("ＡＢ１２", "AB12"),
        (12, "12"),
        (12.0, "12"),
        (1.5, "1.5"),
        (True, "是"),
        (DAY, "2024-03-05"),
        (datetime(2024, 3, 5, 8, 30), "2024-03-05 08:30:00"),
        ("（个体）", "（个体）"),
        ("", None),
        (" \u3000", None),
    ],
)
def test_texts_are_cleaned(raw: object, text: str | None) -> None:
    assert clean_text(raw).value == text  # type: ignore[arg-type]


def test_numbers_that_lost_digits_are_told() -> None:
    for raw in (9.1130434e17, 911304340000000000, "9.11E+17"):
        assert "丢失" in (clean_text(raw).problem or "")
    assert clean_text(123456789012345).value == "123456789012345"


def test_a_text_may_have_a_limit() -> None:
    assert clean_text("安民大药房", longest=3).problem == "有 5 个字，最多 3 个字"
    assert clean_text("安民", longest=3).value == "安民"


def test_a_broken_cell_stays_a_problem_everywhere() -> None:
    for read in (clean_text, as_date, as_number, as_bool):
        cell = read(BROKEN)
        assert (cell.problem, cell.way_out) == (BROKEN.problem, BROKEN.way_out)
    assert clean_text(Noted("甲", "取公式的计算结果")).note == "取公式的计算结果"


# Yes or no, and choices


@pytest.mark.parametrize("raw", [True, "是", "√", "有", "Y", "yes", "1", 1, "☑"])
def test_yes(raw: object) -> None:
    assert as_bool(raw).value is True  # type: ignore[arg-type]


@pytest.mark.parametrize("raw", [False, "否", "×", "无", "n", "0", 0, "□"])
def test_no(raw: object) -> None:
    assert as_bool(raw).value is False  # type: ignore[arg-type]


def test_maybe_is_a_problem_and_blank_is_neither() -> None:
    assert as_bool("大概").problem == "“大概”不是“是”或“否”"
    assert as_bool(None).value is as_bool("").value is None


KINDS = {
    "shop": ("零售药店", "药店", "单体药店"),
    "chain": ("零售连锁门店", "连锁门店"),
    "clinic": ("村卫生室", "卫生室"),
}


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("零售药店", "shop"),
        (" 药 店 ", "shop"),
        ("（单体）药店", "shop"),
        ("shop", "shop"),
        ("连锁门店", "chain"),
        (None, None),
        ("—", None),
    ],
)
def test_a_word_of_the_choice_is_taken(raw: str | None, key: str | None) -> None:
    cell = as_choice(raw, KINDS)
    assert (cell.value, cell.problem, cell.note) == (key, None, None)


def test_a_near_word_is_taken_with_a_note_if_it_is_near_one_choice_only() -> None:
    cell = as_choice("卫生室（所）", KINDS)
    assert (cell.value, cell.note) == ("clinic", "“卫生室（所）”当作“村卫生室”")
    assert as_choice("零售", KINDS).problem == "“零售”不在可选范围内"


def test_another_word_is_a_problem_that_names_the_choices() -> None:
    cell = as_choice("医院", KINDS)
    assert cell.problem == "“医院”不在可选范围内"
    assert cell.way_out == "请填：零售药店、零售连锁门店、村卫生室"


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
