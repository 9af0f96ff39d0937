"""Whether a page shuts anybody out, as axe finds."""

from collections.abc import Mapping

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

AXE_SCRIPT = Axe().axe_script
FIND_VIOLATIONS = """async ([part, options]) => (await axe.run(part, options)).violations.flatMap(
    broken => broken.nodes.map(node => `${broken.id}: ${node.html}`))"""
ALSO_TARGET_SIZE = {"rules": {"target-size": {"enabled": True}}}
"""What WCAG 2.2 added, and axe asks only if told to."""
CONTRAST_ALONE = {"runOnly": ["color-contrast"]}
USUAL: Mapping[str, object] = {}


async def violations(page: Page, part: str, asking: Mapping[str, object] = USUAL) -> list[str]:
    """What breaks one of axe's rules, with the markup that does. The page holds ``AXE_SCRIPT``."""
    options = {"resultTypes": ["violations"], "selectors": False, **asking}
    found: list[str] = await page.evaluate(FIND_VIOLATIONS, [part, options])
    return found
