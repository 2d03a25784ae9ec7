"""The generated pages: each term says from when it runs, how long, whose rule it is, and what was not checked."""

from yaoan.config import docs
from yaoan.kernel import law


def test_the_page_of_terms_says_of_each_from_when_how_long_by_what_rule_and_what_is_unsure(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(docs, "FOLDER", tmp_path)
    assert docs.run([]) == 0
    rows = [line for line in (tmp_path / "terms.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    terms = list(law.terms())
    assert len(rows) == len(terms)
    for term, row in zip(terms, rows, strict=True):
        told = [term.label, term.length, term.citation, *filter(None, (term.starts, term.note)), *term.pauses]
        for language in ("zh", "en"):
            assert all(text.read(language).replace("|", "\\|") in row for text in told), term.name
        assert ("●" if term.verified else "○") in row
    assert docs.run(["--check"]) == 0


def test_the_page_of_duties_says_how_long_each_has(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(docs, "FOLDER", tmp_path)
    docs.run([])
    page = (tmp_path / "duties.md").read_text("utf-8")
    for line in ("90日 `cases.handling`", "24小时 `transfers.hand_over`", "20个工作日 `publicity.same_province`"):
        assert line in page, line
