"""The Master page for one Booking page: the article's workaround, made once and reused."""

from datetime import datetime
from uuid import UUID

from bot.scheduling.people import Person
from storage.database import Database


class DedicatedPages:
    """Links for an individual Booking page.

    Only Administrators create Master pages. This one is the exception, because nothing of it is chosen: it is
    Rule-based and Dynamic, and what an Administrator associated with the Booking page decides its rules. So
    every Member who may generate links may have it made (domain.md: One-time links, 10).
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    async def for_page(self, by: Person, booking_page_id: UUID, now: datetime) -> UUID:
        """The id of its Master page, made where it is not there yet. Two who ask at once get the same one.

        Raises ``NotEligible`` where none of its Event types may stand in a rule, with the way out;
        ``NotFound``; ``NotAllowed``.
        """
        raise NotImplementedError

    async def for_owner(self, by: Person, owner: str, now: datetime) -> UUID:
        """The same for the one Booking page of a Slack user. Raises ``SeveralBookingPages`` too.

        ``NotEligible`` also says that somebody has no Booking page.
        """
        raise NotImplementedError
