"""The rules of Master pages and their Event-based rules."""

import pytest

from bot.scheduling import rules
from bot.scheduling.rules import RuledEventType, Seat, SeatProblem
from storage.models import BookingMode

ANA = Seat("Ana Prieto", frozenset({"ana"}))
BEN = Seat("Ben Okafor", frozenset({"ben"}))
TIER_2 = Seat("the pool 'Tier 2'", frozenset({"ana", "ben", "carla"}))
NIGHT = Seat("the pool 'Night'", frozenset({"carla", "ben", "kenji"}))
TOKYO = Seat("the pool 'Tokyo'", frozenset({"kenji"}))
DEMOS = Seat("the pool 'Demos'", frozenset({"ana-demo", "ben-demo"}), frozenset({"U0ANA", "U0BEN"}))
CALLS = Seat("the pool 'Calls'", frozenset({"ana", "ben", "ben-call"}), frozenset({"U0ANA", "U0BEN"}))

WAY_OUT = "change the Event type, or take it out of the rule"


@pytest.mark.parametrize(
    ("event_type", "problem"),
    [
        (RuledEventType("Support call", BookingMode.AUTOMATIC, 1), None),
        (
            RuledEventType("Training", BookingMode.APPROVAL, 1),
            f"'Training' is booked with approval, and rules need Automatic booking: {WAY_OUT}",
        ),
        (
            RuledEventType("Training", BookingMode.AUTOMATIC, 3),
            f"'Training' is a package of 3 sessions, and rules need a Single session: {WAY_OUT}",
        ),
    ],
    ids=["automatic-and-single", "with-approval", "package"],
)
def test_only_automatic_single_session_event_types_stand_in_rules(
    event_type: RuledEventType, problem: str | None
) -> None:
    assert rules.problem_of_event_type(event_type) == problem


@pytest.mark.parametrize(
    "seats",
    [[ANA], [ANA, BEN], [TIER_2], [TIER_2, TOKYO], [ANA, NIGHT], [CALLS]],
    ids=["one-page", "two-pages", "one-pool", "two-pools", "page-and-pool", "one-owner-twice-in-a-pool"],
)
def test_different_people_fill_a_rule(seats: list[Seat]) -> None:
    assert rules.problems_of_seats(seats) == []


@pytest.mark.parametrize(
    ("seats", "problems"),
    [
        (
            [ANA, BEN, ANA],
            [SeatProblem(2, "Ana Prieto has a seat in this rule already: name somebody else")],
        ),
        (
            [TIER_2, TIER_2],
            [SeatProblem(1, "the pool 'Tier 2' has a seat in this rule already: name somebody else")],
        ),
        (
            [ANA, TIER_2],
            [
                SeatProblem(
                    1,
                    "'ana' would have to be there twice, for Ana Prieto and for the pool 'Tier 2':"
                    " name team members that have no Booking page in common",
                )
            ],
        ),
        (
            [TIER_2, NIGHT, TOKYO],
            [
                SeatProblem(
                    1,
                    "'ben', 'carla' would have to be there twice, for the pool 'Tier 2' and for the pool"
                    " 'Night': name team members that have no Booking page in common",
                ),
                SeatProblem(
                    2,
                    "'kenji' would have to be there twice, for the pool 'Night' and for the pool 'Tokyo':"
                    " name team members that have no Booking page in common",
                ),
            ],
        ),
        (
            [CALLS, DEMOS],
            [
                SeatProblem(
                    1,
                    "'U0ANA', 'U0BEN' would have to be there twice, for the pool 'Calls' and for the pool"
                    " 'Demos': name team members that have no owner in common",
                )
            ],
        ),
    ],
    ids=["page-twice", "pool-twice", "page-in-a-pool", "overlapping-pools", "pages-of-one-owner"],
)
def test_nobody_ever_fills_two_seats(seats: list[Seat], problems: list[SeatProblem]) -> None:
    assert rules.problems_of_seats(seats) == problems


@pytest.mark.parametrize("link", ["acme", "Acme-Support_2", "x" * 100])
def test_public_link_is_accepted(link: str) -> None:
    assert rules.problem_of_public_link(link) is None


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("", "no link can be made of this name: choose one of letters (a-z), digits, - and _"),
        ("abc", "a Public link has at least 4 letters (a-z), digits, - or _"),
        ("acme support", "a link is made of letters (a-z), digits, - and _"),
        ("acmé", "a link is made of letters (a-z), digits, - and _"),
        ("acme\n", "a link is made of letters (a-z), digits, - and _"),
        ("../..", "a link is made of letters (a-z), digits, - and _"),
        ("x" * 101, "a link has at most 100 characters"),
    ],
)
def test_public_link_is_refused(link: str, problem: str) -> None:
    assert rules.problem_of_public_link(link) == problem


def test_link_of_a_booking_page_may_be_short() -> None:
    assert rules.problem_of_link("jo") is None
