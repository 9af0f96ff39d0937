"""What a letter about a booking is made of, gathered when it is sent."""

from dataclasses import dataclass
from uuid import UUID

from bot.scheduling import notices
from bot.scheduling.booking_views import BookingView, Provider, public_link_of, view_of
from bot.scheduling.companies import Company, Logo, company_of
from bot.scheduling.news import News
from bot.scheduling.tokens import Tokens
from storage import bookings, people
from storage.database import Database
from storage.models import Booking, EventType, Notice


@dataclass(frozen=True)
class Occasion:
    """What a letter tells, to whom, and what they may know."""

    news: News
    booking: BookingView
    """As it was right after what the letter tells."""
    provider: Provider | None
    """Whom it goes to. None: the Customer."""
    language: str
    """The Customer's."""
    manage_url: str
    """The booking's own page. Empty in letters to providers: it is the Customer's alone."""
    answers: tuple[tuple[str, str], ...]
    """What the Customer filled in, by the labels of the form."""
    company: Company
    logo: Logo | None
    is_latest: bool = True
    """Has nothing become of the booking since?"""
    can_ask: bool = False
    """Would anybody hear of it if the Customer asked for a new time on the booking's own page?"""
    general_url: str | None = None
    """The general link by which it was booked, if that still works."""

    @property
    def address(self) -> str:
        """Where it goes. Empty: nowhere any more."""
        return self.booking.customer.email if self.provider is None else self.provider.email


class Mailing:
    """Finds what letters need. ``base_url`` is the public address that links start with."""

    def __init__(self, database: Database, tokens: Tokens, base_url: str) -> None:
        self.database = database
        self.tokens = tokens
        self.base_url = base_url.rstrip("/")

    async def occasion(self, letter: Notice) -> Occasion:
        """Raises ``UrlLost`` where the key of the Customer's own page was dropped."""
        news, recipient = News.model_validate(letter.payload), letter.payload["recipient"]
        async with self.database.reading() as session:
            booking = await session.get_one(
                Booking, (letter.workspace_id, UUID(letter.payload["booking_id"]))
            )
            found = await bookings.in_full(session, booking)
            company = await company_of(session, letter.workspace_id)
            logo = await people.logo(session, company.logo) if company.logo else None
        view, link = news.then(view_of(found)), found.link
        public_link = public_link_of(booking, found.page)
        to_customer = recipient == notices.CUSTOMER
        return Occasion(
            news=news,
            booking=view,
            provider=None if to_customer else view.providers[int(recipient)],
            language=booking.customer_language,
            manage_url=self._manage_url(booking) if to_customer else "",
            answers=_answers(found.event_type, view),
            company=company,
            logo=Logo(*logo) if logo else None,
            is_latest=booking.sequence == news.sequence,
            can_ask=link is not None and link.channel_id is not None,
            general_url=f"{self.base_url}/p/{public_link}" if public_link else None,
        )

    def _manage_url(self, booking: Booking) -> str:
        return f"{self.base_url}/b/{self.tokens.again(booking.seed, booking.digest)}"


def _answers(event_type: EventType, booking: BookingView) -> tuple[tuple[str, str], ...]:
    asked = ((each["label"], booking.answers.get(each["name"], "")) for each in event_type.fields)
    return tuple((label, answer) for label, answer in asked if answer)
