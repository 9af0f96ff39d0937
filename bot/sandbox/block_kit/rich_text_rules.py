"""The rules for rich text."""

from bot.sandbox.block_kit.checks import Check, flag, listing, number, one_of, record, string, typed
from bot.sandbox.block_kit.compositions import LONGEST_TEXT, URL

_STYLE = record(
    {},
    dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), flag
    ),
)


def _part(kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return record({"type": one_of(kind), **required}, {"style": _STYLE, **(optional or {})})


_WORDS = {
    "text": _part("text", {"text": string(LONGEST_TEXT)}),
    "link": _part("link", {"url": URL}, {"text": string(LONGEST_TEXT), "unsafe": flag}),
}
_PARTS = typed(
    {
        **_WORDS,
        "user": _part("user", {"user_id": string(255)}),
        "channel": _part("channel", {"channel_id": string(255)}),
        "usergroup": _part("usergroup", {"usergroup_id": string(255)}),
        "team": _part("team", {"team_id": string(255)}),
        "broadcast": _part("broadcast", {"range": one_of("here", "channel", "everyone")}),
        "emoji": _part("emoji", {"name": string(255)}, {"unicode": string(255), "skin_tone": number(1, 6)}),
        "color": _part("color", {"value": string(255)}),
        "date": _part(
            "date",
            {"timestamp": number(0, 10**11), "format": string(LONGEST_TEXT)},
            {"url": URL, "fallback": string(LONGEST_TEXT)},
        ),
    }
)

_MOST = 1000
"""Elements of each list. Slack names no number; a whole message holds far fewer."""

_BORDER = number(0, 1)
_SECTION = record({"type": one_of("rich_text_section"), "elements": listing(_PARTS, _MOST, least=0)})

RICH_TEXT_ELEMENTS = listing(
    typed(
        {
            "rich_text_section": _SECTION,
            "rich_text_list": record(
                {
                    "type": one_of("rich_text_list"),
                    "style": one_of("bullet", "ordered"),
                    "elements": listing(typed({"rich_text_section": _SECTION}), _MOST),
                },
                {"indent": number(0, 8), "offset": number(0, 10**6), "border": _BORDER},
            ),
            "rich_text_preformatted": record(
                {
                    "type": one_of("rich_text_preformatted"),
                    "elements": listing(typed(_WORDS), _MOST, least=0),
                },
                {"border": _BORDER, "language": string(255)},
            ),
            "rich_text_quote": record(
                {"type": one_of("rich_text_quote"), "elements": listing(_PARTS, _MOST, least=0)},
                {"border": _BORDER},
            ),
        }
    ),
    _MOST,
)
