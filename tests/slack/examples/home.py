"""The Home tab with nothing on it, and with as much on it as there can be."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from uuid import UUID

from bot.scheduling.agendas import Agenda, Meeting, OwnPage
from bot.scheduling.catalog import Kept
from bot.scheduling.customers import Customer
from bot.scheduling.leaves import Leaf
from bot.scheduling.link_policy import LinkPolicy
from bot.scheduling.overviews import Overview, RuleView
from bot.scheduling.permissions import UserChange
from bot.scheduling.policy import LinkState
from bot.scheduling.roles import Colleague
from bot.scheduling.setup_file.document import (
    BookingPageEntry,
    CompanyEntry,
    EventTypeEntry,
    PoolEntry,
    PoolMemberEntry,
    Weekly,
)
from bot.scheduling.setup_file.values import Logo
from bot.scheduling.trail import Line, Lines
from bot.slack.home import sharing, tab
from bot.slack.home.activity import ActivityShown
from bot.slack.home.look import LookShown
from bot.slack.home.master_pages import LEAF_SIZE as MASTER_PAGES_SHOWN
from bot.slack.home.master_pages import MasterPagesShown
from bot.slack.home.memory import HomeMemory, Section
from bot.slack.home.people import PeopleShown
from bot.slack.home.policy import PolicyShown
from bot.slack.home.tab import Managed
from bot.slack.home.things import LEAF_SIZE, BookingPagesShown, EventTypesShown, PoolsShown
from storage.models import Role, RuleType
from tests.slack.examples import NOW, Examples
from tests.slack.test_cards import LINK

LONG = "W" * 200
"""The longest name that is let in."""
CUSTOMER = Customer(LONG, f"{'e' * 200}@customer.example")
BUSY_DAY = tuple((hour * 60, hour * 60 + 30) for hour in range(24))


def ids(count: int) -> Iterable[UUID]:
    return (UUID(int=number + 1) for number in range(count))


@cache
def page(id_: UUID) -> Kept[BookingPageEntry]:
    """With as many hours and dates as anybody types."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    weekly = Weekly(**{day: BUSY_DAY[: 24 - number] for number, day in enumerate(days)})
    dates = {date(2026, 12, day): BUSY_DAY for day in range(1, 31)}
    entry = BookingPageEntry(
        name=LONG,
        link="ana",
        owner="U0ANA",
        time_zone="Europe/Madrid",
        weekly=weekly,
        dates=dates,
        location=LONG,
    )
    return Kept(id_, entry, {})


@cache
def full_agenda(number: int = 1) -> Agenda:
    link = replace(
        LINK, master_page=LONG, customer=CUSTOMER, state=LinkState.SUSPENDED, suspended_because=LONG
    )
    meeting = Meeting(UUID(int=1), LONG, NOW, CUSTOMER, ("U0ANA", "U0BEN"), tuple(UserChange))
    return Agenda(
        Role.ADMINISTRATOR,
        Leaf(tuple(replace(link, id=id_) for id_ in ids(5)), number, is_last=False),
        Leaf(tuple(replace(meeting, id=id_) for id_ in ids(5)), number, is_last=False),
        tuple(OwnPage(id_, page(id_).entry) for id_ in ids(9)),
    )


NOTHING_YET = Agenda(Role.MEMBER, Leaf((), 0, is_last=True), Leaf((), 0, is_last=True), ())
BEYOND = Agenda(Role.MEMBER, Leaf((), 3, is_last=True), Leaf((), 3, is_last=True), ())

OVERVIEW = Overview(
    id=UUID(int=1),
    name=LONG,
    label=LONG,
    link="support",
    general_url="https://book.example/p/support",
    rule_type=RuleType.DYNAMIC,
    accepts_bookings=True,
    dedicated_to=LONG,
    rules=tuple(RuleView(id_, LONG, LONG * 20) for id_ in ids(500)),
    booking_pages=(LONG,) * 500,
    open_links=10_000,
    coming_bookings=1,
    no_links_because=None,
    nothing_offered_because=None,
    switched_by="U0ADMIN",
    switched_at=NOW,
    undo_until=NOW,
)
STATIC = replace(
    OVERVIEW,
    id=UUID(int=2),
    rule_type=RuleType.STATIC,
    accepts_bookings=False,
    no_links_because=LONG,
    switched_by=None,
)
EMPTY = replace(
    OVERVIEW, id=UUID(int=3), rules=(), booking_pages=(), nothing_offered_because=LONG, dedicated_to=None
)

