"""A register comes in: read as it is, shown before anything is written, sent back with all that is wrong, accepted."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from yaoan.kernel import jobs
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import perform
from yaoan.kernel.exchange.models import Batch, Result, Row, State
from yaoan.kernel.exchange.sheets import open_workbook
from yaoan.kernel.jobs.models import Progress
from yaoan.kernel.journal.models import Entry
from yaoan.modules.subjects.choices import LicenceKind, SubjectKind
from yaoan.modules.subjects.commands import Rename
from yaoan.modules.subjects.models import Licence, Subject
from yaoan.modules.subjects.tests.factories import ELSEWHERE, HERE, credit_code, firm
from yaoan.modules.subjects.tests.sheets import HEAD, csv, xlsx

pytestmark = pytest.mark.django_db
START = "/imports/subjects/"
PART = {"HX-Request": "true", "HX-Target": "import"}


class Desk:
    """An officer before the import pages."""

    def __init__(self, actor: Actor) -> None:
        self.client = Client()
        self.client.force_login(User.objects.get(pk=actor.user_id))

    def upload(self, content: bytes, name: str = "名册.xlsx") -> Any:
        return self.client.post(START, {"file": SimpleUploadedFile(name, content)})

    def check(self, content: bytes, name: str = "名册.xlsx", **chosen: str) -> Batch:
        """Upload, accept the guessed columns, and check."""
        response = self.upload(content, name)
        assert response.status_code == 303, response.content.decode()
        batch = Batch.objects.latest("pk")
        form = self.client.get(response.url).context["form"]
        given = {f"column.{column.index}": column.field for column in form.offered}
        with jobs.inline():
            sent = self.client.post(response.url, {**given, "sheet": form.sheet, "area": form.area, **chosen})
        assert sent.status_code == 303, sent.content.decode()
        batch.refresh_from_db()
        return batch

    def accept(self, batch: Batch, **given: str) -> Any:
        with jobs.inline():
            response = self.client.post(f"{START}{batch.pk}/accept/", given)
        batch.refresh_from_db()
        return response

    def show(self, batch: Batch, **query: str) -> Any:
        return self.client.get(f"{START}{batch.pk}/", query)

    def marked(self, batch: Batch) -> bytes:
        response = self.client.get(f"{START}{batch.pk}/marked.xlsx")
        return b"".join(response.streaming_content)


@pytest.fixture
def desk(officer: Actor) -> Desk:
    return Desk(officer)


@pytest.fixture
def desk_of() -> Callable[[Actor], Desk]:
    return Desk


def row(serial: int, name: str = "", **cells: Any) -> list[Any]:
    given = {
        "企业名称": name or f"青溪县第{serial}大药房",
        "统一社会信用代码": credit_code(serial),
        "企业类别": "单体药店",
        "地址": f"城关镇{serial}号街{serial}号",
        **cells,
    }
    return [given.get(label) for label in HEAD]


def lines_of(content: bytes) -> list[list[Any]]:
    """The first sheet of a workbook as a spreadsheet shows it."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def rows_of(batch: Batch) -> dict[int, Row]:
    return {row.number: row for row in batch.rows.all()}


def test_nothing_is_written_before_acceptance_and_all_of_it_after(desk):
    batch = desk.check(xlsx([row(1, 许可证编号="演DA990100001", 有效期至="2099.1.1"), row(2)]))
    assert (batch.state, batch.counts) == (State.CHECKED, {Result.NEW: 2})
    assert not Subject.objects.exists()
    assert "确认写入 2 行" in desk.show(batch).content.decode()
    desk.accept(batch)
    assert (batch.state, batch.done, batch.refused) == (State.DONE, 2, 0)
    subject = Subject.objects.get(code=credit_code(1))
    assert (subject.area, subject.subject_kind) == (HERE, SubjectKind.PHARMACY)
    assert Licence.objects.get(subject=subject).code == "演DA990100001"


def test_the_result_leads_to_exactly_the_records_that_were_touched(desk, officer):
    known = firm(officer, code=credit_code(1), address="旧址")
    firm(officer, "没有动过的")
    batch = desk.check(xlsx([row(1, known.title, 地址="新址"), row(2)]))
    desk.accept(batch)
    page = desk.show(batch, rows="new").content.decode()
    opened = Subject.objects.get(code=credit_code(2))
    assert opened.get_absolute_url() in page and known.get_absolute_url() not in page
    assert known.get_absolute_url() in desk.show(batch, rows="change").content.decode()


