"""Answers that one person alone sees, sent to the address that came with what they did."""

import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.blocks import Message
from bot.slack.web_api import LISTENER_SECONDS, UNREACHABLE

log = structlog.get_logger()


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
