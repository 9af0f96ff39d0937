"""What stands on the page of one reader, worked out for the templates."""

import json
import re
from dataclasses import dataclass
from html import unescape
from itertools import chain, groupby

from markupsafe import Markup

from bot.sandbox.acting.composing import INVITE
from bot.sandbox.acting.place import Place, Tab
from bot.sandbox.api.outage import Outage
from bot.sandbox.block_kit.elements import elements_of
from bot.sandbox.drawing import dates
from bot.sandbox.drawing.blocks import Drawing
from bot.sandbox.page.backstage import USER_CHANGE
from bot.sandbox.page.contexts import Day, Entry, Hint, Line, Mail, Modal, Passed, Person, message_id
from bot.sandbox.page.reader import Reader
from bot.sandbox.stage import Stage
from bot.sandbox.state.accounts import BOT_USER, STANDINGS, Account, Standing
from bot.sandbox.state.configuration import Configuration, Shortcut
from bot.sandbox.state.conversations import Conversation
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.workspace import Workspace

MOST_SHOWN = 50
"""Of the requests: they are long, and the page is sent anew whenever something changes."""
TONES = 6
"""Colours of the circles that stand for people."""


@dataclass(frozen=True)
class Screen:
    """Everything that the page shows at a place, at this moment, to whoever has ``seen`` that version."""

    stage: Stage
    place: Place
    drawing: Drawing
    seen: int

    @property
    def workspace(self) -> Workspace:
        return self.stage.workspace

    @property
    def configuration(self) -> Configuration:
        return self.stage.workspace.configuration

    @property
    def outage(self) -> Outage:
        return self.stage.switch.state

    @property
    def trouble(self) -> str | None:
        """What went wrong with the last thing that the reader did."""
        return self.stage.troubles.get(self.place.reader.id)

    @property
    def reader(self) -> Reader:
        return Reader(self.workspace, self.place)

    @property
    def version(self) -> int:
        return self.workspace.changes.version

    @property
    def title(self) -> str:
        return f"{self.place.conversation.name} · {self.place.reader.real_name} · Acme"

    @property
    def people(self) -> list[Person]:
        actors = [account for account in self.workspace.accounts.values() if account.acts]
        return [Person(each, self._seen_by(each).address, each == self.place.reader) for each in actors]

    def entries(self, *kinds: str) -> list[Entry]:
        there = self.workspace.conversations_of(self.place.reader.id)
        return [self._entry(each) for each in there if each.kind in kinds]

    def tab_address(self, tab: Tab) -> str:
        return self.place.at(self.place.conversation, tab).address

    @property
    def may_write(self) -> bool:
        return self.configuration.lets_write_in(self.place.conversation)

    @property
    def has_app(self) -> bool:
        """Is it installed where the reader belongs? Whoever else is in a channel cannot start anything."""
        return not self.place.reader.is_external

    @property
    def global_shortcuts(self) -> tuple[Shortcut, ...]:
        return self.configuration.global_shortcuts if self.has_app else ()

    @property
    def message_shortcuts(self) -> tuple[Shortcut, ...]:
        return self.configuration.message_shortcuts if self.has_app else ()

    @property
    def everybody(self) -> list[Account]:
        """All people, whoever they are."""
        return [account for account in self.workspace.accounts.values() if account.standing != "App"]

    @property
    def standings(self) -> tuple[Standing, ...]:
        return STANDINGS

    @property
    def hears_of_people(self) -> bool:
        """Has the app asked to hear of what people become?"""
        return USER_CHANGE in self.configuration.events

    @property
    def hints(self) -> list[Hint]:
        app = self.configuration.app_name
        commands = self.configuration.commands if self.has_app else ()
        own = [Hint(each.name, each.usage_hint, each.description, app) for each in commands]
        return [*own, Hint(INVITE, f"@{app}", "Invite the app to this channel", "Slack")]

    @property
    def days(self) -> list[Day]:
        """The conversation, outside of threads."""
        messages = self.workspace.messages(self.place.conversation.id, self.place.reader.id)
        lines = [self._line(posted) for posted in messages]
        by_day = groupby(lines, lambda line: self.reader.at(line.posted.seconds).date())
        return [Day(self._day(group), group) for _, lines_of_day in by_day if (group := list(lines_of_day))]

    @property
    def thread(self) -> list[Line]:
        place = self.place
        if place.thread_ts is None:
            return []
        replies = self.workspace.thread(place.conversation.id, place.thread_ts, place.reader.id)
        return [self._line(posted, "thread") for posted in replies]

    @property
    def home(self) -> tuple[OpenView, Markup] | None:
        view = self.workspace.screens.homes.get(self.place.reader.id)
        return (view, self._drawn(view)) if view else None

    @property
    def modal(self) -> Modal | None:
        views = self.workspace.screens.views_of(self.place.reader.id)
        if not views:
            return None
        top = views[-1]
        inputs = {block["block_id"] for block in top.blocks if block["type"] == "input"}
        lost = [error for block_id, error in top.errors.items() if block_id not in inputs]
        return Modal(top, self._drawn(top), len(views) - 1, lost)

    @property
    def outages(self) -> list[Outage]:
        return list(Outage)

    @property
    def passed(self) -> list[Passed]:
        newest = self.stage.traffic.exchanges[:MOST_SHOWN]
        return [Passed(each, self._time(each.at), each.version <= self.seen) for each in newest]

    @property
    def mail(self) -> list[Mail]:
        return [Mail(each, self._time(each.at)) for each in self.stage.letters.newest_first()]

    @property
    def link(self) -> str | None:
        """The one-time link that the reader saw last: in a modal, which is on top of all, or in a message."""
        views = self.workspace.screens.views_of(self.place.reader.id)
        seen = sorted(self._seen(), key=lambda posted: posted.seconds)
        texts = chain(
            (_written(view.blocks, "") for view in reversed(views)),
            (_written(posted.blocks, posted.text) for posted in reversed(seen)),
        )
        links = re.compile(re.escape(f"{self.stage.base_url}/o/") + r"[\w?=&.~-]+")
        return next((found[-1] for text in texts if (found := links.findall(text))), None)

    def _seen(self) -> list[Posted]:
        """All that the reader can read, wherever it is."""
        user_id, workspace = self.place.reader.id, self.workspace
        there = (workspace.posts[each.id] for each in workspace.conversations_of(user_id))
        return [posted for posts in there for posted in posts if posted.is_seen_by(user_id)]

    def _seen_by(self, account: Account) -> Place:
        place = self.place.seen_by(account)
        if not place.is_of_app or account.is_external:
            return place
        return place.at(self.workspace.with_app(account.id), place.tab)

    def _entry(self, conversation: Conversation) -> Entry:
        """Whoever comes to the app comes to its Home tab, unless it has written to them."""
        place, has_home = self.place, conversation.kind == "app" and self.configuration.has_home
        unread = self.stage.attention.unread(place.reader.id, conversation.id)
        tab: Tab = "home" if has_home and not unread else "messages"
        is_here = conversation is place.conversation
        return Entry(conversation, place.at(conversation, tab).address, is_here, 0 if is_here else unread)

    def _line(self, posted: Posted, within: str = "") -> Line:
        name = self.reader.person(posted.author)
        reader = self.place.reader.id
        replies = self.workspace.thread(posted.channel, posted.ts, reader)
        offered = self.workspace.screens.offered_in(posted, reader)
        return Line(
            id=message_id(posted.ts, within),
            posted=posted,
            author=name,
            initials="".join(word[0] for word in name.split()[:2]).upper(),
            tone=sum(map(ord, posted.author)) % TONES,
            is_app=posted.author == BOT_USER,
            time=self._time(posted.seconds),
            moment=self.reader.at(posted.seconds).isoformat(timespec="seconds"),
            body=self.drawing.message(posted, self.reader, self.reader, within, offered),
            has_controls=any(elements_of(block) for block in posted.blocks),
            replies=sum(not reply.ephemeral_to for reply in replies if reply is not posted),
            thread_address=self.place.in_thread(posted.thread_ts or posted.ts).address,
        )

    def _drawn(self, view: OpenView) -> Markup:
        return self.drawing.view(view, self.reader, self.reader)

    def _day(self, lines: list[Line]) -> str:
        at = self.reader.at(lines[0].posted.seconds)
        return dates.written("{day_divider_pretty}", at, self.reader.now)

    def _time(self, seconds: float) -> str:
        return dates.written("{time}", self.reader.at(seconds), self.reader.now)


def _written(blocks: object, text: str) -> str:
    """All the words of a message or a modal."""
    return f"{unescape(text)} {json.dumps(blocks, ensure_ascii=False)}"
