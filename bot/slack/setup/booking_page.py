"""The form for a Booking page, whole or as much as its owner may change, and what it came to."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.scheduling.catalog import Choice
from bot.scheduling.setup_file.document import BookingPageEntry
from bot.slack.blocks import Block, View, header, moment, paragraph, saying, section, small_print, user, words
from bot.slack.home.own import availability
from bot.slack.hours import WEEKDAYS
from bot.slack.setup.fields import Fields
from bot.slack.setup.forms import Draft, Retiring, edit_form
from bot.slack.setup.ids import BOOKING_PAGE

TIME_ZONE = "time_zone"
OWNER = "owner"

FOR_STATIC = "What can be booked here on a Static Master page, or by a link for this person alone."
OWNER_HINT = "A member of this workspace, who can change the hours. Guests cannot be booked."
FROM_NOW_ON = "This is when Customers can book from now on:"
HOURS_HINT = (
    "Such as 9 to 5, or 09:00-13:00 and 14:00-17:00. Leave a day blank where there are none."
    " Past midnight: 22:00-02:00."
)
HOW_TO_MOVE = "Cancel one, or ask for another time, on its card or on the Home tab of whoever takes part."
MOST_TIMES = 5
DATES_HINT = (
    "On each line one date or a range: 27 Dec: 10-12, 24 Dec to 26 Dec: closed, or 2026-12-24: closed."
)


def form(draft: Draft, event_types: Sequence[Choice], places: Sequence[str]) -> View:
    """All of it, for Administrators."""
    fields = Fields(draft.typed)
    blocks = [
        fields.line("name", "Name", "Customers see it.", optional=False),
        fields.person(OWNER, "Whose it is", OWNER_HINT),
        *_hours(fields),
        header("Meetings"),
        *_where(fields),
        *([fields.pick_some("event_types", "Event types", event_types, FOR_STATIC)] if event_types else []),
        fields.line("link", "Link", "Letters, digits, - and _. Blank: made from the name."),
    ]
    retiring = Retiring(BOOKING_PAGE.retire, places)
    return edit_form(BOOKING_PAGE.form, "Booking page", blocks, draft, retiring)


def own_form(draft: Draft) -> View:
    """As much of it as its owner may change."""
    fields = Fields(draft.typed)
    blocks = [*_hours(fields), header("Meetings"), *_where(fields)]
    return edit_form(BOOKING_PAGE.form, "My Booking page", blocks, draft)


def result(page: BookingPageEntry, outside: Sequence[datetime], today: date) -> View:
    """What was typed, read back in full. ``outside``: when meetings begin that stand outside these hours."""
    whose = paragraph(words("Whose it is: "), user(page.owner))
    past = [str(day) for day in page.dates if day < today]
    passed = [section(f"Past already: {', '.join(past[-MOST_TIMES:])}.")] if past else []
    staying = [_staying(outside)] if outside else []
    return saying("Saved", section(FROM_NOW_ON), paragraph(*availability(page)), whose, *passed, *staying)


def _staying(outside: Sequence[datetime]) -> Block:
    stay = "1 booked meeting stays" if len(outside) == 1 else f"{len(outside)} booked meetings stay"
    times = [element for starts in outside[:MOST_TIMES] for element in (words("\n"), moment(starts))]
    left = len(outside) - MOST_TIMES
    return paragraph(
        words(f"{stay}, outside these hours:", bold=True),
        *times,
        *([words(f"\nand {left} more")] if left > 0 else []),
        words(f"\n{HOW_TO_MOVE}"),
    )


def _hours(fields: Fields) -> list[Block]:
    days = [fields.line(f"weekly.{day[:3].lower()}", day) for day in WEEKDAYS]
    return [
        header("Availability"),
        fields.search(TIME_ZONE, "Time zone", "Type a large city or a country, such as Madrid or India."),
        small_print(HOURS_HINT),
        *days,
        fields.lines("dates", "Other hours on dates", DATES_HINT),
    ]


def _where(fields: Fields) -> list[Block]:
    return [
        fields.line("location", "Location", "An address, a meeting link or a telephone number."),
        fields.line("email", "Email", "Mail about bookings goes there. Blank: none is sent."),
    ]
