"""The parts of rich text as HTML. Slack parses nothing in them: they say themselves what they are."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from bot.sandbox.drawing.mrkdwn import Names, link, mention, moment
from bot.sandbox.values import Json

_STYLES = {
    "code": Markup("<code>{}</code>"),
    "bold": Markup("<strong>{}</strong>"),
    "italic": Markup("<em>{}</em>"),
    "strike": Markup("<s>{}</s>"),
    "underline": Markup("<u>{}</u>"),
    "highlight": Markup("<mark>{}</mark>"),
}


def drawn(part: Json, names: Names) -> Markup | None:
    """A part with its style; None for a type that is not drawn."""
    html = _without_style(part, names)
    if html is None:
        return None
    for style, styled in _STYLES.items():
        if part.get("style", {}).get(style):
            html = styled.format(html)
    return html


def lines(text: str) -> Markup:
    """Text as it stands, its line breaks kept."""
    return Markup("<br>").join(text.split("\n"))


def verbatim(parts: Iterable[Json]) -> str:
    """The words alone, as they stand in a block of code."""
    return "".join(part.get("text") or part.get("url") or "" for part in parts)


def _without_style(part: Json, names: Names) -> Markup | None:
    match part:
        case {"type": "text", "text": text}:
            return lines(text)
        case {"type": "link", "url": url}:
            return link(url, part.get("text") or url, names)
        case {"type": "date", "timestamp": seconds, "format": pattern}:
            written = moment(seconds, pattern, part.get("fallback") or pattern, names)
            return link(part["url"], written, names) if part.get("url") else written
        case {"type": "emoji", "name": name}:
            return escape(f":{name}:")
        case {"type": "color", "value": value}:
            return escape(value)
    named = _named(part, names)
    return None if named is None else mention(named)


def _named(part: Json, names: Names) -> str | None:
    match part:
        case {"type": "user", "user_id": user_id}:
            return f"@{names.person(user_id)}"
        case {"type": "channel", "channel_id": channel_id}:
            return f"#{names.conversation(channel_id)}"
        case {"type": "usergroup", "usergroup_id": group_id}:
            return f"@{group_id}"
        case {"type": "broadcast", "range": everybody}:
            return f"@{everybody}"
    return None
