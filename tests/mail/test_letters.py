"""Letters in every language, and about people of every name, without a booking to write about."""

from dataclasses import replace
from itertools import product

import pytest
from bs4 import BeautifulSoup

from bot.languages import LANGUAGES
from bot.mail.letters import Letter, letter_of
from bot.mail.messages import message_of
from bot.mail.press import Printed
from bot.scheduling import activity, notices
from bot.scheduling.companies import Company
from bot.scheduling.customers import Customer
from bot.scheduling.mailing import Occasion
from tests.mail.test_calendar import BOOKING, NOW, URL, news_of
from tests.mail.test_messages import ENVELOPE, addresses, read
from tests.mail.writing import PRESS

TO_CUSTOMER = Occasion(
    news=news_of(BOOKING),
    booking=BOOKING,
    provider=None,
    language="en",
    manage_url=URL,
    answers=(),
    company=Company(),
    logo=None,
)
EVENTS = (
    notices.BOOKED,
    notices.MOVED,
    notices.CANCELLED,
    notices.NEW_TIME_ASKED,
    notices.REMINDED,
    notices.MANAGE_LINK,
)
NAMES = {
    "end of a line in other alphabets": "Dana\u2028Bcc: x@evil.example",
    "quotes and commas": 'Dana" <x@evil.example>, "Eve',
    "addresses": "Dana, x@evil.example; y@evil.example",
    "emoji": "Dana 🎉 Ωмега",
    "turned around": "\u202eanaD\u2066",
    "long word": "D" * 200,
    "long, with commas, and not ASCII": "Ünal, " * 33,
    "markup": "<b>Dana</b><script>alert(1)</script>",
    "pattern": "{{ 7 * 7 }} {day} %(day)s",
    "encoded word": "=?utf-8?q?=0d=0aBcc:x@evil.example?=",
}


def named(name: str) -> list[Occasion]:
    """Letters to a Customer and a provider who are both called so, as is all that they know."""
    provider = replace(BOOKING.providers[1], name=name)
    booking = replace(
        BOOKING,
        event_type=name,
        page_name=name,
        customer=Customer(name, BOOKING.customer.email),
        providers=(provider,),
    )
    to_customer = replace(TO_CUSTOMER, booking=booking)
    return [to_customer, replace(to_customer, provider=provider, manage_url="")]


def shape(occasion: Occasion) -> object:
    """All that no name may change."""
    letter = letter_of(occasion)
    message = read(message_of(ENVELOPE, letter, PRESS.printed(letter), None, NOW))
    text, html = (part.get_content() for part in message.iter_parts())
    tags = [tag.name for tag in BeautifulSoup(html, "html.parser").find_all(True)]
    _masthead, *lines, _footer = text.splitlines()
    lines = ["…" if line.startswith(("  ", "https:")) or " · " in line else line for line in lines]
    headers = [addresses(message, header) for header in ("From", "To", "Reply-To")]
    return message.keys(), headers, tags, lines


def test_no_name_changes_a_header_an_address_or_the_layout() -> None:
    shapes = {kind: tuple(map(shape, named(name))) for kind, name in NAMES.items()}

    assert shapes == dict.fromkeys(NAMES, tuple(map(shape, named("Dana"))))


SAME_IN_ALL_LANGUAGES = {
    "",
    "-- ",
    URL,
    "Acme Support",
    "Support call · 30 minutes",  # in French
    "  https://meet.example/ana",
    "  Ana is ill",
}


def said_in(letter: Letter, printed: Printed) -> set[str]:
    return {letter.subject, *printed.text.splitlines()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_customers_are_written_to_in_their_language_throughout(language: str) -> None:
    booking = replace(BOOKING, cancel_reason="Ana is ill")
    for event, by in [*product(EVENTS, [activity.CUSTOMER]), (notices.CANCELLED, "U0BEN")]:
        news = TO_CUSTOMER.news.model_copy(update={"event": event, "by": by, "before": BOOKING.ends})
        english, letter = (
            letter_of(replace(TO_CUSTOMER, booking=booking, news=news, language=each))
            for each in ("en", language)
        )
        printed = PRESS.printed(letter)
        message = message_of(ENVELOPE, letter, printed, None, NOW)

        assert message["Content-Language"].partition("-")[0] == language
        assert f'<html lang="{language}"' in printed.html
        if language != "en":
            same = said_in(letter, printed) & said_in(english, PRESS.printed(english))
            assert same <= SAME_IN_ALL_LANGUAGES


def test_providers_are_told_what_happened_and_who_wanted_it() -> None:
    to_provider = replace(TO_CUSTOMER, provider=BOOKING.providers[1], manage_url="")

    def told(event: str, by: str | None = None) -> tuple[str, str, str]:
        changes = {"event": event, "by": by, "before": BOOKING.ends}
        letter = letter_of(replace(to_provider, news=to_provider.news.model_copy(update=changes)))
        return letter.subject.partition(":")[0], letter.heading, letter.lead

    assert told(notices.BOOKED) == ("Booked", "You have a new booking", "")
    assert told(notices.REMINDED) == ("Reminder", "A meeting of yours is coming up", "")
    assert told(notices.MOVED) == (
        "Moved",
        "A meeting of yours has moved",
        "It was to be on Wednesday, 2 December, 09:30.",
    )
    assert [
        told(notices.CANCELLED, activity.CUSTOMER),
        told(notices.CANCELLED, "U0BEN"),
        told(notices.NEW_TIME_ASKED, "U0BEN"),
    ] == [
        ("Cancelled", "A meeting of yours is cancelled", lead)
        for lead in (
            "The Customer cancelled it.",
            "Somebody on your team cancelled it.",
            "The Customer was asked to pick another time.",
        )
    ]
