"""Schemathesis asks the whole JSON interface for everything that its description allows, and for what it does not.

No answer may be an error of ours, and each must be as the description says: status, type, schema. The interface is asked
through its WSGI application, as the people of a furnished house; every request is undone.
"""

import hashlib
import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi_checks

from tests.conformance.builders import Office
from tests.fuzz import house
from tests.fuzz.lengths import is_long, lasting
from yaoan.config.wsgi import application
from yaoan.kernel.access.models import Agency, User
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.http import tokens
from yaoan.kernel.ledger import uploads
from yaoan.kernel.ledger.registry import ledgers
from yaoan.kernel.records.models import Record

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("api"),
    # a file that is handed out is closed by the server that sends it, and there is none here
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

GROUPS = ("figures", "files", *(ledger.kind for ledger in ledgers() if ledger.model.__module__.startswith("yaoan.")))
CHECKS = (
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,  # the last: see `_is_strict`
)
PEOPLE = ("chief", "city")
STATES = 4 if is_long else 1


@dataclass(frozen=True)
class Interface:
    """The interface as it is described, with real numbers and ids in the description, and the programs that use it."""

    operations: dict[str, list[Any]]
    programs: tuple[dict[str, str], ...]


@pytest.fixture(scope="module")
def interface(django_db_setup: None, django_db_blocker: Any) -> Iterator[Interface]:
    with django_db_blocker.unblock(), house.undone():
        office = house.open_office()
        records = house.furnish(office, states=STATES)
        description = json.loads(Client().get("/api/openapi.json").content)
        schema = schemathesis.openapi.from_dict(_with_real_values(description, office, records))
        schema.app = application
        operations: dict[str, list[Any]] = {name: [] for name in GROUPS}
        for found in schema.get_all_operations():
            operation = found.ok()
            operations.get(operation.tags[0], []).append(operation)
        with patch.object(tokens, "PER_MINUTE", 10**9), _one_connection():
            yield Interface(operations, tuple(house.bearer(office.people[who]) for who in PEOPLE))


def _one_connection() -> Any:
    """Requests do not look whether the connection, which is ours, has become too old."""
    from contextlib import ExitStack

    stack = ExitStack()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
        stack.callback(signal.connect, close_old_connections)
    return stack


def _with_real_values(description: dict[str, Any], office: Office, records: dict[str, list[Record]]) -> dict[str, Any]:
    """The description in which numbers, ids and files may also be those that are there, so that requests reach far."""
    ids = {kind: [row.pk for row in rows] for kind, rows in records.items()}
    ids |= {
        "agency": list(Agency.objects.values_list("pk", flat=True)),
        "user": list(User.objects.values_list("pk", flat=True)),
    }
    ids |= {"unit": ids["agency"], "officer": ids["user"]}
    file = store([b"a"], name="a.txt")
    known = {"token": [uploads.token_of(file, office.people[who].user_id) for who in PEOPLE]}
    files = [str(pk) for pk in Attachment.objects.values_list("pk", flat=True)[:20]]

    def amended(shape: Any) -> Any:
        if isinstance(shape, list):
            return [amended(item) for item in shape]
        if not isinstance(shape, dict):
            return shape
        told = shape.get("description", "")
        if isinstance(told, str) and told.startswith("id: ") and ids.get(told[4:]):
            return {"anyOf": [{"enum": ids[told[4:]]}, shape]}
        made = {name: amended(part) for name, part in shape.items()}
        if isinstance(made.get("properties"), dict) and made["properties"].get("token") == {"type": "string"}:
            made["properties"]["token"] = {"anyOf": [{"enum": known["token"]}, {"type": "string"}]}
        return made

    made = deepcopy(description)
    for path, methods in made["paths"].items():
        kind = path.split("/")[2]
        for operation in methods.values():
            if "requestBody" in operation:
                operation["requestBody"] = amended(operation["requestBody"])
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path":
                    real = {
                        "number": [row.number for row in records.get(kind, ())],
                        "pk": files,
                        "metric": ["risks.open"],
                    }
                    parameter["schema"] = {"anyOf": [{"enum": real[parameter["name"]]}, {"type": "string"}]}
    return made


@pytest.mark.parametrize("group", GROUPS)
def test_every_operation_answers_as_it_is_described(interface: Interface, group: str) -> None:
    assert interface.operations[group]
    for operation in interface.operations[group]:
        _fuzz(interface, operation)


def _fuzz(interface: Interface, operation: Any) -> None:
    """Requests as the description allows them and, in turn, such as it does not."""
    for mode in GenerationMode if is_long else [_turn(operation)]:

        @lasting(short=1, long=60)
        @given(case=operation.as_strategy(generation_mode=mode), program=st.sampled_from(interface.programs))
        def ask(case: Any, program: dict[str, str]) -> None:
            with transaction.atomic():
                answer = case.call(headers=program)
                transaction.set_rollback(True)
            case.validate_response(answer, checks=CHECKS if _is_strict(operation) else CHECKS[:-1])

        ask()


def _is_strict(operation: Any) -> bool:
    """Whether what the description forbids can be told apart in a request: in an address, a list looks like anything."""
    return not any(item.definition["schema"].get("type") == "array" for item in operation.query)


def _turn(operation: Any) -> GenerationMode:
    """In the short form one operation is asked for what is allowed and the next for what is not, the same each time."""
    digest = hashlib.sha256(operation.label.encode()).digest()
    return (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)[digest[0] % 2]
