"""What whoever holds a link is shown."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.scheduling.offers import Offers, OpenTime


async def open_times(
    offers: Offers, address: str, event_type_id: UUID, first: date, last: date, zone: ZoneInfo, now: datetime
) -> list[OpenTime]:
    async with offers.look(address, now) as look:
        return await look.times(event_type_id, first, last, zone)
