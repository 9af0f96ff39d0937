"""The single values of the set-up document: how each is read from what a person typed, and checked.

Readers raise ``ValueError`` in words for that person.
"""

import re
import unicodedata
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import NamedTuple, TypeVar

from pydantic import AfterValidator, PlainValidator

from bot.scheduling import customers, rules, spans, zones
from bot.scheduling.availability import TICK, Stretch
from bot.scheduling.near import hint, nearest
from bot.scheduling.spans import quoted

T = TypeVar("T")

LONGEST_LINE = 200
RESERVED_FIELDS = {
    "name",
    "email",
    "event_type",
    "start",
    "time_zone",
    "booking_page",
    "request_id",
    "skip",
    "from",
}
MOST_SESSIONS, MOST_TOGETHER = 100, 10_000
MOST_LOGO_BYTES = 20_000
"""It is on every page that a Customer loads."""

_SLACK_USER = re.compile(r"[UW][A-Z0-9]{1,39}")
_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_PACKAGE = re.compile(r"package:? *([0-9]+)")
_COLOUR = re.compile(r"[0-9a-f]{6}")
_DATA_URL = re.compile(r"data:(image/(?:png|jpeg|webp));base64,([A-Za-z0-9+/=]*)")
_PICTURES = {
    "image/png": rb"\x89PNG\r\n\x1a\n",
    "image/jpeg": rb"\xff\xd8\xff",
    "image/webp": rb"RIFF....WEBP",
}
_NUMBER = re.compile(r"[0-9]{1,6}")
_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}


def typed(read: Callable[[str], object]) -> PlainValidator:
    """Reads what a person typed with ``read``; a stored value, which is no text, passes as it stands."""

    def validate(value: object) -> object:
        if isinstance(value, list | dict):
            raise ValueError("should be a single value, not a list or keys")
        return read(value) if isinstance(value, str) else value

    return PlainValidator(validate)


def number(least: int, most: int, multiple_of: int = 1) -> PlainValidator:
    """Reads a whole number within bounds, both included."""
    return typed(lambda text: _number(text, least, most, multiple_of))


def line_of(text: str) -> str:
    """Text on a single line, such as a name."""
    line = text.strip()
    if not line:
        raise ValueError("should not be blank")
    if len(line) > LONGEST_LINE:
        raise ValueError(f"should have at most {LONGEST_LINE} characters, not {len(line)}")
    if any(unicodedata.category(character) in _UNPRINTABLE for character in line):
        raise ValueError(f"{quoted(line)} should be a single line of plain text")
    return line


def optional_line_of(text: str) -> str:
    """Text on a single line, or nothing, such as where the meeting is."""
    return line_of(text) if text else ""


def email_of(text: str) -> str:
    """One email address, or nothing."""
    return _without(customers.email_problem(text) if text else None, text)


def colour_of(text: str) -> str:
    """``#1f3a5f``, or nothing. Also without the ``#``, which YAML takes for the beginning of a comment."""
    colour = text.lower().removeprefix("#")
    if colour and not _COLOUR.fullmatch(colour):
        raise ValueError(f"{quoted(text)} should be a colour such as '#1f3a5f'")
    return f"#{colour}" if colour else ""


class Logo(NamedTuple):
    """A small picture and its media type."""

    media_type: str
    picture: bytes


def logo_of(text: str) -> Logo | None:
    """``data:image/png;base64,…``, or nothing."""
    if not text:
        return None
    written = _DATA_URL.fullmatch(text)
    if not written:
        raise ValueError("should be data:image/png;base64,… (or jpeg, or webp)")
    logo = Logo(written[1], _decoded(written[2]))
    if len(logo.picture) > MOST_LOGO_BYTES:
        raise ValueError(f"should be a picture of at most {MOST_LOGO_BYTES // 1000} kB")
    if not re.match(_PICTURES[logo.media_type], logo.picture, re.DOTALL):
        raise ValueError(f"should be a picture of the kind that it says, {logo.media_type}")
    return logo


def logo_written(logo: Logo | None) -> str:
    return f"data:{logo.media_type};base64,{b64encode(logo.picture).decode()}" if logo else ""


def _decoded(base64: str) -> bytes:
    try:
        return b64decode(base64, validate=True)
    except ValueError:
        raise ValueError("should be a picture in base64") from None


def slack_user_of(text: str) -> str:
    if not _SLACK_USER.fullmatch(text):
        raise ValueError(f"{quoted(text)} should be a Slack user id such as U024BE7LH")
    return text


REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
"""Where zones are called after cities. In ``Etc`` they count the other way: GMT+2 is two hours behind."""
NO_CITIES = {"ACT", "Easter", "LHI", "NSW", "North", "South", "West"}
"""Zones that are called after something else there: WEST is the summer time of Lisbon, not Australia/West."""
CITY_LIKENESS = 0.83


