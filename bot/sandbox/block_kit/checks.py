"""Small checks of JSON that are put together into the rules of Block Kit.

A check takes a value and the JSON pointer to it, and yields what is wrong, in words like Slack's own.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.sandbox.values import Json

Check = Callable[[Any, str], Iterator[str]]


def at(pointer: str, problem: str) -> str:
    return f"{problem} [json-pointer:{pointer}]"


def string(most: int, least: int = 1) -> Check:
    """A text of so many characters."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield at(pointer, "must provide a string")
        elif len(value) < least:
            yield at(pointer, f"must be more than {least - 1} characters")
        elif len(value) > most:
            yield at(pointer, f"must be less than {most + 1} characters")

    return check


def matching(pattern: str, told: str) -> Check:
    """A text of a form, which ``told`` names."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield at(pointer, f"must be {told}")

    return check


def number(least: int, most: int) -> Check:
    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            yield at(pointer, f"must be an integer from {least} to {most}")

    return check


def flag(value: Any, pointer: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield at(pointer, "must provide a boolean")


def one_of(*allowed: object) -> Check:
    def check(value: Any, pointer: str) -> Iterator[str]:
        if value not in allowed:
            yield at(pointer, f"must be one of {', '.join(map(str, allowed))}")

    return check


def listing(each: Check, most: int, least: int = 1) -> Check:
    """A list of so many items."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield at(pointer, "must provide an array")
            return
        if len(value) < least:
            yield at(pointer, f"no fewer than {least} items allowed")
        if len(value) > most:
            yield at(pointer, f"no more than {most} items allowed")
        for place, item in enumerate(value):
            yield from each(item, f"{pointer}/{place}")

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield at(pointer, "must provide an object")
            return
        yield from (at(pointer, f"missing required field: {name}") for name in required if name not in value)
        for name, inner in value.items():
            if name in known:
                yield from known[name](inner, f"{pointer}/{name}")
            else:
                yield at(pointer, f"invalid additional property: {name}")

    return check


def unseen(known: Mapping[str, Check]) -> Check:
    """An object of which only these fields are looked at, where it has them."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        for name in known.keys() & value.keys():
            yield from known[name](value[name], f"{pointer}/{name}")

    return check


def typed(kinds: Mapping[str, Check]) -> Check:
    """An object whose ``type`` says which of the checks it has to pass."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            yield at(pointer, "missing required field: type")
        elif kind not in kinds:
            yield at(pointer, f"unsupported type: {kind}")
        else:
            yield from kinds[kind](value, pointer)

    return check


def all_of(*checks: Check) -> Check:
    """Every check. The later ones may rely on what the first lets through."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        for each in checks:
            problems = list(each(value, pointer))
            yield from problems
            if problems:
                return

    return check


def must(holds: Callable[[Json], bool], otherwise: str) -> Check:
    """Something that has to be true of an object as a whole."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not holds(value):
            yield at(pointer, otherwise)

    return check
