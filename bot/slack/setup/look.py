"""The form for the look of Customers' pages."""

from bot.slack.blocks import View
from bot.slack.setup.fields import Fields
from bot.slack.setup.forms import Draft, edit_form

FORM = "look_form"


def form(draft: Draft) -> View:
    fields = Fields(draft.typed)
    blocks = [
        fields.line("name", "Company name", "It stands at the top of each page. Blank: none."),
        fields.line("colour", "Colour of buttons and links", "#1f3a5f. Blank: onetime's own blue."),
    ]
    return edit_form(FORM, "Look of pages", blocks, draft)
