"""What the conformance tests may ask for: an office in which every act can be done."""

import pytest

from tests.conformance.builders import Office


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
    return Office(agencies=places, people=people)
