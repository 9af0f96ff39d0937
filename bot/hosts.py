"""Names of machines and addresses of pages, as people give them."""

import re
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

HOST_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*")


def checked_host(name: str) -> str:
    """A host's name in lower case, or its IP address, as it stands in a URL. Raises ``ValueError``."""
    if ":" in name and "%" not in name:
        return f"[{IPv6Address(name)}]"
    if not HOST_NAME.fullmatch(name):
        raise ValueError("not a host")
    return name


def is_local(name: str) -> bool:
    """Is it this machine itself, so that nobody stands in between?"""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def web_address(text: str) -> str | None:
    """The text, if it can safely become a link: other schemes than the web's could run scripts."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc else None
