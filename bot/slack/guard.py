"""The guard in front of Bolt, which by itself parses what it has not verified (hardening.md, P12)."""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import structlog
from starlette.requests import ClientDisconnect, Request

from bot.slack.payloads import understood

MOST_BYTES = 256 * 1024
MOST_FIELDS = 100
WINDOW_SECONDS = 300
"""A signed request counts for five minutes either way, as Slack advises against replays."""

TOO_LATE = "A request from Slack is more than five minutes off: see whether this machine's clock is right."
SIGNED_OTHERWISE = (
    "A request was not signed with SLACK_SIGNING_SECRET: compare it with what the Slack app's page Basic"
    " Information shows."
)

log = structlog.get_logger()

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


@dataclass
class TurnedAway(Exception):
    """The request goes no further. ``status`` is the HTTP status to answer with."""

    status: int
    why: str


@dataclass(frozen=True)
class Guard:
    """Lets through what Slack signed, parsed; turns everything else away with a status below 500."""

    signing_secret: str = field(repr=False)

    async def admitted(self, request: Request) -> dict[str, object]:
        """The payload, reduced to what this app knows of it. Raises ``TurnedAway``.

        401: unsigned, badly signed or stale; 413: too big; 400: signed, but nothing that Slack sends.
        """
        body = await _body(request)
        if not self._is_signed(body, request.headers):
            raise TurnedAway(401, "not signed by Slack, or too long ago")
        try:
            fields = _fields(body, request.headers.get("content-type", ""))
            return understood(fields).model_dump(mode="json", exclude_none=True)
        except (ValueError, RecursionError) as error:
            raise TurnedAway(400, "not a payload that this app knows") from error

    def _is_signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        timestamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            return False
        if abs(time.time() - int(timestamp)) > WINDOW_SECONDS:
            log.warning(TOO_LATE)
            return False
        # Over the bytes as they came: slack_sdk's verifier decodes them first, and so fails on some.
        signed = b"v0:" + timestamp.encode() + b":" + body
        expected = hmac.new(self.signing_secret.encode(), signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(f"v0={expected}", signature):
            log.warning(SIGNED_OTHERWISE)
            return False
        return True


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise TurnedAway(413, "larger than anything Slack sends")
    except ClientDisconnect as gone:
        raise TurnedAway(400, "the sender hung up") from gone
    return bytes(body)


def _fields(body: bytes, content_type: str) -> dict[str, object]:
    """A form's fields, or the JSON object that is the body or stands in the form's ``payload``."""
    text = body.decode()
    if content_type.partition(";")[0].strip().lower() == "application/json":
        return _object(text)
    fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
    return _object(fields["payload"]) if "payload" in fields else {**fields}


def _object(text: str) -> dict[str, object]:
    parsed = json.loads(text)
    if not isinstance(parsed, dict):
        raise ValueError("not a JSON object")
    return parsed
