"""Writing a sound document over a workspace's set-up, inside the caller's transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.setup_file import rows
from bot.scheduling.setup_file.changes import AnyEntry, Difference, Loaded
from bot.scheduling.setup_file.document import Document, RuleEntry
from storage import catalog
from storage.catalog import Catalog, NewRule
from storage.models import BookingPage, EventType, MasterPage, Pool, new_id

Row = TypeVar("Row", EventType, BookingPage, Pool, MasterPage)
Named = TypeVar("Named", EventType, Pool)
Linked = TypeVar("Linked", BookingPage, MasterPage)
E = TypeVar("E", bound=AnyEntry)


@dataclass(frozen=True)
class Loading:
    """A document on its way into a workspace. What it leaves out is retired at ``now``."""

    session: AsyncSession
    workspace_id: UUID
    now: datetime

    async def apply(self, stored: Catalog, wanted: Document, due: Loaded) -> None:
        """Do what is ``due``. Each kind refers to those before it, so the order matters."""
        event_types = await self._settle(
            EventType, _by_name(stored.event_types), wanted.event_types, rows.fill_event_type
        )
        pages = await self._settle(
            BookingPage, _by_link(stored.booking_pages), wanted.booking_pages, rows.fill_booking_page
        )
        pools = await self._settle(Pool, _by_name(stored.pools), wanted.pools, rows.fill_pool)
        master_pages = await self._settle(
            MasterPage, _by_link(stored.master_pages), wanted.master_pages, rows.fill_master_page
        )
        associated = {
            pages[page.link]: [event_types[name] for name in page.event_types]
            for page in _touched(wanted.booking_pages, due.booking_pages)
        }
        members = {
            pools[pool.name]: [(pages[member.page], member.priority) for member in pool.members]
            for pool in _touched(wanted.pools, due.pools)
        }
        touched = list(_touched(wanted.master_pages, due.master_pages))
        listed = {master_pages[page.link]: [pages[link] for link in page.booking_pages] for page in touched}
        rules = {
            master_pages[page.link]: [_rule(rule, event_types, pages, pools) for rule in page.rules]
            for page in touched
        }
        await catalog.associate(self.session, self.workspace_id, associated)
        await catalog.fill_pools(self.session, self.workspace_id, members)
        await catalog.list_pages(self.session, self.workspace_id, listed)
        await catalog.lay_down_rules(self.session, self.workspace_id, rules)
        await self._dedicate(stored, master_pages, pages, wanted)
        rows.fill_company(stored.workspace, wanted.company)
        rows.fill_links(stored.workspace, wanted.links)
        if wanted.administrators is not None:
            await catalog.appoint_administrators(self.session, self.workspace_id, wanted.administrators)

    async def _dedicate(
        self,
        stored: Catalog,
        master_pages: Mapping[str, MasterPage],
        pages: Mapping[str, BookingPage],
        wanted: Document,
    ) -> None:
        due: dict[MasterPage, BookingPage | None] = dict.fromkeys(stored.master_pages)
        for entry in wanted.master_pages:
            due[master_pages[entry.link]] = pages.get(entry.dedicated_to or "")
        await catalog.dedicate(self.session, due)

    async def _settle(
        self, kind: type[Row], rows: Mapping[str, Row], entries: Iterable[E], fill: Callable[[Row, E], None]
    ) -> Mapping[str, Row]:
        """The rows of these entries, by reference: changed, taken up again or made. Others are retired."""
        settled, absent = {}, dict(rows)
        for position, entry in enumerate(entries):
            row = absent.pop(entry.key, None) or kind(workspace_id=self.workspace_id, id=new_id())
            row.position = position
            row.retired_at = None
            fill(row, entry)
            self.session.add(row)
            settled[entry.reference] = row
        for row in absent.values():
            row.retired_at = row.retired_at or self.now
        # Rows that refer to these follow, and nothing else would tell the session to send these first.
        await self.session.flush()
        return settled


def _by_name(rows: Iterable[Named]) -> Mapping[str, Named]:
    return {row.name: row for row in rows}


def _by_link(rows: Iterable[Linked]) -> Mapping[str, Linked]:
    return {row.link.lower(): row for row in rows}


def _touched(entries: Iterable[E], difference: Difference) -> Iterator[E]:
    return (entry for entry in entries if entry.key in difference.touched)


def _rule(
    rule: RuleEntry,
    event_types: Mapping[str, EventType],
    pages: Mapping[str, BookingPage],
    pools: Mapping[str, Pool],
) -> NewRule:
    team = [
        pages[member.page] if member.page is not None else pools[member.pool or ""] for member in rule.team
    ]
    return NewRule(event_types[rule.event_type], team)
