"""The JSON interface: signing in, reading, acting, refusing; and that it answers as its own description says."""

import json
from datetime import date, timedelta

import hypothesis
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import strategies as st

from yaoan.kernel import clock
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import open_record
from yaoan.kernel.http import tokens
from yaoan.kernel.http.models import ApiToken
from yaoan.kernel.journal.models import AccessLog, Entry
from yaoan.modules.risks.commands import Report
from yaoan.modules.risks.models import Risk


class Program:
    """A program that uses the interface with one token."""

    def __init__(self, words: str) -> None:
        self.client = Client(headers={"authorization": f"Bearer {words}"})

    def get(self, path, **query):
        return self.client.get(f"/api{path}", query)

    def post(self, path, body=None, **more):
        return self.client.post(f"/api{path}", json.dumps(body or {}), content_type="application/json", **more)


def token(actor, *, may_act=True, days=30) -> str:
    user = User.objects.get(pk=actor.user_id)
    return tokens.issue(user, "试", may_act=may_act, expires_on=clock.today() + timedelta(days=days), by=0)[1]


@pytest.fixture
def program(officer) -> Program:
    return Program(token(officer))


def described(**more):
    given = {"title": "冷柜温度超标", "description": "胰岛素存放在 18 度", "risk_kind": "cold_chain",
             "product_kind": "drug", "channel": "inspection", "area": "990121"}  # fmt: skip
    return {**given, **more}


def risks(officer, count):
    return [open_record(Report(**described(title=f"隐患{number}")), by=officer) for number in range(count)]


# Signing in


def test_without_a_token_in_force_nothing_is_told(client, officer):
    assert client.get("/api/risks/").status_code == 401
    for words in ("", "yaoan_wrong", "ü"):
        answer = Program(words).get("/risks/")
        assert (answer.status_code, answer.json()["code"], answer["WWW-Authenticate"]) == (401, "no_token", "Bearer")


def test_a_token_ends_when_it_is_revoked_when_it_expires_and_when_its_person_leaves(officer):
    words = token(officer)
    assert Program(words).get("/risks/").status_code == 200
    made = ApiToken.objects.get()
    assert words not in json.dumps([str(value) for value in made.__dict__.values()])
    with clock.told(clock.now() + timedelta(days=31)):
        assert Program(words).get("/risks/").status_code == 401
    User.objects.filter(pk=officer.user_id).update(is_active=False)
    assert Program(words).get("/risks/").status_code == 401
    User.objects.filter(pk=officer.user_id).update(is_active=True)
    assert tokens.revoke(made.pk, by=0)
    assert not tokens.revoke(made.pk, by=0)
    assert Program(words).get("/risks/").status_code == 401
    assert list(AccessLog.objects.values_list("what", flat=True)) == ["issue token", "revoke token"]


def test_a_token_is_good_for_a_year_at_most_and_says_what_it_is_for(officer):
    user = User.objects.get(pk=officer.user_id)
    for name, day in (("", clock.today()), ("x", clock.today() + timedelta(days=400)), ("x", date(2020, 1, 1))):
        with pytest.raises(tokens.NotIssued):
            tokens.issue(user, name, may_act=False, expires_on=day, by=0)


def test_a_reading_token_does_not_act(officer):
    answer = Program(token(officer, may_act=False)).post("/risks/", {"act": "report", "fields": described()})
    assert (answer.status_code, answer.json()["code"]) == (403, "read_only")
    assert not Risk.objects.exists()


def test_too_many_requests_in_a_minute_are_refused_until_the_next(officer, monkeypatch):
    monkeypatch.setattr(tokens, "PER_MINUTE", 2)
    program = Program(token(officer))
    at = clock.now().replace(second=1)
    with clock.told(at):
        assert [program.get("/risks/").status_code for _ in range(4)] == [200, 200, 429, 429]
    with clock.told(at + timedelta(minutes=1)):
        assert program.get("/risks/").status_code == 200


