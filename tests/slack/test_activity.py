"""How a line of the activity is shown."""

from datetime import UTC, datetime
from uuid import UUID

from bot.scheduling.trail import Line, Lines
from bot.slack.blocks import moment, paragraph, user, words
from bot.slack.home.activity import ActivityShown, activity
from bot.slack.home.memory import HomeMemory

AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
MOVED = "2026-12-01 10:00 UTC → 2026-12-02 11:30 UTC, with 2026-02-30 10:00 UTC"


def test_times_of_a_meeting_are_by_the_readers_clock_as_the_line_is() -> None:
    """What is only called like a time stays as it is."""
    line = Line(UUID(int=1), AT, "U0BEN", "Ben", "moved", "booking", None, "Support call", MOVED, "")

    _, shown = activity(ActivityShown(Lines((line,), older=False), ()), HomeMemory())

    assert shown == paragraph(
        *(moment(AT), words(": "), user("U0BEN"), words(" moved · booking"), words(": Support call")),
        words(". "),
        moment(datetime(2026, 12, 1, 10, tzinfo=UTC)),
        words(" → "),
        moment(datetime(2026, 12, 2, 11, 30, tzinfo=UTC)),
        words(", with "),
        words("2026-02-30 10:00 UTC"),
    )
