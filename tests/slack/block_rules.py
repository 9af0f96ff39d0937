"""What Slack refuses in a view or a message, as its documentation and its SDK say (slack.md, 2 and 11)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]

ON_MESSAGES = {"header", "rich_text", "section", "context", "actions", "divider"}
IN_MODALS = ON_MESSAGES | {"input"}
RICH_TEXT_PARTS = {"text", "date", "user", "channel"}

LONGEST = {
    "block_id": 255,
    "action_id": 255,
    "callback_id": 255,
    "private_metadata": 3000,
    "fallback": 3000,
}
LONGEST_TEXT = {
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
    ("header", "text"): 150,
    ("button", "text"): 75,
    ("input", "label"): 2000,
    ("confirm", "title"): 100,
    ("confirm", "text"): 300,
    ("confirm", "confirm"): 30,
    ("confirm", "deny"): 30,
    ("option", "text"): 75,
}
MOST_OPTIONS = {"static_select": 100, "checkboxes": 10, "radio_buttons": 10}


def problems_of_view(view: Json) -> list[str]:
    """Why ``views.open`` would refuse the view; nothing where it would not."""
    blocks = view.get("blocks", [])
    has_input = any(block["type"] == "input" for block in blocks)
    return [
        *_sdk_problems(view, lambda: View(**view).to_dict()),
        *_list_problems(blocks, IN_MODALS, most=100),
        *(["a modal needs a title"] if "title" not in view else []),
        *(["an input in a modal without a submit"] if has_input and "submit" not in view else []),
        *_deep_problems({**view, "type": "modal"}),
    ]


def problems_of_message(message: Json) -> list[str]:
    """Why ``chat.postMessage`` would refuse the message; nothing where it would not."""
    blocks = message.get("blocks") or []
    if not message.get("text"):
        return ["a message needs a text: notifications and screen readers use it"]
    if not blocks:
        return []
    return [
        *_sdk_problems({"blocks": blocks}, lambda: {"blocks": [_parsed(block) for block in blocks]}),
        *_list_problems(blocks, ON_MESSAGES, most=50),
        *_deep_problems({"blocks": blocks}),
    ]


def _parsed(block: Json) -> Json:
    parsed = Block.parse(block)
    return {} if parsed is None else parsed.to_dict()


def _sdk_problems(sent: Json, round_trip: Any) -> list[str]:
    try:
        came_back = round_trip()
    except (SlackObjectFormationError, TypeError) as error:
        return [str(error)]
    return [] if came_back == sent else [f"the SDK would make it {came_back}"]


def _list_problems(blocks: list[Json], known: set[str], most: int) -> Iterator[str]:
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    for block in blocks:
        if block["type"] not in known:
            yield f"no block {block['type']} here"
        if repeated := _repeated(part.get("action_id") for part in _dicts(block)):
            yield f"action ids twice in one block: {repeated}"
    if repeated := _repeated(block.get("block_id") for block in blocks):
        yield f"block ids twice: {repeated}"


def _repeated(names: Iterator[str | None]) -> list[str]:
    return [name for name, times in Counter(names).items() if name is not None and times > 1]


def _deep_problems(root: Json) -> Iterator[str]:
    for part in _dicts(root):
        yield from _length_problems(part)
        yield from _choice_problems(part)
        yield from _part_problems(part)


def _length_problems(part: Json) -> Iterator[str]:
    for name, most in LONGEST.items():
        if len(part.get(name) or "") > most:
            yield f"{name} longer than {most}"
    kind = _kind_of(part)
    for (owner, name), most in LONGEST_TEXT.items():
        if kind == owner and name in part and not 1 <= len(part[name]["text"]) <= most:
            yield f"{name} of a {kind}: {len(part[name]['text'])} characters"
    if kind in ("plain_text", "mrkdwn") and not 1 <= len(part["text"]) <= 3000:
        yield f"{kind} of {len(part['text'])} characters"
    if kind in ("plain_text", "mrkdwn", "text") and not part["text"]:
        yield "an empty text"


def _kind_of(part: Json) -> str:
    if "confirm" in part and "deny" in part:
        return "confirm"
    if "value" in part and isinstance(part.get("text"), dict) and "type" not in part:
        return "option"
    return str(part.get("type", ""))


def _choice_problems(part: Json) -> Iterator[str]:
    options = part.get("options")
    if options is None:
        return
    if not 1 <= len(options) <= MOST_OPTIONS[part["type"]]:
        yield f"{len(options)} options"
    if any(not 1 <= len(option["value"]) <= 150 for option in options):
        yield "an option's value is too long or empty"
    initial = part.get("initial_options", [part["initial_option"]] if "initial_option" in part else None)
    if initial is not None and (not initial or any(choice not in options for choice in initial)):
        yield "what is chosen at first is not among the options"


def _part_problems(part: Json) -> Iterator[str]:
    kind = part.get("type")
    if kind in ("rich_text_section", "rich_text_preformatted"):
        yield from (
            f"no {e['type']} in rich text" for e in part["elements"] if e["type"] not in RICH_TEXT_PARTS
        )
    if kind == "plain_text_input" and len(part.get("initial_value", "")) > part.get("max_length", 3000):
        yield "what stands in an input at first is longer than the input takes"
    if kind == "button" and len(part.get("value", "")) > 2000:
        yield "a button's value is too long"


def _dicts(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _dicts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _dicts(inner)
