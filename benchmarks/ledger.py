"""The writer and the list: commands alone and in bulk, a ledger page at 10⁵ risks beside a plain Django admin list."""

import time
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import unquote

from django.contrib import admin
from django.db import connection
from django.test import Client, RequestFactory

from benchmarks.roles import owning
from benchmarks.table import Measure, milliseconds, percentile
from yaoan.kernel.access import staffing
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Step, open_record, perform, perform_many
from yaoan.modules.risks import commands
from yaoan.modules.risks.choices import Level
from yaoan.modules.risks.models import Risk
from yaoan.modules.subjects.public import ProductKind

RISKS = 100_000
ALONE = 200
PAGES = (
    "/risks/", "/risks/?state=reported", "/risks/?level=high&sort=-found_on", "/risks/?page=40", "/risks/?q=%E8%8D%AF%E6%88%BF",
    "/risks/?area=990121101", "/risks/?sort=due", "/risks/?risk_kind=cold_chain&q=yf",
)  # fmt: skip


def measures() -> Iterator[Measure]:
    actor = _county()
    yield from _writing(actor)
    yield from _listing(actor)


def _county() -> Actor:
    staffing.add_places(
        [
            ("99", "东岭省"),
            ("9901", "云河市"),
            ("990121", "青溪县"),
            *((f"9901211{i:02}", f"第{i}镇") for i in range(12)),
        ]
    )
    agency = staffing.add_agency("青溪县市场监督管理局", "青溪县局", "county", ["990121"])
    user = staffing.add_person("bench", "周明")
    staffing.appoint(user, agency, "股长", since=date(2020, 1, 1), is_head=True)
    staffing.grant(user, "head", agency, since=date(2020, 1, 1))
    return Actor.of(user)


def _report(number: int) -> commands.Report:
    return commands.Report(
        title=f"青溪县第{number % 9973}大药房：冷藏柜断电", description="停电后冷藏药品未转移。",
        risk_kind=("cold_chain", "prescription", "expired")[number % 3], product_kind=ProductKind.DRUG, channel="inspection",
        area=f"9901211{number % 12:02}", product_name="宁安胰岛素注射液", batch=f"{number % 997:06}",
    )  # fmt: skip


def _writing(actor: Actor) -> Iterator[Measure]:
    for number in range(20):
        open_record(_report(number), by=actor)
    alone = []
    for number in range(ALONE):
        began = time.perf_counter()
        risk = open_record(_report(number), by=actor)
        middle = time.perf_counter()
        perform(commands.Assess(level=Level.HIGH, grounds="影响面大"), on=risk, by=actor)
        alone += [middle - began, time.perf_counter() - middle]
    mean = sum(alone) / len(alone)
    yield Measure("one command alone (mean of opening and changing)", milliseconds(mean), "< 10 ms", mean < 0.01)
    began = time.perf_counter()
    made = [o.record for o in perform_many((Step(_report(n)) for n in range(RISKS - ALONE - 20)), by=actor, size=1000)]
    each = (time.perf_counter() - began) / len(made)
    yield Measure(f"perform_many, {len(made):,} openings", f"{milliseconds(each)} each", "< 2 ms each", each < 0.002)
    steps = [
        Step(commands.Assess(level=Level.HIGH if n % 4 == 0 else Level.LOW, grounds="研判"), on=r.pk)
        for n, r in enumerate(made[:10_000])
        if r
    ]
    began = time.perf_counter()
    list(perform_many(steps, by=actor, size=1000))
    each = (time.perf_counter() - began) / len(steps)
    yield Measure(f"perform_many, {len(steps):,} changes", f"{milliseconds(each)} each", "< 2 ms each", each < 0.002)


def _listing(actor: Actor) -> Iterator[Measure]:
    with owning(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the database does by itself a minute later
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(pk=actor.user_id), backend="yaoan.kernel.access.backends.GuardedBackend")
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    for round_number in range(6):
        for page in PAGES:
            began = time.perf_counter()
            answer = client.get(page)
            assert answer.status_code == 200, (page, answer.status_code)
            if round_number:
                times[page].append(time.perf_counter() - began)
    slow = percentile([one for of_page in times.values() for one in of_page], 0.95)
    worst = max(PAGES, key=lambda page: percentile(times[page], 0.5))
    peer = percentile(list(admin_times()), 0.95)
    yield Measure(
        f"ledger list at {RISKS:,} risks, p95 over filters, search, sorts and pages", milliseconds(slow), "< 100 ms", slow < 0.1,
        f"slowest: `{unquote(worst)}`, p50 {milliseconds(percentile(times[worst], 0.5))}; plain Django admin list {milliseconds(peer)} "
        f"({peer / slow:.1f}×)",
    )  # fmt: skip


class _RiskAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("number", "title", "level", "state", "holder", "area", "agency", "rectify_by")
    list_filter = ("state", "level", "risk_kind")
    search_fields = ("number", "title")
    list_per_page = 50
    list_select_related = True


ADMIN_QUESTIONS = (
    "", "?state=reported", "?level=high&o=8", "?p=40", "?q=药房", "?area__startswith=990121101", "?o=8", "?risk_kind=cold_chain&q=药",
)  # fmt: skip


def admin_times(rounds: int = 6, questions: Sequence[str] = ADMIN_QUESTIONS) -> Iterator[float]:
    """The change list of Django's admin over the same rows and the same questions, drawn down to its rows.

    The first round is not told.
    """
    site = admin.AdminSite()
    views = _RiskAdmin(Risk, site)
    factory = RequestFactory()
    superuser = User(username="root", name="root")
    superuser.is_staff = superuser.is_superuser = True  # type: ignore[attr-defined]
    superuser.has_perm = lambda *_args: True  # type: ignore[attr-defined]
    for round_number in range(rounds):
        for query in questions:
            request = factory.get(f"/risks/risk/{query}", HTTP_HOST="localhost")
            request.user = superuser  # type: ignore[assignment]
            began = time.perf_counter()
            found = views.get_changelist_instance(request)
            found.get_results(request)
            [[str(getattr(row, name)) for name in _RiskAdmin.list_display] for row in found.result_list]
            if round_number:
                yield time.perf_counter() - began
