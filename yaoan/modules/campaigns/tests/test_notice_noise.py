"""The same notice as officers paste it: site lines around it, lines cut or run together, glossed characters."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypinyin import pinyin
from zhconv_rs import zhconv

from yaoan.modules.campaigns.rules import read_text

NOTICES = {path.stem: path.read_text("utf-8") for path in sorted((Path(__file__).parent / "notices").glob("*.txt"))}
HAN = re.compile(r"[\u4e00-\u9fff]")


def with_site_lines(text: str) -> str:
    title = next((line for line in text.split("\n") if "关于" in line and line.endswith("通知")), text.split("\n")[0])
    return (
        f"首页\n政务公开\n新闻中心 通知公告\n您的位置：首页 > 政务公开 > 通知公告\n{title}\n"
        f"来源：办公室 浏览次数：33次\n{text}\n\n【打印】【关闭】\n上一篇：某某\n下一篇：某某\n"
        "主办单位：某局 地址：某路1号\n版权所有 某局 备案号：000\n甲县| 乙市| 丙县| 丁区|\n"
    )


def cut_at_the_edge(text: str, characters: int = 36) -> str:
    lines = []
    for line in text.split("\n"):
        fits = line if line.startswith("|") or re.search("索.?引|日期|机关|浏览", line) else line.strip(" \u3000")
        cuts = range(0, max(len(fits), 1), characters)
        lines += [fits] if fits is line else [fits[place : place + characters] for place in cuts]
    return "\n".join(lines)


def run_together(text: str) -> str:
    return re.sub(r"。\n\s*(?=[二三四五六七]、|（[二三四五六七]）)", "。", text)


def glossed(text: str) -> str:
    """In traditional characters, each changed one with its pinyin, and with half-width marks."""
    characters = []
    for character in text:
        other = zhconv(character, "zh-hant") if HAN.match(character) else character
        characters.append(f"{other}({pinyin(other)[0][0]})" if other != character else other)
    return "".join(characters).translate(str.maketrans("，：；（）", ",:;()"))


def core_of(reading: dict[str, Any]) -> dict[str, Any]:
    """What an officer would have to type again: marks and blanks of long texts aside."""
    core = {
        key: reading[key] for key in ("kind", "title", "doc_no", "issuers", "date", "period", "focus", "allocation")
    }
    core["tasks"] = [(task["path"], task["title"], task["responsible"], task["due"]) for task in reading["tasks"]]
    core["deadlines"] = [(item["what"], item["due"], item["every"]) for item in reading["deadlines"]]
    core["reporting"] = [(duty["who"], duty["what"], duty["to"], duty["due"]) for duty in reading["reporting"]]
    return core


@pytest.mark.parametrize("name", NOTICES)
@pytest.mark.parametrize("spoil", [with_site_lines, run_together, glossed], ids=lambda spoil: spoil.__name__)
def test_a_spoiled_notice_is_read_as_the_clean_one(name: str, spoil: Callable[[str], str]) -> None:
    clean, spoiled = read_text(NOTICES[name]).as_json(), read_text(spoil(NOTICES[name])).as_json()
    expected = core_of(clean)
    if spoil is glossed:  # the whole text came out of two conversions: compare in one script
        assert zhconv(str(core_of(spoiled)), "zh-cn") == zhconv(str(expected), "zh-cn")
    else:
        assert core_of(spoiled) == expected


@pytest.mark.parametrize(
    "name",
    ["attachments", "forward", "joint-plan", "sampling-plan", "task-table", "work-points", "year-plan", "year-summary"],
)
def test_a_notice_cut_at_the_edge_is_read_as_the_whole_one(name: str) -> None:
    assert core_of(read_text(cut_at_the_edge(NOTICES[name])).as_json()) == core_of(read_text(NOTICES[name]).as_json())


def test_what_was_mended_is_told() -> None:
    reading = read_text(with_site_lines(glossed(NOTICES["forward"])))
    told = "\n".join(reading.repairs)
    for words in ("拼音注音", "繁体字转为简体字", "与正文无关的行", "半角标点"):
        assert words in told
