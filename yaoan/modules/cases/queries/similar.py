"""Past cases and decisions that are like a case, by law, conduct, product and sums."""

from collections.abc import Iterator

from yaoan.kernel.access.actor import Actor
from yaoan.modules.cases.choices import State
from yaoan.modules.cases.models import Case, Precedent
from yaoan.modules.cases.queries.precedents import kept_precedents
from yaoan.modules.cases.rules.decisions import Likeness, Profile, articles_of, similar

CANDIDATES, SHOWN = 300, 5


def profile_of(case: Case) -> Profile:
    """What a case of the ledger is compared by."""
    row = case.breach_row
    sums = (("goods_value", case.goods_value), ("illegal_income", case.income))
    return Profile(
        key=case.number,
        law=articles_of(case.breach_basis),
        words=row.get("label", {}).get("zh", ""),
        product_kind=str(case.product_kind),
        products=frozenset(filter(None, (case.product_name, *(item["name"] for item in case.goods)))),
        sums=tuple((name, value) for name, value in sums if value),
        outcome=case.penalty,
    )


def profile_of_past(past: Precedent) -> Profile:
    """What a past decision of the collection is compared by."""
    sums = (("goods_value", past.goods_value), ("illegal_income", past.income))
    return Profile(
        key=past.number,
        law=frozenset(past.law),
        conducts=frozenset(past.conducts),
        words=past.words,
        product_kind=str(past.product_kind),
        products=frozenset(past.products),
        sums=tuple((name, value) for name, value in sums if value),
        outcome=past.penalty,
    )


def similar_to(actor: Actor, case: Case) -> Iterator[tuple[Case | Precedent, Likeness]]:
    """The nearest decided cases and past decisions the actor may read, typical ones before others that are as near."""
    rows = Case.objects.seen_by(actor).filter(decided_on__isnull=False, is_simple=False, product_kind=case.product_kind)
    rows = rows.exclude(pk=case.pk).exclude(state=State.ANNULLED).order_by("-is_typical", "-decided_on")[:CANDIDATES]
    past = kept_precedents(actor).filter(product_kind=case.product_kind).order_by("-is_typical", "-pk")[:CANDIDATES]
    known: dict[str, Case | Precedent] = {other.number: other for other in (*rows, *past)}
    profiles = [*map(profile_of, rows), *map(profile_of_past, past)]
    near = similar(profile_of(case), profiles, limit=2 * CANDIDATES)
    found = sorted(near, key=lambda like: (-like.score, not known[like.other.key].is_typical))
    return ((known[like.other.key], like) for like in found[:SHOWN])
