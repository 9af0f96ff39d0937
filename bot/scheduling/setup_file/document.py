"""The entries of the set-up document (contract.md), each with its defaults, as a person may write it.

What comes from YAML is text, and read here; what comes from storage is taken as it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PlainSerializer, Tag, model_validator

from bot.scheduling import spans
from bot.scheduling.availability import Notice, Stretch
from bot.scheduling.policy import Lifetime
from bot.scheduling.setup_file.values import (
    Logo,
    ascending,
    at_least_one,
    by_date,
    capacity_of,
    capacity_written,
    colour_of,
    each_once,
    email_of,
    few,
    field_name_of,
    label_of,
    latest_last,
    line_of,
    link_of,
    logo_of,
    logo_written,
    number,
    optional_line_of,
    public_link_of,
    separate,
    sessions_of,
    sessions_written,
    slack_user_of,
    slug,
    spacing_of,
    time_zone_of,
    typed,
)
from storage.models import BookingMode, Distribution, RuleType

Name = Annotated[str, typed(line_of)]
LinkName = Annotated[str, typed(line_of)]
"""A Booking page, named by its link."""
SlackUser = Annotated[str, typed(slack_user_of)]
GridMinutes = Annotated[int, typed(spans.grid_minutes_of), PlainSerializer(spans.minutes_written)]
Limit = Annotated[int | None, typed(spans.limit_of), PlainSerializer(spans.limit_written)]
Cap = Annotated[int | None, number(1, 1000)]
Day = Annotated[date, typed(spans.date_of)]
Reminder = Annotated[int, typed(spans.reminder_of), PlainSerializer(spans.minutes_written)]
Hours = Annotated[
    tuple[Annotated[Stretch, typed(spans.hours_of), PlainSerializer(spans.hours_written)], ...], separate
]


class Entry(BaseModel):
    """A place in the document that holds keys, and no others than these."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Slots(Entry):
    """The grid of starts: every so often, from these minutes past the hour on; how many a day are shown."""

    every: Annotated[int, typed(spacing_of), PlainSerializer(spans.minutes_written)] = 30
    start: Annotated[tuple[Annotated[int, number(0, 55, multiple_of=5)], ...], at_least_one, ascending] = (0,)
    most_a_day: Cap = None


class Buffers(Entry):
    """Time kept free around each meeting."""

    before: GridMinutes = 0
    after: GridMinutes = 0


class FixedDates(Entry):
    """A horizon of two dates, both included."""

    first: Day = Field(alias="from")
    until: Day

    def __str__(self) -> str:
        return f"{self.first} to {self.until}"

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.first > self.until:
            raise ValueError(f"{self.first} comes after {self.until}: the earlier date goes first")
        return self

    @model_validator(mode="after")
    def _is_no_longer_than_a_rolling_one(self) -> Self:
        days = (self.until - self.first).days + 1
        if days > spans.MOST_DAYS:
            raise ValueError(f"should span at most {spans.MOST_DAYS} days, not {days:,}")
        return self


RollingDays = Annotated[int, typed(spans.days_of), PlainSerializer(spans.days_written)]
Horizon = Annotated[
    Annotated[RollingDays, Tag("(days)")] | Annotated[FixedDates, Tag("(dates)")],
    Discriminator(lambda value: "(dates)" if isinstance(value, dict | FixedDates) else "(days)"),
]


class Caps(Entry):
    """The most bookings of one Event type a Booking page takes."""

    day: Cap = None
    week: Cap = None


class Policy(Entry):
    """What a Customer may do with a booking, and whether they have to say why."""

    cancel: Limit = 0
    reschedule: Limit = 0
    reason: Literal["optional", "required", "none"] = "optional"


class FormFieldEntry(Entry):
    """A field of the Booking form beyond name and email."""

    name: Annotated[str, typed(field_name_of)]
    label: Name = Field(default_factory=lambda data: label_of(data["name"]))
    required: bool = False

    def __str__(self) -> str:
        return f"{self.name}: {self.label} ({'required' if self.required else 'optional'})"


