"""The tree of places is brought into an installation, and codes are looked up."""

import gzip

import pytest

from yaoan.config import places
from yaoan.kernel.access import staffing
from yaoan.kernel.access.models import Division

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(monkeypatch):
    """A small tree instead of the national one."""
    from yaoan.kernel.access import divisions_data

    rows = [("11", "北京市"), ("1101", "市辖区"), ("110101", "东城区"), ("110101001", "东华门街道")]
    monkeypatch.setattr(divisions_data, "read_divisions", lambda: [divisions_data.division(*row) for row in rows])
    return rows


def test_the_national_tree_is_whole_and_loaded_once() -> None:
    assert places.load() == 44_710
    assert Division.objects.get(code="110101001").full_name == "北京市东城区东华门街道"
    assert Division.objects.get(code="441900003").full_name == "广东省东莞市东城街道"
    assert places.load() == 0


def test_places_are_found_by_name_pinyin_and_code(tree, capsys) -> None:
    places.load()
    for words in ("东华", "dhm", "110101001"):
        assert places.run(["find", words]) == 0
        assert "110101001    北京市东城区东华门街道" in capsys.readouterr().out
    places.run(["find", "南华"])
    assert "no such place" in capsys.readouterr().out


@pytest.mark.parametrize("zipped", [True, False])
def test_villages_come_from_a_file(tree, tmp_path, zipped) -> None:
    path, text = tmp_path / "villages.csv", "110101001001,多福巷社区\n110101001002,银闸社区\n".encode()
    path.write_bytes(gzip.compress(text) if zipped else text)
    assert places.load(path) == len(tree) + 2
    village = Division.objects.get(code="110101001002")
    assert village.full_name == "北京市东城区东华门街道银闸社区"
    assert "yzsq" in village.keys


def test_every_wrong_line_is_told_and_nothing_is_written(tree, tmp_path, capsys) -> None:
    path = tmp_path / "villages.csv"
    path.write_text("110101001001,多福巷社区\n12345,短\n110101001003\n990101001001,别处社区\n")
    assert places.run(["load", "--villages", str(path)]) == 1
    told = capsys.readouterr().err
    assert all(f"line {number}" in told for number in (2, 3, 4)) and "nothing was written" in told
    assert not Division.objects.exists()


@pytest.mark.parametrize("content", ["多福巷".encode("gbk"), b"\x1f\x8bno"])
def test_what_is_no_text_is_refused(tree, tmp_path, capsys, content) -> None:
    path = tmp_path / "villages.csv"
    path.write_bytes(content)
    assert places.run(["load", "--villages", str(path)]) == 1
    assert "UTF-8" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(capsys) -> None:
    assert places.run(["load", "--villages", "no/such.csv"]) == 1
    assert "no/such.csv" in capsys.readouterr().err


def test_what_is_no_code_is_no_place() -> None:
    with pytest.raises(ValueError, match="123"):
        staffing.add_places([("123", "青溪县")])
