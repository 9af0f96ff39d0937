"""Where ``onetime serve`` can be reached."""

import httpx2

from tests.flows.serving import Company


async def test_address_that_is_printed_can_be_opened(sqlite_url: str) -> None:
    """Of IPv6 too, which takes brackets. Every other flow opens one of IPv4."""
    async with Company(sqlite_url).served("::1") as url, httpx2.AsyncClient() as browser:
        assert (await browser.get(f"{url}/healthz")).text == "alive\n"
