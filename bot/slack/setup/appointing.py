"""The form to name an Administrator."""

from bot.slack.blocks import View
from bot.slack.setup.fields import Fields
from bot.slack.setup.forms import Draft, edit_form

FORM = "role_appoint_form"
WHO = "user"

HINT = "They set everything up from then on, and see all links. Guests cannot be Administrators."


def form(draft: Draft) -> View:
    return edit_form(FORM, "Name an Administrator", [Fields(draft.typed).person(WHO, "Who", HINT)], draft)
