"""Everything Slack: the door for the people of a workspace."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.scheduling.services import Services
from bot.slack import cards, commands, meetings, modals, page_buttons, rule_type, shortcuts, why
from bot.slack.actions import LinkActions
from bot.slack.asking import Asking
from bot.slack.commands import Commands
from bot.slack.delivery import Delivery
from bot.slack.errors import answer_failure
from bot.slack.guard import Guard, TurnedAway
from bot.slack.meeting_actions import MeetingActions
from bot.slack.opening import Opening
from bot.slack.people import SlackPeople
from bot.slack.shortcuts import Shortcuts
from bot.slack.submissions import Submissions
from bot.slack.switches import Switches
from bot.slack.web_api import DELIVERY_SECONDS, LISTENER_SECONDS, web_client


@dataclass(frozen=True)
class SlackAccess:
    """What one workspace gave this app: its bot token, its signing secret, and where its Web API is."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str


@dataclass(frozen=True)
class SlackDoor:
    """The route that Slack sends everything to, and the deliverer of what is to be told in Slack."""

    routes: list[Route]
    deliverer: Delivery


def slack_door(access: SlackAccess, services: Services, administrators: Iterable[str] = ()) -> SlackDoor:
    """Build the door. ``administrators`` are Slack user ids that are Administrators from the start."""
    bolt = AsyncApp(
        name="onetime",
        logger=_quiet_logger(),
        client=web_client(access.bot_token, access.api_url, LISTENER_SECONDS),
        # The guard has checked it, before anything was parsed.
        request_verification_enabled=False,
        process_before_response=True,
    )
    register(bolt, SlackPeople(services.people, frozenset(administrators)), services)
    events = Events(Guard(access.signing_secret), bolt)
    delivery = Delivery(services.links, web_client(access.bot_token, access.api_url, DELIVERY_SECONDS))
    return SlackDoor([Route("/slack/events", events.receive, methods=["POST"])], delivery)


def _quiet_logger() -> logging.Logger:
    """Bolt warns of what is meant so here, and quotes what people type where no listener takes it."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    return logger


def register(bolt: AsyncApp, people: SlackPeople, services: Services) -> None:
    """Every entrance from Slack."""
    opening = Opening(people, services)
    typed = Commands(people, services, opening)
    picked = Shortcuts(opening)
    filled = Submissions(people, services, opening)
    pressed = LinkActions(people, services.links)
    switches = Switches(people, services)
    asking = Asking(people, services.why)
    meeting = MeetingActions(people, services.changes)

    bolt.command(commands.COMMAND)(typed.onetime)

    bolt.shortcut({"type": "message_action", "callback_id": shortcuts.ON_MESSAGE})(picked.on_message)
    bolt.shortcut({"type": "shortcut", "callback_id": shortcuts.ANYWHERE})(picked.anywhere)

    bolt.action(modals.PERSONALIZE)(filled.personalize_toggled)
    bolt.options(modals.MASTER_PAGE)(filled.page_searched)
    bolt.view(modals.FORM)(filled.submitted)

    bolt.shortcut({"type": "shortcut", "callback_id": rule_type.FORM})(switches.opened)
    bolt.view(rule_type.FORM)(switches.picked)
    bolt.action(page_buttons.SWITCH)(switches.asked)
    bolt.view(rule_type.CONFIRMING)(switches.confirmed)
    bolt.action(page_buttons.UNDO)(switches.undone)

    bolt.action(page_buttons.WHO)(asking.opened)
    bolt.view(why.FORM)(asking.answered)

    bolt.action(cards.REVOKE)(pressed.revoke)
    bolt.action(cards.SHOW_URL)(pressed.show_url)
    bolt.action(cards.FRESH)(pressed.fresh)

    bolt.action(meetings.CANCEL)(meeting.cancelling)
    bolt.action(meetings.REQUEST_RESCHEDULE)(meeting.asking_again)
    bolt.action(meetings.NO_SHOW)(meeting.missed)
    bolt.view(meetings.CANCEL)(meeting.cancelled)
    bolt.view(meetings.REQUEST_RESCHEDULE)(meeting.asked_again)

    bolt.error(answer_failure)


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
