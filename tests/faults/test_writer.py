"""What the one writer does when things go wrong: a killed process, two officers at once, the same command from two sides."""

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections

from tests.kernel.testapp.choices import Size
from tests.kernel.testapp.commands import Announce, Hold, Receive, Remark
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import open_office, parcel_law
from yaoan.kernel.commands import NotAllowed, Stale, open_record, perform
from yaoan.kernel.journal import chain
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Deadline, Docket

CHILD = """
import sys
import django
django.setup()
from tests.kernel.testapp.office import parcel_law
from tests.kernel.testapp.choices import Size
from tests.kernel.testapp.commands import Announce
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Step, perform_many
from uuid import UUID, uuid5
SPACE = UUID(int=7)
with parcel_law():
    actor = Actor.of(User.objects.get(username="keeper"))
    steps = (
        Step(Announce(title=f"箱{n}", area="980101", size=Size.SMALL, command_id=uuid5(SPACE, str(n)))) for n in range(int(sys.argv[1]))
    )
    print("ready", flush=True)
    for outcome in perform_many(steps, by=actor, size=50, told=lambda count: print(count, flush=True)):
        assert outcome.refusal is None, outcome.refusal
print("finished", flush=True)
"""


@pytest.fixture
def office(transactional_db):
    with parcel_law():
        yield open_office()


def child(count):
    """A process of its own that opens `count` parcels in batches of fifty, on the test database."""
    settings = connection.settings_dict
    options = {**settings["OPTIONS"], "host": settings["HOST"], "port": settings["PORT"]}
    query = "&".join(f"{name}={value}" for name, value in options.items() if value)
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?{query}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "yaoan.config.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(count)], stdout=subprocess.PIPE, text=True, env=environment
    )


def is_whole():
    """Every parcel has its line, its docket row and its deadline, and every chain holds."""
    parcels = list(Parcel.objects.order_by("pk"))
    assert sorted(int(p.number[-6:]) for p in parcels) == list(range(1, len(parcels) + 1))
    for model, name in ((Docket, "id"), (Deadline, "record_id")):
        assert sorted(model.objects.values_list(name, flat=True)) == [p.pk for p in parcels]
    heads = {p.pk: bytes(p.head) for p in parcels}
    for entry in Entry.objects.all():
        assert bytes(entry.hash) == heads[entry.record]
        assert bytes(entry.previous) == chain.ORIGIN
    return len(parcels)


def test_a_process_killed_in_the_middle_leaves_whole_batches_and_can_be_run_again(office):
    first = child(2000)
    said = iter(first.stdout.readline, "")
    for line in said:
        if line.strip() == "50":
            break
    time.sleep(0.15)
    first.send_signal(signal.SIGKILL)
    first.wait()
    first.stdout.close()
    survived = is_whole()
    assert 0 < survived < 2000
    assert survived % 50 == 0
    second = child(2000)
    output, _ = second.communicate(timeout=120)
    assert output.strip().endswith("finished")
    assert is_whole() == 2000
    assert Entry.objects.count() == 2000


def together(*works):
    """Do several things at the same moment, each in a thread and on a connection of its own; their results or errors."""
    results = [None] * len(works)
    gate = threading.Barrier(len(works))

    def run(place, work):
        try:
            gate.wait(timeout=20)
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_two_officers_at_once_and_one_of_them_is_told(office):
    keeper, chief = office.actor("keeper"), office.actor("chief")
    parcel = open_record(Announce(title="箱", area="980101", size=Size.SMALL), by=keeper)
    results = together(
        lambda: perform(Receive(note="甲"), on=parcel.pk, by=keeper, version=1),
        lambda: perform(Hold(reason="乙"), on=parcel.pk, by=chief, version=1),
    )
    refused = [result for result in results if isinstance(result, (Stale, NotAllowed))]
    assert len(refused) == 1, results
    assert Entry.objects.filter(record=parcel.pk).count() == 2


def test_the_same_command_from_two_sides_is_done_once(office):
    keeper = office.actor("keeper")
    parcel, command = (
        open_record(Announce(title="箱", area="980101", size=Size.SMALL), by=keeper),
        Receive(note="甲", command_id=uuid4()),
    )
    results = together(*(lambda: perform(command, on=parcel.pk, by=keeper) for _ in range(2)))
    assert not [
        result for result in results if isinstance(result, BaseException) and not isinstance(result, NotAllowed)
    ], results
    assert Entry.objects.filter(record=parcel.pk).count() == 2


@pytest.mark.parametrize("sort", ["opening", "remark"])
def test_a_command_sent_again_while_it_is_being_done_is_done_once_and_both_hear_of_it(office, sort):
    """The first caller is cut off and sends again; the first sending is still on its way to its commit."""
    keeper, command_id = office.actor("keeper"), uuid4()
    if sort == "opening":
        command = Announce(title="箱", area="980101", size=Size.SMALL, command_id=command_id)
        work = partial(open_record, command, by=keeper)
    else:
        parcel = open_record(Announce(title="箱", area="980101", size=Size.SMALL), by=keeper)
        work = partial(perform, Remark(text="甲", command_id=command_id), on=parcel.pk, by=keeper)
    for _turn in range(3):
        results = together(work, work, work)
        assert len({result.pk for result in results}) == 1, results
    assert Entry.objects.filter(command_id=command_id).count() == 1


def test_many_open_at_once_and_no_number_is_given_twice(office):
    keeper = office.actor("keeper")
    work = [
        lambda: [open_record(Announce(title="箱", area="980101", size=Size.SMALL), by=keeper) for _ in range(10)]
    ] * 4
    results = together(*work)
    assert not [result for result in results if isinstance(result, BaseException)], results
    assert is_whole() == 40


def test_a_broken_connection_loses_nothing_that_was_said_to_be_done(office):
    keeper = office.actor("keeper")
    open_record(Announce(title="箱", area="980101", size=Size.SMALL), by=keeper)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        dbname=settings["NAME"],
        autocommit=True,
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [backend])
    connection.close()
    assert is_whole() == 1
