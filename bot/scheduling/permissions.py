"""What may still become of a booking, and who may do it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial

from bot.scheduling import policy
from bot.scheduling.errors import NotAccepting, NotAllowed, Refusal
from bot.scheduling.people import Person
from bot.scheduling.sentences import Sentence
from storage.bookings import COMING
from storage.models import Booking, BookingPage, BookingStatus, MasterPage, OneTimeLink, Role, RuleType


class UserChange(StrEnum):
    """What Users do with a booking."""

    CANCEL = "cancel"
    REQUEST_RESCHEDULE = "request reschedule"
    NO_SHOW = "no-show"


MISSABLE = (*COMING, BookingStatus.COMPLETED)

CANCELLED_ALREADY = Sentence("This meeting was cancelled already.")
OVER = Sentence("This meeting is over.")
NOT_BEGUN = "This meeting has not begun yet."
CANCEL_ONLY = Sentence("This meeting can be cancelled, but not moved to another time any more.")
NO_NEW_TIME = Sentence("No new time can be picked here any more. Please write to the people you booked with.")
STATIC_NOW = (
    "The Master page of this meeting has Static rules now, so that its Customer could not pick a new time."
    " You can cancel the meeting, or switch the page to Dynamic rules first."
)
RETIRED_NOW = (
    "What this meeting was booked on is no longer in use, so that its Customer could not pick a new time."
    " You can cancel the meeting."
)
NOT_ACCEPTING_NOW = (
    "The Master page of this meeting accepts no bookings, so that its Customer could not pick a new time."
    " You can cancel the meeting, or switch on “Accept bookings” first."
)
NOT_YOURS = "Only who made the link, whom the meeting is with, and Administrators can do that."


def ended(booking: Booking) -> NotAllowed:
    """The refusal for whoever wants to change a booking that is not coming any more."""
    return NotAllowed(CANCELLED_ALREADY if booking.status == BookingStatus.CANCELLED else OVER)


def awaits_new_time(booking: Booking) -> bool:
    """Did a User cancel it in order to have its Customer pick again?"""
    return booking.status == BookingStatus.CANCELLED and booking.new_time_asked_at is not None


def check_coming(booking: Booking) -> None:
    """Raises ``NotAllowed`` for a booking that was cancelled or is over."""
    if booking.status not in COMING:
        raise ended(booking)


def check_cancel(booking: Booking, page: MasterPage, now: datetime) -> None:
    """May the Customer cancel? Raises ``NotAccepting``, ``NotAllowed``."""
    _check_accepting(page)
    _check_policy(booking, "cancel", now)


def check_move(booking: Booking, page: MasterPage, providers: Sequence[BookingPage], now: datetime) -> None:
    """May the Customer pick another time of the same people? Raises ``NotAccepting``, ``NotAllowed``.

    No policy stands in the way of what a User asked for (domain.md: Cancel and reschedule policy).
    """
    _check_accepting(page)
    if not awaits_new_time(booking):
        _check_policy(booking, "reschedule", now)
    if _is_retired(page, providers) or _is_static_now(booking, page):
        raise NotAllowed(NO_NEW_TIME if awaits_new_time(booking) else CANCEL_ONLY)


def check_request_reschedule(booking: Booking, page: MasterPage, providers: Sequence[BookingPage]) -> None:
    """May a User ask the Customer for another time? Raises ``NotAllowed``.

    Not where the Customer could not pick one (domain.md: Cancel and reschedule policy, of Static pages).
    """
    check_coming(booking)
    if _is_static_now(booking, page):
        raise NotAllowed(STATIC_NOW)
    if _is_retired(page, providers):
        raise NotAllowed(RETIRED_NOW)
    if not page.accepts_bookings:
        raise NotAllowed(NOT_ACCEPTING_NOW)


def check_no_show(booking: Booking, now: datetime) -> None:
    """Can the Customer have missed it? Raises ``NotAllowed``."""
    if now < booking.starts:
        raise NotAllowed(NOT_BEGUN)
    if booking.status not in MISSABLE:
        raise ended(booking)


def check_has_part(
    by: Person, role: Role, link: OneTimeLink | None, providers: Sequence[BookingPage]
) -> None:
    """Has this User a part in a booking? Raises ``NotAllowed``.

    Whoever made its link has, whoever takes part in it, and every Administrator.
    """
    involved = {page.owner_id for page in providers} | ({link.created_by} if link else set())
    if role != Role.ADMINISTRATOR and by.user_id not in involved:
        raise NotAllowed(NOT_YOURS)


def check_open(
    change: UserChange, booking: Booking, page: MasterPage, providers: Sequence[BookingPage], now: datetime
) -> None:
    """May those who have a part in a booking do this with it at ``now``? Raises ``NotAllowed``."""
    match change:
        case UserChange.CANCEL:
            check_coming(booking)
        case UserChange.REQUEST_RESCHEDULE:
            check_request_reschedule(booking, page, providers)
        case UserChange.NO_SHOW:
            check_no_show(booking, now)


def open_to_users(
    booking: Booking, page: MasterPage, providers: Sequence[BookingPage], now: datetime
) -> tuple[UserChange, ...]:
    """What those who have a part in a booking may do with it at ``now``."""
    return tuple(
        change
        for change in UserChange
        if why_not(partial(check_open, change, booking, page, providers, now)) is None
    )


def why_not(check: Callable[[], None]) -> Refusal | None:
    """What stands in the way by this check. None: nothing does."""
    try:
        check()
    except Refusal as refusal:
        return refusal
    return None


def _check_accepting(page: MasterPage) -> None:
    if not page.accepts_bookings:
        raise NotAccepting


def _check_policy(booking: Booking, change: policy.PolicyChange, now: datetime) -> None:
    check_coming(booking)
    if reason := policy.why_not_change(change, booking.policy.get(change, 0), booking.starts, now):
        raise NotAllowed(reason)


def _is_retired(page: MasterPage, providers: Sequence[BookingPage]) -> bool:
    """What was retired offers no times any more."""
    return any([page.retired_at, *(each.retired_at for each in providers)])


def _is_static_now(booking: Booking, page: MasterPage) -> bool:
    """A Static page offers no times to those who came by a one-time link (article, the opening note)."""
    return booking.link_id is not None and page.rule_type == RuleType.STATIC
