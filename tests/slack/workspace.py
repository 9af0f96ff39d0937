"""A Slack workspace in memory: people, conversations, modals, and the Web API methods that this app calls."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.slack.block_rules import problems_of_message, problems_of_view
from tests.slack.open_view import OpenView
from tests.slack.posted import Posted

Json = dict[str, Any]

TEAM = "T0ACME"
BOT_USER = "U0ONETIME"
CHANNEL = "C0SUPPORT"

FIRST_TS = "1764700000.000000"
"""Customers' messages are not kept here: they are those with a smaller timestamp than any of ours."""


@dataclass
class Workspace:
    """The bot is in ``CHANNEL``; other conversations are unknown to it until they stand in ``channels``."""

    profiles: dict[str, Json] = field(default_factory=dict)
    channels: dict[str, str | None] = field(default_factory=lambda: {CHANNEL: None})
    """Each conversation that the bot knows, with the code that posting there is refused with, if it is."""
    messages: dict[tuple[str, str], Posted] = field(default_factory=dict)
    views: list[OpenView] = field(default_factory=list)
    whispers: list[Posted] = field(default_factory=list)
    """What was shown to one person alone."""
    _triggers: dict[str, str | None] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    # What a test sets up and looks at.

    def person(self, user_id: str, **profile: Any) -> str:
        """Somebody whom ``users.info`` knows."""
        self.profiles[user_id] = {"id": user_id, "name": user_id.lower(), **profile}
        return user_id

    def posts(self, channel: str = CHANNEL) -> list[Posted]:
        """What stands in a conversation now, oldest first."""
        return [message for (place, _), message in self.messages.items() if place == channel]

    @property
    def view(self) -> OpenView:
        """The modal on top."""
        return self.views[-1]

    def deletes(self, message: Posted) -> None:
        del self.messages[message.channel, message.ts]

    def trigger(self) -> str:
        """A trigger id: good once."""
        trigger_id = f"trigger.{next(self._numbers)}"
        self._triggers[trigger_id] = None
        return trigger_id

    def expires_triggers(self) -> None:
        self._triggers = dict.fromkeys(self._triggers, "expired_trigger_id")

    # What becomes of the app's answers.

    def whispered(self, message: Json, channel: str = CHANNEL) -> Posted:
        """An ephemeral message, shown."""
        _must_be_good(problems_of_message(message))
        blocks = message.get("blocks") or []
        posted = Posted(channel, self._ts(), None, message["text"], blocks, ephemeral=True)
        self.whispers.append(posted)
        return posted

    def acknowledged(self, view: OpenView, answer: Json) -> None:
        """A submission's answer, applied to the modal."""
        match answer.get("response_action"):
            case "update":
                _must_be_good(problems_of_view(answer["view"]))
                view.becomes(answer["view"], self._hash())
            case "push":
                _must_be_good(problems_of_view(answer["view"]))
                self._show(answer["view"])
            case "errors":
                inputs = {block["block_id"] for block in view.inputs}
                _must_be_good(f"no input {name}" for name in answer["errors"] if name not in inputs)
            case None:
                self.views.remove(view)

    # The Web API.

    def perform(self, method: str, arguments: Json) -> Json:
        match method:
            case "auth.test":
                return {"ok": True, "team_id": TEAM, "user_id": BOT_USER, "bot_id": "B0ONETIME"}
            case "users.info":
                return self._users_info(arguments["user"])
            case "views.open":
                return self._views_open(arguments)
            case "views.update":
                return self._views_update(arguments)
            case "chat.postMessage":
                return self._post(arguments)
            case "chat.update":
                return self._update(arguments)
            case _:
                return refused("unknown_method")

    def _users_info(self, user_id: str) -> Json:
        profile = self.profiles.get(user_id)
        return refused("user_not_found") if profile is None else {"ok": True, "user": profile}

    def _views_open(self, arguments: Json) -> Json:
        trigger_id = arguments["trigger_id"]
        refusal = self._triggers.get(trigger_id, "invalid_trigger_id")
        if refusal is not None:
            return refused(refusal)
        if problems := problems_of_view(arguments["view"]):
            return refused("invalid_arguments", problems)
        self._triggers[trigger_id] = "exchanged_trigger_id"
        return {"ok": True, "view": self._show(arguments["view"]).payload()}

    def _views_update(self, arguments: Json) -> Json:
        view = next((view for view in self.views if view.id == arguments["view_id"]), None)
        if view is None:
            return refused("not_found")
        if arguments.get("hash", view.hash) != view.hash:
            return refused("hash_conflict")
        if problems := problems_of_view(arguments["view"]):
            return refused("invalid_arguments", problems)
        view.becomes(arguments["view"], self._hash())
        return {"ok": True, "view": view.payload()}

    def _post(self, arguments: Json) -> Json:
        channel = arguments["channel"]
        if channel.startswith("U"):
            channel = direct_messages(channel)
        elif refusal := self.channels.get(channel, None if channel.startswith("D") else "channel_not_found"):
            return refused(refusal)
        thread_ts = arguments.get("thread_ts")
        if thread_ts is not None and not self._is_parent(channel, thread_ts):
            return refused("thread_not_found")
        if problems := problems_of_message(arguments):
            return refused("invalid_blocks", problems)
        posted = Posted(channel, self._ts(), thread_ts, arguments["text"], arguments.get("blocks") or [])
        self.messages[channel, posted.ts] = posted
        return {"ok": True, "channel": channel, "ts": posted.ts, "message": {"text": posted.text}}

    def _update(self, arguments: Json) -> Json:
        place = arguments["channel"], arguments["ts"]
        if place not in self.messages:
            return refused("message_not_found")
        if problems := problems_of_message(arguments):
            return refused("invalid_blocks", problems)
        text, blocks = arguments["text"], arguments["blocks"]
        self.messages[place] = replace(self.messages[place], text=text, blocks=blocks)
        return {"ok": True, "channel": place[0], "ts": place[1], "text": text}

    def _is_parent(self, channel: str, ts: str) -> bool:
        message = self.messages.get((channel, ts))
        if message is None:
            return ts < FIRST_TS and channel.startswith("C")
        return message.thread_ts is None

    def _show(self, view: Json) -> OpenView:
        shown = OpenView(f"V{next(self._numbers):08}", self._hash(), view)
        self.views.append(shown)
        return shown

    def _hash(self) -> str:
        return f"{next(self._numbers)}.hash"

    def _ts(self) -> str:
        return f"1764700000.{next(self._numbers):06}"


def direct_messages(user_id: str) -> str:
    """A person's conversation with the app."""
    return f"D{user_id[1:]}"


def refused(code: str, problems: Iterable[str] = ()) -> Json:
    return {"ok": False, "error": code, "response_metadata": {"messages": list(problems)}}


def _must_be_good(problems: Iterable[str]) -> None:
    if found := list(problems):
        raise AssertionError(f"Slack would refuse this: {found}")
