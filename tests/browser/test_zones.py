"""In zones apart from all others, across each change of the clocks, a browser has the same times."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from icalendar import Calendar
from playwright.async_api import Browser, Page, expect

from storage.database import Database
from tests.browser.conftest import serve
from tests.browser.sandbox import shows
from tests.web.site import BASE_URL, DANA, DAY_AND_NIGHT, Site, opened_site

pytestmark = pytest.mark.asyncio(loop_scope="package")

WEEKS = {
    "Pacific/Chatham": ("2027-04-04", "2027-09-26"),  # +13:45
    "Australia/Lord_Howe": ("2027-04-04", "2027-10-03"),  # half an hour of summer time
    "Asia/Kathmandu": ("2027-03-28", "2027-10-31"),  # +5:45, and the provider's changes
}
"""In which the clocks change, in zones apart from all others."""

# The times of which the browser itself makes another day or clock than what is written.
DIFFERENT = """() => {
    const written = options => at => new Intl.DateTimeFormat("en-GB", options).format(at).replaceAll(",", "");
    const day = written({weekday: "long", day: "numeric", month: "long"});
    const clock = written({hour: "2-digit", minute: "2-digit"});
    const times = [...document.querySelectorAll(".day button")];
    return times.filter(time => {
        const at = new Date(time.value), named = time.closest(".day").querySelector("h2").textContent;
        return named.replaceAll(",", "") !== day(at) || time.textContent.split(" ")[0] !== clock(at);
    }).map(time => `${time.value} ${time.textContent}`);
}"""


@pytest_asyncio.fixture(loop_scope="package")
async def day_and_night(emptied: Database, now: datetime) -> AsyncIterator[Site]:
    """A company whose one provider works day and night, all year."""
    async with opened_site(emptied, now, DAY_AND_NIGHT) as site:
        yield site


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def traveller(browser: Browser) -> AsyncIterator[Page]:
    """A browser that goes from zone to zone: to open a new one in each takes longer."""
    context = await browser.new_context(locale="en-GB")
    yield await context.new_page()
    await context.close()


@pytest_asyncio.fixture(loop_scope="package")
async def page(traveller: Page, day_and_night: Site) -> AsyncIterator[Page]:
    await serve(traveller, day_and_night)
    yield traveller
    await traveller.unroute_all()


@asynccontextmanager
async def being_in(page: Page, zone: str) -> AsyncIterator[None]:
    session = await page.context.new_cdp_session(page)
    await session.send("Emulation.setTimezoneOverride", {"timezoneId": zone})
    try:
        yield
    finally:
        await session.detach()


async def test_every_time_is_where_the_browser_has_it(page: Page, day_and_night: Site) -> None:
    for zone, weeks in WEEKS.items():
        async with being_in(page, zone):
            for week in weeks:
                await page.goto(f"{BASE_URL}{await day_and_night.link()}?from={week}")
                await expect(page.get_by_label("Time zone")).to_have_value(zone)

                times = await page.locator(".day button").count()
                assert (zone, week, times >= 7 * 47) == (zone, week, True)
                assert (zone, week, await page.evaluate(DIFFERENT)) == (zone, week, [])


async def test_time_that_occurs_twice_is_booked_as_the_one_that_was_chosen(
    page: Page, day_and_night: Site
) -> None:
    async with being_in(page, "Australia/Lord_Howe"):
        await book_what_occurs_twice(page, day_and_night)


async def book_what_occurs_twice(page: Page, day_and_night: Site) -> None:
    await page.goto(f"{BASE_URL}{await day_and_night.link(DANA)}&from=2027-04-04")
    await expect(page.get_by_label("Time zone")).to_have_value("Australia/Lord_Howe")
    twice = page.get_by_role("button", name="01:30 (")
    assert await twice.all_inner_texts() == ["01:30 (UTC+11)", "01:30 (UTC+10:30)"]

    await twice.last.click()
    await page.get_by_role("button", name="Confirm").click()
    await shows(page.locator(".when"), "4 April 2027, 01:30 (UTC+10:30) to 02:00, Lord Howe")
    address = await page.locator("a[href$='/invite.ics']").get_attribute("href")
    file = await day_and_night.client.get(address or "")

    [booking], [event] = await day_and_night.all_bookings(), Calendar.from_ical(file.content).events
    assert booking.starts == event.start == datetime(2027, 4, 3, 15, 0, tzinfo=UTC)
