"""What stands in the forms for something new: what the rules would take for whatever is left out."""

from bot.scheduling.catalog import Typed
from bot.scheduling.catalog.forms import BOOKING_PAGE, EVENT_TYPE, EXAMPLE, MASTER_PAGE, POOL, E, Form
from bot.scheduling.catalog.inputs import Directory


def event_type() -> Typed:
    return _blanked(EVENT_TYPE)


def booking_page() -> Typed:
    return _blanked(BOOKING_PAGE)


def pool() -> Typed:
    return _blanked(POOL)


def master_page() -> Typed:
    return _blanked(MASTER_PAGE, "label")


def _blanked(form: Form[E], *made_from_others: str) -> Typed:
    """Without what only a person can say, and what is made from that."""
    written = form.write(form.kind.model_validate(form.example), Directory({}, {"": EXAMPLE}, {}))
    return {**written, **dict.fromkeys((*form.example, *made_from_others), "")}
