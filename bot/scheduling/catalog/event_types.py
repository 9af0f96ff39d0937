"""Event types: what can be booked, made and changed one at a time."""

from collections.abc import Sequence
from datetime import datetime

from bot.scheduling import rules
from bot.scheduling.catalog import hands
from bot.scheduling.catalog.forms import EVENT_TYPE, Form, Problem
from bot.scheduling.catalog.hands import InHand
from bot.scheduling.catalog.inputs import NAMED
from bot.scheduling.catalog.kept import Choice
from bot.scheduling.catalog.panels import rules_in_use
from bot.scheduling.catalog.shelf import Shelf, fresh
from bot.scheduling.obstacles import listed
from bot.scheduling.offering import can_be_booked
from bot.scheduling.people import Person
from bot.scheduling.rules import RuledEventType
from bot.scheduling.setup_file import rows
from bot.scheduling.setup_file.document import EventTypeEntry
from storage import catalog
from storage.catalog import Catalog
from storage.models import BookingMode, EventType


class EventTypes(Shelf[EventType, EventTypeEntry]):
    """For Administrators.

    Keys: ``name``, ``minutes``, ``booking``, ``sessions``, ``capacity``, ``slots.every``, ``slots.start``,
    ``slots.most_a_day``, ``buffers.before``, ``buffers.after``, ``notice``, ``horizon``, ``caps.day``,
    ``caps.week``, ``policy.cancel``, ``policy.reschedule``, ``policy.reason``, ``fields`` (a line each:
    ``order_number: Order number (required)``) and ``reminders`` (``24h, 1h``).

    One that stands in a rule stays Automatic booking and Single session, and is not retired (domain.md:
    Dynamic and Static).
    """

    KIND = "event type"
    KNOWN_BY = "name"
    PICKED_FROM = (EventType,)
    SHOWN_FROM = NAMED

    async def rule_choices(self, by: Person) -> Sequence[Choice]:
        """Those that may stand in a rule."""
        async with hands.reading(self.database, by, self.PICKED_FROM) as hand:
            hand.check_administrator()
            found = rows.in_use(hand.stored.event_types)
            return [Choice(str(each.id), each.name) for each in found if can_be_booked(each)]

    @property
    def _form(self) -> Form[EventTypeEntry]:
        return EVENT_TYPE

    def _rows(self, stored: Catalog) -> Sequence[EventType]:
        return stored.event_types

    def _key(self, row: EventType) -> str:
        return row.name

    def _new(self, hand: InHand) -> EventType:
        return EventType(**fresh(hand))

    def _entries(self, _: Catalog, event_types: Sequence[EventType]) -> Sequence[EventTypeEntry]:
        return rows.event_types(event_types)

    async def _problems(self, hand: InHand, row: EventType, entry: EventTypeEntry) -> Sequence[Problem]:
        labels = _ruled_on(hand.stored, row)
        if not labels:
            return []
        changes = {
            "booking": RuledEventType(entry.name, entry.booking, sessions=1),
            "sessions": RuledEventType(entry.name, BookingMode.AUTOMATIC, entry.sessions),
        }
        problems = {key: rules.problem_of_event_type(change) for key, change in changes.items()}
        return [(key, f"{problem} of {listed(labels)}") for key, problem in problems.items() if problem]

    async def _lay(self, hand: InHand, row: EventType, entry: EventTypeEntry) -> None:
        rows.fill_event_type(row, entry)
        hand.session.add(row)
        await hand.session.flush()

    def _places(self, stored: Catalog, row: EventType) -> Sequence[str]:
        return [f"a rule of {label}" for label in _ruled_on(stored, row)]

    async def _let_go(self, hand: InHand, row: EventType, _: datetime) -> str:
        await catalog.dissociate(hand.session, row)
        return ""


def _ruled_on(stored: Catalog, event_type: EventType) -> list[str]:
    """The labels of the Master pages that have a rule for it."""
    return [page.label for page, rule in rules_in_use(stored) if rule.event_type_id == event_type.id]
