"""What a sound document says that may not be meant, about the pages that loading it made or changed."""

from collections.abc import Iterator, Sequence

from bot.scheduling import spans
from bot.scheduling.setup_file.changes import Loaded
from bot.scheduling.setup_file.document import (
    BookingPageEntry,
    Document,
    MasterPageEntry,
    TeamMemberEntry,
    Weekly,
)
from storage.models import RuleType

LONG_NIGHT = 12 * spans.HOUR
"""Whoever turns beginning and end of a day's hours round gets a night that is longer."""


def remarks(wanted: Document, done: Loaded) -> Iterator[str]:
    """Each a sentence, in the order of the document."""
    beside = _only_beside_others(wanted)
    for page in wanted.booking_pages:
        if page.key in done.booking_pages.touched:
            yield from _about_hours(page)
            if not page.location and page.link not in beside:
                yield f"{page.name} has no location: Customers are not told where to meet."
    for master_page in wanted.master_pages:
        if master_page.key in done.master_pages.touched and not _leads_anywhere(master_page):
            nobody = "no rules" if master_page.rule_type is RuleType.DYNAMIC else "no Booking pages"
            yield f"{master_page.name} has {nobody}, and offers nothing."


def _about_hours(page: BookingPageEntry) -> Iterator[str]:
    if not any(page.weekly.days) and not any(page.dates.values()):
        yield f"{page.name} has no hours, and is never there."
    days = [*zip(Weekly.model_fields, page.weekly.days, strict=True), *page.dates.items()]
    for day, hours in days:
        for start, end in hours:
            if end > spans.DAY and end - start > LONG_NIGHT:
                written = spans.hours_written((start, end))
                yield (
                    f"{page.name}, {day} {written}: these hours end on the next day,"
                    f" after {(end - start) // spans.HOUR} hours."
                )


def _only_beside_others(wanted: Document) -> set[str]:
    """Booking pages that only accompany a Primary team member: where that one is, is where they meet."""
    pools = {pool.name: [member.page for member in pool.members] for pool in wanted.pools}

    def pages(member: TeamMemberEntry) -> Sequence[str]:
        return [member.page] if member.page else pools[member.pool or ""]

    rules = [rule for master_page in wanted.master_pages for rule in master_page.rules]
    first = {page for rule in rules for page in pages(rule.primary)}
    first |= {page for master_page in wanted.master_pages for page in master_page.booking_pages}
    first |= {page.link for page in wanted.booking_pages if page.event_types}
    return {page for rule in rules for member in rule.additional for page in pages(member)} - first


def _leads_anywhere(page: MasterPageEntry) -> bool:
    return bool(page.rules if page.rule_type is RuleType.DYNAMIC else page.booking_pages)
