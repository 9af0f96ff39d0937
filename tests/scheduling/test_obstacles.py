"""The first rule that forbids a time: its words, and that it forbids what the engine does not offer."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.availability import Busy, minute_of
from bot.scheduling.obstacles import Case, first_obstacle, when
from bot.scheduling.serving import Serving
from bot.scheduling.why import AlreadyRead
from storage.models import BookingPage, EventType
from tests.thoroughness import examples

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
ANA = UUID(int=1)
NINE, ONE, TWO, FIVE, TEN_PM = (hour * 60 for hour in (9, 13, 14, 17, 22))
OFFICE = [[NINE, ONE], [TWO, FIVE]]
WEEK = [OFFICE] * 5 + [[], []]
DATES = {"2026-12-24": [], "2026-12-23": [[NINE, ONE]]}
NIGHTS = [[[TEN_PM, TEN_PM + 240]]] * 5 + [[], []]


def page(weekly: list[list[list[int]]] = WEEK, zone: str = "Europe/Madrid") -> BookingPage:
    return BookingPage(id=ANA, name="Ana", time_zone=zone, weekly=weekly, dates=DATES)


def event_type(**values: object) -> EventType:
    """A call of 30 minutes without any limits but those named."""
    call: dict[str, object] = {
        "minutes": 30,
        "slot_every": 30,
        "slot_starts": [0],
        "buffer_before": 0,
        "buffer_after": 0,
        "capacity": 1,
        "notice_minutes": 0,
        "notice_business_days": 0,
        "horizon_days": 30,
    }
    return EventType(workspace_id=UUID(int=0), id=UUID(int=9), **call | values)


def instant(text: str) -> datetime:
    """``02 10:00`` is the second of December in Madrid."""
    return datetime.fromisoformat(f"2026-12-{text.replace(' ', 'T')}+01:00")


def busy(starts: str, ends: str, before: int = 0, after: int = 0, *, joinable: bool = False) -> Busy:
    return Busy(minute_of(instant(starts)), minute_of(instant(ends)), before, after, joinable)


def call(starts: str, minutes: int = 30) -> Busy:
    """A booking of the Event type that is asked for."""
    first = minute_of(instant(starts))
    return Busy(first, first + minutes, joinable=True)


CALLS_OF_THE_WEEK = [call("02 09:00"), call("02 09:30"), call("03 09:00")]


@pytest.mark.parametrize(
    ("at", "call", "expected"),
    [
        pytest.param("02 10:00", event_type(), None, id="free"),
        pytest.param(
            "02 10:10", event_type(), "Not on the grid: starts are every 30 minutes from 00:00", id="off grid"
        ),
        pytest.param(
            "02 10:00:30",
            event_type(slot_every=5),
            "Not on the grid: starts are every 5 minutes from 00:00",
            id="off every grid",
        ),
        pytest.param(
            "02 10:30",
            event_type(slot_every=60, slot_starts=[0, 15]),
            "Not on the grid: starts are every hour from 00:00 and 00:15",
            id="two starts an hour",
        ),
        pytest.param(
            "02 10:00",
            event_type(slot_every=90, slot_starts=[45]),
            "Not on the grid: starts are every 90 minutes from 00:45",
            id="grid that counts from midnight",
        ),
        pytest.param(
            "02 13:30",
            event_type(),
            "Outside working hours: on Wednesday 2 December Ana works 09:00-13:00 and 14:00-17:00"
            " (Europe/Madrid)",
            id="at lunch",
        ),
        pytest.param(
            "02 12:30",
            event_type(minutes=60),
            "Outside working hours: on Wednesday 2 December Ana works 09:00-13:00 and 14:00-17:00"
            " (Europe/Madrid)",
            id="runs into lunch",
        ),
        pytest.param(
            "05 10:00",
            event_type(),
            "Outside working hours: on Saturday 5 December Ana does not work (Europe/Madrid)",
            id="weekend",
        ),
        pytest.param(
            "24 10:00",
            event_type(),
            "Day off on Thursday 24 December (date-specific availability)",
            id="day off",
        ),
        pytest.param(
            "23 14:00",
            event_type(),
            "Outside working hours: on Wednesday 23 December Ana works 09:00-13:00,"
            " date-specific availability (Europe/Madrid)",
            id="date-specific hours",
        ),
        pytest.param(
            "04 16:30",
            event_type(minutes=1440),
            "Outside working hours: on Friday 4 December Ana works 09:00-13:00 and 14:00-17:00;"
            " on Saturday 5 December Ana does not work (Europe/Madrid)",
            id="over midnight",
        ),
        pytest.param(
            "01 10:00",
            event_type(notice_minutes=60),
            "Too soon: 1 hour's notice, first possible 11:00 on Tuesday 1 December",
            id="an hour's notice",
        ),
        pytest.param(
            "01 12:00",
            event_type(notice_minutes=270),
            "Too soon: 270 minutes' notice, first possible 14:30 on Tuesday 1 December",
            id="notice in minutes",
        ),
        pytest.param(
            "02 10:00",
            event_type(notice_business_days=2),
            "Too soon: 2 business days' notice, first possible 10:00 on Thursday 3 December",
            id="notice in business days",
        ),
        pytest.param(
            "01 09:30", event_type(), "In the past: it is 10:00 on Tuesday 1 December by now", id="past"
        ),
        pytest.param(
            "31 10:00",
            event_type(),
            "Beyond the horizon of 30 days: possible before 10:00 on Thursday 31 December",
            id="rolling horizon",
        ),
        pytest.param(
            "02 10:00",
            event_type(horizon_days=None, horizon_from="2026-12-07", horizon_until="2027-01-31"),
            "Outside the horizon: possible from Monday 7 December 2026 to Sunday 31 January 2027",
            id="fixed horizon",
        ),
    ],
)
def test_obstacle_in_the_set_up(at: str, call: EventType, expected: str | None) -> None:
    assert first_obstacle(Case(page(), call, (), instant(at), NOW)) == expected


@pytest.mark.parametrize(
    ("busy_times", "call", "expected"),
    [
        pytest.param([busy("02 09:30", "02 10:00")], event_type(), None, id="busy until then"),
        pytest.param(
            [busy("02 10:00", "02 10:30")],
            event_type(),
            "Taken: busy from 10:00 to 10:30",
            id="busy at that time",
        ),
        pytest.param(
            [busy("02 09:30", "02 10:00", 15, 10)],
            event_type(),
            "Taken: busy from 09:30 to 10:00 (with buffers from 09:15 until 10:10)",
            id="its buffers",
        ),
        pytest.param(
            [busy("02 10:35", "02 11:00")],
            event_type(buffer_after=10),
            "Taken: busy from 10:35 to 11:00 (with buffers from 10:25)",
            id="the meeting's own buffer",
        ),
        pytest.param(
            [busy("02 09:30", "02 10:00", 0, 10)],
            event_type(buffer_before=5),
            "Taken: busy from 09:30 to 10:00 (with buffers until 10:10)",
            id="the larger of two buffers",
        ),
        pytest.param(
            [busy("01 18:00", "02 18:00")],
            event_type(),
            "Taken: busy from 18:00 on Tuesday 1 December to 18:00 on Wednesday 2 December",
            id="busy for a day",
        ),
        pytest.param(
            [busy("02 10:15", "02 11:00"), busy("02 09:45", "02 10:10")],
            event_type(),
            "Taken: busy from 09:45 to 10:10",
            id="the first of several",
        ),
        pytest.param(
            [call("02 10:00")], event_type(), "Taken: busy from 10:00 to 10:30", id="capacity of one"
        ),
        pytest.param([call("02 10:00")] * 4, event_type(capacity=5), None, id="a place left"),
        pytest.param(
            [call("02 10:00")] * 5,
            event_type(capacity=5),
            "Full: 5 of 5 places at that start",
            id="no place left",
        ),
        pytest.param(
            [call("02 09:45")],
            event_type(capacity=5),
            "Taken: busy from 09:45 to 10:15",
            id="places at another start",
        ),
        pytest.param([call("02 10:00")] * 50, event_type(capacity=None), None, id="unlimited places"),
        pytest.param(CALLS_OF_THE_WEEK, event_type(cap_day=3, cap_week=4), None, id="below both caps"),
        pytest.param(
            CALLS_OF_THE_WEEK,
            event_type(cap_day=2),
            "Cap reached: 2 of 2 on Wednesday 2 December",
            id="cap of the day",
        ),
        pytest.param(
            CALLS_OF_THE_WEEK,
            event_type(cap_week=3),
            "Cap reached: 3 of 3 in the week of Monday 30 November",
            id="cap of the week",
        ),
    ],
)
def test_obstacle_in_what_is_booked(busy_times: list[Busy], call: EventType, expected: str | None) -> None:
    assert first_obstacle(Case(page(), call, busy_times, instant("02 10:00"), NOW)) == expected


FORBIDDEN = {
    "slot_every": 45,
    "minutes": 240,
    "notice_minutes": 2880,
    "horizon_days": 0,
    "capacity": 1,
    "cap_day": 1,
}
LIFTED: list[tuple[str, object]] = [
    ("slot_every", 30),
    ("minutes", 30),
    ("notice_minutes", 0),
    ("horizon_days", 30),
    ("capacity", 2),
    ("capacity", 3),
    ("cap_day", None),
]
RULES_IN_ORDER = [
    "Not on the grid",
    "Outside working hours",
    "Too soon",
    "Beyond the horizon of 0 days",
    "Taken",
    "Full",
    "Cap reached",
    "",
]


@pytest.mark.parametrize(
    ("lifted", "rule"),
    [pytest.param(lifted, rule, id=rule or "free") for lifted, rule in enumerate(RULES_IN_ORDER)],
)
def test_first_rule_is_told_and_gives_way_to_the_next(lifted: int, rule: str) -> None:
    asked = event_type(**FORBIDDEN | dict(LIFTED[:lifted]))
    case = Case(page(), asked, [call("02 10:00")] * 2, instant("02 10:00"), NOW)
    assert (first_obstacle(case) or "").partition(":")[0] == rule


def test_hours_past_midnight_are_told_with_the_day_on_which_they_begin() -> None:
    case = Case(page(NIGHTS), event_type(), (), instant("02 02:00"), NOW)
    assert first_obstacle(case) == (
        "Outside working hours: on Tuesday 1 December Ana works 22:00-02:00;"
        " on Wednesday 2 December Ana works 22:00-02:00 (Europe/Madrid)"
    )
    assert first_obstacle(Case(page(NIGHTS), event_type(), (), instant("02 01:30"), NOW)) is None


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        (
            "2026-12-02T09:00Z",
            "Europe/Madrid",
            "10:00 to 10:30 on Wednesday 2 December (Europe/Madrid, UTC+01:00)",
        ),
        (
            "2026-12-02T04:45Z",
            "America/New_York",
            "23:45 on Tuesday 1 December to 00:15 on Wednesday 2 December (America/New_York, UTC-05:00)",
        ),
        (
            "2026-10-25T00:30Z",
            "Europe/Madrid",
            "02:30 to 02:00 on Sunday 25 October (Europe/Madrid, UTC+02:00)",
        ),
    ],
    ids=["a day", "over midnight", "the hour that is repeated"],
)
def test_time_by_the_clock_of_the_page(at: str, zone: str, expected: str) -> None:
    assert when(Case(page(zone=zone), event_type(), (), datetime.fromisoformat(at), NOW)) == expected


def ticks(low: int, high: int) -> st.SearchStrategy[int]:
    """Minutes that are whole ticks."""
    return st.integers(low // 5, high // 5).map(lambda tick: tick * 5)


# Around a change of clocks, and in a zone that has none.
PLACES = [
    ("Europe/Madrid", "2026-10-25T01:00Z"),
    ("Europe/Madrid", "2026-03-29T01:00Z"),
    ("Asia/Kolkata", "2026-12-01T10:00Z"),
]
STRETCH = st.builds(lambda first, length: [first, first + length], ticks(0, 1435), ticks(5, 1440))
ALL_DAY = [[0, 1440]]
DAY = st.sampled_from([[], ALL_DAY, OFFICE]) | st.lists(STRETCH, max_size=2)
# Most set-ups leave most rules at ease, so that the last ones have their say too.
WEEKS = st.just([ALL_DAY] * 7) | st.just([ALL_DAY] * 7) | st.lists(DAY, min_size=7, max_size=7)
NO_DATES: dict[str, object] = {}
EVENT_TYPES = st.builds(
    event_type,
    minutes=st.sampled_from([5, 30, 60]) | ticks(5, 1440),
    slot_every=st.sampled_from([5, 5, 5, 5, 30, 90]),
    slot_starts=st.lists(ticks(0, 55), min_size=1, max_size=2, unique=True),
    buffer_before=ticks(0, 60),
    buffer_after=ticks(0, 60),
    capacity=st.sampled_from([1, 2, 3, None]),
    notice_minutes=st.sampled_from([0, 0, 0, 1, 300]),
    notice_business_days=st.sampled_from([0, 0, 0, 0, 1]),
    horizon_days=st.sampled_from([30, 30, 30, 1, 0]),
    cap_day=st.sampled_from([None, 1, 2]),
    cap_week=st.sampled_from([None, 1, 3]),
)
BUSY_AROUND = st.builds(
    lambda starts, length, before, after, joinable: Busy(starts, starts + length, before, after, joinable),
    st.sampled_from([0, 0, 90, -90]) | st.integers(-5000, 5000),
    st.integers(0, 60) | st.integers(0, 1440),
    ticks(0, 30),
    ticks(0, 30),
    st.sampled_from([True, True, False]),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    zone, change = draw(st.sampled_from(PLACES))
    at = datetime.fromisoformat(change) + timedelta(
        minutes=draw(st.sampled_from([0, 30, 90]) | ticks(-180, 180))
    )
    around = draw(st.lists(BUSY_AROUND, max_size=5))
    there = page(draw(WEEKS), zone)
    there.dates = draw(
        st.just(NO_DATES) | st.just(NO_DATES) | DAY.map(lambda hours: {at.date().isoformat(): hours})
    )
    first = minute_of(at)
    blocks = [each._replace(starts=first + each.starts, ends=first + each.ends) for each in around]
    now = at - timedelta(minutes=draw(st.integers(-30, 500) | st.integers(500, 5000)))
    return Case(there, draw(EVENT_TYPES), blocks, at, now)


@settings(max_examples=examples(40, thorough=4000))
@given(cases())
def test_some_rule_forbids_a_time_exactly_if_it_is_not_open(case: Case) -> None:
    asked = Serving(UUID(int=0), case.event_type, (), (), {ANA: case.page}, [AlreadyRead({ANA: case.busy})])
    bits = asyncio.run(asked.open_bits(AsyncSession(), case.moment, case.now))
    assert (first_obstacle(case) is None) == bool(bits[ANA])
