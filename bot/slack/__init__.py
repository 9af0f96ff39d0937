"""Everything Slack: the door for the people of a workspace."""

import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.scheduling.services import Services
from bot.slack import cards, commands, meetings, modals, page_buttons, rule_type, shortcuts, why
from bot.slack.actions import LinkActions
from bot.slack.asking import Asking
from bot.slack.commands import Commands
from bot.slack.delivery import Delivery
from bot.slack.errors import NOT_LET_IN, answer_failure
from bot.slack.guard import Guard, TurnedAway
from bot.slack.home import activity, leaves, master_pages, own, sharing
from bot.slack.home import look as home_look
from bot.slack.home import people as home_people
from bot.slack.home import policy as home_policy
from bot.slack.home.listeners import HomeTab
from bot.slack.home.page_actions import PageActions
from bot.slack.listeners import Listeners
from bot.slack.meeting_actions import MeetingActions
from bot.slack.membership import Membership
from bot.slack.opening import Opening
from bot.slack.people import SlackPeople
from bot.slack.setup import appointing, defaults, ids, look, master_page, policy, rule
from bot.slack.setup.editing import Editor
from bot.slack.setup.ids import Ids
from bot.slack.setup.owners import BookingPageEditor
from bot.slack.setup.roles import RoleEditor
from bot.slack.setup.ruling import RuleEditor
from bot.slack.setup.screens import (
    BookingPageScreens,
    EventTypeScreens,
    MasterPageScreens,
    PoolScreens,
)
from bot.slack.setup.search import SEARCHED, Search
from bot.slack.setup.settings import SettingEditor
from bot.slack.shortcuts import Shortcuts
from bot.slack.submissions import Submissions
from bot.slack.switches import Switches
from bot.slack.web_api import DELIVERY_SECONDS, LISTENER_SECONDS, connected, web_client


@dataclass(frozen=True)
class SlackAccess:
    """What one workspace gave this app: its bot token, its signing secret, and where its Web API is."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str


@dataclass(frozen=True)
class SlackDoor:
    """The route that Slack sends everything to, and the deliverer of what is to be told in Slack.

    ``clients``: what both of them call Slack with.
    """

    routes: list[Route]
    deliverer: Delivery
    clients: tuple[AsyncWebClient, ...]

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Calls to Slack share connections meanwhile. Without this each makes one of its own."""
        async with AsyncExitStack() as stack:
            for client in self.clients:
                await stack.enter_async_context(connected(client))
            yield


def slack_door(access: SlackAccess, services: Services, administrators: Iterable[str] = ()) -> SlackDoor:
    """Build the door. ``administrators`` are Slack user ids that are Administrators from the start."""
    bolt = AsyncApp(
        name="onetime",
        logger=_quiet_logger(),
        client=web_client(access.bot_token, access.api_url, LISTENER_SECONDS),
        # The guard has checked it, before anything was parsed.
        request_verification_enabled=False,
        process_before_response=True,
        user_facing_authorize_error_message=NOT_LET_IN,
    )
    bolt.error(answer_failure)
    registered(SlackPeople(services.people, frozenset(administrators)), services).register(bolt)
    events = Events(Guard(access.signing_secret), bolt)
    delivery = Delivery(services.links, web_client(access.bot_token, access.api_url, DELIVERY_SECONDS))
    return SlackDoor(
        [Route("/slack/events", events.receive, methods=["POST"])], delivery, (bolt.client, delivery.client)
    )


