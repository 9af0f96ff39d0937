"""From a document's text to its entries, and to every problem of form, with its place in the document."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.scheduling.near import meant, nearest
from bot.scheduling.setup_file import places, yaml_text
from bot.scheduling.setup_file.document import (
    Administrators,
    BookingPageEntry,
    CompanyEntry,
    Document,
    Entry,
    EventTypeEntry,
    LinksEntry,
    MasterPageEntry,
    PoolEntry,
)
from bot.scheduling.setup_file.values import slug
from bot.scheduling.spans import quoted

MOST_ENTRIES = 1000
LISTS = ("event_types", "booking_pages", "pools", "master_pages")
KEYS = ("administrators", "company", "links", *LISTS)

E = TypeVar("E", EventTypeEntry, BookingPageEntry, PoolEntry, MasterPageEntry)
One = TypeVar("One", CompanyEntry, LinksEntry)

_PLAIN_STEP = re.compile(r"[A-Za-z0-9_-]{1,40}")
_WORDS = {
    "missing": "this key is needed",
    "tuple_type": "should be a list, such as [a, b]",
    "dict_type": "should hold keys and values, such as {key: value}",
    "bool_parsing": "should be true or false",
    "bool_type": "should be true or false",
}


@dataclass(frozen=True)
class Section(Generic[E]):
    """One list of the document: its sound entries by position, and what is wrong with the others."""

    name: str
    sound: dict[int, E]
    unsound: frozenset[str] = frozenset()
    """Names and links of entries with problems: to refer to one of them is no second problem."""
    problems: tuple[str, ...] = ()

    @cached_property
    def entries(self) -> Mapping[str, E]:
        """By what the document calls them; of several called the same, the first."""
        return {entry.reference: entry for entry in reversed(self.sound.values())}

    def place(self, position: int) -> str:
        """Of a sound entry."""
        return places.entry(self.name, position, self.sound[position].reference)

    def knows(self, reference: str) -> bool:
        return reference in self.entries or reference in self.unsound

    def meant(self, reference: str) -> str:
        """What to say behind a reference that leads nowhere."""
        return meant(reference, self.entries)


@dataclass(frozen=True)
class Draft:
    """What could be read of a document. It is good for loading where it has no problems."""

    administrators: tuple[str, ...] | None
    company: CompanyEntry
    links: LinksEntry
    event_types: Section[EventTypeEntry]
    booking_pages: Section[BookingPageEntry]
    pools: Section[PoolEntry]
    master_pages: Section[MasterPageEntry]
    problems: tuple[str, ...]
    lists_nothing: bool

    def document(self) -> Document:
        return Document(
            self.administrators,
            self.company,
            self.links,
            tuple(self.event_types.sound.values()),
            tuple(self.booking_pages.sound.values()),
            tuple(self.pools.sound.values()),
            tuple(self.master_pages.sound.values()),
            self.lists_nothing,
        )


def read(text: str) -> Draft:
    """The draft of a document. Raises ``yaml_text.Unreadable`` for what is no document at all."""
    written = yaml_text.read(text)
    if not written:
        raise yaml_text.Unreadable("the document is empty")
    if not isinstance(written, dict):
        raise yaml_text.Unreadable(f"the document should hold keys: {', '.join(KEYS)}")
    return _draft(written)


def _draft(written: Mapping[str, object]) -> Draft:
    strangers = tuple(f"{_step(key)}: {_no_such_key(key, KEYS)}" for key in written if key not in KEYS)
    written = _as_meant(written)
    administrators, problems = _administrators(written)
    company, company_problems = _one(CompanyEntry, "company", written)
    links, links_problems = _one(LinksEntry, "links", written)
    problems += company_problems + links_problems
    event_types = _section(EventTypeEntry, "event_types", written)
    booking_pages = _section(BookingPageEntry, "booking_pages", written)
    pools = _section(PoolEntry, "pools", written)
    master_pages = _section(MasterPageEntry, "master_pages", written)
    for section in (event_types, booking_pages, pools, master_pages):
        problems += section.problems
    return Draft(
        administrators,
        company,
        links,
        event_types,
        booking_pages,
        pools,
        master_pages,
        strangers + problems,
        lists_nothing=written.keys().isdisjoint(LISTS),
    )


def _as_meant(written: Mapping[str, object]) -> Mapping[str, object]:
    """With misspelt sections under their names, so that not all that refers to them is wrong as well."""
    return {nearest(key, KEYS) or key: section for key, section in written.items()} | dict(written)


def _administrators(written: Mapping[str, object]) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    if "administrators" not in written:
        return None, ()
    try:
        return TypeAdapter(Administrators).validate_python(written["administrators"]), ()
    except ValidationError as error:
        return None, tuple(_problems("administrators", error, Entry))


def _one(kind: type[One], name: str, written: Mapping[str, object]) -> tuple[One, tuple[str, ...]]:
    try:
        return kind.model_validate(written.get(name, {})), ()
    except ValidationError as error:
        return kind(), tuple(_problems(name, error, kind))


def _section(kind: type[E], name: str, written: Mapping[str, object]) -> Section[E]:
    items = written.get(name, [])
    if not isinstance(items, list):
        return Section(name, {}, problems=(f"{name}: {_WORDS['tuple_type']}",))
    if len(items) > MOST_ENTRIES:
        return Section(
            name, {}, problems=(f"{name}: should list at most {MOST_ENTRIES:,}, not {len(items):,}",)
        )
    sound, unsound, problems = {}, set[str](), list[str]()
    for position, item in enumerate(items):
        try:
            sound[position] = kind.model_validate(item)
        except ValidationError as error:
            problems += _problems(places.entry(name, position, _called(item)), error, kind)
            unsound |= _names(item)
    return Section(name, sound, frozenset(unsound), tuple(problems))


def _names(item: object) -> set[str]:
    if not isinstance(item, dict):
        return set()
    names = {value for key in ("name", "link") if isinstance(value := item.get(key), str)}
    return names | {slug(name) for name in names}


def _called(item: object) -> str | None:
    """What people would call an entry that has problems: by its link, if it has one, or its name."""
    if not isinstance(item, dict):
        return None
    return next((item[key] for key in ("link", "name") if isinstance(item.get(key), str)), None)


def _problems(place: str, error: ValidationError, kind: type[Entry]) -> Iterator[str]:
    for detail in error.errors(include_url=False):
        # It only says that a default waits for another key, whose own problem is told.
        if detail["type"] != "default_factory_not_called":
            yield f"{place}{''.join(map(_onward, detail['loc']))}: {_problem(detail, kind)}"


def _problem(detail: ErrorDetails, kind: type[Entry]) -> str:
    if detail["type"] == "model_type":
        return f"should hold keys and values, such as {{{_keys(kind, detail['loc'])[0]}: …}}"
    if detail["type"] != "extra_forbidden":
        return problem_in_words(detail)
    *way, key = detail["loc"]
    return _no_such_key(str(key), _keys(kind, way))


def _no_such_key(key: str, known: Sequence[str]) -> str:
    if hint := meant(key, known):
        return f"there is no such key here{hint}"
    return f"there is no such key here, only {', '.join(known)}"


def _keys(kind: type[Entry], way: Sequence[int | str]) -> Sequence[str]:
    """The keys that may stand at the end of this way into an entry."""
    for step in way:
        field = kind.model_fields.get(str(step))
        kind = (field and _entry_in(field.annotation)) or kind
    return [field.alias or name for name, field in kind.model_fields.items()]


def _entry_in(annotation: object) -> type[Entry] | None:
    """The kind of entry that a field holds, by itself or several of them."""
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next(filter(None, map(_entry_in, get_args(annotation))), None)


def _onward(step: int | str) -> str:
    """One step further into the document: ``[no. 1]`` or ``.name``."""
    if isinstance(step, int):
        return places.nth(step)
    # Steps of the library's own, which do not stand in the document: a bad key, the kind of horizon.
    return "" if step in ("[key]", "(days)", "(dates)") else f".{_step(step)}"


def _step(key: str) -> str:
    return key if _PLAIN_STEP.fullmatch(key) else quoted(key)


def problem_in_words(detail: ErrorDetails) -> str:
    """What is wrong at one place, for whoever wrote it."""
    match detail["type"]:
        case "value_error":
            return str(detail["ctx"]["error"])
        case "enum" | "literal_error":
            return f"should be {detail['ctx']['expected']}"
        case kind:
            return _WORDS.get(kind, detail["msg"])
