"""The steps of a link's page: from what is offered, and where the Customer stands, to templates' contexts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from secrets import token_urlsafe
from types import MappingProxyType
from urllib.parse import urlencode

from bot.languages import Reader
from bot.scheduling.customers import Customer, masked
from bot.scheduling.offers import FormField, Offer, OfferedEventType, OpenTime
from bot.scheduling.sentences import Sentence
from bot.web.contexts import (
    ConfirmPage,
    Day,
    EventTypeChoice,
    EventTypesPage,
    Field,
    FormPage,
    Frame,
    Meeting,
    Pairs,
    TakenPage,
    TimeChoice,
    TimesPage,
)
from bot.web.visit import Visit

DAY = timedelta(days=1)
WEEK = 7 * DAY
CUSTOMER_FIELDS = (
    FormField("name", Sentence("Your name"), required=True),
    FormField("email", Sentence("Your email"), required=True),
)
KINDS = {"email": "email", "phone": "tel", "mobile": "tel", "note": "textarea"}
AUTOCOMPLETE = {
    "name": "name",
    "email": "email",
    "company": "organization",
    "phone": "tel",
    "mobile": "tel",
}


@dataclass(frozen=True)
class Week:
    """Seven days from ``first`` on, with their open times.

    ``earlier``: where the days before begin, if they can be looked at. ``next_day``: where these seven have
    no times, the first day that has.
    """

    first: date
    times: tuple[OpenTime, ...]
    earlier: date | None = None
    next_day: date | None = None


@dataclass(frozen=True)
class Steps:
    """Makes each step's context, for one Customer's view of one link."""

    offer: Offer
    visit: Visit
    reader: Reader

    @property
    def event_type(self) -> OfferedEventType | None:
        """The Event type: the only one, or the one chosen. None: it is still to be chosen."""
        offered = self.offer.event_types
        if len(offered) == 1:
            return offered[0]
        return next((each for each in offered if each.id == self.visit.event_type), None)

    def event_types(self, notice: str | None = None) -> EventTypesPage:
        choices = (
            EventTypeChoice(
                each.name, self.reader.wording.minutes(each.minutes), self.visit.href(event_type=str(each.id))
            )
            for each in self.offer.event_types
        )
        return EventTypesPage(self._frame(Sentence("Choose a meeting")), self._notice(notice), tuple(choices))

    def times(self, event_type: OfferedEventType, week: Week, notice: str | None = None) -> TimesPage:
        return TimesPage(
            self._frame(Sentence("Pick a time")),
            event_type=event_type.name,
            length=self.reader.wording.minutes(event_type.minutes),
            notice=self._notice(notice),
            action=self.visit.path(),
            hidden=(("event_type", str(event_type.id)), *self.visit.carried),
            zone_hidden=self._besides_zone(event_type),
            zone=self.reader.zone.key,
            place=self.reader.place(),
            days=self._days(week.times),
            earlier=self._week_href(event_type, week.earlier),
            later=self._week_href(event_type, week.first + WEEK),
            next_day=self.reader.day(week.next_day) if week.next_day else None,
            next_day_href=self._week_href(event_type, week.next_day),
            back=self.visit.href() if len(self.offer.event_types) > 1 else None,
        )

    def last(self, event_type: OfferedEventType, time: OpenTime) -> ConfirmPage | FormPage:
        """The step before the booking: confirming where it is known for whom, else the form."""
        customer = self.visit.customer_without_form(self.offer, event_type)
        return self.confirm(event_type, time, customer) if customer else self.form(event_type, time)

    def confirm(self, event_type: OfferedEventType, time: OpenTime, customer: Customer) -> ConfirmPage:
        return ConfirmPage(
            self._frame(Sentence("Confirm")),
            meeting=meeting(self.reader, event_type.name, event_type.minutes, time),
            first_name=customer.first_name,
            masked_email=masked(customer.email),
            action=self._book_action(),
            hidden=(*self._hidden(event_type), ("start", rfc3339(time.start)), *self.visit.prefill.items()),
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
        known = {**self.visit.prefill, **self._personal(), **typed}
        fields = (*CUSTOMER_FIELDS, *event_type.fields)
        names, said = {field.name for field in fields}, self.reader.wording.said
        return FormPage(
            self._frame(Sentence("Your details")),
            meeting=meeting(self.reader, event_type.name, event_type.minutes, time),
            problems=tuple(said(problem) for name, problem in errors.items() if name not in names),
            has_errors=bool(errors),
            fields=tuple(
                _field(f"field-{number}", field, said, known.get(field.name, ""), errors.get(field.name))
                for number, field in enumerate(fields)
            ),
            action=self._book_action(),
            hidden=(*self._hidden(event_type), ("start", rfc3339(time.start))),
            change=self._change(event_type, time.start),
        )

    def taken(
        self, event_type: OfferedEventType, week: Week, notice: str, typed: Mapping[str, str]
    ) -> TakenPage:
        """Fresh times in place of one that has gone. What was typed goes along unseen, and in no address."""
        names = [field.name for field in (*CUSTOMER_FIELDS, *event_type.fields) if field.name in typed]
        return TakenPage(
            self._frame(Sentence("Pick a time")),
            event_type=event_type.name,
            length=self.reader.wording.minutes(event_type.minutes),
            notice=notice,
            days=self._days(week.times),
            place=self.reader.place(),
            action=self._book_action(),
            hidden=(*self._hidden(event_type), *((name, typed[name]) for name in names)),
            change=self.visit.href(event_type=str(event_type.id)),
        )

    def _frame(self, step: Sentence) -> Frame:
        return Frame(
            self.reader.wording,
            title=f"{self.reader.wording.said(step)} · {self.offer.page_name}",
            page_name=self.offer.page_name,
            opened=self.visit.path("/opened"),
            guessed_zone=None if self.visit.asked_zone else self.reader.zone.key,
        )

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

    def _personal(self) -> dict[str, str]:
        customer = self.offer.customer
        return {"name": customer.name, "email": customer.email} if customer else {}

    def _days(self, times: Iterable[OpenTime]) -> tuple[Day, ...]:
        by_day = groupby(times, key=lambda time: self.reader.local(time.start).date())
        return tuple(Day(self.reader.day(day), tuple(map(self._choice, found))) for day, found in by_day)

    def _choice(self, time: OpenTime) -> TimeChoice:
        return TimeChoice(rfc3339(time.start), self.reader.time(time.start))

    def _week_href(self, event_type: OfferedEventType, first: date | None) -> str | None:
        if first is None:
            return None
        return self.visit.href(event_type=str(event_type.id), **{"from": first.isoformat()})

    def _besides_zone(self, event_type: OfferedEventType) -> Pairs:
        """What stays when another zone is chosen: the week too."""
        week = {"from": self.visit.first_day.isoformat()} if self.visit.first_day else {}
        kept = [(name, value) for name, value in self.visit.carried if name != "time_zone"]
        return (("event_type", str(event_type.id)), *week.items(), *kept)

    def _change(self, event_type: OfferedEventType, start: datetime) -> str:
        first = self.reader.local(start).date()
        return self.visit.href(event_type=str(event_type.id), **{"from": first.isoformat()})

    def _book_action(self) -> str:
        return f"{self.visit.path('/book')}?{urlencode(self.visit.carried)}"

    def _hidden(self, event_type: OfferedEventType) -> Pairs:
        """What every booking sends unseen. The request id makes a double click one booking."""
        return (
            ("event_type", str(event_type.id)),
            ("time_zone", self.reader.zone.key),
            ("request_id", token_urlsafe(16)),
        )


def meeting(reader: Reader, event_type: str, minutes: int, time: OpenTime) -> Meeting:
    """What is booked and when, in words."""
    return Meeting(
        event_type,
        reader.wording.minutes(minutes),
        day=reader.full_day(time.start),
        span=reader.span(time.start, time.end),
        place=reader.place(),
        zone=reader.zone_at(time.start),
    )


def rfc3339(instant: datetime) -> str:
    """``2026-12-01T09:00:00Z``"""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _field(id_: str, field: FormField, said: Callable[[str], str], value: str, error: str | None) -> Field:
    return Field(
        id_,
        field.name,
        said(field.label),
        value,
        said(error) if error else None,
        field.required,
        kind=KINDS.get(field.name, "text"),
        autocomplete=AUTOCOMPLETE.get(field.name, "off"),
    )
