"""The entries of the set-up document: from text, to text, and through the tables."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.scheduling import spans
from bot.scheduling.setup_file import document_in, rows, yaml_text
from bot.scheduling.setup_file.document import (
    BookingPageEntry,
    CompanyEntry,
    Document,
    EventTypeEntry,
    LinksEntry,
)
from bot.scheduling.setup_file.values import Logo, logo_written
from storage.catalog import EVERYTHING, Catalog
from storage.models import Base, BookingPage, EventType, Workspace
from tests.thoroughness import examples

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40).filter(
    str.strip
)
GRID = st.integers(0, 288).map(lambda tick: 5 * tick)
LIMITS = st.one_of(st.none(), st.just(0), st.integers(15, 20160)).map(spans.limit_written)
HOURS = st.tuples(st.integers(0, 140), st.integers(1, 140), st.integers(141, 287), st.integers(1, 287)).map(
    lambda day: [
        spans.hours_written((5 * day[0], 5 * min(day[0] + day[1], 141))),
        spans.hours_written((5 * day[2], 5 * (day[2] + day[3]))),
    ]
)
DAYS = st.lists(st.just([]) | HOURS).map(lambda days: days[0] if days else [])
LAST_DAY = date(2199, 12, 31)
DATES = st.dates(date(2000, 1, 1), LAST_DAY)
HORIZONS = st.integers(1, 1000).map(spans.days_written) | st.tuples(DATES, st.integers(0, 999)).map(
    lambda span: {"from": str(span[0]), "until": str(min(span[0] + timedelta(span[1]), LAST_DAY))}
)
EVENT_TYPES = st.fixed_dictionaries(
    {"name": LINES},
    optional={
        "minutes": st.integers(1, 288).map(lambda tick: str(5 * tick)),
        "booking": st.sampled_from(["automatic", "approval"]),
        "sessions": st.just("single") | st.integers(2, 100).map(lambda count: f"package {count}"),
        "capacity": st.just("unlimited") | st.integers(1, 10_000).map(str),
        "slots": st.fixed_dictionaries({"start": st.lists(st.sampled_from(["0", "15", "55"]), min_size=1)}),
        "buffers": st.fixed_dictionaries({"after": GRID.map(spans.minutes_written)}),
        "notice": st.integers(0, 10_000).map(spans.minutes_written) | st.just("2 business days"),
        "horizon": HORIZONS,
        "caps": st.fixed_dictionaries({"week": st.integers(1, 1000).map(str)}),
        "policy": st.fixed_dictionaries({"cancel": LIMITS, "reschedule": LIMITS}),
        "fields": st.just([{"name": "logs", "required": "yes"}]),
        "reminders": st.lists(st.integers(5, 20160).map(spans.minutes_written), max_size=5),
    },
)
BOOKING_PAGES = st.fixed_dictionaries(
    {"name": LINES, "link": st.just("ana"), "owner": st.just("U0ANA"), "time_zone": st.just("Asia/Tokyo")},
    optional={
        "weekly": st.fixed_dictionaries({"mon": DAYS, "sun": DAYS}),
        "dates": st.dictionaries(DATES.map(str), DAYS),
        "location": LINES,
        "email": st.just("ana@acme.example"),
    },
)


COMPANIES = st.fixed_dictionaries(
    {},
    optional={
        "name": LINES,
        "colour": st.sampled_from(["#1f3a5f", "FFCC00"]),
        "logo": st.binary(max_size=60).map(
            lambda rest: logo_written(Logo("image/png", b"\x89PNG\r\n\x1a\n" + rest))
        ),
    },
)
LINKS = st.fixed_dictionaries(
    {},
    optional={
        "expire": st.integers(1, 90).map(spans.days_written)
        | st.sampled_from(["1 business day", "60 business days"]),
        "most_open": st.integers(1, 1000).map(str),
        "ticket": st.sampled_from(["optional", "required"]),
        "only_administrators": st.sampled_from(["true", "false"]),
    },
)


@settings(max_examples=examples(8, thorough=2500))
@given(COMPANIES, LINKS, EVENT_TYPES, BOOKING_PAGES)
def test_entries_come_back_the_same_from_text_and_from_tables(
    company: dict[str, object],
    links: dict[str, object],
    event_type: dict[str, object],
    page: dict[str, object],
) -> None:
    document = Document(
        None,
        CompanyEntry.model_validate(company),
        LinksEntry.model_validate(links),
        (EventTypeEntry.model_validate(event_type),),
        (BookingPageEntry.model_validate(page),),
        (),
        (),
    )
    workspace, event_type_row, page_row = Workspace(), EventType(), BookingPage()
    rows.fill_company(workspace, document.company)
    rows.fill_links(workspace, document.links)
    rows.fill_event_type(event_type_row, document.event_types[0])
    rows.fill_booking_page(page_row, document.booking_pages[0])
    set_up: dict[type[Base], list[Base]] = {table: [] for table in EVERYTHING}
    set_up |= {EventType: [event_type_row], BookingPage: [page_row], Workspace: [workspace]}
    catalog = Catalog(set_up, {})

    assert document_in(yaml_text.write(document.sections())) == document
    assert rows.document_of(catalog, []) == document
