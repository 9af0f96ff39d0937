"""Slack's own markup as HTML (https://docs.slack.dev/messaging/formatting-message-text).

Slack decodes three entities and no more, and finds its specials between angle brackets.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from typing import Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from bot.sandbox.drawing import dates

_CONTENT = "(?:<[^<>\n]+>|`[^`\n]+`|[^<`\n{mark}])+?"
_MARKS = {"bold": "*", "italic": "_", "strike": "~"}
_STYLES = {
    "code": Markup("<code>{}</code>"),
    "bold": Markup("<strong>{}</strong>"),
    "italic": Markup("<em>{}</em>"),
    "strike": Markup("<s>{}</s>"),
}
_INLINE = re.compile(
    "|".join(
        [
            "`(?P<code>[^`\n]+)`",
            "<(?P<special>[^<>\n]+)>",
            r"(?P<url>\bhttps?://[^\s<>|]*[\w/=&;#%~-])",
            *(
                rf"(?<!\w){re.escape(mark)}(?=\S)(?P<{style}>{_CONTENT.format(mark=re.escape(mark))})(?<=\S)"
                rf"{re.escape(mark)}(?!\w)"
                for style, mark in _MARKS.items()
            ),
        ]
    )
)
_PREFORMATTED = re.compile(r"\n?```\n?(.+?)\n?```\n?", re.DOTALL)
_QUOTED_TO_THE_END = re.compile(r"^(?:>|&gt;){3} ?", re.MULTILINE)
_QUOTE = re.compile(r"^(?:>|&gt;) ?")
_SPECIAL = re.compile(r"<(?:[^<>|\n]*\|)?([^<>|\n]+)>")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}


class Names(Protocol):
    """Who reads: what they see people and conversations called, in which zone, and when.

    ``inside`` tells where a link leads that is Slack's own, empty for nowhere, None for any other link.
    """

    def person(self, user_id: str) -> str: ...

    def conversation(self, channel_id: str) -> str: ...

    def inside(self, url: str) -> str | None: ...

    @property
    def zone(self) -> ZoneInfo: ...

    @property
    def now(self) -> datetime: ...


def html(text: str, names: Names) -> Markup:
    """``mrkdwn`` as the reader sees it. It may hold quotes and code blocks, which no ``<p>`` can."""
    prose_and_code = enumerate(_PREFORMATTED.split(text))
    return Markup().join(_code_block(part) if n % 2 else _prose(part, names) for n, part in prose_and_code)


def link(url: str, label: str | Markup, names: Names) -> Markup:
    """The label, leading to the address, where that is one that a browser may be sent to."""
    attributes = leading_to(url, names)
    if not attributes:
        return escape(label)
    told = Markup(" ").join(Markup('{}="{}"').format(name, value) for name, value in attributes.items())
    return Markup("<a {}>{}</a>").format(told, label)


def leading_to(url: str, names: Names) -> dict[str, str]:
    """The attributes of a link to the address; none where nothing may lead there."""
    inside = names.inside(url)
    if inside is not None:
        return {"href": inside, "data-go": "conversation"} if inside else {}
    return {"href": url, "rel": "noopener", "target": "_blank"} if is_safe(url) else {}


def is_safe(url: str) -> bool:
    """Is it of the web or of mail? Anything else may be a script."""
    try:
        return urlsplit(url).scheme in ("http", "https", "mailto")
    except ValueError:
        return False


def mention(text: str) -> Markup:
    """A person, a conversation or a group, as it stands out in a text."""
    return Markup('<span class="mention">{}</span>').format(text)


def moment(seconds: float, pattern: str, fallback: str, names: Names) -> Markup:
    """An instant (seconds since 1970), by its pattern, in the reader's zone."""
    try:
        at = datetime.fromtimestamp(seconds, UTC).astimezone(names.zone)
    except (ValueError, OverflowError, OSError):
        return escape(fallback)
    text = dates.written(pattern, at, names.now.astimezone(names.zone))
    title = f"{at:%Y-%m-%d %H:%M} {names.zone.key}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), title, text)


def _prose(text: str, names: Names) -> Markup:
    above, *quoted = _QUOTED_TO_THE_END.split(text, maxsplit=1)
    runs = groupby(
        above.removesuffix("\n").split("\n") if above else [], lambda line: bool(_QUOTE.match(line))
    )
    parts = [_quote(lines, names) if is_quote else _lines(lines, names) for is_quote, lines in runs]
    return Markup().join([*parts, *(_quote(rest.split("\n"), names) for rest in quoted)])


def _quote(lines: Iterable[str], names: Names) -> Markup:
    inside = _lines((_QUOTE.sub("", line) for line in lines), names)
    return Markup("<blockquote>{}</blockquote>").format(inside)


def _lines(lines: Iterable[str], names: Names) -> Markup:
    return Markup("<br>").join(_inline(line, names) for line in lines)


def _inline(text: str, names: Names) -> Markup:
    parts = []
    end = 0
    for found in _INLINE.finditer(text):
        parts += [_decoded(text[end : found.start()]), _marked(found, names)]
        end = found.end()
    return Markup().join(escape(part) for part in [*parts, _decoded(text[end:])])


def _marked(found: re.Match[str], names: Names) -> Markup:
    kind = found.lastgroup or ""
    inside = found[kind]
    if kind == "special":
        return _special(inside, names)
    if kind == "url":
        return link(_decoded(inside), _decoded(inside), names)
    content = _unmarked(inside) if kind == "code" else _inline(inside, names)
    return _STYLES[kind].format(content)


def _special(inside: str, names: Names) -> Markup:
    target, _, label = map(_decoded, inside.partition("|"))
    match target[0]:
        case "@":
            return mention(f"@{names.person(target[1:])}")
        case "#":
            return mention(f"#{names.conversation(target[1:])}")
        case "!":
            return _command(target[1:], label, names)
    if not is_safe(target):
        return escape(label or f"<{target}>")
    return link(target, label or target.removeprefix("mailto:"), names)


def _command(command: str, label: str, names: Names) -> Markup:
    match command.split("^"):
        case ["date", seconds, pattern, *url] if seconds.isdecimal():
            written = moment(int(seconds), pattern, label, names)
            return link(url[0], written, names) if url else written
        case ["here" | "channel" | "everyone" as everybody]:
            return mention(f"@{everybody}")
        case ["subteam", group]:
            return mention(label or f"@{group}")
    return escape(label or f"<!{command}>")


def _code_block(text: str) -> Markup:
    return Markup("<pre><code>{}</code></pre>").format(_unmarked(text))


def _unmarked(text: str) -> str:
    """In code, nothing is marked: of a special its words are left."""
    return _decoded(_SPECIAL.sub(r"\1", text))


def _decoded(text: str) -> str:
    return re.sub("&(?:amp|lt|gt);", lambda entity: _ENTITIES[entity[0]], text)