EVENT_TYPE = EventTypeEntry(name=LONG)
POOL = PoolEntry(name=LONG, members=tuple(PoolMemberEntry(page=f"{n}{LONG[:90]}") for n in range(100)))
MEMBERS = tuple(str(n) for n in range(100))
POLICY = LinkPolicy("5 business days", 2, True, True, {}, "v")
LINE = Line(
    UUID(int=1), NOW, "U0ADMIN", LONG, "switched", "master page", UUID(int=2), LONG, LONG * 10, LONG * 10
)

LISTS: list[Managed] = [
    *(MasterPagesShown(Leaf((), 0, is_last=True), step) for step in list(Section)[:3]),
    MasterPagesShown(Leaf((OVERVIEW, STATIC, EMPTY), 0, is_last=True), Section.MASTER_PAGES),
    MasterPagesShown(
        Leaf(tuple(replace(OVERVIEW, id=id_) for id_ in ids(MASTER_PAGES_SHOWN)), 1, is_last=False),
        Section.MASTER_PAGES,
    ),
    EventTypesShown(Leaf((), 0, is_last=True)),
    EventTypesShown(Leaf(tuple(Kept(id_, EVENT_TYPE, {}) for id_ in ids(LEAF_SIZE)), 1, is_last=False)),
    BookingPagesShown(Leaf((), 0, is_last=True)),
    BookingPagesShown(Leaf(tuple(map(page, ids(LEAF_SIZE))), 1, is_last=False)),
    PoolsShown(Leaf((), 0, is_last=True), {}),
    PoolsShown(
        Leaf(tuple(Kept(id_, POOL, {"members": MEMBERS}) for id_ in ids(LEAF_SIZE)), 1, is_last=False),
        dict.fromkeys(MEMBERS, LONG),
    ),
    PeopleShown(Leaf((Colleague("U0ADMIN", LONG, Role.ADMINISTRATOR),), 0, is_last=True), 1),
    PeopleShown(
        Leaf(tuple(Colleague(f"U{n}", LONG, Role.ADMINISTRATOR) for n in range(10)), 1, is_last=False), 9_999
    ),
    PolicyShown(POLICY),
    PolicyShown(replace(POLICY, most_open=None, ticket_required=False, only_administrators=False)),
    LookShown(CompanyEntry()),
    LookShown(CompanyEntry(colour="#ffff00")),
    LookShown(CompanyEntry(name=LONG, colour="#1f3a5f", logo=Logo("image/png", b"picture"))),
    ActivityShown(Lines((), older=False), ("link", "booking")),
    ActivityShown(Lines(tuple(replace(LINE, id=id_) for id_ in ids(10)), older=True), ("link", "booking")),
    ActivityShown(Lines((replace(LINE, actor="customer", about="", why=""),), older=False), ()),
    ActivityShown(Lines((replace(LINE, subject="user", about="U0ANA"),), older=False), ()),
]
FURTHEST = HomeMemory(
    section=Section.ACTIVITY, links=9_999, meetings=9_999, managed=9_999, before=UUID(int=1)
)
FILTERED = HomeMemory(section=Section.ACTIVITY, subject="booking", actor="U0ADMIN")

EXAMPLES: Examples = {
    tab.tab: [
        tab.tab(NOTHING_YET, None, HomeMemory()),
        tab.tab(BEYOND, None, FURTHEST),
        tab.tab(full_agenda(), ActivityShown(Lines((), older=False), ("booking",)), FILTERED),
        *(tab.tab(full_agenda(), each, FURTHEST) for each in LISTS),
    ],
    sharing.share: [sharing.share(each, FURTHEST) for each in (OVERVIEW, STATIC, EMPTY)],
}
