"""Block Kit in short, for tests."""

from typing import Any

from bot.sandbox.values import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str = "1", **parts: Any) -> Json:
    return {"text": plain(text), "value": value, **parts}


def options(count: int) -> list[Json]:
    return [option(f"Option {number}", str(number)) for number in range(count)]


def element(kind: str, action_id: str = "do", **parts: Any) -> Json:
    return {"type": kind, "action_id": action_id, **parts}


def button(action_id: str = "go", text: str = "Go", **parts: Any) -> Json:
    return element("button", action_id, text=plain(text), **parts)


def input_(element: Json, block_id: str = "asked", **parts: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain("Label"), "element": element, **parts}


def text_input(block_id: str = "name", **parts: Any) -> Json:
    return input_(element("plain_text_input", block_id, **parts), block_id)


def section(text: str = "Words", **parts: Any) -> Json:
    return {"type": "section", "text": plain(text), **parts}


def actions(*elements: Json, **parts: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **parts}


def rich(*parts: Json, kind: str = "rich_text_section") -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(parts)}]}


def words(text: str = "Words", **parts: Any) -> Json:
    return {"type": "text", "text": text, **parts}


def confirm(**parts: Any) -> Json:
    return {
        "title": plain("Sure?"),
        "text": plain("Really?"),
        "confirm": plain("Yes"),
        "deny": plain("No"),
        **parts,
    }


def modal(*blocks: Json, **parts: Any) -> Json:
    return {"type": "modal", "title": plain("Form"), "submit": plain("Go"), "blocks": list(blocks), **parts}


def home(*blocks: Json, **parts: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **parts}


def without(part: str, whole: Json) -> Json:
    return {name: value for name, value in whole.items() if name != part}
