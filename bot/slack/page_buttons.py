"""Buttons that stand beside a Master page, wherever Users see one."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.scheduling.errors import NotFound
from bot.scheduling.overviews import Overview
from bot.slack.blocks import Element, button
from storage.models import RuleType

SWITCH = "rule_type_ask"
"""Asks to switch the rule type; its value is an ``Asked``."""
UNDO = "rule_type_undo"
WHO = "who_would_get_it_ask"
"""The values of these two are the Master page's id."""


class Asked(BaseModel):
    """A switch that somebody wants, as buttons and modals carry it. Whether it may be, the rule says."""

    model_config = ConfigDict(frozen=True)

    page_id: UUID
    to: RuleType

    @classmethod
    def other_type_of(cls, page: Overview) -> Self:
        to = RuleType.DYNAMIC if page.rule_type is RuleType.STATIC else RuleType.STATIC
        return cls(page_id=page.id, to=to)

    @classmethod
    def read(cls, written: str | None) -> Self:
        """Raises ``NotFound`` for what this app did not write."""
        try:
            return cls.model_validate_json(written or "")
        except ValidationError as error:
            raise NotFound from error


def switch_button(page: Overview) -> Element:
    """For Administrators."""
    asked = Asked.other_type_of(page)
    return button(f"Switch to {asked.to.capitalize()}", SWITCH, asked.model_dump_json(), about=page.label)


def undo_button(page_id: UUID, label: str = "") -> Element:
    """For Administrators, right after a switch. ``label``: the page's, where it stands beside others."""
    return button("Undo", UNDO, str(page_id), about=label)


def who_button(page_id: UUID, label: str = "") -> Element:
    return button("Who would get…?", WHO, str(page_id), about=label)
