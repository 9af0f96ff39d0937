"""What differs between two entries of the set-up, in words for the trail: ``Minutes: 30 → 45``."""

from collections.abc import Iterable, Iterator

from bot.scheduling.setup_file.document import Buffers, Caps, Entry, Policy, RuleEntry, Slots, Weekly
from bot.scheduling.setup_file.values import Logo, label_of

NOTHING, CLOSED = "none", "closed"
LONGEST_VALUE, MOST_TOLD = 100, 20

LABELS = {
    "slots.every": "A start every",
    "slots.start": "Minutes past the hour",
    "slots.most_a_day": "Most times shown a day",
    "buffers.before": "Kept free before",
    "buffers.after": "Kept free after",
    "horizon": "How far ahead",
    "capacity": "Bookings that share a time",
    "caps.day": "Most bookings a day",
    "caps.week": "Most bookings a week",
    "policy.cancel": "Cancel",
    "policy.reschedule": "Reschedule",
    "policy.reason": "Reason for cancelling",
    "weekly.mon": "Monday",
    "weekly.tue": "Tuesday",
    "weekly.wed": "Wednesday",
    "weekly.thu": "Thursday",
    "weekly.fri": "Friday",
    "weekly.sat": "Saturday",
    "weekly.sun": "Sunday",
    "count_no_shows": "No-shows count",
    "label": "Internal label",
    "expire": "Links last",
    "most_open": "Open links of one Customer",
    "ticket": "Ticket reference",
    "only_administrators": "Only Administrators make links",
}
"""The keys whose name says too little to people."""


def differences(before: Entry, after: Entry, among: Iterable[str]) -> str:
    """``Minutes: 30 → 45. Members: ana → ana, ben``. ``among``: the keys of the entries to compare."""
    keys = tuple(among)
    old, new = dict(_values(before, keys)), dict(_values(after, keys))
    changed = [label for label in {**old, **new} if old.get(label) != new.get(label)]
    told = [f"{label}: {_cut(old.get(label))} → {_cut(new.get(label))}" for label in changed[:MOST_TOLD]]
    left = len(changed) - len(told)
    return ". ".join([*told, *([f"And {left} more"] if left else [])])


def _values(entry: Entry, keys: Iterable[str], above: str = "") -> Iterator[tuple[str, str]]:
    """What stands in an entry, each by what people call it."""
    plain = entry.model_dump(by_alias=True)
    for key in keys:
        match value := getattr(entry, key):
            case Slots() | Buffers() | Caps() | Policy() | Weekly():
                yield from _values(value, type(value).model_fields, f"{key}.")
            case dict():
                dates = plain[key].items()
                yield from ((f"Special hours on {day}", ", ".join(hours) or CLOSED) for day, hours in dates)
            case (RuleEntry(), *_):
                yield from ((f"Rule for {rule.event_type}", rule.team_in_words) for rule in value)
            case _:
                place = f"{above}{key}"
                yield LABELS.get(place) or label_of(key), _written(value, plain[key])


def _written(value: object, plain: object) -> str:
    """A value in one line: as the company file has it, if it has one line there."""
    match value:
        case Entry():
            return str(value)
        case Logo():
            return f"a picture of {len(value.picture):,} bytes"
        case bool():
            return "yes" if value else "no"
    match plain:
        case tuple() if isinstance(value, tuple):
            return ", ".join(map(_written, value, plain)) or NOTHING
        case {"package": sessions}:
            return f"package: {sessions}"
        case None | "":
            return NOTHING
    return str(plain)


def _cut(text: str | None) -> str:
    text = text or NOTHING
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
