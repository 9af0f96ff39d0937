"""How much the tests against oracles look at: a sample in every run, and with ``THOROUGH=1`` all there is."""

import os

THOROUGH = os.environ.get("THOROUGH") == "1"


def examples(usual: int) -> int:
    """How many random set-ups a property is tried on."""
    return usual * 50 if THOROUGH else usual
