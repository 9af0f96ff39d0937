"""The app at the other end, on a real socket: it hears what Slack sends, and answers as it is told to."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl

from aiohttp import web

from bot.sandbox.values import Json


class Silence(Enum):
    """Instead of an answer, none."""

    SILENCE = "silence"


SILENCE = Silence.SILENCE

Answer = Json | str | int | Silence
"""JSON, a text, a status without words, or nothing at all."""


@dataclass(frozen=True)
class Heard:
    headers: Mapping[str, str]
    body: bytes

    @property
    def payload(self) -> Json:
        """What was said, however it was wrapped."""
        if self.headers["Content-Type"] == "application/json":
            return _json(self.body.decode())
        fields = dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        return _json(fields["payload"]) if "payload" in fields else {**fields}


def _json(text: str) -> Json:
    parsed: Json = json.loads(text)
    return parsed


@dataclass
class Peer:
    answers: list[Answer] = field(default_factory=list)
    """To what is said next, in order; after them, 200 without words."""
    heard: list[Heard] = field(default_factory=list)
    url: str = ""
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/slack/events", self._hear)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        await self._runner.cleanup()

    @property
    def payloads(self) -> list[Json]:
        return [heard.payload for heard in self.heard]

    async def _hear(self, request: web.Request) -> web.Response:
        self.heard.append(Heard(request.headers.copy(), await request.read()))
        match self.answers.pop(0) if self.answers else 200:
            case dict() as told:
                return web.json_response(told)
            case str() as text:
                return web.Response(text=text)
            case int() as status:
                return web.Response(status=status)
            case _:
                await self._closing.wait()
                return web.Response(status=503)
