"""Whether a page shuts anybody out, as axe finds."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

AXE_SCRIPT = Axe().axe_script
FIND_VIOLATIONS = """async ([part, options]) => (await axe.run(part, options)).violations.flatMap(
    broken => broken.nodes.map(node => `${broken.id}: ${node.html}`))"""
TARGET_SIZE = "target-size"
"""What WCAG 2.2 added, and axe asks only if told to."""


async def violations(page: Page, part: str, *only: str) -> list[str]:
    """What breaks one of axe's rules, with the markup that does. The page holds ``AXE_SCRIPT``."""
    options = {"resultTypes": ["violations"], **({"runOnly": only} if only else {})}
    found: list[str] = await page.evaluate(FIND_VIOLATIONS, [part, options])
    return found
