"""Codes are recognised in every form they have had, and a wrong one is told what is wrong with it."""

import csv
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yaoan.kernel.reading import checksums
from yaoan.modules.subjects.rules import IDENTIFIERS, Verdict, check_identifier, kinds_of
from yaoan.simulation import codes

GOOD = "91990101MA0YA0AN4J"
EXAMPLES = [(kind, shape.form, shape.example) for kind, known in IDENTIFIERS.items() for shape in known.shapes]
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
USCC_TEXT = st.text(checksums.USCC_ALPHABET, min_size=10, max_size=10)


def refused(kind: str, text: str, **asked: date) -> Verdict:
    verdict = check_identifier(kind, text, **asked)
    assert not verdict.ok
    assert verdict.problem
    return verdict


# Every kind


@pytest.mark.parametrize(("kind", "form", "example"), EXAMPLES, ids=[f"{k}-{f}-{e}" for k, f, e in EXAMPLES])
def test_every_form_accepts_its_own_example_and_its_canonical_form(kind: str, form: str, example: str) -> None:
    verdict = check_identifier(kind, example)
    assert (verdict.ok, verdict.form, verdict.problem) == (True, form, None)
    again = check_identifier(kind, verdict.normal)
    assert (again.ok, again.normal) == (True, verdict.normal)


@pytest.mark.parametrize(("kind", "form", "example"), EXAMPLES, ids=[f"{k}-{f}-{e}" for k, f, e in EXAMPLES])
def test_full_width_characters_and_blanks_change_nothing(kind: str, form: str, example: str) -> None:
    written = "\u3000" + " ".join(example.translate(FULL_WIDTH)) + "\u200b\n"
    if kind == "pharmacist_registration":
        written = written.strip()
    assert check_identifier(kind, written).normal == check_identifier(kind, example).normal


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_every_kind_is_described_in_both_languages_with_its_source(kind: str) -> None:
    known = IDENTIFIERS[kind]
    assert known.kind == kind
    assert known.label.message
    assert known.label.english
    assert known.source
    assert known.shapes[0].form == "current"
    assert check_identifier(kind, known.example).doubtful is not known.verified


@pytest.mark.parametrize("kind", [kind for kind in IDENTIFIERS if kind != "pharmacist_registration"])
@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "没有填写"),
        ("无", "没有填写"),
        ("／", "没有填写"),
        ("9.11E+17", "9.11E+17"),
        ("详见附件", ""),
        ("A" * 5000, ""),
    ],
)
def test_every_kind_refuses_what_is_no_code(kind: str, text: str, part: str) -> None:
    assert part in (refused(kind, text).problem or "")


def test_an_unknown_kind_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        check_identifier("passport", "E12345678")


@given(st.sampled_from(sorted(IDENTIFIERS)), st.text(max_size=60))
def test_no_text_makes_the_check_fail(kind: str, text: str) -> None:
    verdict = check_identifier(kind, text, on=date(2026, 1, 1))
    assert verdict.ok is (verdict.problem is None)
    assert verdict.kind == kind
    if verdict.suggestion is not None:
        assert check_identifier(kind, verdict.suggestion, on=date(2026, 1, 1)).ok


@given(st.sampled_from(EXAMPLES), st.data())
def test_whatever_is_accepted_is_accepted_again_in_canonical_form(
    shape: tuple[str, str, str], data: st.DataObject
) -> None:
    kind, _form, example = shape
    place = data.draw(st.integers(0, len(example) - 1))
    char = data.draw(st.sampled_from("0123456789ABOIZSX国冀号()-"))
    verdict = check_identifier(kind, example[:place] + char + example[place + 1 :])
    assume(verdict.ok)
    again = check_identifier(kind, verdict.normal)
    assert (again.ok, again.normal) == (True, verdict.normal)


