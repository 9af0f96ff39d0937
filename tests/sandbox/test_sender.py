"""What goes out to the app: signed as Slack signs, once or again, and what is made of the answer."""

import time
from collections.abc import AsyncIterator

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.changes import Changes
from bot.sandbox.state.configuration import Configuration
from bot.sandbox.values import Json
from bot.sandbox.wire.sender import Reply, Sender, name_of
from bot.sandbox.wire.traffic import Traffic
from tests.sandbox.desk import SIGNING_SECRET, manifest
from tests.sandbox.peer import SILENCE, Peer

COMMAND = {"command": "/onetime", "text": "list & more", "token": "deprecated"}
SHORTCUT = {"type": "shortcut", "callback_id": "anywhere"}
EVENT = {"type": "event_callback", "event": {"type": "app_home_opened"}}

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def traffic(changes: Changes) -> Traffic:
    return Traffic(time.time, changes)


@pytest.fixture
async def sender(peer: Peer, traffic: Traffic) -> AsyncIterator[Sender]:
    configuration, at_once = Configuration.of(manifest(peer.url)), (0, 0, 0)
    async with Sender(configuration, SIGNING_SECRET, traffic, seconds=0.2, pauses=at_once) as sender:
        yield sender


@pytest.mark.parametrize(
    ("payload", "content_type"), [(COMMAND, FORM), (SHORTCUT, FORM), (EVENT, "application/json")]
)
async def test_payload_arrives_whole_and_signed(
    sender: Sender, peer: Peer, payload: Json, content_type: str
) -> None:
    await sender.send(payload)
    [heard] = peer.heard
    assert heard.payload == payload
    assert heard.headers["Content-Type"] == content_type
    assert SignatureVerifier(SIGNING_SECRET).is_valid_request(heard.body, dict(heard.headers))


async def test_answer_is_read(sender: Sender, peer: Peer) -> None:
    peer.answers = [{"options": []}, "Hello", 200, 500, SILENCE]
    assert [await sender.send(SHORTCUT) for _ in range(5)] == [
        Reply(200, '{"options": []}', {"options": []}),
        Reply(200, "Hello", is_unreadable=True),
        Reply(200, ""),
        Reply(500, ""),
        Reply(None, "No answer within 0.2 seconds.", timed_out=True),
    ]


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        (Reply(200), None),
        (Reply(500), "dispatch_failed"),
        (Reply(302), "dispatch_failed"),
        (Reply(None), "dispatch_failed"),
        (Reply(None, timed_out=True), "operation_timeout"),
    ],
)
def test_failure_has_the_name_that_slack_gives_it(reply: Reply, failure: str | None) -> None:
    assert reply.failure == failure


async def test_app_that_is_not_there(traffic: Traffic) -> None:
    nobody = Configuration.of(manifest("http://127.0.0.1:9"))
    async with Sender(nobody, SIGNING_SECRET, traffic) as sender:
        reply = await sender.send(SHORTCUT)
    assert reply.failure == "dispatch_failed"
    assert reply.text.startswith("The app cannot be reached: ")


async def test_every_exchange_stands_in_the_traffic(sender: Sender, peer: Peer, traffic: Traffic) -> None:
    peer.answers = [{"text": "Hello"}, SILENCE]
    await sender.send(COMMAND)
    await sender.send(SHORTCUT)
    told = [(each.name, each.status, each.answer, each.redeliverable) for each in traffic.exchanges]
    assert told == [
        ("shortcut anywhere", None, "No answer within 0.2 seconds.", True),
        ("/onetime list & more", 200, '{\n  "text": "Hello"\n}', True),
    ]


async def test_redelivery_is_the_same_again_and_says_so(sender: Sender, peer: Peer, traffic: Traffic) -> None:
    await sender.send(SHORTCUT)
    await sender.redeliver(1)
    await sender.redeliver(2)
    await sender.redeliver(1)
    assert [heard.body for heard in peer.heard] == [peer.heard[0].body] * 4
    assert [heard.headers.get("X-Slack-Retry-Num") for heard in peer.heard] == [None, "1", "2", "2"]
    assert [heard.headers.get("X-Slack-Retry-Reason") for heard in peer.heard[1:]] == ["http_timeout"] * 3
    assert traffic.exchanges[0].name == "shortcut anywhere, retry 2"


async def test_nothing_else_can_be_redelivered(sender: Sender, traffic: Traffic) -> None:
    traffic.begin("to Slack", "auth.test", {})
    for number in (1, 2):
        with pytest.raises(LookupError):
            await sender.redeliver(number)


async def test_event_is_delivered_until_the_app_takes_it(
    sender: Sender, peer: Peer, traffic: Traffic, changes: Changes
) -> None:
    peer.answers = [500, SILENCE, 200]
    sender.deliver(EVENT)
    await answered(traffic, changes, 3)
    marks = [
        (heard.headers.get("X-Slack-Retry-Num"), heard.headers.get("X-Slack-Retry-Reason"))
        for heard in peer.heard
    ]
    assert marks == [(None, None), ("1", "http_error"), ("2", "http_timeout")]


async def test_event_is_given_up_after_three_retries(
    sender: Sender, peer: Peer, traffic: Traffic, changes: Changes
) -> None:
    peer.answers = [500] * 9
    sender.deliver(EVENT)
    await answered(traffic, changes, 4)
    await sender.send(SHORTCUT)
    assert [heard.payload["type"] for heard in peer.heard] == ["event_callback"] * 4 + ["shortcut"]


async def test_event_that_waits_does_not_hold_up_the_end(
    peer: Peer, traffic: Traffic, changes: Changes
) -> None:
    peer.answers = [500]
    configuration = Configuration.of(manifest(peer.url))
    async with Sender(configuration, SIGNING_SECRET, traffic, pauses=(60,)) as sender:
        sender.deliver(EVENT)
        await answered(traffic, changes, 1)
    assert len(peer.heard) == 1


async def answered(traffic: Traffic, changes: Changes, count: int) -> None:
    """Returns when so many requests are settled."""
    while sum(each.took_ms is not None for each in traffic.exchanges) < count:
        await changes.after(changes.version)


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        ({"command": "/onetime", "text": ""}, "/onetime"),
        ({"command": "/onetime", "text": "list"}, "/onetime list"),
        ({"type": "message_action", "callback_id": "there"}, "message_action there"),
        ({"type": "block_actions", "actions": [{"action_id": "go"}]}, "block_actions go"),
        ({"type": "block_suggestion", "action_id": "page"}, "block_suggestion page"),
        ({"type": "view_submission", "view": {"callback_id": "form"}}, "view_submission form"),
        ({"type": "view_closed", "view": {"callback_id": ""}}, "view_closed"),
        (EVENT, "event app_home_opened"),
    ],
)
def test_name(payload: Json, name: str) -> None:
    assert name_of(payload) == name
