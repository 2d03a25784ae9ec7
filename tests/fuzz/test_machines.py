"""Whatever people do, in whatever order: the record, its journal, its deadlines and its line in the docket agree."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.fuzz.lengths import is_long, lasting
from tests.fuzz.machines import machine

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["parcels", "signals", "risks", "cases"])
def test_random_acts_by_random_people_leave_everything_whole(kind: str) -> None:
    run_state_machine_as_test(
        machine(kind), settings=lasting(short=3, long=200, stateful_step_count=20 if not is_long else 60)
    )