def test_the_register_works_without_django() -> None:
    code = (
        "import sys; from yaoan.modules.subjects import rules;"
        f"print(rules.check_identifier('uscc', '{GOOD}').ok, 'django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]


# Social credit code


@given(USCC_TEXT, st.sampled_from("123456789ANY"), st.sampled_from(checksums.USCC_ALPHABET))
def test_the_check_character_finds_every_single_mistake(tail: str, registrar: str, wrong: str) -> None:
    first17 = registrar + "1" + "990101" + tail[:9]
    code = first17 + checksums.uscc_check(first17)
    assert check_identifier("uscc", code).ok
    place = len(tail) % 9 + 8
    assume(code[place] != wrong)
    assert not check_identifier("uscc", code[:place] + wrong + code[place + 1 :]).ok


def test_a_wrong_check_character_is_named_with_the_right_one() -> None:
    verdict = refused("uscc", GOOD[:-1] + "X")
    assert verdict.problem == "第18位校验码应为 J，填的是 X"
    assert verdict.suggestion is None


def test_letters_that_the_code_does_not_use_are_named_and_a_digit_is_suggested() -> None:
    verdict = refused("uscc", GOOD.replace("YA0", "YAO"))
    assert verdict.problem == "含有不用的字母 I/O/S/V/Z：第 14 位“O”"
    assert verdict.suggestion == GOOD
    assert GOOD in (verdict.way_out or "")
    assert verdict.normal != GOOD, "a look-alike is suggested, never put in silently"


def test_an_unused_letter_without_a_fitting_digit_gets_no_suggestion() -> None:
    assert refused("uscc", GOOD.replace("Y", "V")).suggestion is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (GOOD[:-1], "应为 18 位，填了 17 位，少 1 位"),
        (GOOD + "1", "应为 18 位，填了 19 位，多 1 位"),
        ("9199****MA0YA0AN4J", "含有 *，是遮掩过的号码"),
        ("91990101MA0YA0AN4中", "含有不能使用的字符：第 18 位“中”"),
        ("91A90101MA0YA0AN4J", "第 3 至 8 位应为 6 位数字的行政区划代码"),
        ("9.1990101E+17", "9.1990101E+17 不是号码"),
    ],
)
def test_a_misfit_of_a_credit_code_is_explained(text: str, problem: str) -> None:
    assert refused("uscc", text).problem == problem


def test_a_number_rounded_by_a_spreadsheet_is_recognised() -> None:
    verdict = refused("uscc", "911304340000012000")
    assert "四舍五入" in (verdict.way_out or "")


def test_lower_case_an_apostrophe_and_a_float_ending_are_read() -> None:
    assert check_identifier("uscc", "'" + GOOD.lower()).normal == GOOD
    number = codes.issue_registration_number(random.Random(1))
    assert check_identifier("uscc", number + ".0").normal == number


def test_old_registration_numbers_are_recognised_as_such() -> None:
    number = codes.issue_registration_number(random.Random(7))
    verdict = check_identifier("uscc", number)
    assert (verdict.ok, verdict.form, verdict.normal) == (True, "legacy", number)
    assert "18 位" in (verdict.way_out or "")
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert "第15位校验码" in (refused("uscc", wrong).problem or "")


def test_an_organisation_code_is_recognised_with_and_without_its_hyphen() -> None:
    plain, hyphened = check_identifier("uscc", "MA0YA0AN4"), check_identifier("uscc", "MA0YA0AN-4")
    assert (plain.form, plain.normal) == (hyphened.form, hyphened.normal) == ("legacy", "MA0YA0AN4")


def test_an_odd_inner_check_is_a_doubt_and_not_a_fault() -> None:
    first17 = GOOD[:16] + ("5" if GOOD[16] != "5" else "6")
    verdict = check_identifier("uscc", first17 + checksums.uscc_check(first17))
    assert (verdict.ok, verdict.doubtful) == (True, True)
    assert not check_identifier("uscc", GOOD).doubtful


def test_a_code_among_other_words_is_offered_and_two_codes_are_told_apart() -> None:
    verdict = refused("uscc", f"代码：{GOOD}（正本）")
    assert verdict.suggestion == GOOD
    other = codes.issue_uscc(random.Random(3))
    assert refused("uscc", f"{GOOD}、{other}").problem == "一格里填了 2 个编号"
    assert refused("uscc", f"{GOOD} {other}").problem == "一格里填了 2 个编号"


# Identity number


