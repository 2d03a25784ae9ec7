"""What the conformance tests may ask for: an office in which every act can be done."""

from datetime import date

import pytest

from tests.conformance.builders import Office
from yaoan.kernel.access import staffing
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User


@pytest.fixture
def office(places, hire):
    people = {
        "officer": hire("officer", "county", "周明"),
        "chief": hire("head", "county", "吴芳"),
        "worker": hire("officer", "county", "钱立"),
        "second": hire("head", "county", "孙和"),
        "city": hire("head", "city", "王岚"),
        "clerk": hire("officer", "other", "何平"),
        "other": hire("head", "other", "郑远"),
    }
    people["worker"] = also(people["worker"], "identity")
    return Office(agencies=places, people=people)


def also(actor: Actor, role: str) -> Actor:
    """The same person with one more role in the same agency."""
    user = User.objects.get(pk=actor.user_id)
    staffing.grant(user, role, user.grants.get().agency, since=date(2018, 1, 1))
    return Actor.of(user)
