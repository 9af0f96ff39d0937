"""The files that come with the program and are read whole: the example company and the manifest."""

from pathlib import Path

EXAMPLE_COMPANY = "examples/acme.yml"
MANIFEST = "manifest.yml"

EXAMPLE_ADDRESS = "https://onetime.example.com"
"""What the manifest has in place of the public address."""

HERE = Path(__file__).parent


def read(name: str) -> str:
    """The text of one of these files: in a wheel they lie inside the package, in a checkout at its root."""
    packaged = HERE / "shipped_files" / name
    return (packaged if packaged.exists() else HERE.parent / name).read_text("utf-8")


def manifest(base_url: str) -> str:
    """The manifest of the Slack app, for an installation at ``base_url``."""
    return read(MANIFEST).replace(EXAMPLE_ADDRESS, base_url)
