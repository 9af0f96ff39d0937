"""What Slack calls the buttons and forms by which each kind of thing is set up."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Ids:
    new: str
    edit: str
    form: str
    retire: str

    @classmethod
    def of(cls, thing: str) -> Self:
        return cls(f"{thing}_new", f"{thing}_edit", f"{thing}_form", f"{thing}_retire")


EVENT_TYPE = Ids.of("event_type")
BOOKING_PAGE = Ids.of("booking_page")
POOL = Ids.of("pool")
MASTER_PAGE = Ids.of("master_page")
