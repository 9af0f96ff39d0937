"""A person who works in Slack: types commands, uses shortcuts, fills modals, presses buttons."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any

from httpx2 import AsyncClient, Response

from bot.sandbox.drawing import forms
from bot.sandbox.state.accounts import Account
from bot.sandbox.values import Json
from bot.sandbox.wire import payloads
from bot.sandbox.wire.payloads import Deed
from tests.slack.fake_slack import CHANNEL, PARENT, FakeSlack, signed
from tests.slack.open_view import OpenView
from tests.slack.posted import Posted


async def do(_deed: Hashable, doing: Callable[[], Awaitable[Any]]) -> Any:
    return await doing()


@dataclass(frozen=True)
class Agent:
    """Acts in ``slack`` as one of its people; the app at the other end of ``app`` hears of it, signed."""

    slack: FakeSlack
    app: AsyncClient
    user: str = "U0BEN"
    done: Callable[[Hashable, Callable[[], Awaitable[Any]]], Awaitable[Any]] = do
    """Does something, or lets it be done where another test did it."""

    async def types(self, text: str = "", *, channel: str = CHANNEL) -> Posted | None:
        """``/onetime`` and what comes after it. Returns what only this person sees in answer, if anything."""
        response = await self.sends(self.command(text, channel=channel))
        return self.slack.whispered(_message(response), self.user, channel) if response.text else None

    async def uses_global_shortcut(self, callback_id: str = "onetime_global") -> None:
        await self.sends(self.global_shortcut(callback_id))

    async def uses_message_shortcut(self, *, ts: str = PARENT, channel: str = CHANNEL) -> None:
        await self.sends(self.message_shortcut(ts=ts, channel=channel))

    async def toggles(self, view: OpenView, label: str, *, on: bool) -> None:
        view.ticks(label, on=on)
        await self.sends(self.toggle(view, label))

    async def searches(self, view: OpenView, label: str, typed: str) -> list[Json]:
        """The options that the app offers."""
        response = await self.sends(self.search(view, label, typed))
        options: list[Json] = response.json()["options"]
        return options

    async def submits(self, view: OpenView) -> Json:
        """What the app answered. The modal is what that makes of it."""
        response = await self.sends(self.submission(view))
        answer: Json = response.json() if response.text else {}
        self.slack.acknowledged(view, answer)
        return answer

    async def presses(self, message: Posted, action_id: str) -> None:
        await self.sends(self.press(message, action_id))

    async def opens_home(self) -> OpenView:
        """The Home tab, as the app has published it."""
        await self.done(("opens_home", self.user), lambda: self.sends(self.home_opened()))
        return self.home

    async def opens_form(self, section: str, button: str, near: str = "") -> OpenView:
        """The form behind a button of a section of the Home tab."""
        deed = ("opens_form", self.user, section, button, near)
        await self.done(deed, lambda: self._opens_form(section, button, near))
        return self.slack.view

    async def _opens_form(self, section: str, button: str, near: str) -> None:
        await self.presses_in(await self.turns_to(section), button, near)

    async def turns_to(self, section: str) -> OpenView:
        """A section of the Home tab."""
        await self.done(("turns_to", self.user, section), lambda: self._turns_to(section))
        return self.home

    async def _turns_to(self, section: str) -> None:
        await self.presses_in(await self.opens_home(), section)

    async def presses_in(self, view: OpenView, text: str, near: str = "") -> None:
        """The button of that text in a modal or in the Home tab; of several, the first after ``near``."""
        await self.sends(self.press_in(view, text, near))

    async def picks_in(self, view: OpenView, action_id: str, value: str) -> None:
        """Something from a menu in a modal or in the Home tab, which tells of it at once."""
        await self.sends(self.pick_in(view, action_id, value))

    @property
    def home(self) -> OpenView:
        return OpenView(self.slack.workspace.screens.homes[self.user])

    async def sends(self, payload: Json) -> Response:
        """What Slack sends for one of the above."""
        headers, body = signed(payload)
        response = await self.app.post("/slack/events", headers=headers, content=body)
        assert response.status_code == 200, response.text
        return response

    # What Slack sends.

    def command(self, text: str = "", *, channel: str = CHANNEL) -> Json:
        return payloads.command(
            self._deed(),
            self.slack.workspace.conversations[channel],
            "/onetime",
            text,
            trigger_id=self.slack.trigger(self.user),
            response_url=self.slack.response_url(self.user, channel),
        )

    def global_shortcut(self, callback_id: str = "onetime_global") -> Json:
        trigger_id = self.slack.trigger(self.user)
        return payloads.global_shortcut(self._deed(), callback_id, trigger_id=trigger_id)

    def message_shortcut(self, *, ts: str = PARENT, channel: str = CHANNEL) -> Json:
        message = self.slack.workspace.message(channel, ts, self.user)
        assert message is not None, "it is gone"
        return payloads.message_shortcut(
            self._deed(),
            "onetime_message",
            self.slack.workspace.conversations[channel],
            message,
            trigger_id=self.slack.trigger(self.user),
            response_url=self.slack.response_url(self.user, channel, ts, message.thread_ts),
        )

    def toggle(self, view: OpenView, label: str) -> Json:
        """An input that tells of its changes was changed, to what ``view`` says."""
        shown = view.on_screen
        action = forms.pressed(shown.blocks, forms.press_name(*view.place(label)), forms.standing(shown))
        return payloads.press_in_view(self._deed(), shown, action, trigger_id=self.slack.trigger(self.user))

    def search(self, view: OpenView, label: str, typed: str) -> Json:
        return payloads.search(self._deed(), view.on_screen, *view.place(label), typed)

    def submission(self, view: OpenView) -> Json:
        trigger_id = self.slack.trigger(self.user)
        return payloads.submission(self._deed(), view.on_screen, [], trigger_id=trigger_id)

    def press(self, message: Posted, action_id: str) -> Json:
        block = next(each for each in message.blocks if message.button(action_id) in each.get("elements", []))
        action = forms.pressed(message.blocks, forms.press_name(block["block_id"], action_id), {})
        return payloads.press_in_message(
            self._deed(),
            self.slack.workspace.conversations[message.channel],
            message,
            action,
            {},
            trigger_id=self.slack.trigger(self.user),
            response_url=self.slack.response_url(self.user, message.channel, message.ts, message.thread_ts),
        )

    def home_opened(self, tab: str = "home") -> Json:
        workspace = self.slack.workspace
        home = workspace.screens.homes.get(self.user)
        return payloads.home_opened(self._deed(), workspace.with_app(self.user), tab, home)

    def user_change(self, **said: Any) -> Json:
        """Slack tells that somebody is from now on what ``said`` says."""
        account = self.slack.workspace.accounts.get(self.user, Account(self.user, self.user.lower(), ""))
        opened = payloads.home_opened(self._deed(), self.slack.workspace.with_app(self.user), "home", None)
        return opened | {"event": {"type": "user_change", "user": account.profile() | said}}

    def press_in(self, view: OpenView, text: str, near: str = "") -> Json:
        shown = view.on_screen
        action = forms.pressed(
            shown.blocks, forms.press_name(*view.button(text, near)), forms.standing(shown)
        )
        return payloads.press_in_view(self._deed(), shown, action, trigger_id=self.slack.trigger(self.user))

    def pick_in(self, view: OpenView, action_id: str, value: str) -> Json:
        shown = view.on_screen
        block, element = view.menu(action_id)
        options = {each["value"]: each for each in element.get("options", [])}
        shown.enter(block["block_id"], action_id, options.get(value, value))
        name = forms.press_name(block["block_id"], action_id)
        action = forms.pressed(shown.blocks, name, forms.standing(shown))
        return payloads.press_in_view(self._deed(), shown, action, trigger_id=self.slack.trigger(self.user))

    def _deed(self) -> Deed:
        """Outsiders have no account here."""
        stranger = Account(self.user, self.user.lower(), "")
        return Deed(self.slack.workspace.accounts.get(self.user, stranger), self.slack.workspace.now())


def _message(response: Response) -> Json:
    if response.headers["content-type"].startswith("application/json"):
        message: Json = response.json()
        return message
    return {"text": response.text}
