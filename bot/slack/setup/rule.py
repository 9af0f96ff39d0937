"""The form for an Event-based rule, which lies on top of its Master page's."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.scheduling.catalog import Choice
from bot.slack.blocks import Block, View, actions, button, confirm, saying, section
from bot.slack.setup.fields import Fields
from bot.slack.setup.forms import Draft, edit_form

FORM = "rule_form"
REMOVE = "rule_remove"

TITLE = "Rule"
OWNS = "They own the booking and its calendar event."
NO_EVENT_TYPES = (
    "A rule says who serves an Event type, and there is none yet with Automatic booking and a single session."
    " Make an Event type first."
)
NO_TEAM = "A rule says who serves an Event type. Make a Booking page or a Resource pool for them first."
REMOVED = "The rule is removed. Its Event type is not offered on this Master page any more."


@dataclass(frozen=True)
class RuleChoices:
    event_types: Sequence[Choice]
    team: Sequence[Choice]
    """Booking pages, then Resource pools."""


def form(draft: Draft, choices: RuleChoices) -> View:
    """The form, or, where there is nothing to make a rule of, what to do first."""
    if not choices.event_types:
        return saying(TITLE, section(NO_EVENT_TYPES))
    if not choices.team:
        return saying(TITLE, section(NO_TEAM))
    fields = Fields(draft.typed)
    additional = "A panel meeting: all of them must be free and take part; of a pool, one member."
    blocks = [
        fields.pick(
            "event_type",
            "Event type",
            choices.event_types,
            "One rule for each. Those with approval or several sessions cannot stand in one.",
        ),
        fields.pick("primary", "Primary team member", choices.team, OWNS),
        fields.pick_some("additional", "Additional team members", choices.team, additional),
        *([_removing()] if draft.memory.id else []),
    ]
    return edit_form(FORM, TITLE, blocks, draft)


def removed() -> View:
    return saying(TITLE, section(REMOVED))


def _removing() -> Block:
    asked = confirm(
        "Remove this rule?",
        "Its Event type is not offered on this Master page any more. What was booked stays.",
        "Remove",
        "Keep",
    )
    return actions("removing", button("Remove this rule", REMOVE, "remove", style="danger", confirm=asked))
