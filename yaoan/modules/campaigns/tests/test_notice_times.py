"""Dates, times and periods as notices write them."""

from datetime import date

import pytest

from yaoan.kernel.reading.dates import Years, day_of
from yaoan.kernel.reading.pieces import Piece
from yaoan.modules.campaigns.rules.times import Sort, Timekeeper, Trouble, When

ISSUED = Years(issued=date(2023, 8, 7))


def times(text: str, years: Years = ISSUED) -> list[When]:
    return Timekeeper(years).times(Piece.whole(text))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年7月25日", date(2023, 7, 25)),
        ("２０２３年７月２５日", date(2023, 7, 25)),
        ("二〇二三年七月二十五日", date(2023, 7, 25)),
        ("二○二三年十二月三十一日", date(2023, 12, 31)),
        ("2023-07-25 09:30", date(2023, 7, 25)),
        ("2023.7.25", date(2023, 7, 25)),
        ("2023年02月30日", None),
        ("7月25日", None),
    ],
)
def test_whole_dates_are_read_in_every_spelling(text: str, day: date | None) -> None:
    found = day_of(Piece.whole(text))
    assert (found[1] if found else None) == day


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2023年10月25日前", "2023-10-25"),
        ("10月25日前", "2023-10-25"),
        ("9月底前", "2023-09-30"),
        ("2024年2月底前", "2024-02-29"),
        ("11月中旬前", "2023-11-20"),
        ("年底前", "2023-12-31"),
        ("第三季度末前", "2023-09-30"),
        ("12月5日（星期二）前", "2023-12-05"),
        ("12月5日17时前", "2023-12-05"),
        ("12月5日下班前", "2023-12-05"),
        ("截至11月30日", "2023-11-30"),
        ("不晚于11月30日", "2023-11-30"),
        ("次年1月10日前", "2024-01-10"),
    ],
)
def test_a_limit_is_a_day(text: str, due: str) -> None:
    (when,) = times(f"各单位于{text}报送总结")
    assert when.sort is Sort.DAY
    assert when.limit
    assert when.due == due


def test_a_day_before_the_issue_is_the_next_year_only_where_nothing_else_can_be_meant() -> None:
    assert times("1月10日前", Years(issued=date(2023, 12, 15)))[0].due == "2024-01-10"
    (open_year,) = times("6月30日前", Years(issued=date(2023, 8, 7)))
    assert open_year.due is None
    assert open_year.trouble is Trouble.YEAR_OPEN


def test_a_period_over_two_years_leaves_the_year_open() -> None:
    long = Years(issued=date(2023, 7, 25), start="2023-07", end="2024-12")
    assert times("10月25日前", long)[0].due is None
    assert times("3月31日前", long)[0].due == "2024-03-31"


def test_the_year_of_the_title_goes_before_the_year_of_the_issue() -> None:
    assert times("6月20日前", Years(issued=date(2024, 12, 23), titled=2025))[0].due == "2025-06-20"


def test_a_year_written_before_in_the_same_item_counts_unless_it_lies_before_the_issue() -> None:
    keeper = Timekeeper(Years(issued=date(2023, 7, 25), start="2023-07", end="2024-12"))
    sentence = Piece.whole("2024年9月启动，10月25日前完成。")
    assert keeper.times(sentence)[1].due == "2024-10-25"
    looking_back = Piece.whole("2021年以来的案件，10月25日前办结。")
    assert keeper.times(looking_back)[-1].due is None


def test_a_day_no_calendar_has_is_no_date() -> None:
    (when,) = times("2月30日前", Years(issued=date(2023, 1, 5)))
    assert when.due is None
    assert when.trouble is Trouble.NO_SUCH_DAY


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("每月25日前报送", "month"),
        ("每季度末月20日前报送", "quarter"),
        ("每周五前报送", "week"),
        ("每半年报送一次", "half-year"),
        ("每半月报送", "half-month"),
        ("按月上报", "month"),
        ("次月5日前报送", "month"),
        ("每季度结束后5个工作日内报送", "quarter"),
        ("每季度最后一个工作日前报送", "quarter"),
        ("每年12月10日前报送", "year"),
    ],
)
def test_repeated_times_have_no_day(text: str, every: str) -> None:
    when = times(text)[0]
    assert when.sort is Sort.RECURRING
    assert when.every == every
    assert when.due is None


def test_the_months_of_a_repeated_time_are_counted_out() -> None:
    assert times("9月、10月每月10日前报送")[0].dates == ("2023-09-10", "2023-10-10")


def test_how_often_is_no_time_to_report() -> None:
    assert times("每季度至少开展1次网络监测") == []


def test_spans_and_loose_words_are_told_apart() -> None:
    assert [when.sort for when in times("2小时内电话报告，随时上报")] == [Sort.WITHIN, Sort.LOOSE]


def test_both_ends_of_a_span_are_no_limit() -> None:
    assert times("8月21日—10月15日开展检查，11月1日至11月10日总结") == []


def test_days_of_one_list_share_their_limit() -> None:
    found = times("9月15日、11月25日前分别报送")
    assert [when.due for when in found] == ["2023-09-15", "2023-11-25"]
    assert all(when.limit and when.shared == found[0].shared for when in found)
