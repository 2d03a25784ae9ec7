"""A campaign that goes from the province through the city to the county is read as one at every level."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yaoan.kernel.access.models import Agency, User
from yaoan.kernel.access.staffing import add_agency
from yaoan.kernel.commands import open_record, perform
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.figures import narrowing, wording
from yaoan.kernel.figures.counting import count
from yaoan.kernel.figures.formulas import stock
from yaoan.kernel.figures.questions import Question
from yaoan.kernel.figures.registry import metrics
from yaoan.kernel.figures.rows import rows
from yaoan.kernel.figures.scopes import Scope
from yaoan.modules.campaigns import queries
from yaoan.modules.campaigns.commands import campaigns, tasks
from yaoan.modules.campaigns.models import Campaign, Task

pytestmark = pytest.mark.django_db
LAST = date(2026, 12, 31)


@pytest.fixture
def levels(places, hire, city_officer, chief):
    """(head, campaign) of province, city and county, and a task that the county was given."""
    province = add_agency("东岭省药品监督管理局", "东岭省局", Agency.Kind.PROVINCE, ["99"], parent=None)
    Agency.objects.filter(pk=places["city"].pk).update(parent=province, line=[province.pk])
    Agency.objects.filter(pk=places["county"].pk).update(line=[province.pk, places["city"].pk])
    places["province"] = province
    heads = [hire("head", "province", "沈岳"), city_officer, chief]
    draft = campaigns.Draft(
        title="药品安全巩固提升行动", area="99", starts_on=date(2025, 6, 1), ends_on=LAST,
        targets=[{"what": "检查", "raw": "不少于80家"}],
    )  # fmt: skip
    top = perform(campaigns.Issue(), on=open_record(draft, by=heads[0]), by=heads[0])
    family = [perform(campaigns.Aim(index=1, metric="tasks.given", number=Decimal(1)), on=top, by=heads[0])]
    for above, below in pairwise(heads):
        perform(campaigns.SendDown(agencies=(below.agency_id,)), on=family[-1], by=above)
        received = Campaign.objects.get(above=family[-1])
        family.append(perform(campaigns.Issue(), on=received, by=below))
    give = tasks.Give(campaign_id=family[-1].pk, path="1", title="摸清底数", agency_id=chief.agency_id, target=50)
    task = open_record(give, by=chief)
    return list(zip(heads, family, strict=True)), task


def test_a_campaign_knows_all_above_it_and_its_journal_says_so_again(levels):
    (_, top), (_, middle), (_, bottom) = levels[0]
    assert (top.line, middle.line, bottom.line) == ([], [top.pk], [top.pk, middle.pk])
    assert replayed(bottom.pk).line == bottom.line
    early = Campaign()
    campaigns.PassDown(above_id=middle.pk, agency_id=bottom.agency_id, content={"title": "早先下发的"}).apply(early)
    assert early.line == bottom.line


def test_campaigns_that_were_there_before_get_their_line(levels):
    family, _task = levels
    lines = {campaign.pk: campaign.line for _head, campaign in family}
    Campaign.objects.update(line=[])
    with connection.cursor() as cursor:
        cursor.execute(import_module("yaoan.modules.campaigns.migrations.0003_line_of_campaigns").LINES)
    assert dict(Campaign.objects.values_list("pk", "line")) == lines


def test_every_level_sees_the_tasks_of_all_below_it_in_as_many_queries(levels):
    family, task = levels
    asked = []
    for head, campaign in family:
        with CaptureQueriesContext(connection) as caught:
            (branch,) = queries.task_tree(head, campaign)
            (standing,) = queries.standings(head, campaign, today=LAST)
            (target,) = queries.targets_of(head, campaign)
            results = queries.results_of(head, campaign, today=LAST)
        asked.append(len(caught))
        assert (branch.task, standing.given, target.target) == (task, 1, 50)
        assert [goal.figure.value for goal in results.goals] == [1]
    assert len(set(asked)) == 1


def test_the_figure_of_a_campaign_opens_the_rows_of_all_below_it(levels):
    ((head, campaign), *_rest), task = levels
    (goal,) = queries.results_of(head, campaign, today=LAST).goals
    assert f"within=campaign_id:{campaign.pk}" in goal.figure.address
    client = Client()
    client.force_login(User.objects.get(pk=head.user_id))
    page = client.get(goal.figure.address).content.decode()
    assert task.number in page and f"{campaign.number} 药品安全巩固提升行动" in page


def test_many_campaigns_are_counted_as_exactly_as_few(levels):
    ((head, _top), _city, (_chief, bottom)), _task = levels
    given, period = metrics()["tasks.given"], queries.Period(date(2025, 1, 1), LAST)
    few = (str(bottom.pk), "9")
    many = (*few, *map(str, range(100, 120)))
    for values in (few, many):
        found = queries.board([narrowing.within(given, "campaign_id", few[0], values)], head, [period])
        assert found["tasks.given", period, ""].value == 1
    none = narrowing.within(given, "campaign_id", "9", tuple(map(str, range(100, 120))))
    assert queries.board([none], head, [period])["tasks.given", period, ""].value == 0
    for values in (few, many):
        said = wording.sentence(narrowing.within(given, "campaign_id", few[0], values).formula.atoms()[0])
        assert said.endswith("的次数，其中只数所选专项行动的记录"), "neither ids nor how many there are"


def test_which_campaigns_stand_below_one_is_told_to_nobody_who_may_not_see_them(levels):
    """Whether a campaign out of sight is one of those counted, the page says neither in words nor by how it answers."""
    ((head, top), (_city, middle), _county), task = levels
    client = Client()
    client.force_login(User.objects.get(pk=head.user_id))
    address = f"/figures/tasks.given/?from=2025-01-01&to=2026-12-31&within=campaign_id:{top.pk}"
    whole = client.get(address).content.decode()
    assert task.number in whole and "其中只数所选专项行动的记录" in whole
    pages = {
        value: client.get(f"{address}&facet=campaign_id:{value}").content.decode() for value in (middle.pk, 987654321)
    }
    for value, page in pages.items():
        assert task.number not in page and f"facet=campaign_id%3A{value}" in page
    assert task.number in client.get(f"{address}&facet=campaign_id:{task.campaign_id}").content.decode()
    file = client.get(f"/figures/tasks.given/rows.csv?{address.partition('?')[2]}&facet=campaign_id:987654321")
    assert len(b"".join(file.streaming_content).decode().splitlines()) == 1


@pytest.mark.parametrize("query", ["within=punctuality:nonsense", "within=punctuality:late", "facet=punctuality:late"])
def test_a_value_that_a_figure_never_has_is_read_as_not_being_there(levels, query):
    ((head, _top), *_rest), _task = levels
    client = Client()
    client.force_login(User.objects.get(pk=head.user_id))
    page = client.get(f"/figures/tasks.in_time_rate/?{query}")
    assert page.status_code == 200
    assert page.context["asked"].metric.within is page.context["asked"].facet is None


def test_a_part_of_a_figure_that_one_of_its_counts_never_has_counts_nothing(levels):
    ((head, _top), *_rest), _task = levels
    formula = metrics()["tasks.in_time_rate"].formula
    atoms = [atom.narrowed("punctuality", "late") for atom in formula.atoms()]
    period = queries.Period(date(2025, 1, 1), LAST)
    answer = count(Question(atoms, [period], Scope.of(head, ["tasks"])))
    assert [answer.value(atom) for atom in atoms] == [0, 0]
    for atom in (*atoms, stock("tasks", "working", where={"level": "x"}).narrowed("level", "y")):
        assert not rows(atom, period, Scope.of(head, ["tasks"])).exists()


def test_a_facet_that_names_no_record_with_others_below_it_stays_one_value(levels):
    family, _task = levels
    assert narrowing.family(Task, "punctuality", "late") == ("late",)
    assert narrowing.family(Task, "campaign_id", "x") == ("x",)
    assert narrowing.family(Task, "campaign_id", str(family[1][1].pk)) == tuple(str(one.pk) for _, one in family[1:])
