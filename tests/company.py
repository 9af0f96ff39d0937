"""A small company for tests: three providers, one pool, a Dynamic and a Static Master page."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.scheduling.people import People
from bot.scheduling.setup_file import SetUp
from storage.database import Database
from storage.models import Activity, BookingPage, EventType, MasterPage, Pool, Workspace
from tests.stories import done

SMALL_COMPANY = """\
administrators: [U0ADMIN]
event_types:
  - name: Support call
    minutes: 30
    notice: 4h
    horizon: 30d
  - name: Onboarding
    minutes: 60
    notice: 4h
    horizon: 30d
    fields: [{name: order_number, label: Order number, required: true}]
booking_pages:
  - name: Ana Prieto
    link: ana
    owner: U0ANA
    time_zone: Europe/Madrid
    weekly: {mon: ["09:00-17:00"], tue: ["09:00-17:00"], wed: ["09:00-17:00"]}
    event_types: [Support call]
    location: https://meet.example/ana
  - name: Ben Okafor
    link: ben
    owner: U0BEN
    time_zone: Europe/London
    weekly: {tue: ["09:00-17:00"], wed: ["09:00-17:00"], thu: ["09:00-17:00"]}
    event_types: [Support call]
    location: https://meet.example/ben
  - name: Carla Ruiz
    link: carla
    owner: U0CARLA
    time_zone: America/New_York
    weekly: {wed: ["09:00-17:00"]}
    location: https://meet.example/carla
pools:
  - name: Tier 2
    distribution: pooled
    members: [{page: ana}, {page: ben}]
master_pages:
  - name: Acme Support
    label: Support EMEA
    link: support
    rule_type: dynamic
    rules:
      - {event_type: Support call, primary: {pool: Tier 2}}
      - {event_type: Onboarding, primary: {page: ana}, additional: [{page: carla}]}
  - name: Acme Sales
    label: Sales
    link: sales
    rule_type: static
    booking_pages: [ana, ben]
"""


Named = EventType | BookingPage | Pool | MasterPage
Ids = dict[tuple[type[Named], str], UUID]
"""What the things of a company are, by their names or else Public links. They stay so for good."""

NAMES: dict[type[Named], InstrumentedAttribute[str]] = {
    EventType: EventType.name,
    BookingPage: BookingPage.link,
    Pool: Pool.name,
    MasterPage: MasterPage.link,
}


class Settled(NamedTuple):
    workspace_id: UUID
    ids: Ids


async def settle(database: Database, now: datetime, company: str = SMALL_COMPANY) -> UUID:
    """Load a set-up document into an empty database, and say which workspace it is. Its trail is empty."""
    return (await settled(database, now, company)).workspace_id


async def settled(database: Database, now: datetime, company: str) -> Settled:
    """The same, with all that is in it."""

    async def load() -> Settled:
        workspace_id = await People(database).only_workspace(now)
        await SetUp(database).load(workspace_id, company, now)
        async with database.writing() as session:
            await session.execute(delete(Activity))
        return Settled(workspace_id, await ids_in(database))

    return await done(database, company, load)


async def new_workspace(database: Database, now: datetime) -> UUID:
    """One more, which has nothing yet."""

    async def made() -> UUID:
        async with database.writing() as session:
            workspace = Workspace(created_at=now)
            session.add(workspace)
            await session.flush()
            return workspace.id

    return await done(database, "a new workspace", made)


async def ids_in(database: Database) -> Ids:
    """Of all that was ever set up."""
    async with database.reading() as session:
        return {
            (kind, name): found
            for kind, names in NAMES.items()
            for name, found in await session.execute(select(names, kind.id))
        }
