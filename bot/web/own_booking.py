"""The Customer's own booking as pages: what became of it, cancelling it, and moving it."""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from bot.hosts import web_address
from bot.languages import Reader
from bot.scheduling import activity
from bot.scheduling.booking_views import BookingView
from bot.scheduling.customers import masked
from bot.scheduling.errors import NotAllowed, Refusal
from bot.scheduling.offers import OpenTime
from bot.scheduling.own_bookings import OwnBooking
from bot.scheduling.policy import Asking
from bot.scheduling.sentences import Sentence
from bot.web.calendars import calendar_links
from bot.web.contexts import (
    BookedPage,
    CancelPage,
    Field,
    Frame,
    KeptTimesPage,
    LanguageChoice,
    Meeting,
    MovePage,
    Pairs,
    TimesPage,
    WayOut,
)
from bot.web.look import masthead
from bot.web.meetings import Hosts, meeting, rfc3339
from bot.web.ways_out import ASK, way_to_ask
from storage.bookings import COMING
from storage.models import BookingStatus

HEADINGS = {
    BookingStatus.SCHEDULED: Sentence("You are booked"),
    BookingStatus.RESCHEDULED: Sentence("Your meeting has moved"),
    BookingStatus.CANCELLED: Sentence("Your meeting is cancelled"),
    BookingStatus.COMPLETED: Sentence("This meeting is over"),
    BookingStatus.NO_SHOW: Sentence("You missed this meeting"),
}
RESCHEDULE = Sentence("Reschedule")
PICK_AGAIN = Sentence("Please pick a new time")
ASKED_AGAIN = Sentence("The people you booked with had to give up this time. Please pick another one.")
BY_YOU = Sentence("You cancelled it.")
BY_THEM = Sentence("The people you booked with cancelled it.")
FRESH = Sentence("A fresh link was made for you. The people you booked with will send it to you.")
ASK_AGAIN = Sentence("If it does not reach you, ask again here.")
WRITE = Sentence("If it does not reach you, please write to the people you booked with.")
NOT_NOW = Sentence(
    "Nothing can be changed or cancelled here at the moment. Please write to the people you booked with."
)
ASK_HINT = Sentence("The people you booked with are told, and can send you a link to pick another time.")
BOOKED_ALREADY = Sentence("You had booked already, and this is your meeting. No other time was booked.")
ASKED = Sentence(
    "You asked for a new time less than a day ago. The people you booked with have been told."
    " You can ask once a day."
)
MISSED = Sentence("If you still need it, please write to the people you booked with.")


