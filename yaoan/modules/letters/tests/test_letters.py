"""From a draft to a closed letter: four eyes, frozen words, clocks by kind, the firm's own accountability."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from docx import Document

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Invalid, NotAllowed, open_record, perform
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.reading import figure
from yaoan.kernel.figures.registry import metrics
from yaoan.kernel.records.models import Deadline
from yaoan.modules.letters import commands, queries, rules
from yaoan.modules.letters.choices import Held, Kind, Result, State, Way
from yaoan.modules.letters.models import Letter
from yaoan.modules.subjects.public import ProductKind

pytestmark = pytest.mark.django_db
MONDAY = datetime(2025, 6, 9, 9, tzinfo=clock.BEIJING)


@pytest.fixture
def worker(hire):
    return hire("officer", "county", "钱立")


def drafted(actor: Actor, kind: Kind = Kind.ADMONITION, **fields) -> Letter:
    given = {
        "letter_kind": kind,
        "title": "冷藏药品温度超标",
        "product_kind": ProductKind.DRUG,
        "area": "990121",
        "subject_name": "青溪县康民药房",
        "problems": "冷藏柜断电约9小时，药品没有转移。\n温度记录缺失。",
    }
    return open_record(commands.Draft(**{**given, **fields}), by=actor)


def served(officer: Actor, chief: Actor, kind: Kind = Kind.ADMONITION, **fields) -> Letter:
    letter = drafted(officer, kind, **fields)
    perform(commands.Issue(), on=letter, by=chief)
    return perform(commands.Serve(way=Way.DIRECT, receiver="店长"), on=letter, by=officer)


def answered(officer: Actor, chief: Actor, kind: Kind = Kind.ADMONITION, **fields) -> Letter:
    letter = served(officer, chief, kind, **fields)
    return perform(commands.Answer(reply="已更换冷柜", accountability="已追究"), on=letter, by=officer)


def text_of(letter: Letter) -> str:
    from yaoan.kernel.documents import word

    document = Document(BytesIO(word(queries.paper_of(letter))))
    return "\n".join(line.text for line in document.paragraphs)


def test_a_letter_is_closed_by_a_second_person(officer, worker, chief):
    letter = answered(officer, chief)
    with pytest.raises(NotAllowed, match="另一人"):
        perform(commands.Check(result=Result.RIGHT, conclusion="可以"), on=letter, by=officer)
    letter = perform(commands.Check(result=Result.RIGHT, conclusion="现场核实"), on=letter, by=worker)
    assert (letter.state, letter.checked_by_id, letter.closed_on) == (State.CLOSED, worker.user_id, clock.today())


def test_who_drafted_does_not_sign(hire):
    head = hire("head", "county", "孙和")
    letter = drafted(head)
    with pytest.raises(NotAllowed, match="签发必须由另一人"):
        perform(commands.Issue(), on=letter, by=head)


def test_basis_and_demands_come_from_the_catalogue_where_none_are_given(officer):
    letter = drafted(officer)
    assert letter.article == "《中华人民共和国药品管理法》第九十九条"
    assert "立即停止所列行为" in letter.demands
    assert letter.holder_id == officer.user_id


def test_what_is_missing_is_named_before_signing(officer, chief):
    admonition = drafted(officer, Kind.ADMONITION, product_kind=ProductKind.COSMETIC)
    with pytest.raises(NotAllowed, match="法律依据"):
        perform(commands.Issue(), on=admonition, by=chief)
    letter = drafted(officer, Kind.TALK, product_kind=ProductKind.COSMETIC)
    assert letter.article == "《化妆品监督管理条例》第五十七条"
    with pytest.raises(NotAllowed, match="缺：约谈日期、约谈地点"):
        perform(commands.Issue(), on=letter, by=chief)
    amend = commands.Amend(
        problems=letter.problems,
        basis="《化妆品监督管理条例》",
        measures=letter.demands,
        talk_on=clock.today() + timedelta(days=3),
        talk_place="县局三楼会议室",
    )
    perform(amend, on=letter, by=officer)
    assert perform(commands.Issue(), on=letter, by=chief).state == State.ISSUED


def test_a_suspension_names_what_is_suspended(officer, chief):
    letter = drafted(officer, Kind.SUSPENSION)
    with pytest.raises(NotAllowed, match="暂停的活动或者产品"):
        perform(commands.Issue(), on=letter, by=chief)


def test_numbers_run_by_kind_year_and_unit(officer, chief):
    with clock.told(MONDAY):
        letters = [drafted(officer), drafted(officer), drafted(officer, Kind.RISK_LETTER)]
        numbers = [perform(commands.Issue(), on=letter, by=chief).document_number for letter in letters]
    assert numbers == ["青溪县局告诫〔2025〕1号", "青溪县局告诫〔2025〕2号", "青溪县局险函〔2025〕1号"]


def test_the_words_are_frozen_when_signed(officer, chief):
    letter = drafted(officer)
    draft = text_of(letter)
    assert "冷藏柜断电约9小时" in draft
    letter = perform(commands.Issue(), on=letter, by=chief)
    signed = text_of(letter)
    with pytest.raises(NotAllowed):
        perform(commands.Amend(problems="别的", basis="别的", measures="别的"), on=letter, by=officer)
    letter.problems = "别的"
    assert text_of(letter) == signed
    assert letter.document_number in signed


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (Kind.ADMONITION, date(2025, 6, 23)),
        (Kind.RISK_LETTER, date(2025, 6, 23)),
        (Kind.PLATFORM, date(2025, 6, 16)),
        (Kind.SUSPENSION, date(2025, 6, 16)),
        (Kind.TALK, date(2025, 6, 30)),
        (Kind.RECTIFICATION, date(2025, 7, 9)),
    ],
)
def test_each_kind_has_its_own_clock(officer, chief, kind, day):
    with clock.told(MONDAY):
        more = {"talk_on": date(2025, 6, 12), "talk_place": "会议室", "suspended": "销售", "basis": "依据"}
        letter = served(officer, chief, kind, **more)
        assert letter.reply_by == day
        assert "answer" in set(Deadline.objects.filter(record_id=letter.pk).values_list("act", flat=True))


def test_the_answer_may_not_be_due_before_the_service(officer, chief):
    letter = drafted(officer)
    perform(commands.Issue(), on=letter, by=chief)
    with pytest.raises(Invalid, match="不能早于送达"):
        perform(commands.Serve(way=Way.POST, reply_by=clock.today() - timedelta(days=1)), on=letter, by=officer)


def test_a_talk_is_closed_only_with_its_minutes(officer, worker, chief):
    more = {"talk_on": clock.today(), "talk_place": "会议室"}
    letter = answered(officer, chief, Kind.TALK, **more)
    assert set(Deadline.objects.filter(record_id=letter.pk).values_list("act", flat=True)) == {"check"}
    with pytest.raises(NotAllowed, match="约谈记录"):
        perform(commands.Check(result=Result.RIGHT, conclusion="可以"), on=letter, by=worker)
    perform(commands.Hold(attendees="企业负责人；执法人员两名", minutes="企业认识到位"), on=letter, by=officer)
    assert perform(commands.Check(result=Result.RIGHT, conclusion="可以"), on=letter, by=worker).is_closed


def test_a_suspension_is_closed_only_when_it_was_ended(officer, worker, chief):
    letter = answered(officer, chief, Kind.SUSPENSION, suspended="销售批号240601的产品")
    with pytest.raises(NotAllowed, match="暂停还没有解除"):
        perform(commands.Check(result=Result.RIGHT, conclusion="可以"), on=letter, by=worker)
    perform(commands.Lift(finding="复检合格"), on=letter, by=chief)
    with pytest.raises(NotAllowed, match="已经解除"):
        perform(commands.Lift(finding="再一次"), on=letter, by=chief)
    assert perform(commands.Check(result=Result.RIGHT, conclusion="可以"), on=letter, by=worker).is_closed


def test_the_accountability_that_was_asked_for_is_told_or_explained(officer, worker, chief):
    letter = served(officer, chief)
    perform(commands.Answer(reply="已更换冷柜"), on=letter, by=officer)
    with pytest.raises(NotAllowed, match="企业内部问责"):
        perform(commands.Check(result=Result.RIGHT, conclusion="可以"), on=letter, by=worker)
    for post in ("质量负责人", "冷库管理员"):
        perform(commands.HoldToAccount(post=post, how=Held.WARNED), on=letter, by=officer)
    letter = perform(commands.Check(result=Result.RIGHT, conclusion="可以"), on=letter, by=worker)
    assert [held["post"] for held in letter.accountable] == ["质量负责人", "冷库管理员"]


def test_an_answer_sent_back_is_owed_again(officer, worker, chief):
    letter = answered(officer, chief)
    day = clock.today() + timedelta(days=5)
    letter = perform(commands.SendBack(reason="没有附照片", reply_by=day), on=letter, by=worker)
    assert (letter.state, letter.reply_by) == (State.SERVED, day)
    assert Deadline.objects.get(record_id=letter.pk, act="answer")


def test_figures_count_letters_answers_in_time_and_persons(officer, chief):
    with clock.told(MONDAY):
        first, second = served(officer, chief), served(officer, chief)
        served(officer, chief, Kind.RECTIFICATION)
        perform(commands.Answer(reply="好"), on=first, by=officer)
        for letter in (first, first, second):
            perform(commands.HoldToAccount(post="店长", how=Held.CRITICISED), on=letter, by=officer)
    with clock.told(MONDAY + timedelta(days=30)):
        perform(commands.Answer(reply="晚了"), on=second, by=officer)
        period = Period(date(2025, 6, 1), date(2025, 7, 31))
        found = {
            name: figure(metrics()[f"letters.{name}"], officer, period).value
            for name in (
                "issued",
                "admonitions",
                "orders",
                "answered",
                "answered_in_time",
                "accountable",
                "accounting_firms",
            )
        }
    assert found == {
        "issued": 3, "admonitions": 2, "orders": 1, "answered": 2, "answered_in_time": 1, "accountable": 3,
        "accounting_firms": 2,
    }  # fmt: skip


def test_every_kind_makes_a_paper_with_numbered_headings(officer):
    for kind in Kind:
        letter = drafted(
            officer, kind, basis="某法第一条", talk_on=date(2025, 6, 12), talk_place="会议室", suspended="销售"
        )
        words = text_of(letter)
        assert "一、" in words and "二、" in words, kind
        assert "草稿" not in words
        assert "{" not in words, kind
        assert "青溪县市场监督管理局" in words


def test_the_word_file_comes_from_the_page(client, officer):
    from yaoan.kernel.access.models import User

    letter = drafted(officer)
    client.force_login(User.objects.get(pk=officer.user_id))
    answer = client.get(f"{letter.get_absolute_url()}letter.docx")
    assert answer.status_code == 200
    assert Document(BytesIO(answer.content)).paragraphs
    printed = client.get(f"{letter.get_absolute_url()}paper/").content.decode()
    assert "告诫信" in printed
    assert "草稿，未签发" in printed


def test_the_words_come_back_from_the_text_they_are_kept_in():
    parts = [["", "开头。"], ["要求", "第一条。", "第二条。"], ["", "结尾。"]]
    assert rules.parts_of(rules.written(parts)) == parts
