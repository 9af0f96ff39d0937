"""What Slack refuses in a view or a message (slack.md, 2 and 11)."""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from bot.sandbox.block_kit.checks import (
    Check,
    all_of,
    at,
    flag,
    listing,
    must,
    one_of,
    record,
    string,
    typed,
    unseen,
)
from bot.sandbox.block_kit.compositions import ID, LONGEST_TEXT, OPTION, OPTION_GROUP, URL, plain, text, texts
from bot.sandbox.block_kit.element_rules import (
    ACCESSORIES,
    ELEMENTS,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUTS,
    Surface,
    kinds_on,
)
from bot.sandbox.block_kit.elements import elements_of
from bot.sandbox.block_kit.rich_text_rules import RICH_TEXT_ELEMENTS
from bot.sandbox.values import Json

ViewType = Literal["modal", "home"]

MOST_IN_MESSAGE = 50
MOST_IN_VIEW = 100


def problems_of_view(view: Json, type_: ViewType) -> list[str]:
    """Why Slack would refuse the view; nothing where it would not."""
    return list(_VIEWS[type_](view, ""))


def problems_of_message(message: Json) -> list[str]:
    """Why Slack would refuse the message's blocks; nothing where it would not."""
    return list(_MESSAGE_BLOCKS(message.get("blocks") or [], "/blocks"))


def problems_of_options(answer: Json) -> list[str]:
    """Why Slack would refuse what an app offers in a list that is searched; nothing where it would not."""
    return list(_OFFERED(answer, ""))


def _block(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return record({"type": string(255), **required}, {"block_id": ID, **(optional or {})})


# They hold the same wherever they are.
_EVERYWHERE: dict[str, Check] = {
    "header": _block({"text": plain(150)}),
    "section": all_of(
        _block(
            {},
            {
                "text": text(),
                "fields": listing(text(2000), most=10),
                "accessory": typed(ACCESSORIES),
                "expand": flag,
            },
        ),
        must(lambda block: "text" in block or "fields" in block, "must define either `text` or `fields`"),
    ),
    "rich_text": _block({"elements": RICH_TEXT_ELEMENTS}),
    "context": _block(
        {"elements": listing(typed({"image": ELEMENTS["image"], **texts(LONGEST_TEXT)}), most=10)}
    ),
    "divider": _block({}),
    "image": _block({"image_url": URL, "alt_text": string(2000)}, {"title": plain(2000)}),
}

# Slack has these too. Nothing here can draw all of them, which the page then says.
_UNSEEN = unseen({"block_id": ID})
_UNSEEN_EVERYWHERE = dict.fromkeys(("card", "data_visualization", "video"), _UNSEEN)
_UNSEEN_IN_MESSAGES = dict.fromkeys(
    ("call", "carousel", "container", "data_table", "file", "plan", "table", "task_card"), _UNSEEN
)


def _all_on(surface: Surface) -> dict[str, Check]:
    """The blocks that any surface has, with the elements that may stand in them on this one."""
    in_actions, in_inputs = kinds_on(surface, IN_ACTIONS), kinds_on(surface, IN_INPUTS)
    return {
        **_EVERYWHERE,
        **_UNSEEN_EVERYWHERE,
        "actions": _block({"elements": listing(typed(in_actions), most=25)}),
        "input": _block(
            {"label": plain(2000), "element": typed(in_inputs)},
            {"dispatch_action": flag, "hint": plain(2000), "optional": flag},
        ),
    }


_IN_MODALS = {
    **_all_on("modal"),
    "alert": _block({"text": text(200)}, {"level": one_of("default", "info", "warning", "error", "success")}),
}
_ON_MESSAGES = {
    **_all_on("message"),
    **_UNSEEN_IN_MESSAGES,
    "markdown": _block({"text": string(12_000)}),
    "context_actions": _block({"elements": listing(typed(IN_CONTEXT_ACTIONS), most=5)}),
}


def _repeated_ids(blocks: list[Json], pointer: str) -> Iterator[str]:
    for name in _repeated(blocks, "block_id"):
        yield at(pointer, f"duplicate block_id: {name}")
    for place, block in enumerate(blocks):
        for name in _repeated(elements_of(block), "action_id"):
            yield at(f"{pointer}/{place}", f"duplicate action_id: {name}")


def _repeated(parts: list[Json], name: str) -> list[str]:
    counted = Counter(part[name] for part in parts if name in part)
    return [id_ for id_, times in counted.items() if times > 1]


def _focused_once(blocks: list[Json], pointer: str) -> Iterator[str]:
    elements = [element for block in blocks for element in elements_of(block)]
    if sum(element.get("focus_on_load", False) for element in elements) > 1:
        yield at(pointer, "only one element may be focused on load")


def _no_response_urls(blocks: list[Json], pointer: str) -> Iterator[str]:
    """They are for inputs in modals alone."""
    for place, block in enumerate(blocks):
        if any("response_url_enabled" in element for element in elements_of(block)):
            yield at(f"{pointer}/{place}", "invalid additional property: response_url_enabled")


def _response_urls_in_inputs(blocks: list[Json], pointer: str) -> Iterator[str]:
    for place, block in enumerate(blocks):
        if block["type"] != "input":
            yield from _no_response_urls([block], f"{pointer}/{place}")


def _blocks(kinds: dict[str, Check], most: int, least: int, *more: Check) -> Check:
    return all_of(listing(typed(kinds), most, least), _repeated_ids, _focused_once, *more)


_MESSAGE_BLOCKS = _blocks(_ON_MESSAGES, MOST_IN_MESSAGE, 0, _no_response_urls)

_OFFERED = record(
    {},
    {
        "options": listing(OPTION, most=100, least=0),
        "option_groups": listing(OPTION_GROUP, most=100, least=0),
    },
)

_OF_ALL_VIEWS: dict[str, Check] = {
    "callback_id": string(255, least=0),
    "private_metadata": string(3000, least=0),
    "external_id": string(255, least=0),
}
_VIEWS: dict[ViewType, Check] = {
    "modal": all_of(
        record(
            {
                "type": one_of("modal"),
                "title": plain(24),
                "blocks": _blocks(_IN_MODALS, MOST_IN_VIEW, 1, _response_urls_in_inputs),
            },
            {
                **_OF_ALL_VIEWS,
                "submit": plain(24),
                "close": plain(24),
                "clear_on_close": flag,
                "notify_on_close": flag,
            },
        ),
        must(
            lambda view: "submit" in view or all(block["type"] != "input" for block in view["blocks"]),
            "missing required field: submit, which a modal with inputs needs",
        ),
    ),
    "home": record(
        {"type": one_of("home"), "blocks": _blocks(_all_on("home"), MOST_IN_VIEW, 0, _no_response_urls)},
        _OF_ALL_VIEWS,
    ),
}
