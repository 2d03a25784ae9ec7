"""The episodes every story tells once, without the daily work around them."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from yaoan.kernel import clock
from yaoan.kernel.commands import open_record, perform
from yaoan.modules.assistance.choices import Level, Standing
from yaoan.modules.assistance.choices import State as Asked
from yaoan.modules.assistance.models import Request, Supervision
from yaoan.modules.cases.choices import Grade, Listing, Penalty, PublicationState, Source, WayOut
from yaoan.modules.cases.choices import State as CaseState
from yaoan.modules.cases.models import Precedent, Publication, Violator
from yaoan.modules.cases.public import Case
from yaoan.modules.risks import commands as risks
from yaoan.modules.risks.public import Level as RiskLevel
from yaoan.modules.subjects.public import ProductKind, Register, SubjectKind
from yaoan.modules.transfers.choices import Direction, Origin, State
from yaoan.modules.transfers.models import Transfer
from yaoan.simulation import world
from yaoan.simulation.agenda import Agenda
from yaoan.simulation.county import County
from yaoan.simulation.episodes import Episodes
from yaoan.simulation.publicity import Publicity
from yaoan.simulation.telling import Telling

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
START = date(2025, 5, 6)
DAYS, MONTHS_18 = 200, 549


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=clock.BEIJING)


@pytest.fixture
def played() -> Agenda:
    return _played(Episodes, DAYS)


@pytest.fixture
def published() -> Agenda:
    return _played(Publicity, MONTHS_18)


def _played(episodes: type[Telling], days: int) -> Agenda:
    rng = Random(1)
    with clock.told(_at(START - timedelta(days=1))):
        people = world.build(rng, password="never-used-here")
        officer, chief = people.actors["officer1"], people.actors["chief"]
        firms = [
            open_record(
                Register(title=f"青溪县第{number}药房", subject_kind=SubjectKind.PHARMACY, address="城关镇", area="990121100"),
                by=officer,
            )
            for number in range(4)
        ]  # fmt: skip
        for firm in firms[:3]:
            report = risks.Report(
                title="销售来源不明药品", description="不能提供票据", risk_kind="channel", product_kind=ProductKind.DRUG,
                channel="inspection", area=firm.area, subject_id=firm.pk, agency_id=chief.agency_id,
            )  # fmt: skip
            risk = open_record(report, by=officer)
            perform(risks.Assess(level=RiskLevel.MAJOR, grounds="影响面大"), on=risk, by=chief)
    agenda = Agenda(rng, START)
    episodes(County(people, agenda, firms), START).begin()
    for index in range(days):
        agenda.play(START + timedelta(days=index))
    return agenda


def test_every_episode_is_told_to_its_end_and_nobody_is_refused(played):
    assert dict(played.refusals) == {}
    assert played.done < 250, "a handful of acts each: the story is a benchmark too"

    back = {
        one.origin: one for one in Transfer.objects.filter(direction=Direction.BACK) if one.state != State.SENT_BACK
    }
    assert {origin: one.state for origin, one in back.items()} == {
        Origin.POLICE: State.CLOSED, Origin.PROCURATOR: State.CLOSED,
    }  # fmt: skip
    case = back[Origin.POLICE].case
    assert case is not None and case.source == Source.TRANSFERRED
    assert back[Origin.PROCURATOR].no_case_reason
    assert Transfer.objects.filter(state=State.SENT_BACK).count() == 1

    out = {
        tuple(paper["form"] for paper in one.papers if paper["form"] != "enclosures")[4:]: one
        for one in Transfer.objects.filter(direction=Direction.OUT)
    }
    reversed_, supervised, endorsed = out["objection",], out["objection", "advice"], out["advice",]
    assert {reversed_.state, supervised.state} <= {State.FILED, State.JUDGED, State.CLOSED}
    assert supervised.procurator_view
    assert endorsed.state == State.CLOSED

    refused, passed = Request.objects.filter(case=None).order_by("pk")
    assert (refused.state, passed.state) == (Asked.CLOSED, Asked.CLOSED)
    assert refused.right_unit_id == refused.asked_id == passed.asked_id
    assert passed.passed_from_id

    names = {one.title: one for one in Case.objects.select_related("agency")}
    taken_over = next(one for title, one in names.items() if "跨县" in title)
    assert (taken_over.agency.short, taken_over.state) == ("白石县局", CaseState.DECLINED)
    sent_back = next(one for title, one in names.items() if "追溯" in title)
    assert (sent_back.agency.short, sent_back.handed_to_id) == ("青溪县局", None)
    taken_up = next(one for title, one in names.items() if "跨区域" in title)
    assert taken_up.agency.short == "云河市局" and taken_up.filed_on
    assert set(Supervision.objects.values_list("level", "state")) >= {
        (Level.LISTED, Standing.TAKEN_UP), (Level.JOINT, Standing.LIFTED),
    }  # fmt: skip


def test_the_story_lists_a_violator_publishes_across_provinces_and_ends_early(published):
    assert dict(published.refusals) == {}
    assert published.done < 250, "a handful of acts each: the story is a benchmark too"

    entry = Violator.objects.get()
    assert (entry.state, entry.way_out) == (Listing.REMOVED, WayOut.EARLY)
    assert entry.objection and entry.objection_answer and entry.published_on
    assert entry.case.grade == Grade.HEAVIER and Penalty.SUSPENSION in entry.case.penalties

    cases = {one.title: one for one in Case.objects.all()}
    early = next(one for title, one in cases.items() if "个人手中" in title)
    assert early.is_typical
    assert early.published_on and early.stopped_on and not early.is_shown(START + timedelta(days=MONTHS_18))
    away = next(one for title, one in cases.items() if "异地" in title)
    assert (away.pushed_to, away.published_on) == ("西川省药品监督管理局", None)

    sent = {one.decision_number[-3:]: one.state for one in Publication.objects.all()}
    assert sent == {
        "31号": PublicationState.PUBLISHED, "47号": PublicationState.ENDED, "52号": PublicationState.RETURNED,
    }  # fmt: skip

    kept = {one.breach: one for one in Precedent.objects.all()}
    assert set(kept) == {"channel", "substandard_sold"}
    assert kept["channel"].decision_number and kept["substandard_sold"].is_typical