def test_a_change_shows_what_was_and_what_will_be(desk, officer):
    firm(officer, "青溪县第1大药房", code=credit_code(1), address="旧址1号", legal_representative="林秀兰")
    batch = desk.check(xlsx([row(1, 地址="新址2号", 法定代表人="林秀兰")]))
    found = rows_of(batch)[2]
    assert (found.result, found.before) == (Result.CHANGE, {"address": "旧址1号"})
    page = desk.show(batch).content.decode()
    assert "<del>旧址1号</del>" in page and "<ins>新址2号</ins>" in page
    desk.accept(batch)
    subject = Subject.objects.get()
    assert (subject.address, subject.former_addresses[0]["value"]) == ("新址2号", "旧址1号")
    assert [entry.act for entry in Entry.objects.filter(record=subject.pk).order_by("seq")] == ["register", "update"]


def test_the_same_sheet_again_changes_nothing(desk):
    content = xlsx([row(1, 许可证编号="演DA990100001", 有效期至="2099-01-01"), row(2, 所在地="青溪县")])
    desk.accept(desk.check(content))
    entries = Entry.objects.count()
    batch = desk.check(content)
    assert batch.counts == {Result.SAME: 2}
    assert "没有需要写入的内容" in desk.show(batch).content.decode()
    assert Entry.objects.count() == entries


def test_all_errors_are_told_at_once_in_the_sheet_sent_back(desk):
    wrong = credit_code(2)[:-1] + ("1" if credit_code(2)[-1] != "1" else "2")
    batch = desk.check(
        xlsx(
            [
                row(1),
                row(2, 统一社会信用代码=wrong, 有效期至="2024年13月1日", 所在地="无此县"),
                row(3, 企业类别="马戏团"),
                row(4, 企业名称=None),
            ]
        )
    )
    assert batch.counts == {Result.NEW: 1, Result.ERROR: 3}
    problems = dict(rows_of(batch)[3].problems)
    assert set(problems) == {"code", "expires_on", "area"}
    assert "第18位校验码应为" in problems["code"]
    assert "没有 13 月" in problems["expires_on"] and "没有叫“无此县”的地方" in problems["area"]
    told = [line[-1] for line in lines_of(desk.marked(batch))]
    assert told[:2] == ["问题", ""]
    assert all(word in told[2] for word in ("校验码", "13 月", "无此县"))
    assert "马戏团" in told[3] and "缺少“企业名称”" in told[4]
    assert not Subject.objects.exists()


def test_a_sheet_with_errors_is_not_written_unless_the_right_rows_are_enough(desk):
    batch = desk.check(xlsx([row(1), row(2, 企业名称=None)]))
    refusal = desk.accept(batch)
    assert (refusal.status_code, batch.state) == (422, State.CHECKED)
    assert "还有 1 行有错误" in refusal.content.decode()
    assert not Subject.objects.exists()
    desk.accept(batch, good_only="1")
    assert (batch.state, batch.done, batch.good_only) == (State.DONE, 1, True)
    assert Subject.objects.count() == 1


def test_the_mended_sheet_comes_back_and_is_accepted(desk):
    wrong = credit_code(1)[:-1] + ("1" if credit_code(1)[-1] != "1" else "2")
    first = desk.check(xlsx([row(1, 统一社会信用代码=wrong), row(2)]))
    with open_workbook(desk.marked(first)) as book:
        sheet = book.sheets[0]
        table = [[getattr(cell, "value", cell) for cell in cells] for _number, cells in sheet.read()]
    table[1][1] = credit_code(1)
    mended = desk.check(xlsx(table[1:], head=table[0]), "名册（标注问题）.xlsx")
    assert mended.counts == {Result.NEW: 2}
    desk.accept(mended)
    assert Subject.objects.count() == 2


def test_columns_are_guessed_shown_with_samples_and_can_be_corrected(desk):
    head = ("序号", "单位名称", "代码", "经营者", "备注")
    content = xlsx([[1, "青溪县福安诊所", credit_code(1), "林秀兰", "夜间营业"]] * 3, head)
    response = desk.upload(content)
    page = desk.client.get(response.url)
    fields = {column.label: column.field for column in page.context["form"].offered}
    assert fields == {"序号": "", "单位名称": "title", "代码": "code", "经营者": "legal_representative", "备注": ""}
    assert "青溪县福安诊所" in page.content.decode() and credit_code(1) in page.content.decode()
    given = {"sheet": "名册", "area": HERE, "column.1": "title", "column.2": "code", "column.3": "controller"}
    with jobs.inline():
        desk.client.post(response.url, given)
    batch = Batch.objects.get()
    assert rows_of(batch)[2].values["controller"] == "林秀兰"


