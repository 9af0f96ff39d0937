"""Every entrance from Slack for everybody who can come in by it: role by role, and nothing is left open.

What is refused changes nothing: the database is the same, row by row. What a person may do with links and
meetings of their own and of others is told where those rules are tested.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import product
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from bot.sandbox.values import Json
from bot.slack import registered
from bot.slack.people import SlackPeople
from storage.models import BookingPage, EventType, MasterPage, Pool, Rule
from tests.databases import on_sqlite
from tests.rows import contents
from tests.slack.fake_slack import CHANNEL, PARENT, signed
from tests.slack.office import Office

pytestmark = on_sqlite  # what differs between databases lies below this door

SOMETHING = str(uuid4())
"""The id of nothing that there is: roles are looked at before it could matter."""
EVENT_TYPE, BOOKING_PAGE, POOL, MASTER_PAGE, RULE = (str(uuid4()) for _ in range(5))
"""In a payload these stand for the ids of the first of each that there is; no page is a Member's own."""
Thing = type[EventType | BookingPage | Pool | MasterPage | Rule]
KINDS: dict[str, Thing] = {
    EVENT_TYPE: EventType,
    BOOKING_PAGE: BookingPage,
    POOL: Pool,
    MASTER_PAGE: MasterPage,
    RULE: Rule,
}

REFUSALS = (
    "Only Administrators can do that. Please ask ",
    "One-time links are for members of this workspace; guests and apps cannot use them.",
    "One-time links are for the people of the workspace that installed this app.",
)


class Least(IntEnum):
    """Who may at the least."""

    ANYBODY = 0
    MEMBER = 1
    ADMINISTRATOR = 2


@dataclass(frozen=True)
class Actor:
    """Somebody, and how much they may."""

    user_id: str
    may: Least
    team_id: str = "T0ACME"


ACTORS = {
    "Administrator": Actor("U0ADMIN", Least.ADMINISTRATOR),
    "Member": Actor("U0BEN", Least.MEMBER),
    "guest": Actor("U0GUEST", Least.ANYBODY),
    "of another workspace": Actor("U0BEN", Least.ANYBODY, "T0OTHER"),
}


@dataclass(frozen=True)
class Entrance:
    """One way in: who may use it, and the part of its payload that is its own."""

    least: Least
    payload: Json = field(default_factory=dict)


def typed(text: str, least: Least) -> Entrance:
    return Entrance(least, {"command": "/onetime", "text": text, "channel_id": CHANNEL})


def shortcut(callback_id: str, least: Least) -> Entrance:
    return Entrance(least, {"type": "shortcut", "callback_id": callback_id})


def pressed(
    action_id: str, least: Least, value: str = SOMETHING, memory: Mapping[str, Any] | None = None
) -> Entrance:
    """A button; with a ``memory`` it stands in a form that remembers that, else on a message."""
    action = {"type": "button", "action_id": action_id, "block_id": "block", "value": value}
    around = {} if memory is None else {"view": form("any", memory)}
    return Entrance(least, {"type": "block_actions", "actions": [action], "container": {}, **around})


def submitted(callback_id: str, least: Least, memory: Mapping[str, Any], **picked: str) -> Entrance:
    return Entrance(least, {"type": "view_submission", "view": form(callback_id, memory, **picked)})


def searched(action_id: str, least: Least) -> Entrance:
    return Entrance(least, {"type": "block_suggestion", "action_id": action_id, "value": ""})


def form(callback_id: str, memory: Mapping[str, Any], **picked: str) -> Json:
    values = {
        name: {name: {"type": "static_select", "selected_option": {"value": value}}}
        for name, value in picked.items()
    }
    return {
        "id": "V0FORM",
        "previous_view_id": "V0PAGE",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": json.dumps(memory),
        "state": {"values": values},
    }


def remembered(thing_id: str) -> dict[str, Any]:
    return {"id": thing_id, "version": "as it was"}


NEW: dict[str, Any] = {}
THINGS = {"event_type": EVENT_TYPE, "pool": POOL, "master_page": MASTER_PAGE}
PAGE = remembered(MASTER_PAGE)
IN_PAGE = remembered(RULE) | {"page": PAGE}
SWITCH = {"page_id": MASTER_PAGE, "to": "static"}
ASKED = json.dumps(SWITCH)
APPOINTED = {"state": {"values": {"user": {"user": {"type": "users_select", "selected_user": "U0ADMIN"}}}}}

ANYBODY, MEMBER, ADMINISTRATOR = Least

