"""Whatever people do, in whatever order: the record, its journal, its deadlines and its line in the docket agree."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.conformance.builders import modules_models
from tests.fuzz.lengths import is_long, lasting
from tests.fuzz.machines import machine

pytestmark = pytest.mark.django_db

EVERY_KIND = ("parcels", *(model.lifecycle.kind for model in modules_models()))
WITH_EVERY_CHANGE = ("parcels", "signals", "risks", "cases", "letters", "transfers", "requests", "campaigns", "packages", "referrals")  # fmt: skip
"""The kinds of the short form; the long one lives every kind there is."""


@pytest.mark.parametrize("kind", EVERY_KIND if is_long else WITH_EVERY_CHANGE)
def test_random_acts_by_random_people_leave_everything_whole(kind: str) -> None:
    run_state_machine_as_test(
        machine(kind), settings=lasting(short=3, long=80, stateful_step_count=20 if not is_long else 60)
    )
