"""Where a Customer stands on the way through a link's pages, as the address says it. Never refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Self
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from starlette.requests import Request

from bot.languages import spoken
from bot.scheduling.customers import Customer, unprintable
from bot.scheduling.errors import Invalid
from bot.scheduling.offers import Offer, OfferedEventType
from bot.scheduling.request_ids import new_request_id
from bot.scheduling.zones import FIRST_YEAR, LAST_YEAR
from bot.web.contexts import Pairs
from bot.web.negotiation import parameters
from bot.web.zones import zone_of_today

PREFILLED = ("name", "email", "company", "phone", "mobile", "subject", "note", "location")
"""What an address may fill in, besides an Event type's own fields (domain.md: Personalized)."""
LONG_PREFILLED = ("subject", "note")
PREFILL_LENGTH, LONG_PREFILL_LENGTH, ADDRESS_LENGTH = 100, 200, 2000

CHOICES = ("event_type", "start", "booking_page", "time_zone", "request_id")
"""What is chosen on the way: in the address at first, in the form at the end."""
ADDED = (*CHOICES, "from", "lang")
"""What our own pages add to the address of a link."""
ALREADY = "already"
"""What the address of a booking's own page has for whoever wanted another time after they had booked."""


@dataclass(frozen=True)
class Visit:
    """One view of a link's pages, which all begin with ``base``.

    Times are shown in ``zone``; ``asked_zone`` is what the address says. ``request_id`` stands for the one
    booking that this visit may lead to: whoever comes back with it finds that booking again.
    """

    base: str
    zone: ZoneInfo
    asked_zone: str | None
    zone_is_known: bool
    event_type: UUID | None
    start: datetime | None
    booking_page: UUID | None
    first_day: date | None
    prefill: Mapping[str, str]
    request_id: str
    skip: str | None
    language: str | None
    """The one that the address asks for."""

    @property
    def carried(self) -> Pairs:
        """What travels along from step to step."""
        zone = {"time_zone": self.zone.key} if self.zone_is_known else {}
        language = {"lang": self.language} if self.language is not None else {}
        skip = {"skip": self.skip} if self.skip is not None else {}
        request_id = {"request_id": self.request_id}
        return tuple((zone | language | dict(self.prefill) | request_id | skip).items())

    def href(self, **step: str) -> str:
        """The address of a step. The last parameter is ``skip``, for whoever edits it by hand."""
        return f"{self.base}?{urlencode((*step.items(), *self.carried))}"

    def path(self, action: str = "") -> str:
        return self.base + action

    def customer_without_form(self, offer: Offer, event_type: OfferedEventType) -> Customer | None:
        """For whom to book without asking; None: the Booking form is shown (domain.md: Personalized)."""
        if event_type.needs_form or not offer.may_skip_form:
            return None
        if offer.customer:
            return None if self.skip == "0" else offer.customer
        return self.customer if self.skip == "1" else None

    def with_form(self) -> Self:
        return replace(self, skip="0")

    @property
    def customer(self) -> Customer | None:
        """The Customer whom the address names, where both name and email are usable."""
        try:
            return Customer.checked(self.prefill.get("name", ""), self.prefill.get("email", ""))
        except Invalid:
            return None


def token_of(request: Request) -> str:
    """The token or Public link of a link: what was appended by hand after an ``&`` does not belong to it."""
    [address] = request.path_params.values()
    return str(address).partition("&")[0]


def visit_of(
    request: Request, base: str, offer: Offer, typed: Mapping[str, str] = MappingProxyType({})
) -> Visit:
    """Read the address of a request and, where a form was sent, its choices. What is wrong is left out."""
    asked = parameters(request) | {name: typed[name] for name in CHOICES if name in typed}
    zone, language = zone_of_today(asked.get("time_zone", "")), asked.get("lang", "")
    return Visit(
        base=base,
        zone=zone or ZoneInfo(offer.time_zone),
        asked_zone=asked.get("time_zone"),
        zone_is_known=zone is not None,
        event_type=_id(asked.get("event_type", "")),
        start=instant(asked.get("start", "")),
        booking_page=_id(asked.get("booking_page", "")),
        first_day=day(asked.get("from", "")),
        prefill=_prefill(asked, offer) if _length(base, asked) <= ADDRESS_LENGTH else {},
        request_id=visit_id(request, asked) or new_request_id(),
        skip=asked.get("skip"),
        language=language if spoken(language) else None,
    )


def visit_id(request: Request, asked: Mapping[str, str]) -> str | None:
    """The request id of the visit that was ``asked`` for. None: a visit begins here.

    By a general link it begins where a time is picked. Until then its address may well be passed on, for
    others to book by, and nobody is to be taken for whoever did so first.
    """
    if request.scope["path"].startswith("/p/") and instant(asked.get("start", "")) is None:
        return None
    return asked.get("request_id") or None


def instant(text: str) -> datetime | None:
    """An RFC 3339 instant, of the years in which anything can be booked. None for anything else."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo and FIRST_YEAR <= read.year < LAST_YEAR else None


def _length(base: str, asked: Mapping[str, str]) -> int:
    """Of the link's address as people read it, without its host: no step on the way makes it longer."""
    return len(base) + sum(len(f"?{name}={value}") for name, value in asked.items() if name not in ADDED)


def _prefill(asked: Mapping[str, str], offer: Offer) -> dict[str, str]:
    """What the address fills into the form. Who a personalized link is for, the address does not decide."""
    own = {field.name for event_type in offer.event_types for field in event_type.fields}
    allowed = [name for name in asked if name in PREFILLED or name in own]
    if offer.customer:
        allowed = [name for name in allowed if name not in ("name", "email")]
    return {name: _limited(name, asked[name]) for name in allowed if not unprintable(asked[name])}


def _limited(name: str, value: str) -> str:
    return value[: LONG_PREFILL_LENGTH if name in LONG_PREFILLED else PREFILL_LENGTH]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def day(text: str) -> date | None:
    """An ISO date, of the years in which anything can be booked. None for anything else."""
    try:
        read = date.fromisoformat(text)
    except ValueError:
        return None
    return read if FIRST_YEAR <= read.year < LAST_YEAR else None
