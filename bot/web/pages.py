"""The pages of links, one-time and general. Looking changes nothing; only ``book`` and ``opened`` do."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.languages import Reader
from bot.scheduling.booking_views import BookingView
from bot.scheduling.bookings import Booked, Bookings
from bot.scheduling.errors import Invalid, LinkSpent, Refusal, SlotTaken
from bot.scheduling.links import Links
from bot.scheduling.offers import Look, Offer, OfferedEventType, Offers, OpenTime
from bot.scheduling.sentences import Sentence
from bot.web import forms
from bot.web.contexts import Page
from bot.web.errors import refusal_json, words_for
from bot.web.meetings import rfc3339
from bot.web.negotiation import in_same_language, language_choices, parameters, wants_json, wording_of
from bot.web.security import Limiter
from bot.web.steps import Steps
from bot.web.templating import Views
from bot.web.visit import ALREADY, Visit, instant, token_of, visit_id, visit_of
from bot.web.weeks import DAY, WEEK, Weeks
from storage.models import BookingStatus

THEY_ARE_TAKEN = Sentence("Whom you chose has just been booked at that time. Please choose again.")
GONE = Sentence("That time cannot be booked any more. Please pick another one.")


@dataclass(frozen=True)
class LinkPages(ABC):
    """Everything under ``/{door}/{link}`` that both kinds of links have.

    ``offers`` and ``bookings`` are those for whoever comes through that door.
    """

    door: ClassVar[str]

    offers: Offers
    bookings: Bookings
    views: Views
    limiter: Limiter
    base_url: str
    clock: Callable[[], datetime]

    async def page(self, request: Request) -> Response:
        """The step at which the Customer stands: Event type, time, form or confirming."""
        async with self.offers.look(token_of(request), self.clock()) as look:
            return self.views.page(await _step(look, self._steps(request, look.offer)))

    async def times(self, request: Request) -> Response:
        """The open times as JSON; without an Event type, the Event types to ask for."""
        async with self.offers.look(token_of(request), self.clock()) as look:
            offered = event_types_json(look.offer)
            if "event_type" not in request.query_params:
                return JSONResponse(offered)
            question = forms.times_question(request)
            zone = question.time_zone or ZoneInfo(look.offer.time_zone)
            first = question.first or look.now.astimezone(zone).date()
            last = question.last or first + WEEK - DAY
            found = await look.times(question.event_type, first, last, zone)
        asked = {"event_type": str(question.event_type), "time_zone": zone.key}
        return JSONResponse(asked | {"times": times_json(found)} | offered)

    async def book(self, request: Request) -> Response:
        """Book, and go to the confirmation. What cannot be booked is asked for again, with what was typed."""
        now = self.clock()
        address = token_of(request)
        typed = await self._typed(request, now)
        try:
            asked = forms.booking_request(typed, wording_of(request).name)
            booked = await self.bookings.book(address, asked, now)
        except SlotTaken:
            await self._is_a_person(request, now)
            return await self._choose_again(request, typed, now)
        except Invalid as invalid:
            await self._is_a_person(request, now)
            return await self._correct(request, typed, invalid, now)
        return self._confirmation(request, booked, asked.start)

    def _confirmation(self, request: Request, booked: Booked, asked: datetime) -> Response:
        if wants_json(request):
            manage_url = f"{self.base_url}/b/{booked.manage_token}"
            told = {"booking": booking_json(booked.booking), "manage_url": manage_url}
            return JSONResponse(told, status_code=201)
        return self._to_booking(request, booked, asked)

    def _to_booking(self, request: Request, booked: Booked, asked: datetime | None) -> Response:
        """Whoever ``asked`` for another time than they had booked is told so there.

        Of a meeting that has moved since, it may be the time that they booked at first.
        """
        has_moved = booked.booking.status == BookingStatus.RESCHEDULED
        told = {} if has_moved or asked in (None, booked.booking.starts) else {ALREADY: "1"}
        return RedirectResponse(in_same_language(request, f"/b/{booked.manage_token}", **told), 303)

    async def _own_booking(self, request: Request) -> Response | None:
        """Whoever has booked and goes back, or loads the page again, comes to the confirmation.

        They are known by their visit's request id; by a general link it raises ``BookedBefore``. Anybody else
        sees what the link offers, and no more.
        """
        request_id = visit_id(request, parameters(request))
        booked = await self.bookings.made_by(token_of(request), request_id) if request_id else None
        if booked is None:
            return None
        return self._to_booking(request, booked, instant(parameters(request).get("start", "")))

    async def _choose_again(self, request: Request, typed: Mapping[str, str], now: datetime) -> Response:
        """The time was taken meanwhile: fresh times, the nearest first."""
        words = words_for(SlotTaken())
        async with self.offers.look(token_of(request), now) as look:
            steps = self._steps(request, look.offer, typed)
            wording = steps.reader.wording
            event_type, start = steps.event_type, steps.visit.start
            if event_type is None or start is None or not wants_json(request):
                gone = wording.said(Sentence("{title}. {message}", title=words.title, message=words.message))
                notice = wording.said(THEY_ARE_TAKEN) if steps.visit.booking_page else gone
                return self.views.page(await _fresh_times(look, steps, notice, typed), words.status)
            week = await _weeks(look, steps, event_type).near(start)
        return JSONResponse(refusal_json(words, wording) | {"times": times_json(week.times)}, words.status)

    async def _correct(
        self, request: Request, typed: Mapping[str, str], invalid: Invalid, now: datetime
    ) -> Response:
        """The form once more, with what is wrong at its field. Raises where a page cannot help."""
        async with self.offers.look(token_of(request), now) as look:
            if wants_json(request):
                raise invalid
            self.limiter.count(request, invalid)
            page = await _corrected(look, self._steps(request, look.offer, typed), typed, invalid)
        return self.views.page(page, words_for(invalid).status)

    async def _typed(self, request: Request, now: datetime) -> dict[str, str]:
        """What was sent. Of an unknown link nothing is told but that, whatever was sent to it."""
        try:
            return await forms.typed(request)
        except Refusal:
            await self.offers.of_link(token_of(request), now)
            raise

    def _steps(
        self, request: Request, offer: Offer, typed: Mapping[str, str] = MappingProxyType({})
    ) -> Steps:
        """What the link offers, to this reader."""
        base, wording = f"/{self.door}/{token_of(request)}", wording_of(request)
        visit = visit_of(request, base, offer, typed)
        reader, languages = Reader(wording, visit.zone), language_choices(request, wording)
        return Steps(offer, visit, reader, languages, self._opened_at(visit))

    @abstractmethod
    def _opened_at(self, visit: Visit) -> str | None:
        """Where the pages tell that a person, not a machine, has the link open."""

    @abstractmethod
    async def _is_a_person(self, request: Request, now: datetime) -> None:
        """Somebody has filled in a form: no machine has the link open."""


@dataclass(frozen=True)
class OneTimePages(LinkPages):
    """Everything under ``/o/{token}``."""

    door = "o"

    links: Links

    async def page(self, request: Request) -> Response:
        try:
            return await super().page(request)
        except LinkSpent:
            if booked := await self._own_booking(request):
                return booked
            raise

    async def opened(self, request: Request) -> Response:
        """The page's script tells that a person, not a machine, has the link open."""
        await self._is_a_person(request, self.clock())
        return Response(status_code=204)

    def _opened_at(self, visit: Visit) -> str:
        return visit.path("/opened")

    async def _is_a_person(self, request: Request, now: datetime) -> None:
        await self.links.opened(token_of(request), now)


