"""What the officer is told to check, and where each value stands."""

from typing import Any

import pytest

from yaoan.modules.campaigns.rules import Reading, read_text

NOTICE = """某县市场监督管理局关于开展专项整治的通知
某市监〔2023〕5号
各分局：
一、工作任务
（一）查购进渠道。逐户检查。（责任单位：药械股；完成时限：{due}）
二、任务分配
| 单位 | 药店 |
| 东所 | 4 |
| 西所 | 5 |
| 合计 | {total} |
三、实施步骤
（一）部署阶段（2023年4月）。各分局于{report}前将方案报药械股。
（二）检查阶段（2023年{from_month}月至9月）。开展检查。
四、工作要求
各分局于2023年9月25日前将工作总结报药械股。
某县市场监督管理局
{signed}"""
SOUND = {"due": "2023年6月30日前", "total": "9", "report": "4月20日", "from_month": "5", "signed": "2023年4月3日"}


def reading(**changes: str) -> Reading:
    return read_text(NOTICE.format(**(SOUND | changes)))


def contradictions(**changes: str) -> list[str]:
    return [remark.sentence for remark in reading(**changes).contradictions]


def doubts(**changes: str) -> str:
    return "\n".join(remark.sentence for remark in reading(**changes).doubts)


def test_a_sound_notice_has_no_contradiction() -> None:
    assert contradictions() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"total": "10"}, "相加是 9，合计写的是 10"),
        ({"due": "2023年2月30日前"}, "没有这一天"),
        ({"due": "2023年3月1日前"}, "早于成文日期"),
        ({"due": "2023年12月30日前"}, "晚于行动结束"),
        ({"report": "5月8日"}, "“部署阶段”到 2023-04-30 结束"),
        ({"from_month": "3"}, "还没有结束"),
    ],
)
def test_each_contradiction_is_told(changes: dict[str, str], words: str) -> None:
    (sentence,) = contradictions(**changes)
    assert words in sentence


def test_a_report_with_two_dates_is_a_contradiction() -> None:
    text = NOTICE.format(**SOUND).replace("三、实施", "各分局于2023年9月10日前将工作总结报药械股。\n三、实施")
    found = [remark.sentence for remark in read_text(text).contradictions]
    assert any("“工作总结”写了不同的日期" in sentence for sentence in found)


def test_labels_that_differ_from_the_signature_are_told() -> None:
    text = "发文字号：某市监〔2023〕6号  成文日期：2023-04-02\n" + NOTICE.format(**SOUND)
    found = "\n".join(remark.sentence for remark in read_text(text).contradictions)
    assert "发文字号两处不同" in found
    assert "成文日期两处不同" in found


def test_what_is_open_is_told() -> None:
    assert "4月20日前”没有写年份" in doubts()
    assert "按各阶段的时间理解为 2023-04 至 2023-09" in doubts()
    assert "没有成文日期" in doubts(signed="")
    assert "没有发文字号" not in doubts()


def test_a_date_without_year_in_a_notice_without_date_stays_open() -> None:
    found = reading(signed="", due="6月30日前", report="2023年4月20日").as_json()
    assert found["date"] is None
    assert found["tasks"][0]["due"] in {None, "2023-06-30"}
    if found["tasks"][0]["due"]:
        assert found["period"]["start"] == "2023-04"  # the stages leave one year only


def test_attachments_that_are_not_there_are_told() -> None:
    text = NOTICE.format(**SOUND) + "\n附件：1.统计表\n2.名单"
    assert "附件没有随文：统计表、名单" in "\n".join(remark.sentence for remark in read_text(text).doubts)


def test_every_mark_covers_its_value() -> None:
    found = reading()
    values = found.as_json()
    marked: dict[str, list[str]] = {}
    for mark in found.marks:
        assert 0 <= mark.start < mark.end <= len(found.text)
        marked.setdefault(mark.field, []).append(found.text[mark.start : mark.end])
    assert marked["title"] == [values["title"]]
    assert marked["doc_no"] == [values["doc_no"]]
    assert marked["tasks"] == [task["title"] for task in values["tasks"]]
    assert marked["tasks.responsible"] == ["药械股"]
    assert marked["stages"][0] == "部署阶段"
    assert marked["doubts"]


def test_the_json_has_every_key_of_the_contract() -> None:
    keys = set(reading().as_json())
    assert keys >= {
        "kind", "title", "attachment_title", "issuer", "doc_no", "date", "period", "goals", "focus", "tasks", "deadlines",
        "reporting", "repairs", "doubts", "text", "marks", "index_no", "published", "addressees", "attachment_titles",
        "parents", "basis", "crackdown", "targets", "frequencies", "allocation", "stages", "contradictions",
    }  # fmt: skip


def test_a_joint_notice_names_all_issuers_and_no_single_one() -> None:
    text = NOTICE.format(**SOUND).replace("\n某县市场监督管理局\n2023", "\n某县市场监督管理局  某县公安局\n2023")
    found: dict[str, Any] = read_text(text).as_json()
    assert found["issuer"] is None
    assert found["issuers"] == ["某县市场监督管理局", "某县公安局"]


def test_a_heading_without_content_is_told() -> None:
    text = NOTICE.format(**SOUND).replace("二、任务分配", "（二）加强宣传\n二、任务分配")
    assert "只有标题，没有内容" in "\n".join(remark.sentence for remark in read_text(text).doubts)
