"""Why somebody gets a time or not: the same as what is offered and booked, in words for Users."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest

from bot.scheduling.assignment import Method, Record, Seat
from bot.scheduling.availability import Window, minute_of
from bot.scheduling.bookings import Booked
from bot.scheduling.errors import Invalid, NotAllowed, NotFound, SlotTaken
from bot.scheduling.offering import serving
from bot.scheduling.people import Person
from bot.scheduling.setup_file import SetUp
from bot.scheduling.standings import winners_of
from bot.scheduling.why import Explanation, Why
from storage.database import Database
from storage.models import EventType, Role, RuleType
from tests.databases import on_sqlite
from tests.scheduling.desk import DANA, MADRID, Desk, token_of
from tests.thoroughness import examples

pytestmark = on_sqlite

COMPANY = """\
administrators: [U0ADMIN]
event_types:
  - {name: Any, horizon: 30d}
  - {name: Ranked, horizon: 30d, buffers: {after: 10m}}
  - {name: Turns, horizon: 30d, slots: {most_a_day: 4}}
  - {name: Panel, minutes: 60}
  - {name: Class, capacity: 2, caps: {day: 3}}
  - {name: Unused}
booking_pages:
  - {name: Ana, owner: U0ANA, time_zone: Europe/Madrid}
  - {name: Ben, owner: U0BEN, time_zone: Europe/London}
  - {name: Carla, owner: U0CARLA, time_zone: Europe/Madrid}
pools:
  - name: First line
    members: [{page: ana}, {page: ben}]
  - name: Seniors
    distribution: priority
    members: [{page: ana, priority: 2}, {page: ben}, {page: carla}]
  - name: Rota
    distribution: round robin
    members: [{page: ben}, {page: carla}, {page: ana}]
master_pages:
  - name: Acme Support
    label: Support EMEA
    link: support
    rules:
      - {event_type: Any, primary: {pool: First line}}
      - {event_type: Ranked, primary: {pool: Seniors}}
      - {event_type: Turns, primary: {pool: Rota}}
      - {event_type: Panel, primary: {page: carla}, additional: [{pool: First line}]}
      - {event_type: Class, primary: {page: ben}}
"""
TEN = "2026-12-02T10:00"
EVENT_TYPES = ["Any", "Ranked", "Turns", "Panel", "Class"]
STARTS = [f"2026-12-02T{start}" for start in ("10:00", "10:30", "11:00", "11:30", "10:10", "09:30", "17:30")]


@pytest.fixture
async def desk(database: Database, now: datetime) -> Desk:
    """Ana and Carla are in Madrid; Ben is in London and begins an hour after them."""
    return await Desk.opened(database, now, COMPANY)


async def explain(desk: Desk, event_type: str = "Any", start: str = TEN) -> Explanation:
    """Ada asks about a start on the Madrid clock."""
    page, event_type_id = await desk.page(), await desk.event_type(event_type)
    at = datetime.fromisoformat(start).replace(tzinfo=MADRID)
    return await Why(desk.database).explain(desk.ada, page.id, event_type_id, at, desk.now)


async def book(desk: Desk, event_type: str, start: str = TEN) -> Booked:
    """Each a minute after the one before."""
    desk.now += timedelta(minutes=1)
    request = await desk.request(start, event_type)
    return await desk.bookings.book(token_of((await desk.issue()).url), request, desk.now)


def told(explanation: Explanation) -> list[tuple[str, str]]:
    """Whom the explanation names, and what it says of them."""
    return [(page.name, page.why) for seat in explanation.seats for page in seat.pages]


async def test_new_members_are_level(desk: Desk) -> None:
    found = await explain(desk)
    level = "Pooled availability, longest idle first: never had a booking here; level with"
    assert (found.is_offered, found.verdict) == (True, "Offered: either Ana or Ben would get it.")
    assert told(found) == [
        ("Ana", f"{level} Ben, so chance decides"),
        ("Ben", f"{level} Ana, so chance decides"),
    ]


def test_chance_can_choose_any_of_those_who_are_level() -> None:
    first, second, third, busy = pages = tuple(UUID(int=number) for number in range(4))
    seat, free = Seat(Method.POOLED, pages), frozenset([first, second, third])
    assert winners_of([seat], free, {}) == ([first, second, third],)
    assert winners_of([seat], free, {second: Record(datetime(2026, 12, 1, tzinfo=UTC))}) == ([first, third],)
    assert winners_of([seat], frozenset(), {busy: Record()}) == ([],)


async def test_longest_idle_comes_first(desk: Desk) -> None:
    first, second = [(await book(desk, "Any")).booking.providers[0].name for _ in range(2)]
    found = await explain(desk, start="2026-12-02T11:00")
    assert found.verdict == f"Offered: {first} would get it."
    assert dict(told(found)) == {
        first: "Pooled availability, longest idle first: last booking here created 2026-12-01 09:01 UTC;"
        " comes first",
        second: "Pooled availability, longest idle first: last booking here created 2026-12-01 09:02 UTC;"
        f" {first} comes first",
    }


async def test_time_taken_by_another_page_of_the_owner_is_told_as_taken(
    database: Database, now: datetime
) -> None:
    """Ben owns Carla's page too."""
    of_ben = COMPANY.replace("U0CARLA", "U0BEN").replace(", additional: [{pool: First line}]", "")
    desk = await Desk.opened(database, now, of_ben)
    await book(desk, "Class")

    found = await explain(desk, "Panel")

    assert (found.verdict, told(found)) == (
        "Not offered: nobody is free.",
        [("Carla", "Taken: busy from 10:00 to 10:30")],
    )


