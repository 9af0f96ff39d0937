"""An address says where a Customer stands; what it says wrongly, it does not say."""

from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import quote
from uuid import UUID

import pytest
from starlette.requests import Request

from bot.scheduling.companies import Company
from bot.scheduling.customers import Customer
from bot.scheduling.offers import FormField, Offer, OfferedEventType
from bot.web.visit import Visit, instant, token_of, visit_of

CALL = OfferedEventType(UUID(int=1), "Call", 30, (FormField("plan", "Plan", required=False),))
ORDER = OfferedEventType(UUID(int=2), "Order", 30, (FormField("order", "Order number", required=True),))
DANA = Customer("Dana Novak", "dana@customer.example")
OPEN = Offer("Acme", None, (CALL, ORDER), "Europe/Madrid", Company())
GENERAL = replace(OPEN, may_skip_form=False)
PERSONAL = Offer("Acme", DANA, (CALL, ORDER), "Europe/Madrid", Company())


def request(address: str) -> Request:
    """A request for ``/o/{address}``, as the server hands it over: the path is decoded, the query is not."""
    token, _, query = address.partition("?")
    return Request(
        {
            "type": "http",
            "path": f"/o/{token}",
            "path_params": {"token": token},
            "query_string": query.encode(),
            "headers": [],
        }
    )


def visit(address: str, offer: Offer = OPEN) -> Visit:
    return visit_of(request(address), "/o/TOKEN", offer)


SPELLINGS = [
    pytest.param("TOKEN", None, id="not at all"),
    pytest.param("TOKEN?skip=1", "1", id="as made"),
    pytest.param("TOKEN?skip=0", "0", id="changed"),
    pytest.param("TOKEN?skip=1&skip=0", "0", id="appended"),
    pytest.param("TOKEN?skip=0&skip=1", "1", id="appended to switch back"),
    pytest.param("TOKEN&skip=0", "0", id="straight after the token"),
    pytest.param("TOKEN&skip=0?skip=1", "1", id="after the token, then as made"),
    pytest.param("TOKEN&skip=1?skip=0", "0", id="after the token, then changed"),
    pytest.param("TOKEN?time_zone=UTC&skip=0", "0", id="after something else"),
]


@pytest.mark.parametrize(("address", "skip"), SPELLINGS)
def test_last_skip_in_the_address_wins(address: str, skip: str | None) -> None:
    assert (token_of(request(address)), visit(address).skip) == ("TOKEN", skip)


@pytest.mark.parametrize(("address", "_skip"), SPELLINGS)
def test_general_link_shows_the_form_whatever_its_address_says(address: str, _skip: str | None) -> None:
    named = f"{address}{'&' if '?' in address else '?'}name=Dana+Novak&email=dana@customer.example"
    found = visit(named, GENERAL)

    assert (found.customer_without_form(GENERAL, CALL), found.customer) == (None, DANA)


@pytest.mark.parametrize(("address", "skip"), SPELLINGS)
def test_personalized_link_shows_the_form_only_for_skip_0(address: str, skip: str | None) -> None:
    known = visit(address, PERSONAL).customer_without_form(PERSONAL, CALL)

    assert known == (None if skip == "0" else DANA)


@pytest.mark.parametrize(
    ("query", "known"),
    [
        pytest.param(
            "skip=1&name=Eli+Roth&email=eli@x.example", Customer("Eli Roth", "eli@x.example"), id="both"
        ),
        pytest.param("name=Eli+Roth&email=eli@x.example", None, id="without skip"),
        pytest.param("skip=1&name=Eli+Roth&email=eli@x.example&skip=0", None, id="with skip taken back"),
        pytest.param("skip=1&name=Eli+Roth", None, id="no email"),
        pytest.param("skip=1&name=Eli+Roth&email=eli", None, id="no good email"),
        pytest.param("skip=1&name=+&email=eli@x.example", None, id="blank name"),
    ],
)
def test_other_link_skips_the_form_with_a_good_name_and_email(query: str, known: Customer | None) -> None:
    assert visit(f"TOKEN?{query}").customer_without_form(OPEN, CALL) == known


@pytest.mark.parametrize(
    ("offer", "query"), [(PERSONAL, "skip=1"), (OPEN, "skip=1&name=Eli&email=eli@x.example")]
)
def test_mandatory_fields_always_show_the_form(offer: Offer, query: str) -> None:
    assert visit(f"TOKEN?{query}", offer).customer_without_form(offer, ORDER) is None


