"""The shipped tree of places is whole, and the oddities of the statistical list are dealt with."""

import csv
import gzip
import time
from collections import Counter
from pathlib import Path

import pytest

from yaoan.kernel.access.divisions_data import Division, full_names, is_nominal, read_divisions


@pytest.fixture(scope="module")
def places() -> dict[str, Division]:
    return {place.code: place for place in read_divisions()}


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    return {place.code: name for place, name in full_names(read_divisions())}


def test_every_place_stands_under_a_place_that_came_before_it() -> None:
    seen = {""}
    for place in read_divisions():
        assert place.parent in seen
        assert place.code.startswith(place.parent)
        assert place.code not in seen
        assert place.name == place.name.strip() != ""
        seen.add(place.code)


def test_all_levels_are_there(places: dict[str, Division]) -> None:
    counts = Counter(place.level for place in places.values())
    assert counts == {"province": 34, "city": 342, "county": 2982, "township": 41352}


def test_codes_are_trimmed_prefixes(places: dict[str, Division]) -> None:
    assert places["13"] == Division("13", "河北省", "province", "")
    assert places["1304"] == Division("1304", "邯郸市", "city", "13")
    assert places["130434"] == Division("130434", "魏县", "county", "1304")
    assert places["130434100"].parent == "130434"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("130434", "河北省邯郸市魏县"),
        ("110101001", "北京市东城区东华门街道"),
        ("419001", "河南省济源市"),
        ("441900003", "广东省东莞市东城街道"),
        ("659001", "新疆维吾尔自治区石河子市"),
        ("620201", "甘肃省嘉峪关市"),
        ("220202", "吉林省吉林市昌邑区"),
        ("1101", "北京市"),
        ("71", "台湾省"),
        ("653229", "新疆维吾尔自治区和田地区和安县"),
    ],
)
def test_full_names_leave_out_nodes_that_are_no_places(names: dict[str, str], code: str, name: str) -> None:
    assert names[code] == name


def test_nominal_nodes_are_told_from_places(places: dict[str, Division]) -> None:
    nominal = [code for code, place in places.items() if is_nominal(place)]
    assert nominal == ["1101", "1201", "3101", "4190", "4290", "4690", "5001", "5002", "6590"]


def test_villages_are_read_from_a_file_of_the_same_form(tmp_path: Path) -> None:
    file = tmp_path / "villages.csv.gz"
    file.write_bytes(gzip.compress("130434100001,东街村委会\n".encode()))
    assert list(read_divisions(file)) == [Division("130434100001", "东街村委会", "village", "130434100")]


@pytest.mark.parametrize("line", ["", "130434", "13043,魏县", "１３,河北省", ",河北省", "13,"])
def test_a_line_that_is_no_place_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "places.csv.gz"
    file.write_bytes(gzip.compress(f"13,河北省\n{line}\n".encode()))
    with pytest.raises(ValueError, match="line 2"):
        list(read_divisions(file))


def test_the_tree_is_read_in_a_moment() -> None:
    started = time.perf_counter()
    assert sum(1 for _place in full_names(read_divisions())) > 44_000
    assert time.perf_counter() - started < 2


@pytest.mark.real
def test_the_tree_agrees_with_the_list_of_2023(real: Path, places: dict[str, Division]) -> None:
    with (real / "divisions/divisions_2023.csv").open(encoding="utf-8") as file:
        listed = {row["code"]: (row["name"], row["level"], row["parent"]) for row in csv.DictReader(file)}
    ours = {code: (place.name, place.level, place.parent) for code, place in places.items()}
    assert {code for code in ours if code not in listed} == {"71", "81", "82", "460302", "460303", "653228", "653229"}
    assert {code: row for code, row in listed.items() if ours.get(code) != row} == {}


@pytest.mark.real
def test_what_the_list_of_2026_knows_beyond_ours_is_three_places(real: Path, places: dict[str, Division]) -> None:
    """The list of 2026 names townships in the place of counties where a city has none, so those count too."""
    known = {(places[place.code[:2]].name, place.name) for place in places.values() if len(place.code) > 4}
    with (real / "divisions/pca_2026.csv").open(encoding="utf-8") as file:
        wanted = {(row["sheng"], row["qu"]) for row in csv.DictReader(file) if row["qu"]}
    missing = {
        (province, county) for province, county in wanted - known if province[:2] not in {"台湾", "香港", "澳门"}
    }
    assert missing == {("新疆维吾尔自治区", "岑岭县"), ("重庆市", "两江新区"), ("海南省", "三都街道")}
