"""From a draft to a signed report: figures come from rows, sums come out, a second person freezes, slips correct."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client

from yaoan.kernel import clock
from yaoan.kernel.access.models import User
from yaoan.kernel.attachments import storage
from yaoan.kernel.commands import Invalid, NotAllowed, command_for, open_record, perform
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Deadline
from yaoan.modules.campaigns.public import Campaign, Return, returns
from yaoan.modules.reports import commands, queries, rules
from yaoan.modules.reports.choices import State
from yaoan.modules.reports.models import Report
from yaoan.modules.reports.rules import BEFORE, TOTAL, Kept
from yaoan.modules.reports.tests.conftest import JULY_2, JUNE, MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(june) -> Report:
    """The draft of June."""
    with clock.told(JULY_2):
        return commands.draft_monthly(june.officer, june.campaign, JUNE)


def frozen(report, june) -> Report:
    perform(commands.Present(), on=report, by=june.officer)
    return perform(commands.Freeze(), on=report, by=june.chief)


def submitted(report, june) -> Report:
    frozen(report, june)
    return perform(commands.Submit(note="请审阅"), on=report, by=june.chief)


def acts_on(report) -> list[str]:
    return list(Entry.objects.filter(record=report.pk).order_by("seq").values_list("act", flat=True))


def test_a_draft_counts_the_rows_of_its_campaign_and_period(report):
    kept = Kept(report.figures)
    assert report.title == "2025年6月专项行动月报"
    assert [kept.value(key) for key in ("found", "closed", "open", "high", "found_device")] == [2, 1, 2, 1, 1]
    assert [kept.value("found", variant) for variant in (BEFORE, TOTAL)] == [1, 3]
    assert report.area == "990121" and kept.value("overdue") == 3
    assert acts_on(report) == ["draft", "reckon"]
    assert Deadline.objects.get(record_id=report.pk).act == "present"


def test_figures_without_a_campaign_are_those_of_the_whole_unit(june):
    with clock.told(JULY_2):
        report = commands.draft_monthly(june.officer, None, JUNE)
    kept = Kept(report.figures)
    assert report.template == "unit_monthly" and report.campaign_id is None
    assert [kept.value(key) for key in ("found", "closed", "open")] == [3, 1, 3]
    assert kept.item("found")["of_campaign"] is False


def test_tables_are_told_apart_by_unit_and_kind_and_add_up(report):
    by_unit, by_kind, *_others = Kept(report.figures).tables()
    assert [row["label"] for row in by_unit["rows"]] == ["青溪县局"]
    found = by_kind["columns"].index("found")
    assert {row["label"]: row["values"][found] for row in by_kind["rows"]} == {
        "储存陈列不当": "1",
        "经营使用过期产品": "1",
    }
    checks = [rules.Sum.from_json(item) for item in report.figures["checks"]]
    assert len(checks) > 10 and all(check.is_right for check in checks)


def test_a_campaign_is_asked_for_and_the_period_goes_forward(officer):
    command = commands.Draft(template="campaign_monthly", covers_from=date(2025, 7, 1), covers_until=date(2025, 6, 1))
    with pytest.raises(Invalid) as refusal:
        open_record(command, by=officer)
    assert set(refusal.value.faults) == {"campaign_id", "covers_until"}


def test_refreshing_reads_the_rows_anew(report, june):
    with clock.told(JULY_2 + timedelta(hours=1)):
        june.found(effective_on=date(2025, 6, 29))
        assert Kept(report.figures).value("found") == 2
        report = perform(commands.Refresh(), on=report, by=june.officer)
    assert Kept(report.figures).value("found") == 3
    assert acts_on(report)[-2:] == ["refresh", "reckon"]


def test_words_are_kept_by_slot_and_no_figure_can_be_typed(report, june):
    report = perform(commands.Write(problems="店员培训不够。", plans=""), on=report, by=june.officer)
    assert report.words == {"problems": "店员培训不够。"}
    assert not any("figure" in name for name in commands.Write.__dataclass_fields__)
    with pytest.raises(NotAllowed, match="只随相关记录"):
        perform(commands.Reckon(figures={"figures": {}}), on=report, by=june.officer)


def test_the_period_must_be_over_when_the_figures_are_read(june):
    with clock.told(JULY_2 - timedelta(days=5)):
        report = commands.draft_monthly(june.officer, june.campaign, JUNE)
        with pytest.raises(NotAllowed, match="期末以后刷新"):
            perform(commands.Present(), on=report, by=june.officer)


def test_a_sum_that_does_not_come_out_is_named_and_stops_the_report(report, june):
    report.figures["checks"][0]["result"] = "5"
    Report.objects.filter(pk=report.pk).update(figures=report.figures)
    with pytest.raises(
        NotAllowed, match=r"期末在办隐患应为5（在办隐患（上期末）1＋排查发现隐患2＋复发重开0－销号隐患1－认定不成立0）"
    ):
        perform(commands.Present(), on=report, by=june.officer)


def test_who_drafted_or_presented_does_not_freeze(report, june, hire):
    with clock.told(JULY_2 + timedelta(hours=2)):
        perform(commands.Present(), on=report, by=june.chief)
        with pytest.raises(NotAllowed, match="另一位负责人"):
            perform(commands.Freeze(), on=report, by=june.chief)
        assert perform(commands.Freeze(), on=report, by=hire("head", "county")).state == State.FROZEN


def test_what_is_frozen_is_signed_with_its_figures_its_words_and_its_cut_off(report, june):
    with clock.told(JULY_2 + timedelta(hours=2)):
        perform(commands.Write(plans="继续排查。"), on=report, by=june.officer)
        report = frozen(report, june)
    envelope = json.loads(b"".join(storage.read(report.snapshot)))
    assert rules.verify(envelope) == [] and envelope["signature"] == report.signature
    content = envelope["snapshot"]
    assert content["figures"] == report.figures and content["words"] == {"plans": "继续排查。"}
    assert content["cutoff"]["entry"] == report.figures["cutoff"]
    assert content["cutoff"]["hash"] == bytes(Entry.objects.get(pk=report.figures["cutoff"]).hash).hex()
    assert "继续排查。" in content["text"]
    assert content["cells"][0] == "found|value" and len(content["cells"]) == len(content["frozen"]["figures"]) == 6
    assert acts_on(report)[-3:] == ["present", "freeze", "sign"]


@pytest.mark.parametrize("change", ["figures", "words", "text"])
def test_a_snapshot_that_was_changed_is_found_out(report, june, change):
    with clock.told(JULY_2 + timedelta(hours=2)):
        report = frozen(report, june)
    envelope = json.loads(b"".join(storage.read(report.snapshot)))
    envelope["snapshot"][change] = {"found": "0"}
    assert rules.verify(envelope) == [
        "the content is not what its SHA-256 says: it was changed", "the signature does not fit the content",
    ]  # fmt: skip
    assert rules.verify({**envelope, "format": "other"})[0].startswith("the format is 'other'")


def test_entries_that_came_in_late_are_found_before_signing(report, june):
    stored = report.figures["figures"]["found"]
    stored["value"] = "9"
    report.figures["checks"] = []
    Report.objects.filter(pk=report.pk).update(figures=report.figures)
    with clock.told(JULY_2 + timedelta(hours=2)), pytest.raises(NotAllowed, match="“排查发现隐患”在取数以后有变动"):
        frozen(report, june)
    assert Report.objects.get(pk=report.pk).snapshot == ""


def test_a_report_goes_up_with_the_return_it_answers(june, places, city_officer):
    with clock.told(JULY_2):
        owed = open_record(
            returns.Owe(
                campaign_id=june.campaign.pk, title="六月报表", agency_id=june.chief.agency_id, to_id=places["city"].pk,
                due_on=date(2025, 7, 5), covers_from=JUNE.start, covers_until=JUNE.end,
            ),
            by=june.chief,
        )  # fmt: skip
        assert queries.owed_returns(june.officer) == [owed]
        report = commands.draft_monthly(june.officer, june.campaign, JUNE, owed=owed)
        assert queries.owed_returns(june.officer) == []
        report = submitted(report, june)
    owed = Return.objects.get(pk=owed.pk)
    assert (owed.state, owed.report_id, report.state) == ("sent", report.pk, State.SUBMITTED)
    assert report in Report.objects.seen_by(city_officer) and report.to_id == places["city"].pk
    with clock.told(JULY_2 + timedelta(days=1)):
        perform(returns.Reject(reason="请补充", due_on=date(2025, 7, 6)), on=owed, by=city_officer)
        perform(commands.Resubmit(note="已补充"), on=report, by=june.chief)
    assert Return.objects.get(pk=owed.pk).state == "sent"


def test_a_return_leads_to_the_report_it_carries_and_carries_none_that_its_sender_may_not_read(
    june, places, city_officer, stranger
):
    def owed_by(agency):
        duty = returns.Owe(
            campaign_id=june.campaign.pk, title="六月报表", agency_id=agency.pk, to_id=places["city"].pk, due_on=date(2025, 7, 5)
        )  # fmt: skip
        return open_record(duty, by=city_officer)

    with clock.told(JULY_2):
        report = commands.draft_monthly(june.officer, june.campaign, JUNE)
        with pytest.raises(Invalid) as refusal:
            perform(returns.Send(report_id=report.pk), on=owed_by(places["other"]), by=stranger)
        assert set(refusal.value.faults) == {"report_id"}
        sent = perform(returns.Send(report_id=report.pk), on=owed_by(places["county"]), by=june.chief)
        client = Client()
        client.force_login(User.objects.get(pk=june.chief.user_id))
        page = client.get(sent.get_absolute_url()).content.decode()
    assert f'href="{report.get_absolute_url()}"' in page and "/search/?q=" not in page.split("<main")[1]


def test_a_report_of_a_campaign_counts_what_was_found_under_the_campaigns_below_it(june, city_officer, places):
    with clock.told(MONDAY):
        draft = command_for(Campaign, "draft")(
            title="全市行动", area="9901", starts_on=date(2025, 5, 1), ends_on=date(2026, 12, 31)
        )
        top = perform(command_for(Campaign, "issue")(), on=open_record(draft, by=city_officer), by=city_officer)
        perform(command_for(Campaign, "send_down")(agencies=(places["county"].pk,)), on=top, by=city_officer)
        june.found(campaign_id=Campaign.objects.get(above=top).pk)
        june.found(campaign_id=top.pk)
    with clock.told(JULY_2):
        report = commands.draft_monthly(city_officer, top, JUNE)
        opened = queries.open_figure(city_officer, report, "found")
    assert report.figures["figures"]["found"]["value"] == "2" and len(opened.rows) == 2


def test_a_report_without_a_receiver_stays(june, hire, places):
    with clock.told(JULY_2):
        top = hire("head", "city")
        second = hire("head", "city")
        report = commands.draft_monthly(top, None, JUNE)
        perform(commands.Present(), on=report, by=top)
        perform(commands.Freeze(), on=report, by=second)
        with pytest.raises(NotAllowed, match="报送到哪个单位"):
            perform(commands.Submit(), on=report, by=second)


def test_sending_back_opens_the_draft_again_and_takes_the_signature_off(report, june):
    with clock.told(JULY_2 + timedelta(hours=2)):
        frozen(report, june)
        report = perform(commands.SendBack(reason="补充问题"), on=report, by=june.chief)
    assert (report.state, report.snapshot, report.frozen_by_id) == (State.DRAFTED, "", None)


def test_a_correction_slip_names_old_new_who_and_why(report, june):
    with clock.told(JULY_2 + timedelta(hours=2)):
        report = submitted(report, june)
        with pytest.raises(Invalid, match="没有需要更正"):
            perform(commands.Correct(reason="无"), on=report, by=june.chief)
    with clock.told(JULY_2 + timedelta(days=3)):
        late = june.found()
        june.do(late, "dismiss", june.officer, grounds="票据齐全")
    with clock.told(JULY_2 + timedelta(days=4)):  # nothing of July touches June
        with pytest.raises(Invalid, match="没有需要更正"):
            perform(commands.Correct(reason="无"), on=report, by=june.chief)
        june.found(effective_on=date(2025, 6, 27))  # a paper report that arrived late
        report = perform(commands.Correct(reason="补录六月的隐患"), on=report, by=june.chief)
    (slip,) = report.slips
    cells = {f"{cell['key']}|{cell['variant']}": cell for cell in slip["cells"] if not cell["part"]}
    assert (cells["found|value"]["old"], cells["found|value"]["new"]) == ("2", "3")
    assert (cells["open|value"]["old"], cells["open|value"]["new"]) == ("2", "3")
    (row,) = cells["found|value"]["rows"]
    assert (row["act"], row["by_name"], row["why"], row["on"]) == ("report", "周明", "late", "2025-06-27")
    assert row["number"].startswith("RSK-")
    assert "closed|value" not in cells and "overdue|value" not in cells
    assert any(cell["part_label"] == "青溪县局" for cell in slip["cells"])
    assert report.state == State.CORRECTED and Kept(report.figures).value("found") == 3
    assert slip["signature"] and slip["sha256"] == rules.sha256_of(
        {name: value for name, value in slip.items() if name not in ("sha256", "signature")}
    )


def test_a_second_slip_tells_only_what_came_since_the_first(report, june):
    with clock.told(JULY_2 + timedelta(hours=2)):
        submitted(report, june)
    for day in (3, 4):
        with clock.told(JULY_2 + timedelta(days=day)):
            june.found(effective_on=date(2025, 6, 27))
            report = perform(commands.Correct(reason=f"补录{day}"), on=report, by=june.chief)
    found = [next(cell for cell in slip["cells"] if cell["key"] == "found") for slip in report.slips]
    assert [(cell["old"], cell["new"], len(cell["rows"])) for cell in found] == [("2", "3", 1), ("3", "4", 1)]


def test_the_report_before_is_the_last_signed_of_its_kind_and_place(report, june):
    with clock.told(JULY_2 + timedelta(hours=2)):
        frozen(report, june)
    with clock.told(JULY_2 + timedelta(days=31)):
        july = commands.draft_monthly(june.officer, june.campaign, JUNE.before().before())
        assert queries.report_before(june.officer, july) is None
        august = commands.draft_monthly(june.officer, june.campaign, _after(JUNE))
        assert queries.report_before(june.officer, august) == report
        assert Kept(august.figures).value("open", BEFORE) == Kept(report.figures).value("open")


def _after(period):
    from yaoan.kernel.figures import Period

    return Period.month_of(period.end + timedelta(days=1))


def test_another_county_neither_reads_nor_drafts(report, stranger):
    assert report not in Report.objects.seen_by(stranger)
    command = commands.Draft(template="unit_monthly", covers_from=JUNE.start, covers_until=JUNE.end, area="990121")
    with pytest.raises(Invalid, match="取不到数"):
        open_record(command, by=stranger)


def test_monthly_reports_are_written_as_word_and_excel(june, tmp_path):
    with clock.told(JULY_2):
        paths = commands.write_monthly(june.officer, june.campaign, clock.today(), tmp_path)
    assert [path.suffix for path in paths] == [".docx", ".xlsx"]
    assert all(path.stat().st_size > 5000 for path in paths)
    assert Report.objects.get().covers_until == JUNE.end
