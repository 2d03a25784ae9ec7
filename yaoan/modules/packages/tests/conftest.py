import pytest

from yaoan.kernel.commands import open_record
from yaoan.modules.packages.commands import Receive, Trust
from yaoan.modules.packages.tests.factories import Elsewhere, kept


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def sender(city_officer, places, elsewhere):
    """The county, entered at the city."""
    command = Trust(
        title="青溪县局的药安", other_id=places["county"].pk, key=elsewhere.key, confirmed_with="周明，电话"
    )
    return open_record(command, by=city_officer)


@pytest.fixture
def take(city_officer, sender):
    """`take(content)` receives a package at the city."""

    def receive(content: bytes):
        return open_record(Receive(file=kept(content)), by=city_officer)

    return receive
