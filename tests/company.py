"""A small company for tests: three providers, one pool, a Dynamic and a Static Master page."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, Text, delete, insert, literal, select

from bot.scheduling.people import People
from bot.scheduling.setup_file import SetUp
from storage.database import Database
from storage.models import Activity, Base
from tests.databases import run_script

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


Rows = dict[Table, Sequence[dict[str, object]]]

_LOADED: dict[str, tuple[UUID, Rows]] = {}
"""The workspace and the rows that each document became."""

_SCRIPTS: dict[tuple[str, str], Sequence[str]] = {}
"""What puts the same rows into another database, by its dialect and the document. Nothing is quicker."""


async def settle(database: Database, now: datetime, company: str = SMALL_COMPANY) -> UUID:
    """Load a set-up document into an empty database, and say which workspace it is now. Its trail is empty.

    The first test of a process loads it, those after it copy the rows.
    """
    if company not in _LOADED:
        workspace_id = await People(database).only_workspace(now)
        await SetUp(database).load(workspace_id, company, now)
        await run_script(database, [str(delete(Activity))])
        _LOADED[company] = workspace_id, await _rows(database)
        return workspace_id
    workspace_id, rows = _LOADED[company]
    key = database.url.drivername, company
    if key not in _SCRIPTS:
        _SCRIPTS[key] = await _inserts(database, rows)
    await run_script(database, _SCRIPTS[key])
    return workspace_id


async def _rows(database: Database) -> Rows:
    async with database.reading() as session:
        found = {
            table: [dict(row) for row in (await session.execute(select(table))).mappings()]
            for table in Base.metadata.sorted_tables
        }
    return {table: rows for table, rows in found.items() if rows}


async def _inserts(database: Database, loaded: Rows) -> Sequence[str]:
    async with database.reading() as session:
        dialect = (await session.connection()).dialect
    return [
        str(
            insert(table)
            .values([{name: _written(value) for name, value in row.items()} for row in rows])
            .compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        )
        for table, rows in loaded.items()
    ]


def _written(value: object) -> object:
    """SQLAlchemy writes every type as a literal but JSON."""
    return literal(json.dumps(value), Text) if isinstance(value, dict | list) else value
