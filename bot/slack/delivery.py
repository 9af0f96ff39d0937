"""Delivers the notices about links: posts the card and edits it, posts the URL, tells the thread."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.scheduling import notices
from bot.scheduling.errors import Refusal
from bot.scheduling.link_views import LinkView
from bot.scheduling.links import Links
from bot.scheduling.outbox import GiveUp, TryLater
from bot.slack import cards, thread
from bot.slack.blocks import Message, as_text, conversation, paragraph, words
from bot.slack.cards import UNSPENT
from bot.slack.web_api import UNREACHABLE, Failure, failure_of
from storage.models import Notice

APP_NAME = "@onetime"

TRANSIENT = frozenset(
    {
        "fatal_error",
        "internal_error",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        # Of the app's own standing: an operator can mend these, and then what waits goes out.
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)

INVITE = f"Invite me there with /invite {APP_NAME}. Direct messages between people I cannot join."
READ_ONLY = "Apps may not post there, or not in its threads. An owner of the workspace can allow it."
THREAD_GONE = "The message that the link was asked for on cannot be replied to."

MENDABLE = {
    "not_in_channel": INVITE,
    "channel_not_found": INVITE,
    "is_archived": "That channel is archived.",
    "restricted_action": READ_ONLY,
    "restricted_action_non_threadable_channel": READ_ONLY,
    "restricted_action_read_only_channel": READ_ONLY,
    "restricted_action_thread_only_channel": READ_ONLY,
    "restricted_action_thread_locked": READ_ONLY,
    "cannot_reply_to_message": THREAD_GONE,
    "thread_not_found": THREAD_GONE,
}
"""Where the app may not post, and how to mend it, for the link's maker."""

CARD_GONE = "message_not_found"


@dataclass(frozen=True)
class Place:
    """Where in Slack something stands or goes: a conversation, and the parent of a thread in it."""

    channel_id: str
    thread_ts: str | None


@dataclass(frozen=True)
class Delivery:
    """Delivers one notice at a time, at least once: Slack knows no way to post exactly once."""

    links: Links
    client: AsyncWebClient

    async def deliver(self, notice: Notice, now: datetime) -> None:
        """Raises ``TryLater`` where Slack could not take it now, ``GiveUp`` where it never will."""
        try:
            link = await self.links.view(notice.workspace_id, UUID(notice.payload["link_id"]), now)
            await self._deliver(notice, link)
        except SlackApiError as error:
            raise _verdict(failure_of(error)) from error
        except UNREACHABLE as error:
            raise TryLater(f"Slack cannot be reached: {type(error).__name__}") from error
        except Refusal as refusal:
            raise GiveUp(f"the link is not as it was: {type(refusal).__name__}") from refusal

    async def _deliver(self, notice: Notice, link: LinkView) -> None:
        match notice.kind:
            case notices.CARD | notices.BEGUN if link.card_ts is None:
                await self._post_card(link)
            case notices.CARD | notices.BEGUN:
                await self._edit_card(link)
            case notices.URL:
                await self._post_url(link)
            case notices.TOLD if message := thread.told(link, notice.payload):
                await self._post(link, _thread_of(link), message)
            case _:
                raise GiveUp(f"there is nothing to say of {notice.payload.get('event')}")

    async def _post_card(self, link: LinkView) -> None:
        posted = await self._post(link, _origin_of(link), cards.card(link))
        await self.links.card_posted(link.workspace_id, link.id, posted["channel"], posted["ts"])

    async def _edit_card(self, link: LinkView) -> None:
        card = cards.card(link)
        try:
            await self.client.chat_update(
                channel=_origin_of(link).channel_id, ts=link.card_ts or "", text=card.text, blocks=card.blocks
            )
        except SlackApiError as error:
            if failure_of(error).code != CARD_GONE:
                raise
            await self._post_card(link)  # somebody deleted it, and the link still needs one

    async def _post_url(self, link: LinkView) -> None:
        if link.state not in UNSPENT:
            return  # it ended before its URL could be posted, and would only mislead
        address = await self.links.url_for_thread(link.workspace_id, link.id)
        await self._post(link, _thread_of(link), cards.url(address))

    async def _post(self, link: LinkView, place: Place, message: Message) -> AsyncSlackResponse:
        """Post it in its place or, where the app may not, to the link's maker with the reason."""
        try:
            return await self._send(place, message)
        except SlackApiError as error:
            why = MENDABLE.get(failure_of(error).code)
            if why is None or link.created_by is None:
                raise
        return await self._send(Place(link.created_by, None), _redirected(message, place, why))

    async def _send(self, place: Place, message: Message) -> AsyncSlackResponse:
        return await self.client.chat_postMessage(
            channel=place.channel_id,
            thread_ts=place.thread_ts,
            text=message.text,
            blocks=message.blocks,
            unfurl_links=False,
            unfurl_media=False,
        )


def _origin_of(link: LinkView) -> Place:
    """Where the card belongs."""
    if link.channel_id is None:
        raise GiveUp("the link was not asked for in Slack")
    return Place(link.channel_id, link.thread_ts)


def _thread_of(link: LinkView) -> Place:
    """The thread that hears of the link: the one it was asked for in, else the card's own."""
    thread_ts = link.thread_ts or link.card_ts
    if thread_ts is None:
        raise GiveUp("the link's card was never posted, so that it has no thread")
    return Place(_origin_of(link).channel_id, thread_ts)


def _redirected(message: Message, place: Place, why: str) -> Message:
    told = [words("I could not post this in "), conversation(place.channel_id), words(f". {why}")]
    return Message(f"{as_text(told)}\n{message.text}", [paragraph(*told), *message.blocks])


def _verdict(failure: Failure) -> TryLater | GiveUp:
    why = f"Slack answered {failure.status} {failure.code}".strip()
    if failure.code in TRANSIENT or failure.status == 429 or failure.status >= 500:
        return TryLater(why, failure.retry_after)
    return GiveUp(why)
