import pytest

from yaoan.modules.assistance.tests.factories import Desk


@pytest.fixture
def desk(officer, chief, hire, city_officer, stranger):
    return Desk(officer, chief, stranger, hire("officer", "other", "何平"), city_officer)
