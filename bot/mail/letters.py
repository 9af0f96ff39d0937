"""What a letter says: one value for its text and its HTML. Pure.

Customers are written to in the language and the time zone in which they booked; providers in English, which
is what onetime speaks in Slack, and in their own time zone.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.hosts import web_address
from bot.languages import Reader, wording
from bot.mail.words import one_line
from bot.scheduling import activity, notices
from bot.scheduling.booking_views import BookingView, Provider
from bot.scheduling.companies import Logo
from bot.scheduling.mailing import Occasion
from bot.scheduling.sentences import Sentence
from storage.models import BookingStatus

NAME_LENGTH = 60
"""Of names in a subject: mail programs show little more of it than two of them."""

PICK = Sentence("Pick a new time")
OUR_COLOUR = "#1d4fd8"
SHOWN_BY_MAIL_PROGRAMS = ("image/png", "image/jpeg", "image/gif")


@dataclass(frozen=True)
class Fact:
    """A line of what is told of the meeting. ``href`` is where its text leads, if it leads anywhere."""

    label: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class Button:
    label: str
    href: str


@dataclass(frozen=True)
class Letter:
    """Ready to print, in one language."""

    language: str
    """As the stored name of a ``Wording``."""
    subject: str
    masthead: str
    """Who writes, as Customers know them."""
    colour: str
    logo: Logo | None
    heading: str
    lead: str
    """A sentence below the heading, or nothing."""
    meeting: str
    length: str
    facts: tuple[Fact, ...]
    button: Button | None
    footer: str


def letter_of(occasion: Occasion) -> Letter:
    if occasion.provider is None:
        return _to_customer(occasion)
    return _to_provider(occasion, occasion.provider)


def _to_customer(occasion: Occasion) -> Letter:
    booking = occasion.booking
    reader = Reader(wording(occasion.language), ZoneInfo(booking.time_zone))
    said = reader.wording.said
    subject, heading, lead = map(said, _opening(occasion, reader))
    return Letter(
        language=reader.wording.name,
        subject=subject,
        masthead=occasion.company.name or booking.page_name,
        colour=occasion.company.colour or OUR_COLOUR,
        logo=occasion.logo if occasion.logo and occasion.logo.type in SHOWN_BY_MAIL_PROGRAMS else None,
        heading=heading,
        lead=lead,
        meeting=booking.event_type,
        length=reader.wording.minutes(booking.minutes),
        facts=(
            Fact(said(Sentence("When")), _when(booking, reader)),
            Fact(said(Sentence("With")), reader.wording.all_of(each.name for each in booking.providers)),
            *_where(said(Sentence("Where")), booking),
            # Not their own: by a general link one can give any address, and would have us mail it any words.
            *(() if occasion.news.by == activity.CUSTOMER else _reason(said(Sentence("Reason")), booking)),
        ),
        button=_button(occasion, reader),
        footer=said(Sentence("You get this letter because your address was given for this booking.")),
    )


def _opening(occasion: Occasion, reader: Reader) -> tuple[str, str, str]:
    """Subject, heading and lead."""
    booking, news = occasion.booking, occasion.news
    known = {"meeting": one_line(booking.event_type, NAME_LENGTH), "when": _briefly(booking.starts, reader)}
    match news.event:
        case notices.BOOKED:
            return Sentence("Booked: {meeting}, {when}", **known), Sentence("You are booked"), ""
        case notices.MOVED:
            # Where a new time had been asked for, there was none until now.
            was = (
                Sentence("It was to be on {before}.", before=_briefly(news.before, reader))
                if news.before
                else ""
            )
            return Sentence("Moved: {meeting}, {when}", **known), Sentence("Your meeting has moved"), was
        case notices.CANCELLED:
            subject = Sentence("Cancelled: {meeting}, {when}", **known)
            return subject, Sentence("Your meeting is cancelled"), _cancelled_by(news.by)
        case notices.NEW_TIME_ASKED:
            subject = Sentence("Please pick a new time: {meeting}", **known)
            lead = Sentence("Your meeting cannot take place as planned.")
            return subject, Sentence("Please pick a new time"), lead
        case notices.REMINDED:
            subject = Sentence("Reminder: {meeting}, {when}", **known)
            return subject, Sentence("Your meeting is coming up"), ""
        case _:
            lead = Sentence("Somebody asked for it with your link. If it was not you, nothing has changed.")
            return Sentence("Your booking: {meeting}", **known), Sentence("Here is your booking"), lead


def _cancelled_by(actor: str | None) -> str:
    if actor == activity.CUSTOMER:
        return Sentence("You cancelled it.")
    return Sentence("The people you booked with cancelled it.")


def _button(occasion: Occasion, reader: Reader) -> Button | None:
    said = reader.wording.said
    match occasion.news.event:
        case notices.CANCELLED if occasion.general_url:
            return Button(said(PICK), occasion.general_url)
        case notices.CANCELLED if not occasion.can_ask:
            return None
        case notices.CANCELLED:
            return Button(said(Sentence("Ask for a new time")), occasion.manage_url)
        case notices.NEW_TIME_ASKED:
            return Button(said(PICK), occasion.manage_url)
        case _:
            return Button(said(Sentence("See or change your booking")), occasion.manage_url)


def _to_provider(occasion: Occasion, provider: Provider) -> Letter:
    booking, customer = occasion.booking, occasion.booking.customer
    reader = Reader(wording("en"), ZoneInfo(provider.time_zone))
    others = [each.name for each in booking.providers if each != provider]
    return Letter(
        language=reader.wording.name,
        subject=_subject_to_provider(occasion, reader),
        masthead=occasion.company.name or booking.page_name,
        colour=occasion.company.colour or OUR_COLOUR,
        logo=occasion.logo if occasion.logo and occasion.logo.type in SHOWN_BY_MAIL_PROGRAMS else None,
        heading=HEADINGS[occasion.news.event],
        lead=_lead_to_provider(occasion, reader),
        meeting=booking.event_type,
        length=reader.wording.minutes(booking.minutes),
        facts=(
            Fact("When", _when(booking, reader)),
            *_for_customer(booking, reader),
            Fact("Customer", customer.name),
            Fact("Email", customer.email, f"mailto:{quote(customer.email, safe='@')}"),
            *(Fact(label, answer) for label, answer in occasion.answers),
            *([Fact("With", reader.wording.all_of(others))] if others else []),
            *_where("Where", booking),
            *_reason("Reason", booking),
        ),
        button=None,
        footer=f"You get this letter because your address is on the Booking page {provider.name}.",
    )


HEADINGS = {
    notices.BOOKED: "You have a new booking",
    notices.MOVED: "A meeting of yours has moved",
    notices.CANCELLED: "A meeting of yours is cancelled",
    notices.NEW_TIME_ASKED: "A meeting of yours is cancelled",
    notices.REMINDED: "A meeting of yours is coming up",
}
SUBJECTS = {
    notices.BOOKED: "Booked",
    notices.MOVED: "Moved",
    notices.CANCELLED: "Cancelled",
    notices.NEW_TIME_ASKED: "Cancelled",
    notices.REMINDED: "Reminder",
}


def _subject_to_provider(occasion: Occasion, reader: Reader) -> str:
    booking = occasion.booking
    meeting, customer = (one_line(each, NAME_LENGTH) for each in (booking.event_type, booking.customer.name))
    happened = SUBJECTS[occasion.news.event]
    return f"{happened}: {meeting} with {customer}, {_briefly(booking.starts, reader)}"


def _lead_to_provider(occasion: Occasion, reader: Reader) -> str:
    news = occasion.news
    match news.event:
        case notices.MOVED if news.before:
            return f"It was to be on {_briefly(news.before, reader)}."
        case notices.NEW_TIME_ASKED:
            return "The Customer was asked to pick another time."
        case notices.CANCELLED if news.by == activity.CUSTOMER:
            return "The Customer cancelled it."
        case notices.CANCELLED:
            return "Somebody on your team cancelled it."
        case _:
            return ""


def _when(booking: BookingView, reader: Reader) -> str:
    """Day, times and zone, on two lines."""
    day, span = reader.full_day(booking.starts), reader.span(booking.starts, booking.ends)
    when = reader.wording.said(Sentence("{day}, {span}", day=day, span=span))
    return f"{when}\n{reader.place()} ({reader.zone_at(booking.starts)})"


def _for_customer(booking: BookingView, reader: Reader) -> tuple[Fact, ...]:
    """The same time on the Customer's clock, where that shows another."""
    theirs = Reader(reader.wording, ZoneInfo(booking.time_zone))
    if theirs.local(booking.starts).utcoffset() == reader.local(booking.starts).utcoffset():
        return ()
    return (Fact("For the Customer", _when(booking, theirs)),)


def _briefly(instant: datetime, reader: Reader) -> str:
    """``Thursday, 3 December, 14:00``"""
    day, time = reader.day(reader.local(instant).date()), reader.time(instant)
    return reader.wording.said(Sentence("{day}, {time}", day=day, time=time))


def _where(label: str, booking: BookingView) -> tuple[Fact, ...]:
    if not booking.location or booking.status == BookingStatus.CANCELLED:
        return ()
    return (Fact(label, booking.location, web_address(booking.location) or ""),)


def _reason(label: str, booking: BookingView) -> tuple[Fact, ...]:
    return (Fact(label, booking.cancel_reason),) if booking.cancel_reason else ()