async def test_taken_time_is_told_by_the_clock_of_each_page(desk: Desk) -> None:
    for _ in range(2):
        await book(desk, "Any")
    found = await explain(desk)
    assert (found.is_offered, found.verdict) == (False, "Not offered: nobody is free.")
    assert told(found) == [
        ("Ana", "Taken: busy from 10:00 to 10:30"),
        ("Ben", "Taken: busy from 09:00 to 09:30"),
    ]


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        pytest.param("2026-12-02T10:10", "not on the grid", id="between two starts"),
        pytest.param("2026-11-29T10:00", "in the past", id="a Sunday that is over"),
        pytest.param("2026-12-06T10:00", "nobody is free", id="a Sunday to come"),
        pytest.param("2027-12-01T10:00", "beyond the horizon of 30 days", id="next year"),
    ],
)
async def test_rule_that_forbids_the_time_to_everybody_is_the_verdict(
    desk: Desk, start: str, reason: str
) -> None:
    found = await explain(desk, start=start)
    assert (found.is_offered, found.verdict) == (False, f"Not offered: {reason}.")


async def test_only_one_who_is_free(desk: Desk) -> None:
    found = await explain(desk, start="2026-12-02T09:30")
    assert found.verdict == "Offered: Ana would get it."
    assert told(found) == [
        ("Ana", "Pooled availability, longest idle first: never had a booking here; nobody else is free"),
        (
            "Ben",
            "Outside working hours: on Wednesday 2 December Ben works 09:00-17:00 (Europe/London)",
        ),
    ]


async def test_priority_is_told_before_idleness(desk: Desk) -> None:
    found = await explain(desk, "Ranked")
    rule = "Pooled with priority, then longest idle first: priority"
    assert found.verdict == "Offered: either Ben or Carla would get it."
    assert told(found) == [
        ("Ana", f"{rule} 2, never had a booking here; either Ben or Carla comes first"),
        ("Ben", f"{rule} 1, never had a booking here; level with Carla, so chance decides"),
        ("Carla", f"{rule} 1, never had a booking here; level with Ben, so chance decides"),
    ]


async def test_round_robin_names_the_next_in_line(desk: Desk) -> None:
    found = await explain(desk, "Turns")
    assert found.verdict == (
        "Offered: Ben would get it. No more than 4 of a day's times are shown, spread evenly:"
        " it may be left out."
    )
    only_ben = "Round robin: only Ben, the next in line, is shown; later in line, never had a turn"
    assert told(found) == [
        ("Ben", "Round robin: next in line; never had a turn"),
        ("Carla", only_ben),
        ("Ana", only_ben),
    ]


