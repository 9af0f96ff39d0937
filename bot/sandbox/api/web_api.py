"""Slack's Web API and its response URLs, over HTTP."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.api.methods import perform
from bot.sandbox.api.outage import Outage, Switch
from bot.sandbox.api.reading import arguments_of, body_of
from bot.sandbox.api.replies import respond
from bot.sandbox.refusals import Refused
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from bot.sandbox.wire.traffic import Traffic


class Answer(NamedTuple):
    """A text stands for a page that is no JSON."""

    status: int
    content: Json | str
    headers: dict[str, str] | None = None


DURING_OUTAGE = {
    Outage.BROKEN: Answer(500, "<h1>Something is broken</h1>"),
    Outage.LIMITED: Answer(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "5"}),
}


REFUSED_BY_URL = {"expired_url": 404, "used_url": 404}
"""Response URLs answer 400 to all else that is wrong, and Web API methods 200 to everything."""
UNREADABLE = "It cannot be read."


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

        return await self._answered(request, method, answer, lambda _: 200)

    async def _response_url(self, request: Request) -> Response:
        def answer(message: Json) -> Answer:
            respond(self.workspace, request.path_params["token"], message)
            return Answer(200, "ok")

        return await self._answered(
            request, "response_url", answer, lambda code: REFUSED_BY_URL.get(code, 400)
        )

    async def _answered(
        self,
        request: Request,
        name: str,
        answer: Callable[[Json], Answer],
        status_of: Callable[[str], int],
    ) -> Response:
        """The answer, on record, or what the outage makes of it. ``status_of`` goes by a refusal's code."""
        asked = await _asked(request)
        number = self.traffic.begin("to Slack", name, UNREADABLE if isinstance(asked, Refused) else asked)
        if self.switch.state is Outage.SILENT:
            await self._hang(request)
            self.traffic.finish(number, None, "Never answered.")
            return PlainTextResponse("", 504)
        given = DURING_OUTAGE.get(self.switch.state) or _tried(asked, answer, status_of)
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


async def _asked(request: Request) -> Json | Refused:
    """The arguments, or why nobody can read them."""
    try:
        sent = await body_of(request)
        return arguments_of(sent, request.headers.get("Content-Type", ""), request.query_params)
    except Refused as refused:
        return refused


def _tried(
    asked: Json | Refused, answer: Callable[[Json], Answer], status_of: Callable[[str], int]
) -> Answer:
    try:
        if isinstance(asked, Refused):
            raise asked
        return answer(asked)
    except Refused as refused:
        return Answer(status_of(refused.code), refused.answer)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        """There is nothing else to hear of."""


def _response(answer: Answer) -> Response:
    if isinstance(answer.content, str):
        return PlainTextResponse(answer.content, answer.status, answer.headers)
    return JSONResponse(answer.content, answer.status, answer.headers)
