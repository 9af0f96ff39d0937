"""A small company for tests: three providers, one pool, a Dynamic and a Static Master page."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, insert, select

from bot.scheduling.people import People
from bot.scheduling.setup_file import SetUp
from storage.database import Database
from storage.models import Base

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


Rows = list[dict[str, object]]

_LOADED: dict[str, dict[Table, Rows]] = {}
"""What loading a document put into an empty database: by far the quickest way to have it in the next one."""


async def settle(database: Database, now: datetime, company: str = SMALL_COMPANY) -> UUID:
    """Load a set-up document into an empty database, and say which workspace it is now.

    The first test of a process loads it, those after it copy the rows.
    """
    if company in _LOADED:
        async with database.writing() as session:
            for table, rows in _LOADED[company].items():
                await session.execute(insert(table), rows)
        return await People(database).only_workspace(now)
    workspace_id = await People(database).only_workspace(now)
    await SetUp(database).load(workspace_id, company, now)
    _LOADED[company] = await _rows(database)
    return workspace_id


async def _rows(database: Database) -> dict[Table, Rows]:
    async with database.reading() as session:
        found = {
            table: [dict(row) for row in (await session.execute(select(table))).mappings()]
            for table in Base.metadata.sorted_tables
        }
    return {table: rows for table, rows in found.items() if rows}