async def test_round_robin_shows_nothing_while_the_next_in_line_is_not_free(desk: Desk) -> None:
    found = await explain(desk, "Turns", "2026-12-02T09:30")
    assert not found.is_offered
    assert found.verdict == (
        "Not offered: of a round robin pool only the next in line is shown, here Ben."
        " A Customer who still has the time on screen would get Carla."
    )
    only_ben = "Round robin: only Ben, the next in line, is shown"
    assert told(found) == [
        ("Ben", "Outside working hours: on Wednesday 2 December Ben works 09:00-17:00 (Europe/London)"),
        ("Carla", f"{only_ben}; next of those free, never had a turn"),
        ("Ana", f"{only_ben}; later in line, never had a turn"),
    ]


async def test_lost_booking_that_is_owed_is_told(desk: Desk) -> None:
    booked = await book(desk, "Turns")
    await desk.changes.cancel_as(desk.ada, booked.booking.id, "", desk.now)
    found = await explain(desk, "Turns")
    assert told(found)[0] == ("Ben", "Round robin: next in line; owed 1, last turn 2026-12-01 09:01 UTC")


async def test_panel_tells_each_seat(desk: Desk) -> None:
    found = await explain(desk, "Panel")
    assert found.verdict == "Offered: Carla and either Ana or Ben would get it."
    assert [seat.name for seat in found.seats] == ["Carla", "First line"]
    assert told(found)[0] == ("Carla", "The rule names nobody else for this seat")
    assert [page.gets_it for seat in found.seats for page in seat.pages] == [True, True, True]


async def test_panel_without_one_of_its_people_leaves_the_others_free(desk: Desk) -> None:
    found = await explain(desk, "Panel", "2026-12-02T16:30")
    assert found.verdict == "Not offered: nobody can take the seat of Carla."
    standings = [
        (page.name, page.is_free, page.gets_it, page.why) for seat in found.seats for page in seat.pages
    ]
    hours = "Outside working hours: on Wednesday 2 December {} works 09:00-17:00 (Europe/Madrid)"
    assert standings == [
        ("Carla", False, False, hours.format("Carla")),
        ("Ana", False, False, hours.format("Ana")),
        ("Ben", True, False, "Free, but nobody can take the seat of Carla"),
    ]


async def test_last_place_is_taken(desk: Desk) -> None:
    for _ in range(2):
        assert (await explain(desk, "Class")).is_offered
        await book(desk, "Class")
    assert told(await explain(desk, "Class")) == [("Ben", "Full: 2 of 2 places at that start")]


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        pytest.param(
            {"rule_type": RuleType.STATIC},
            "Not offered: No Booking page listed here is associated with Any. Associate one with it."
            " Its rule for Any is dormant: switching this page to Dynamic rules wakes it.",
            id="Static, and lists nobody",
        ),
        pytest.param(
            {"accepts_bookings": False},
            "Not offered: This Master page does not accept bookings. Switch on “Accept bookings” to use it.",
            id="not accepting",
        ),
    ],
)
async def test_state_of_the_master_page_comes_before_its_people(
    desk: Desk, state: dict[str, object], verdict: str
) -> None:
    await desk.change_page(**state)
    assert await explain(desk) == Explanation("Support EMEA", "Any", is_offered=False, verdict=verdict)


async def test_static_page_without_a_rule_for_it_has_none_to_wake(desk: Desk) -> None:
    await desk.make_static()

    assert (await explain(desk, "Unused")).verdict == (
        "Not offered: No Booking page listed here is associated with Unused. Associate one with it."
    )


async def test_event_type_without_a_rule_names_those_that_have_one(desk: Desk) -> None:
    assert await explain(desk, "Unused") == Explanation(
        "Support EMEA",
        "Unused",
        is_offered=False,
        verdict="Not offered: This Master page has no rule for Unused, only for Any, Ranked, Turns, Panel and"
        " Class. Add a rule to it.",
    )


async def test_no_customer_is_named(desk: Desk) -> None:
    await book(desk, "Any")
    found = repr(await explain(desk))
    assert [word for word in (*DANA.name.split(), DANA.email) if word in found] == []


