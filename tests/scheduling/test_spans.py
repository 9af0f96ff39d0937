"""Durations, hours, dates, notice and limits, as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scheduling import spans
from bot.scheduling.availability import Notice
from bot.scheduling.zones import FIRST_YEAR, LAST_YEAR


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("0m", 0),
        ("30m", 30),
        ("4h", 240),
        ("14d", 20160),
        ("1h 30m", 90),
        ("1h30m", 90),
        (" 45 minutes ", 45),
        ("1 hour", 60),
        ("2 Days", 2880),
        ("1000d", 1_440_000),
    ],
)
def test_duration_is_read(text: str, minutes: int) -> None:
    assert spans.minutes_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("30", "'30' is no duration: write one as 30m, 4h or 14d"),
        ("", "'' is no duration: write one as 30m, 4h or 14d"),
        ("-30m", "'-30m' is no duration: write one as 30m, 4h or 14d"),
        ("1.5h", "'1.5h' is no duration: write one as 30m, 4h or 14d"),
        ("30 ms", "'30 ms' is no duration: write one as 30m, 4h or 14d"),
        ("3 weeks", "'3 weeks' is no duration: write one as 30m, 4h or 14d"),
        (
            "\N{ARABIC-INDIC DIGIT FOUR}m",
            "'\N{ARABIC-INDIC DIGIT FOUR}m' is no duration: write one as 30m, 4h or 14d",
        ),
        ("1001d", "'1001d' is too long: 1000d is the most"),
        ("9" * 100 + "m", f"'{'9' * 59}…' is no duration: write one as 30m, 4h or 14d"),
    ],
)
def test_what_is_no_duration_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 (compared below, whole)
        spans.minutes_of(text)

    assert str(refusal.value) == problem


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0m"), (90, "90m"), (60, "1h"), (240, "4h"), (1440, "24h"), (2880, "2d"), (2940, "49h")],
)
def test_duration_is_written_in_its_largest_unit(minutes: int, text: str) -> None:
    assert spans.minutes_written(minutes) == text


@given(st.integers(0, spans.LONGEST))
def test_written_duration_reads_back(minutes: int) -> None:
    assert spans.minutes_of(spans.minutes_written(minutes)) == minutes


@pytest.mark.parametrize("text", ["7m", "25h", "24h 5m"])
def test_duration_off_the_grid_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^'{text}' should be a multiple of 5 minutes, 24h at most$"):
        spans.grid_minutes_of(text)


@pytest.mark.parametrize("text", ["0d", "36h", "30m"])
def test_part_of_a_day_is_no_horizon(text: str) -> None:
    with pytest.raises(ValueError, match=f"^'{text}' should be a number of whole days, like 30d$"):
        spans.days_of(text)


@given(st.integers(1, 1000))
def test_written_days_read_back(days: int) -> None:
    assert spans.days_of(spans.days_written(days)) == days


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("0m", Notice()),
        ("4h", Notice(minutes=240)),
        ("1 business day", Notice(business_days=1)),
        ("2 business days", Notice(business_days=2)),
    ],
)
def test_notice_is_read_and_written(text: str, notice: Notice) -> None:
    assert spans.notice_of(text) == notice
    assert spans.notice_written(notice) == text


@pytest.mark.parametrize("text", ["0 business days", "101 business days"])
def test_notice_of_too_many_business_days_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^'{text}' should be from 1 to 100 business days$"):
        spans.notice_of(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("any time", 0),
        ("until 15m", 15),
        ("until 4h", 240),
        ("until 24h", 1440),
        ("until 14d", 20160),
        ("never", None),
    ],
)
def test_limit_is_read_and_written(text: str, minutes: int | None) -> None:
    assert spans.limit_of(text) == minutes
    assert spans.limit_written(minutes) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("4h", "'4h' should be 'any time', 'until 4h' (or another duration), or 'never'"),
        ("until 14m", "'until 14m' should be from 15 minutes to 14 days before"),
        ("until 15d", "'until 15d' should be from 15 minutes to 14 days before"),
        ("until noon", "'noon' is no duration: write one as 30m, 4h or 14d"),
    ],
)
def test_limit_out_of_bounds_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 (compared below, whole)
        spans.limit_of(text)

    assert str(refusal.value) == problem


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("09:00-13:00", (540, 780)),
        ("00:00-24:00", (0, 1440)),
        ("20:00-24:00", (1200, 1440)),
        ("20:00-00:00", (1200, 1440)),
        ("22:00-02:00", (1320, 1560)),
        ("23:55-23:50", (1435, 2870)),
        ("9-13", (540, 780)),
        ("9:30 - 13", (570, 780)),
        ("9\N{EN DASH}13", (540, 780)),
    ],
)
def test_hours_are_read(text: str, stretch: tuple[int, int]) -> None:
    assert spans.hours_of(text) == stretch


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("9 to 5", "'9 to 5' should be hours such as 09:00-13:00"),
        ("09:00", "'09:00' should be hours such as 09:00-13:00"),
        ("09:00-24:05", "'09:00-24:05' should lie between 00:00 and 24:00"),
        ("24:00-02:00", "'24:00-02:00' should lie between 00:00 and 24:00"),
        ("09:60-13:00", "'09:60-13:00' should lie between 00:00 and 24:00"),
        ("09:02-13:00", "'09:02-13:00' should begin and end on multiples of 5 minutes"),
        ("09:00-09:00", "'09:00-09:00' begins where it ends: write the whole day as 00:00-24:00"),
    ],
)
def test_what_is_no_hours_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 (compared below, whole)
        spans.hours_of(text)

    assert str(refusal.value) == problem


@given(st.integers(0, 287), st.integers(1, 287))
def test_written_hours_read_back(start: int, length: int) -> None:
    stretch = (5 * start, 5 * (start + length))

    written = spans.hours_written(stretch)

    assert spans.looks_like_hours(written)
    assert spans.hours_of(written) == stretch


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
def test_date_reads_back(day: date) -> None:
    assert spans.date_of(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-2-3", "20261224", "2026-W52-4", "1999-12-31", "2200-01-01"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^'{text}' should be a date such as 2026-12-24$"):
        spans.date_of(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("ana", "'ana'"), ("a\x00b\ud800", r"'a\x00b\ud800'"), ("x" * 61, f"'{'x' * 59}…'")],
    ids=["plain", "unprintable", "long"],
)
def test_what_was_typed_is_quoted_safely(text: str, shown: str) -> None:
    assert spans.quoted(text) == shown