def test_people_make_and_revoke_their_own_tokens_on_a_page(client, officer, stranger):
    client.force_login(User.objects.get(pk=officer.user_id))
    day = (clock.today() + timedelta(days=10)).isoformat()
    shown = client.post("/account/tokens/", {"name": "市局平台", "expires_on": day})
    words = shown.context["words"]
    assert words in shown.content.decode()
    assert words not in client.get("/account/tokens/").content.decode()
    assert Program(words).get("/risks/").status_code == 200
    assert client.post("/account/tokens/", {"name": "市局平台", "expires_on": "gestern"}).status_code == 422
    other = Client()
    other.force_login(User.objects.get(pk=stranger.user_id))
    pk = ApiToken.objects.get().pk
    other.post(f"/account/tokens/{pk}/revoke/")
    assert Program(words).get("/risks/").status_code == 200
    assert client.post(f"/account/tokens/{pk}/revoke/").status_code == 303
    assert Program(words).get("/risks/").status_code == 401


# Reading


def test_a_list_has_typed_columns_of_what_the_person_may_see(program, officer, stranger):
    risk = risks(officer, 1)[0]
    body = program.get("/risks/", cols="title,due,evidence,found_on").json()
    (row,) = body["rows"]
    assert (row["number"], row["state"], row["version"]) == (risk.number, "reported", 1)
    assert set(row["columns"]) == {"title", "due", "evidence", "found_on"}
    assert row["columns"]["found_on"] == clock.today().isoformat()
    assert date.fromisoformat(row["columns"]["due"]) > clock.today()
    assert Program(token(stranger)).get("/risks/").json()["rows"] == []


@pytest.mark.parametrize("sort", ["", "title", "-title", "due", "-due", "level", "-level"])
def test_pages_by_key_show_every_row_once_in_the_order_of_the_whole(program, officer, sort):
    made = risks(officer, 7)
    Risk.objects.filter(pk__in=[risk.pk for risk in made[2:4]]).update(level="high", title="同名")
    whole = [row["number"] for row in program.get("/risks/", sort=sort).json()["rows"]]
    found, after = [], ""
    for _turn in range(4):
        body = program.get("/risks/", sort=sort, rows=2, after=after).json()
        found += [row["number"] for row in body["rows"]]
        after = body["after"]
        if after is None:
            break
    assert after is None
    assert found == whole
    assert len(set(found)) == 7


def test_an_address_is_taken_strictly_and_all_its_faults_are_told(program):
    answer = program.get("/risks/", colour="red", sort="measure", rows="201", cols="title,x", area="990122", period="nie",
                         after="forged", found_on_from="heute")  # fmt: skip
    faults = answer.json()["faults"]
    assert answer.status_code == 422
    assert {"colour", "sort", "rows", "cols", "area", "period", "after"} <= set(faults)
    assert program.get("/risks/", q="a\0b").status_code == 422


def test_a_number_or_a_choice_that_no_column_can_have_is_a_fault_and_not_an_error(program):
    """A list asked for from 9.1e-144, and for what is neither yes nor no."""
    for words in (
        {"accountable_count_from": "9.1e-144"},
        {"accountable_count_to": "1e400"},
        {"accountable_count_to": "二"},
    ):
        answer = program.get("/letters/", **words)
        assert (answer.status_code, list(answer.json()["faults"])) == (422, list(words))
    assert program.get("/letters/", accountable_count_from="1.5", accountable_count_to="-2.5").status_code == 200
    answer = program.get("/signals/", wants_answer="null")
    assert (answer.status_code, list(answer.json()["faults"])) == (422, ["wants_answer"])
    assert program.get("/signals/", wants_answer="0").status_code == 200


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(program, officer):
    counts = []
    for count in (3, 30):
        risks(officer, count)
        program.get("/risks/", rows=200)
        with CaptureQueriesContext(connection) as queries:
            assert program.get("/risks/", rows=200).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_item_says_what_may_be_done_what_is_owed_and_what_was_done(program, officer):
    risk = risks(officer, 1)[0]
    body = program.get(f"/risks/{risk.number}/").json()
    acts = {act["act"]: act for act in body["acts"]}
    assert acts["assess"]["allowed"] and acts["assess"]["reason"] is None
    assert not acts["escalate"]["allowed"] and "权限" in acts["escalate"]["reason"]
    (owed,) = body["deadlines"]
    assert (owed["act"], owed["urgency"]) == ("assess", "soon")
    assert owed["explanation"]
    assert [line["act"] for line in body["history"]] == ["report"]
    assert body["is_whole"] and body["head"] == body["history"][0]["hash"]