def time_zone_of(text: str) -> str:
    if zones.zone_named(text) is None:
        near = hint(_zone_meant(text))
        raise ValueError(f"{quoted(text)} should be the name of a time zone such as Europe/Madrid{near}")
    return text


def _zone_meant(text: str) -> str | None:
    """A city is enough, nearly as it is written. A wrong guess would be loaded: Mumbai is not Dubai."""
    written, _, city = text.replace(" ", "_").rpartition("/")
    region = nearest(written, REGIONS) if written else ""
    if region is None:
        return None
    cities = {name.rpartition("/")[2]: name for name in zones.names() if _is_place(name, region)}
    found = nearest(city, cities.keys() - NO_CITIES, CITY_LIKENESS)
    return cities[found] if found else None


def _is_place(name: str, region: str) -> bool:
    return name.startswith(f"{region}/") if region else name.startswith(tuple(f"{each}/" for each in REGIONS))


def link_of(text: str) -> str:
    return _without(rules.problem_of_link(text), text)


def public_link_of(text: str) -> str:
    return _without(rules.problem_of_public_link(text), text)


def slug(name: str) -> str:
    """The link that a name suggests: ``acme-support`` for ``Acme Support``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: rules.LONGEST_LINK]


def field_name_of(text: str) -> str:
    """The name by which a form field travels: never one that the booking itself uses."""
    if not _FIELD_NAME.fullmatch(text):
        raise ValueError(f"{quoted(text)} should be letters, digits and _, beginning with a letter")
    if text.lower() in RESERVED_FIELDS:
        raise ValueError(f"'{text}' is a name that every Booking form uses itself: choose another")
    return text


def label_of(field: str) -> str:
    """``Order number`` for the form field ``order_number``."""
    return field.replace("_", " ").capitalize()


def spacing_of(text: str) -> int:
    minutes = spans.grid_minutes_of(text)
    if minutes < TICK:
        raise ValueError(f"{quoted(text)} should be at least {spans.minutes_written(TICK)}")
    return minutes


def _sessions(value: object) -> int:
    """``single``; ``{package: N}``, also typed as ``package N``, for a package of N sessions."""
    match value:
        case "single":
            return 1
        case int():
            return value
        case {"package": str(count), **others} if not others:
            return _number(count, 2, MOST_SESSIONS)
        case str() if package := _PACKAGE.fullmatch(value):
            return _number(package[1], 2, MOST_SESSIONS)
    raise ValueError("should be single, or {package: N} for a package of N sessions")


def sessions_written(sessions: int) -> str | dict[str, int]:
    return "single" if sessions == 1 else {"package": sessions}


def capacity_of(text: str) -> int | None:
    """How many bookings share a slot: a number, or ``unlimited``, which is None."""
    return None if text == "unlimited" else _number(text, 1, MOST_TOGETHER)


def capacity_written(capacity: int | None) -> int | str:
    return "unlimited" if capacity is None else capacity


def each_once(key: Callable[[T], str]) -> AfterValidator:
    """A list in which nothing stands twice."""

    def check(items: tuple[T, ...]) -> tuple[T, ...]:
        twice = [name for name, count in Counter(map(key, items)).items() if count > 1]
        if twice:
            raise ValueError(f"{', '.join(map(quoted, twice))} should stand here only once")
        return items

    return AfterValidator(check)


def few(most: int) -> AfterValidator:
    """A list of so many at most."""

    def check(items: tuple[T, ...]) -> tuple[T, ...]:
        if len(items) > most:
            raise ValueError(f"should list at most {most}, not {len(items)}")
        return items

    return AfterValidator(check)


def _some(items: tuple[T, ...]) -> tuple[T, ...]:
    if not items:
        raise ValueError("should list at least one")
    return items


def _separate(hours: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    for one, other in pairwise(sorted(hours)):
        if other[0] < one[1]:
            written = f"{spans.hours_written(one)} and {spans.hours_written(other)}"
            raise ValueError(f"{written} overlap: write them as one, or apart")
    return tuple(sorted(hours))


def _latest_last(minutes: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(minutes), reverse=True))


def _ascending(numbers: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))


def _by_date(dates: dict[date, tuple[Stretch, ...]]) -> dict[date, tuple[Stretch, ...]]:
    return dict(sorted(dates.items()))


def _number(text: str, least: int, most: int, multiple_of: int = 1) -> int:
    value = int(text) if _NUMBER.fullmatch(text) else None
    if value is None or not least <= value <= most or value % multiple_of:
        kind = "whole number" if multiple_of == 1 else f"multiple of {multiple_of}"
        raise ValueError(f"{quoted(text)} should be a {kind} from {least} to {most}")
    return value


def _without(problem: str | None, text: str) -> str:
    if problem is not None:
        raise ValueError(problem)
    return text


sessions_of = PlainValidator(_sessions)
at_least_one = AfterValidator(_some)
separate = AfterValidator(_separate)
ascending = AfterValidator(_ascending)
latest_last = AfterValidator(_latest_last)
by_date = AfterValidator(_by_date)
