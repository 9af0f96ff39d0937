"""The company behind a workspace, as its Customers see it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.entrances import Door
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

    async def behind(self, door: Door, address: str) -> Company:
        """The company to whose page this link leads. Raises ``NotFound``."""
        async with self.database.reading() as session:
            entrance = await door(session, address)
            return await company_of(session, entrance.page.workspace_id)

    async def alone(self) -> Company:
        """The company that has this installation for itself, if one has: to name it gives nothing away."""
        async with self.database.reading() as session:
            return Company(*(await people.only_company(session) or ()))

    async def logo(self, digest: str) -> Logo:
        """The logo that is found by this. Raises ``NotFound``."""
        async with self.database.reading() as session:
            found = await people.logo(session, digest)
        if found is None:
            raise NotFound
        return Logo(*found)


async def company_of(session: AsyncSession, workspace_id: UUID) -> Company:
    return Company(*await people.company(session, workspace_id))
