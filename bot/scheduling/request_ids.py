"""The ids that our own pages give to requests, so that they are told from those that others choose."""

import re
from secrets import token_urlsafe

RANDOM_BYTES = 16
OURS = re.compile(r"visit-[\w-]{22}", re.ASCII)
"""No script comes upon it by itself: what it chooses may well be guessed."""


def new_request_id() -> str:
    """One that nobody guesses."""
    return f"visit-{token_urlsafe(RANDOM_BYTES)}"


def is_ours(request_id: str) -> bool:
    """Does it look like one of ours? Then whoever has it was given it."""
    return OURS.fullmatch(request_id) is not None
