"""What the Home tab remembers: how far a person has turned its lists, and what they manage at the moment."""

from enum import StrEnum
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.slack.payloads import SlackUserId, SubmittedView

LAST_LEAF = 10_000
"""As far as anybody turns."""


class Section(StrEnum):
    """What Administrators manage, one at a time, as its button says."""

    MASTER_PAGES = "Master pages"
    EVENT_TYPES = "Event types"
    BOOKING_PAGES = "Booking pages"
    POOLS = "Resource pools"
    PEOPLE = "People and roles"
    LINKS = "Policy for links"
    LOOK = "Look of pages"
    ACTIVITY = "Activity"


class HomeMemory(BaseModel):
    """It travels with the tab as its ``private_metadata``, and with each button that leads elsewhere."""

    model_config = ConfigDict(frozen=True)

    section: Section = Section.MASTER_PAGES
    links: int = Field(default=0, ge=0, le=LAST_LEAF)
    meetings: int = Field(default=0, ge=0, le=LAST_LEAF)
    pages: int = Field(default=0, ge=0, le=LAST_LEAF)
    managed: int = Field(default=0, ge=0, le=LAST_LEAF)
    """The leaf of the section's list."""
    before: UUID | None = None
    """In the activity: only what is older than this line."""
    subject: str = Field(default="", pattern=r"^[a-z ]{0,40}$")
    """In the activity: only what was done to this kind of thing."""
    actor: SlackUserId | Literal[""] = ""
    """In the activity: only what this Slack user did."""

    @classmethod
    def read(cls, written: str) -> Self:
        """What was remembered; the beginning of everything where that cannot be read any more."""
        try:
            return cls.model_validate_json(written)
        except ValidationError:
            return cls()

    @classmethod
    def of(cls, view: SubmittedView | None) -> Self:
        return cls.read(view.private_metadata) if view else cls()

    def written(self) -> str:
        return self.model_dump_json(exclude_defaults=True)

    def turned(self, **to: object) -> Self:
        return self.model_copy(update=to)
