"""What stands in the forms for something new: what the rules would take for whatever is left out."""

from bot.scheduling.catalog import Typed
from bot.scheduling.catalog.forms import BOOKING_PAGE, EVENT_TYPE, MASTER_PAGE, POOL, E, Form
from bot.scheduling.catalog.inputs import Directory
from bot.scheduling.setup_file.document import (
    BookingPageEntry,
    EventTypeEntry,
    MasterPageEntry,
    PoolEntry,
    PoolMemberEntry,
)

ANY = "any-name"
"""In the place of what only a person can say."""


def event_type() -> Typed:
    return _blanked(EVENT_TYPE, EventTypeEntry(name=ANY), "name")


def booking_page() -> Typed:
    entry = BookingPageEntry.model_validate({"name": ANY, "owner": "U0", "time_zone": "UTC"})
    return _blanked(BOOKING_PAGE, entry, "name", "link", "owner", "time_zone")


def pool() -> Typed:
    return _blanked(POOL, PoolEntry(name=ANY, members=(PoolMemberEntry(page=ANY),)), "name", "members")


def master_page() -> Typed:
    return _blanked(MASTER_PAGE, MasterPageEntry(name=ANY), "name", "label", "link")


def _blanked(form: Form[E], entry: E, *keys: str) -> Typed:
    return {**form.write(entry, Directory({}, {"": ANY}, {})), **dict.fromkeys(keys, "")}
