"""What Master pages and their Event-based rules must obey (domain.md, "Dynamic and Static").

Pure, from names to problems in words, so that the set-up document and Slack's modals say the same. The words
tell the way out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storage.models import BookingMode

LONGEST_LINK = 100
SHORTEST_PUBLIC_LINK = 4

_LINK = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class RuledEventType:
    """What a rule needs to know of its Event type."""

    name: str
    booking_mode: BookingMode
    sessions: int


@dataclass(frozen=True)
class Seat:
    """A team member in a rule: its name in words, and the links of Booking pages that can fill the seat.

    ``owners``: the Slack user ids of those whose Booking pages they are. ``called``: what people call a page
    or an owner, where that is known.
    """

    name: str
    pages: frozenset[str]
    owners: frozenset[str] = frozenset()
    called: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SeatProblem:
    """What is wrong with the team member at ``position``; 0 is the Primary team member."""

    position: int
    words: str


def problem_of_event_type(event_type: RuledEventType) -> str | None:
    """Why an Event type may not stand in a rule: those there are Automatic booking and Single session."""
    if event_type.booking_mode is not BookingMode.AUTOMATIC:
        return (
            f"'{event_type.name}' is booked with approval, and rules need Automatic booking:"
            " change the Event type, or take it out of the rule"
        )
    if event_type.sessions != 1:
        return (
            f"'{event_type.name}' is a package of {event_type.sessions} sessions, and rules need a Single"
            " session: change the Event type, or take it out of the rule"
        )
    return None


def problems_of_seats(seats: Sequence[Seat]) -> list[SeatProblem]:
    """The team members that share a Booking page or its owner with one before them.

    One person would fill two seats.
    """
    problems = []
    for position, seat in enumerate(seats):
        earlier = next((each for each in seats[:position] if _overlap(seat, each)), None)
        if earlier is not None:
            problems.append(SeatProblem(position, _shared(seat, earlier)))
    return problems


def problem_of_link(link: str) -> str | None:
    """Why a link may not be called that. One that was made of a name in another script is empty."""
    if not link:
        return "no link can be made of this name: choose one of letters (a-z), digits, - and _"
    if not _LINK.fullmatch(link):
        return "a link is made of letters (a-z), digits, - and _"
    if len(link) > LONGEST_LINK:
        return f"a link has at most {LONGEST_LINK} characters"
    return None


def problem_of_public_link(link: str) -> str | None:
    """Why a Master page's Public link may not be called that."""
    if 0 < len(link) < SHORTEST_PUBLIC_LINK:
        return f"a Public link has at least {SHORTEST_PUBLIC_LINK} letters (a-z), digits, - or _"
    return problem_of_link(link)


def _overlap(seat: Seat, earlier: Seat) -> bool:
    return bool(seat.pages & earlier.pages or seat.owners & earlier.owners)


def _shared(seat: Seat, earlier: Seat) -> str:
    if seat.name == earlier.name:
        return f"{seat.name} has a seat in this rule already: name somebody else"
    pages, owners = seat.pages & earlier.pages, seat.owners & earlier.owners
    kind, shared = ("Booking page", pages) if pages else ("owner", owners)
    names = ", ".join(f"'{name}'" for name in sorted(seat.called.get(each, each) for each in shared))
    return (
        f"{names} would have to be there twice, for {earlier.name} and for {seat.name}:"
        f" name team members that have no {kind} in common"
    )
