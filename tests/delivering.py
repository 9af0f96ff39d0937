"""Delivering what waits in an outbox, without a loop that runs beside the test."""

from bot.scheduling.outbox import AT_ONCE, Outbox


async def deliver_due(outbox: Outbox) -> int:
    """Deliver, one after another, all that is due at this moment. Returns how many were tried."""
    tried = 0
    while notices := await outbox.claim(AT_ONCE):
        for notice in notices:
            await outbox.deliver(notice)
        tried += len(notices)
    return tried
