"""The Web API over HTTP: how it is asked, what it answers, and how it fails when it is told to."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import Message, Receive, Scope, Send

from bot.sandbox.api.outage import Outage, Switch
from bot.sandbox.api.reading import MOST_BYTES
from bot.sandbox.api.web_api import WebApi
from bot.sandbox.changes import Changes
from bot.sandbox.state.acme import BEN, SUPPORT
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.wire.traffic import Traffic
from tests.sandbox.block_kit import modal, section
from tests.sandbox.clock import Clock

TOKEN = "xoxb-made-up"
POST = "/sandbox/api/chat.postMessage"
HELLO = {"channel": SUPPORT, "text": "Hello"}


@pytest.fixture
def switch() -> Switch:
    return Switch(Changes())


@pytest.fixture
def passed() -> Changes:
    """Tells of what passes."""
    return Changes()


@pytest.fixture
def traffic(clock: Clock, passed: Changes) -> Traffic:
    return Traffic(clock, passed)


@pytest.fixture
def served(workspace: Workspace, traffic: Traffic, switch: Switch) -> Starlette:
    return Starlette(routes=[Mount("/sandbox", routes=WebApi(workspace, TOKEN, traffic, switch).routes)])


@pytest.fixture
async def app(served: Starlette) -> AsyncIterator[httpx2.AsyncClient]:
    """What the app at the other end has: a client with its token."""
    transport = httpx2.ASGITransport(app=served)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://slack.example", headers=headers
    ) as app:
        yield app


def last_text(workspace: Workspace) -> str:
    return workspace.messages(SUPPORT, BEN)[-1].text


async def test_arguments_come_as_json(app: httpx2.AsyncClient, workspace: Workspace) -> None:
    answer = await app.post(POST, json=HELLO | {"thread_ts": None, "blocks": [section()]})

    assert (answer.status_code, answer.json()["ok"]) == (200, True)
    assert last_text(workspace) == "Hello"


async def test_arguments_come_as_a_form(app: httpx2.AsyncClient, workspace: Workspace) -> None:
    view = json.dumps(modal(section("Ünïcode & more")))
    form = {"trigger_id": workspace.screens.triggers.give(BEN), "view": view}

    assert (await app.post("/sandbox/api/views.open", data=form)).json()["ok"]
    assert workspace.screens.views_of(BEN)[0].blocks[0]["text"]["text"] == "Ünïcode & more"


async def test_arguments_come_in_the_address(app: httpx2.AsyncClient) -> None:
    answer = await app.get("/sandbox/api/users.info", params={"user": BEN})

    assert answer.json()["user"]["real_name"] == "Ben Okafor"


async def test_token_may_come_as_an_argument(app: httpx2.AsyncClient) -> None:
    answer = await app.post("/sandbox/api/auth.test", data={"token": TOKEN}, headers={"Authorization": ""})

    assert answer.json()["ok"]


@pytest.mark.parametrize(
    ("header", "code"), [("", "not_authed"), ("Bearer xoxb-another", "invalid_auth"), ("xyz", "invalid_auth")]
)
async def test_who_has_no_good_token_is_refused(
    app: httpx2.AsyncClient, workspace: Workspace, header: str, code: str
) -> None:
    before = workspace.changes.version

    answer = await app.post(POST, json=HELLO, headers={"Authorization": header})

    assert (answer.status_code, answer.json()) == (200, {"ok": False, "error": code})
    assert workspace.changes.version == before


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[]", "invalid_json"),
        ("application/json", b"\xff", "invalid_json"),
        ("application/json", b"[" * 100_000 + b"]" * 100_000, "invalid_json"),
        ("application/json", b'{"text": "' + b"x" * MOST_BYTES + b'"}', "request_too_large"),
        ("application/x-www-form-urlencoded", b"channel=C0SUPPORT&text=T&blocks=[", "invalid_json"),
        ("application/x-www-form-urlencoded", b"\xff=\xff", "invalid_arguments"),
        ("application/json", b"", "invalid_arguments"),
    ],
)
async def test_what_cannot_be_read_is_refused(
    app: httpx2.AsyncClient, kind: str, body: bytes, code: str
) -> None:
    answer = await app.post(POST, content=body, headers={"Content-Type": kind})

    assert (answer.status_code, answer.json()["error"]) == (200, code)


async def test_response_url_takes_an_answer(app: httpx2.AsyncClient, workspace: Workspace) -> None:
    token = workspace.response_urls.give(BEN, SUPPORT)

    answer = await app.post(
        f"/sandbox/response/{token}", json={"text": "Psst"}, headers={"Authorization": ""}
    )

    assert (answer.status_code, answer.text) == (200, "ok")
    assert last_text(workspace) == "Psst"


async def test_response_url_that_is_none_is_not_found(app: httpx2.AsyncClient) -> None:
    answer = await app.post("/sandbox/response/guessed", json={"text": "Psst"})

    assert (answer.status_code, answer.json()["error"]) == (404, "expired_url")


@pytest.mark.parametrize("body", [b"{", b"{}", b'{"text": "T", "blocks": [{}]}'])
async def test_response_url_says_by_its_status_that_something_is_wrong(
    app: httpx2.AsyncClient, workspace: Workspace, body: bytes
) -> None:
    token = workspace.response_urls.give(BEN, SUPPORT)

    answer = await app.post(
        f"/sandbox/response/{token}", content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 400
    assert workspace.response_urls.good(token).uses_left == 5


async def test_half_a_character_harms_nobody(app: httpx2.AsyncClient, workspace: Workspace) -> None:
    body = b'{"channel": "C0SUPPORT", "text": "half \\ud83c of one"}'

    answer = await app.post(POST, content=body, headers={"Content-Type": "application/json"})

    assert answer.json()["message"]["text"] == "half ? of one"
    assert last_text(workspace) == "half ? of one"


async def test_all_that_passes_is_on_record_without_secrets(
    app: httpx2.AsyncClient, traffic: Traffic, workspace: Workspace
) -> None:
    trigger_id = workspace.screens.triggers.give(BEN)
    await app.post("/sandbox/api/views.open", json={"trigger_id": trigger_id, "view": {}, "token": TOKEN})

    (exchange,) = traffic.exchanges
    assert (exchange.direction, exchange.name, exchange.status) == ("to Slack", "views.open", 200)
    assert "invalid_arguments" in exchange.answer
    assert trigger_id not in exchange.request
    assert TOKEN not in exchange.request


async def test_broken_slack_answers_what_is_no_json(
    app: httpx2.AsyncClient, switch: Switch, workspace: Workspace
) -> None:
    switch.turn(Outage.BROKEN)

    answer = await app.post(POST, json=HELLO)

    assert answer.status_code == 500
    assert not answer.headers["Content-Type"].startswith("application/json")
    assert last_text(workspace) != "Hello"


async def test_limiting_slack_says_when_to_come_again(app: httpx2.AsyncClient, switch: Switch) -> None:
    switch.turn(Outage.LIMITED)

    answer = await app.post(POST, json=HELLO)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert answer.json() == {"ok": False, "error": "ratelimited"}


async def test_outage_is_over_when_the_switch_says_so(app: httpx2.AsyncClient, switch: Switch) -> None:
    switch.turn(Outage.BROKEN)
    switch.turn(Outage.NONE)

    assert (await app.post(POST, json=HELLO)).json()["ok"]


async def test_silent_slack_hangs_until_the_switch_is_turned(
    app: httpx2.AsyncClient, switch: Switch, traffic: Traffic, passed: Changes, workspace: Workspace
) -> None:
    switch.turn(Outage.SILENT)
    asking = asyncio.create_task(app.post(POST, json=HELLO))
    await passed.after(0)
    assert traffic.exchanges[0].took_ms is None

    switch.turn(Outage.NONE)
    await asking

    (exchange,) = traffic.exchanges
    assert (exchange.status, exchange.answer) == (None, "Never answered.")
    assert last_text(workspace) != "Hello"


async def test_silent_slack_lets_go_of_whom_has_hung_up(
    served: Starlette, switch: Switch, traffic: Traffic, passed: Changes
) -> None:
    switch.turn(Outage.SILENT)
    heard: asyncio.Queue[Message] = asyncio.Queue()
    heard.put_nowait({"type": "http.request", "body": b"{}", "more_body": False})
    asking = asyncio.create_task(serve(served, heard.get))
    await passed.after(0)

    heard.put_nowait({"type": "http.disconnect"})

    await asking
    assert traffic.exchanges[0].answer == "Never answered."


async def serve(app: Starlette, receive: Receive) -> None:
    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": POST,
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    send: Send = _ignore
    await app(scope, receive, send)


async def _ignore(message: Message) -> None:
    """Nobody listens any more."""
