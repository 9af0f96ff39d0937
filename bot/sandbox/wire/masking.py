"""Requests and answers to show to people, without what is secret in them."""

import json
import re
from typing import Any

from bot.sandbox.values import Json

MASK = "…"
SECRET_FIELDS = {"token", "trigger_id"}

_SECRET = re.compile(r"(xox[a-z]-|/response/.{4})[^\s\"/?]+")


def masked(shown: Json | str) -> str:
    """JSON, indented, or a text as it is; of its secrets only how they begin."""
    if isinstance(shown, str):
        return _without_secrets(shown)
    return json.dumps(_masked(shown), indent=2, ensure_ascii=False)


def _masked(value: Any) -> Any:
    match value:
        case dict():
            return {name: _field(name, inner) for name, inner in value.items()}
        case list():
            return [_masked(inner) for inner in value]
        case str():
            return _without_secrets(value)
        case _:
            return value


def _field(name: str, value: Any) -> Any:
    if name in SECRET_FIELDS and isinstance(value, str):
        return f"{value[:5]}{MASK}"
    return _masked(value)


def _without_secrets(text: str) -> str:
    return _SECRET.sub(lambda found: found[1] + MASK, text)