def test_columns_chosen_twice_or_missing_are_refused_all_at_once(desk):
    response = desk.upload(xlsx([row(1)]))
    given = {"sheet": "名册", "area": "1101", "column.1": "code", "column.2": "code"}
    refusal = desk.client.post(response.url, given)
    page = refusal.content.decode()
    assert refusal.status_code == 422
    assert all(text in page for text in ("有两列都选了", "请指出哪一列是“企业名称”", "请选择默认所在地"))


def test_a_sheet_of_the_same_head_is_read_as_it_was_the_last_time(desk):
    first = desk.check(xlsx([row(1)]), **{"column.6": ""})
    assert "phone" not in first.columns
    desk.upload(xlsx([row(2)]))
    form = desk.client.get(f"{START}{Batch.objects.latest('pk').pk}/columns/").context["form"]
    assert "phone" not in form.columns and "title" in form.columns


# Sheets as they come


def test_merged_heads_titles_blank_rows_and_totals_are_understood(desk):
    file = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("零售药店")
        page.merge_range(0, 0, 0, 4, "青溪县药品零售企业名册（2025年）")
        page.merge_range(1, 0, 2, 0, "序号")
        page.merge_range(1, 1, 2, 1, "企业名称")
        page.merge_range(1, 2, 2, 2, "统一社会信用代码")
        page.merge_range(1, 3, 1, 4, "药品经营许可证")
        page.write_row(2, 3, ["编号", "有效期至"])
        page.write_row(3, 0, ["１", "青溪县安康药店", credit_code(1), "演DA990100001", 47484])
        page.set_row(4, None, book.add_format({"bg_color": "#EEEEEE"}))
        page.write_row(5, 0, [2, "青溪县福民药店", credit_code(2), "演ＤＡ９９０１００００２", "2029年3月4日"])
        page.write_row(6, 0, ["合计", "2家"])
        book.add_worksheet("填表说明").write(0, 0, "请如实填写")
    batch = desk.check(file.getvalue())
    assert batch.counts == {Result.NEW: 2}
    values = {number: row.values for number, row in rows_of(batch).items()}
    assert values[4]["expires_on"] == "2030-01-01" and values[6]["expires_on"] == "2029-03-04"
    assert values[6]["licence_code"] == "演DA990100002"
    assert any("合计" in note for note in batch.notes)
    desk.accept(batch)
    assert Licence.objects.filter(licence_kind=LicenceKind.DRUG_DISTRIBUTION).count() == 2


def test_another_sheet_of_the_workbook_can_be_chosen(desk):
    file = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(file) as book:
        for name, serial in (("诊所", 1), ("药店", 2)):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["机构名称", "信用代码"])
            page.write_row(1, 0, [f"青溪县{name}", credit_code(serial)])
    response = desk.upload(file.getvalue())
    page = desk.client.post(response.url, {"sheet": "药店", "switch": "1", "area": HERE})
    assert page.context["form"].sheet == "药店" and "青溪县药店" in page.content.decode()


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_the_usual_encodings(desk, encoding):
    batch = desk.check(csv([row(1), row(2)], encoding=encoding), "名册.csv")
    assert batch.counts == {Result.NEW: 2}


def test_full_width_digits_text_numbers_and_mixed_dates(desk):
    full_width = credit_code(1).translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789ABCDEFGHJKLMNPQRTUWXY"})
    rows = [
        row(1, 统一社会信用代码=full_width, 联系电话=13900000001, 许可证编号="演DA990100001", 有效期至=47484),
        row(2, 联系电话="１３９００００００02", 许可证编号="演DA990100002", 有效期至="2030/1/1"),
        row(3, 许可证编号="演DA990100003", 有效期至="20300101"),
    ]
    batch = desk.check(xlsx(rows))
    assert batch.counts == {Result.NEW: 3}
    found = rows_of(batch)
    assert found[2].values["code"] == credit_code(1)
    assert [found[n].values.get("phone") for n in (2, 3)] == ["13900000001", "13900000002"]
    assert {found[n].values["expires_on"] for n in (2, 3, 4)} == {"2030-01-01"}