def test_identity_numbers_are_checked_without_betraying_the_right_character() -> None:
    good = "990101199003070015"
    assert check_identifier("id_card", good).parts == {"area": "990101", "born_on": "1990-03-07", "sex": "M"}
    verdict = refused("id_card", good[:-1] + "X")
    assert verdict.problem == "第18位校验码与前 17 位不符"


def test_impossible_and_future_births_are_refused() -> None:
    assert "出生日期" in (refused("id_card", "990101199002300013").problem or "")
    born = codes.issue_identity_number(random.Random(1), born_on=date(2030, 1, 1), is_male=False)
    assert check_identifier("id_card", born).ok
    assert "还没有到" in (refused("id_card", born, on=date(2026, 1, 1)).problem or "")


def test_an_old_identity_number_is_given_in_its_new_form() -> None:
    verdict = check_identifier("id_card", "990101900307001")
    assert (verdict.form, verdict.normal) == ("legacy", "990101199003070015")


# Approval numbers


@pytest.mark.parametrize(
    ("text", "form", "normal"),
    [
        ("国药准字h20230001", "current", "国药准字H20230001"),
        ("国药准字ＨＣ２０２１０００１", "current", "国药准字HC20210001"),
        ("国药准字SJ20210001", "current", "国药准字SJ20210001"),
        ("国药准字 Z 13020001", "old", "国药准字Z13020001"),
        ("国药准字H10950001", "old", "国药准字H10950001"),
        ("国药准字H19993001", "old", "国药准字H19993001"),
        ("国药准字J20100001", "old", "国药准字J20100001"),
        ("国药准字B20020001", "old", "国药准字B20020001"),
        ("国药准字T20010001", "old", "国药准字T20010001"),
        ("国药准字F20050001", "old", "国药准字F20050001"),
        ("国药试字H20010001", "old", "国药试字H20010001"),
        ("HC20150001", "old", "HC20150001"),
        ("bh20020001", "old", "BH20020001"),
        ("京卫药准字(1995)第000123号", "legacy", "京卫药准字(1995)第000123号"),
        ("国药准字号H20230001", "current", "国药准字H20230001"),
    ],
)
def test_approval_numbers_of_all_generations(text: str, form: str, normal: str) -> None:
    verdict = check_identifier("drug_approval", text)
    assert (verdict.ok, verdict.form, verdict.normal) == (True, form, normal)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("国药准字H2023001", "字母后应有 8 位数字，填了 7 位"),
        ("国药准字20230001", "“国药准字”后面缺少类别字母（H、Z、S 等）"),
        ("国药准字K20230001", "没有类别字母“K”的批准文号"),
        ("国药准字H88230001", "前两位数字应为年份（19、20）、10（原卫生部）或省份代码，填的是 88"),
        ("国械注准20233140001", "这像是医疗器械注册证编号，不是药品批准文号"),
        ("S20180021S20180022", "一格里填了 2 个编号"),
        ("国药准字H20230001 国药准字H20230002", "一格里填了 2 个编号"),
        ("国药准字H202300012", "字母后应有 8 位数字，填了 9 位"),
        ("国药准字H20230001A", "8 位数字之后多出“A”"),
        ("粤食药监", "不是药品批准文号的写法"),
    ],
)
def test_a_wrong_approval_number_is_explained(text: str, problem: str) -> None:
    assert refused("drug_approval", text).problem == problem


@pytest.mark.parametrize("text", ["国药准字H2O230001", "国药准字H2023OOO1", "国药淮字H20230001", "国药准宇H2023000l"])
def test_look_alikes_in_an_approval_number_are_suggested(text: str) -> None:
    assert refused("drug_approval", text).suggestion == "国药准字H20230001"


def test_a_domestic_number_without_its_words_is_told_to_write_them() -> None:
    verdict = refused("drug_approval", "Z13020001")
    assert "国药准字Z13020001" in (verdict.way_out or "")


def test_a_year_to_come_is_refused_on_a_day_only() -> None:
    assert check_identifier("drug_approval", "国药准字H20990001").ok
    assert refused("drug_approval", "国药准字H20990001", on=date(2026, 1, 1)).problem == "年份 2099 还没有到"


