"""Where ``onetime serve`` can be reached."""

import httpx2

from tests.flows.conftest import Product


async def test_addresses_that_are_printed_can_be_opened(product: Product) -> None:
    """Of IPv6 too, which takes brackets."""
    async with httpx2.AsyncClient() as browser:
        assert [(await browser.get(f"{url}/healthz")).text for url in product.servers] == ["alive\n"] * 2