def test_a_record_out_of_scope_is_not_there(officer, stranger):
    risk = risks(officer, 1)[0]
    other = Program(token(stranger))
    for answer in (other.get(f"/risks/{risk.number}/"), other.get("/risks/RSK-2020-000001/"),
                   other.post(f"/risks/{risk.number}/assess/", {"fields": {}})):  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (404, "not_there")


def test_unknown_addresses_are_answered_in_json(program):
    assert program.get("/nothing/").json()["code"] == "not_there"


# Acting


def test_a_risk_is_opened_and_assessed_as_on_the_pages(program):
    opened = program.post("/risks/", {"act": "report", "fields": described()})
    assert opened.status_code == 201
    number = opened.json()["number"]
    assert opened["Location"] == f"/api/risks/{number}/"
    body = {"fields": {"level": "high", "grounds": "影响面大"}, "version": 1}
    assessed = program.post(f"/risks/{number}/assess/", body)
    assert (assessed.status_code, assessed.json()["state"], assessed.json()["version"]) == (200, "assessed", 2)
    assert assessed.json()["head"] == program.get(f"/risks/{number}/").json()["history"][0]["hash"]
    assert Entry.objects.filter(number=number).count() == 2


def test_everything_wrong_is_told_at_once_by_field(program):
    fields = described(
        risk_kind="none", title=7, area="990122", files=[{"token": "forged"}], subject_id=10**30, colour="red"
    )
    del fields["description"]
    answer = program.post(
        "/risks/", {"act": "report", "fields": fields, "effective_on": "heute", "command_id": 5, "x": 1}
    )
    assert answer.status_code == 422
    wrong = {
        "risk_kind",
        "title",
        "area",
        "files",
        "subject_id",
        "colour",
        "description",
        "effective_on",
        "command_id",
        "x",
    }
    assert set(answer.json()["faults"]) == wrong
    assert not Risk.objects.exists()


def test_an_act_that_is_not_allowed_now_is_409_with_the_sentence(program, officer):
    risk = risks(officer, 1)[0]
    answer = program.post(f"/risks/{risk.number}/close/", {"fields": {}})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_allowed")
    assert "待研判" in answer.json()["message"]


def test_a_record_that_changed_meanwhile_is_409_with_its_version(program, officer):
    risk = risks(officer, 1)[0]
    body = {"fields": {"wanted": "照片"}, "version": 1}
    assert program.post(f"/risks/{risk.number}/suspend/", body).status_code == 200
    late = program.post(f"/risks/{risk.number}/suspend/", body)
    assert (late.status_code, late.json()["code"], late.json()["version"]) == (409, "stale", 2)


def test_the_same_command_id_is_performed_once(program):
    body = {"act": "report", "fields": described(), "command_id": "6b7d9a70-31c5-4a70-8a51-2fb7a0f4c001"}
    first, again = program.post("/risks/", body), program.post("/risks/", body)
    assert first.json()["number"] == again.json()["number"]
    assert Risk.objects.count() == 1


def test_a_command_id_of_another_record_is_a_fault(program, officer):
    first, second = risks(officer, 2)
    used = str(Entry.objects.get(record=first.pk).command_id)
    answer = program.post(f"/risks/{second.number}/suspend/", {"fields": {"wanted": "照片"}, "command_id": used})
    assert (answer.status_code, list(answer.json()["faults"])) == (422, ["command_id"])
    subject = {
        "act": "register",
        "command_id": used,
        "fields": {"title": "甲", "subject_kind": "pharmacy", "area": "990121"},
    }
    assert program.post("/subjects/", subject).status_code == 422


