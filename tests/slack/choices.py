"""What there is to choose from in the form, for tests."""

from collections.abc import Sequence
from uuid import UUID

from bot.scheduling.choosing import Choices
from bot.scheduling.dedicated import BookingPageChoice
from bot.scheduling.link_policy import LinkPolicy
from bot.scheduling.links import PageChoice

POLICY = LinkPolicy(
    lifetime="90 days",
    most_open=None,
    ticket_required=False,
    only_administrators=False,
    typed={},
    version="",
)


def pages(count: int, why_not: str | None = None, label: str = "Page") -> list[PageChoice]:
    return [PageChoice(UUID(int=n), f"{label} {n}", f"page-{n}", why_not) for n in range(1, count + 1)]


def booking_pages(count: int, why_not: str | None = None, name: str = "Ana") -> list[BookingPageChoice]:
    return [
        BookingPageChoice(UUID(int=n), f"{name} {n}", f"U0ANA{n}", None, why_not) for n in range(1, count + 1)
    ]


def choices(
    master_pages: Sequence[PageChoice] = (),
    people: Sequence[BookingPageChoice] = (),
    policy: LinkPolicy = POLICY,
    administrators: Sequence[str] = (),
) -> Choices:
    return Choices(master_pages, people, policy, administrators)
