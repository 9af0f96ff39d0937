"""The company's name, colours and logo stand on its pages, and come from nobody else."""

import re

import pytest

from bot.web.templating import STATIC
from storage.models import Workspace
from tests.web.reading import Reading
from tests.web.site import DANA, Site

PICTURE = b"\x89PNG\r\n\x1a\n of some kind"


async def dress(site: Site, **values: object) -> None:
    async with site.database.writing() as session:
        workspace = await session.get_one(Workspace, site.workspace_id)
        for name, value in values.items():
            setattr(workspace, name, value)


async def test_company_without_a_look_has_the_products_own(one_meeting: Site) -> None:
    page = await one_meeting.see(await one_meeting.link())

    assert page.page.find("header") is None
    assert [str(sheet["href"])[:19] for sheet in page.page.find_all("link", rel="stylesheet")] == [
        "/static/onetime.css"
    ]


async def test_company_name_stands_above_the_page(one_meeting: Site) -> None:
    await dress(one_meeting, company_name="Acme <Industries>")

    page = await one_meeting.see(await one_meeting.link(DANA))

    assert page.page.header is not None
    assert page.page.header.get_text(strip=True) == "Acme <Industries>"


def header_of(page: Reading) -> str:
    return page.page.header.get_text(strip=True) if page.page.header else ""


async def test_page_of_a_link_that_cannot_be_used_looks_as_the_others_do(one_meeting: Site) -> None:
    await dress(one_meeting, company_name="Acme", colour="#1f3a5f")
    spent, revoked, suspended = [await one_meeting.link() for _ in range(3)]
    await one_meeting.booked_by(spent)
    await one_meeting.revoke_newest()
    await one_meeting.change_page(accepts_bookings=False)

    pages = [await one_meeting.see(link) for link in (spent, revoked, suspended, "/p/support")]

    assert [(page.status, header_of(page)) for page in pages] == [
        (410, "Acme"),
        (409, "Acme"),
        (410, "Acme"),
        (409, "Acme"),
    ]
    assert [page.answer.text.count("/look/1f3a5f.css") for page in pages] == [1] * 4


async def test_unknown_link_names_the_company_only_where_there_is_no_other(one_meeting: Site) -> None:
    """It must give nothing away, whatever stands in the address."""
    await dress(one_meeting, company_name="Acme")
    unknown = ("/o/unknown", "/b/unknown", "/p/unknown", "/o/support")
    alone = [await one_meeting.see(link) for link in unknown]
    async with one_meeting.database.writing() as session:
        session.add(Workspace(company_name="Umbrella", created_at=one_meeting.now))

    beside = [await one_meeting.see(link) for link in unknown]

    assert [(page.status, header_of(page)) for page in alone] == [(404, "Acme")] * len(unknown)
    assert {page.answer.text for page in alone} == {alone[0].answer.text}
    assert {page.answer.text for page in beside} == {beside[0].answer.text}
    assert header_of(beside[0]) == ""


async def test_logo_is_served_by_us_and_may_be_kept(one_meeting: Site) -> None:
    await dress(one_meeting, company_name="Acme", logo=PICTURE, logo_type="image/png")
    page = await one_meeting.see(await one_meeting.link())
    picture = page.page.select_one("header img")
    assert picture is not None

    logo = await one_meeting.client.get(str(picture["src"]))

    assert (picture["alt"], logo.content, logo.headers["content-type"]) == ("Acme", PICTURE, "image/png")
    assert logo.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert logo.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert logo.headers["x-content-type-options"] == "nosniff"


async def test_logo_has_another_address_once_it_is_another(one_meeting: Site) -> None:
    addresses = []
    for picture in (PICTURE, PICTURE + b"2", None):
        await dress(one_meeting, logo=picture, logo_type="image/png")
        page = await one_meeting.see(await one_meeting.link())
        addresses.append([str(image["src"]) for image in page.page.select("header img")])

    assert [len(each) for each in addresses] == [1, 1, 0]
    assert addresses[0] != addresses[1]
    assert (await one_meeting.client.get(addresses[0][0])).status_code == 404


async def test_colour_comes_as_a_stylesheet(one_meeting: Site) -> None:
    await dress(one_meeting, colour="#ffff00")
    page = await one_meeting.see(await one_meeting.link())
    *_, own = page.page.find_all("link", rel="stylesheet")

    sheet = await one_meeting.client.get(str(own["href"]))

    assert sheet.headers["content-type"] == "text/css; charset=utf-8"
    assert sheet.text == (
        ":root{--brand:#ffff00;--on-brand:#000000;--accent:#6e6e00;--tint:#edeee9}"
        "@media(prefers-color-scheme:dark)"
        "{:root{--brand:#ffff00;--on-brand:#000000;--accent:#ffff00;--tint:#292d27}}"
    )


@pytest.mark.parametrize("path", ["/look/red.css", "/look/1f3a5g.css", "/look/%00.css", "/logo/x", "/logo/"])
async def test_look_that_nobody_has_is_not_found(one_meeting: Site, path: str) -> None:
    assert (await one_meeting.client.get(path)).status_code == 404


async def weights(site: Site, path: str) -> dict[str, tuple[int, int]]:
    """How many bytes the page and all that it loads have, and how many are sent. The logo does not count."""
    packed = {"Accept-Encoding": "gzip"}
    page = await site.see(path, **packed)
    loaded = re.findall(r'(?:href|src)="(/(?:static|look)/[^"]*)"', page.answer.text)
    parts = [page.answer, *[await site.client.get(address, headers=packed) for address in loaded]]
    return {
        name.partition("?")[0]: (len(part.content), part.num_bytes_downloaded)
        for name, part in zip(["page", *loaded], parts, strict=True)
    }


async def test_first_view_weighs_less_than_30_kb(one_meeting: Site) -> None:
    await dress(one_meeting, company_name="Acme", colour="#1f3a5f", logo=PICTURE, logo_type="image/png")

    found = await weights(one_meeting, f"{await one_meeting.link(DANA)}&time_zone=Asia/Kathmandu")

    assert list(found) == ["page", "/static/onetime.css", "/look/1f3a5f.css", "/static/onetime.js"]
    assert sum(bytes_ for bytes_, _ in found.values()) < 30_000


async def test_week_full_of_times_is_sent_in_less_than_15_kb(day_and_night: Site) -> None:
    found = await weights(day_and_night, f"{await day_and_night.link()}?from=2026-12-09")

    bytes_, sent = found["page"]
    assert bytes_ > 30_000
    assert sent + sum(sent for name, (_, sent) in found.items() if name != "page") < 15_000


def test_nothing_on_the_pages_moves() -> None:
    """So there is nothing to reduce for those who ask for less motion."""
    sheet = (STATIC / "onetime.css").read_text()

    assert [
        word for word in ("animation", "transition", "@keyframes", "scroll-behavior") if word in sheet
    ] == []


async def test_script_weighs_less_than_2_kb(one_meeting: Site) -> None:
    page = await one_meeting.see(await one_meeting.link())
    script = page.page.find("script")
    assert script is not None

    assert len((await one_meeting.client.get(str(script["src"]))).content) < 2_000
