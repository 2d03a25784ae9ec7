import pytest

from yaoan.modules.cases.tests.factories import Desk


@pytest.fixture
def desk(officer, chief, hire):
    return Desk(officer, hire("officer", "county", "钱立"), chief, hire("reviewer", "county", "孙和"))