def test_a_file_is_sent_first_and_then_carried_by_its_token(program, officer, stranger, settings):
    sent = program.client.post("/api/files/", {"file": SimpleUploadedFile("一.txt", "冷柜 18 度".encode())})
    (stored,) = sent.json()
    assert sent.status_code == 201
    other = Program(token(stranger)).post("/risks/", {"act": "report", "fields": described(
        area="990122", files=[{"token": stored["token"], "purpose": "photo"}])})  # fmt: skip
    assert list(other.json()["faults"]) == ["files"]
    opened = program.post("/risks/", {"act": "report", "fields": described(
        files=[{"token": stored["token"], "purpose": "photo"}])})  # fmt: skip
    (file,) = program.get(f"/risks/{opened.json()['number']}/").json()["history"][0]["files"]
    assert (file["name"], file["purpose"]) == ("一.txt", "photo")
    got = program.get(f"/files/{file['id']}/")
    assert b"".join(got.streaming_content) == "冷柜 18 度".encode()
    assert Program(token(stranger)).get(f"/files/{file['id']}/").status_code == 404
    assert program.client.post("/api/files/").status_code == 422


@pytest.mark.parametrize("body", ["{", "[]", "7", '"x"', "null", "[" * 100_000])
def test_what_is_no_json_object_is_refused(program, body):
    answer = program.client.post("/api/risks/", body, content_type="application/json")
    assert answer.status_code == 400


# Figures


def test_a_figure_counts_within_the_reach_of_the_person(program, officer, stranger):
    risks(officer, 3)
    names = [row["metric"] for row in program.get("/figures/").json()]
    assert "risks.open" in names
    assert program.get("/figures/risks.open/", by="area").json()["value"] == 3
    assert Program(token(stranger)).get("/figures/risks.open/").json()["value"] == 0
    assert program.get("/figures/none/").status_code == 404
    faults = program.get("/figures/risks.open/", period="x", area="x", agency="x", by="x").json()["faults"]
    assert set(faults) == {"period", "area", "agency", "by"}


# The description


def test_the_description_is_openapi_and_knows_every_act(client, officer):
    made = client.get("/api/openapi.json").json()
    assert made["openapi"].startswith("3.1")
    paths = made["paths"]
    assert {"/api/risks/", "/api/risks/{number}/assess/", "/api/figures/{metric}/", "/api/files/"} <= set(paths)
    assess = paths["/api/risks/{number}/assess/"]["post"]
    fields = assess["requestBody"]["content"]["application/json"]["schema"]["properties"]["fields"]
    assert fields["properties"]["level"]["enum"] == ["major", "high", "moderate", "low"]
    assert fields["required"] == ["grounds", "level"]
    assert set(assess["responses"]) == {"200", "400", "401", "403", "404", "409", "413", "422", "429", "503"}
    client.force_login(User.objects.get(pk=officer.user_id))
    page = client.get("/api/docs/")
    assert "/api/risks/{number}/assess/" in page.content.decode()
    assert b"<script>" not in page.content
    assert b"style=" not in page.content


def test_answers_are_as_the_description_says(client, program, officer):
    risk = risks(officer, 2)[0]
    made = client.get("/api/openapi.json").json()
    for path, template in (
        ("/risks/", "/api/risks/"),
        (f"/risks/{risk.number}/", "/api/risks/{number}/"),
        ("/figures/", "/api/figures/"),
        ("/figures/risks.open/", "/api/figures/{metric}/"),
    ):
        shape = made["paths"][template]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert list(faults(shape, program.get(path).json(), made)) == []
    for answer in (program.get("/risks/", x=1), program.get("/risks/RSK-2020-000001/")):
        assert list(faults({"$ref": "#/components/schemas/Refusal"}, answer.json(), made)) == []


