"""The elements of Block Kit that a person can enter something into, and the names of what they hold."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from bot.sandbox.values import Json


class Holding(NamedTuple):
    """``name`` of the value in a view's state, ``initial`` for what stands there at first. Is it a list?"""

    name: str
    initial: str
    is_list: bool = False


HOLDINGS = {
    "plain_text_input": Holding("value", "initial_value"),
    "email_text_input": Holding("value", "initial_value"),
    "url_text_input": Holding("value", "initial_value"),
    "number_input": Holding("value", "initial_value"),
    "static_select": Holding("selected_option", "initial_option"),
    "external_select": Holding("selected_option", "initial_option"),
    "radio_buttons": Holding("selected_option", "initial_option"),
    "checkboxes": Holding("selected_options", "initial_options", is_list=True),
    "multi_static_select": Holding("selected_options", "initial_options", is_list=True),
    "multi_external_select": Holding("selected_options", "initial_options", is_list=True),
    "users_select": Holding("selected_user", "initial_user"),
    "multi_users_select": Holding("selected_users", "initial_users", is_list=True),
    "conversations_select": Holding("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Holding("selected_conversations", "initial_conversations", is_list=True),
    "channels_select": Holding("selected_channel", "initial_channel"),
    "multi_channels_select": Holding("selected_channels", "initial_channels", is_list=True),
    "datepicker": Holding("selected_date", "initial_date"),
    "timepicker": Holding("selected_time", "initial_time"),
    "datetimepicker": Holding("selected_date_time", "initial_date_time"),
    "rich_text_input": Holding("rich_text_value", "initial_value"),
}


def elements_of(block: Json) -> list[Json]:
    """The elements in a block: of actions all, of an input its own, of a section the accessory."""
    match block:
        case {"type": "input", "element": element} | {"type": "section", "accessory": element}:
            return [element]
        case {"type": "actions" | "context_actions", "elements": elements}:
            return list(elements)
        case _:
            return []


def holding_elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each element that holds something, after its block."""
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in HOLDINGS:
                yield block, element


def initial(element: Json) -> Any:
    """What stands in an element before anybody has touched it; None for nothing."""
    holding = HOLDINGS[element["type"]]
    return element.get(holding.initial, [] if holding.is_list else None)


def in_state(element: Json, value: Any) -> Json:
    """An element's part of a view's state."""
    return {"type": element["type"], HOLDINGS[element["type"]].name: value}


def with_ids(blocks: list[Json], new_id: Iterator[str]) -> list[Json]:
    """The blocks, each with an id, and so each element; as Slack gives them where the app gave none."""
    return [_with_ids(block, new_id) for block in blocks]


def _with_ids(block: Json, new_id: Iterator[str]) -> Json:
    named = {"block_id": next(new_id), **block}
    match block:
        case {"type": "input", "element": element}:
            return named | {"element": _named(element, new_id)}
        case {"type": "section", "accessory": element}:
            return named | {"accessory": _named(element, new_id)}
        case {"type": "actions", "elements": elements}:
            return named | {"elements": [_named(element, new_id) for element in elements]}
        case _:
            return named


def _named(element: Json, new_id: Iterator[str]) -> Json:
    return element if element["type"] == "image" else {"action_id": next(new_id), **element}
