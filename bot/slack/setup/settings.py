"""Changing what a workspace has one of: its policy for links, and its look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.catalog import Typed
from bot.scheduling.people import Person
from bot.slack.blocks import View
from bot.slack.home.listeners import HomeTab
from bot.slack.home.memory import HomeMemory
from bot.slack.opening import open_view
from bot.slack.payloads import BlockAction, SubmittedView, ViewSubmission
from bot.slack.people import SlackPeople
from bot.slack.setup.editing import saved
from bot.slack.setup.fields import typed_in
from bot.slack.setup.forms import Draft
from bot.slack.setup.memory import EditMemory


class ReadSetting(Protocol):
    """A setting as it was read."""

    @property
    def typed(self) -> Typed: ...

    @property
    def version(self) -> str: ...


class Setting(Protocol):
    """The rules for it."""

    async def read(self, by: Person) -> ReadSetting: ...

    async def change(self, by: Person, typed: Typed, version: str, now: datetime) -> None: ...


@dataclass(frozen=True)
class SettingEditor:
    """The listeners of one of them."""

    people: SlackPeople
    home: HomeTab
    setting: Setting
    form: Callable[[Draft], View]

    async def edit(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Show the form with what is set."""
        action = BlockAction.model_validate(body)
        await ack()
        person = await self.people.administrator(action.actor, context, datetime.now(UTC))
        kept = await self.setting.read(person)
        memory = EditMemory(version=kept.version, home=HomeMemory.of(action.view))
        await open_view(action.trigger_id, self.form(Draft(memory, kept.typed)), context)

    async def submitted(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Save it, or say at each input what is wrong with it."""
        submission = ViewSubmission.model_validate(body)
        now = datetime.now(UTC)
        person, view = await self.people.person(submission.actor, context, now), submission.view
        overtaken = partial(self._overtaken, person, view)
        if await saved(ack, view, self._save(ack, person, view, now), overtaken):
            await self.home.refresh(person, EditMemory.of(view).home, context, now)

    async def _save(self, ack: AsyncAck, person: Person, view: SubmittedView, now: datetime) -> None:
        await self.setting.change(person, typed_in(view), EditMemory.of(view).version, now)
        await ack()

    async def _overtaken(self, person: Person, view: SubmittedView) -> View:
        kept = await self.setting.read(person)
        return self.form(Draft(EditMemory.of(view).at(kept.version), typed_in(view), kept.typed))
