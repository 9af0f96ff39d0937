"""The form for the policy for links."""

from bot.scheduling.catalog import Choice
from bot.slack.blocks import View
from bot.slack.setup.fields import Fields
from bot.slack.setup.forms import Draft, edit_form

FORM = "link_policy_form"

EXPIRE_HINT = "14d, 2 weeks, or 5 business days. Makers may choose otherwise."
TICKET = (Choice("optional", "Optional"), Choice("required", "Required"))


def form(draft: Draft) -> View:
    fields = Fields(draft.typed)
    blocks = [
        fields.line("expire", "A link works for", EXPIRE_HINT, optional=False),
        fields.line(
            "most_open",
            "Most open links for one Customer",
            "From there on makers are warned. Blank: never.",
        ),
        fields.pick("ticket", "Ticket reference", TICKET, "Shown on the link's card and in the activity."),
        fields.decide("only_administrators", "Who makes links", "Administrators only"),
    ]
    return edit_form(FORM, "Policy for links", blocks, draft)
