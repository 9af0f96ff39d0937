"""What may be done, decided from values alone."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

from bot.scheduling import availability
from bot.scheduling.availability import Notice
from bot.scheduling.sentences import Length, Sentence


class LinkState(StrEnum):
    """Where a one-time link is in its life (domain.md: One-time links, 6)."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    SPENT = "spent"
    EXPIRED = "expired"
    REVOKED = "revoked"


OPEN = (LinkState.ACTIVE, LinkState.SUSPENDED)
"""Not ended: they can be used, if not at the moment."""


class Asking(StrEnum):
    """May whoever holds a link by which nothing can be booked ask for a new time?"""

    POSSIBLE = "possible"
    DONE = "done"
    """It was asked today already, and heard."""
    UNHEARD = "unheard"
    """There is no thread in which anybody would hear of it."""


ASKED_AGAIN_AFTER = timedelta(days=1)

STATIC = "This Master page has Static rules. Switch this page to Dynamic rules to use one-time links."
NOT_ACCEPTING = "This Master page does not accept bookings. Switch on “Accept bookings” to use it."
NO_RULES = (
    "Nothing can be booked on this Master page yet, for it has no rules: each says who gives the meeting for"
    " one Event type. An Administrator adds them on the app's Home tab, with “Edit” beside the page."
)
RETIRED = "This Master page is no longer in use."


def why_suspended(*, dynamic: bool, accepts_bookings: bool, retired: bool) -> str | None:
    """Why links of such a Master page do not work at the moment and what mends it; None where they do.

    Source: article, the opening note; domain.md: One-time links, 1 and 6.
    """
    if not dynamic and not retired:
        return STATIC
    return why_closed(accepts_bookings=accepts_bookings, retired=retired)


def why_closed(*, accepts_bookings: bool, retired: bool) -> str | None:
    """Why nothing can be booked through such a Master page at the moment. None: it can."""
    if retired:
        return RETIRED
    return None if accepts_bookings else NOT_ACCEPTING


def link_state(
    *,
    spent_at: datetime | None,
    revoked_at: datetime | None,
    expires_at: datetime,
    suspended: bool,
    now: datetime,
) -> LinkState:
    """The state of a link at ``now``. At its expiry a link is expired."""
    if spent_at is not None:
        return LinkState.SPENT
    if revoked_at is not None:
        return LinkState.REVOKED
    if now >= expires_at:
        return LinkState.EXPIRED
    return LinkState.SUSPENDED if suspended else LinkState.ACTIVE


def asking(*, has_thread: bool, asked_at: datetime | None, now: datetime) -> Asking:
    """May whoever holds a link ask for a new time at ``now``? Once a day, where somebody hears of it."""
    if not has_thread:
        return Asking.UNHEARD
    if asked_at is not None and now < asked_at + ASKED_AGAIN_AFTER:
        return Asking.DONE
    return Asking.POSSIBLE


STARTED = Sentence("This meeting has already begun.")
NEVER = Sentence("This meeting cannot be changed here. Please write to the people you booked with.")


PolicyChange = Literal["cancel", "reschedule"]
"""What the policy of an Event type says of each, by its own key."""


def why_not_change(
    change: PolicyChange, limit: int | None, starts: datetime, now: datetime
) -> Sentence | None:
    """Why a Customer may not cancel or move a meeting that starts then. None: it is allowed.

    ``limit`` is how many minutes before the start it is allowed, 0: any time, None: never. At the deadline it
    still is; after the start never. Source: domain.md, Cancel and reschedule policy.
    """
    if now > starts:
        return STARTED
    if limit is None:
        return NEVER
    if now > starts - timedelta(minutes=limit):
        return _too_late(change, Length(limit))
    return None


def _too_late(change: PolicyChange, length: Length) -> Sentence:
    if change == "cancel":
        return Sentence("Cancelling this meeting was possible until {length} before it.", length=length)
    return Sentence(
        "Moving this meeting to another time was possible until {length} before it.", length=length
    )


LONGEST_LIFETIME, LONGEST_LIFETIME_IN_BUSINESS_DAYS = 90, 60
"""In days: no link lasts longer (domain.md: One-time links, 5). 60 business days are 84 days, or 86."""


class Lifetime(NamedTuple):
    """How long a one-time link lasts: business days where there are any, else days."""

    days: int = LONGEST_LIFETIME
    business_days: int = 0

    def ends(self, now: datetime, time_zone: str) -> datetime:
        """When a link made ``now`` (aware) expires.

        Business days are Monday to Friday in ``time_zone``, counted as those of an Event type's notice.
        """
        if not self.business_days:
            return now + timedelta(days=self.days)
        notice = Notice(business_days=self.business_days)
        return availability.instant_of(availability.notice_ends(now, notice, time_zone))
