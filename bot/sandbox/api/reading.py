"""What a request to Slack says, however it was sent, as far as it can be read."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox.refusals import Refused
from bot.sandbox.values import Json, parsed

MOST_BYTES = 1024 * 1024
"""More than the largest view, as a form."""
JSON_IN_FORMS = ("blocks", "view", "attachments")
"""Arguments that are JSON within the field of a form."""


async def body_of(request: Request) -> bytes:
    """Raises ``Refused`` where it is larger than anything Slack takes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise Refused("request_too_large")
    return bytes(body)


def arguments_of(sent: bytes, content_type: str, query: Mapping[str, str]) -> Json:
    """Those of a call. Those that are null were not sent. Raises ``Refused``."""
    if content_type.startswith("application/json"):
        body = _parsed(sent.decode(errors="replace") or "{}")
    else:
        body = dict(parse_qsl(sent.decode(errors="replace"), keep_blank_values=True))
        body |= {name: _parsed(body[name]) for name in JSON_IN_FORMS if name in body}
    if not isinstance(body, dict):
        raise Refused("invalid_json")
    return {name: value for name, value in {**query, **body}.items() if value is not None}


def _parsed(text: str) -> Any:
    try:
        return parsed(text)
    except ValueError as error:
        raise Refused("invalid_json") from error
