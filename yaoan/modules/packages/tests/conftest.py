import pytest

from yaoan.kernel.commands import open_record, perform
from yaoan.modules.packages.commands import Confirm, Receive, Trust
from yaoan.modules.packages.tests.factories import Elsewhere, kept


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def exchange(hire):
    """`exchange(command, by=actor, where="city")` enters an installation, and somebody else of that unit checks its key."""

    def make(command: Trust, *, by, where: str = "city"):
        entered = open_record(command, by=by)
        return perform(Confirm(confirmed_with="周明，当面"), on=entered, by=hire("head", where))

    return make


@pytest.fixture
def sender(city_officer, places, elsewhere, exchange):
    """The county, entered at the city."""
    command = Trust(
        title="青溪县局的药安", other_id=places["county"].pk, key=elsewhere.key, confirmed_with="周明，电话"
    )
    return exchange(command, by=city_officer)


@pytest.fixture
def take(city_officer, sender):
    """`take(content)` receives a package at the city."""

    def receive(content: bytes):
        return open_record(Receive(file=kept(content)), by=city_officer)

    return receive