TABLE = {
    "command /onetime": typed("", MEMBER),
    "command /onetime for": typed("for <@U0ANA>", MEMBER),
    "command /onetime list": typed("list", MEMBER),
    "command /onetime rules": typed("rules", ADMINISTRATOR),
    "command /onetime help": typed("help", ANYBODY),
    "shortcut onetime_message": Entrance(
        MEMBER,
        {
            "type": "message_action",
            "callback_id": "onetime_message",
            "channel": {"id": CHANNEL},
            "message": {"ts": PARENT},
        },
    ),
    "shortcut onetime_global": shortcut("onetime_global", MEMBER),
    "shortcut rule_type_switch": shortcut("rule_type_switch", ADMINISTRATOR),
    "event app_home_opened": Entrance(MEMBER, {"type": "app_home_opened", "tab": "home"}),
    "action personalize": pressed("personalize", MEMBER, memory=NEW),
    "view onetime_link": submitted("onetime_link", MEMBER, NEW, master_page=SOMETHING),
    "list master_page": searched("master_page", MEMBER),
    "action link_revoke": pressed("link_revoke", MEMBER),
    "action link_show_url": pressed("link_show_url", MEMBER),
    "action link_fresh": pressed("link_fresh", MEMBER),
    "action meeting_cancel": pressed("meeting_cancel", MEMBER),
    "action meeting_request_reschedule": pressed("meeting_request_reschedule", MEMBER),
    "action meeting_no_show": pressed("meeting_no_show", MEMBER),
    "view meeting_cancel": submitted("meeting_cancel", MEMBER, {"booking_id": SOMETHING}),
    "view meeting_request_reschedule": submitted(
        "meeting_request_reschedule", MEMBER, {"booking_id": SOMETHING}
    ),
    "action home_go": pressed("home_go:Next", MEMBER, "{}"),
    "action who_would_get_it_ask": pressed("who_would_get_it_ask", MEMBER),
    "view who_would_get_it": Entrance(
        MEMBER,
        {
            "type": "view_submission",
            "view": form("who_would_get_it", NEW) | {"private_metadata": SOMETHING},
        },
    ),
    # A Member's own, that is: of somebody else's they hear that there is none.
    "action booking_page_edit": pressed("booking_page_edit", MEMBER, BOOKING_PAGE),
    "view booking_page_form": submitted("booking_page_form", MEMBER, remembered(BOOKING_PAGE)),
    "action booking_page_new": pressed("booking_page_new", ADMINISTRATOR),
    "action booking_page_retire": pressed(
        "booking_page_retire", ADMINISTRATOR, memory=remembered(BOOKING_PAGE)
    ),
    "list time_zone": searched("time_zone", MEMBER),
    "list members": searched("members", MEMBER),
    "list booking_pages": searched("booking_pages", MEMBER),
    "list event_type": searched("event_type", ADMINISTRATOR),
    "list event_types": searched("event_types", ADMINISTRATOR),
    "list switched_page": searched("switched_page", ADMINISTRATOR),
    "list primary": searched("primary", ADMINISTRATOR),
    "list additional": searched("additional", ADMINISTRATOR),
    **{f"action {kind}_new": pressed(f"{kind}_new", ADMINISTRATOR) for kind in THINGS},
    **{f"action {kind}_edit": pressed(f"{kind}_edit", ADMINISTRATOR, that) for kind, that in THINGS.items()},
    **{
        f"action {kind}_retire": pressed(f"{kind}_retire", ADMINISTRATOR, memory=remembered(that))
        for kind, that in THINGS.items()
    },
    **{
        f"view {kind}_form": submitted(f"{kind}_form", ADMINISTRATOR, remembered(that))
        for kind, that in THINGS.items()
    },
    "action master_page_share": pressed("master_page_share", ADMINISTRATOR),
    "action link_new": pressed("link_new", MEMBER),
    "action link_generate": pressed("link_generate", MEMBER),
    "action master_page_accept": pressed("master_page_accept", ADMINISTRATOR, f"off:{MASTER_PAGE}"),
    "action rule_type_ask": pressed("rule_type_ask", ADMINISTRATOR, ASKED),
    "action rule_type_undo": pressed("rule_type_undo", ADMINISTRATOR),
    "view rule_type_switch": submitted(
        "rule_type_switch", ADMINISTRATOR, NEW, switched_page=SOMETHING, rule_type="static"
    ),
    "view rule_type_confirm": submitted("rule_type_confirm", ADMINISTRATOR, SWITCH),
    "action rule_add": pressed("rule_add", ADMINISTRATOR, memory=PAGE),
    "action rule_edit": pressed("rule_edit", ADMINISTRATOR, memory=PAGE),
    "action rules_turn": pressed("rules_turn:Next", ADMINISTRATOR, "1", memory=PAGE),
    "action rule_remove": pressed("rule_remove", ADMINISTRATOR, memory=IN_PAGE),
    "view rule_form": submitted("rule_form", ADMINISTRATOR, IN_PAGE),
    "action role_appoint": pressed("role_appoint", ADMINISTRATOR),
    "view role_appoint_form": Entrance(
        ADMINISTRATOR, {"type": "view_submission", "view": form("role_appoint_form", NEW) | APPOINTED}
    ),
    "action role_dismiss": pressed("role_dismiss", ADMINISTRATOR, "U0BEN"),
    "action link_policy_edit": pressed("link_policy_edit", ADMINISTRATOR),
    "view link_policy_form": submitted("link_policy_form", ADMINISTRATOR, NEW),
    "action look_edit": pressed("look_edit", ADMINISTRATOR),
    "view look_form": submitted("look_form", ADMINISTRATOR, NEW),
    "action activity_subject": pressed("activity_subject", MEMBER, memory=NEW),
    "action activity_actor": pressed("activity_actor", MEMBER, memory=NEW),
}


