"""Answers to what a person did: to them alone, or in the message that they did it in."""

import structlog
from slack_bolt.async_app import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.blocks import Message
from bot.slack.web_api import LISTENER_SECONDS, UNREACHABLE, failure_of

log = structlog.get_logger()


async def edit(channel_id: str, ts: str, message: Message, context: AsyncBoltContext) -> None:
    """Show another message in place of one of the app's own. Where that fails, the old one stays: no harm."""
    try:
        await context.client.chat_update(channel=channel_id, ts=ts, text=message.text, blocks=message.blocks)
    except SlackApiError as error:
        log.warning("slack_edit_refused", code=failure_of(error).code)
    except UNREACHABLE as error:
        log.warning("slack_edit_lost", error=type(error).__name__)


async def reply(response_url: str, message: Message, *, in_place: bool = False) -> None:
    """Show a message to the person who acted; ``in_place``: instead of the ephemeral one they acted on.

    A reply that does not get through is logged: there is no other way left to reach the person.
    """
    webhook = AsyncWebhookClient(response_url, timeout=LISTENER_SECONDS, retry_handlers=[])
    try:
        answer = await webhook.send(
            text=message.text,
            blocks=message.blocks,
            response_type="ephemeral",
            replace_original=in_place,
            unfurl_links=False,
            unfurl_media=False,
        )
    except UNREACHABLE as error:
        log.warning("slack_reply_lost", error=type(error).__name__)
        return
    if answer.status_code != 200:
        log.warning("slack_reply_refused", status=answer.status_code)
