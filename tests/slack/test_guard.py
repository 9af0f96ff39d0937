"""What stands between the internet and Bolt: who gets in, and how the others are turned away."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from structlog.testing import capture_logs

from bot.scheduling.services import Services
from bot.scheduling.tokens import Tokens
from bot.slack import SlackAccess, slack_door
from bot.slack.errors import NOT_LET_IN
from bot.slack.guard import MOST_BYTES, SIGNED_OTHERWISE, TOO_LATE, Guard, TurnedAway
from storage.database import Database
from tests.slack.fake_slack import BOT_TOKEN, SIGNING_SECRET, FakeSlack, signature_of

JSON = {"Content-Type": "application/json"}
CHALLENGE = json.dumps({"type": "url_verification", "challenge": "made-up"}).encode()
APP = "https://app.example"
COMMAND = b"command=/onetime&team_id=T0ACME&user_id=U0BEN&channel_id=C0SUPPORT&trigger_id=1"


@asynccontextmanager
async def opened(folder: Path, access: SlackAccess) -> AsyncIterator[httpx2.AsyncClient]:
    """The door alone. Nothing that is turned away gets as far as the database."""
    database = Database(f"sqlite+aiosqlite:///{folder}/never-touched.db")
    slack = slack_door(access, Services.on(database, Tokens((b"a key for tests",)), "https://book.example"))
    transport = httpx2.ASGITransport(app=Starlette(routes=slack.routes))
    async with slack.connected(), httpx2.AsyncClient(transport=transport, base_url=APP) as client:
        yield client
    await database.dispose()


@pytest.fixture(scope="module")
async def door(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx2.AsyncClient]:
    access = SlackAccess(BOT_TOKEN, SIGNING_SECRET, "http://slack.invalid/api/")
    async with opened(tmp_path_factory.mktemp("door"), access) as client:
        yield client


async def test_signed_request_gets_in(door: httpx2.AsyncClient) -> None:
    response = await door.post("/slack/events", content=CHALLENGE, headers=signature_of(CHALLENGE) | JSON)

    assert (response.status_code, response.json()) == (200, {"challenge": "made-up"})


@pytest.mark.parametrize(("age", "status"), [(295, 200), (305, 401), (-295, 200), (-305, 401)])
async def test_signature_counts_for_five_minutes(door: httpx2.AsyncClient, age: int, status: int) -> None:
    headers = signature_of(CHALLENGE, at=time.time() - age) | JSON

    response = await door.post("/slack/events", content=CHALLENGE, headers=headers)

    assert response.status_code == status


GOOD = signature_of(COMMAND)
SIGNATURE, TIMESTAMP = "X-Slack-Signature", "X-Slack-Request-Timestamp"

UNSIGNED: dict[str, dict[str, str]] = {
    "no_headers": {},
    "no_signature": {TIMESTAMP: GOOD[TIMESTAMP]},
    "no_timestamp": {SIGNATURE: GOOD[SIGNATURE]},
    "wrong_secret": signature_of(COMMAND, secret="another"),
    "of_another_body": signature_of(b"command=/other"),
    "without_version": GOOD | {SIGNATURE: GOOD[SIGNATURE].removeprefix("v0=")},
    "cut_short": GOOD | {SIGNATURE: GOOD[SIGNATURE][:-1]},
    "upper_case": GOOD | {SIGNATURE: GOOD[SIGNATURE].upper()},
    "not_ascii": GOOD | {SIGNATURE: f"v0=ü{GOOD[SIGNATURE][4:]}"},
    "empty_signature": GOOD | {SIGNATURE: ""},
    "timestamp_in_words": GOOD | {TIMESTAMP: "yesterday"},
    "timestamp_negative": GOOD | {TIMESTAMP: f"-{GOOD[TIMESTAMP]}"},
    "timestamp_with_fraction": GOOD | {TIMESTAMP: f"{GOOD[TIMESTAMP]}.0"},
    "timestamp_superscript": GOOD | {TIMESTAMP: "²³"},
    "timestamp_huge": GOOD | {TIMESTAMP: "9" * 5000},
    "timestamp_changed": GOOD | {TIMESTAMP: str(int(GOOD[TIMESTAMP]) - 1)},
}


async def test_operator_is_told_why_slack_itself_may_be_turned_away(door: httpx2.AsyncClient) -> None:
    signed = {
        "right": signature_of(CHALLENGE),
        "another secret": signature_of(CHALLENGE, secret="another"),
        "late": signature_of(CHALLENGE, at=time.time() - 305),
        "nobody's": {},
    }
    told = {}
    for whose, headers in signed.items():
        with capture_logs() as logs:
            await door.post("/slack/events", content=CHALLENGE, headers=headers | JSON)
        told[whose] = [(line["log_level"], line["event"]) for line in logs]

    assert told == {
        "right": [],
        "another secret": [("warning", SIGNED_OTHERWISE)],
        "late": [("warning", TOO_LATE)],
        "nobody's": [],
    }


async def test_unsigned_is_turned_away(door: httpx2.AsyncClient) -> None:
    answers = {}
    for name, headers in UNSIGNED.items():
        raw = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
        response = await door.post("/slack/events", content=COMMAND, headers=raw)
        answers[name] = response.status_code, response.text

    assert answers == dict.fromkeys(UNSIGNED, (401, "not signed by Slack, or too long ago"))


def payload(value: object) -> bytes:
    return urlencode({"payload": json.dumps(value)}).encode()


USER = {"id": "U0BEN", "team_id": "T0ACME"}


def entered(value: object) -> bytes:
    """A modal whose one input holds this."""
    view = {"id": "V0", "type": "modal", "callback_id": "x", "state": {"values": {"at": {"at": value}}}}
    return payload({"type": "view_submission", "user": USER, "view": view})


GARBAGE = {
    "empty": b"",
    "not_utf8": b"\xff\xfe\x00",
    "not_utf8_in_form": b"payload=%ff%fe",
    "no_json": b"payload={",
    "json_list": payload([]),
    "json_text": payload("payload"),
    "json_number": payload(7),
    "json_null": payload(None),
    "json_very_deep": b"payload=" + b"[" * 100_000,
    "json_long_number": b"payload=" + b"9" * 10_000,
    "no_type": payload({"user": USER}),
    "unknown_type": payload({"type": "dialog_submission", "user": USER}),
    "type_is_a_list": payload({"type": ["block_actions"], "user": USER}),
    "no_user": payload({"type": "shortcut", "callback_id": "onetime_global", "trigger_id": "1"}),
    "user_is_a_number": payload(
        {"type": "shortcut", "callback_id": "onetime_global", "trigger_id": "1", "user": 7}
    ),
    "no_actions": payload({"type": "block_actions", "user": USER, "actions": []}),
    "half_a_character": payload(
        {"type": "block_suggestion", "user": USER, "action_id": "master_page", "value": "\ud800"}
    ),
    "time_beyond_all_calendars": entered({"type": "datetimepicker", "selected_date_time": 10**18}),
    "picked_user_is_none": entered({"type": "users_select", "selected_user": "C0SUPPORT"}),
    "nul_in_a_button": payload(
        {"type": "block_actions", "user": USER, "actions": [{"action_id": "role_dismiss", "value": "U0\0"}]}
    ),
    "nul_in_a_choice": entered({"type": "static_select", "selected_option": {"value": "\0"}}),
    "nul_in_an_id": COMMAND.replace(b"U0BEN", b"U0%00BEN"),
    "command_without_user": COMMAND.replace(b"user_id", b"nobody"),
    "too_many_fields": COMMAND + b"&x=1" * 200,
}


async def test_signed_garbage_is_refused(door: httpx2.AsyncClient) -> None:
    answers = {}
    for name, body in GARBAGE.items():
        response = await door.post("/slack/events", content=body, headers=_signed(body))
        answers[name] = response.status_code, response.text

    assert answers == dict.fromkeys(GARBAGE, (400, "not a payload that this app knows"))


async def test_unsigned_garbage_is_turned_away(door: httpx2.AsyncClient) -> None:
    answers = {
        name: (await door.post("/slack/events", content=body)).status_code for name, body in GARBAGE.items()
    }

    assert answers == dict.fromkeys(GARBAGE, 401)


async def test_too_big_is_refused_unread(door: httpx2.AsyncClient) -> None:
    body = b"x" * (MOST_BYTES + 1)

    response = await door.post("/slack/events", content=body)

    assert response.status_code == 413


async def test_only_post_is_served(door: httpx2.AsyncClient) -> None:
    others = ("GET", "HEAD", "PUT", "DELETE")

    answers = [await door.request(method, "/slack/events", headers=signature_of(b"")) for method in others]

    assert [answer.status_code for answer in answers] == [405] * 4


async def test_sender_who_hangs_up_is_let_go() -> None:
    scope = {"type": "http", "method": "POST", "headers": []}

    async def receive() -> dict[str, object]:
        return {"type": "http.disconnect"}

    with pytest.raises(TurnedAway) as turned:
        await Guard(SIGNING_SECRET).admitted(Request(scope, receive))

    assert turned.value.status == 400


def _signed(body: bytes) -> dict[str, str]:
    """By hand where the SDK's signer cannot: it takes no body that is not UTF-8."""
    timestamp = str(int(time.time()))
    digest = hmac.new(SIGNING_SECRET.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        TIMESTAMP: timestamp,
        SIGNATURE: f"v0={digest.hexdigest()}",
    }


async def test_who_acts_while_slack_refuses_our_token_hears_how_to_find_out_why(
    tmp_path: Path, slack: FakeSlack
) -> None:
    headers = signature_of(COMMAND) | {"Content-Type": "application/x-www-form-urlencoded"}
    async with opened(tmp_path, SlackAccess("xoxb-of-another-app", SIGNING_SECRET, slack.url)) as door:
        response = await door.post("/slack/events", content=COMMAND, headers=headers)

    assert (response.status_code, response.text) == (200, NOT_LET_IN)