@hypothesis.given(data=st.data())
@hypothesis.settings(max_examples=120, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
def test_whatever_is_sent_is_answered_and_never_with_an_error_of_ours(data, program, described_paths):
    path, method, operation = data.draw(st.sampled_from(described_paths))
    statuses = {int(status) for status in operation["responses"]}
    address = path.removeprefix("/api").replace("{number}", program.number).replace("{metric}", "risks.open")
    if method == "get":
        words = [word["name"] for word in operation["parameters"]]
        texts = st.text(max_size=12) | st.integers().map(str)
        query = data.draw(st.dictionaries(st.sampled_from(words), texts, max_size=3)) if words else {}
        answer = program.get(
            address.replace("{pk}", data.draw(st.text(min_size=1, max_size=4, alphabet="019²"))), **query
        )
    elif "application/json" in operation["requestBody"]["content"]:
        shape = operation["requestBody"]["content"]["application/json"]["schema"]
        answer = program.post(address, data.draw(bodies(shape)))
    else:
        return
    assert answer.status_code in statuses, (address, answer.status_code, answer.content[:300])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def bodies(draw, shape):
    """A body that is mostly as its schema says, with something else here and there."""
    if draw(st.integers(0, 9)) == 0:
        return draw(JSON)
    shape = draw(st.sampled_from(shape["oneOf"])) if "oneOf" in shape else shape
    if "const" in shape:
        return shape["const"]
    if "enum" in shape:
        return draw(st.sampled_from(shape["enum"])) if shape["enum"] else ""
    kind = shape.get("type", "string")
    if kind == "object" and "properties" in shape:
        needed = set(shape.get("required", ()))
        names = [name for name in shape["properties"] if name in needed or draw(st.booleans())]
        return {name: draw(bodies(shape["properties"][name])) for name in names}
    if kind == "array":
        return draw(st.lists(bodies(shape["items"]), max_size=2))
    if kind == "integer":
        return draw(st.integers(shape.get("minimum"), shape.get("maximum")) | st.integers(1, 50))
    if shape.get("format") == "date":
        return draw(st.dates(date(1990, 1, 1), date(2030, 1, 1)) | st.dates()).isoformat()
    if shape.get("format") == "uuid":
        return str(draw(st.uuids()))
    return draw(st.booleans()) if kind == "boolean" else draw(st.text(max_size=20))


@pytest.fixture
def described_paths(client, program, officer):
    program.number = risks(officer, 1)[0].number
    paths = client.get("/api/openapi.json").json()["paths"]
    every = [(path, method, one) for path, methods in sorted(paths.items()) for method, one in sorted(methods.items())]
    return [one for one in every if "{number}" not in one[0] or one[0].startswith("/api/risks/")]


def faults(shape, value, made, where="$"):
    """Where a value is not as a JSON Schema says: the few words of the language that ours uses."""
    if "$ref" in shape:
        shape = made["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]
    if "const" in shape and value != shape["const"]:
        yield f"{where} is {value!r}, not {shape['const']!r}"
    if "enum" in shape and value not in shape["enum"]:
        yield f"{where} is {value!r}, not one of {shape['enum']}"
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None), "array": list,
             "object": dict}  # fmt: skip
    names = shape.get("type", list(kinds))
    names = [names] if isinstance(names, str) else names
    if not any(isinstance(value, kinds[name]) for name in names):
        yield f"{where} is {value!r}, no {names}"
    if isinstance(value, list) and "items" in shape:
        for position, item in enumerate(value):
            yield from faults(shape["items"], item, made, f"{where}[{position}]")
    if isinstance(value, dict) and "properties" in shape:
        yield from (f"{where} lacks {name}" for name in set(shape.get("required", ())) - value.keys())
        for name, item in value.items():
            if name in shape["properties"]:
                yield from faults(shape["properties"][name], item, made, f"{where}.{name}")
            elif shape.get("additionalProperties") is False:
                yield f"{where} has {name}"
