"""Where ``onetime serve`` can be reached."""

import httpx2
import pytest

from tests.flows.serving import Company


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_address_that_is_printed_can_be_opened(sqlite_url: str, host: str) -> None:
    async with Company(sqlite_url).served(host) as url, httpx2.AsyncClient() as browser:
        assert (await browser.get(f"{url}/healthz")).text == "alive\n"
