"""Signed requests that are almost right: whatever is wrong with one, it is answered, and never with a 500."""

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.slack import shapes
from tests.slack.fake_slack import signed
from tests.slack.office import Office

Json = dict[str, Any]

MUTANTS = 300
VALUES: list[Any] = [None, 7, -1, 1e99, True, [], {}, [[]], {"id": 7}]
TEXTS = ["", "\0", "x" * 5_000, "<!channel>", "\ud800", "U0BEN", "modal"]


async def test_no_mutant_of_a_good_request_breaks_anything(office: Office) -> None:
    dice = Random(20261201)
    good = await good_payloads(office)

    statuses = []
    for _ in range(MUTANTS):
        headers, body = signed(mutant(dice.choice(good), dice))
        response = await office.app.post("/slack/events", headers=headers, content=body)
        statuses.append(response.status_code)

    assert {status for status in statuses if status >= 500} == set()
    assert {200, 400} <= set(statuses)


async def good_payloads(office: Office) -> list[Json]:
    """One of each kind that this app knows."""
    agent = office.agent()
    await office.makes_link()
    view, (card, _) = await office.opens_form(), office.slack.posts()
    trigger_id = office.slack.trigger()
    return [
        agent.command("list"),
        agent.command(),
        agent.press(card, "link_revoke"),
        agent.submission(view),
        shapes.toggle(view, "Personalize link", user="U0BEN", trigger_id=trigger_id),
        shapes.search(view, "Master page", "support", user="U0BEN"),
        shapes.global_shortcut("onetime_global", user="U0BEN", trigger_id=trigger_id),
        shapes.message_shortcut(
            "onetime_message",
            user="U0BEN",
            channel="C0SUPPORT",
            ts="1764600000.000100",
            thread_ts=None,
            trigger_id=trigger_id,
            response_url=office.slack.response_url("U0BEN"),
        ),
    ]


def mutant(payload: Json, dice: Random) -> Json:
    """The payload with something in it gone, or replaced by what does not belong there."""
    changed = copy.deepcopy(payload)
    container, key = dice.choice(list(_places(changed)))
    if dice.random() < 0.3:
        del container[key]
    else:
        container[key] = dice.choice([*VALUES, *TEXTS])
    if "command" not in changed:
        return changed
    # A form holds nothing but text.
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in _whole(changed)}


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _whole(form: Json) -> Iterator[tuple[str, Any]]:
    return ((name, "?" if value == "\ud800" else value) for name, value in form.items())