def test_token_of_a_personalized_link_does_not_say_who_it_is_for() -> None:
    seen = visit("TOKEN?skip=1&name=Eli&email=eli@x.example&company=Acme", PERSONAL)

    assert (seen.prefill, seen.customer_without_form(PERSONAL, CALL)) == ({"company": "Acme"}, DANA)


def test_prefill_is_of_known_fields_only() -> None:
    names = ["name", "email", "company", "phone", "mobile", "subject", "note", "location", "plan", "order"]
    query = "&".join(f"{name}=x" for name in [*names, "utm_source", "event_types", "constructor"])

    assert visit(f"TOKEN?{query}").prefill == dict.fromkeys(names, "x")


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("company", 100, 100),
        ("company", 101, 100),
        ("plan", 101, 100),
        ("subject", 200, 200),
        ("note", 201, 200),
    ],
)
def test_prefill_is_cut_at_its_limit(name: str, given: int, kept: int) -> None:
    assert visit(f"TOKEN?{name}={'ä' * given}").prefill == {name: "ä" * kept}


@pytest.mark.parametrize(("length", "kept"), [(2000, True), (2001, False)])
def test_address_that_is_too_long_fills_in_nothing(length: int, kept: bool) -> None:
    address = "TOKEN?company=Acme&padding="
    address += "x" * (length - len("/o/" + address))

    assert bool(visit(address).prefill) == kept


def test_address_that_is_long_fills_in_the_same_at_every_step() -> None:
    first = visit(f"TOKEN?note={quote('漢' * 200)}&company={'x' * 100}")

    later = visit(first.href(event_type=str(CALL.id), start="2026-12-02T09:00:00Z").removeprefix("/o/"))

    assert later.prefill == first.prefill == {"note": "漢" * 200, "company": "x" * 100}


@pytest.mark.parametrize("value", ["%00", "a%00b", "%1b"])
def test_control_characters_fill_in_nothing(value: str) -> None:
    assert visit(f"TOKEN?company={value}").prefill == {}


@pytest.mark.parametrize(
    ("query", "zone", "known"),
    [
        ("", "Europe/Madrid", False),
        ("time_zone=Asia/Kathmandu", "Asia/Kathmandu", True),
        ("time_zone=Asia%2FKathmandu", "Asia/Kathmandu", True),
        ("time_zone=Asia/Katmandu", "Asia/Kathmandu", True),
        ("time_zone=Mars/Olympus", "Europe/Madrid", False),
        ("time_zone=../../etc/passwd", "Europe/Madrid", False),
        ("time_zone=%00", "Europe/Madrid", False),
        ("time_zone=", "Europe/Madrid", False),
    ],
)
def test_zone_is_the_asked_one_or_the_providers(query: str, zone: str, known: bool) -> None:
    seen = visit(f"TOKEN?{query}")

    assert (seen.zone.key, seen.zone_is_known) == (zone, known)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-12-01T09:00:00Z", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("2026-12-01T10:00:00+01:00", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("2026-12-01T09:00:00", None),
        ("2026-12-01", None),
        ("1764579600", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("\x00", None),
        ("\ud800", None),
        ("٢٠٢٦-12-01T09:00:00Z", None),
        ("", None),
    ],
)
def test_instant_is_read_only_with_its_offset(text: str, read: datetime | None) -> None:
    assert instant(text) == read


UNREADABLE = [
    "start=2026-12-02T09:00:00",
    "start=%00",
    "start=" + "[" * 3000,
    "from=9999-12-31",
    "from=0001-01-01",
    "from=2026-02-30",
    "from=soon",
    "event_type=x",
    "event_type=%00",
    "booking_page=x",
    "&&&===&;;;?",
    "%",
]


def test_what_cannot_be_read_was_not_said() -> None:
    read = {query: visit(f"TOKEN?request_id=1&{query}") for query in UNREADABLE}

    assert read == dict.fromkeys(UNREADABLE, visit("TOKEN?request_id=1"))


def test_steps_carry_skip_last_and_nothing_that_was_not_said() -> None:
    seen = visit("TOKEN?skip=1&company=A%26B&utm=x&from=2026-12-07", PERSONAL)

    assert seen.href(event_type="1") == (
        f"/o/TOKEN?event_type=1&company=A%26B&request_id={seen.request_id}&skip=1"
    )
    assert seen.first_day == date(2026, 12, 7)