def test_a_code_that_went_through_a_number_has_lost_digits_and_says_so(desk):
    batch = desk.check(xlsx([row(1, 统一社会信用代码=911301234567890123), row(2)]))
    assert "丢失" in dict(rows_of(batch)[2].problems)["code"]


def test_formula_cells_are_read_by_their_results_and_failed_ones_are_errors(desk):
    file = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("名册")
        page.write_row(0, 0, ["企业名称", "统一社会信用代码"])
        page.write_formula(1, 0, '="青溪县"&"安康药店"', None, "青溪县安康药店")
        page.write(1, 1, credit_code(1))
        page.write_formula(2, 0, "=VLOOKUP(1,A:B,2)", None, "#N/A")
        page.write(2, 1, credit_code(2))
    batch = desk.check(file.getvalue())
    found = rows_of(batch)
    assert (found[2].values["title"], found[3].result) == ("青溪县安康药店", Result.ERROR)
    assert "公式" in dict(found[3].problems)["title"]


def test_a_cell_of_ten_megabytes_is_an_error_of_its_row_alone(desk):
    batch = desk.check(csv([row(1), row(2, 企业名称="药" * 5_000_000)], encoding="utf-8"), "名册.csv")
    assert batch.counts == {Result.NEW: 1, Result.ERROR: 1}
    assert "超过" in dict(rows_of(batch)[3].problems)["title"]


