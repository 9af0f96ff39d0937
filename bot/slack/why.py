"""The modal "Who would get it?": for a Master page, an Event type and a time, with the reasons."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bot.scheduling.catalog import Choice
from bot.scheduling.errors import Invalid
from bot.scheduling.standings import PageStanding, SeatStanding
from bot.scheduling.why import Askable, Explanation
from bot.slack.blocks import (
    Block,
    Element,
    View,
    cut,
    divider,
    moment,
    paragraph,
    plain,
    section,
    small_print,
    words,
)
from bot.slack.payloads import SubmittedView
from bot.slack.setup.fields import Fields

FORM = "who_would_get_it"

# Each input's block and its action have the same id.
EVENT_TYPE = "event_type"
AT = "at"

MOST_PAGES = 40
NAME_SHOWN = 100
WORDS_SHOWN = 500

YOUR_CLOCK = "By your own clock, in the time zone that Slack has for you."


def form(page_id: UUID, askable: Askable, now: datetime) -> View:
    """Which Event type, and when?"""
    page = paragraph(words("Master page: ", bold=True), words(cut(askable.master_page, NAME_SHOWN)))
    if askable.nothing_because:
        return _modal([page, section(askable.nothing_because)], close="Close")
    choices = [Choice(str(each.id), each.name) for each in askable.event_types]
    at = {"type": "datetimepicker", "initial_date_time": int(_next_hour(now).timestamp())}
    blocks = [
        page,
        Fields({EVENT_TYPE: choices[0].value}).pick(EVENT_TYPE, "Event type", choices),
        _input(AT, "Start", at) | {"hint": plain(YOUR_CLOCK)},
    ]
    return _modal(blocks) | {"callback_id": FORM, "submit": plain("Ask"), "private_metadata": str(page_id)}


def question_in(view: SubmittedView) -> tuple[UUID, datetime]:
    """The Event type and the start (aware, in UTC). Raises ``Invalid``."""
    picked, at = view.picked(EVENT_TYPE), view.typed(AT)
    if picked is None:
        raise Invalid({EVENT_TYPE: "Please pick an Event type."})
    if at is None or at.selected_date_time is None:
        raise Invalid({AT: "Please pick a day and a time."})
    try:
        return UUID(picked), datetime.fromtimestamp(at.selected_date_time, UTC)
    except ValueError as error:
        raise Invalid({EVENT_TYPE: "Please pick from the list."}) from error


def answer(explanation: Explanation, at: datetime) -> View:
    """Who would get it, and for every Booking page the first reason why, or why not."""
    asked = paragraph(
        *(words("Master page: ", bold=True), words(cut(explanation.master_page, NAME_SHOWN))),
        words(f"\n{cut(explanation.event_type, NAME_SHOWN)}, "),
        moment(at),
        words(f" by your own clock, which is {at:%H:%M} UTC"),
    )
    pages = [(seat, page) for seat in explanation.seats for page in seat.pages]
    shown = [_standing(seat, page) for seat, page in pages[:MOST_PAGES]]
    left = len(pages) - len(shown)
    more = [small_print(f"… and {left} more. The command onetime why lists all.")] if left else []
    return _modal([asked, section(explanation.verdict), divider(), *shown, *more], close="Ask again")


def _standing(seat: SeatStanding, page: PageStanding) -> Block:
    mark = "✓" if page.gets_it else "✗"
    team = "" if seat.name == page.name else f" ({cut(seat.name, NAME_SHOWN)})"
    return paragraph(
        words(f"{mark} {cut(page.name, NAME_SHOWN)}{team}", bold=page.gets_it),
        words(f"\n{page.time}: {cut(page.why, WORDS_SHOWN)}"),
    )


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _modal(blocks: Sequence[Block], *, close: str = "Cancel") -> View:
    return {
        "type": "modal",
        "title": plain("Who would get it?"),
        "close": plain(close),
        "blocks": list(blocks),
    }


def _input(block_id: str, label: str, element: Element) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": block_id, **element},
    }
