"""A canary for the whole suite: nothing that a test prints or logs may name a Customer or hold a token.

Source: hardening.md, N15. The Customers of the tests have addresses at ``customer.example``, and nearly every
test of the product at work is about one of them.
"""

import re

import pytest

CANARIES = re.compile(r"@customer\.example|Dana Smith|/[ob]/[A-Za-z0-9_-]{32}\b")


def sung(report: pytest.TestReport) -> str | None:
    """What a test that passed has let out, with the line that it stands in. None: nothing."""
    if not report.passed:
        return None  # what failed shows its values, and is to
    for title, text in report.sections:
        for line in text.splitlines():
            if CANARIES.search(line):
                return f"{title}: {line}"
    return None
