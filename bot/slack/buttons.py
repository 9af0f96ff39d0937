"""What a pressed button tells: what it is about, and where it was pressed."""

from uuid import UUID

from bot.scheduling.errors import NotFound
from bot.slack.errors import FormLost
from bot.slack.payloads import BlockAction, SubmittedView


def carried_id(action: BlockAction) -> UUID:
    """What a button is about. It is a hint: what may be done with it is for the rule to say.

    Raises ``NotFound`` where it carries no such thing.
    """
    return id_in(action.actions[0].value or "")


def id_in(text: str) -> UUID:
    """Raises ``NotFound``."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


def in_home(action: BlockAction) -> bool:
    return action.view is not None and action.view.type == "home"


def view_around(action: BlockAction) -> SubmittedView:
    """The modal or Home tab in which it was pressed. Raises ``FormLost``."""
    if action.view is None:
        raise FormLost
    return action.view
