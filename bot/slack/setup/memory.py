"""What a form for setting up must not forget while it is on a person's screen."""

from typing import Optional, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.slack.errors import FormLost
from bot.slack.home.memory import LAST_LEAF, HomeMemory
from bot.slack.payloads import SubmittedView


class EditMemory(BaseModel):
    """It travels with the form as its ``private_metadata``, which Slack limits to 3000 characters."""

    model_config = ConfigDict(frozen=True)

    id: UUID | None = None
    """What is changed. None: something new is made."""
    version: str = ""
    """How that was when it was read."""
    leaf: int = Field(default=0, ge=0, le=LAST_LEAF)
    """Of a Master page: how far its rules are turned."""
    page: Optional["EditMemory"] = None
    """Of a rule: what the form of its Master page remembers, on top of which this one lies."""
    home: HomeMemory = HomeMemory()
    """What the person had before them when they opened the form, to show it anew after a change."""

    @classmethod
    def of(cls, view: SubmittedView) -> Self:
        """Raises ``FormLost`` for what no form of this app carries."""
        try:
            return cls.model_validate_json(view.private_metadata)
        except ValidationError as error:
            raise FormLost from error

    @property
    def changed(self) -> UUID:
        """Raises ``FormLost`` where the form is for a new one."""
        if self.id is None:
            raise FormLost
        return self.id

    def at(self, version: str) -> Self:
        """The same, of a thing that was read again."""
        return self.model_copy(update={"version": version})

    def turned_to(self, leaf: str) -> Self:
        """The same, with other rules in sight. Raises ``FormLost`` for what is no leaf."""
        if not leaf.isdecimal() or int(leaf) > LAST_LEAF:
            raise FormLost
        return self.model_copy(update={"leaf": int(leaf)})

    def written(self) -> str:
        return self.model_dump_json(exclude_defaults=True)