# Other drug codes


def test_a_national_drug_code_has_a_check_digit_and_begins_with_869() -> None:
    good = codes.issue_home_code(random.Random(5))
    wrong = good[:-1] + str((int(good[-1]) + 1) % 10)
    assert refused("drug_home_code", wrong).problem == f"第14位校验码应为 {good[-1]}，填的是 {wrong[-1]}"
    assert "第 3 位应为 9" in (refused("drug_home_code", "86" + "1" * 12).problem or "")


@given(st.text("0123456789", min_size=7, max_size=13).filter(lambda digits: len(digits) in {7, 11, 12, 13}))
def test_trade_item_numbers_of_all_lengths_become_one_of_14_digits(digits: str) -> None:
    code = digits + checksums.gtin_check(digits)
    verdict = check_identifier("gtin", code)
    assert (verdict.ok, verdict.normal) == (True, code.zfill(14))


def test_a_bar_code_of_the_shop_is_not_taken_for_a_trace_code() -> None:
    digits = "690000000001"
    verdict = refused("drug_trace_code", digits + checksums.gtin_check(digits))
    assert "商品条码" in (verdict.problem or "")
    assert "20 位" in (verdict.way_out or "")


def test_a_trace_code_is_doubtful_by_nature_and_a_rounded_one_is_noticed() -> None:
    assert check_identifier("drug_trace_code", "99000010000000000017").doubtful
    assert "四舍五入" in (check_identifier("drug_trace_code", "81234560000012300000").way_out or "")


# Devices, cosmetics, licences, platforms


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        ("device_registration", "冀械注准20233140001", "境内第三类医疗器械由国家局注册，应以“国”字开头"),
        ("device_registration", "国械注准20232140001", "境内第二类医疗器械由省局注册，应以省份简称开头"),
        ("device_registration", "冀械注进20232140001", "进口和港澳台医疗器械由国家局注册，应以“国”字开头"),
        ("device_registration", "冀械注准20231140001", "第一类医疗器械只备案，没有注册证"),
        ("device_registration", "某械注准20232140001", "“某”不是省、自治区、直辖市的简称"),
        ("device_registration", "国械注准2023314001", "“械注准”后应有 11 位数字，填了 10 位"),
        ("device_registration", "国械注20233140001", "“械注”后面应为 准、进 或 许"),
        ("device_registration", "国械备20230001", "这像是第一类医疗器械备案编号，不是医疗器械注册证编号"),
        ("device_filing", "冀械备20230001", "境内第一类医疗器械由设区的市备案，省份简称后应有市的简称"),
        ("device_filing", "冀石械备2023001", "“械备”后应有 8 位数字，填了 7 位"),
        ("device_filing", "冀石械备20130001", "年份 2013 早于这种编号的启用年份 2014"),
        ("cosmetic_registration", "国妆特字2023001", "应有 8 位数字，填了 7 位"),
        ("cosmetic_filing", "粤G妆网备字202300001", "应有 10 位数字（年份 4 位、流水号 6 位），填了 9 位"),
        ("cosmetic_filing", "国妆网备进字(某)2023000001", "“某”不是省、自治区、直辖市的简称"),
        ("drug_distribution_licence", "琼EA898510001", "字母“EA”不对：第一个为 A—D，第二个为 A 或 B"),
        ("drug_distribution_licence", "琼CA89851000", "字母后应有 9 位数字，填了 8 位"),
        ("drug_distribution_licence", "某CA898510001", "“某”不是省、自治区、直辖市的简称"),
        (
            "device_distribution_licence",
            "冀石药监械经营备20230001号",
            "这像是第二类医疗器械经营备案编号，不是医疗器械经营许可证编号",
        ),
        ("drug_platform_filing", "(粤)网械平台备字(2019)第00012号", "这像是医疗器械网络交易第三方平台备案编号，不是药品网络交易第三方平台备案编号"),
    ],
)  # fmt: skip
def test_a_wrong_number_is_explained(kind: str, text: str, problem: str) -> None:
    assert refused(kind, text).problem == problem


