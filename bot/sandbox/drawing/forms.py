"""What a browser posts of the controls that ``drawing`` draws, read back into Slack's values.

A control is named after its block and its element. What is chosen is posted by its place among the options,
so that no page decides what the app gets.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from bot.sandbox.block_kit.elements import HOLDINGS, elements_of, holding_elements
from bot.sandbox.state.open_view import OpenView, Place
from bot.sandbox.values import Json

Values = dict[Place, Any]
"""What stands in elements, each in the shape that Slack gives it."""

REQUIRED = "Please complete this required field."

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# What an action tells of its element, besides what was chosen.
_TOLD = ("text", "value", "style", "url", "confirm", "placeholder")


def press_name(block_id: str, action_id: str, option: int | None = None) -> str:
    """How a page names an element, or one of its options."""
    parts = [quote(block_id, safe=""), quote(action_id, safe="")]
    return ":".join(parts if option is None else [*parts, str(option)])


def control_name(block_id: str, action_id: str) -> str:
    return f"v:{press_name(block_id, action_id)}"


def place(press: str) -> tuple[str, str, int | None]:
    """The block id, the action id and the option that ``press_name`` named. Raises ``LookupError``."""
    match press.split(":"):
        case [block_id, action_id]:
            return unquote(block_id), unquote(action_id), None
        case [block_id, action_id, option] if option.isdecimal():
            return unquote(block_id), unquote(action_id), int(option)
    raise LookupError(press)


def entered(view: OpenView, form: FormData, zone: ZoneInfo) -> Values:
    """Enter into a view what a form says, and answer what stands in it then. Raises as ``values`` does."""
    known = {
        where: [*view.offered.get(where, []), *_options(value)] for where, value in standing(view).items()
    }
    for where, value in values(view.blocks, form, zone, known).items():
        view.enter(*where, value)
    return standing(view)


def standing(view: OpenView) -> Values:
    """What stands in all elements of a view now."""
    places = [(block["block_id"], element["action_id"]) for block, element in holding_elements(view.blocks)]
    return {where: view.value(*where) for where in places}


def values(
    blocks: Sequence[Json], form: FormData, zone: ZoneInfo, known: Mapping[Place, list[Json]] | None = None
) -> Values:
    """What a form says of the elements that it has. Its times of day are in ``zone``.

    ``known`` are the options of lists that the app fills while they are searched. Raises ``LookupError`` for
    an option that is not there, ``ValueError`` for a time that is none.
    """
    said: Values = {}
    for block, element in holding_elements(list(blocks)):
        where = (block["block_id"], element["action_id"])
        posted = [str(value) for value in form.getlist(control_name(*where))]
        if posted:
            texts = [text for text in posted if text]
            said[where] = _value(element, texts, zone, (known or {}).get(where, []))
    return said


def pressed(blocks: Sequence[Json], press: str, standing: Values) -> Json:
    """The action that Slack sends for the element that was pressed or changed.

    Raises ``LookupError`` where no such thing is there any more.
    """
    block_id, action_id, option = place(press)
    element = _element(blocks, block_id, action_id)
    told = {name: element[name] for name in _TOLD if name in element}
    action = {"type": element["type"], "block_id": block_id, "action_id": action_id, **told}
    if element["type"] == "overflow" or option is not None:
        numbered: dict[int | None, Json] = dict(enumerate(options_of(element)))
        return action | {"selected_option": numbered[option]}
    if element["type"] in HOLDINGS:
        return action | {HOLDINGS[element["type"]].name: standing[block_id, action_id]}
    return action


def problems(view: OpenView) -> dict[str, str]:
    """What Slack itself finds wrong in a modal, before it would send it to the app: by block id, in words."""
    there = standing(view)
    found = {
        block["block_id"]: _problem(block, element, there[block["block_id"], element["action_id"]])
        for block, element in holding_elements(view.blocks)
        if block["type"] == "input"
    }
    return {block_id: problem for block_id, problem in found.items() if problem}


def options_of(element: Json) -> list[Json]:
    """All options of an element in their order, those in groups too."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(option for group in groups for option in group["options"])]


def _element(blocks: Sequence[Json], block_id: str, action_id: str) -> Json:
    for block in blocks:
        for element in elements_of(block):
            if (block["block_id"], element.get("action_id")) == (block_id, action_id):
                return element
    raise LookupError(block_id, action_id)


def _options(value: object) -> list[Json]:
    """The options among the things that stand in an element."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]


def _value(element: Json, texts: list[str], zone: ZoneInfo, known: list[Json]) -> Any:
    chosen = [each for each in map(_reader(element, zone, known), texts) if each is not None]
    return chosen if HOLDINGS[element["type"]].is_list else next(iter(chosen), None)


def _reader(element: Json, zone: ZoneInfo, known: list[Json]) -> Callable[[str], Any]:
    """How one posted text becomes a value of this element."""
    match element["type"]:
        case "static_select" | "multi_static_select" | "radio_buttons" | "checkboxes":
            return {str(index): option for index, option in enumerate(options_of(element))}.__getitem__
        case "external_select" | "multi_external_select":
            return {option["text"]["text"]: option for option in reversed(known)}.get
        case "datetimepicker":
            return lambda text: int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())
        case "datepicker":
            return lambda text: date.fromisoformat(text).isoformat()
        case "timepicker":
            return lambda text: f"{time.fromisoformat(text):%H:%M}"
        case _:
            return lambda text: text.replace("\r\n", "\n")


def _problem(block: Json, element: Json, value: Any) -> str | None:
    if not value:
        return None if block.get("optional") else REQUIRED
    match element["type"]:
        case "plain_text_input":
            return _length_problem(element, value)
        case "email_text_input":
            return None if _ADDRESS.fullmatch(value) else "Please enter a valid email address."
        case "url_text_input":
            return None if _is_web_address(value) else "Please enter a valid web address."
        case "number_input":
            return _number_problem(element, value)
    return _count_problem(element, value)


def _length_problem(element: Json, text: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if least <= len(text) <= most:
        return None
    return f"Please enter at {f'least {least}' if len(text) < least else f'most {most}'} characters."


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _number_problem(element: Json, text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite():
        return "Please enter a number."
    if not element["is_decimal_allowed"] and number != int(number):
        return "Please enter a whole number."
    if number < Decimal(element.get("min_value", number)):
        return f"Please enter a number that is not less than {element['min_value']}."
    if number > Decimal(element.get("max_value", number)):
        return f"Please enter a number that is not more than {element['max_value']}."
    return None


def _count_problem(element: Json, value: Any) -> str | None:
    most = element.get("max_selected_items")
    return f"Please choose at most {most}." if most and len(value) > most else None
