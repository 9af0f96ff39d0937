"""The set-up document's entries as rows of the catalog, and back. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from bot.scheduling.availability import Notice, Stretch
from bot.scheduling.policy import Lifetime
from bot.scheduling.setup_file.document import (
    BookingPageEntry,
    Buffers,
    Caps,
    CompanyEntry,
    Document,
    EventTypeEntry,
    FixedDates,
    FormFieldEntry,
    LinksEntry,
    MasterPageEntry,
    Policy,
    PoolEntry,
    PoolMemberEntry,
    RuleEntry,
    Slots,
    TeamMemberEntry,
    Weekly,
)
from bot.scheduling.setup_file.values import Logo
from storage.catalog import Catalog
from storage.models import BookingPage, EventType, MasterPage, Pool, Workspace

Row = TypeVar("Row", EventType, BookingPage, Pool, MasterPage)
R = TypeVar("R")
V = TypeVar("V")

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def document_of(catalog: Catalog, administrators: Sequence[str]) -> Document:
    """The document that describes what is in use."""
    return Document(
        tuple(administrators) or None,
        company(catalog.workspace),
        links(catalog.workspace),
        event_types(in_use(catalog.event_types)),
        booking_pages(catalog, in_use(catalog.booking_pages)),
        pools(catalog, in_use(catalog.pools)),
        master_pages(catalog, in_use(catalog.master_pages)),
    )


def in_use(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.retired_at is None]


def fill_event_type(row: EventType, entry: EventTypeEntry) -> None:
    row.name = entry.name
    row.minutes = entry.minutes
    row.booking_mode = entry.booking
    row.sessions = entry.sessions
    row.capacity = entry.capacity
    row.slot_every, row.slot_starts = entry.slots.every, list(entry.slots.start)
    row.slots_a_day = entry.slots.most_a_day
    row.buffer_before, row.buffer_after = entry.buffers.before, entry.buffers.after
    row.notice_minutes, row.notice_business_days = entry.notice.minutes, entry.notice.business_days
    fixed = entry.horizon if isinstance(entry.horizon, FixedDates) else None
    row.horizon_days = None if isinstance(entry.horizon, FixedDates) else entry.horizon
    row.horizon_from = fixed.first.isoformat() if fixed else None
    row.horizon_until = fixed.until.isoformat() if fixed else None
    row.cap_day, row.cap_week = entry.caps.day, entry.caps.week
    row.policy = {
        "cancel": entry.policy.cancel,
        "reschedule": entry.policy.reschedule,
        "reason": entry.policy.reason,
    }
    row.fields = [
        {"name": field.name, "label": field.label, "required": field.required} for field in entry.fields
    ]
    row.reminders = list(entry.reminders)


def fill_booking_page(row: BookingPage, entry: BookingPageEntry) -> None:
    row.name = entry.name
    row.link = entry.link
    row.owner_id = entry.owner
    row.time_zone = entry.time_zone
    row.weekly = [_stored(hours) for hours in entry.weekly.days]
    row.dates = {day.isoformat(): _stored(hours) for day, hours in entry.dates.items()}
    row.location = entry.location
    row.email = entry.email


def fill_pool(row: Pool, entry: PoolEntry) -> None:
    row.name = entry.name
    row.distribution = entry.distribution
    row.corrects = entry.automatic_correction
    row.counts_no_shows = entry.count_no_shows


def fill_master_page(row: MasterPage, entry: MasterPageEntry) -> None:
    row.name = entry.name
    row.label = entry.label
    row.link = entry.link
    row.rule_type = entry.rule_type
    row.accepts_bookings = entry.accept_bookings


def fill_company(row: Workspace, entry: CompanyEntry) -> None:
    row.company_name = entry.name
    row.colour = entry.colour
    row.logo, row.logo_type = (entry.logo.picture, entry.logo.media_type) if entry.logo else (None, "")


def fill_links(row: Workspace, entry: LinksEntry) -> None:
    row.link_days, row.link_business_days = entry.expire
    row.most_open_links = entry.most_open
    row.ticket_required = entry.ticket == "required"
    row.only_administrators_issue = entry.only_administrators


def company(row: Workspace) -> CompanyEntry:
    logo = Logo(row.logo_type, row.logo) if row.logo is not None else None
    return CompanyEntry(name=row.company_name, colour=row.colour, logo=logo)


def links(row: Workspace) -> LinksEntry:
    return LinksEntry(
        expire=Lifetime(row.link_days, row.link_business_days),
        most_open=row.most_open_links,
        ticket="required" if row.ticket_required else "optional",
        only_administrators=row.only_administrators_issue,
    )


def event_types(rows: Iterable[EventType]) -> tuple[EventTypeEntry, ...]:
    return tuple(
        EventTypeEntry(
            name=row.name,
            minutes=row.minutes,
            booking=row.booking_mode,
            sessions=row.sessions,
            capacity=row.capacity,
            slots=Slots(every=row.slot_every, start=tuple(row.slot_starts), most_a_day=row.slots_a_day),
            buffers=Buffers(before=row.buffer_before, after=row.buffer_after),
            notice=Notice(row.notice_minutes, row.notice_business_days),
            horizon=_horizon(row),
            caps=Caps(day=row.cap_day, week=row.cap_week),
            policy=Policy(**row.policy),
            fields=tuple(FormFieldEntry(**field) for field in row.fields),
            reminders=tuple(row.reminders),
        )
        for row in rows
    )


def _horizon(row: EventType) -> int | FixedDates:
    if row.horizon_days is not None:
        return row.horizon_days
    return FixedDates.model_validate({"from": row.horizon_from, "until": row.horizon_until})


def booking_pages(catalog: Catalog, rows: Iterable[BookingPage]) -> tuple[BookingPageEntry, ...]:
    names = {row.id: row.name for row in catalog.event_types}
    associated = _grouped(
        catalog.associations, lambda each: each.page_id, lambda each: names[each.event_type_id]
    )
    return tuple(booking_page(row, associated[row.id]) for row in rows)


def booking_page(row: BookingPage, event_types: tuple[str, ...]) -> BookingPageEntry:
    return BookingPageEntry(
        name=row.name,
        link=row.link,
        owner=row.owner_id,
        time_zone=row.time_zone,
        weekly=Weekly(**{day: _read(hours) for day, hours in zip(DAYS, row.weekly, strict=True)}),
        dates={date.fromisoformat(day): _read(hours) for day, hours in row.dates.items()},
        event_types=event_types,
        location=row.location,
        email=row.email,
    )


def pools(catalog: Catalog, rows: Iterable[Pool]) -> tuple[PoolEntry, ...]:
    links = {row.id: row.link for row in catalog.booking_pages}
    members = _grouped(
        catalog.pool_members,
        lambda member: member.pool_id,
        lambda member: PoolMemberEntry(page=links[member.page_id], priority=member.priority),
    )
    return tuple(
        PoolEntry(
            name=row.name,
            distribution=row.distribution,
            automatic_correction=row.corrects,
            count_no_shows=row.counts_no_shows,
            members=members[row.id],
        )
        for row in rows
    )


def master_pages(catalog: Catalog, rows: Iterable[MasterPage]) -> tuple[MasterPageEntry, ...]:
    pages: dict[UUID | None, str] = {row.id: row.link for row in catalog.booking_pages}
    listed = _grouped(
        catalog.static_members, lambda each: each.master_page_id, lambda each: pages[each.page_id]
    )
    rules_of = rules(catalog)
    return tuple(
        MasterPageEntry(
            name=row.name,
            label=row.label,
            link=row.link,
            rule_type=row.rule_type,
            accept_bookings=row.accepts_bookings,
            rules=rules_of[row.id],
            booking_pages=listed[row.id],
            dedicated_to=pages.get(row.dedicated_to),
        )
        for row in rows
    )


def rules(catalog: Catalog) -> Mapping[UUID, tuple[RuleEntry, ...]]:
    """The Event-based rules of each Master page."""
    names = {row.id: row.name for row in catalog.event_types}
    links: dict[UUID | None, str] = {row.id: row.link for row in catalog.booking_pages}
    pools: dict[UUID | None, str] = {row.id: row.name for row in catalog.pools}
    teams = _grouped(
        catalog.team_members,
        lambda member: member.rule_id,
        lambda member: TeamMemberEntry(page=links.get(member.page_id), pool=pools.get(member.pool_id)),
    )
    return _grouped(
        catalog.rules,
        lambda rule: rule.master_page_id,
        lambda rule: RuleEntry(
            event_type=names[rule.event_type_id], primary=teams[rule.id][0], additional=teams[rule.id][1:]
        ),
    )


def _grouped(
    rows: Iterable[R], owner: Callable[[R], UUID], value: Callable[[R], V]
) -> Mapping[UUID, tuple[V, ...]]:
    groups: defaultdict[UUID, tuple[V, ...]] = defaultdict(tuple)
    for row in rows:
        groups[owner(row)] += (value(row),)
    return groups


def _stored(hours: Iterable[Stretch]) -> list[list[int]]:
    return [[start, end] for start, end in hours]


def _read(hours: Iterable[Sequence[int]]) -> tuple[Stretch, ...]:
    return tuple((start, end) for start, end in hours)