@dataclass(frozen=True)
class GeneralPages(LinkPages):
    """Everything under ``/p/{public_link}``. Nobody waits to hear that such a link was opened."""

    door = "p"

    async def page(self, request: Request) -> Response:
        """Asked first: a general link offers its times also to those who have booked."""
        return await self._own_booking(request) or await super().page(request)

    def _opened_at(self, _visit: Visit) -> None:
        return None

    async def _is_a_person(self, _request: Request, _now: datetime) -> None:
        return None


async def _step(look: Look, steps: Steps) -> Page:
    event_type, start = steps.event_type, steps.visit.start
    if event_type is None:
        return steps.event_types()
    weeks = _weeks(look, steps, event_type)
    if start is None:
        day = steps.visit.first_day
        return steps.times(event_type, await (weeks.of(day) if day else weeks.first()))
    time = await weeks.time_at(start)
    if time is None:
        return steps.times(event_type, await weeks.near(start), GONE)
    return steps.last(event_type, time)


async def _corrected(look: Look, steps: Steps, typed: Mapping[str, str], invalid: Invalid) -> Page:
    """The form with what is wrong, or, where its time is none that can be booked, times."""
    event_type, start = steps.event_type, steps.visit.start
    if event_type and start and (time := await _weeks(look, steps, event_type).time_at(start)):
        return steps.corrected(event_type, time, typed, invalid.fields)
    notice = " ".join(map(steps.reader.wording.said, invalid.fields.values()))
    return await _fresh_times(look, steps, notice, typed)


async def _fresh_times(look: Look, steps: Steps, notice: str, typed: Mapping[str, str]) -> Page:
    event_type, start = steps.event_type, steps.visit.start
    if event_type is None:
        return steps.event_types(notice)
    weeks = _weeks(look, steps, event_type)
    week = await (weeks.near(start) if start else weeks.first())
    return steps.taken(event_type, week, notice, typed)


def _weeks(look: Look, steps: Steps, event_type: OfferedEventType) -> Weeks:
    zone = steps.visit.zone
    return Weeks(
        lambda first, last: look.times(event_type.id, first, last, zone),
        lambda after: look.next_day(event_type.id, after, zone),
        steps.reader,
        look.now.astimezone(zone).date(),
    )


def event_types_json(offer: Offer) -> dict[str, object]:
    return {
        "event_types": [
            {"id": str(each.id), "name": each.name, "minutes": each.minutes} for each in offer.event_types
        ]
    }


def times_json(times: Iterable[OpenTime]) -> list[dict[str, object]]:
    return [{"start": rfc3339(time.start), "end": rfc3339(time.end)} | _whom_json(time) for time in times]


def _whom_json(time: OpenTime) -> dict[str, object]:
    """On a Static page, who is free at a time."""
    if not time.booking_pages:
        return {}
    return {"booking_pages": [{"id": str(each.id), "name": each.name} for each in time.booking_pages]}


def booking_json(booking: BookingView) -> dict[str, object]:
    """A booking as scripts read it. Times are in UTC; ``time_zone`` is the Customer's."""
    return {
        "id": str(booking.id),
        "status": booking.status.value,
        "page": booking.page_name,
        "event_type": booking.event_type,
        "minutes": booking.minutes,
        "start": rfc3339(booking.starts),
        "end": rfc3339(booking.ends),
        "time_zone": booking.time_zone,
        "with": [provider.name for provider in booking.providers],
        "location": booking.location,
        "customer": {"name": booking.customer.name, "email": booking.customer.email},
        "answers": dict(booking.answers),
    }