@dataclass(frozen=True)
class OwnPages:
    """Makes the pages of one booking, for one reader. ``base`` is its own page's address."""

    own: OwnBooking
    base: str
    reader: Reader
    languages: tuple[LanguageChoice, ...]
    language: str | None
    """The one that the address asks for."""
    mails: bool
    """Is mail sent at all?"""

    @property
    def booking(self) -> BookingView:
        return self.own.booking

    def booked(self, notice: str | None = None) -> BookedPage:
        """What has become of the booking. ``notice``: why something that was asked for was not done."""
        booking, said = self.booking, self.reader.wording.said
        can_move = self.own.why_not_move is None
        asked = ASKED if self.own.asking == Asking.DONE and not can_move else None
        providers = self.reader.wording.all_of(provider.name for provider in booking.providers)
        title = f"{booking.event_type} · {booking.page_name}"
        about = f"{said(Sentence('With'))}: {providers}"
        return BookedPage(
            self._frame(self._heading),
            heading=said(self._heading),
            is_coming=self._is_coming,
            notice=said(told) if (told := notice or asked) else None,
            notes=tuple(said(note) for note in self._notes() if note != notice),
            why_not=tuple(said(reason) for reason in self._why_not() if reason != notice),
            reason=booking.cancel_reason,
            meeting=self._meeting(),
            providers=providers,
            location=booking.location,
            location_href=web_address(booking.location),
            calendar_file=f"{self.base}/invite.ics",
            calendars=calendar_links(title, about, booking.location, booking.starts, booking.ends),
            reschedule=f"{self.base}/reschedule" if can_move else None,
            cancel=f"{self.base}/cancel" if self.own.why_not_cancel is None else None,
            hidden=self._carried,
            again=None if self._is_coming or can_move else self._general_link,
            asking=None if can_move else self._way_to_ask(),
            mailed_to=masked(booking.customer.email) if self.mails else None,
        )

    def booked_already(self) -> BookedPage:
        """The same for whoever had booked and wanted another time after that, which they did not get."""
        if not self._is_coming:
            return self.booked()
        said = self.reader.wording.said
        to_move = Sentence("To move it to another time, press “{button}”.", button=said(RESCHEDULE))
        told = [BOOKED_ALREADY, *([to_move] if self.own.why_not_move is None else [])]
        return self.booked(" ".join(map(said, told)))

    def cancelling(self, reason: str = "", problem: str | None = None) -> CancelPage:
        """Asks once more, and for a reason, with what was typed before and what is wrong with it."""
        return CancelPage(
            self._frame(Sentence("Cancel this meeting?")),
            meeting=self._meeting(),
            reason=self._reason(reason, problem),
            action=self._href("/cancel"),
            keep=self._href(),
        )

    def times(self, page: TimesPage) -> KeptTimesPage:
        """The same times, with the way back."""
        shown = {field.name: getattr(page, field.name) for field in fields(page)}
        # Nobody waits to hear that a booking's own page was opened.
        shown["frame"] = replace(page.frame, opened=None)
        shown["asking"] = self._way_to_ask() if page.asking else None
        return KeptTimesPage(**shown, before=self._before, keep=self._href())

    def moving(self, time: OpenTime, change: str) -> MovePage:
        """Is the new time right? ``change`` leads back to the others."""
        return MovePage(
            self._frame(Sentence("Confirm")),
            meeting=self._meeting_at(time),
            before=self._before,
            action=self._href("/reschedule"),
            hidden=(("start", rfc3339(time.start)), ("time_zone", self.reader.zone.key)),
            change=change,
            keep=self._href(),
        )

    def is_at(self, start: datetime | None) -> bool:
        """Is the meeting coming, and at that time?"""
        return self._is_coming and start == self.booking.starts

    @property
    def _general_link(self) -> str | None:
        return f"/p/{self.own.public_link}" if self.own.public_link else None

    def _way_to_ask(self) -> WayOut | None:
        return way_to_ask(self.own.asking, self._href(ASK), ASK_HINT, self.reader.wording.said)

    @property
    def _before(self) -> str | None:
        """When the meeting is as yet, if it is."""
        return self._meeting().sentence if self._is_coming else None

    @property
    def _is_coming(self) -> bool:
        return self.booking.status in COMING

    @property
    def _heading(self) -> Sentence:
        return PICK_AGAIN if self.booking.awaits_new_time else HEADINGS[self.booking.status]

    def _notes(self) -> list[str]:
        """What became of it."""
        if self.booking.awaits_new_time:
            refused = self.own.why_not_move
            return [ASKED_AGAIN, *([reason_of(refused)] if refused else [])]
        match self.booking.status:
            case BookingStatus.CANCELLED:
                by = BY_YOU if self.booking.cancelled_by == activity.CUSTOMER else BY_THEM
                return [by, *self._fresh_link()]
            case BookingStatus.NO_SHOW:
                return self._fresh_link() or self._missed()
            case _:
                return []

    def _fresh_link(self) -> list[str]:
        """Whoever the fresh link has not reached is not left with these words alone."""
        if not self.own.has_fresh_link:
            return []
        return [FRESH, ASK_AGAIN if self.own.asking == Asking.POSSIBLE else WRITE]

    def _missed(self) -> list[str]:
        """Nothing where a button below does it."""
        return [] if self.own.asking == Asking.POSSIBLE else [MISSED]

    def _why_not(self) -> list[str]:
        """Of what is coming, why it cannot be changed: each reason once."""
        if not self._is_coming:
            return []
        refusals = [self.own.why_not_cancel, self.own.why_not_move]
        return list(dict.fromkeys(reason_of(refused) for refused in refusals if refused))

    def _reason(self, typed: str, problem: str | None) -> Field | None:
        if self.own.reason == "none":
            return None
        said = self.reader.wording.said
        return Field(
            "reason",
            "reason",
            said(Sentence("Reason")),
            typed,
            said(problem) if problem else None,
            required=self.own.reason == "required",
            kind="textarea",
            autocomplete="off",
        )

    def _meeting(self) -> Meeting:
        return self._meeting_at(OpenTime(self.booking.starts, self.booking.ends))

    def _meeting_at(self, time: OpenTime) -> Meeting:
        booking = self.booking
        hosts = Hosts((), [provider.time_zone for provider in booking.providers])
        minutes = (time.end - time.start) // timedelta(minutes=1)
        return meeting(self.reader, booking.event_type, minutes, time, hosts)

    def _frame(self, step: Sentence) -> Frame:
        return Frame(
            self.reader.wording,
            title=f"{self.reader.wording.said(step)} · {self.booking.page_name}",
            page_name=self.booking.page_name,
            masthead=masthead(self.own.company),
            languages=self.languages,
        )

    @property
    def _carried(self) -> Pairs:
        return (("lang", self.language),) if self.language else ()

    def _href(self, path: str = "") -> str:
        return f"{self.base}{path}?{urlencode(self._carried)}" if self._carried else self.base + path


def reason_of(refusal: Refusal) -> str:
    """What stands in the way, in words."""
    return refusal.reason if isinstance(refusal, NotAllowed) else NOT_NOW
