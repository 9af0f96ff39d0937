"""Event types, Booking pages and Resource pools, made, changed and retired one at a time.

The set-up document does the same for a whole company at once, and both read, write and obey the same things.
"""

from bot.scheduling.catalog.booking_pages import BookingPages
from bot.scheduling.catalog.event_types import EventTypes
from bot.scheduling.catalog.kept import Choice, Kept, Typed
from bot.scheduling.catalog.pools import Pools

__all__ = ["BookingPages", "Choice", "EventTypes", "Kept", "Pools", "Typed"]
