"""Slack takes every view and every card that this app can produce, however long the names in it are."""

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from inspect import getsource
from itertools import chain, count
from pkgutil import walk_packages
from typing import Any
from uuid import UUID

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as SdkView

import bot.slack
from bot.sandbox.api.chat_methods import must_be_good
from bot.sandbox.block_kit.block_rules import problems_of_view
from bot.sandbox.block_kit.elements import with_ids
from bot.sandbox.values import Json
from bot.scheduling.customers import EMAIL_LENGTH, NAME_LENGTH
from bot.scheduling.links import Origin, PageChoice
from bot.scheduling.permissions import UserChange
from bot.scheduling.policy import LinkState
from bot.slack import cards, modals
from bot.slack.blocks import Message, View
from bot.slack.modals import FormMemory
from storage.models import BookingStatus
from tests.sandbox.drawn import drawn_message
from tests.slack import choices as choosing
from tests.slack import examples
from tests.slack.choices import POLICY, booking_pages, choices
from tests.slack.examples import CUSTOMER, LONG, NOW
from tests.slack.test_cards import BOOKING, LINK

MEETING = replace(BOOKING, event_type=LONG, customer=CUSTOMER, cancel_reason=LONG)
CANCELLED = replace(MEETING, status=BookingStatus.CANCELLED, cancelled_by="U0BEN")
ACTIVE = replace(LINK, master_page=LONG, customer=CUSTOMER)
STATES = [
    LINK,
    ACTIVE,
    replace(ACTIVE, opened_at=NOW),
    replace(ACTIVE, state=LinkState.SUSPENDED, suspended_because=LONG),
    replace(ACTIVE, state=LinkState.SPENT),
    replace(ACTIVE, state=LinkState.SPENT, booking=MEETING),
    replace(ACTIVE, state=LinkState.SPENT, booking=CANCELLED),
    replace(ACTIVE, state=LinkState.SPENT, booking=MEETING, changes=tuple(UserChange)),
    replace(ACTIVE, state=LinkState.EXPIRED),
    replace(ACTIVE, state=LinkState.REVOKED, revoked_by="U0ADMIN"),
    replace(ACTIVE, state=LinkState.REVOKED),
]
LINKS = [replace(link, id=UUID(int=number)) for number, link in enumerate(STATES)]

MANY = [replace(ACTIVE, id=UUID(int=number)) for number in range(cards.MOST_LISTED + 1)]

CARDS: dict[Callable[..., Message], list[Message]] = {
    cards.card: [cards.card(link) for link in LINKS],
    cards.url: [cards.url("https://book.example/o/token?skip=1")],
    cards.listed: [cards.listed(links) for links in ([], LINKS, MANY)],
}


def pages(count: int, why_not: str | None = None) -> list[PageChoice]:
    return choosing.pages(count, why_not, LONG)


HERE = FormMemory(channel_id="C0SUPPORT", thread_ts="1764600000.000100")
ANYWHERE = FormMemory(asks_channel=True, name=LONG[:NAME_LENGTH], email=LONG[:EMAIL_LENGTH])
CHOICES = [
    choices(),
    choices(pages(20, LONG)),
    choices(pages(1)),
    choices(pages(1), booking_pages(1, name=LONG), replace(POLICY, lifetime=LONG, ticket_required=True)),
    choices([*pages(90), *pages(20, LONG)], booking_pages(10, name=LONG)),
    choices(pages(101), booking_pages(1, name=LONG)),
]
ORIGINS = (None, Origin("C0SUPPORT", None), Origin("D0BEN", "1764600000.000100"))

VIEWS: dict[Callable[..., View], list[View]] = {
    modals.form: [
        modals.form(choices, memory, personalized=personalized)
        for choices in CHOICES
        for memory in (HERE, ANYWHERE)
        for personalized in (False, True)
    ]
    + [modals.form(choices(pages(1)), HERE, notice=LONG)],
    modals.url: [modals.url("https://book.example/o/token?skip=1")],
    modals.result: [modals.result("https://book.example/o/token", NOW, origin) for origin in ORIGINS],
    modals.telling: [modals.telling("Words"), modals.telling(LONG)],
}


def collected() -> Iterator[tuple[Callable[..., Any], Sequence[Any]]]:
    """What the modules of ``tests/slack/examples`` say, too."""
    for module in walk_packages(examples.__path__, f"{examples.__name__}."):
        yield from import_module(module.name).EXAMPLES.items()


EXAMPLES: dict[Callable[..., Any], Sequence[Any]] = {**CARDS, **VIEWS, **dict(collected())}


def test_there_are_examples_of_everything_that_the_app_can_show() -> None:
    assert {f"{maker.__module__}.{maker.__name__}" for maker in EXAMPLES} == set(makers())


@pytest.mark.parametrize("shown", [*chain(*EXAMPLES.values())])
def test_slack_takes_it(shown: Message | Json) -> None:
    if isinstance(shown, Message):
        assert shown.text, "notifications and screen readers need it"
        must_be_good({"text": shown.text, "blocks": shown.blocks})
        assert [parsed(block) for block in shown.blocks] == shown.blocks
    else:
        assert problems_of_view(shown, "home" if shown["type"] == "home" else "modal") == []
        assert SdkView(**shown).to_dict() == shown


@pytest.mark.parametrize("shown", [*chain(*EXAMPLES.values())])
def test_sandbox_draws_all_of_it(shown: Message | Json) -> None:
    blocks = shown.blocks if isinstance(shown, Message) else shown["blocks"]
    drawn = drawn_message(*with_ids(blocks, map(str, count())))

    assert drawn.text != ""
    assert drawn.html.select(".not-drawn") == []


def makers() -> Iterator[str]:
    """The functions in ``bot/slack``, for others to use, that return a view or a message."""
    for module in walk_packages(bot.slack.__path__, f"{bot.slack.__name__}."):
        for node in ast.parse(getsource(import_module(module.name))).body:
            match node:
                case ast.FunctionDef(name=name, returns=ast.Name(id="View" | "Message")) if name[0] != "_":
                    yield f"{module.name}.{name}"


def parsed(block: Any) -> Any:
    """The block, as the SDK understands it."""
    understood = Block.parse(block)
    return None if understood is None else understood.to_dict()
