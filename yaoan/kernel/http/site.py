"""The interface itself: one set of addresses for each ledger, each with its description."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from yaoan.kernel import sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Refused
from yaoan.kernel.http import figures, files, records, shapes, tokens
from yaoan.kernel.http.answers import Rejected, refusal, refused
from yaoan.kernel.ledger.declarations import Ledger
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _

DESCRIPTION = """The working system of drug regulators for other programs: the same records, acts and figures as its pages.

Send `Authorization: Bearer …` with a token that a person made on the account page. What the person may not see does not
exist (404). Every refusal is `{code, message}`; 422 has all `faults` by field. Languages: `Accept-Language: zh-hans, en`."""

REFUSALS = {
    400: "The body is no JSON object",
    413: "The body is too large",
    401: "No token in force was sent",
    403: "The token may only read",
    404: "Not there, or out of the person's reach",
    409: "The state of things does not allow it, or the record has changed since",
    422: "Something asked for cannot be: all faults at once",
    429: "Too many requests in one minute",
    503: "The database is away for a moment: send the same again after `Retry-After` seconds",
}
READING, ACTING = (401, 404, 422, 429, 503), (400, 401, 403, 404, 409, 413, 422, 429, 503)


class Bearer(HttpBearer):
    """Signs a request in as the person a token belongs to."""

    def authenticate(self, request: HttpRequest, token: str) -> tokens.Use | None:
        found = tokens.use(token)
        if found is None:
            return None
        if found.is_one_too_many:
            text = _("请求太多：每个令牌每分钟最多 {most} 次，请稍后再试。").format(most=tokens.PER_MINUTE)
            raise Rejected(429, "too_many", text)
        if request.method not in ("GET", "HEAD") and not found.may_act:
            raise Rejected(403, "read_only", str(_("这个令牌只能读取；需要办理请另建可以办理的令牌。")))
        request.user = User.objects.get(pk=found.user_id)
        actor = Actor.of(request.user)
        request.actor = actor  # type: ignore[attr-defined]
        sight.narrow(actor.sight)
        return found


@dataclass(frozen=True, slots=True)
class Operation:
    """A further operation that a module adds in its room `api.py`: it reads, and answers 200 with the shape."""

    method: Literal["GET"]
    path: str
    view: Callable[..., HttpResponseBase]
    name: str
    shape: shapes.Shape
    parameters: list[shapes.Shape]


def interface(ledgers: tuple[Ledger, ...], further: Iterable[Operation] = (), *, version: str) -> NinjaAPI:
    """The interface of these ledgers, with files, figures and what modules add."""
    api = NinjaAPI(
        title="Yaoan", version=version, description=DESCRIPTION, auth=Bearer(), docs_url=None, openapi_url=None,
        urls_namespace="api",
    )  # fmt: skip
    _answer_refusals(api)
    _add(api, "GET", "/figures/", figures.listed, "figures.list", {200: shapes.many(shapes.METRIC)}, READING)
    _add(
        api, "GET", "/figures/{metric}/", figures.one, "figures.one", {200: shapes.FIGURE}, READING, figures.PARAMETERS
    )
    _add(
        api, "POST", "/files/", files.upload, "files.upload", {201: shapes.many(shapes.STORED)}, ACTING, body=files.BODY
    )
    _add(api, "GET", "/files/{pk}/", files.download, "files.download", {200: None}, READING)
    for ledger in ledgers:
        _add_ledger(api, ledger)
    for one in further:
        _add(api, one.method, one.path, one.view, one.name, {200: one.shape}, READING, one.parameters)
    return api


def document(api: NinjaAPI, ledgers: tuple[Ledger, ...], prefix: str = "api/") -> dict[str, Any]:
    """The OpenAPI 3.1 description."""
    made: dict[str, Any] = api.get_openapi_schema(path_prefix=prefix)
    named = {"Act": shapes.ACT, "Deadline": shapes.DEADLINE, "Moment": shapes.MOMENT, "Refusal": shapes.REFUSAL}
    items = {ledger.kind: shapes.item_shape(ledger) for ledger in ledgers}
    made["components"]["schemas"] = {**named, **items}
    return made


def _add_ledger(api: NinjaAPI, ledger: Ledger) -> None:
    kind, label = ledger.kind, str(ledger.label)
    item, done = {"$ref": f"#/components/schemas/{kind}"}, shapes.done_shape(ledger)
    births, changes = records.commands_by_sort(ledger)
    _add(api, "GET", f"/{kind}/", records.listed(ledger), f"{kind}.list", {200: shapes.list_shape(ledger)}, READING,
         shapes.parameters(ledger), summary=label)  # fmt: skip
    _add(api, "GET", f"/{kind}/{{number}}/", records.shown(ledger), f"{kind}.item", {200: item}, READING, summary=label)
    if births:
        body = {"oneOf": [shapes.act_body(command, opening=True) for command in births]}
        summary = "、".join(str(command.act.label) for command in births)
        _add(api, "POST", f"/{kind}/", records.opening(ledger), f"{kind}.open", {201: done}, ACTING, body=body,
             summary=f"{label}：{summary}")  # fmt: skip
    for command in changes:
        act: Act = command.act
        body = shapes.act_body(command, opening=False)
        _add(api, "POST", f"/{kind}/{{number}}/{act.name}/", records.acting(ledger, command), f"{kind}.{act.name}",
             {200: done}, ACTING, body=body, summary=f"{label}：{act.label}", told=f"{command.__doc__}\n\n{act.basis}")  # fmt: skip


def _add(
    api: NinjaAPI, method: str, path: str, view: Callable[..., HttpResponseBase], name: str, answers: dict[int, Any],
    refusals: tuple[int, ...], parameters: list[shapes.Shape] | None = None, *, body: shapes.Shape | None = None,
    summary: str = "", told: str = "",
) -> None:  # fmt: skip
    """Add one operation; its description comes from us, ninja finds the address, signs in and collects."""
    media = "multipart/form-data" if body is files.BODY else "application/json"
    extra: dict[str, Any] = {"parameters": parameters or [], "responses": {}}
    for status, shape in answers.items():
        content = {"application/json": {"schema": shape}} if shape else {"application/octet-stream": {}}
        extra["responses"][status] = {"description": "Done", "content": content}
    for status in refusals:
        refusal_of = {"schema": {"$ref": "#/components/schemas/Refusal"}}
        extra["responses"][status] = {"description": REFUSALS[status], "content": {"application/json": refusal_of}}
    if body:
        extra["requestBody"] = {"required": True, "content": {media: {"schema": body}}}
    api.default_router.add_api_operation(
        path, [method], _told(view), operation_id=name, summary=summary or name, description=told or view.__doc__,  # type: ignore[arg-type]
        tags=[name.split(".")[0]], url_name=name, openapi_extra=extra, response={next(iter(answers)): None},
    )  # fmt: skip


def _told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view with refusals as answers. Each operation gets a function of its own, as ninja wants it."""

    @wraps(view)
    def told(request: HttpRequest, **given: Any) -> HttpResponse:
        try:
            return view(request, **given)
        except Refused as error:
            return refused(error)

    return told


def _answer_refusals(api: NinjaAPI) -> None:
    def unknown(_request: HttpRequest, _error: Any) -> HttpResponse:
        sentence = str(_("没有有效的令牌。请在账户页建立令牌，放在 Authorization: Bearer 之后。"))
        response = refusal(401, "no_token", sentence)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response

    def rejected(_request: HttpRequest, error: Any) -> HttpResponse:
        return refusal(error.status, error.code, str(error))

    api.add_exception_handler(AuthenticationError, unknown)
    api.add_exception_handler(Rejected, rejected)
