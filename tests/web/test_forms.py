"""What is sent is read, or refused with the names of its fields. The rules are asked later."""

import json

import pytest
from starlette.requests import Request
from starlette.types import Message

from bot.scheduling.errors import Invalid
from bot.web import forms
from bot.web.security import BODY_LIMIT, BodyTooLarge

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
GOOD: dict[str, str] = {
    "event_type": "00000000-0000-0000-0000-000000000000",
    "start": "2026-12-02T09:00:00Z",
    "time_zone": "Europe/Madrid",
    "name": "Dana Novak",
    "email": "dana@customer.example",
}

# The good body with some fields changed (None: left out) → the fields that are named in the refusal.
CHANGED: dict[str, tuple[dict[str, str | None], list[str]]] = {
    "a time without offset": ({"start": "2026-12-02T09:00:00"}, ["start"]),
    "a time as a number": ({"start": "1764666000"}, ["start"]),
    "the first time there is": ({"start": "0001-01-01T00:00:00+14:00"}, ["start"]),
    "the last time there is": ({"start": "9999-12-31T23:59:59-14:00"}, ["start"]),
    "words for a time": ({"start": "tomorrow"}, ["start"]),
    "no time": ({"start": None}, ["start"]),
    "a garbled Event type": ({"event_type": "x"}, ["event_type"]),
    "no Event type": ({"event_type": None}, ["event_type"]),
    "an unknown zone": ({"time_zone": "Mars/Olympus"}, ["time_zone"]),
    "an empty zone": ({"time_zone": ""}, ["time_zone"]),
    "a path for a zone": ({"time_zone": "../../../etc/passwd"}, ["time_zone"]),
    "NUL in the name": ({"name": "Dana\0"}, ["name"]),
    "NUL in the zone": ({"time_zone": "Europe/Madrid\0"}, ["time_zone"]),
    "NUL in what is not asked for": ({"anything": "\0"}, ["anything"]),
    "everything wrong": (
        {"start": "", "time_zone": "x", "event_type": ""},
        ["event_type", "start", "time_zone"],
    ),
}

# Kind and bytes of a body → the fields that are named in the refusal.
BODIES = {
    "an empty form": (FORM, b"", ["event_type", "start"]),
    "a form that is not UTF-8": (FORM, b"name=%ff%fe", ["body"]),
    "raw bytes that are not UTF-8": (FORM, b"name=\xff\xfe", ["body"]),
    "a form of 1,000 fields": (FORM, b"&".join(b"f%d=1" % n for n in range(1000)), ["body"]),
    "a form with files": ("multipart/form-data; boundary=x", b"--x--", ["body"]),
    "plain text": ("text/plain", b"hello", ["body"]),
    "JSON that is an array": (JSON, b"[]", ["body"]),
    "JSON that is a string": (JSON, b'"start"', ["body"]),
    "JSON that is a number": (JSON, b"1e999", ["body"]),
    "JSON that is null": (JSON, b"null", ["body"]),
    "JSON that is cut off": (JSON, b'{"start": "2026', ["body"]),
    "JSON that is empty": (JSON, b"", ["body"]),
    "JSON that is not UTF-8": (JSON, b'{"name": "\xff"}', ["body"]),
    "JSON with half a character": (JSON, rb'{"name": "\ud800"}', ["body"]),
    "JSON 30,000 levels deep": (JSON, b'{"name":' + b"[" * 30_000 + b"]" * 30_000 + b"}", ["body"]),
    "JSON with a list for a name": (JSON, b'{"name": ["Dana"]}', ["name"]),
    "JSON with a number for a time": (JSON, b'{"start": 1764666000}', ["start"]),
}


def request(kind: str, *chunks: bytes) -> Request:
    """A request whose body comes in these chunks; nobody may ask for more."""
    left = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]

    async def receive() -> Message:
        return left.pop(0) if left else {"type": "http.request", "more_body": False}

    headers = [(b"content-type", kind.encode())]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


async def refused(kind: str, body: bytes) -> list[str]:
    """The fields that are named in the refusal of a booking."""
    with pytest.raises(Invalid) as refusal:
        forms.booking_request(await forms.typed(request(kind, body)), "en")
    return sorted(refusal.value.fields)


async def test_unreadable_value_is_named() -> None:
    told = {}
    for what, (changes, _) in CHANGED.items():
        changed = {name: value for name, value in (GOOD | changes).items() if value is not None}
        told[what] = await refused(JSON, json.dumps(changed).encode())

    assert told == {what: named for what, (_, named) in CHANGED.items()}


async def test_unreadable_body_is_refused() -> None:
    told = {what: await refused(kind, body) for what, (kind, body, _) in BODIES.items()}

    assert told == {what: named for what, (*_, named) in BODIES.items()}


async def test_body_is_read_up_to_its_limit_and_no_further() -> None:
    most, more = (b"x" * length for length in (BODY_LIMIT - 5, BODY_LIMIT - 4))
    endless = request(FORM, *[b"x" * 30_000] * 100)

    assert await forms.typed(request(FORM, b"name=", most)) == {"name": most.decode()}
    for too_large in (request(FORM, b"name=", more), endless):
        with pytest.raises(BodyTooLarge):
            await forms.typed(too_large)
    assert (await endless.receive())["more_body"], "the rest was read"
