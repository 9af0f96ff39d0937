"""Links as chats and letters leave them."""

from itertools import product

import pytest

from tests.databases import on_sqlite
from tests.web.site import BASE_URL, Site

pytestmark = on_sqlite


AFTER = ["/", ".", ")", "%3E", ",", "%20", "%C2%A0", "...%22)/"]


async def test_what_was_written_after_a_link_is_no_part_of_it(one_meeting: Site) -> None:
    link = await one_meeting.link()
    manage = await one_meeting.booked()
    meant = [link, manage, f"{manage}/cancel", "/p/support", "/o/unknown"]

    led = {}
    for path, after in product(meant, AFTER):
        answer = await one_meeting.client.get(f"{path}{after}?lang=es&name=A%26B")
        led[path, after] = (answer.status_code, answer.headers["location"])

    assert led == {
        (path, after): (303, f"{path}?lang=es&name=A%26B") for path, after in product(meant, AFTER)
    }


@pytest.mark.parametrize("path", ["/o/", "/o/.", "/o", "/", "/nowhere/", "/static/", "/p/caf%C3%A9"])
async def test_what_is_no_link_leads_nowhere(one_meeting: Site, path: str) -> None:
    assert (await one_meeting.client.get(path)).status_code == 404


async def test_what_stands_before_them_never_leads_to_another_site(one_meeting: Site) -> None:
    answer = await one_meeting.client.get(f"{BASE_URL}/o//evil.example/?x=%0D%0A")

    assert answer.headers["location"] == "/o//evil.example?x=%0D%0A"


async def test_only_looking_is_led_on(one_meeting: Site) -> None:
    """What is sent is never sent twice. And what was appended by hand stays as it was typed."""
    link = await one_meeting.link()

    sent = await one_meeting.send(f"{link}/book.", {})
    typed = await one_meeting.see(f"{link}&name=Dana+N.")

    assert (sent.status_code, typed.status) == (404, 200)
