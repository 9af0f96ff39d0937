"""All that whoever makes a one-time link can pick, as it is at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.scheduling.dedicated import BookingPageChoice, booking_page_choices
from bot.scheduling.link_policy import LinkPolicy, policy_of
from bot.scheduling.links import PageChoice, check_may_issue, page_choices
from bot.scheduling.people import Person
from storage import catalog
from storage.database import Database
from storage.models import Role


@dataclass(frozen=True)
class Choices:
    """What can be picked, what the workspace has set for links, and whom to ask for more.

    ``administrators``: their Slack user ids, for whoever is none.
    """

    master_pages: Sequence[PageChoice]
    booking_pages: Sequence[BookingPageChoice]
    policy: LinkPolicy
    administrators: Sequence[str] = ()

    @property
    def eligible(self) -> list[PageChoice]:
        """The Master pages; one that is dedicated to a Booking page is picked as that."""
        dedicated = {page.master_page_id for page in self.booking_pages}
        return [page for page in self.master_pages if page.why_not is None and page.id not in dedicated]

    @property
    def bookable(self) -> list[BookingPageChoice]:
        return [page for page in self.booking_pages if page.why_not is None]

    @property
    def count(self) -> int:
        return len(self.eligible) + len(self.bookable)


class Choosing:
    """Looks, and changes nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def choices(self, by: Person) -> Choices:
        """Raises ``NotAllowed`` for whoever may make no links."""
        workspace_id = by.workspace_id
        async with self.database.reading() as session:
            role, workspace = await check_may_issue(session, by)
            is_administrator = role is Role.ADMINISTRATOR
            return Choices(
                await page_choices(session, workspace_id),
                await booking_page_choices(session, workspace_id),
                policy_of(workspace),
                () if is_administrator else await catalog.administrators(session, workspace_id),
            )
