"""The register of time limits: what it must hold, how it is asked, and how its faults are told."""

from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from yaoan.kernel.statutes import LAW, BadLaw, Roll, Terms, Unit, UnknownTerm

TERMS = Terms.load()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


INSTRUMENT = "instruments: [{key: local, title: {zh: 地方规定, en: Local rule}, in_force_from: 2024-01-01}]\n"


def test_each_file_holds_the_terms_of_its_subject() -> None:
    for path in (LAW / "terms").glob("*.yaml"):
        for row in yaml.safe_load(path.read_text("utf-8")).get("terms", ()):
            assert row["name"].partition(".")[0] == path.stem


def test_the_register_is_complete_enough_to_work_with() -> None:
    subjects = {name.partition(".")[0] for name in TERMS.names()}
    assert subjects >= {
        *("risks", "signals", "campaigns", "letters", "cases", "transfers", "inspections", "sampling", "complaints"),
        *("publicity", "vigilance", "listings", "controlled", "telemetry", "credit", "subjects", "bans"),
    }
    assert len(TERMS) >= 200


def test_every_term_says_where_it_is_from_in_both_languages() -> None:
    for term in TERMS:
        for words in (term.label, term.source, term.starts, term.length, term.citation):
            assert words is not None and words.read("zh") and words.read("en"), term.name
            assert words.read("zh") != words.read("en"), term.name


def test_what_was_not_verified_says_why() -> None:
    doubtful = [term for term in TERMS if not term.verified]
    assert doubtful
    for term in doubtful:
        assert term.note is not None, term.name


@pytest.mark.parametrize(
    ("name", "count", "unit"),
    [
        ("risks.assessment", 3, Unit.WORKING_DAY),
        ("risks.measure", 5, Unit.WORKING_DAY),
        ("risks.acceptance", 5, Unit.WORKING_DAY),
        ("risks.escalation", 3, Unit.WORKING_DAY),
        ("risks.recheck", 90, Unit.CALENDAR_DAY),
        ("signals.triage", 2, Unit.WORKING_DAY),
        ("signals.acknowledge", 7, Unit.WORKING_DAY),
        ("signals.answer", 5, Unit.WORKING_DAY),
        ("signals.verification", 15, Unit.WORKING_DAY),
        ("signals.transfer_acceptance", 2, Unit.WORKING_DAY),
        ("campaigns.task_acceptance", 2, Unit.WORKING_DAY),
        ("campaigns.decomposition", 5, Unit.WORKING_DAY),
        ("campaigns.return", 5, Unit.WORKING_DAY),
    ],
)
def test_house_rules_are_marked_as_changeable(name: str, count: int, unit: Unit) -> None:
    term = TERMS.at(name, date(2025, 1, 1))
    assert (term.count, term.unit) == (count, unit)
    assert not term.verified
    assert term.source == "本单位规定（参数）"


@pytest.mark.parametrize(
    ("name", "count", "unit", "article"),
    [
        ("cases.clue_verification", 15, Unit.WORKING_DAY, "18"),
        ("cases.handling", 90, Unit.CALENDAR_DAY, "60"),
        ("cases.seizure", 30, Unit.CALENDAR_DAY, "25"),
        ("cases.seizure_drug", 7, Unit.CALENDAR_DAY, "100"),
        ("cases.enforcement_urging", 10, Unit.WORKING_DAY, "54, 69"),
        ("cases.hearing_request", 5, Unit.WORKING_DAY, "64, 85"),
        ("transfers.hand_over", 24, Unit.HOUR, "5"),
        ("transfers.decision", 3, Unit.CALENDAR_DAY, "5"),
        ("publicity.same_province", 20, Unit.WORKING_DAY, "9"),
        ("sampling.retest_device", 7, Unit.WORKING_DAY, "75"),
        ("vigilance.device_group", 12, Unit.HOUR, ""),
        ("vigilance.drug_serious", 15, Unit.CALENDAR_DAY, "21"),
        ("inspections.narcotic_distributor", 6, Unit.MONTH, "60"),
        ("telemetry.drug_alarm", 2, Unit.MINUTE, ""),
    ],
)
def test_statutory_terms_stand_as_the_instruments_say(name: str, count: int, unit: Unit, article: str) -> None:
    term = TERMS.at(name, date(2025, 1, 1))
    assert (term.count, term.unit, term.article, term.verified) == (count, unit, article, True)


def test_the_citation_is_written_as_officials_write_it() -> None:
    term = TERMS.at("cases.hearing_request", date(2025, 1, 1))
    assert term.citation.read("zh") == "《行政处罚法》第64、85条"
    assert term.citation.read("en") == "Administrative Penalty Law, art. 64, 85"


def test_a_term_knows_by_how_much_it_may_be_extended_and_what_is_not_counted() -> None:
    term = TERMS.at("cases.clue_verification", date(2025, 1, 1))
    assert term.extension is not None
    assert (term.extension.count, str(term.extension.approval)) == (15, "机关负责人批准")
    assert [pause.message for pause in term.pauses] == ["检测、检验、检疫、鉴定", "权利人辨认或者鉴别"]
    assert TERMS.at("cases.review", date(2025, 1, 1)).extension.count is None  # type: ignore[union-attr]  # reasonable


def test_the_last_day_moves_only_where_the_instrument_says_so() -> None:
    rolling = {term.name for term in TERMS if term.roll is Roll.NEXT_WORKING_DAY}
    assert rolling == {
        "cases.reconsideration", "cases.litigation", "cases.litigation_after_reconsideration", "credit.list_reconsideration", "credit.list_litigation",
    }  # fmt: skip


