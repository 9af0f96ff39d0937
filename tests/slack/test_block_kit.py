"""Slack takes every view and every card that this app can produce, however long the names in it are."""

import ast
import json
from collections.abc import Iterator
from importlib import import_module
from inspect import getsource
from itertools import chain, count
from pkgutil import walk_packages
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as SdkView

import bot.slack
from bot.sandbox.api.chat_methods import must_be_good
from bot.sandbox.api.view_methods import MOST_BYTES
from bot.sandbox.block_kit.block_rules import problems_of_view
from bot.sandbox.block_kit.elements import with_ids
from bot.slack.blocks import Message
from tests.sandbox.drawn import drawn_message
from tests.slack import examples
from tests.slack.examples import Examples

MODULES = [module.name for module in walk_packages(examples.__path__, f"{examples.__name__}.")]


def examples_in(module: str) -> Examples:
    """Made when a test asks: it takes long, and most processes that know the tests run others."""
    made: Examples = import_module(module).EXAMPLES
    return made


def test_there_are_examples_of_everything_that_the_app_can_show() -> None:
    shown = chain.from_iterable(map(examples_in, MODULES))
    assert {f"{maker.__module__}.{maker.__name__}" for maker in shown} == set(makers())


@pytest.mark.parametrize("module", MODULES)
def test_slack_takes_it(module: str) -> None:
    for shown in chain(*examples_in(module).values()):
        if isinstance(shown, Message):
            assert shown.text, "notifications and screen readers need it"
            must_be_good({"text": shown.text, "blocks": shown.blocks})
        else:
            assert problems_of_view(shown, "home" if shown["type"] == "home" else "modal") == []
            assert len(json.dumps(shown).encode()) <= MOST_BYTES
            around = shown | {"blocks": [{"type": "divider"}] * len(shown["blocks"])}
            assert SdkView(**around).to_dict() == around

    blocks = blocks_in(module)
    assert [parsed(block) for block in blocks] == blocks


@pytest.mark.parametrize("module", MODULES)
def test_sandbox_draws_all_of_it(module: str) -> None:
    drawn = drawn_message(*with_ids(blocks_in(module), map(str, count())))

    assert drawn.text != ""
    assert drawn.html.select(".not-drawn") == []


def blocks_in(module: str) -> list[Any]:
    """Each once: most views have much in common."""
    shown = chain(*examples_in(module).values())
    blocks = chain.from_iterable(
        each.blocks if isinstance(each, Message) else each["blocks"] for each in shown
    )
    return list({json.dumps(block): block for block in blocks}.values())


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
