"""The single inputs of a form: how each key of the company file is typed by a person, and read back in full.

Readers put values into the shape that the company file has, and raise ``ValueError`` in words,
one argument a problem.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Self
from uuid import UUID

from bot.scheduling.catalog import texts
from bot.scheduling.catalog.kept import Value
from bot.scheduling.setup_file import rows
from bot.scheduling.spans import quoted
from storage.catalog import Catalog, Tables
from storage.models import BookingPage, EventType, Pool

Shape = dict[str, Any]
"""An entry as the company file has it: texts, lists and keys."""

PAGE, POOL = "page", "pool"


NAMED: Tables = (EventType, BookingPage, Pool)
"""What a directory is read from."""


@dataclass(frozen=True)
class Directory:
    """What is in use, by id: what the company file calls it."""

    event_types: Mapping[str, str]
    booking_pages: Mapping[str, str]
    pools: Mapping[str, str]
    page_names: Mapping[str, str] = field(default_factory=dict)
    """Of Booking pages, by what the company file calls them."""
    today: date = date.min
    """A date without a year is the next one from then on; without a today there is none."""

    @classmethod
    def of(cls, catalog: Catalog) -> Self:
        return cls(
            {str(row.id): row.name for row in rows.in_use(catalog.event_types)},
            {str(row.id): row.link for row in rows.in_use(catalog.booking_pages)},
            {str(row.id): row.name for row in rows.in_use(catalog.pools)},
            {row.link: row.name for row in rows.in_use(catalog.booking_pages)},
        )


NOTHING = Directory({}, {}, {})
"""Enough for a form whose inputs name nothing else."""


@dataclass(frozen=True)
class Input:
    """One input of a form.

    ``read`` puts what was typed into the shape, ``write`` takes it out. ``place`` is where the company file
    has it, dots for keys in keys. A ``list_`` that is left blank is empty; anything else is at its default.
    """

    key: str
    place: str
    read: Callable[[Value, Shape, Directory], None]
    write: Callable[[Shape, Directory], Value]
    list_: bool = False


def text(key: str) -> Input:
    """A single value, typed as in the company file."""
    return _typed(key, str, _written)


def duration(key: str) -> Input:
    """``14d``, also typed as ``2 weeks``."""
    return _typed(key, texts.duration, _written)


def minutes(key: str) -> Input:
    """A duration in which a number alone is minutes."""
    return _typed(key, texts.minutes, _written)


def number_of_minutes(key: str) -> Input:
    """``60``, also typed as ``1h``."""
    return _typed(key, texts.number_of_minutes, _written)


def limit(key: str) -> Input:
    """``any time``, ``never``, or ``until 4h``, also typed as ``4 hours before``."""
    return _typed(key, texts.limit, _written)


def reminders(key: str) -> Input:
    """``24h, 1h``."""
    return _typed(
        key, lambda text: [texts.before_start(each) for each in texts.split(text)], ", ".join, list_=True
    )


def items(key: str) -> Input:
    """Several values with commas between."""
    return _typed(key, texts.split, lambda values: ", ".join(map(str, values)), list_=True)


def hours(key: str) -> Input:
    """``9-13 and 14-17``, read back as ``09:00-13:00, 14:00-17:00``."""
    return _typed(key, texts.hours, texts.hours_written, list_=True)


def dates(key: str) -> Input:
    """A line for each date, or for each range of them: ``2026-12-24 to 2026-12-26: closed``."""
    return _input(
        key,
        lambda value, known: texts.dates(_text(value), known.today),
        lambda value, _: texts.dates_written(value),
        list_=True,
    )


def horizon(key: str) -> Input:
    """``30d``, or ``2026-12-01 to 2026-12-31``."""
    return _input(
        key,
        lambda value, known: texts.horizon(_text(value), known.today),
        lambda value, _: texts.horizon_written(value),
    )


def sessions(key: str) -> Input:
    """``single``, or ``package: 3``."""
    return _typed(key, str, texts.sessions_written)


def form_fields(key: str) -> Input:
    """A line for each field: ``order_number: Order number (required)``; the name is made from the label."""
    return _typed(key, texts.fields, texts.fields_written, list_=True)


def event_type(key: str) -> Input:
    """One Event type, by id."""
    return _input(
        key,
        lambda value, known: _named(_text(value), known.event_types),
        lambda value, known: _ids([value], known.event_types)[0],
    )


def event_types(key: str) -> Input:
    """Event types, by id."""
    return _input(
        key,
        lambda value, known: [_named(each, known.event_types) for each in _several(value)],
        lambda value, known: _ids(value, known.event_types),
        list_=True,
    )


def booking_pages(key: str) -> Input:
    """Booking pages, by id."""
    return _input(
        key,
        lambda value, known: [_named(each, known.booking_pages) for each in _several(value)],
        lambda value, known: _ids(value, known.booking_pages),
        list_=True,
    )


def members(key: str) -> Input:
    """The Booking pages of a pool, by id."""
    return _input(
        key,
        lambda value, known: [{"page": _named(each, known.booking_pages)} for each in _several(value)],
        lambda value, known: _ids([member["page"] for member in value], known.booking_pages),
        list_=True,
    )


def priorities(key: str, of: str) -> Input:
    """A line for each member that does not go first, ``Priya Nair: 2``. ``of``: the members' key, before it.

    A Booking page whose name another member has too is called by its link.
    """

    def read(value: Value, shape: Shape, known: Directory) -> None:
        if of not in shape:
            return  # what is wrong with the members is told there
        called = {name.casefold(): member for member, name in _called(shape[of], known)}
        called |= {member["page"].casefold(): member for member in shape[of]}

        def set_priority(line: str) -> None:
            page, priority = texts.priority(line)
            if page.casefold() not in called:
                raise ValueError(f"{quoted(page)} is no member of this pool")
            called[page.casefold()]["priority"] = priority

        texts.each(texts.lines(_text(value)), set_priority)

    def write(shape: Shape, known: Directory) -> Value:
        called = _called(shape[of], known)
        return "\n".join(f"{name}: {each['priority']}" for each, name in called if each["priority"] != 1)

    return Input(key, f"{of}.priority", read, write)


def _called(members: Iterable[Shape], known: Directory) -> list[tuple[Shape, str]]:
    """Members with what each is called: the name of its Booking page, or the link, where names are shared."""
    named = [(member, known.page_names.get(member["page"], member["page"])) for member in members]
    count = Counter(name.casefold() for _, name in named)
    return [(member, name if count[name.casefold()] == 1 else member["page"]) for member, name in named]


def team_member(key: str) -> Input:
    """One Booking page or one pool: ``page:ID``, ``pool:ID``."""
    return _input(key, lambda value, known: _member(_text(value), known), _member_written)


def team_members(key: str) -> Input:
    """Several of them."""
    return _input(
        key,
        lambda value, known: [_member(each, known) for each in _several(value)],
        lambda value, known: tuple(_member_written(each, known) for each in value),
        list_=True,
    )


def member_value(kind: str, member_id: UUID) -> str:
    """How a form names a team member."""
    return f"{kind}:{member_id}"


def _input(
    key: str,
    value_of: Callable[[Value, Directory], object],
    written: Callable[[Any, Directory], Value],
    *,
    list_: bool = False,
) -> Input:
    *above, last = key.split(".")

    def read(value: Value, shape: Shape, known: Directory) -> None:
        for name in above:
            shape = shape.setdefault(name, {})
        shape[last] = value_of(value, known)

    def write(shape: Shape, known: Directory) -> Value:
        for name in above:
            shape = shape[name]
        return written(shape[last], known)

    return Input(key, key, read, write, list_)


def _typed(
    key: str, read: Callable[[str], object], write: Callable[[Any], str], *, list_: bool = False
) -> Input:
    return _input(key, lambda value, _: read(_text(value)), lambda value, _: write(value), list_=list_)


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else "\n".join(value)


def _several(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Enum():
            return str(value.value)
    return str(value)


def _member(value: str, known: Directory) -> Shape:
    kind, _, member_id = value.partition(":")
    names = known.booking_pages if kind == PAGE else known.pools
    return {kind: _named(member_id, names)} if kind in (PAGE, POOL) else {PAGE: _named(value, names)}


def _member_written(member: Mapping[str, str | None], known: Directory) -> str:
    kind = PAGE if member[PAGE] is not None else POOL
    names = known.booking_pages if kind == PAGE else known.pools
    return f"{kind}:{_ids([member[kind] or ''], names)[0]}"


def _named(picked: str, names: Mapping[str, str]) -> str:
    if not picked:
        raise ValueError("should not be blank")
    if picked not in names:
        raise ValueError("is no longer in use: pick another")
    return names[picked]


def _ids(references: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    ids = {name: each for each, name in names.items()}
    return tuple(ids[reference] for reference in references)