def test_the_version_in_force_on_the_day_is_found() -> None:
    old, new = TERMS.at("cases.defence", date(2021, 7, 14)), TERMS.at("cases.defence", date(2021, 7, 15))
    assert (old.count, new.count) == (3, 5)
    assert TERMS.at("complaints.acceptance", date(2026, 4, 15)).number.endswith("第121号")
    assert TERMS.at("cases.defence", datetime(2021, 7, 14, 23, 59)) is old


def test_a_term_without_dates_of_its_own_is_in_force_as_long_as_its_instrument() -> None:
    term = TERMS.at("publicity.push", date(2025, 1, 1))
    assert term.in_force_from == date(2021, 9, 1)
    with pytest.raises(UnknownTerm):
        TERMS.at("publicity.push", date(2021, 8, 31))


def test_the_most_particular_place_wins() -> None:
    day = date(2024, 6, 1)
    assert TERMS.at("inspections.narcotic_maker", day, "511702").place == "5117"
    assert TERMS.at("inspections.narcotic_maker", day, "510100").place == ""
    assert TERMS.at("inspections.narcotic_maker", day).place == ""
    assert TERMS.at("inspections.narcotic_maker", date(2025, 6, 1), "511702").place == ""


def test_an_unknown_name_is_answered_with_the_near_ones() -> None:
    with pytest.raises(UnknownTerm) as caught:
        TERMS.at("cases.clue_verificaton", date(2025, 1, 1))
    assert isinstance(caught.value, LookupError)
    assert "是否指cases.clue_verification" in str(caught.value)
    assert "Did you mean cases.clue_verification" in caught.value.sentence.read("en")
    with pytest.raises(UnknownTerm, match=r"没有名为“zzz”的期限。全部名称见 yaoan due --list"):
        TERMS.versions("zzz")


def test_a_term_that_was_not_in_force_names_its_versions() -> None:
    with pytest.raises(UnknownTerm) as caught:
        TERMS.at("complaints.acceptance", date(2019, 1, 1), "130434")
    assert "complaints.acceptance于2019-01-01在130434没有施行中的版本" in str(caught.value)
    assert "2020-01-01–2026-04-14；2026-04-15–" in str(caught.value)


def test_a_place_adds_its_own_version(tmp_path: Path) -> None:
    write(
        tmp_path,
        "hebei.yaml",
        INSTRUMENT
        + """terms:
  - {name: cases.handling, label: {zh: 办案, en: Handling}, unit: calendar_day, count: 60, source: local, place: "13", verified: true}
""",
    )
    terms = Terms.load(LAW / "terms", tmp_path)
    assert terms.at("cases.handling", date(2025, 1, 1), "130434").count == 60
    assert terms.at("cases.handling", date(2023, 1, 1), "130434").count == 90
    assert terms.at("cases.handling", date(2025, 1, 1), "210000").count == 90
    assert len(terms) == len(TERMS) + 1


def test_a_house_rule_is_changed_by_a_file_of_ones_own(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "ours.yaml",
        """terms:
  - name: risks.assessment
    label: {zh: 研判, en: Assessment}
    unit: working_day
    count: 2
    source: house
    verified: false
    note: {zh: 本县规定, en: Rule of the county}
""",
    )
    terms = Terms.load(LAW / "terms", path)
    assert [term.count for term in terms.versions("risks.assessment")] == [2]
    assert len(terms) == len(TERMS)


def test_all_faults_of_all_files_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    write(
        tmp_path,
        "cases.yaml",
        INSTRUMENT
        + """terms:
  - name: Cases.x
    label: 研判
    unit: fortnight
    count: 0
    source: local
    verified: maybe
  - name: cases.y
    label: {zh: 甲, en: A}
    unit: hour
    count: ten
    source: nowhere
    verified: true
    counts: 1
    place: Hebei
    roll: next_working_day
    count: 3
  - name: cases.z
    label: {zh: 甲, en: A}
    unit: working_day
    count: 3
    source: local
    verified: false
    in_force_from: 2025-13-01
    in_force_to: 2020-01-01
    extension: 15
    pauses: [检验]
""",
    )
    write(
        tmp_path,
        "twice.yaml",
        """terms:  # their instrument stands in the other file
  - {name: a.b, label: {zh: 甲, en: A}, unit: month, count: 1, source: local, verified: true}
  - {name: a.b, label: {zh: 甲, en: A}, unit: month, count: 2, source: local, verified: true, in_force_from: 2025-01-01}
""",
    )
    with pytest.raises(BadLaw) as caught:
        Terms.load(tmp_path)
    found = {(fault.path.name, fault.line, fault.key) for fault in caught.value.faults}
    assert found == {
        ("cases.yaml", 3, "name"),
        ("cases.yaml", 4, "label"),
        ("cases.yaml", 5, "unit"),
        ("cases.yaml", 6, "count"),
        ("cases.yaml", 8, "verified"),
        ("cases.yaml", 3, "note"),
        ("cases.yaml", 13, "source"),
        ("cases.yaml", 15, "counts"),
        ("cases.yaml", 16, "place"),
        ("cases.yaml", 17, "roll"),
        ("cases.yaml", 18, "count"),
        ("cases.yaml", 25, "in_force_from"),
        ("cases.yaml", 27, "extension"),
        ("cases.yaml", 28, "pauses"),
        ("cases.yaml", 19, "note"),
        ("twice.yaml", 3, "name"),
    }
    assert "twice.yaml:3 name: a.b的两个版本自2025-01-01起同时施行" in str(caught.value)
    english = [fault.read("en") for fault in caught.value.faults]
    assert "cases.yaml:5 unit: must be one of working_day, calendar_day, minute, hour, month, year" in english
