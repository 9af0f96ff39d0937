"""A person at a place who has just filled in a form of the page: what each deed starts from."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from bot.sandbox.acting.place import Place
from bot.sandbox.state.accounts import Account
from bot.sandbox.state.conversations import Conversation
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.wire.payloads import Deed


@dataclass(frozen=True)
class Scene:
    workspace: Workspace
    place: Place
    form: FormData
    response_address: str
    """What response URLs start with."""

    @property
    def person(self) -> Account:
        return self.place.reader

    @property
    def conversation(self) -> Conversation:
        return self.place.conversation

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.person.tz)

    @property
    def deed(self) -> Deed:
        return Deed(self.person, self.workspace.now())

    def text(self, name: str) -> str:
        """A field of the form; empty where it has none."""
        return str(self.form.get(name) or "")

    def view(self) -> OpenView:
        """The modal or the Home tab that the form is part of. Raises ``LookupError``."""
        view = self.workspace.screens.view(self.person.id, self.text("view"))
        if view is None:
            raise LookupError(self.text("view"))
        return view

    def message(self) -> Posted:
        """The message that the form is part of. Raises ``LookupError``."""
        message = self.workspace.message(self.conversation.id, self.text("ts"), self.person.id)
        if message is None:
            raise LookupError(self.text("ts"))
        return message

    def trigger(self) -> str:
        return self.workspace.screens.triggers.give(self.person.id, self.conversation.id)

    def response_url(self, channel: str, on: Posted | None = None) -> str:
        """Where the app may answer in a conversation, to what was done ``on`` a message."""
        of_message = (on.ts, on.thread_ts) if on else (None, None)
        return self.response_address + self.workspace.response_urls.give(self.person.id, channel, *of_message)
