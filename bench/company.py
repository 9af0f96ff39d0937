"""Companies in databases of their own: a workload, written down as the product would hold it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bench.workloads import Page, Workload
from bot.scheduling.availability import instant_of
from bot.scheduling.links import LinkRequest, Links
from bot.scheduling.people import Person
from bot.scheduling.setup_file import SetUp
from bot.scheduling.tokens import Tokens
from storage import offers
from storage.database import Database
from storage.models import Booking, BookingStatus, OneTimeLink, Participant, Turn, Workspace, new_id

NOW = datetime(2027, 2, 26, 12, tzinfo=UTC)
CUSTOMERS_ZONE = "America/New_York"
KEY = b"a key for the benchmark's own database"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Company:
    """A workspace with one Master page and one pool on it, and a database that holds it."""

    database: Database
    workspace_id: UUID
    master_page_id: UUID
    event_type_id: UUID
    page_ids: tuple[UUID, ...]


async def new_company(folder: Path, name: str, workload: Workload) -> Company:
    """A new SQLite file with the workload in it. Whoever asks for it closes its database."""
    database = Database(f"sqlite+aiosqlite:///{folder / name}.db")
    await database.migrate()
    return await add_company(database, "main", workload)


async def add_company(database: Database, name: str, workload: Workload) -> Company:
    """One more workspace with the workload in it. ``name`` goes into its Public link."""
    workspace_id = new_id()
    async with database.writing() as session:
        session.add(Workspace(id=workspace_id, created_at=NOW))
    await SetUp(database).load(workspace_id, json.dumps(_document(name, workload)), NOW)
    async with database.reading() as session:
        made = await _found(session, database, workspace_id)
    await add_bookings(made, workload.pages)
    await _add_turns(made)
    return made


async def add_bookings(company: Company, pages: Iterable[Page]) -> None:
    """The pages' bookings, page by page in the order of the company's own."""
    bookings: list[dict[str, object]] = []
    participants: list[dict[str, object]] = []
    for page_id, page in zip(company.page_ids, pages, strict=True):
        for busy in page.bookings:
            times = {"starts": instant_of(busy.starts), "ends": instant_of(busy.ends)}
            bookings.append(_booking(company, times))
            participants.append(_participant(bookings[-1], page_id, times))
    async with company.database.writing() as session:
        await session.execute(insert(Booking), bookings)
        await session.execute(insert(Participant), participants)


async def add_links(company: Company, count: int) -> None:
    """Unspent links to the company's Master page, each opened once."""
    links = [
        {
            "workspace_id": company.workspace_id,
            "id": new_id(),
            "master_page_id": company.master_page_id,
            "seed": bytes(24),
            "digest": new_id().bytes + new_id().bytes,
            "created_at": NOW,
            "expires_at": NOW + timedelta(days=90),
            "opened_at": NOW,
        }
        for _ in range(count)
    ]
    async with company.database.writing() as session:
        await session.execute(insert(OneTimeLink), links)


async def link(company: Company) -> str:
    """The token of a new link."""
    links = Links(company.database, Tokens((KEY,)), "http://localhost")
    operator = Person(company.workspace_id, None)
    issued = await links.issue(operator, LinkRequest(company.master_page_id), NOW)
    return issued.url.rpartition("/")[2]


# --- the rows that a company begins with ---


def _document(name: str, workload: Workload) -> dict[str, object]:
    """The set-up to import, in JSON, which YAML holds."""
    links = [f"page-{number}" for number in range(len(workload.pages))]
    return {
        "event_types": [{"name": "Call", "notice": "0m", "horizon": "365d"}],
        "booking_pages": [
            {
                "name": link,
                "link": link,
                "owner": f"U{number:06}",
                "time_zone": page.hours.time_zone,
                "weekly": _weekly(page),
                "event_types": ["Call"],
            }
            for number, (link, page) in enumerate(zip(links, workload.pages, strict=True))
        ],
        "pools": [{"name": "Everybody", "members": [{"page": link} for link in links]}],
        "master_pages": [
            {
                "name": name,
                "link": name,
                "rules": [{"event_type": "Call", "primary": {"pool": "Everybody"}}],
            }
        ],
    }


def _weekly(page: Page) -> dict[str, list[str]]:
    return {
        day: [f"{first // 60:02}:{first % 60:02}-{until // 60:02}:{until % 60:02}" for first, until in hours]
        for day, hours in zip(WEEKDAYS, page.hours.weekly, strict=True)
    }


async def _found(session: AsyncSession, database: Database, workspace_id: UUID) -> Company:
    """What the import made, by its keys."""
    (master_page,) = await offers.master_pages(session, workspace_id)
    (event_type,) = await offers.event_types(session, workspace_id, master_page.id)
    (seat,) = await offers.seats(session, workspace_id, master_page.id, event_type.id)
    page_ids = tuple(page.id for page in seat.pages)
    return Company(database, workspace_id, master_page.id, event_type.id, page_ids)


async def _add_turns(company: Company) -> None:
    turns = [
        {
            "workspace_id": company.workspace_id,
            "master_page_id": company.master_page_id,
            "event_type_id": company.event_type_id,
            "page_id": page_id,
            "last_booked_at": NOW - timedelta(hours=number),
        }
        for number, page_id in enumerate(company.page_ids)
    ]
    async with company.database.writing() as session:
        await session.execute(insert(Turn), turns)


def _booking(company: Company, times: Mapping[str, datetime]) -> dict[str, object]:
    return {
        "workspace_id": company.workspace_id,
        "id": new_id(),
        "event_type_id": company.event_type_id,
        "master_page_id": company.master_page_id,
        "seed": bytes(24),
        "digest": new_id().bytes + new_id().bytes,
        "status": BookingStatus.SCHEDULED,
        "customer_name": "Dana Whitfield",
        "customer_email": "dana@example.com",
        "customer_time_zone": CUSTOMERS_ZONE,
        "answers": {},
        "policy": {},
        "location": "",
        "created_at": NOW,
        **times,
    }


def _participant(
    booking: Mapping[str, object], page_id: UUID, times: Mapping[str, datetime]
) -> dict[str, object]:
    return {
        "workspace_id": booking["workspace_id"],
        "booking_id": booking["id"],
        "event_type_id": booking["event_type_id"],
        "page_id": page_id,
        "position": 0,
        "buffer_before": 0,
        "buffer_after": 0,
        **times,
    }
