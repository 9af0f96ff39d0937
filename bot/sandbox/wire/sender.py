"""Sends to the app what Slack sends: signed, over HTTP, with three seconds to answer."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.sandbox.state.configuration import Configuration
from bot.sandbox.values import Json, parsed
from bot.sandbox.wire.traffic import Traffic

SECONDS_TO_ANSWER = 3
PAUSES = (0.0, 60.0, 300.0)
"""Seconds before each new try to deliver an event (https://docs.slack.dev/apis/events-api)."""
FORM, JSON = "application/x-www-form-urlencoded", "application/json"

TIMED_OUT = "operation_timeout"
FAILED = "dispatch_failed"
"""What Slack calls it when the app could not be reached, or did not answer 200."""


@dataclass(frozen=True)
class Reply:
    """The app's answer. ``status`` is None where none came, ``body`` empty where it was no JSON object."""

    status: int | None
    text: str = ""
    body: Json = field(default_factory=dict)
    is_unreadable: bool = False
    """Does it say something that is no JSON object?"""
    timed_out: bool = False

    @property
    def failure(self) -> str | None:
        """Slack's word for what went wrong. None: nothing."""
        if self.timed_out:
            return TIMED_OUT
        return None if self.status == 200 else FAILED


class Sender:
    """Usable within ``async with``. Every exchange stands in ``traffic``, failed ones too.

    The app has so many ``seconds`` to answer. ``pauses`` come before each new try to deliver an event.
    """

    def __init__(
        self,
        configuration: Configuration,
        signing_secret: str,
        traffic: Traffic,
        seconds: float = SECONDS_TO_ANSWER,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self.configuration = configuration
        self.traffic = traffic
        self.seconds = seconds
        self.pauses = pauses
        self._under_way: set[asyncio.Task[None]] = set()
        self._signing_secret = signing_secret
        self._retries: dict[int, int] = {}
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.deliver_no_more()
        if self._session is not None:
            await self._session.close()

    async def send(self, payload: Json) -> Reply:
        """Deliver it, once."""
        return await self._exchange(self._begin(payload), payload, {})

    def deliver(self, event: Json) -> None:
        """Deliver an event in the background and, as Slack does with events, again where that fails."""
        task = asyncio.create_task(self._deliver(event))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def deliver_no_more(self) -> None:
        """Give up on the events that were delivered in the background, and on their retries."""
        for task in self._under_way:
            task.cancel()

    async def _deliver(self, event: Json) -> None:
        number = self._begin(event)
        reply = await self._exchange(number, event, {})
        for pause in self.pauses:
            if reply.failure is None:
                return
            await asyncio.sleep(pause)
            reply = await self._again(number, event, "http_timeout" if reply.timed_out else "http_error")

    def _begin(self, payload: Json) -> int:
        return self.traffic.begin("to the app", name_of(payload), payload, payload)

    async def redeliver(self, number: int, reason: str = "http_timeout") -> Reply:
        """Deliver what stands in the traffic again, marked as such. Raises ``LookupError``."""
        payload = self.traffic.exchange(number).payload
        if payload is None:
            raise LookupError(number)
        return await self._again(number, payload, reason)

    async def _again(self, number: int, payload: Json, reason: str) -> Reply:
        retry = self._retries.get(number, 0) + 1
        again = self.traffic.begin("to the app", f"{name_of(payload)}, retry {retry}", payload, payload)
        self._retries[number] = self._retries[again] = retry
        marks = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        return await self._exchange(again, payload, marks)

    async def _exchange(self, number: int, payload: Json, marks: Mapping[str, str]) -> Reply:
        try:
            reply = await self._post(payload, marks)
        except TimeoutError:
            reply = Reply(None, f"No answer within {self.seconds:g} seconds.", timed_out=True)
        except ClientError as error:
            reply = Reply(None, f"The app cannot be reached: {error}")
        self.traffic.finish(number, reply.status, reply.body or reply.text)
        return reply

    async def _post(self, payload: Json, marks: Mapping[str, str]) -> Reply:
        if self._session is None:
            raise RuntimeError("Only within `async with`.")
        content_type, body = encoded(payload)
        headers = {
            "Content-Type": content_type,
            **signature(self._signing_secret, body, time.time()),
            **marks,
        }
        address = self.configuration.address_for(payload)
        patience = ClientTimeout(total=self.seconds)
        async with self._session.post(address, data=body, headers=headers, timeout=patience) as answer:
            text = await answer.text(errors="replace")
            told = _object(text) if answer.content_type == JSON else None
            return Reply(answer.status, text, told or {}, is_unreadable=bool(text) and told is None)


def encoded(payload: Json) -> tuple[str, bytes]:
    """Content type and body: a command is a form, an event is JSON, and all else is JSON in a form."""
    if payload.get("type") == "event_callback":
        return JSON, json.dumps(payload).encode()
    fields = payload if "command" in payload else {"payload": json.dumps(payload)}
    return FORM, urlencode(fields).encode()


def signature(signing_secret: str, body: bytes, at: float) -> dict[str, str]:
    """The headers by which an app knows Slack (https://docs.slack.dev/authentication/verifying-requests)."""
    timestamp = str(int(at))
    signed = b"v0:" + timestamp.encode() + b":" + body
    digest = hmac.new(signing_secret.encode(), signed, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def name_of(payload: Json) -> str:
    """What people call it: its type and, where there is one, what the app calls it."""
    match payload:
        case {"command": command, "text": text}:
            return f"{command} {text}".strip()
        case {"type": "event_callback", "event": {"type": event}}:
            return f"event {event}"
        case {"type": kind, "actions": [{"action_id": name}]} | {"type": kind, "action_id": name}:
            return f"{kind} {name}"
        case {"type": kind, "callback_id": name} | {"type": kind, "view": {"callback_id": name}}:
            return f"{kind} {name}".strip()
        case _:
            return str(payload["type"])


def _object(text: str) -> Json | None:
    try:
        told = parsed(text)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