@pytest.mark.parametrize("role", [None, Role.MEMBER], ids=["guest", "Member"])
async def test_members_may_ask_and_guests_may_not(desk: Desk, role: Role | None) -> None:
    person, why = await desk.member("U0MAX", role), Why(desk.database)
    asked = (await desk.page()).id, await desk.event_type("Any"), desk.now, desk.now
    if role is not None:
        assert (await why.explain(person, *asked)).verdict == "Not offered: too soon."
        assert [each.name for each in await why.event_types(person)] == [*EVENT_TYPES, "Unused"]
        askable = await why.askable(person, asked[0])
        assert (askable.master_page, askable.nothing_because) == ("Support EMEA", None)
        assert [each.name for each in askable.event_types] == [*EVENT_TYPES]
        return
    with pytest.raises(NotAllowed):
        await why.explain(person, *asked)
    with pytest.raises(NotAllowed):
        await why.event_types(person)
    with pytest.raises(NotAllowed):
        await why.askable(person, asked[0])


async def test_what_is_gone_or_of_another_workspace_is_unknown(desk: Desk) -> None:
    page, known, gone = (await desk.page()).id, await desk.event_type("Any"), await desk.event_type("Unused")
    without = COMPANY.replace("  - {name: Unused}\n", "")
    await SetUp(desk.database).load(desk.workspace_id, without, desk.now)
    for person, page_id, event_type_id in [
        (Person(uuid4(), None), page, known),
        (desk.ada, uuid4(), known),
        (desk.ada, page, uuid4()),
        (desk.ada, page, gone),
    ]:
        with pytest.raises(NotFound):
            await Why(desk.database).explain(person, page_id, event_type_id, desk.now, desk.now)


@pytest.mark.parametrize("start", ["0001-01-01T00:00", "9999-12-31T23:55"])
async def test_year_that_no_calendar_reaches_is_refused(desk: Desk, start: str) -> None:
    with pytest.raises(Invalid) as refused:
        await explain(desk, start=start)
    assert refused.value.fields == {"at": "Please choose a date between 2000 and 2199."}


@pytest.mark.parametrize("seed", range(examples(1, thorough=5)))
async def test_explanation_is_what_booking_then_does(desk: Desk, seed: int) -> None:
    """Random bookings, and some of them cancelled: free are those who are open, and who gets it gets it."""
    dice, outcomes = Random(seed), Counter[str]()
    for _ in range(examples(8, thorough=25)):
        event_type, start = dice.choice(EVENT_TYPES), dice.choice(STARTS)
        found = await explain(desk, event_type, start)
        assert (free_in(found), found.is_offered) == await engine_says(desk, event_type, start)
        booked = await try_to_book(desk, event_type, start)
        getting = [{page.name for page in seat.pages if page.gets_it} for seat in found.seats]
        if booked is None:
            assert not all(getting)
        else:
            names = [provider.name for provider in booked.booking.providers]
            assert [name in seat for name, seat in zip(names, getting, strict=True)] == [True] * len(getting)
            if dice.random() < 0.3:
                await desk.changes.cancel_as(desk.ada, booked.booking.id, "", desk.now)
        outcomes["refused" if booked is None else "booked"] += 1
    assert min(outcomes["refused"], outcomes["booked"]) >= 3


def free_in(explanation: Explanation) -> set[UUID]:
    return {page.page_id for seat in explanation.seats for page in seat.pages if page.is_free}


async def engine_says(desk: Desk, event_type: str, start: str) -> tuple[set[UUID], bool]:
    """Who is open at that start, and whether Customers are shown it."""
    first = minute_of(datetime.fromisoformat(start).replace(tzinfo=MADRID))
    moment = Window(first, first + 5)
    async with desk.database.reading() as session:
        of = await session.get_one(EventType, (desk.workspace_id, await desk.event_type(event_type)))
        asked = await serving(session, await desk.page(), of, desk.offers.sources)
        bits = await asked.open_bits(session, moment, desk.now)
        offered = await asked.offered(session, bits)
    return {page_id for page_id, open_then in bits.items() if open_then}, bool(offered)


async def try_to_book(desk: Desk, event_type: str, start: str) -> Booked | None:
    try:
        return await book(desk, event_type, start)
    except (Invalid, SlotTaken):
        return None
