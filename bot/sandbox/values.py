"""JSON as Slack speaks it: the one place where a type is left open, and how it is read."""

import json
from typing import Any

Json = dict[str, Any]

DEEPEST = 50
"""Nothing of Slack's is nested so deep, by far."""


def parsed(text: str) -> Any:
    """Raises ``ValueError`` for what is no JSON, or is nested too deep to be looked through.

    Halves of characters (``"\\ud800"``), which nobody could be shown, become question marks.
    """
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if _is_deeper(value, DEEPEST):
        raise ValueError("nested too deep")
    written = json.dumps(value, ensure_ascii=False)
    return value if written.isascii() else json.loads(written.encode(errors="replace"))


def _is_deeper(value: Any, most: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return most == 0 or any(_is_deeper(each, most - 1) for each in inner)