def test_table_has_every_entrance_that_there_is(office: Office) -> None:
    found = registered(SlackPeople(office.people, frozenset()), office.services)
    named = {
        *(f"command {command}" for command in found.commands),
        *(f"shortcut {callback_id}" for callback_id in found.message_shortcuts | found.global_shortcuts),
        *(f"event {event}" for event in found.events if event != "user_change"),  # nobody does that
        *(f"action {action_id}" for action_id in found.actions),
        *(f"view {callback_id}" for callback_id in found.views),
        *(f"list {action_id}" for action_id in found.lists),
    }

    assert {" ".join(name.split()[:2]) for name in TABLE} == named


async def test_what_nobody_listens_to_is_not_found(office: Office) -> None:
    ben = office.agent()
    unheard = [ben.command() | {"command": "/another"}, ben.global_shortcut("another")]

    requests = [(body, headers) for headers, body in map(signed, unheard)]
    answers = [await office.app.post("/slack/events", content=body, headers=h) for body, h in requests]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert office.slack.views == []


Asked = tuple[str, str]
"""By which entrance, and by whom."""
ALLOWED: list[Asked] = [
    (name, title)
    for name, entrance in TABLE.items()
    for title, actor in ACTORS.items()
    if actor.may >= entrance.least
]
NOT_ALLOWED = [asked for asked in product(TABLE, ACTORS) if asked not in ALLOWED]


async def test_what_a_role_does_not_allow_is_refused_and_changes_nothing(office: Office) -> None:
    before = await contents(office.database)

    assert await refused(office, NOT_ALLOWED) == NOT_ALLOWED
    assert await contents(office.database) == before


async def test_nobody_is_refused_what_their_role_allows(office: Office) -> None:
    assert await refused(office, ALLOWED) == []


async def refused(office: Office, what: Sequence[Asked]) -> list[Asked]:
    """What of it is refused, where all of it is asked for one after another."""
    payloads = {name: await with_ids(office, entrance.payload) for name, entrance in TABLE.items()}
    return [(name, title) for name, title in what if await is_refused(office, payloads[name], ACTORS[title])]


async def is_refused(office: Office, payload: Json, actor: Actor) -> bool:
    calls = len(office.slack.all_calls)
    response = await office.agent(actor.user_id).sends(addressed(office, payload, actor))
    told = response.text + json.dumps([call.arguments for call in office.slack.all_calls[calls:]])
    assert "Something went wrong" not in told
    # An empty list is how somebody who searches is refused: there is no room for words.
    return any(words in told for words in REFUSALS) or response.text == '{"options": []}'


async def with_ids(office: Office, payload: Json) -> Json:
    """The payload about things that there are."""
    written = json.dumps(payload)
    async with office.database.reading() as session:
        for stand_in, kind in KINDS.items():
            if stand_in in written:
                first = select(kind.id).order_by(kind.position).limit(1)
                written = written.replace(stand_in, str(await session.scalar(first)))
    known: Json = json.loads(written)
    return known


def addressed(office: Office, payload: Json, actor: Actor) -> Json:
    """The payload, as it comes from this person."""
    trigger_id = office.slack.trigger(actor.user_id)
    if "command" in payload:
        return payload | {"team_id": actor.team_id, "user_id": actor.user_id, "trigger_id": trigger_id}
    if payload["type"] == "app_home_opened":
        event = payload | {"user": actor.user_id}
        return {"type": "event_callback", "team_id": actor.team_id, "event": event}
    response_url = (
        {} if "view" in payload else {"response_url": office.slack.response_url(actor.user_id, CHANNEL)}
    )
    user = {"id": actor.user_id, "team_id": actor.team_id}
    return payload | {"user": user, "trigger_id": trigger_id, **response_url}
