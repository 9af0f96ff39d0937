"""The steps of a link's pages: from what is offered, and where the Customer stands, to their contexts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from types import MappingProxyType
from urllib.parse import urlencode

from bot.languages import Reader
from bot.scheduling.customers import Customer, masked
from bot.scheduling.offers import BookingPageChoice, Offer, OfferedEventType, OpenTime
from bot.scheduling.policy import Asking
from bot.scheduling.sentences import Sentence
from bot.web.contexts import (
    Best,
    ConfirmPage,
    Day,
    EventTypeChoice,
    EventTypesPage,
    FormPage,
    Frame,
    LanguageChoice,
    Meeting,
    Pairs,
    TakenPage,
    TimeChoice,
    TimesPage,
    WayOut,
    WeekChoice,
    WhomChoice,
    WhomPage,
)
from bot.web.fields import CUSTOMER_FIELDS, fields_of
from bot.web.look import masthead
from bot.web.meetings import Hosts, meeting, rfc3339
from bot.web.visit import Visit
from bot.web.ways_out import ASK, ASKED, NO_TIMES_HINT, way_to_ask
from bot.web.weeks import DAY, WEEK, Week

WEEKS_AHEAD = 3
SOONEST, NEAREST = Sentence("Soonest"), Sentence("Closest to your time")


@dataclass(frozen=True)
class Steps:
    """Makes each step's context, for one Customer's view of one link."""

    offer: Offer
    visit: Visit
    reader: Reader
    languages: tuple[LanguageChoice, ...]
    opened: str | None = None
    """Where the pages tell that a person has the link open, if anybody wants to know."""

    @property
    def event_type(self) -> OfferedEventType | None:
        """The Event type: the only one, or the one chosen. None: it is still to be chosen."""
        offered = self.offer.event_types
        if len(offered) == 1:
            return offered[0]
        return next((each for each in offered if each.id == self.visit.event_type), None)

    def event_types(self, notice: str | None = None) -> EventTypesPage:
        choices = (
            EventTypeChoice(each.name, self._length(each), self.visit.href(event_type=str(each.id)))
            for each in self.offer.event_types
        )
        return EventTypesPage(self._frame(Sentence("Choose a meeting")), self._notice(notice), tuple(choices))

    def times(self, event_type: OfferedEventType, week: Week, gone: str | None = None) -> TimesPage:
        """``gone`` tells that the time that was chosen cannot be booked any more."""
        asked = ASKED if self._asking(week) == Asking.DONE else None
        return TimesPage(
            self._frame(Sentence("Pick a time")),
            event_type=event_type.name,
            length=self._length(event_type),
            notice=self._notice(gone or asked),
            action=self.visit.path(),
            hidden=(("event_type", str(event_type.id)), *self.visit.carried),
            zone_hidden=self._besides_zone(event_type),
            zone=self.reader.zone.key,
            place=self.reader.place(),
            elsewhere=self._elsewhere(event_type, week),
            best=self._best(week, NEAREST if gone else SOONEST),
            days=self._days(week.times),
            weeks=tuple(self._weeks(event_type, week)),
            next_day=self.reader.day(week.next_day) if week.next_day else None,
            next_day_href=self._week_href(event_type, week.next_day) if week.next_day else None,
            asking=self._way_to_ask(event_type, week),
            back=self.visit.href() if len(self.offer.event_types) > 1 else None,
        )

    def last(self, event_type: OfferedEventType, time: OpenTime) -> WhomPage | ConfirmPage | FormPage:
        """The step before the booking: confirming where it is known for whom, else the form.

        Where the Customer has yet to pick whom to meet, that comes before it.
        """
        if self._has_to_pick(time):
            return self.whom(event_type, time)
        customer = self.visit.customer_without_form(self.offer, event_type)
        return self.confirm(event_type, time, customer) if customer else self.form(event_type, time)

    def corrected(
        self,
        event_type: OfferedEventType,
        time: OpenTime,
        typed: Mapping[str, str],
        errors: Mapping[str, str],
    ) -> WhomPage | FormPage:
        """The same once more, after what was sent could not be used. What was typed is kept."""
        if self._has_to_pick(time):
            return self.whom(event_type, time, typed)
        # By now it is settled whom they meet, and on the page.
        left = {name: problem for name, problem in errors.items() if name != "booking_page"}
        return self.form(event_type, time, typed, left)

    def whom(
        self, event_type: OfferedEventType, time: OpenTime, typed: Mapping[str, str] = MappingProxyType({})
    ) -> WhomPage:
        """Whom to meet, of those who are free. What was ``typed`` before leads from here to the booking."""
        start, kept = ("start", rfc3339(time.start)), self._typed(event_type, typed)
        onward = ("event_type", str(event_type.id)), start, *self.visit.carried
        return WhomPage(
            self._frame(Sentence("With whom?")),
            meeting=self._meeting(event_type, time),
            choices=tuple(WhomChoice(str(each.id), each.name) for each in time.booking_pages),
            books=bool(typed),
            action=self._book_action() if typed else self.visit.path(),
            hidden=(*self._hidden(event_type), start, *kept) if typed else onward,
            change=self._change(event_type, time.start),
        )

    def confirm(self, event_type: OfferedEventType, time: OpenTime, customer: Customer) -> ConfirmPage:
        return ConfirmPage(
            self._frame(Sentence("Confirm")),
            meeting=self._meeting(event_type, time),
            first_name=customer.first_name,
            masked_email=masked(customer.email),
            action=self._book_action(),
            hidden=(*self._chosen(event_type, time), *self.visit.prefill.items()),
            not_you=self.visit.with_form().href(event_type=str(event_type.id), start=rfc3339(time.start)),
            change=self._change(event_type, time.start),
        )

    def form(
        self,
        event_type: OfferedEventType,
        time: OpenTime,
        typed: Mapping[str, str] = MappingProxyType({}),
        errors: Mapping[str, str] = MappingProxyType({}),
    ) -> FormPage:
        """The Booking form: with what was typed before, else with what is known."""
        said = self.reader.wording.said
        fields = fields_of(event_type, said, {**self.visit.prefill, **self._personal(), **typed}, errors)
        names = {field.name for field in fields}
        return FormPage(
            self._frame(Sentence("Something is not right yet") if errors else Sentence("Your details")),
            meeting=self._meeting(event_type, time),
            problems=tuple(said(problem) for name, problem in errors.items() if name not in names),
            has_errors=bool(errors),
            fields=fields,
            action=self._book_action(),
            hidden=self._chosen(event_type, time),
            change=self._change(event_type, time.start),
        )

    def taken(
        self, event_type: OfferedEventType, week: Week, notice: str, typed: Mapping[str, str]
    ) -> TakenPage:
        """Fresh times in place of one that has gone. What was typed goes along unseen, and in no address."""
        return TakenPage(
            self._frame(Sentence("Pick a time")),
            event_type=event_type.name,
            length=self._length(event_type),
            notice=notice,
            best=self._best(week, NEAREST),
            days=self._days(week.times),
            place=self.reader.place(),
            action=self._book_action(),
            hidden=(*self._hidden(event_type), *self._typed(event_type, typed)),
            asking=self._way_to_ask(event_type, week),
            change=self.visit.href(event_type=str(event_type.id)),
        )

    def _frame(self, step: Sentence) -> Frame:
        return Frame(
            self.reader.wording,
            title=f"{self.reader.wording.said(step)} · {self.offer.page_name}",
            page_name=self.offer.page_name,
            masthead=masthead(self.offer.company),
            languages=self.languages,
            opened=self.opened,
            guessed_zone=None if self.visit.asked_zone else self.reader.zone.key,
        )

    def _meeting(self, event_type: OfferedEventType, time: OpenTime) -> Meeting:
        picked = self._picked(time)
        hosts = Hosts([picked.name], [picked.time_zone]) if picked else hosts_of(event_type)
        return meeting(self.reader, event_type.name, event_type.minutes, time, hosts)

    def _has_to_pick(self, time: OpenTime) -> bool:
        return bool(time.booking_pages) and self._picked(time) is None

    def _picked(self, time: OpenTime) -> BookingPageChoice | None:
        """Whom the Customer picked, if they are free then; of only one who is free, that one."""
        asked, free = self.visit.booking_page, time.booking_pages
        if asked is None and len(free) == 1:
            return free[0]
        return next((each for each in free if each.id == asked), None)

    def _length(self, event_type: OfferedEventType) -> str:
        return self.reader.wording.minutes(event_type.minutes)

    def _notice(self, notice: str | None) -> str | None:
        told = notice or self._unknown_zone()
        return self.reader.wording.said(told) if told else None

    def _unknown_zone(self) -> Sentence | None:
        asked = self.visit.asked_zone
        if not asked or self.visit.zone_is_known:
            return None
        return Sentence(
            "We do not know the time zone “{asked}”. Times are in {place}.",
            asked=asked[:64],
            place=self.reader.place(),
        )

    def _elsewhere(self, event_type: OfferedEventType, week: Week) -> str | None:
        if not week.times:
            return None
        there = hosts_of(event_type).reader_with_them(self.reader, week.times[0].start)
        if there is None:
            return None
        return self.reader.wording.said(Sentence("The people you meet are on {place}.", place=there.place()))

    def _personal(self) -> dict[str, str]:
        customer = self.offer.customer
        return {"name": customer.name, "email": customer.email} if customer else {}

    def _best(self, week: Week, name: Sentence) -> Best | None:
        """Where they are all there is to show, they need no place of their own."""
        if not week.best or set(week.best) == set(week.times):
            return None
        times = (
            TimeChoice(rfc3339(time.start), self.reader.time(time.start), self.reader.short_day(time.start))
            for time in week.best
        )
        return Best(self.reader.wording.said(name), tuple(times))

    def _days(self, times: Iterable[OpenTime]) -> tuple[Day, ...]:
        by_day = groupby(times, key=lambda time: self.reader.local(time.start).date())
        return tuple(Day(self.reader.day(day), tuple(map(self._choice, found))) for day, found in by_day)

    def _choice(self, time: OpenTime) -> TimeChoice:
        return TimeChoice(rfc3339(time.start), self.reader.time(time.start))

    def _weeks(self, event_type: OfferedEventType, week: Week) -> Iterable[WeekChoice]:
        """The week before, the one that is shown, and some after it."""
        firsts = [week.earlier] if week.earlier else []
        firsts += [week.first, *(week.last + DAY + ahead * WEEK for ahead in range(WEEKS_AHEAD))]
        for first in firsts:
            name = self.reader.days(first, self.reader.end_of_week(first))
            yield WeekChoice(name, self._week_href(event_type, first), is_shown=first == week.first)

    def _week_href(self, event_type: OfferedEventType, first: date) -> str:
        return self.visit.href(event_type=str(event_type.id), **{"from": first.isoformat()})

    def _besides_zone(self, event_type: OfferedEventType) -> Pairs:
        """What stays when another zone is chosen: the week too."""
        week = {"from": self.visit.first_day.isoformat()} if self.visit.first_day else {}
        kept = [(name, value) for name, value in self.visit.carried if name != "time_zone"]
        return (("event_type", str(event_type.id)), *week.items(), *kept)

    def _change(self, event_type: OfferedEventType, start: datetime) -> str:
        return self._week_href(event_type, self.reader.local(start).date())

    def _book_action(self) -> str:
        return f"{self.visit.path('/book')}?{urlencode(self.visit.carried)}"

    def _asking(self, week: Week) -> Asking:
        """May a time be asked for? While there are any, none has to be."""
        return Asking.UNHEARD if week.times or week.next_day else self.offer.asking

    def _way_to_ask(self, event_type: OfferedEventType, week: Week) -> WayOut | None:
        query = urlencode((("event_type", str(event_type.id)), *self.visit.carried))
        action = f"{self.visit.path(ASK)}?{query}"
        return way_to_ask(self._asking(week), action, NO_TIMES_HINT, self.reader.wording.said)

    def _hidden(self, event_type: OfferedEventType) -> Pairs:
        """What every booking sends unseen. The request id makes a double click one booking."""
        return (
            ("event_type", str(event_type.id)),
            ("time_zone", self.reader.zone.key),
            ("request_id", self.visit.request_id),
        )

    def _chosen(self, event_type: OfferedEventType, time: OpenTime) -> Pairs:
        """The same, where the time is chosen and, on a Static page, whom to meet."""
        picked = self._picked(time)
        whom = (("booking_page", str(picked.id)),) if picked else ()
        return (*self._hidden(event_type), ("start", rfc3339(time.start)), *whom)

    def _typed(self, event_type: OfferedEventType, typed: Mapping[str, str]) -> Pairs:
        """What was typed into the fields of the form."""
        names = [field.name for field in (*CUSTOMER_FIELDS, *event_type.fields) if field.name in typed]
        return tuple((name, typed[name]) for name in names)


def hosts_of(event_type: OfferedEventType) -> Hosts:
    return Hosts(event_type.providers, event_type.time_zones)
