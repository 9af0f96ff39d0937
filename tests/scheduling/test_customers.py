"""Names and email addresses as people type them."""

import pytest

from bot.scheduling.customers import Customer, masked
from bot.scheduling.errors import Invalid

NAME = "Please enter a name."
LONG = "Please keep the name under 200 characters."
CONTROL = "Please leave out control characters and line breaks."
ADDRESS = "Please enter one full email address, like name@example.com."


def test_spaces_around_are_not_part_of_it() -> None:
    assert Customer.checked("  Dana Smith ", " dana@customer.example ") == Customer(
        "Dana Smith", "dana@customer.example"
    )


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        pytest.param("", NAME, id="empty"),
        pytest.param("   ", NAME, id="blank"),
        pytest.param("\u200b\u202e", NAME, id="nothing to be seen"),
        pytest.param("x" * 201, LONG, id="too long"),
        pytest.param("x" * 10_000, LONG, id="much too long"),
        pytest.param("Dana\0Smith", CONTROL, id="NUL"),
        pytest.param("Dana\nBcc: all@example.com", CONTROL, id="line break"),
        pytest.param("Dana \ud800", CONTROL, id="half a character"),
    ],
)
def test_unusable_name_is_told(name: str, problem: str) -> None:
    with pytest.raises(Invalid) as refused:
        Customer.checked(name, "dana@customer.example")

    assert refused.value.fields == {"name": problem}


@pytest.mark.parametrize(
    ("email", "problem"),
    [
        pytest.param("", "Please enter an email address.", id="empty"),
        pytest.param("dana.customer.example", ADDRESS, id="no @"),
        pytest.param("dana@", ADDRESS, id="no domain"),
        pytest.param("dana@customer.example, eve@evil.example", ADDRESS, id="two"),
        pytest.param("Dana <dana@customer.example>", ADDRESS, id="display name"),
        pytest.param("dana@customer.example\r\nBcc: eve@evil.example", ADDRESS, id="header injection"),
        pytest.param("dana\0@customer.example", "Please leave out control characters.", id="NUL"),
        pytest.param(
            "d" * 250 + "@customer.example", "Please keep the address under 254 characters.", id="long"
        ),
    ],
)
def test_unusable_email_is_told(email: str, problem: str) -> None:
    with pytest.raises(Invalid) as refused:
        Customer.checked("Dana", email)

    assert refused.value.fields == {"email": problem}


def test_both_problems_are_told_together() -> None:
    with pytest.raises(Invalid) as refused:
        Customer.checked("", "")

    assert refused.value.fields == {"name": NAME, "email": "Please enter an email address."}


@pytest.mark.parametrize(
    ("email", "shown"),
    [("dana@customer.example", "d•••@customer.example"), ('"a@b"@customer.example', '"•••@customer.example')],
)
def test_masked_address_keeps_its_first_letter_and_domain(email: str, shown: str) -> None:
    assert masked(email) == shown
