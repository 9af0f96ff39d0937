"""The Customer: the outsider who follows a link and books."""

import unicodedata
from dataclasses import dataclass
from typing import Self

from email_validator import EmailNotValidError, validate_email

from bot.scheduling.errors import Invalid
from bot.scheduling.sentences import Sentence

NAME_LENGTH = 200
EMAIL_LENGTH = 254
CONTROL_CHARACTERS = Sentence("Please leave out control characters.")


@dataclass(frozen=True)
class Customer:
    """A name and an email address, as somebody typed them."""

    name: str
    email: str

    @classmethod
    def checked(cls, name: str, email: str) -> Self:
        """Both trimmed and found usable. Raises ``Invalid`` with what is wrong with each."""
        name, email = name.strip(), email.strip()
        problems: dict[str, str | None] = {"name": _name_problem(name), "email": email_problem(email)}
        if told := {field: problem for field, problem in problems.items() if problem}:
            raise Invalid(told)
        return cls(name, email)

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


def masked(email: str) -> str:
    """An address that its owner recognises and nobody else can use: ``d•••@example.com``."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}•••@{domain}"


def unprintable(text: str) -> bool:
    """Does the text hold control characters or halves of characters? Line breaks and tabs do not count."""
    return any(
        unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\r\t" for character in text
    )


def is_one_line(text: str) -> bool:
    """Is it free of line breaks, too, and of all that ``unprintable`` finds?"""
    return not unprintable(text) and not any(character in "\n\r\t" for character in text)


def _name_problem(name: str) -> Sentence | None:
    if not any(each.isprintable() and not each.isspace() for each in name):
        return Sentence("Please enter a name.")
    if len(name) > NAME_LENGTH:
        return Sentence("Please keep the name under {most} characters.", most=NAME_LENGTH)
    if not is_one_line(name):
        return Sentence("Please leave out control characters and line breaks.")
    return None


def email_problem(email: str) -> Sentence | None:
    """What is wrong with an address as somebody typed it."""
    if not email:
        return Sentence("Please enter an email address.")
    if len(email) > EMAIL_LENGTH:
        return Sentence("Please keep the address under {most} characters.", most=EMAIL_LENGTH)
    if unprintable(email):
        return CONTROL_CHARACTERS
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return Sentence("Please enter one full email address, like name@example.com.")
    return None
