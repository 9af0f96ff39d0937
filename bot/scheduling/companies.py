"""The company behind a workspace, as its Customers see it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.errors import NotFound
from storage import people
from storage.database import Database


@dataclass(frozen=True)
class Company:
    """What its Administrators set. Empty: nothing was set."""

    name: str = ""
    colour: str = ""
    logo: str = ""
    """What the logo is found by."""


@dataclass(frozen=True)
class Logo:
    """A picture and its media type."""

    content: bytes
    type: str


class Companies:
    def __init__(self, database: Database) -> None:
        self.database = database

    async def logo(self, digest: str) -> Logo:
        """The logo that is found by this. Raises ``NotFound``."""
        async with self.database.reading() as session:
            found = await people.logo(session, digest)
        if found is None:
            raise NotFound
        return Logo(*found)


async def company_of(session: AsyncSession, workspace_id: UUID) -> Company:
    return Company(*await people.company(session, workspace_id))
