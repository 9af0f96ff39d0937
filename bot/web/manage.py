"""The Customer's own booking. Looking changes nothing; only ``cancel`` and ``reschedule`` do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.languages import Reader, spoken
from bot.mail.calendar import CALENDAR_TYPE, calendar_file
from bot.scheduling.booking_views import BookingView
from bot.scheduling.bookings import Bookings
from bot.scheduling.changes import BookingChanges, Move
from bot.scheduling.errors import Invalid, NotAccepting, NotAllowed, Refusal, SlotTaken
from bot.scheduling.offers import Offer
from bot.scheduling.own_bookings import OwnBooking, OwnBookings, OwnLook
from bot.web import forms
from bot.web.contexts import Page
from bot.web.errors import refusal_json, words_for
from bot.web.negotiation import in_same_language, language_choices, parameters, wants_json, wording_of
from bot.web.own_booking import OwnPages, reason_of
from bot.web.pages import GONE, booking_json, event_types_json, times_json
from bot.web.security import Limiter
from bot.web.steps import Steps
from bot.web.templating import Views
from bot.web.visit import ALREADY, instant, token_of, visit_of
from bot.web.weeks import DAY, WEEK, Week, Weeks

NOT_POSSIBLE = (NotAllowed, NotAccepting)


@dataclass(frozen=True)
class ManagePages:
    """Everything under ``/b/{token}``."""

    own_bookings: OwnBookings
    bookings: Bookings
    changes: BookingChanges
    views: Views
    limiter: Limiter
    base_url: str
    clock: Callable[[], datetime]
    sender: str | None
    """Whom mail comes from. None: none is sent."""

    async def page(self, request: Request) -> Response:
        """What was booked and what has become of it, in the time zone in which it was booked."""
        pages = await self._pages(request, self.clock())
        if wants_json(request):
            return self._json(request, pages.booking)
        return self.views.page(pages.booked_already() if ALREADY in parameters(request) else pages.booked())

    async def calendar_file(self, request: Request) -> Response:
        """The meeting for the Customer's calendar."""
        booking = await self.bookings.view(token_of(request))
        manage_url = self.base_url + _base(request)
        content = calendar_file(booking, wording_of(request), manage_url, self.clock(), self.sender)
        headers = {"Content-Disposition": 'attachment; filename="invite.ics"'}
        return Response(content, media_type=CALENDAR_TYPE, headers=headers)

    async def cancelling(self, request: Request) -> Response:
        """Asks whether to cancel, or says why that is not possible."""
        pages = await self._pages(request, self.clock())
        if refusal := pages.own.why_not_cancel:
            return self._told(request, refusal, pages)
        return self.views.page(pages.cancelling())

    async def cancel(self, request: Request) -> Response:
        """Cancel, and go to what has become of the booking."""
        now = self.clock()
        typed = await self._typed(request)
        try:
            cancelled = await self.changes.cancel(token_of(request), typed.get("reason", ""), now)
        except NOT_POSSIBLE as refusal:
            return await self._refused(request, refusal, now)
        except Invalid as invalid:
            pages = await self._correcting(request, invalid, now)
            page = pages.cancelling(typed.get("reason", ""), invalid.fields["reason"])
            return self.views.page(page, words_for(invalid).status)
        return self._changed(request, cancelled)

    async def rescheduling(self, request: Request) -> Response:
        """The times to choose from and, once one is chosen, whether it is right.

        Whoever comes back to a time to which they have moved the meeting comes to the meeting.
        """
        async with self.own_bookings.look(token_of(request), self.clock()) as look:
            pages = self._pages_of(request, look.own)
            if pages.is_at(instant(parameters(request).get("start", ""))):
                return self._to_booking(request)
            if refusal := look.own.why_not_move:
                return self._told(request, refusal, pages)
            steps = self._steps(request, look.offer())
            return self.views.page(await _step(look, replace(pages, reader=steps.reader), steps))

    async def times(self, request: Request) -> Response:
        """The times to which the booking can move, as JSON."""
        async with self.own_bookings.look(token_of(request), self.clock()) as look:
            offer = look.offer()
            question = forms.new_times_question(request)
            zone = question.time_zone or ZoneInfo(offer.time_zone)
            first = question.first or look.now.astimezone(zone).date()
            last = question.last or first + WEEK - DAY
            found = await look.times(first, last, zone)
        asked = {"event_type": str(offer.event_types[0].id), "time_zone": zone.key}
        return JSONResponse(asked | {"times": times_json(found)} | event_types_json(offer))

    async def reschedule(self, request: Request) -> Response:
        """Move the meeting, and go to what has become of the booking."""
        now = self.clock()
        typed = await self._typed(request)
        try:
            asked = forms.move(typed)
            zone = asked.time_zone.key if asked.time_zone else (await self._own(request)).time_zone
            moved = await self.changes.reschedule(token_of(request), Move(asked.start, zone), now)
        except NOT_POSSIBLE as refusal:
            return await self._refused(request, refusal, now)
        except SlotTaken as refusal:
            return await self._choose_again(request, refusal, typed, now)
        except Invalid as invalid:
            await self._correcting(request, invalid, now)
            return await self._choose_again(request, invalid, typed, now)
        return self._changed(request, moved)

    def _changed(self, request: Request, booking: BookingView) -> Response:
        if wants_json(request):
            return self._json(request, booking)
        return self._to_booking(request)

    def _to_booking(self, request: Request) -> Response:
        return RedirectResponse(in_same_language(request, _base(request)), 303)

    def _json(self, request: Request, booking: BookingView) -> Response:
        told = {"booking": booking_json(booking), "manage_url": self.base_url + _base(request)}
        return JSONResponse(told)

    async def _refused(self, request: Request, refusal: Refusal, now: datetime) -> Response:
        return self._told(request, refusal, await self._pages(request, now))

    def _told(self, request: Request, refusal: Refusal, pages: OwnPages) -> Response:
        """The booking as it is, and why it was not changed. Raises for scripts."""
        if wants_json(request):
            raise refusal
        return self.views.page(pages.booked(reason_of(refusal)), words_for(refusal).status)

    async def _correcting(self, request: Request, invalid: Invalid, now: datetime) -> OwnPages:
        """What was sent cannot be used, and a page is to say so. Raises it for scripts."""
        pages = await self._pages(request, now)
        if wants_json(request):
            raise invalid
        self.limiter.count(request, invalid)
        return pages

    async def _choose_again(
        self, request: Request, refusal: SlotTaken | Invalid, typed: Mapping[str, str], now: datetime
    ) -> Response:
        """Fresh times in place of one that cannot be had, the nearest first."""
        async with self.own_bookings.look(token_of(request), now) as look:
            steps, pages = self._steps(request, look.offer(), typed), self._pages_of(request, look.own)
            weeks, start = _weeks(look, steps), steps.visit.start
            week = await (weeks.near(start) if start else weeks.first())
        words, said = words_for(refusal), steps.reader.wording.said
        if wants_json(request):
            told = refusal_json(words, steps.reader.wording) | {"times": times_json(week.times)}
            return JSONResponse(told, words.status)
        problems = refusal.fields.values() if isinstance(refusal, Invalid) else [words.title]
        page = _times(replace(pages, reader=steps.reader), steps, week, " ".join(map(said, problems)))
        return self.views.page(page, words.status)

    async def _typed(self, request: Request) -> dict[str, str]:
        """What was sent. Of an unknown booking nothing is told but that, whatever was sent to it."""
        try:
            return await forms.typed(request)
        except Refusal:
            await self._own(request)
            raise

    async def _own(self, request: Request) -> BookingView:
        return await self.bookings.view(token_of(request))

    async def _pages(self, request: Request, now: datetime) -> OwnPages:
        return self._pages_of(request, await self.own_bookings.find(token_of(request), now))

    def _pages_of(self, request: Request, own: OwnBooking) -> OwnPages:
        wording, language = wording_of(request), parameters(request).get("lang", "")
        return OwnPages(
            own,
            _base(request),
            Reader(wording, ZoneInfo(own.booking.time_zone)),
            language_choices(request, wording),
            language if spoken(language) else None,
            self.sender is not None,
        )

    def _steps(
        self, request: Request, offer: Offer, typed: Mapping[str, str] = MappingProxyType({})
    ) -> Steps:
        """What can be picked instead."""
        visit = visit_of(request, f"{_base(request)}/reschedule", offer, typed)
        wording = wording_of(request)
        return Steps(offer, visit, Reader(wording, visit.zone), language_choices(request, wording))


async def _step(look: OwnLook, pages: OwnPages, steps: Steps) -> Page:
    start, weeks = steps.visit.start, _weeks(look, steps)
    if start is None:
        day = steps.visit.first_day
        return _times(pages, steps, await (weeks.of(day) if day else weeks.first()))
    time = await weeks.time_at(start)
    if time is None:
        return _times(pages, steps, await weeks.near(start), GONE)
    change = steps.visit.href(**{"from": steps.reader.local(start).date().isoformat()})
    return pages.moving(time, change)


def _times(pages: OwnPages, steps: Steps, week: Week, notice: str | None = None) -> Page:
    return pages.times(steps.times(steps.offer.event_types[0], week, notice))


def _weeks(look: OwnLook, steps: Steps) -> Weeks:
    zone = steps.visit.zone
    return Weeks(
        lambda first, last: look.times(first, last, zone),
        lambda after: look.next_day(after, zone),
        steps.reader,
        look.now.astimezone(zone).date(),
    )


def _base(request: Request) -> str:
    return f"/b/{token_of(request)}"
