"""What loading a document did, thing by thing, as the trail tells what people do one at a time."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from bot.scheduling.activity import Deed
from bot.scheduling.setup_file.changes import AnyEntry, Difference, Loaded
from bot.scheduling.setup_file.differences import differences
from bot.scheduling.setup_file.document import Document, MasterPageEntry
from storage.catalog import Catalog, Tables
from storage.models import BookingPage, EventType, MasterPage, Pool

NAMED: Tables = (EventType, BookingPage, Pool, MasterPage)


def of_loading(standing: Document, wanted: Document, due: Loaded, stored: Catalog) -> Iterator[Deed]:
    """In the order of the document. ``stored``: all that is ``NAMED``, as it is after loading."""
    for user_id in sorted(due.administrators.made):
        yield Deed("appointed", "user", None, user_id)
    for user_id in sorted(due.administrators.retired):
        yield Deed("dismissed", "user", None, user_id)
    if due.company.changed:
        told = differences(standing.company, wanted.company, sorted(due.company.changed))
        yield Deed("changed", "look of pages", None, details=told)
    if due.links.changed:
        told = differences(standing.links, wanted.links, sorted(due.links.changed))
        yield Deed("changed", "policy for links", None, details=told)
    named = {row.name: row.id for row in stored.event_types}
    yield from _deeds("event type", standing.event_types, wanted.event_types, due.event_types, named)
    linked = {row.link.lower(): row.id for row in stored.booking_pages}
    yield from _deeds("booking page", standing.booking_pages, wanted.booking_pages, due.booking_pages, linked)
    named = {row.name: row.id for row in stored.pools}
    yield from _deeds("pool", standing.pools, wanted.pools, due.pools, named)
    linked = {row.link.lower(): row.id for row in stored.master_pages}
    yield from _deeds("master page", standing.master_pages, wanted.master_pages, due.master_pages, linked)


def _deeds(
    kind: str,
    standing: Iterable[AnyEntry],
    wanted: Iterable[AnyEntry],
    due: Difference,
    ids: Mapping[str, UUID],
) -> Iterator[Deed]:
    before, after = ({entry.key: entry for entry in entries} for entries in (standing, wanted))
    for key, entry in after.items():
        if key in due.made:
            yield Deed("made", kind, ids[key], _called(entry))
        if key in due.changed:
            told = differences(before[key], entry, type(entry).model_fields)
            yield Deed("changed", kind, ids[key], _called(entry), told)
    for key in before:
        if key in due.retired:
            yield Deed("retired", kind, ids[key], _called(before[key]))


def _called(entry: AnyEntry) -> str:
    return entry.label if isinstance(entry, MasterPageEntry) else entry.name
