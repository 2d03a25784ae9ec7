"""What tests of the kernel may ask for: the parcel room with its law and its people."""

from collections.abc import Iterator

import pytest

from tests.kernel.testapp.office import Office, open_office, parcel_law


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    """Two invented counties, and the register of roles and terms of the parcel room."""
    with parcel_law():
        yield open_office()
