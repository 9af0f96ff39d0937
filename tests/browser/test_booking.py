"""A Customer in Kathmandu books with a provider in Madrid, on a phone's screen."""

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.browser.conftest import Phone, Shoot
from tests.browser.sandbox import fits, reads, shows, tab_to
from tests.web.site import DANA, Site

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def press(page: Page, wanted: Locator) -> None:
    """With the keyboard."""
    await tab_to(page, wanted)
    await page.keyboard.press("Enter")


async def confirming(phone: Phone, site: Site) -> Page:
    """The page on which a Customer with a personalized link confirms the meeting at 13:45."""
    page = await phone()
    await page.goto(site.links.base_url + await site.link(DANA))
    await page.get_by_role("button", name="13:45", exact=True).tap()
    await page.get_by_role("button", name="Confirm").wait_for()
    return page


async def lose_the_answer(route: Route) -> None:
    await route.fetch(max_redirects=0)
    await route.abort("connectionreset")


async def test_personalized_customer_books_in_two_taps(phone: Phone, site: Site, shoot: Shoot) -> None:
    page = await phone()
    await page.goto(site.links.base_url + await site.link(DANA))
    await shoot(page, "1-times")
    assert await fits(page)

    await page.get_by_role("button", name="13:45", exact=True).tap()
    await shows(page.locator(".meeting"), "13:45 to 14:15")
    await shoot(page, "2-confirm")
    await page.get_by_role("button", name="Confirm").tap()

    await reads(page.get_by_role("heading", level=1), "You are booked")
    await shoot(page, "3-booked")
    [booking] = await site.all_bookings()
    assert (booking.customer_name, booking.customer_time_zone) == (DANA.name, "Asia/Kathmandu")
    assert await page.locator(".meeting").inner_text() == (
        "Support call · 30 minutes\n\n"
        "Wednesday, 2 December 2026, 13:45 to 14:15, Kathmandu time\n\n"
        "Asia/Kathmandu, UTC+5:45\n\nMadrid time: 09:00 to 09:30"
    )


async def test_personalized_customer_books_in_two_taps_without_scripts(phone: Phone, site: Site) -> None:
    page = await phone(scripts=False, dark=True)
    await page.goto(site.links.base_url + await site.link(DANA))

    await page.get_by_role("button", name="10:00", exact=True).tap()
    await page.get_by_role("button", name="Confirm").tap()

    await reads(page.get_by_role("heading", level=1), "You are booked")
    [booking] = await site.all_bookings()
    assert (booking.customer_name, booking.customer_time_zone) == (DANA.name, "Europe/Madrid")


async def test_customer_books_with_the_keyboard_alone(phone: Phone, site: Site) -> None:
    page = await phone()
    await page.goto(site.links.base_url + await site.link())

    await press(page, page.get_by_role("button", name="13:45", exact=True))
    for label, typed in {"Your name": "Eli Roth", "Your email": "eli@x.example"}.items():
        await tab_to(page, page.get_by_label(label))
        await page.keyboard.type(typed)
    await page.keyboard.press("Enter")

    await reads(page.get_by_role("heading", level=1), "You are booked")


async def test_whoever_booked_and_goes_back_sees_the_confirmation_again(phone: Phone, site: Site) -> None:
    page = await confirming(phone, site)
    await page.get_by_role("button", name="Confirm").dblclick()
    heading = page.get_by_role("heading", level=1)
    await reads(heading, "You are booked")

    await page.reload()
    await reads(heading, "You are booked")
    await page.go_back()
    await reads(heading, "You are booked")
    assert len(await site.all_bookings()) == 1


async def test_two_tabs_make_one_booking_and_both_show_it(phone: Phone, site: Site) -> None:
    tabs = [await confirming(phone, site)]
    tabs.append(await tabs[0].context.new_page())
    await tabs[1].goto(tabs[0].url)

    for tab in tabs:
        await tab.get_by_role("button", name="Confirm").tap()
        await reads(tab.get_by_role("heading", level=1), "You are booked")

    assert len(await site.all_bookings()) == 1
    await tabs[1].close()


async def test_answer_that_was_lost_on_its_way_is_given_again(phone: Phone, site: Site) -> None:
    page = await confirming(phone, site)
    await page.route("**/book?*", lose_the_answer, times=1)
    await page.get_by_role("button", name="Confirm").tap()
    await page.get_by_role("button", name="Confirm").wait_for(state="hidden")
    assert len(await site.all_bookings()) == 1

    await page.reload()

    await reads(page.get_by_role("heading", level=1), "You are booked")
    assert len(await site.all_bookings()) == 1