class EventTypeEntry(Entry):
    """What can be booked. Known by its name."""

    name: Name
    minutes: Annotated[int, number(5, 1440, multiple_of=5)] = 30
    booking: BookingMode = BookingMode.AUTOMATIC
    sessions: Annotated[int, sessions_of, PlainSerializer(sessions_written)] = 1
    capacity: Annotated[int | None, typed(capacity_of), PlainSerializer(capacity_written)] = 1
    slots: Slots = Slots()
    buffers: Buffers = Buffers()
    notice: Annotated[Notice, typed(spans.notice_of), PlainSerializer(spans.notice_written)] = Notice(
        minutes=240
    )
    horizon: Horizon = 60
    caps: Caps = Caps()
    policy: Policy = Policy()
    fields: Annotated[tuple[FormFieldEntry, ...], each_once(lambda field: field.name)] = ()
    reminders: Annotated[tuple[Reminder, ...], few(5), latest_last] = (spans.DAY, spans.HOUR)
    """How long before the start Customers and providers are reminded by mail."""

    @property
    def reference(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return self.name


class Weekly(Entry):
    """The hours of each weekday in the Booking page's zone; a day that is left out has none."""

    mon: Hours = ()
    tue: Hours = ()
    wed: Hours = ()
    thu: Hours = ()
    fri: Hours = ()
    sat: Hours = ()
    sun: Hours = ()

    @property
    def days(self) -> tuple[tuple[Stretch, ...], ...]:
        """Monday first."""
        return self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun


OFFICE_DAY: tuple[Stretch, ...] = ((9 * spans.HOUR, 17 * spans.HOUR),)
OFFICE_WEEK = Weekly(mon=OFFICE_DAY, tue=OFFICE_DAY, wed=OFFICE_DAY, thu=OFFICE_DAY, fri=OFFICE_DAY)


class BookingPageEntry(Entry):
    """One provider's availability. Known by its link, without regard to case."""

    name: Name
    link: Annotated[str, typed(link_of)] = Field(
        default_factory=lambda data: slug(data["name"]), validate_default=True
    )
    owner: SlackUser
    time_zone: Annotated[str, typed(time_zone_of)]
    weekly: Weekly
    dates: Annotated[dict[Day, Hours], by_date] = {}
    event_types: Annotated[tuple[Name, ...], each_once(str)] = ()
    location: Annotated[str, typed(optional_line_of)] = ""
    email: Annotated[str, typed(email_of)] = ""
    """Where mail about the page's bookings goes; empty: nowhere."""

    @property
    def reference(self) -> str:
        return self.link

    @property
    def key(self) -> str:
        return self.link.lower()

    @model_validator(mode="before")
    @classmethod
    def _has_hours(cls, written: object) -> object:
        """Who says nothing of hours keeps office hours; who lists hours of dates alone has those alone."""
        if not isinstance(written, dict) or "weekly" in written:
            return written
        dates = written.get("dates")
        has_hours = isinstance(dates, dict) and any(dates.values())
        return {**written, "weekly": Weekly() if has_hours else OFFICE_WEEK}


class PoolMemberEntry(Entry):
    """A Booking page in a pool; 1 is the highest priority."""

    page: LinkName
    priority: Annotated[int, number(1, 100)] = 1

    def __str__(self) -> str:
        return self.page if self.priority == 1 else f"{self.page} (priority {self.priority})"


class PoolEntry(Entry):
    """A Resource pool. Known by its name. The two switches matter in round robin."""

    name: Name
    distribution: Distribution = Distribution.POOLED
    automatic_correction: bool = True
    count_no_shows: bool = False
    members: Annotated[tuple[PoolMemberEntry, ...], at_least_one, each_once(lambda member: member.page)]

    @property
    def reference(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return self.name


class TeamMemberEntry(Entry):
    """One Booking page or one Resource pool."""

    page: LinkName | None = None
    pool: Name | None = None

    @model_validator(mode="after")
    def _is_one_of_them(self) -> Self:
        if (self.page is None) == (self.pool is None):
            raise ValueError("should name one Booking page, {page: LINK}, or one Resource pool, {pool: NAME}")
        return self

    def __str__(self) -> str:
        return self.page or f"{self.pool} (pool)"


class RuleEntry(Entry):
    """An Event-based rule."""

    event_type: Name
    primary: TeamMemberEntry
    additional: tuple[TeamMemberEntry, ...] = ()

    @property
    def team(self) -> tuple[TeamMemberEntry, ...]:
        """The Primary team member first."""
        return self.primary, *self.additional

    @property
    def team_in_words(self) -> str:
        """``Tier 2 (pool), with carla``"""
        additional = ", ".join(map(str, self.additional))
        return f"{self.primary}, with {additional}" if additional else str(self.primary)


class MasterPageEntry(Entry):
    """Known by its Public link, without regard to case.

    A Static page may keep its rules, and a Dynamic one its Booking pages, for when it is switched.
    """

    name: Name
    label: Name = Field(default_factory=lambda data: data["name"])
    link: Annotated[str, typed(public_link_of)] = Field(
        default_factory=lambda data: slug(data["name"]), validate_default=True
    )
    rule_type: RuleType = RuleType.DYNAMIC
    accept_bookings: bool = True
    rules: tuple[RuleEntry, ...] = ()
    booking_pages: Annotated[tuple[LinkName, ...], each_once(str)] = ()
    dedicated_to: LinkName | None = None
    """The Booking page that it was made for (domain.md: One-time links, 10)."""

    @property
    def reference(self) -> str:
        return self.link

    @property
    def key(self) -> str:
        return self.link.lower()


LinkLifetime = Annotated[Lifetime, typed(spans.lifetime_of), PlainSerializer(spans.lifetime_written)]


class CompanyEntry(Entry):
    """How the company shows itself to Customers."""

    name: Annotated[str, typed(optional_line_of)] = ""
    colour: Annotated[str, typed(colour_of)] = ""
    """Of buttons and links, as ``#1f3a5f``; empty: the product's own."""
    logo: Annotated[Logo | None, typed(logo_of), PlainSerializer(logo_written)] = None


class LinksEntry(Entry):
    """What holds for all one-time links of the workspace."""

    expire: LinkLifetime = Lifetime()
    most_open: Annotated[int | None, number(1, 1000)] = None
    """How many open links one Customer may have before whoever makes another is warned."""
    ticket: Literal["optional", "required"] = "optional"
    only_administrators: bool = False
    """May only Administrators generate links?"""


Administrators = Annotated[tuple[SlackUser, ...], at_least_one, each_once(str)]


@dataclass(frozen=True)
class Document:
    """A whole set-up. ``administrators`` is None where the document leaves them as they are.

    ``lists_nothing``: not one of its lists stands there, not even as ``[]``.
    """

    administrators: tuple[str, ...] | None
    company: CompanyEntry
    links: LinksEntry
    event_types: tuple[EventTypeEntry, ...]
    booking_pages: tuple[BookingPageEntry, ...]
    pools: tuple[PoolEntry, ...]
    master_pages: tuple[MasterPageEntry, ...]
    lists_nothing: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.event_types or self.booking_pages or self.pools or self.master_pages)

    def sections(self) -> dict[str, object]:
        """The document as plain values, without what is at its default."""
        said = {
            "administrators": self.administrators,
            "company": self.company.model_dump(exclude_defaults=True),
            "links": self.links.model_dump(exclude_defaults=True),
        }
        return {name: section for name, section in said.items() if section} | {
            "event_types": _plain(self.event_types),
            "booking_pages": _plain(self.booking_pages),
            "pools": _plain(self.pools),
            "master_pages": _plain(self.master_pages),
        }


def _plain(entries: Sequence[Entry]) -> list[dict[str, object]]:
    return [entry.model_dump(by_alias=True, exclude_defaults=True) for entry in entries]