@pytest.mark.parametrize(
    ("kind", "text", "form", "normal"),
    [
        ("device_registration", "国械注进20163461234", "current", "国械注进20163461234"),
        ("device_registration", "冀械注准20232140001号", "current", "冀械注准20232140001"),
        (
            "device_registration",
            "国食药监械（进）字2011第3461948号（更）",
            "old",
            "国食药监械(进)字2011第3461948号(更)",
        ),
        ("device_registration", "冀邯食药监械(准)字2010第1640001号", "old", "冀邯食药监械(准)字2010第1640001号"),
        ("device_filing", "冀邯械备20150001号", "current", "冀邯械备20150001"),
        ("cosmetic_registration", "国妆特进字J20190001", "old", "国妆特进字J20190001"),
        ("cosmetic_registration", "国妆特制字20220001", "current", "国妆特制字20220001"),
        ("cosmetic_filing", "国妆网备进字（沪）2018001583", "current", "国妆网备进字(沪)2018001583"),
        ("cosmetic_filing", "粤g妆网备字2023000001", "current", "粤G妆网备字2023000001"),
        ("drug_distribution_licence", "琼aa898000001", "current", "琼AA898000001"),
        ("drug_distribution_licence", "冀CB3100123", "old", "冀CB3100123"),
        ("drug_distribution_licence", "冀3040012-01", "old", "冀3040012-01"),
        ("drug_production_licence", "冀20200012", "current", "冀20200012"),
        ("drug_production_licence", "冀HabZb20150012", "old", "冀HabZb20150012"),
        ("device_distribution_licence", "沪嘉食药监械经营许20187006号", "old", "沪嘉食药监械经营许20187006号"),
        ("device_distribution_licence", "冀石药监械经营许可20230001号", "current", "冀石药监械经营许20230001号"),
        ("device_distribution_filing", "京丰食药监械经营备20150159", "old", "京丰食药监械经营备20150159号"),
        ("device_production_licence", "湘食药监械生产许20150092号", "old", "湘食药监械生产许20150092号"),
        ("cosmetic_production_licence", "粤妆20170110", "current", "粤妆20170110"),
        ("drug_platform_filing", "（粤）网药平台备字〔2023〕第0003号", "current", "(粤)网药平台备字(2023)0003号"),
        ("device_platform_filing", "(沪)网械平台备字[2019]第00006号", "current", "(沪)网械平台备字(2019)第00006号"),
        ("drug_information_certificate", "（京）—非经营性—2014—0090", "current", "(京)-非经营性-2014-0090"),
    ],
)
def test_numbers_as_certificates_and_footers_bear_them(kind: str, text: str, form: str, normal: str) -> None:
    verdict = check_identifier(kind, text)
    assert (verdict.ok, verdict.form, verdict.normal) == (True, form, normal)


def test_the_parts_of_a_number_are_the_same_in_every_language() -> None:
    assert dict(check_identifier("drug_distribution_licence", "琼CA898510001").parts) == {
        "place": "琼",
        "business": "C",
        "person": "A",
        "area": "8985",
        "serial": "10001",
    }


def test_the_kind_of_a_number_is_found() -> None:
    assert kinds_of("国药准字H20230001") == ("drug_approval",)
    assert kinds_of(GOOD) == ("uscc",)
    assert kinds_of("某某药店") == ()


# Invented codes

