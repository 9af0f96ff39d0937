"""One kind of thing of the set-up: what it takes to list, read, make, change and retire any."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from bot.scheduling.activity import Deed
from bot.scheduling.catalog import hands
from bot.scheduling.catalog.forms import Form, Problem, beside, changed_keys, refuse
from bot.scheduling.catalog.hands import InHand
from bot.scheduling.catalog.kept import Choice, Kept, Typed
from bot.scheduling.errors import ChangedMeanwhile, InUse, Invalid, NotFound
from bot.scheduling.people import Person
from bot.scheduling.setup_file.document import (
    BookingPageEntry,
    EventTypeEntry,
    MasterPageEntry,
    PoolEntry,
)
from bot.scheduling.setup_file.draft import MOST_ENTRIES
from bot.scheduling.setup_file.rows import in_use
from bot.scheduling.spans import quoted
from storage.catalog import Catalog, Tables
from storage.database import Database
from storage.models import BookingPage, EventType, MasterPage, Pool, new_id

Row = TypeVar("Row", EventType, BookingPage, Pool, MasterPage)
E = TypeVar("E", EventTypeEntry, BookingPageEntry, PoolEntry, MasterPageEntry)

CHANGED_MEANWHILE = (
    "Somebody else changed this meanwhile. Open it again: it then shows what is true now, and you can change"
    " that."
)


class Shelf(ABC, Generic[Row, E]):
    """What is the same for every kind. ``NotAllowed`` is raised for whoever may not.

    A key that is not handed over stays as it is, or is at its default in what is made; a blank one is at its
    default, or, where it is a list, empty. Whatever is wrong is told by key (``Invalid``).
    """

    KIND: ClassVar[str]
    """What the trail calls one: ``event type``."""
    KNOWN_BY: ClassVar[str]
    """The key that no two share: ``name`` or ``link``."""
    PICKED_FROM: ClassVar[Tables]
    """What a list to pick one from is read from."""
    SHOWN_FROM: ClassVar[Tables]
    """What all that is kept of one is read from: its own rows, and those of what it names."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def choices(self, by: Person) -> Sequence[Choice]:
        """All in use, in the order of the set-up, for picking one."""
        async with hands.reading(self.database, by, self.PICKED_FROM) as hand:
            self._check_may_pick(hand)
            rows = in_use(self._rows(hand.stored))
            return [Choice(str(row.id), self._choice(hand.stored, row)) for row in rows]

    async def list(self, by: Person) -> Sequence[Kept[E]]:
        """All in use, in the order of the set-up."""
        async with hands.reading(self.database, by, self.SHOWN_FROM) as hand:
            hand.check_administrator()
            return self._kept(hand, in_use(self._rows(hand.stored)))

    async def read(self, by: Person, thing_id: UUID) -> Kept[E]:
        """Raises ``NotFound``."""
        async with hands.reading(self.database, by, self.SHOWN_FROM) as hand:
            row = self._found(hand, thing_id)
            self._check_may_read(hand, row)
            return self._kept(hand, [row])[0]

    async def places(self, by: Person, thing_id: UUID) -> Sequence[str]:
        """Where it stands, so that it cannot be retired: ``a rule of Support EMEA``. Raises ``NotFound``."""
        async with hands.reading(self.database, by) as hand:
            hand.check_administrator()
            return self._places(hand.stored, self._found(hand, thing_id))

    async def make(self, by: Person, typed: Typed, now: datetime) -> UUID:
        """One whose name or link a retired one had takes that one up again. Raises ``Invalid``."""
        async with hands.holding(self.database, by) as hand:
            hand.check_administrator()
            entry, problems = self._form.examined(typed, hand.known_on(now))
            row = self._row_for(hand, entry)
            await self._check(hand, row, entry, problems)
            await self._lay_anew(hand, row, entry, now)
            hand.record(Deed("made", self.KIND, row.id, self._label(row)), now)
            return row.id

    async def change(self, by: Person, thing_id: UUID, typed: Typed, version: str, now: datetime) -> None:
        """Raises ``NotFound``; ``ChangedMeanwhile`` where ``version`` is no longer in force; ``Invalid``."""
        async with hands.holding(self.database, by) as hand:
            row = self._found(hand, thing_id)
            kept = self._kept(hand, [row])[0]
            self._check_may_change(hand, row, changed_keys(kept.typed, typed))
            check_version(kept.version, version)
            known = hand.known_on(now)
            entry, problems = self._form.examined({**kept.typed, **typed}, known, kept.typed)
            await self._check(hand, row, entry, problems)
            if changed_keys(kept.typed, self._form.write(entry, hand.known)):
                await self._lay(hand, row, entry)
                details = self._form.differences(kept.entry, entry)
                hand.record(Deed("changed", self.KIND, row.id, self._label(row), details), now)

    async def retire(self, by: Person, thing_id: UUID, now: datetime) -> None:
        """It is offered no more, and kept for what refers to it. Raises ``InUse``, ``NotFound``."""
        async with hands.holding(self.database, by) as hand:
            hand.check_administrator()
            row = self._found(hand, thing_id)
            if places := self._places(hand.stored, row):
                raise InUse(_told(self._label(row), places), tuple(places))
            details = await self._let_go(hand, row, now)
            row.retired_at = now
            hand.record(Deed("retired", self.KIND, row.id, self._label(row), details), now)

    @property
    @abstractmethod
    def _form(self) -> Form[E]: ...

    @abstractmethod
    def _rows(self, stored: Catalog) -> Sequence[Row]: ...

    @abstractmethod
    def _key(self, row: Row) -> str:
        """What it is known by, as its entry's ``key``."""

    @abstractmethod
    def _new(self, hand: InHand) -> Row: ...

    @abstractmethod
    def _entries(self, stored: Catalog, rows: Sequence[Row]) -> Sequence[E]: ...

    @abstractmethod
    async def _problems(self, hand: InHand, row: Row, entry: E) -> Sequence[Problem]:
        """What is wrong with the entry beside the others."""

    @abstractmethod
    async def _lay(self, hand: InHand, row: Row, entry: E) -> None:
        """Make the row, and those that belong to it, what the entry says."""

    async def _lay_anew(self, hand: InHand, row: Row, entry: E, now: datetime) -> None:  # noqa: ARG002 (links are told when)
        """The same for one that is made, of a new row or of one that was retired."""
        await self._lay(hand, row, entry)

    @abstractmethod
    def _places(self, stored: Catalog, row: Row) -> Sequence[str]:
        """Where it stands, so that it cannot be retired."""

    async def _let_go(self, hand: InHand, row: Row, now: datetime) -> str:  # noqa: ARG002 (some take more along)
        """What goes with a thing that is retired. Returns what the trail tells of that."""
        return ""

    def _label(self, row: Row) -> str:
        return row.name

    def _choice(self, stored: Catalog, row: Row) -> str:  # noqa: ARG002 (some tell what belongs to it)
        """What it is called where it can be picked."""
        return self._label(row)

    def _check_may_pick(self, hand: InHand) -> None:
        hand.check_administrator()

    def _check_may_read(self, hand: InHand, row: Row) -> None:  # noqa: ARG002 (some depend on the row)
        hand.check_administrator()

    def _check_may_change(
        self,
        hand: InHand,
        row: Row,  # noqa: ARG002 (some depend on the row)
        keys: Sequence[str],  # noqa: ARG002 (and on what is changed)
    ) -> None:
        hand.check_administrator()

    def _kept(self, hand: InHand, rows: Sequence[Row]) -> Sequence[Kept[E]]:
        entries = self._entries(hand.stored, rows)
        return [
            Kept(row.id, entry, self._form.write(entry, hand.known))
            for row, entry in zip(rows, entries, strict=True)
        ]

    def _found(self, hand: InHand, thing_id: UUID) -> Row:
        for row in in_use(self._rows(hand.stored)):
            if row.id == thing_id:
                return row
        raise NotFound

    def _row_for(self, hand: InHand, entry: E) -> Row:
        """The retired one that was known as this one is, or a new one, at the end of the list."""
        rows = self._rows(hand.stored)
        if len(in_use(rows)) >= MOST_ENTRIES:
            raise Invalid({self.KNOWN_BY: f"There are {MOST_ENTRIES:,} already: retire one first."})
        retired = (row for row in rows if row.retired_at is not None and self._key(row) == entry.key)
        row = next(retired, None) or self._new(hand)
        row.position = max((each.position for each in rows), default=-1) + 1
        row.retired_at = None
        return row

    async def _check(self, hand: InHand, row: Row, entry: E, problems: Sequence[Problem]) -> None:
        """Raises ``Invalid`` with the problems that it has by itself, and with those beside the others."""
        refuse(beside(problems, [*await self._problems(hand, row, entry), *self._taken(hand, row, entry)]))

    def _taken(self, hand: InHand, row: Row, entry: E) -> Iterator[Problem]:
        others = (each for each in self._rows(hand.stored) if each is not row)
        other = next((each for each in others if self._key(each) == entry.key), None)
        if other is not None:
            whose = "another one" if self.KNOWN_BY == "name" else quoted(self._label(other))
            which = f"{whose}, which was retired" if other.retired_at else whose
            yield (
                self.KNOWN_BY,
                f"{quoted(entry.reference)} belongs to {which}: choose another {self.KNOWN_BY}",
            )


def check_version(in_force: str, version: str) -> None:
    """Raises ``ChangedMeanwhile`` where somebody saved after ``version`` was read."""
    if in_force != version:
        raise ChangedMeanwhile(CHANGED_MEANWHILE)


def fresh(hand: InHand) -> dict[str, UUID]:
    """The key of a new row."""
    return {"workspace_id": hand.by.workspace_id, "id": new_id()}


def _told(name: str, places: Sequence[str]) -> str:
    return f"{quoted(name)} stands in {'; '.join(places)}. Take it out there first."
