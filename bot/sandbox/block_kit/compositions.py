"""The rules for what blocks and elements are composed of: texts, options, confirmations, filters."""

from bot.sandbox.block_kit.checks import Check, all_of, flag, listing, must, one_of, record, string, typed

LONGEST_TEXT = 3000

ID = string(255)
URL = string(3000)


def plain(most: int = LONGEST_TEXT) -> Check:
    """A text that Slack does not parse."""
    return typed({"plain_text": _plain(most)})


def text(most: int = LONGEST_TEXT) -> Check:
    """A text, parsed or not."""
    return typed(texts(most))


def texts(most: int) -> dict[str, Check]:
    """Both kinds of text, by their type."""
    return {"plain_text": _plain(most), "mrkdwn": _mrkdwn(most)}


def _plain(most: int) -> Check:
    return record({"type": one_of("plain_text"), "text": string(most)}, {"emoji": flag})


def _mrkdwn(most: int) -> Check:
    return record({"type": one_of("mrkdwn"), "text": string(most)}, {"verbatim": flag})


PLACEHOLDER = plain(150)

OPTION = record({"text": plain(75), "value": string(150)}, {"description": plain(75)})
OPTION_TO_TICK = record({"text": text(75), "value": string(150)}, {"description": text(75)})
OPTION_WITH_URL = record({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": URL})
OPTION_GROUP = record({"label": plain(75), "options": listing(OPTION, most=100)})

CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)

FILTER = all_of(
    record(
        {},
        {
            "include": listing(one_of("im", "mpim", "private", "public"), most=4),
            "exclude_external_shared_channels": flag,
            "exclude_bot_users": flag,
        },
    ),
    must(bool, "must not be empty"),
)

DISPATCH = record({}, {"trigger_actions_on": listing(one_of("on_enter_pressed", "on_character_entered"), 2)})
