"""What passed can be looked at, and its secrets cannot."""

import pytest

from bot.sandbox.changes import Changes
from bot.sandbox.values import Json
from bot.sandbox.wire.masking import masked
from bot.sandbox.wire.traffic import Traffic
from tests.sandbox.clock import Clock


@pytest.fixture
def traffic(clock: Clock) -> Traffic:
    return Traffic(clock, Changes())


def test_request_is_there_before_its_answer(traffic: Traffic, clock: Clock) -> None:
    number = traffic.begin("to Slack", "chat.postMessage", {"text": "Hello"})
    (asked,) = traffic.exchanges
    assert (asked.request, asked.answer, asked.took_ms) == ('{\n  "text": "Hello"\n}', "", None)

    clock.passes(0.25)
    traffic.finish(number, 200, {"ok": True})

    (answered,) = traffic.exchanges
    assert (answered.status, answered.answer, answered.took_ms) == (200, '{\n  "ok": true\n}', 250)


def test_exchange_knows_the_change_that_was_the_last_to_change_it(clock: Clock) -> None:
    changes = Changes()
    traffic = Traffic(clock, changes)
    first, _ = (traffic.begin("to Slack", "auth.test", {}) for _ in range(2))
    assert [each.version for each in traffic.exchanges] == [2, 1]

    traffic.finish(first, 200, "ok")

    assert [each.version for each in traffic.exchanges] == [2, 3]
    assert changes.version == 3


def test_newest_two_hundred_are_kept(traffic: Traffic) -> None:
    first = traffic.begin("to Slack", "auth.test", {})
    for _ in range(200):
        last = traffic.begin("to Slack", "auth.test", {})

    traffic.finish(first, 200, "ok")
    assert (len(traffic.exchanges), traffic.exchanges[0].number) == (200, last)
    with pytest.raises(LookupError):
        traffic.exchange(first)


def test_what_can_be_sent_again_is_kept_whole(traffic: Traffic) -> None:
    payload = {"type": "shortcut", "token": "a-secret-token"}

    exchange = traffic.exchange(traffic.begin("to the app", "shortcut", payload, payload))

    assert exchange.redeliverable
    assert exchange.payload == payload
    assert "a-secret-token" not in exchange.request
    assert not traffic.exchange(traffic.begin("to Slack", "auth.test", {})).redeliverable


def test_nothing_is_left_after_clearing(traffic: Traffic) -> None:
    traffic.begin("to Slack", "auth.test", {})

    traffic.clear()

    assert traffic.exchanges == []


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ({"token": "verification"}, '"verif…"'),
        ({"view": [{"trigger_id": "1234567.890"}]}, '"12345…"'),
        ({"header": "Bearer xoxb-1-secret"}, '"Bearer xoxb-…"'),
        ({"response_url": "http://127.0.0.1/response/abcdefgh"}, '"http://127.0.0.1/response/abcd…"'),
        ("No xoxb-1-secret here, nor xoxp-2-secret", "No xoxb-… here, nor xoxp-…"),
        ({"token": None, "text": "A token"}, '"A token"'),
    ],
)
def test_secrets_are_cut_to_their_beginnings(shown: Json | str, expected: str) -> None:
    assert expected in masked(shown)
    assert "secret" not in masked(shown)
