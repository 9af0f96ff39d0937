"""What is booked and when, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.languages import Reader
from bot.scheduling.offers import OpenTime
from bot.scheduling.sentences import Sentence
from bot.web.contexts import Meeting


@dataclass(frozen=True)
class Hosts:
    """Whom the Customer meets: their names, where it is known who it will be, and their time zones."""

    names: Sequence[str]
    time_zones: Sequence[str]

    def reader_with_them(self, reader: Reader, at: datetime) -> Reader | None:
        """The same reader where they are. None: the clocks show the same there, or differ among them."""
        zones = [ZoneInfo(name) for name in self.time_zones]
        shifts = {at.astimezone(zone).utcoffset() for zone in zones}
        if len(shifts) != 1 or at.astimezone(reader.zone).utcoffset() in shifts:
            return None
        return Reader(reader.wording, zones[0])


def meeting(reader: Reader, event_type: str, minutes: int, time: OpenTime, hosts: Hosts) -> Meeting:
    return Meeting(
        event_type,
        reader.wording.minutes(minutes),
        sentence=_sentence(reader, hosts.names, time),
        zone=reader.zone_at(time.start),
        elsewhere=_with_them(reader, hosts, time),
    )


def rfc3339(instant: datetime) -> str:
    """``2026-12-01T09:00:00Z``"""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _sentence(reader: Reader, hosts: Sequence[str], time: OpenTime) -> str:
    """Whom a pool chooses is not known before it is booked, and not told then."""
    when = {
        "day": reader.full_day(time.start),
        "span": reader.span(time.start, time.end),
        "place": reader.place(),
    }
    if not hosts:
        return reader.wording.said(Sentence("{day}, {span}, {place}", **when))
    names = reader.wording.all_of(hosts)
    return reader.wording.said(Sentence("{day}, {span}, {place}, with {names}", **when, names=names))


def _with_them(reader: Reader, hosts: Hosts, time: OpenTime) -> str | None:
    there = hosts.reader_with_them(reader, time.start)
    if there is None:
        return None
    span, day = there.span(time.start, time.end), there.local(time.start).date()
    if day != reader.local(time.start).date():
        span = reader.wording.said(Sentence("{day}, {span}", day=there.day(day), span=span))
    return reader.wording.said(Sentence("{place}: {span}", place=there.place(), span=span))