async def test_customer_reads_the_page_in_another_language(phone: Phone, site: Site) -> None:
    page = await phone()
    await page.goto(site.links.base_url + await site.link(DANA))

    await page.get_by_role("link", name="Español").tap()
    await page.get_by_role("button", name="13:45", exact=True).tap()
    await page.get_by_role("button", name="Confirmar").tap()

    await reads(page.get_by_role("heading", level=1), "Su reserva está hecha")
    [booking] = await site.all_bookings()
    assert booking.customer_language == "es"


async def test_customer_books_without_scripts(phone: Phone, site: Site, shoot: Shoot) -> None:
    page = await phone(scripts=False, dark=True)
    await page.goto(site.links.base_url + await site.link())
    await expect(page.get_by_label("Time zone")).to_have_value("Europe/Madrid")

    await page.get_by_label("Time zone").select_option("Asia/Kathmandu")
    await page.get_by_role("button", name="Change").tap()
    await expect(page.get_by_label("Time zone")).to_have_value("Asia/Kathmandu")
    await shoot(page, "4-times-dark-without-scripts")
    await page.get_by_role("button", name="13:45", exact=True).tap()
    await page.get_by_label("Your name").fill("Eli Roth")
    await page.get_by_label("Your email").fill("eli")
    await page.get_by_role("button", name="Confirm").tap()
    await expect(page.get_by_label("Your email")).to_have_accessible_description(
        "Please enter one full email address, like name@example.com."
    )
    await expect(page.get_by_label("Your email")).to_be_focused()
    await shoot(page, "5-form-dark-with-an-error")
    await page.get_by_label("Your email").fill("eli@x.example")
    await page.get_by_role("button", name="Confirm").tap()

    await reads(page.get_by_role("heading", level=1), "You are booked")
    await shoot(page, "6-booked-dark")
    [booking] = await site.all_bookings()
    assert (booking.customer_name, booking.customer_time_zone) == ("Eli Roth", "Asia/Kathmandu")


async def test_time_taken_meanwhile_is_replaced_without_typing_again(
    phone: Phone, site: Site, shoot: Shoot
) -> None:
    page = await phone()
    await page.goto(site.links.base_url + await site.link())
    await page.get_by_role("button", name="14:45", exact=True).tap()
    await page.get_by_label("Your name").fill("Eli Roth")
    await page.get_by_label("Your email").fill("eli@x.example")
    await site.book(await site.link())

    await page.get_by_role("button", name="Confirm").tap()
    day = page.get_by_role("group", name="Wednesday, 2 December")
    await day.wait_for()
    await shoot(page, "7-taken")
    assert await fits(page)
    await day.get_by_role("radio", name="15:15", exact=True).check()
    await page.get_by_role("button", name="Confirm").tap()

    await reads(page.get_by_role("heading", level=1), "You are booked")


async def test_machine_with_a_browser_that_runs_scripts_spends_and_opens_nothing(
    phone: Phone, site: Site
) -> None:
    link = await site.link(DANA)
    before = await site.everything()
    page = await phone()

    await page.goto(site.links.base_url + link)
    await page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {bubbles: true}))")
    await page.evaluate("document.body.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))")
    await page.wait_for_load_state("networkidle")
    for address in await page.locator("main a").evaluate_all("links => links.map(link => link.href)"):
        await page.goto(address)
    await page.wait_for_load_state("networkidle")

    assert await site.everything() == before


async def test_person_who_touches_the_page_has_opened_the_link(phone: Phone, site: Site) -> None:
    page = await phone()
    await page.goto(site.links.base_url + await site.link(DANA))

    async with page.expect_response("**/opened") as answer:
        await page.get_by_role("heading", level=1).tap()

    [link] = await site.all_links()
    assert ((await answer.value).status, link.opened_at) == (204, site.now)


async def test_page_asks_nobody_else_and_breaks_no_policy(phone: Phone, site: Site) -> None:
    page = await phone()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    await site.change_page(name="<img src=//evil.example onerror=alert(1)>")
    await page.goto(
        f"{site.links.base_url}{await site.link()}?company=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    )
    await page.get_by_role("button", name="13:45", exact=True).tap()
    await page.get_by_label("Your name").wait_for()

    assert [url for url in asked if not url.startswith(f"{site.links.base_url}/")] == []
    assert said == []
    assert await page.context.cookies() == []


async def test_refusal_can_be_read_on_a_phone(phone: Phone, site: Site, shoot: Shoot) -> None:
    page = await phone()
    await page.goto(f"{site.links.base_url}/o/unknown")
    await shoot(page, "8-unknown")

    assert await fits(page)
