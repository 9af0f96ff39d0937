"""Slack takes every view and every card that this app can produce, however long the names in it are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from inspect import isfunction
from itertools import chain
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as SdkView

from bot.sandbox.api.chat_methods import must_be_good
from bot.sandbox.block_kit.block_rules import problems_of_view
from bot.scheduling.customers import EMAIL_LENGTH, NAME_LENGTH, Customer
from bot.scheduling.links import Origin, PageChoice
from bot.scheduling.policy import LinkState
from bot.slack import cards, modals
from bot.slack.blocks import Message, View
from bot.slack.modals import FormMemory
from storage.models import BookingStatus
from tests.slack.test_cards import BOOKING, LINK

LONG = "L" * 5_000
"""Longer than anything that is let in."""
CUSTOMER = Customer(LONG, LONG)
NOW = datetime(2026, 12, 1, tzinfo=UTC)

MEETING = replace(BOOKING, event_type=LONG, customer=CUSTOMER, cancel_reason=LONG)
CANCELLED = replace(MEETING, status=BookingStatus.CANCELLED)
ACTIVE = replace(LINK, master_page=LONG, customer=CUSTOMER)
STATES = [
    LINK,
    ACTIVE,
    replace(ACTIVE, opened_at=NOW),
    replace(ACTIVE, state=LinkState.SUSPENDED, suspended_because=LONG),
    replace(ACTIVE, state=LinkState.SPENT),
    replace(ACTIVE, state=LinkState.SPENT, booking=MEETING),
    replace(ACTIVE, state=LinkState.SPENT, booking=CANCELLED),
    replace(ACTIVE, state=LinkState.EXPIRED),
    replace(ACTIVE, state=LinkState.REVOKED, revoked_by="U0ADMIN"),
    replace(ACTIVE, state=LinkState.REVOKED),
]
LINKS = [replace(link, id=UUID(int=number)) for number, link in enumerate(STATES)]

MANY = [replace(ACTIVE, id=UUID(int=number)) for number in range(cards.MOST_LISTED + 1)]

CARDS: dict[Callable[..., Message], list[Message]] = {
    cards.card: [cards.card(link) for link in LINKS],
    cards.url: [cards.url("https://book.example/o/token?skip=1")],
    cards.booked: [cards.booked(BOOKING), cards.booked(MEETING)],
    cards.moved: [cards.moved(BOOKING), cards.moved(MEETING)],
    cards.cancelled: [cards.cancelled(BOOKING), cards.cancelled(CANCELLED)],
    cards.unmailed: [
        cards.unmailed(MEETING, to, about) for to in ("customer", "0") for about in cards.LETTERS
    ],
    cards.listed: [cards.listed(links) for links in ([], LINKS, MANY)],
}


def pages(count: int, why_not: str | None = None) -> list[PageChoice]:
    return [PageChoice(UUID(int=number), f"{number}{LONG}", "page", why_not) for number in range(count)]


HERE = FormMemory(channel_id="C0SUPPORT", thread_ts="1764600000.000100")
ANYWHERE = FormMemory(asks_channel=True, name=LONG[:NAME_LENGTH], email=LONG[:EMAIL_LENGTH])
CHOICES: list[list[PageChoice]] = [[], pages(20, LONG), pages(1), [*pages(100), *pages(20, LONG)], pages(101)]
ORIGINS = (None, Origin("C0SUPPORT", None), Origin("D0BEN", "1764600000.000100"))

VIEWS: dict[Callable[..., View], list[View]] = {
    modals.form: [
        modals.form(choices, memory, personalized=personalized)
        for choices in CHOICES
        for memory in (HERE, ANYWHERE)
        for personalized in (False, True)
    ],
    modals.result: [modals.result("https://book.example/o/token", NOW, origin) for origin in ORIGINS],
    modals.telling: [modals.telling("Words"), modals.telling(LONG)],
}


def test_none_is_forgotten_here() -> None:
    assert set(CARDS) == makers(cards, Message)
    assert set(VIEWS) == makers(modals, View)


@pytest.mark.parametrize("message", [*chain(*CARDS.values())])
def test_every_message_is_good(message: Message) -> None:
    assert message.text, "notifications and screen readers need it"
    must_be_good({"text": message.text, "blocks": message.blocks})
    assert [parsed(block) for block in message.blocks] == message.blocks


@pytest.mark.parametrize("view", [*chain(*VIEWS.values())])
def test_every_view_is_good(view: Any) -> None:
    assert problems_of_view(view, "modal") == []
    assert SdkView(**view).to_dict() == view


def makers(module: Any, kind: object) -> set[Callable[..., Any]]:
    """The functions of a module, for others to use, that return something of a kind."""
    return {
        function
        for name, function in vars(module).items()
        if isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
        and get_type_hints(function).get("return") == kind
    }


def parsed(block: Any) -> Any:
    """The block, as the SDK understands it."""
    understood = Block.parse(block)
    return None if understood is None else understood.to_dict()
