"""Slack's Web API and its response URLs, over HTTP."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.api.methods import perform
from bot.sandbox.api.outage import Outage, Switch
from bot.sandbox.api.replies import respond
from bot.sandbox.refusals import Refused
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from bot.sandbox.wire.traffic import Traffic

JSON_IN_FORMS = ("blocks", "view")
"""Arguments that are JSON within the field of a form."""


class Answer(NamedTuple):
    """A text stands for a page that is no JSON."""

    status: int
    content: Json | str
    headers: dict[str, str] | None = None


DURING_OUTAGE = {
    Outage.BROKEN: Answer(500, "<h1>Something is broken</h1>"),
    Outage.LIMITED: Answer(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "5"}),
}


REFUSED_STATUS = {"expired_url": 404, "used_url": 404}
"""Web API methods answer 200 to everything."""


class WebApi:
    """``/api/METHOD`` and ``/response/TOKEN``. ``token`` is the app's bot token."""

    def __init__(self, workspace: Workspace, token: str, traffic: Traffic, switch: Switch) -> None:
        self.workspace = workspace
        self.token = token
        self.traffic = traffic
        self.switch = switch
        self.routes = [
            Route("/api/{method}", self._method, methods=["GET", "POST"]),
            Route("/response/{token}", self._response_url, methods=["POST"]),
        ]

    async def _method(self, request: Request) -> Response:
        method = request.path_params["method"]

        def answer(arguments: Json) -> Answer:
            self._check(request, arguments)
            return Answer(200, perform(self.workspace, method, arguments))

        return await self._answered(request, method, answer)

    async def _response_url(self, request: Request) -> Response:
        def answer(message: Json) -> Answer:
            respond(self.workspace, request.path_params["token"], message)
            return Answer(200, "ok")

        return await self._answered(request, "response_url", answer)

    async def _answered(self, request: Request, name: str, answer: Callable[[Json], Answer]) -> Response:
        """The answer, on record, or what the outage makes of it."""
        sent = await request.body()
        number = self.traffic.begin("to Slack", name, _shown(request, sent))
        if self.switch.state is Outage.SILENT:
            await self._hang(request)
            self.traffic.finish(number, None, "Never answered.")
            return PlainTextResponse("", 504)
        given = DURING_OUTAGE.get(self.switch.state) or _tried(request, sent, answer)
        self.traffic.finish(number, given.status, given.content)
        return _response(given)

    def _check(self, request: Request, arguments: Json) -> None:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ") or arguments.get("token")
        if not given:
            raise Refused("not_authed")
        if given != self.token:
            raise Refused("invalid_auth")

    async def _hang(self, request: Request) -> None:
        """Until the switch is turned, or the app has given up."""
        ends = [asyncio.create_task(self.switch.turned()), asyncio.create_task(_gone(request))]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        """There is nothing else to hear of."""


def _tried(request: Request, sent: bytes, answer: Callable[[Json], Answer]) -> Answer:
    try:
        return answer(_arguments(request, sent))
    except Refused as refused:
        return Answer(REFUSED_STATUS.get(refused.code, 200), refused.answer)


def _shown(request: Request, sent: bytes) -> Json | str:
    try:
        return _arguments(request, sent)
    except Refused:
        return sent.decode(errors="replace")


def _arguments(request: Request, sent: bytes) -> Json:
    """However they were sent. Those that are null were not. Raises ``Refused``."""
    if request.headers.get("Content-Type", "").startswith("application/json"):
        body = _parsed(sent or b"{}")
    else:
        body = dict(parse_qsl(sent.decode(errors="replace"), keep_blank_values=True))
        body |= {name: _parsed(body[name]) for name in JSON_IN_FORMS if name in body}
    if not isinstance(body, dict):
        raise Refused("invalid_json")
    return {name: value for name, value in {**request.query_params, **body}.items() if value is not None}


def _parsed(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Refused("invalid_json") from error


def _response(answer: Answer) -> Response:
    if isinstance(answer.content, str):
        return PlainTextResponse(answer.content, answer.status, answer.headers)
    return JSONResponse(answer.content, answer.status, answer.headers)
