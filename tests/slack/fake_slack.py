"""A Slack of our own on a real socket: it records, it refuses what Slack refuses, and it fails when told to.

async with FakeSlack() as slack:
    slack.url                                        # for SLACK_API_URL
    agent = Agent(slack, client)                     # somebody who types and clicks: see agent.py
    await agent.types()                              # /onetime, signed and posted to the app
    await slack.wait_for("chat.postMessage")         # until the app has posted
"""

import asyncio
import pickle
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Hashable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Any, Self

import yaml
from aiohttp import ClientSession, ClientTimeout, web
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot import shipped
from bot.sandbox.api.chat_methods import must_be_good
from bot.sandbox.api.methods import perform
from bot.sandbox.api.replies import respond
from bot.sandbox.changes import Changes
from bot.sandbox.refusals import Refused
from bot.sandbox.state.accounts import BOT_USER, Account
from bot.sandbox.state.configuration import Configuration
from bot.sandbox.state.conversations import Conversation
from bot.sandbox.state.triggers import LIFETIME
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from bot.sandbox.wire.sender import encoded
from tests.slack.open_view import OpenView
from tests.slack.posted import Posted

BOT_TOKEN = "xoxb-made-up"
SIGNING_SECRET = "made-up-signing-secret"

CHANNEL = "C0SUPPORT"
"""The app is in it from the start."""
PARENT, REPLY = "1764600000.000100", "1764600000.000200"
"""In every conversation somebody asks for help, and adds a reply to that."""

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


@dataclass(frozen=True)
class Somebody(Account):
    """A person of whom Slack says what a test needs it to say."""

    said: tuple[tuple[str, Any], ...] = ()

    def profile(self) -> Json:
        return super().profile() | dict(self.said)


@dataclass
class Time:
    seconds: float

    def __call__(self) -> float:
        return self.seconds


