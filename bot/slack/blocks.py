"""The pieces of Block Kit that this app uses, each cut to Slack's limits.

What people type goes into ``plain_text`` objects and rich-text elements alone. Slack parses neither, so that
no name can mention, format or link. ``mrkdwn`` is left to what needs it: a message's own text, and to mention
a Slack user in a list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.mail.words import BIDI

Element = dict[str, object]
Block = dict[str, object]
View = dict[str, object]

TEXT_LENGTH = 3000
HEADER_LENGTH = 150
BUTTON_LENGTH = 75
OPTION_LENGTH = 75
CONFIRM_TITLE_LENGTH, CONFIRM_TEXT_LENGTH, CONFIRM_BUTTON_LENGTH = 100, 300, 30

NOTHING_FOR_MARKS = dict.fromkeys(map(ord, BIDI))

# Slack writes the first character of what a format gives as a capital, but dates stand within sentences: so a
# space that has no width comes first.
_DATE_FORMAT = "\u200b{date_short_pretty} {time}"


@dataclass(frozen=True)
class Message:
    """What is posted: blocks for the eye; ``text`` for notifications and screen readers, as ``mrkdwn``."""

    text: str
    blocks: list[Block]


def cut(text: str, most: int) -> str:
    """The text, shortened to ``most`` characters with an ellipsis where it is longer. It turns nothing."""
    text = text.translate(NOTHING_FOR_MARKS) or text  # Slack takes no empty ones
    return text if len(text) <= most else text[: most - 1] + "…"


def plain(text: str, most: int = TEXT_LENGTH) -> Element:
    return {"type": "plain_text", "text": cut(text, most), "emoji": False}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER_LENGTH)}


def section(text: str) -> Block:
    return {"type": "section", "text": plain(text)}


def row(text: Element, accessory: Element, owner: str = "") -> Block:
    """One of a list, with what can be done about it at its side; ``owner``: the Slack user whose it is."""
    whose = (
        {"fields": [{"type": "mrkdwn", "text": as_text([words("Belongs to "), user(owner)])}]}
        if owner
        else {}
    )
    return {"type": "section", "text": text, **whose, "accessory": accessory}


def small_print(text: str) -> Block:
    return {"type": "context", "elements": [plain(text)]}


def actions(block_id: str, *buttons: Element) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(buttons)}


def button(text: str, action_id: str, value: str, *, about: str = "", **more: object) -> Element:
    """``about`` tells it from others of that text to whoever hears it; ``more``: ``style``, ``confirm``."""
    named = {"accessibility_label": cut(f"{text}: {about}", BUTTON_LENGTH)} if about else {}
    return {
        "type": "button",
        "action_id": action_id,
        "text": plain(text, BUTTON_LENGTH),
        "value": value,
        **named,
        **more,
    }


def confirm(title: str, text: str, yes: str, no: str) -> Element:
    """What is asked before something is done that cannot be taken back at once."""
    return {
        "title": plain(title, CONFIRM_TITLE_LENGTH),
        "text": plain(text, CONFIRM_TEXT_LENGTH),
        "confirm": plain(yes, CONFIRM_BUTTON_LENGTH),
        "deny": plain(no, CONFIRM_BUTTON_LENGTH),
        "style": "danger",
    }


def saying(title: str, *blocks: Block) -> View:
    """A modal to be read and closed."""
    return {"type": "modal", "title": plain(title), "close": plain("Close"), "blocks": list(blocks)}


def divider() -> Block:
    return {"type": "divider"}


def option(text: str, value: str) -> Element:
    return {"text": plain(text, OPTION_LENGTH), "value": value}


def paragraph(*elements: Element) -> Block:
    """A paragraph of rich text, made of the elements below."""
    return _rich_text("rich_text_section", elements)


def code_block(text: str) -> Block:
    """Text to be copied whole. It is no link, so that one tap selects it and nothing follows it."""
    return _rich_text("rich_text_preformatted", [words(text)])


def words(text: str, *, bold: bool = False) -> Element:
    element: Element = {"type": "text", "text": cut(text, TEXT_LENGTH)}
    return element | {"style": {"bold": True}} if bold else element


def moment(at: datetime) -> Element:
    """An instant, shown in the reader's own zone."""
    return {"type": "date", "timestamp": int(at.timestamp()), "format": _DATE_FORMAT, "fallback": _in_utc(at)}


def user(user_id: str) -> Element:
    return {"type": "user", "user_id": user_id}


def conversation(channel_id: str) -> Element:
    """A channel by its name; direct messages have none to show."""
    if channel_id.startswith("D"):
        return words("your direct messages")
    return {"type": "channel", "channel_id": channel_id}


def web_link(url: str, text: str) -> Element:
    return {"type": "link", "url": url, "text": cut(text, TEXT_LENGTH)}


def as_text(elements: Iterable[Element]) -> str:
    """The same elements in the markup of a message's text."""
    return "".join(map(_markup, elements))


def escaped(text: str) -> str:
    """Text in which Slack finds nothing of its own (https://docs.slack.dev/messaging/formatting-message-text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """What a person typed, of what Slack sent."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _markup(element: Element) -> str:
    match element:
        case {"type": "date", "timestamp": seconds, "format": pattern, "fallback": fallback}:
            return f"<!date^{seconds}^{pattern}|{fallback}>"
        case {"type": "user", "user_id": user_id}:
            return f"<@{user_id}>"
        case {"type": "channel", "channel_id": channel_id}:
            return f"<#{channel_id}>"
        case _:
            return escaped(str(element["text"]))


def _rich_text(kind: str, elements: Iterable[Element]) -> Block:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


def _in_utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
