"""The form for the look of Customers' pages."""

from bot.slack.blocks import View, header, section
from bot.slack.setup.fields import Fields
from bot.slack.setup.forms import Draft, edit_form

FORM = "look_form"

LOGO = (
    "Whoever runs this app sets the logo, for the app does not ask Slack for the right to read files:\n"
    "1. onetime export > company.yml\n"
    "2. In that file, under company: logo: data:image/png;base64,… (PNG, JPEG or WebP, 20 kB at most)\n"
    "3. onetime import company.yml"
)


def form(draft: Draft) -> View:
    fields = Fields(draft.typed)
    blocks = [
        fields.line("name", "Company name", "It stands at the top of each page. Blank: none."),
        fields.line("colour", "Colour of buttons and links", "Such as #1f3a5f. Blank: onetime's own blue."),
        header("Logo"),
        section(LOGO),
    ]
    return edit_form(FORM, "Look of pages", blocks, draft)
