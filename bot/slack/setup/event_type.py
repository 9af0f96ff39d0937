"""The form for an Event type."""

from collections.abc import Sequence

from bot.scheduling.catalog import Choice
from bot.slack.blocks import View, header
from bot.slack.setup.fields import Fields
from bot.slack.setup.forms import Draft, Retiring, edit_form
from bot.slack.setup.ids import EVENT_TYPE

BOOKING = (Choice("automatic", "Automatic booking"), Choice("approval", "With approval"))
REASONS = (
    Choice("optional", "They may give a reason"),
    Choice("required", "They must give a reason"),
    Choice("none", "They are not asked for a reason"),
)

HORIZON_HINT = "60d, 2 weeks, or two dates: 1 Dec to 31 Dec 2026"
LIMIT_HINT = "any time, until 4h (or another time before the start), or never"


def form(draft: Draft, places: Sequence[str]) -> View:
    fields = Fields(draft.typed)
    blocks = [
        header("The meeting"),
        fields.line("name", "Name", "Customers see it.", optional=False),
        fields.line("minutes", "Minutes", "30, 90 or 1h", optional=False),
        fields.pick("booking", "Booking", BOOKING, "Rules of a Master page need Automatic booking."),
        fields.line(
            "sessions",
            "Sessions",
            "single, or package: 3. Rules of a Master page need single.",
            optional=False,
        ),
        fields.line(
            "capacity", "Bookings that share a time", "1, another number, or unlimited", optional=False
        ),
        header("When it can be booked"),
        fields.line("slots.every", "A start every", "30m, 1h. A number alone is minutes.", optional=False),
        fields.line(
            "slots.start", "From these minutes past the hour", "0, or several: 0, 30", optional=False
        ),
        fields.line("slots.most_a_day", "Most times shown a day", "A number. Blank: all there are."),
        fields.line("buffers.before", "Kept free before", "10m, 1h. A number alone is minutes."),
        fields.line("buffers.after", "Kept free after", "10m, 1h. A number alone is minutes."),
        fields.line("notice", "Notice", "4h, 2 days, or 2 business days", optional=False),
        fields.line("horizon", "How far ahead", HORIZON_HINT, optional=False),
        fields.line("caps.day", "Most bookings a day, for each Booking page", "A number. Blank: no limit."),
        fields.line("caps.week", "Most bookings a week, for each Booking page", "A number. Blank: no limit."),
        header("What Customers may do"),
        fields.line("policy.cancel", "Cancel", LIMIT_HINT, optional=False),
        fields.line("policy.reschedule", "Reschedule", LIMIT_HINT, optional=False),
        fields.pick("policy.reason", "When they cancel", REASONS),
        header("Booking form and reminders"),
        fields.lines(
            "fields",
            "Fields beyond name and email",
            "One on each line: order_number: Order number (required)",
        ),
        fields.line("reminders", "Reminders by mail before the start", "24h, 1h. Blank: none."),
    ]
    return edit_form(EVENT_TYPE.form, "Event type", blocks, draft, Retiring(EVENT_TYPE.retire, places))
