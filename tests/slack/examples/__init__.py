"""Examples of all that the app can show in Slack. ``test_block_kit.py`` holds them to Slack's rules.

Whoever adds a function to ``bot/slack`` that returns a ``View`` or a ``Message`` says what it makes, at its
shortest and at its longest, in a module here that is named after the function's own::

    EXAMPLES: Examples = {
        closed.closed: [closed.closed("Words"), closed.closed(LONG)],
    }

A function that nobody gave an example of fails the tests, wherever it is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.scheduling.customers import Customer

Examples = Mapping[Callable[..., Any], Sequence[Any]]
"""What each function makes: messages, modals or Home tabs."""

LONG = "L" * 5_000
"""Longer than anything that is let in."""
CUSTOMER = Customer(LONG, LONG)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
