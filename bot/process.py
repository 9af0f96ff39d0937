"""How each process of onetime begins."""

import gc

from bot import logs
from bot.scheduling import zones


def starting() -> None:
    """What is imported and built from here on stays. To search it for rubbish takes a tenth of a start."""
    zones.use_pinned_rules()
    logs.configure()
    gc.disable()


def started() -> None:
    """For processes that go on for long: there is rubbish now, but not among what has stayed so far."""
    gc.freeze()
    gc.enable()