class FakeSlack:
    """A workspace with the app installed, its Web API at ``url``. In it time goes on when it is told to."""

    def __init__(self) -> None:
        self._closing = asyncio.Event()
        self._origin = ""
        self.start_over()

    def start_over(self) -> None:
        """As it is at the beginning, at the same address."""
        self._closing.set()
        self._closing = asyncio.Event()
        self._now = Time(time.time())
        self.workspace = Workspace(self._now, _configuration(), Changes(), _furnish)
        self._calls: list[Call] = []
        self.connections: set[object] = set()
        self._mishaps: dict[str, list[Mishap]] = defaultdict(list)
        self.told: tuple[Hashable, ...] | None = ()
        """What was done here, as in ``tests.stories``. None: what no other test does."""
        self._changed = asyncio.Condition()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._serve_method)
        app.router.add_post("/response/{token}", self._serve_response_url)
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

    # What other tests did already.

    def kept(self) -> bytes:
        """All that is here now."""
        return pickle.dumps((self._now, self.workspace, self._calls, self._mishaps))

    def becomes(self, kept: bytes) -> None:
        self._now, self.workspace, self._calls, self._mishaps = pickle.loads(kept)  # noqa: S301 as we kept it

    # What a test sets up.

    def person(self, user_id: str, *, real_name: str = "", **said: Any) -> None:
        """Somebody joins, or is from now on what ``users.info`` is to say of them."""
        self.workspace.joins(Somebody(user_id, user_id.lower(), real_name, said=tuple(said.items())))
        self._tell("person", user_id, real_name, *said.items())

    def opens(self, channel: str, **parts: Any) -> None:
        """Another conversation, a public channel without the app unless said otherwise."""
        _open(self.workspace, Conversation(**{"id": channel, "name": "", "kind": "channel", **parts}))
        self._tell("opens", channel, *parts.items())

    def throws_app_out(self, channel: str) -> None:
        self.workspace.conversations[channel].has_bot = False
        self._tell("throws_app_out", channel)

    def deletes(self, message: Posted) -> None:
        there = self.workspace.message(message.channel, message.ts, BOT_USER)
        assert there is not None, "it is gone already"
        self.workspace.delete(there)
        self.told = None

    def expires_triggers(self) -> None:
        self._now.seconds += LIFETIME + 1
        self.told = None

    def happens(self, method: str, *mishaps: Mishap) -> None:
        """The next calls of the method go like this, in order; those after them go well."""
        self._mishaps[method].extend(mishaps)
        self._tell("happens", method, *mishaps)

    def _tell(self, *deed: Hashable) -> None:
        self.told = None if self.told is None else (*self.told, deed)

    # What people do and see.

    def trigger(self, user: str, channel: str | None = None) -> str:
        self.told = None
        return self.workspace.screens.triggers.give(user, channel)

    def response_url(
        self, user: str, channel: str, ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """Where the app may answer somebody, to what they did in a conversation, be it on a message."""
        return f"{self._origin}/response/{self.workspace.response_urls.give(user, channel, ts, thread_ts)}"

    def acknowledged(self, view: OpenView, answer: Json) -> None:
        """A submission's answer, applied to the modal. Raises ``Refused`` for what Slack would not take."""
        self.workspace.screens.acknowledged(view.on_screen, answer)

    def whispered(self, message: Json, user: str, channel: str) -> Posted:
        """An ephemeral answer to a command, shown. Raises ``Refused`` for what Slack would not take."""
        must_be_good(message)
        ts, text, blocks = self.workspace.new_ts(), message.get("text", ""), message.get("blocks", [])
        posted = self.workspace.post(Posted(channel, ts, BOT_USER, text, blocks, ephemeral_to=user))
        return Posted(**vars(posted))

    @property
    def views(self) -> list[OpenView]:
        """The modals that are open."""
        return [OpenView(view) for view in self.workspace.screens.views]

    @property
    def view(self) -> OpenView:
        """The one on top."""
        return self.views[-1]

    def posts(self, channel: str = CHANNEL) -> list[Posted]:
        """What the app has in a conversation now, for all who are there, oldest first."""
        return [each for each in self._of_app(channel) if each.ephemeral_to is None]

    @property
    def whispers(self) -> list[Posted]:
        """What the app has shown to one person alone."""
        return [
            each for channel in self.workspace.posts for each in self._of_app(channel) if each.ephemeral_to
        ]

    def _of_app(self, channel: str) -> list[Posted]:
        there = self.workspace.posts.get(channel, [])
        return [Posted(**vars(each)) for each in there if each.author == BOT_USER]

    # What the app asked for.

    @property
    def all_calls(self) -> list[Call]:
        return [*self._calls]

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
        self.connections.add(request.protocol)
        arguments = await _arguments(request)
        if request.headers.get("Authorization") != f"Bearer {BOT_TOKEN}":
            return await self._answer(method, arguments, Refused("invalid_auth").answer)
        if self._mishaps[method]:
            return await self._go_wrong(self._mishaps[method].pop(0), request, arguments)
        return await self._answer(method, arguments, perform(self.workspace, method, arguments))

    async def _go_wrong(self, mishap: Mishap, request: web.Request, arguments: Json) -> web.StreamResponse:
        method = request.match_info["method"]
        match mishap:
            case Refuse(code):
                return await self._answer(method, arguments, Refused(code).answer)
            case Limit(seconds):
                answer = await self._answer(method, arguments, Refused("ratelimited").answer)
                answer.set_status(429)
                answer.headers["Retry-After"] = str(seconds)
                return answer
            case Hang():
                await self._record(Call(method, arguments, {}))
                await self._closing.wait()
            case HangUp():
                await self._record(Call(method, arguments, perform(self.workspace, method, arguments)))
                if request.transport is not None:
                    request.transport.abort()
            case Break():
                await self._record(Call(method, arguments, {}))
        return web.Response(status=503, text="<h1>Oops</h1>", content_type="text/html")

    async def _serve_response_url(self, request: web.Request) -> web.Response:
        message = await request.json()
        if self._mishaps[RESPONSE_URL]:
            self._mishaps[RESPONSE_URL].pop(0)
            await self._record(Call(RESPONSE_URL, message, Refused("used_url").answer))
            return web.Response(status=404, text="used_url")
        respond(self.workspace, request.match_info["token"], message)
        await self._record(Call(RESPONSE_URL, message, {"ok": True}))
        return web.Response(text="ok")

    async def _answer(self, method: str, arguments: Json, answer: Json) -> web.Response:
        await self._record(Call(method, arguments, answer))
        return web.json_response(answer)

    async def _record(self, call: Call) -> None:
        async with self._changed:
            self._calls.append(call)
            self.told = None
            self._changed.notify_all()


@asynccontextmanager
async def impatient(client: AsyncWebClient) -> AsyncIterator[None]:
    """Its calls wait for a moment alone, where they would wait for seconds."""
    session = client.session
    async with ClientSession(timeout=ClientTimeout(total=0.05)) as client.session:
        yield
    client.session = session


@cache
def _configuration() -> Configuration:
    return Configuration.of(yaml.safe_load(shipped.manifest("https://app.example")))


def _furnish(workspace: Workspace) -> None:
    workspace.joins(Account(BOT_USER, "onetime", "onetime", "App"))
    _open(workspace, Conversation(CHANNEL, "support", "channel", has_bot=True))


def _open(workspace: Workspace, conversation: Conversation) -> None:
    workspace.opens(conversation)
    workspace.post(Posted(conversation.id, PARENT, "U0CAT", "My printer is on fire"))
    workspace.post(Posted(conversation.id, REPLY, "U0CAT", "I have tried water", thread_ts=PARENT))


def signed(payload: Json) -> tuple[dict[str, str], bytes]:
    """Headers and body of the request for a payload, as Slack sends it."""
    content_type, body = encoded(payload)
    return signature_of(body) | {"Content-Type": content_type}, body


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
