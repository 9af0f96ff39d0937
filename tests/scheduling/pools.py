"""Companies for tests of who gets a booking, written as set-up documents, and short ways to see who does."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.scheduling.booking_details import BookingRequest
from bot.scheduling.bookings import Booked
from bot.scheduling.errors import SlotTaken
from tests.looking import open_times
from tests.scheduling.desk import MADRID, WEDNESDAY, Desk, token_of

Entry = Mapping[str, object]
"""Of a document, as contract.md describes them."""

CALL: dict[str, object] = {"name": "Support call", "notice": "0h"}
DEMO: dict[str, object] = {"name": "Demo", "notice": "0h"}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def page(link: str, *hours: str, time_zone: str = "Europe/Madrid", owner: str | None = None) -> Entry:
    """A Booking page named as its link, with the same hours every day. ``owner``: whose page it is too."""
    return {
        "name": link,
        "link": link,
        "owner": f"U0{(owner or link).upper()}",
        "time_zone": time_zone,
        "weekly": {day: hours for day in DAYS if hours},
    }


def pool(name: str, distribution: str, *members: str, **more: object) -> Entry:
    """A Resource pool. A member may be written with its priority: ``ana 2``."""
    return {"name": name, "distribution": distribution, "members": [_member(each) for each in members]} | more


def rule(event_type: str, *team: str) -> Entry:
    """An Event-based rule, the Primary team member first. A capital letter begins a pool's name."""
    primary, *additional = [{"pool" if name[0].isupper() else "page": name} for name in team]
    return {"event_type": event_type, "primary": primary, "additional": additional}


def company(
    event_types: Sequence[Entry], pages: Sequence[Entry], pools: Sequence[Entry], rules: Sequence[Entry]
) -> str:
    """A set-up document (JSON is YAML) with one Dynamic Master page, whose Public link is ``support``."""
    master_page = {"name": "Acme Support", "link": "support", "rules": rules}
    return json.dumps(
        {
            "administrators": ["U0ADMIN"],
            "event_types": event_types,
            "booking_pages": pages,
            "pools": pools,
            "master_pages": [master_page],
        }
    )


def _member(written: str) -> Entry:
    link, _, priority = written.partition(" ")
    return {"page": link, "priority": int(priority or 1)}


def sharing(distribution: str, *members: str, **more: object) -> str:
    """A pool whose members all work from 9 to 12 in Madrid."""
    pages = [page(member.split()[0], "09:00-12:00") for member in members]
    return company(
        [CALL], pages, [pool("Tier 2", distribution, *members, **more)], [rule("Support call", "Tier 2")]
    )


def alone(event_type: Entry, time_zone: str = "Europe/Madrid") -> str:
    """Ana, from 9 to 12, takes Support calls as described, and Demos of half an hour."""
    return company(
        [{**CALL, **event_type}, DEMO],
        [page("ana", "09:00-12:00", time_zone=time_zone)],
        [],
        [rule("Support call", "ana"), rule("Demo", "ana")],
    )


async def book(desk: Desk, start: str = "2026-12-02T10:00", event_type: str = "Support call") -> Booked:
    """Through a fresh link, a minute after what was before."""
    desk.now += timedelta(minutes=1)
    token = token_of((await desk.issue()).url)
    return await desk.bookings.book(token, await desk.request(start, event_type), desk.now)


async def who_gets(
    desk: Desk, start: str = "2026-12-02T10:00", event_type: str = "Support call"
) -> list[str]:
    booked = await book(desk, start, event_type)
    return [provider.name for provider in booked.booking.providers]


async def times(desk: Desk, event_type: str = "Support call") -> list[str]:
    """What a link offers on Wednesday in Madrid."""
    token, event_type_id = await desk.token_to_look(), await desk.event_type(event_type)
    found = await open_times(desk.offers, token, event_type_id, WEDNESDAY, WEDNESDAY, MADRID, desk.now)
    return [f"{each.start.astimezone(MADRID):%H:%M}" for each in found]


async def race(desk: Desk, event_types: Sequence[str]) -> list[list[str]]:
    """A link each books Wednesday 10:00 at one moment, half of them beside. Who got a booking, each time."""
    tokens = [token_of((await desk.issue()).url) for _ in event_types]
    requests = [await desk.request("2026-12-02T10:00", event_type) for event_type in event_types]
    attempts = enumerate(zip(tokens, requests, strict=True))
    async with desk.beside() as beside:
        found = await asyncio.gather(
            *(_attempt((desk, beside)[number % 2], *attempt) for number, attempt in attempts)
        )
    return [names for names in found if names]


async def _attempt(desk: Desk, token: str, request: BookingRequest) -> list[str]:
    """Who got the booking. Nobody, where the time had gone."""
    try:
        booked = await desk.bookings.book(token, request, desk.now)
    except SlotTaken:
        return []
    return [provider.name for provider in booked.booking.providers]
