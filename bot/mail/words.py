"""What people and companies are called, made fit for places where a line break or an arrow would do harm."""

import unicodedata

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows them, beyond the text that holds them."""
SPECIALS = frozenset('()<>[]:;@\\,"')
"""What has a meaning between addresses (RFC 5322, 3.2.3), full stops excepted."""


def readable(text: str) -> str:
    """The text with its lines, and without what is no part of any of them."""
    kept = (character for character in text.replace("\r\n", "\n") if character not in BIDI)
    return "".join(character for character in kept if character == "\n" or not _is_control(character))


def one_line(text: str, most: int) -> str:
    """The text on one line, shortened to ``most`` characters with an ellipsis where it is longer."""
    line = " ".join("".join(" " if _is_control(each) else each for each in text if each not in BIDI).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def header_text(text: str, most: int) -> str:
    """The text as a header holds it: what looks encoded is never decoded, into a line break for example."""
    return one_line(text, most).replace("=?", "= ?")


def display_name(text: str, most: int) -> str:
    """The text as the name beside an address: what it holds can never be taken for another address."""
    return header_text("".join(" " if each in SPECIALS else each for each in text), most)


def _is_control(character: str) -> bool:
    """A control character, half of a character, or the end of a line or paragraph?"""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
