"""What pages and letters say, and the catalogs that hold its translations. ``make messages`` runs this."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from bot.languages import LANGUAGES
from bot.languages.wording import CATALOGS, ENGLISH

ROOT = Path(__file__).resolve().parent.parent.parent
TRANSLATED = [code for code in LANGUAGES if code != ENGLISH]
SPEAKS = re.compile(rb"Sentence\(|gettext\(|\b_\(|% ?trans")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "Sentence": None}
OPTIONS = {"trimmed": "true", "silent": "false"}
LEFT_OUT = (b'"POT-', b'"PO-', b'"Project-', b'"Report-', b'"Last-', b'"Language-Team', b'"Generated-')
"""Headers that change with the day and the program, or that nobody fills in."""
HEADER = "# What pages and letters say. After a change of the code, `make messages` brings this into step."


@cache
def extracted() -> Catalog:
    """Everything that there is to translate."""
    found = Catalog()
    for message in _said():
        found.add(message)
    return found


@cache
def read(code: str) -> Catalog:
    with (CATALOGS / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code, charset="utf-8")


def updated(code: str) -> Catalog:
    """A catalog with what is said today: new messages are empty, and what is not said any more is gone."""
    old, new = read(code), Catalog(locale=code, header_comment=HEADER, fuzzy=False)
    for message in extracted():
        if message.id:
            known = old.get(message.id if isinstance(message.id, str) else message.id[0])
            new.add(message.id, known.string if known else None, flags=message.flags)
    return new


def written(catalog: Catalog) -> bytes:
    """As it stands in the file: in one order, and without what changes though no words do."""
    text = BytesIO()
    write_po(text, catalog, width=110, sort_output=True, no_location=True)
    lines = text.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(LEFT_OUT))


def _said() -> Iterator[str | tuple[str, ...]]:
    """The sandbox is not asked: it stands in for Slack, and speaks English as that does."""
    for folder, files, method in (("bot", "*.py", "python"), ("templates", "*.*", "jinja2")):
        for path in sorted((ROOT / folder).rglob(files)):
            if "sandbox" not in path.parts and SPEAKS.search(path.read_bytes()):
                for _, message, _, _ in extract_from_file(method, path, KEYWORDS, options=OPTIONS):
                    yield message


if __name__ == "__main__":
    for code in TRANSLATED:
        (CATALOGS / f"{code}.po").write_bytes(written(updated(code)))