def _quiet_logger() -> logging.Logger:
    """Bolt warns of what is meant so here, and quotes what people type where no listener takes it."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    return logger


def registered(people: SlackPeople, services: Services) -> Listeners:
    """Every listener that there is."""
    into, home = Listeners(), HomeTab(people, services)
    _links(into, people, services, home)
    _master_pages(into, people, services, home)
    _home(into, people, services, home)
    _setting_up(into, people, services, home)
    return into


def _links(into: Listeners, people: SlackPeople, services: Services, home: HomeTab) -> None:
    """Making one-time links, and what is done with one and with the meeting that comes of it."""
    opening = Opening(people, services)
    typed = Commands(people, services, opening)
    picked = Shortcuts(opening)
    filled = Submissions(people, services, home)
    pressed = LinkActions(people, services.links, home)
    meeting = MeetingActions(people, services.changes, home)

    into.commands[commands.COMMAND] = typed.onetime

    into.message_shortcuts[shortcuts.ON_MESSAGE] = picked.on_message
    into.global_shortcuts[shortcuts.ANYWHERE] = picked.anywhere
    into.actions[own.NEW_LINK] = picked.at_home

    into.actions[modals.PERSONALIZE] = filled.personalize_toggled
    into.lists[modals.MASTER_PAGE] = filled.page_searched
    into.views[modals.FORM] = filled.submitted

    into.actions[cards.REVOKE] = pressed.revoke
    into.actions[cards.SHOW_URL] = pressed.show_url
    into.actions[cards.FRESH] = pressed.fresh

    into.actions[meetings.CANCEL] = meeting.cancelling
    into.actions[meetings.REQUEST_RESCHEDULE] = meeting.asking_again
    into.actions[meetings.NO_SHOW] = meeting.missed
    into.views[meetings.CANCEL] = meeting.cancelled
    into.views[meetings.REQUEST_RESCHEDULE] = meeting.asked_again


def _master_pages(into: Listeners, people: SlackPeople, services: Services, home: HomeTab) -> None:
    """What is done with a Master page: shared, opened and closed, switched, asked about."""
    pages = PageActions(people, home, services)
    switches = Switches(people, services, home)
    asking = Asking(people, services.why)

    into.actions[master_pages.SHARE] = pages.share
    into.actions[sharing.GENERATE] = pages.generate
    into.actions[master_pages.ACCEPT_BOOKINGS] = pages.accept_bookings

    into.global_shortcuts[rule_type.FORM] = switches.opened
    into.views[rule_type.FORM] = switches.picked
    into.actions[page_buttons.SWITCH] = switches.asked
    into.views[rule_type.CONFIRMING] = switches.confirmed
    into.actions[page_buttons.UNDO] = switches.undone

    into.actions[page_buttons.WHO] = asking.opened
    into.views[why.FORM] = asking.answered


def _home(into: Listeners, people: SlackPeople, services: Services, home: HomeTab) -> None:
    """The Home tab, and who may see it."""
    into.events["app_home_opened"] = home.opened
    into.events["user_change"] = Membership(people, services.roles).changed

    into.actions[leaves.GO] = home.went
    into.actions[activity.BY_SUBJECT] = home.filtered
    into.actions[activity.BY_ACTOR] = home.filtered


def _setting_up(into: Listeners, people: SlackPeople, services: Services, home: HomeTab) -> None:
    """Event types, Booking pages, pools, Master pages and their rules, roles, the policy for links."""
    pages = MasterPageScreens(services.master_pages, services.booking_pages, defaults.master_page())
    booking_pages = BookingPageScreens(
        services.booking_pages, services.event_types, services.people, defaults.booking_page()
    )
    editors: tuple[tuple[Ids, Editor], ...] = (
        (ids.EVENT_TYPE, Editor(people, home, EventTypeScreens(services.event_types, defaults.event_type()))),
        (
            ids.BOOKING_PAGE,
            BookingPageEditor(people, home, booking_pages, services.booking_pages, services.roles),
        ),
        (
            ids.POOL,
            Editor(people, home, PoolScreens(services.pools, services.booking_pages, defaults.pool())),
        ),
        (ids.MASTER_PAGE, Editor(people, home, pages)),
    )
    for named, editor in editors:
        into.actions[named.new] = editor.new
        into.actions[named.edit] = editor.edit
        into.views[named.form] = editor.submitted
        into.actions[named.retire] = editor.retire

    rules = RuleEditor(people, home, pages, services.event_types)
    roles = RoleEditor(people, home, services.roles)
    policies = SettingEditor(people, home, services.link_policies, policy.form)
    looks = SettingEditor(people, home, services.looks, look.form)
    search = Search(people, services)

    into.actions[master_page.ADD_RULE] = rules.add
    into.actions[master_page.EDIT_RULE] = rules.edit
    into.actions[master_page.TURN_RULES] = rules.turned
    into.views[rule.FORM] = rules.submitted
    into.actions[rule.REMOVE] = rules.remove

    into.actions[home_people.APPOINT] = roles.new
    into.views[appointing.FORM] = roles.submitted
    into.actions[home_people.DISMISS] = roles.dismiss

    into.actions[home_policy.EDIT_POLICY] = policies.edit
    into.views[policy.FORM] = policies.submitted
    into.actions[home_look.EDIT_LOOK] = looks.edit
    into.views[look.FORM] = looks.submitted

    for key in SEARCHED:
        into.lists[key] = search.searched


@dataclass(frozen=True)
class Events:
    """``POST /slack/events``."""

    guard: Guard
    bolt: AsyncApp

    async def receive(self, request: Request) -> Response:
        try:
            payload = await self.guard.admitted(request)
        except TurnedAway as turned:
            return PlainTextResponse(turned.why, turned.status)
        # Bolt takes a payload that was verified and parsed already in the mode it has for sockets.
        answer = await self.bolt.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
        return to_starlette_response(answer)
