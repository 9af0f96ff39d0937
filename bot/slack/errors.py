"""The refusals in words for Slack, and the one handler where every failure of a listener ends."""

from secrets import token_hex

import structlog
from aiohttp import ClientError
from slack_bolt.async_app import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.scheduling.errors import (
    Invalid,
    LinkExpired,
    LinkNotOpen,
    LinkRevoked,
    LinkSpent,
    NotAllowed,
    NotEligible,
    NotFound,
    Refusal,
    UrlLost,
)
from bot.slack.blocks import Message, escaped, saying, section
from bot.slack.home.closed import closed
from bot.slack.payloads import (
    BlockAction,
    Event,
    GlobalShortcut,
    HomeOpened,
    MessageShortcut,
    Payload,
    SlashCommand,
    SubmittedView,
    Suggestion,
    ViewSubmission,
    understood,
)
from bot.slack.replies import reply
from bot.slack.web_api import UNREACHABLE, failure_of
from storage.database import is_away

log = structlog.get_logger()


class Outsider(Refusal):
    """Somebody of another Slack workspace, met in a channel that both share."""


class NoRole(Refusal):
    """A guest of the workspace, or an app."""


class Unchecked(Refusal):
    """Slack could not say who somebody is."""


class SlackDown(Refusal):
    """Slack answered that it cannot answer now."""


class TooSlow(Refusal):
    """The form could not be opened before Slack stopped waiting for it."""


class FormLost(Refusal):
    """A form came back without what it was to remember."""


TITLE = "onetime"
THEY_UNCHECKED = (
    "I could not check with Slack who they are. Please try again in a moment, or pick somebody else."
)
"""Of whoever was picked in a form."""

WORDS: dict[type[Exception], str] = {
    Outsider: "One-time links are for the people of the workspace that installed this app.",
    NoRole: "One-time links are for members of this workspace; guests and apps cannot use them.",
    Unchecked: "I could not check with Slack who you are. Please try again in a moment.",
    SlackDown: "Slack has trouble answering. Please try again in a moment.",
    TooSlow: "Slack stopped waiting before the form was ready. Please try again.",
    FormLost: "This form cannot be read any more. Please close it and open it again.",
    NotFound: "That does not exist any more, or it belongs to somebody else.",
    LinkSpent: "This link is spent: its one booking was made.",
    LinkExpired: "This link has expired. Please make a new one with /onetime.",
    LinkRevoked: "This link was revoked. Please make a new one with /onetime.",
    UrlLost: (
        "The URL cannot be shown any more, because the secret key that made it was replaced."
        " Please revoke this link and make a new one."
    ),
}

NOT_LET_IN = (
    "Slack does not let onetime in. Please try again in a moment. If it stays so, whoever runs onetime finds"
    " out why by typing `onetime doctor`."
)
"""Of Slack's refusal of our token, and of its silence when it is first asked."""


def words_for(error: Exception) -> str | None:
    """What to tell the person who was refused. None: it is no refusal, but something broke."""
    match error:
        case ClientError():
            return WORDS[SlackDown]
        case NotAllowed(reason=reason) | NotEligible(reason=reason):
            return reason
        case LinkNotOpen(state=state):
            return f"Only an unspent link can be revoked, and this one is {state}."
        case Invalid():
            return str(error)
    return WORDS.get(type(error))


async def answer_failure(
    error: Exception, body: dict[str, object], context: AsyncBoltContext
) -> BoltResponse:
    """Tell the person what was refused or that something broke, in the way that what they did allows."""
    words = words_for(error) or (_away(error) if is_away(error) else _broken(error))
    match understood(body):
        case SlashCommand():
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": escaped(words)})
        case ViewSubmission():
            # On top of the form, so that nothing typed in it is lost.
            return BoltResponse(
                status=200, body={"response_action": "push", "view": saying(TITLE, section(words))}
            )
        case Suggestion():
            return BoltResponse(status=200, body={"options": []})
        case MessageShortcut(response_url=str(url)) | BlockAction(response_url=str(url)):
            await reply(url, Message(escaped(words), [section(words)]))
        case shown:
            await _show(words, shown, context.client)
    return BoltResponse(status=200)


def _away(error: Exception) -> str:
    # A time-out can be Slack's or the database's. Only its kind: drivers' own words can quote what was typed.
    log.warning("slack_listener_unavailable", error=type(error).__name__)
    return "Something that I need does not answer right now. Please try again in a moment."


def _broken(error: Exception) -> str:
    reference = token_hex(3).upper()
    log.error("slack_listener_failed", reference=reference, exc_info=error)
    return (
        f"Something went wrong on our side (reference {reference}). Please try again;"
        " if it happens again, give the reference to whoever runs this app."
    )


async def _show(words: str, on: Payload, client: AsyncWebClient) -> None:
    """Say it on top of what the person has before them: an answer to what they did has no room for it."""
    try:
        match on:
            case BlockAction(trigger_id=str(trigger_id), view=SubmittedView(type="modal")):
                await client.views_push(trigger_id=trigger_id, view=saying(TITLE, section(words)))
            case GlobalShortcut(trigger_id=trigger_id) | BlockAction(trigger_id=str(trigger_id)):
                await client.views_open(trigger_id=trigger_id, view=saying(TITLE, section(words)))
            case Event(event=HomeOpened(user=user_id)):
                await client.views_publish(user_id=user_id, view=closed(words))
    except SlackApiError as error:
        log.warning("slack_notice_refused", code=failure_of(error).code)
    except UNREACHABLE as error:
        log.warning("slack_notice_lost", error=type(error).__name__)
