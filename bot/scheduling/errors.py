"""The refusals. What each means in words is each door's own table."""

from dataclasses import dataclass
from datetime import datetime

from bot.scheduling.policy import Asking


class Refusal(Exception):
    """Something was asked for that the rules do not allow. Nothing was changed."""


class NotFound(Refusal):
    """No such link, booking or page: the same for everything that is unknown."""


@dataclass
class LinkUnusable(Refusal):
    """The link cannot be used, at the moment or any more. ``asking``: may its holder ask for a new time?"""

    asking: Asking = Asking.UNHEARD


class LinkSpent(LinkUnusable):
    """The link's one booking was made."""


class LinkExpired(LinkUnusable):
    """The link was not used in time."""


class LinkRevoked(LinkUnusable):
    """A User took the link back."""


class LinkSuspended(LinkUnusable):
    """The link's Master page is Static now, or does not accept bookings. Nothing is spent."""


class NotAccepting(Refusal):
    """The Master page does not accept bookings at the moment, or offers none."""


class SlotTaken(Refusal):
    """The time was open a moment ago and is not any more. Nothing is spent."""


class BookedBefore(Refusal):
    """The visit has booked its meeting, and nothing shows that whoever asks now is who booked it."""


@dataclass
class NotAllowed(Refusal):
    """A policy or a role forbids it. ``reason`` says which, in words for whoever asked."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass
class InUse(NotAllowed):
    """Something cannot be retired: ``reason`` says where it stands, and ``places`` lists that."""

    places: tuple[str, ...]


@dataclass
class ChangedMeanwhile(NotAllowed):
    """Somebody else saved while this was being edited. To read it again shows what is true now."""


@dataclass
class AlreadySwitched(NotAllowed):
    """It is so already: ``by`` (a Slack user id; None: from the shell) did it ``at`` that time, if known."""

    by: str | None
    at: datetime | None


@dataclass
class Invalid(Refusal):
    """What was typed cannot be right. ``fields`` maps each field's name to what is wrong with it."""

    fields: dict[str, str]

    def __str__(self) -> str:
        return "; ".join(f"{name}: {problem}" for name, problem in self.fields.items())


@dataclass
class NotEligible(Refusal):
    """One-time links cannot be made for this Master page. ``reason`` says why and what to do about it.

    Source: article, the opening note.
    """

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass
class LinkNotOpen(Refusal):
    """Only an unspent link can be revoked; this one ended before, as its ``state`` says."""

    state: str


class UrlLost(Refusal):
    """The URL cannot be shown again: the secret key that made it is no longer in force."""
