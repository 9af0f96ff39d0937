"""What loading a document does to a set-up, thing by thing, and how that is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.scheduling.setup_file.document import (
    BookingPageEntry,
    Document,
    Entry,
    EventTypeEntry,
    MasterPageEntry,
    PoolEntry,
)
from bot.scheduling.suspensions import in_short

AnyEntry = EventTypeEntry | BookingPageEntry | PoolEntry | MasterPageEntry


@dataclass(frozen=True)
class Difference:
    """The keys of what one list of a document makes, changes and retires. What comes back counts as made."""

    made: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    retired: frozenset[str] = frozenset()

    @property
    def touched(self) -> frozenset[str]:
        return self.made | self.changed


@dataclass(frozen=True)
class LinksTurned:
    """The open links of a Master page do not work any more, ``because`` of that, or work again (None).

    ``cancel_only``: how many coming bookings can be cancelled, but not moved, from then on.
    """

    label: str
    count: int
    cancel_only: int
    because: str | None

    def __str__(self) -> str:
        """``Support EMEA: 12 open links stop working. This Master page has Static rules. Switch …``"""
        told = in_short(self.count, self.cancel_only, working=self.because is None)
        return f"{self.label}: {told}. {self.because or ''}".rstrip()


@dataclass(frozen=True)
class Loaded:
    """What loading a document did. An Administrator who is retired stays a Member."""

    administrators: Difference
    company: Difference
    links: Difference
    event_types: Difference
    booking_pages: Difference
    pools: Difference
    master_pages: Difference
    turned: tuple[LinksTurned, ...] = ()
    remarks: tuple[str, ...] = ()
    """What the document says of the pages that it made or changed, and may not mean."""

    @property
    def does_anything(self) -> bool:
        return any(each != Difference() for each in self._kinds.values())

    @property
    def summary(self) -> str:
        """``Made 5 Event types, 1 Resource pool. Retired 1 Master page.``, and then what links do."""
        told = (
            _told("Made", {kind: len(each.made) for kind, each in self._kinds.items()}),
            _told("Changed", {kind: len(each.changed) for kind, each in self._kinds.items()}),
            _told("Retired", {kind: len(each.retired) for kind, each in self._kinds.items()}),
        )
        done = " ".join(filter(None, told)) or "Nothing to do: everything is as the document says."
        return "\n".join([done, *map(str, self.turned)])

    @property
    def _kinds(self) -> Mapping[str, Difference]:
        return {
            "Administrator": self.administrators,
            "company setting": self.company,
            "link setting": self.links,
            "Event type": self.event_types,
            "Booking page": self.booking_pages,
            "Resource pool": self.pools,
            "Master page": self.master_pages,
        }


def changes(standing: Document, wanted: Document) -> Loaded:
    """What has to be done for the ``standing`` set-up to become the ``wanted`` one."""
    return Loaded(
        administrators=_appointments(standing.administrators or (), wanted.administrators),
        company=_settings(standing.company, wanted.company),
        links=_settings(standing.links, wanted.links),
        event_types=_difference(standing.event_types, wanted.event_types),
        booking_pages=_difference(standing.booking_pages, wanted.booking_pages),
        pools=_difference(standing.pools, wanted.pools),
        master_pages=_difference(standing.master_pages, wanted.master_pages),
    )


def _appointments(standing: tuple[str, ...], wanted: tuple[str, ...] | None) -> Difference:
    if wanted is None:
        return Difference()
    return Difference(made=frozenset(wanted) - set(standing), retired=frozenset(standing) - set(wanted))


def _settings(standing: Entry, wanted: Entry) -> Difference:
    return Difference(changed=frozenset(name for name, value in wanted if value != getattr(standing, name)))


def _difference(standing: Iterable[AnyEntry], wanted: Iterable[AnyEntry]) -> Difference:
    before, after = ({entry.key: entry for entry in entries} for entries in (standing, wanted))
    return Difference(
        made=frozenset(after.keys() - before.keys()),
        changed=frozenset(key for key in after.keys() & before.keys() if after[key] != before[key]),
        retired=frozenset(before.keys() - after.keys()),
    )


def _told(verb: str, counts: Mapping[str, int]) -> str:
    things = [f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in counts.items() if count]
    return f"{verb} {', '.join(things)}." if things else ""
