"""How much random tests look at: a sample in every run, and with ``THOROUGH=1`` far more."""

import os

THOROUGH = os.environ.get("THOROUGH") == "1"


def examples(usual: int, thorough: int) -> int:
    """How many random set-ups a property is tried on."""
    return thorough if THOROUGH else usual
