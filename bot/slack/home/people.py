"""People and roles: who is an Administrator, and who becomes one."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.scheduling.roles import Colleague
from bot.slack.blocks import Block, Element, actions, button, confirm, paragraph, section, user, words
from bot.slack.home.memory import HomeMemory
from storage.models import Role

APPOINT = "role_appoint"
DISMISS = "role_dismiss"

MOST_ADMINISTRATORS = 20

EXPLAINED = (
    "Administrators set everything up and see all links. Every other member of the workspace is a Member:"
    " they make links, and change their own hours. Guests can do nothing."
)


@dataclass(frozen=True)
class PeopleShown:
    colleagues: Sequence[Colleague]


def people(shown: PeopleShown, _: HomeMemory) -> list[Block]:
    administrators = [each for each in shown.colleagues if each.role is Role.ADMINISTRATOR]
    members = len(shown.colleagues) - len(administrators)
    return [
        section(EXPLAINED),
        actions("people", button("Name an Administrator", APPOINT, "new", style="primary")),
        *(block for each in administrators[:MOST_ADMINISTRATORS] for block in _administrator(each)),
        paragraph(words(_others(len(administrators), members))),
    ]


def _administrator(colleague: Colleague) -> list[Block]:
    return [
        paragraph(user(colleague.user_id), words(" is an Administrator")),
        actions(f"role:{colleague.user_id}", _dismiss_button(colleague)),
    ]


def _dismiss_button(colleague: Colleague) -> Element:
    asked = confirm(
        "Make a Member of this Administrator?",
        f"{colleague.name or 'This person'} can set nothing up any more, and sees only their own links.",
        "Make a Member",
        "Leave it so",
    )
    return button("Make a Member", DISMISS, colleague.user_id, confirm=asked)


def _others(administrators: int, members: int) -> str:
    more = administrators - MOST_ADMINISTRATORS
    unseen = f"There are {more} more Administrators. " if more > 0 else ""
    used = "1 Member has" if members == 1 else f"{members} Members have"
    return f"{unseen}{used} used onetime so far."