ISSUERS: dict[str, Callable[[random.Random], str]] = {
    "uscc": lambda rng: codes.issue_uscc(rng, entity=rng.choice(["91", "92", "93", "12"])),
    "id_card": lambda rng: codes.issue_identity_number(rng, born_on=date(1988, 2, 29), is_male=rng.random() < 0.5),
    "drug_approval": lambda rng: codes.issue_approval_number(rng, letter=rng.choice(["H", "Z", "S", "HJ"]), year=2022),
    "drug_home_code": codes.issue_home_code,
    "drug_trace_code": codes.issue_trace_code,
    "gtin": codes.issue_gtin,
    "device_registration": lambda rng: codes.issue_device_registration(
        rng, level=rng.choice([2, 3]), imported=rng.random() < 0.5
    ),
    "device_filing": codes.issue_device_filing,
    "cosmetic_registration": codes.issue_cosmetic_registration,
    "cosmetic_filing": codes.issue_cosmetic_filing,
    "drug_distribution_licence": lambda rng: codes.issue_drug_distribution_licence(rng, business=rng.choice("ABCD")),
    "drug_production_licence": codes.issue_drug_production_licence,
    "cosmetic_production_licence": codes.issue_cosmetic_production_licence,
    "device_distribution_licence": codes.issue_device_licence,
    "device_distribution_filing": lambda rng: codes.issue_device_licence(rng, act="备"),
    "device_production_licence": lambda rng: codes.issue_device_licence(rng, work="生产"),
    "device_production_filing": lambda rng: codes.issue_device_licence(rng, work="生产", act="备"),
    "drug_platform_filing": codes.issue_platform_filing,
    "device_platform_filing": lambda rng: codes.issue_platform_filing(rng, thing="械"),
    "drug_information_certificate": codes.issue_information_certificate,
}


def test_there_is_an_issuer_for_every_kind_that_has_a_rule() -> None:
    assert set(ISSUERS) == set(IDENTIFIERS) - {"pharmacist_registration"}


@pytest.mark.parametrize("kind", ISSUERS)
def test_invented_codes_pass_and_the_same_seed_gives_the_same_codes(kind: str) -> None:
    first, second = random.Random(20), random.Random(20)
    for _round in range(50):
        code = ISSUERS[kind](first)
        assert code == ISSUERS[kind](second)
        verdict = check_identifier(kind, code, on=date(2026, 1, 1))
        assert (verdict.ok, verdict.form, verdict.normal) == (True, "current", code), verdict.problem


def test_issued_codes_do_not_repeat_where_asked() -> None:
    taken: set[str] = set()
    rng = random.Random(1)
    for _round in range(600):
        codes.issue_drug_distribution_licence(rng, taken=taken)
    assert len(taken) == 600
    assert check_identifier("drug_distribution_licence", codes.issue_old_drug_distribution_licence(rng)).form == "old"


def test_an_exhausted_form_says_so() -> None:
    taken: set[str] = set()
    rng = random.Random(1)
    with pytest.raises(ValueError, match="taken"):
        for _round in range(2000):
            codes.issue_approval_number(rng, taken=taken)


# Real registers


def _rates(kind: str, texts: list[str]) -> tuple[int, Counter[str]]:
    verdicts = [check_identifier(kind, text, on=date(2026, 11, 22)) for text in texts]
    return sum(verdict.ok for verdict in verdicts), Counter(
        str(verdict.problem) for verdict in verdicts if not verdict.ok
    )


@pytest.mark.real
def test_all_published_credit_codes_of_the_list_pass(real: Path) -> None:
    texts = (real / "firms/uscc_valid_stdnum.csv").read_text(encoding="utf-8").split()[1:]
    assert _rates("uscc", texts) == (200, Counter())


@pytest.mark.real
def test_all_approval_numbers_pass_but_two_numbers_in_one_cell(real: Path) -> None:
    with (real / "drugs/nmpa_approvals.csv").open(encoding="utf-8") as file:
        texts = [row["approval_no"] for row in csv.DictReader(file)]
    assert _rates("drug_approval", texts) == (len(texts) - 1, Counter({"一格里填了 2 个编号": 1}))


@pytest.mark.real
def test_all_national_drug_codes_and_their_approval_numbers_pass(real: Path) -> None:
    with (real / "drugs/drug_code14_sample.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert _rates("drug_home_code", [row["drug_code14"] for row in rows])[0] == len(rows)
    assert _rates("drug_approval", [row["approval_no"] for row in rows])[0] == len(rows)


@pytest.mark.real
def test_nearly_all_firms_of_the_register_have_a_code_that_passes(real: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="reading the register of firms needs pyarrow")
    table = parquet.read_table(real / "firms/pharma_enterprises_1978_2004.parquet", columns=["统一社会信用代码"])
    texts = table.column(0).to_pylist()
    accepted, refusals = _rates("uscc", texts)
    # What is left: four wrong check characters, and one registration number in words.
    assert (len(texts) - accepted, sum(refusals.values())) == (5, 5)
