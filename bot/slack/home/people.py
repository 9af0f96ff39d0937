"""People and roles: who is an Administrator, and who becomes one."""

from dataclasses import dataclass

from bot.scheduling.leaves import Leaf
from bot.scheduling.roles import Colleague
from bot.slack.blocks import Block, Element, actions, button, confirm, paragraph, section, user, words
from bot.slack.home.leaves import turning
from bot.slack.home.memory import HomeMemory

APPOINT = "role_appoint"
DISMISS = "role_dismiss"

LEAF_SIZE = 10

EXPLAINED = (
    "Administrators set everything up and see all links. Every other member of the workspace is a Member:"
    " they make links, and change their own hours. Guests can do nothing."
)


@dataclass(frozen=True)
class PeopleShown:
    administrators: Leaf[Colleague]
    members: int
    """How many more have used the app."""


def people(shown: PeopleShown, memory: HomeMemory) -> list[Block]:
    return [
        section(EXPLAINED),
        actions("people", button("Name an Administrator", APPOINT, "new", style="primary")),
        *(block for each in shown.administrators.items for block in _administrator(each)),
        *turning(shown.administrators, memory, "managed"),
        paragraph(words(_members(shown.members))),
    ]


def _administrator(colleague: Colleague) -> list[Block]:
    return [
        paragraph(user(colleague.user_id), words(" is an Administrator")),
        actions(f"role:{colleague.user_id}", _dismiss_button(colleague)),
    ]


def _dismiss_button(colleague: Colleague) -> Element:
    asked = confirm(
        "Make this Administrator a Member?",
        f"{colleague.name or 'This person'} can set nothing up any more, and sees only their own links.",
        "Make them a Member",
        "Leave it so",
    )
    about = colleague.name or colleague.user_id
    return button("Make them a Member", DISMISS, colleague.user_id, about=about, confirm=asked)


def _members(count: int) -> str:
    return f"{'1 Member has' if count == 1 else f'{count} Members have'} used onetime so far."
