"""The activity: who did what, to what, when, why; all of it, or what a filter lets through."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.scheduling.trail import Line, Lines
from bot.slack.blocks import (
    Block,
    Element,
    actions,
    cut,
    moment,
    option,
    paragraph,
    plain,
    section,
    user,
    words,
)
from bot.slack.home.leaves import go_button
from bot.slack.home.memory import HomeMemory
from bot.slack.payloads import Action

BY_SUBJECT = "activity_subject"
BY_ACTOR = "activity_actor"

ANYTHING = "anything"
NOTHING = "Nothing has happened yet."
NOTHING_LIKE_IT = "Nothing of that kind has happened."
LEAF_SIZE = 10
MOST_OF_NAME, MOST_OF_DETAILS, MOST_OF_REASON = 150, 300, 300

_IN_UTC = re.compile(r"(20\d\d-\d\d-\d\d \d\d:\d\d) UTC")
"""As ``activity.moment`` writes it."""
_SLACK_USER = re.compile(r"[UW][A-Z0-9]{1,39}")


@dataclass(frozen=True)
class ActivityShown:
    """``subjects``: the kinds of things that something can be done to."""

    lines: Lines
    subjects: tuple[str, ...]


def activity(shown: ActivityShown, memory: HomeMemory) -> list[Block]:
    lines = [paragraph(*_line(line)) for line in shown.lines.lines]
    return [
        actions("activity_filter", _subject_menu(shown.subjects, memory.subject), _actor_menu(memory.actor)),
        *(lines or [section(NOTHING_LIKE_IT if memory.subject or memory.actor else NOTHING)]),
        *_turning(shown.lines, memory),
    ]


def filtered(memory: HomeMemory, chosen: Action) -> HomeMemory:
    """The newest lines, filtered as was chosen now."""
    if chosen.action_id == BY_ACTOR:
        return memory.turned(before=None, actor=chosen.selected_user or "")
    subject = chosen.selected_option.value if chosen.selected_option else ANYTHING
    return memory.turned(before=None, subject="" if subject == ANYTHING else subject)


def _line(line: Line) -> list[Element]:
    return [
        moment(line.at),
        words(": "),
        _actor(line),
        words(f" {line.deed} · {line.subject}"),
        *_about(line.about),
        *([words(". "), *_details(line.details)] if line.details else []),
        *([words(f". Reason: {cut(line.why, MOST_OF_REASON)}")] if line.why else []),
    ]


def _details(details: str) -> list[Element]:
    """By the reader's clock, as the line itself is."""
    pieces = _IN_UTC.split(cut(details, MOST_OF_DETAILS))
    return [_moment(piece) if place % 2 else words(piece) for place, piece in enumerate(pieces) if piece]


def _moment(written: str) -> Element:
    try:
        return moment(datetime.fromisoformat(f"{written}Z"))
    except ValueError:  # something is called so
        return words(f"{written} UTC")


def _about(about: str) -> list[Element]:
    if _SLACK_USER.fullmatch(about):
        return [words(": "), user(about)]
    return [words(f": {cut(about, MOST_OF_NAME)}")] if about else []


def _actor(line: Line) -> Element:
    if _SLACK_USER.fullmatch(line.actor):
        return user(line.actor)
    return words(line.actor_name or line.actor)


def _subject_menu(subjects: tuple[str, ...], chosen: str) -> Element:
    everything = option("Everything", ANYTHING)
    options = {ANYTHING: everything, **{each: option(each.capitalize(), each) for each in subjects}}
    return {
        "type": "static_select",
        "action_id": BY_SUBJECT,
        "options": list(options.values()),
        "initial_option": options.get(chosen, everything),
    }


def _actor_menu(chosen: str) -> Element:
    menu: Element = {"type": "users_select", "action_id": BY_ACTOR, "placeholder": plain("By anybody")}
    return menu | {"initial_user": chosen} if chosen else menu


def _turning(lines: Lines, memory: HomeMemory) -> list[Block]:
    filtered = bool(memory.actor or memory.subject)
    steps = [
        *([go_button("Older", memory.turned(before=lines.lines[-1].id))] if lines.older else []),
        *([go_button("Newest", memory.turned(before=None))] if memory.before else []),
        *([go_button("Show everything", _unfiltered(memory))] if filtered else []),
    ]
    return [actions("turn_activity", *steps)] if steps else []


def _unfiltered(memory: HomeMemory) -> HomeMemory:
    return memory.turned(before=None, subject="", actor="")
