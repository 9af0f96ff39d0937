"""What a sound document says that may not be meant, about the pages that loading it made or changed."""

from collections.abc import Iterator

from bot.scheduling import spans
from bot.scheduling.setup_file.changes import Loaded
from bot.scheduling.setup_file.document import BookingPageEntry, Document, MasterPageEntry, Weekly
from storage.models import RuleType

LONG_NIGHT = 12 * spans.HOUR
"""Whoever turns beginning and end of a day's hours round gets a night that is longer."""


def remarks(wanted: Document, done: Loaded) -> Iterator[str]:
    """Each a sentence, in the order of the document."""
    for page in wanted.booking_pages:
        if page.key in done.booking_pages.touched:
            yield from _about(page)
    for master_page in wanted.master_pages:
        if master_page.key in done.master_pages.touched and not _leads_anywhere(master_page):
            nobody = "no rules" if master_page.rule_type is RuleType.DYNAMIC else "no Booking pages"
            yield f"{master_page.name} has {nobody}, and offers nothing."


def _about(page: BookingPageEntry) -> Iterator[str]:
    if not any(page.weekly.days) and not any(page.dates.values()):
        yield f"{page.name} has no hours, and is never there."
    if not page.location:
        yield f"{page.name} has no location: Customers are not told where to meet."
    for day, hours in zip(Weekly.model_fields, page.weekly.days, strict=True):
        for start, end in hours:
            if end > spans.DAY and end - start > LONG_NIGHT:
                written = spans.hours_written((start, end))
                yield (
                    f"{page.name}, {day} {written}: these hours end on the next day,"
                    f" after {(end - start) // spans.HOUR} hours."
                )


def _leads_anywhere(page: MasterPageEntry) -> bool:
    return bool(page.rules if page.rule_type is RuleType.DYNAMIC else page.booking_pages)