def test_a_zip_bomb_is_refused_before_anything_is_kept(desk):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", b"0" * (200 << 20))
    refusal = desk.upload(file.getvalue())
    assert (refusal.status_code, Batch.objects.count()) == (422, 0)
    assert "已拒绝读取" in refusal.content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空文件"),
        (b"%PDF-1.7 x", "PDF"),
        (b"PK\x03\x04broken", "损坏"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_way_out(desk, content, sentence):
    refusal = desk.upload(content)
    assert refusal.status_code == 422 and sentence in refusal.content.decode()


def test_choosing_no_file_is_told(desk):
    assert "请选择一个文件" in desk.client.post(START, {}).content.decode()


# Rows against each other, and against the register


def test_a_code_twice_in_a_sheet_is_an_error_naming_the_other_row(desk):
    batch = desk.check(xlsx([row(1), row(2), row(1, "另一个名字")]))
    assert batch.counts == {Result.NEW: 1, Result.ERROR: 2}
    assert "第 4 行" in rows_of(batch)[2].problems[0][1] and "第 2 行" in rows_of(batch)[4].problems[0][1]


def test_a_row_twice_over_is_brought_in_once(desk):
    batch = desk.check(xlsx([row(1), row(1), row(1)]))
    assert batch.counts == {Result.NEW: 1, Result.SAME: 2}
    assert "与第 2 行完全相同" in rows_of(batch)[4].notes[-1][1]
    desk.accept(batch)
    assert Subject.objects.count() == 1


def test_a_row_of_another_county_is_an_error_naming_it(desk):
    batch = desk.check(xlsx([row(1, 所在地="白石县"), row(2, 所在地=ELSEWHERE), row(3, 所在地="青溪县")]))
    assert batch.counts == {Result.NEW: 1, Result.ERROR: 2}
    assert all("“白石县”不在您的管辖范围内" in dict(rows_of(batch)[n].problems)["area"] for n in (2, 3))


def test_a_firm_that_another_county_registered_is_not_touched(desk, stranger):
    firm(stranger, "白石县的药店", code=credit_code(1), area=ELSEWHERE)
    batch = desk.check(xlsx([row(1)]))
    assert "由其他单位登记" in dict(rows_of(batch)[2].problems)["code"]
    assert "白石县的药店" not in desk.show(batch).content.decode()


def test_firms_without_a_code_are_known_by_name_and_place(desk, officer):
    known = firm(officer, "青溪县北村卫生室", subject_kind=SubjectKind.VILLAGE_CLINIC, address="旧址")
    batch = desk.check(xlsx([row(1, "青溪县北村卫生室", 统一社会信用代码=None, 企业类别=None, 地址="新址")]))
    assert rows_of(batch)[2].record == known.pk
    desk.accept(batch)
    assert Subject.objects.count() == 1


def test_kinds_are_told_by_licence_or_name_and_the_page_says_so(desk):
    batch = desk.check(
        xlsx(
            [
                row(1, "青溪县某某商行", 企业类别=None, 许可证编号="演CA990100001"),
                row(2, "青溪县南村卫生室", 企业类别=None),
                row(3, "青溪县某某商行有限公司", 企业类别=None),
            ]
        )
    )
    found = rows_of(batch)
    assert found[2].values["subject_kind"] == "chain_shop" and found[3].values["subject_kind"] == "village_clinic"
    assert "判断为" in dict(found[2].notes)["subject_kind"]
    assert "看不出来" in dict(found[4].problems)["subject_kind"]


def test_a_likely_double_is_told_before_it_is_brought_in(desk, officer):
    firm(officer, "青溪县康和大药房有限公司", phone="13800990001")
    batch = desk.check(xlsx([row(5, "青溪县康和大药房", 联系电话="13800990001")]))
    found = rows_of(batch)[2]
    assert found.result == Result.NEW and "可能与 SUB-" in found.notes[-1][1]


def test_what_changed_after_the_check_is_refused_and_told(desk, officer):
    known = firm(officer, "青溪县第1大药房", code=credit_code(1))
    batch = desk.check(xlsx([row(1, 地址="新址"), row(2)]))
    perform(Rename(title="有人先改了"), on=known, by=officer)
    firm(officer, "有人先登记了", code=credit_code(2))
    desk.accept(batch)
    assert (batch.done, batch.refused) == (0, 2)
    page = desk.show(batch).content.decode()
    assert "已被改动" in page and "已经登记在另一家企业名下" in page
    assert "已被改动" in lines_of(desk.marked(batch))[1][-1]


# Who may


def test_imports_of_another_unit_do_not_exist(desk, desk_of, stranger, chief, hire):
    batch = desk.check(xlsx([row(1)]))
    assert desk_of(stranger).show(batch).status_code == 404
    assert desk_of(stranger).accept(batch).status_code == 404
    assert desk_of(hire("viewer", "county")).client.get(START).status_code == 404
    colleague = desk_of(chief)
    assert colleague.show(batch).status_code == 200
    assert colleague.accept(batch).status_code == 404
    assert not Subject.objects.exists()


def test_people_who_are_not_signed_in_are_asked_to(desk):
    batch = desk.check(xlsx([row(1)]))
    assert "/sign-in/" in Client().get(f"{START}{batch.pk}/").url


def test_an_import_can_be_given_up(desk):
    batch = desk.check(xlsx([row(1)]))
    desk.client.post(f"{START}{batch.pk}/drop/")
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == (State.DROPPED, 0)
    assert desk.accept(batch).status_code == 303 and not Subject.objects.exists()


def test_accepting_twice_writes_once(desk):
    batch = desk.check(xlsx([row(1)]))
    desk.accept(batch)
    desk.accept(batch)
    assert Subject.objects.count() == 1 and Entry.objects.count() == 1


# What goes out


@pytest.mark.parametrize(
    ("language", "first"), [("zh-hans", "企业名称（必填）"), ("en", "Name of the firm (required)")]
)
def test_the_template_is_understood_by_the_import_and_its_example_is_left_out(desk, language, first):
    desk.client.cookies["django_language"] = language
    response = desk.client.get(f"{START}template.xlsx")
    content = b"".join(response.streaming_content)
    with open_workbook(content) as book:
        head = [str(cell) for cell in next(iter(book.sheets[0].read()))[1]]
    file = io.BytesIO()
    import xlsxwriter

    with open_workbook(content) as source, xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("企业单位")
        for number, cells in source.sheets[0].read():
            page.write_row(number - 1, 0, [str(cell) if cell is not None else "" for cell in cells])
        page.write_row(2, 0, ["青溪县安康药店", credit_code(1)])
    assert head[0] == first
    batch = desk.check(file.getvalue())
    assert batch.counts == {Result.NEW: 1}
    assert set(batch.columns) >= {"title", "code", "expires_on", "licence_kind"}


@pytest.mark.parametrize("state", [State.CHECKING, State.APPLYING])
def test_work_under_way_is_told_with_and_without_script(desk, state):
    batch = desk.check(xlsx([row(1)]))
    Batch.objects.filter(pk=batch.pk).update(state=state)
    Progress.objects.all().delete()
    page = desk.show(batch).content.decode()
    assert "正在排队" in page and 'http-equiv="refresh"' in page
    key = f"exchange:{batch.pk}:{'check' if state == State.CHECKING else 'apply'}"
    now = batch.at
    Progress.objects.create(key=key, label="x", done=1200, total=2400, started_at=now, changed_at=now)
    part = desk.client.get(f"{START}{batch.pk}/", headers=PART).content.decode()
    assert "<html" not in part and re.search("1,?200", part) and 'hx-trigger="every 1s"' in part
    assert part.strip() in desk.show(batch).content.decode()
    Progress.objects.update(state="failed", error="RuntimeError: x")
    page = desk.show(batch).content.decode()
    assert "没有丢失也没有重复" in page and 'hx-trigger="every' not in page and "RuntimeError" not in page


def test_a_page_that_waits_is_renewed_when_the_work_is_done(desk):
    batch = desk.check(xlsx([row(1)]))
    assert desk.client.get(f"{START}{batch.pk}/", headers=PART).headers["HX-Refresh"] == "true"
    assert batch.name in desk.client.get(START).content.decode()


def test_work_that_broke_off_can_be_asked_for_again(desk):
    batch = desk.check(xlsx([row(1)]))
    Batch.objects.filter(pk=batch.pk).update(state=State.APPLYING)
    with jobs.inline():
        desk.client.post(f"{START}{batch.pk}/again/")
    batch.refresh_from_db()
    assert (batch.state, Subject.objects.count()) == (State.DONE, 1)


def test_a_page_of_rows_takes_a_constant_number_of_queries(desk, django_assert_max_num_queries):
    batch = desk.check(xlsx([row(n) for n in range(1, 61)]))
    with django_assert_max_num_queries(16):
        assert "共 2 页" in desk.show(batch).content.decode()
    assert "第 2 页" in desk.show(batch, page="2").content.decode()


# Heads


DATA = [row(1), row(2), row(3)]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (xlsx(DATA, head=()), "没有表头.xlsx"),
        (xlsx(DATA, head=[None] * len(HEAD)), "表头空白.xlsx"),
        (xlsx(DATA, head=["  "] * len(HEAD)), "表头只有空格.xlsx"),
        (csv(DATA, head=[""] * len(HEAD)), "表头空白.csv"),
        (csv(DATA, head=["\u3000"] * len(HEAD)), "表头只有全角空格.csv"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_sheet_without_a_head_is_refused_and_told_what_helps(desk, content, name):
    response = desk.upload(content, name)
    page = response.content.decode()
    assert response.status_code == 422
    assert "里找不到表头" in page and "写明每一列的名称" in page
    assert not Batch.objects.exists()


def test_a_first_sheet_without_a_head_is_passed_over_for_one_that_has_a_table(desk):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("封面").write(0, 0, "2026年3月2日填报，共计12345家，电话：010-00000000")
        page = book.add_worksheet("名册")
        for line, cells in enumerate([HEAD, row(1), row(2)]):
            page.write_row(line, 0, [cell or "" for cell in cells])
    batch = desk.check(file.getvalue())
    assert (batch.sheet, batch.counts) == ("名册", {Result.NEW: 2})
    assert desk.client.post(f"{START}{batch.pk}/columns/", {"sheet": "封面", "switch": "1"}).status_code == 422


def test_a_column_without_a_name_is_shown_and_left_out_unless_somebody_says_what_it_is(desk):
    head = ["企业名称", None, "企业类别", "地址"]
    rows = [[f"青溪县第{serial}大药房", credit_code(serial), "单体药店", "城关镇"] for serial in (1, 2, 3)]
    content = xlsx(rows, head=head)
    response = desk.upload(content)
    page = desk.client.get(response.url)
    assert "B 列，没有列名" in page.content.decode() and "不选就不导入" in page.content.decode()
    assert [column.field for column in page.context["form"].offered][1] == ""
    batch = desk.check(content)
    assert all("code" not in found.values for found in rows_of(batch).values())
    batch = desk.check(content, **{"column.1": "code"})
    assert [found.values["code"] for found in rows_of(batch).values()] == [credit_code(serial) for serial in (1, 2, 3)]
    again = desk.client.get(f"{START}{batch.pk}/columns/").context["form"]
    assert [column.field for column in again.offered][1] == "code"


def test_a_column_without_a_name_that_few_rows_fill_is_named_as_left_out(desk):
    content = xlsx([[*row(1), "重点户"], row(2), row(3), row(4)], head=[*HEAD, None])
    page = desk.client.get(desk.upload(content).url).content.decode()
    assert "J 列没有列名，里面的内容不导入" in page
    whole = desk.client.get(desk.upload(xlsx([row(1), row(2)])).url).content.decode()
    assert "没有列名" not in whole
