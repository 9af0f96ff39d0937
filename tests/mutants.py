"""JSON that is almost right."""

import copy
from collections.abc import Iterator
from random import Random
from typing import Any, TypeVar

VALUES: list[Any] = [None, 7, -1, 1e99, True, [], {}, [[]], {"id": 7}]
TEXTS = ["", "\0", "x" * 5_000, "<!channel>", "\ud800", "U0BEN", "modal"]

T = TypeVar("T")


def mutant(good: T, dice: Random) -> T:
    """The same with something in it gone, or replaced by what does not belong there."""
    changed = copy.deepcopy(good)
    container, key = dice.choice(list(_places(changed)))
    if dice.random() < 0.3:
        del container[key]
    else:
        container[key] = dice.choice([*VALUES, *TEXTS])
    return changed


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    for key in keys:
        yield value, key
        yield from _places(value[key])
