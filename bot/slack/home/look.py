"""The look of Customers' pages, as it is set."""

from dataclasses import dataclass

from bot.scheduling.look import DAY, Scheme
from bot.scheduling.setup_file.document import CompanyEntry
from bot.slack.blocks import Block, actions, button, section
from bot.slack.home.memory import HomeMemory

EDIT_LOOK = "look_edit"

LOGO = "Logo: yes"
NO_LOGO = "Logo: none. “Change the look” says how to set one."


@dataclass(frozen=True)
class LookShown:
    company: CompanyEntry


def look(shown: LookShown, _: HomeMemory) -> list[Block]:
    company = shown.company
    lines = [
        f"Company name: {company.name or 'none'}",
        f"Colour of buttons and links: {_colour(company.colour)}",
        LOGO if company.logo else NO_LOGO,
    ]
    return [
        section("\n".join(lines)),
        actions("look", button("Change the look", EDIT_LOOK, "look", style="primary")),
    ]


def _colour(colour: str) -> str:
    """With the shade that is used for text where the colour itself would be hard to read."""
    if not colour:
        return "the blue of onetime"
    readable = Scheme.on(DAY, colour).accent
    return colour if readable == colour else f"{colour}, and {readable} for text, which is easier to read"
