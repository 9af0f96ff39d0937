"""What is posted about a link: its card, its URL, and the list of a User's links.

What a Customer is called stands in rich-text elements alone, which Slack does not parse, and never in a
message's text, which it does, and which notifications show on locked screens.
"""

from collections.abc import Sequence
from uuid import UUID

from bot.scheduling import activity
from bot.scheduling.booking_views import BookingView
from bot.scheduling.customers import Customer
from bot.scheduling.link_views import LinkView
from bot.scheduling.policy import LinkState
from bot.slack import meetings
from bot.slack.blocks import (
    Block,
    Element,
    Message,
    actions,
    as_text,
    button,
    code_block,
    confirm,
    cut,
    divider,
    escaped,
    header,
    moment,
    paragraph,
    section,
    small_print,
    words,
)
from bot.slack.phrases import actor, customer, what_and_when
from storage.models import BookingStatus

REVOKE = "link_revoke"
SHOW_URL = "link_show_url"
FRESH = "link_fresh"

MOST_LISTED = 15
"""Three blocks a link: as many as fit into a message's fifty."""

UNSPENT = (LinkState.ACTIVE, LinkState.SUSPENDED)


def card(link: LinkView) -> Message:
    """The link's card, as things are now."""
    state = _state(link)
    blocks = [
        header("One-time link"),
        paragraph(
            *_labelled("Master page", words(link.master_page)),
            *_labelled("\nFor", customer(_booked_by(link) or link.customer)),
            *(_labelled("\nFrom", words(link.maker)) if link.maker else []),
            *(_labelled("\nTicket", words(link.ticket)) if link.ticket else []),
            *_labelled("\nState", *state),
        ),
    ]
    if buttons := _card_buttons(link):
        blocks.append(actions(str(link.id), *buttons))
    return Message(as_text([words(f"One-time link for {link.master_page}. "), *state]), blocks)


def _card_buttons(link: LinkView) -> list[Element]:
    """What can be done about the link or, once it is booked, about the meeting."""
    if link.state in UNSPENT:
        return [_revoke_button(link)]
    if link.booking and link.changes:
        return meetings.buttons(link.booking.id, link.changes)
    return [fresh_button(link.id)] if _needs_fresh(link) else []


def _needs_fresh(link: LinkView) -> bool:
    """Did it end without a meeting, and without a fresh one in its place?"""
    booking = link.booking
    cancelled = booking and booking.status == BookingStatus.CANCELLED and not booking.awaits_new_time
    return not link.is_replaced and (link.state != LinkState.SPENT or bool(cancelled))


def fresh_button(link_id: UUID) -> Element:
    """Makes a link in place of that one, with one click."""
    return button("Send a fresh link", FRESH, str(link_id))


def url(address: str) -> Message:
    """The URL, ready to copy: bare in the text as in its block."""
    return Message(escaped(address), [code_block(address)])


def listed(links: Sequence[LinkView]) -> Message:
    """A User's own links, newest first. Of more than ``MOST_LISTED``, one more is enough to say so."""
    if not links:
        empty = "You have made no one-time links yet. Type /onetime to make one."
        return Message(empty, [section(empty)])
    blocks = [block for link in links[:MOST_LISTED] for block in (*entry(link), divider())]
    if len(links) > MOST_LISTED:
        blocks.append(small_print(f"These are the newest {MOST_LISTED}; there are older ones."))
    return Message("Your one-time links", [header("Your one-time links"), *blocks])


def entry(link: LinkView, *more: Element) -> list[Block]:
    """One of a list of links, with what can be done about it, and ``more``."""
    about = paragraph(
        words(link.master_page, bold=True),
        words(" for "),
        customer(link.customer),
        words(", made "),
        moment(link.created_at),
        words("\n"),
        *_state(link),
    )
    if link.state not in UNSPENT:
        return [about]
    return [about, actions(str(link.id), _show_button(link), _revoke_button(link), *more)]


def in_short(link: LinkView) -> str:
    """Which of a list it is, for whoever hears its buttons: without a word that a Customer supplied."""
    return f"{cut(link.master_page, 35)}, made {link.created_at:%d %B %H:%M:%S} UTC"


def _state(link: LinkView) -> list[Element]:
    """The state in words, without a word that a Customer supplied."""
    match link.state:
        case LinkState.ACTIVE:
            return [*_opened(link), words(" Good for one booking until "), moment(link.expires_at)]
        case LinkState.SUSPENDED:
            return [words(f"Suspended. {link.suspended_because}")]
        case LinkState.SPENT:
            return _spent(link.booking)
        case LinkState.EXPIRED:
            return [words("Expired "), moment(link.expires_at), words(" without a booking.")]
        case LinkState.REVOKED:
            return [words("Revoked by "), actor(link.revoked_by or activity.SHELL), words(".")]


def _opened(link: LinkView) -> list[Element]:
    if link.opened_at is None:
        return [words("Active, not opened yet.")]
    return [words("Opened "), moment(link.opened_at), words(", not booked yet.")]


def _spent(booking: BookingView | None) -> list[Element]:
    if booking is None:
        return [words("Booked.")]
    return [*_become(booking), *what_and_when(booking), words(".")]


def _become(booking: BookingView) -> list[Element]:
    """What has become of a booking."""
    match booking.status:
        case BookingStatus.SCHEDULED:
            return [words("Booked: ")]
        case BookingStatus.RESCHEDULED:
            return [words("Moved: ")]
        case BookingStatus.CANCELLED if booking.awaits_new_time:
            return [words("Cancelled, and the Customer was asked for another time: ")]
        case BookingStatus.CANCELLED:
            return [words("Cancelled by "), actor(booking.cancelled_by), words(": ")]
        case BookingStatus.COMPLETED:
            return [words("Completed: ")]
        case BookingStatus.NO_SHOW:
            return [words("The Customer did not come: ")]


def _booked_by(link: LinkView) -> Customer | None:
    return link.booking.customer if link.booking else None


def _labelled(label: str, *elements: Element) -> list[Element]:
    return [words(f"{label}: ", bold=True), *elements]


def _show_button(link: LinkView) -> Element:
    return button("Show URL", SHOW_URL, str(link.id), about=in_short(link))


def _revoke_button(link: LinkView) -> Element:
    asked = confirm(
        "Revoke this link?",
        "Whoever has it cannot book with it any more. This cannot be undone.",
        "Revoke",
        "Keep",
    )
    return button("Revoke", REVOKE, str(link.id), about=in_short(link), style="danger", confirm=asked)
