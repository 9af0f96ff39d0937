"""A Slack of our own on a real socket: it records, it refuses what Slack refuses, and it fails when told to.

async with FakeSlack() as slack:
    slack.url                                        # for SLACK_API_URL
    agent = Agent(slack, client)                     # somebody who types and clicks: see agent.py
    await agent.types()                              # /onetime, signed and posted to the app
    await slack.wait_for("chat.postMessage")         # until the app has posted
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from tests.slack.workspace import Json, Workspace, refused

BOT_TOKEN = "xoxb-made-up"
SIGNING_SECRET = "made-up-signing-secret"

RESPONSE_URL = "response_url"
"""Stands for the method, where the app answers to such an address."""


@dataclass(frozen=True)
class Call:
    """One call of a method: what was asked and what was answered."""

    method: str
    arguments: Json
    answer: Json

    @property
    def accepted(self) -> bool:
        return bool(self.answer.get("ok"))


@dataclass(frozen=True)
class Refuse:
    """Answer with an error code."""

    code: str


@dataclass(frozen=True)
class Limit:
    """Answer 429, to be tried again after so many seconds."""

    seconds: int


@dataclass(frozen=True)
class Break:
    """Answer 503 with a page that is no JSON."""


@dataclass(frozen=True)
class Hang:
    """Never answer."""


@dataclass(frozen=True)
class HangUp:
    """Do what was asked, then close the connection in place of an answer."""


Mishap = Refuse | Limit | Break | Hang | HangUp


@dataclass
class FakeSlack(Workspace):
    """A workspace, its Web API at ``url``."""

    _calls: list[Call] = field(default_factory=list)
    _mishaps: dict[str, list[Mishap]] = field(default_factory=lambda: defaultdict(list))
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _closing: asyncio.Event = field(default_factory=asyncio.Event)
    _origin: str = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._serve_method)
        app.router.add_post("/response/{user}", self._serve_response_url)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._origin = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """What ``SLACK_API_URL`` has to be."""
        return f"{self._origin}/api/"

    def response_url(self, user: str, of: str | None = None) -> str:
        """Where the app may answer somebody, to what they did, be it on the ephemeral message ``of``."""
        return f"{self._origin}/response/{user}" + (f"?of={of}" if of else "")

    def happens(self, method: str, *mishaps: Mishap) -> None:
        """The next calls of the method go like this, in order; those after them go well."""
        self._mishaps[method].extend(mishaps)

    def calls(self, method: str) -> list[Call]:
        """All calls of a method so far, refused ones too."""
        return [call for call in self._calls if call.method == method]

    def accepted(self, method: str) -> list[Call]:
        return [call for call in self.calls(method) if call.accepted]

    async def wait_for(self, method: str, count: int = 1, seconds: float = 10) -> list[Call]:
        """The accepted calls of a method, as soon as there are ``count``. Raises ``TimeoutError``."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: len(self.accepted(method)) >= count)
        return self.accepted(method)

    async def _serve_method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        if request.headers.get("Authorization") != f"Bearer {BOT_TOKEN}":
            return await self._answer(method, arguments, refused("invalid_auth"))
        if self._mishaps[method]:
            return await self._go_wrong(self._mishaps[method].pop(0), request, arguments)
        return await self._answer(method, arguments, self.perform(method, arguments))

    async def _go_wrong(self, mishap: Mishap, request: web.Request, arguments: Json) -> web.StreamResponse:
        method = request.match_info["method"]
        match mishap:
            case Refuse(code):
                return await self._answer(method, arguments, refused(code))
            case Limit(seconds):
                answer = await self._answer(method, arguments, refused("ratelimited"))
                answer.set_status(429)
                answer.headers["Retry-After"] = str(seconds)
                return answer
            case Hang():
                await self._record(Call(method, arguments, {}))
                await self._closing.wait()
            case HangUp():
                await self._record(Call(method, arguments, self.perform(method, arguments)))
                if request.transport is not None:
                    request.transport.abort()
            case Break():
                await self._record(Call(method, arguments, {}))
        return web.Response(status=503, text="<h1>Oops</h1>", content_type="text/html")

    async def _serve_response_url(self, request: web.Request) -> web.Response:
        message = await request.json()
        if self._mishaps[RESPONSE_URL]:
            self._mishaps[RESPONSE_URL].pop(0)
            await self._record(Call(RESPONSE_URL, message, refused("used_url")))
            return web.Response(status=404, text="used_url")
        if message.get("replace_original"):
            self.whispers = [whisper for whisper in self.whispers if whisper.ts != request.query["of"]]
        self.whispered(message)
        await self._record(Call(RESPONSE_URL, message, {"ok": True}))
        return web.Response(text="ok")

    async def _answer(self, method: str, arguments: Json, answer: Json) -> web.Response:
        await self._record(Call(method, arguments, answer))
        return web.json_response(answer)

    async def _record(self, call: Call) -> None:
        async with self._changed:
            self._calls.append(call)
            self._changed.notify_all()


def signed(payload: Json) -> tuple[dict[str, str], bytes]:
    """Headers and body of the request for a payload: a command as a form, all else as JSON in one."""
    fields = payload if "command" in payload else {"payload": json.dumps(payload)}
    body = urlencode(fields).encode()
    return signature_of(body), body


def signature_of(body: bytes, *, secret: str = SIGNING_SECRET, at: float | None = None) -> dict[str, str]:
    """The headers of a form that Slack signed at a moment (seconds since 1970), by default this one."""
    timestamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature or "",
    }


async def _arguments(request: web.Request) -> Json:
    """However they were sent. Those that are None were not."""
    sent: Mapping[str, Any] = (
        await request.json() if request.content_type == "application/json" else await request.post()
    )
    return {name: value for name, value in {**request.query, **sent}.items() if value is not None}
