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
PRIORITIES_HINT = "For priority: on a line each, whoever does not go first: Priya Nair: 2. Others have 1."
NO_PAGES = "A Resource pool is made of Booking pages, and there are none yet. Make a Booking page first."


def form(draft: Draft, pages: Sequence[Choice], places: Sequence[str]) -> View:
    """For a pool that is there, with what matters in its distribution."""
    if not pages:
        return saying("Resource pool", section(NO_PAGES))
    fields = Fields({**(draft.saved or {}), **draft.typed})
    fixed = fields.text("distribution") if draft.memory.id else None
    by_priority = fixed in (None, Distribution.PRIORITY) or fields.text("priorities")
    blocks = [
        fields.line("name", "Name", "Only your team sees it.", optional=False),
        _distribution(fields, fixed),
        fields.pick_some("members", "Members", pages, optional=False),
        *([_priorities(fields)] if by_priority else []),
        *(_round_robin(fields) if fixed in (None, Distribution.ROUND_ROBIN) else []),
    ]
    return edit_form(POOL.form, "Resource pool", blocks, draft, Retiring(POOL.retire, places))


def _distribution(fields: Fields, fixed: str | None) -> Block:
    if fixed is None:
        return fields.pick("distribution", "Distribution", DISTRIBUTIONS, "It can never be changed.")
    return section(FIXED.format(fixed))


def _priorities(fields: Fields) -> Block:
    return fields.lines("priorities", "Priorities", PRIORITIES_HINT)


def _round_robin(fields: Fields) -> list[Block]:
    text, hint = "Whoever lost a booking goes first until level", "For round robin."
    return [
        fields.decide("automatic_correction", "Automatic correction", text, hint),
        fields.decide("count_no_shows", "No-shows", "A no-show is a booking that was lost", hint),
    ]
