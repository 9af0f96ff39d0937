"""Signed requests that are almost right: whatever is wrong with one, it is answered, and never with a 500."""

import json
from random import Random

from bot.sandbox.values import Json
from tests.databases import on_sqlite
from tests.mutants import mutant
from tests.slack.fake_slack import signed
from tests.slack.office import Office
from tests.thoroughness import examples

pytestmark = on_sqlite  # what differs between databases lies below this door

MUTANTS = examples(40, thorough=5000)


async def test_no_mutant_of_a_good_request_breaks_anything(office: Office) -> None:
    dice = Random(20261201)
    good = await good_payloads(office)

    statuses = []
    for _ in range(MUTANTS):
        headers, body = signed(as_sent(mutant(dice.choice(good), dice)))
        response = await office.app.post("/slack/events", headers=headers, content=body)
        statuses.append(response.status_code)

    assert {status for status in statuses if status >= 500} == set()
    assert {200, 400} <= set(statuses)


async def good_payloads(office: Office) -> list[Json]:
    """One of each kind that this app knows."""
    agent = office.agent()
    await office.makes_link()
    view, (card, _) = await office.opens_form(), office.slack.posts()
    home = await agent.opens_home()
    await agent.presses_in(home, "Edit my hours")
    return [
        agent.home_opened(),
        agent.user_change(),
        agent.press_in(home, "Show URL"),
        agent.press_in(home, "Edit my hours"),
        agent.submission(office.slack.view),
        agent.command("list"),
        agent.command(),
        agent.press(card, "link_revoke"),
        agent.submission(view),
        agent.toggle(view, "Personalize link"),
        agent.search(view, "Master page", "support"),
        agent.global_shortcut(),
        agent.message_shortcut(),
    ]


def as_sent(payload: Json) -> Json:
    """A command goes out as a form, which holds nothing but text, and whole characters."""
    if "command" not in payload:
        return payload
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in payload.items()}
    return {name: "?" if text == "\ud800" else text for name, text in texts.items()}
