"""The form for a Resource pool."""

from collections.abc import Sequence

from bot.scheduling.catalog import Choice
from bot.slack.blocks import Block, View, saying, section
from bot.slack.setup.fields import Fields
from bot.slack.setup.forms import Draft, Retiring, edit_form
from bot.slack.setup.ids import POOL
from storage.models import Distribution

DISTRIBUTIONS = (
    Choice(Distribution.POOLED, "Pooled: all times of all members, longest idle first"),
    Choice(Distribution.PRIORITY, "Priority: all times, highest priority first"),
    Choice(Distribution.ROUND_ROBIN, "Round robin: only the times of whoever is next"),
)
FIXED = "The distribution was fixed when the pool was made: {}."
NO_PAGES = "A Resource pool is made of Booking pages, and there are none yet. Make a Booking page first."


def form(draft: Draft, pages: Sequence[Choice]) -> View:
    if not pages:
        return saying("Resource pool", section(NO_PAGES))
    fields = Fields(draft.typed)
    blocks = [
        fields.line("name", "Name", "Only your team sees it.", optional=False),
        _distribution(fields, draft),
        fields.pick_some("members", "Members", pages),
        fields.lines("priorities", "Priorities", "Whoever does not go first, on a line each: Priya Nair: 2"),
        fields.decide(
            "automatic_correction",
            "Automatic correction",
            "Whoever lost a booking goes first until level",
            "In round robin.",
        ),
        fields.decide(
            "count_no_shows", "No-shows", "A no-show is a booking that was lost", "In round robin."
        ),
    ]
    return edit_form(POOL.form, "Resource pool", blocks, draft, Retiring(POOL.retire))


def _distribution(fields: Fields, draft: Draft) -> Block:
    if draft.memory.id is None:
        return fields.pick("distribution", "Distribution", DISTRIBUTIONS, "It can never be changed.")
    return section(FIXED.format(fields.text("distribution")))
