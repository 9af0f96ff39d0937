"""What people type into a form, the entries it makes, and how it is read back in full."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.scheduling import spans
from bot.scheduling.catalog import forms, texts
from bot.scheduling.catalog.inputs import Directory
from bot.scheduling.catalog.kept import Value
from bot.scheduling.errors import Invalid
from bot.scheduling.setup_file.document import (
    BookingPageEntry,
    EventTypeEntry,
    LinksEntry,
    MasterPageEntry,
    PoolEntry,
    RuleEntry,
)
from tests.scheduling.test_setup_document import BOOKING_PAGES, EVENT_TYPES, LINKS
from tests.thoroughness import examples

KNOWN = Directory(
    event_types={"1": "Support call", "2": "Onboarding"},
    booking_pages={"3": "ana", "4": "Ben"},
    pools={"5": "Tier 2"},
)
ANA: dict[str, Value] = {"name": "Ana Prieto", "link": "ana", "owner": "U0ANA", "time_zone": "Europe/Madrid"}
NINE_TO_FIVE = ((540, 1020),)


def problems_of(form: forms.Form[EventTypeEntry], typed: dict[str, str]) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        form.read(typed, KNOWN)
    return refusal.value.fields


@settings(max_examples=examples(12, thorough=2500))
@given(EVENT_TYPES)
def test_event_type_reads_back_as_it_was_typed(written: dict[str, object]) -> None:
    entry = EventTypeEntry.model_validate(written)
    assert forms.EVENT_TYPE.read(forms.EVENT_TYPE.write(entry, KNOWN), KNOWN) == entry


@settings(max_examples=examples(12, thorough=2500))
@given(BOOKING_PAGES)
def test_booking_page_reads_back_as_it_was_typed(written: dict[str, object]) -> None:
    entry = BookingPageEntry.model_validate(written | {"event_types": ["Onboarding", "Support call"]})
    assert forms.BOOKING_PAGE.read(forms.BOOKING_PAGE.write(entry, KNOWN), KNOWN) == entry


@given(LINKS)
def test_policy_for_links_reads_back_as_it_was_typed(written: dict[str, object]) -> None:
    entry = LinksEntry.model_validate(written)
    assert forms.LINKS.read(forms.LINKS.write(entry, KNOWN), KNOWN) == entry


def test_pool_reads_back_as_it_was_typed() -> None:
    typed: dict[str, Value] = {
        "name": "Tier 2",
        "distribution": "priority",
        "automatic_correction": "false",
        "count_no_shows": "true",
        "members": ("4", "3"),
        "priorities": "Ben: 2",
    }
    entry = forms.POOL.read(typed, KNOWN)

    assert entry == PoolEntry.model_validate(
        {
            "name": "Tier 2",
            "distribution": "priority",
            "automatic_correction": "no",
            "count_no_shows": "yes",
            "members": [{"page": "Ben", "priority": "2"}, {"page": "ana"}],
        }
    )
    assert forms.POOL.write(entry, KNOWN) == typed


def test_members_are_called_by_name_or_by_link_where_two_share_it() -> None:
    names = {"ana": "Ana Prieto", "Ben": "Sam", "sam": "sam"}
    known = replace(KNOWN, booking_pages={**KNOWN.booking_pages, "6": "sam"}, page_names=names)
    typed: dict[str, Value] = {"name": "Tier 2", "members": ("3", "4", "6")}

    pool = forms.POOL.read({**typed, "priorities": "ana prieto 2\nben: 3\nSAM: 4"}, known)

    assert [member.priority for member in pool.members] == [2, 3, 4]
    assert forms.POOL.write(pool, known)["priorities"] == "Ana Prieto: 2\nBen: 3\nsam: 4"


def test_master_page_and_rule_read_back_as_they_were_typed() -> None:
    page: dict[str, Value] = {
        "name": "Acme Sales",
        "label": "Sales",
        "link": "sales",
        "rule_type": "static",
        "accept_bookings": "true",
        "booking_pages": ("4", "3"),
    }
    rule: dict[str, Value] = {"event_type": "2", "primary": "pool:5", "additional": ("page:4", "page:3")}

    assert forms.MASTER_PAGE.write(forms.MASTER_PAGE.read(page, KNOWN), KNOWN) == page
    assert forms.RULE.write(forms.RULE.read(rule, KNOWN), KNOWN) == rule


def test_what_is_not_handed_over_is_at_its_default() -> None:
    assert forms.EVENT_TYPE.read({"name": "Call"}, KNOWN) == EventTypeEntry(name="Call")
    assert forms.MASTER_PAGE.read({"name": "Acme"}, KNOWN) == MasterPageEntry(name="Acme")
    assert forms.BOOKING_PAGE.read(ANA, KNOWN) == BookingPageEntry.model_validate(ANA)


def test_what_is_left_blank_is_at_its_default_and_a_list_is_empty() -> None:
    blank = dict.fromkeys(forms.EVENT_TYPE.keys, "") | {"name": "Call", "slots.start": "0"}
    assert forms.EVENT_TYPE.read(blank, KNOWN) == EventTypeEntry(name="Call", reminders=())

    closed = forms.BOOKING_PAGE.read(ANA | {"weekly.mon": "9-17", "weekly.tue": " "}, KNOWN)
    assert closed.weekly.days == (NINE_TO_FIVE, (), (), (), (), (), ())


@pytest.mark.parametrize(
    ("key", "typed", "read_back"),
    [
        ("minutes", "45", "45"),
        ("minutes", "60 min", "60"),
        ("minutes", "1 hour", "60"),
        ("slots.every", "15", "15m"),
        ("buffers.before", "5", "5m"),
        ("buffers.after", "10 minutes", "10m"),
        ("notice", "2 weeks", "14d"),
        ("notice", "2 business days", "2 business days"),
        ("horizon", "6 Weeks", "42d"),
        ("horizon", "14 days", "14d"),
        ("horizon", "1 Dec to 31 Dec 2026", "2026-12-01 to 2026-12-31"),
        ("policy.cancel", "until 4 hours before", "until 4h"),
        ("policy.cancel", "2 weeks before the start", "until 14d"),
        ("policy.cancel", "Any time", "any time"),
        ("reminders", "1 week before, 2 hours", "7d, 2h"),
    ],
)
def test_durations_are_read_as_people_write_them(key: str, typed: str, read_back: str) -> None:
    entry = forms.EVENT_TYPE.read({"name": "Call", key: typed}, KNOWN)

    assert forms.EVENT_TYPE.write(entry, KNOWN)[key] == read_back


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("soon", "'soon' is no duration: write one as 14d or 5 business days."),
        ("30m", "'30m' should be a number of whole days, like 14d or 5 business days."),
    ],
)
def test_lifetime_of_links_is_asked_for_in_what_it_takes(typed: str, told: str) -> None:
    with pytest.raises(Invalid) as refusal:
        forms.LINKS.read({"expire": typed}, KNOWN)

    assert refusal.value.fields == {"expire": told}


HOURS = {
    "9-13, 14-17": "09:00-13:00, 14:00-17:00",
    "1 to 5": "13:00-17:00",
    "1-5, 6-8": "13:00-17:00, 18:00-20:00",
    "1-17": "13:00-17:00",
    "5-13": "05:00-13:00",
    "5-1": "05:00-13:00",
    "6-2": "06:00-14:00",
    "01:00-05:00": "01:00-05:00",
    "1am-5am": "01:00-05:00",
    "9:30-17": "09:30-17:00",
    "22-2": "22:00-02:00",
    "14-17; 9 \N{EN DASH} 13": "09:00-13:00, 14:00-17:00",
    "9-13\n14-17": "09:00-13:00, 14:00-17:00",
    "9am-12:30pm, 1.30 PM - 5 p.m.": "09:00-12:30, 13:30-17:00",
    "12am-12pm": "00:00-12:00",
    "0-24": "00:00-24:00",
    "": "",
    "  ": "",
    "Closed": "",
    "Off": "",
    "9 to 5": "09:00-17:00",
    "9-5": "09:00-17:00",
    "9:00 - 5:00": "09:00-17:00",
    "9:00 \N{EN DASH} 17:00": "09:00-17:00",
    "9am-5pm": "09:00-17:00",
    "9-5pm": "09:00-17:00",
    "1-5pm": "13:00-17:00",
    "11-1pm": "11:00-13:00",
    "9am-5": "09:00-17:00",
    "8-8": "08:00-20:00",
    "1-5": "13:00-17:00",
    "12-3": "12:00-15:00",
    "9-12 And 1 until 5pm": "09:00-12:00, 13:00-17:00",
    "9-12, 1-3 and 3:30-6": "09:00-12:00, 13:00-15:00, 15:30-18:00",
    "14-17, 1-5": "01:00-05:00, 14:00-17:00",
    "9-13 & 14-17": "09:00-13:00, 14:00-17:00",
    "10pm to 2": "22:00-02:00",
    "10pm-12": "22:00-24:00",
    "18-9": "18:00-09:00",
    "09:00-05:00": "09:00-05:00",
    "09:00 to 05:00": "09:00-05:00",
    "11:00-10:00": "11:00-10:00",
}


def test_hours_are_typed_as_people_do_and_read_back_in_full() -> None:
    assert {typed: read_back("weekly.fri", typed) for typed in HOURS} == HOURS


def read_back(key: str, typed: str) -> Value:
    """What a Booking page's input holds once something was typed in it, and saved."""
    page = forms.BOOKING_PAGE.read(ANA | {key: typed}, replace(KNOWN, today=date(2026, 11, 29)))
    written = forms.BOOKING_PAGE.write(page, KNOWN)
    assert forms.BOOKING_PAGE.read(written, KNOWN) == page
    return written[key]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("9-25", "'09:00-25:00' should lie between 00:00 and 24:00."),
        ("9 to noon", "'9 to noon' should be hours such as 09:00-13:00."),
        ("16-9", "'16-9' would end on the next day, after 17 hours: if so, write 16:00-09:00."),
        ("9-05", "'9-05' would end on the next day, after 20 hours: if so, write 09:00-05:00."),
        ("9", "'9' should be hours such as 09:00-13:00."),
        ("13am-2pm", "'13am' is no time: write 17:00, or 5pm."),
        ("9:60-17", "'9:60' is no time: an hour has 60 minutes."),
        ("9-13, 12-14", "09:00-13:00 and 12:00-14:00 overlap: write them as one, or apart."),
        ("09:00-09:00", "'09:00-09:00' begins where it ends: write the whole day as 00:00-24:00."),
    ],
)
def test_hours_that_cannot_be_are_told_at_their_day(typed: str, problem: str) -> None:
    with pytest.raises(Invalid) as refusal:
        forms.BOOKING_PAGE.read(ANA | {"weekly.fri": typed, "weekly.mon": "9-17"}, KNOWN)
    assert refusal.value.fields == {"weekly.fri": problem}


@pytest.mark.parametrize(
    "typed", [{"name": "Hi", "link": "a b"}, {"name": "\N{CJK UNIFIED IDEOGRAPH-55B6}", "label": "x" * 500}]
)
def test_link_that_no_name_makes_is_told_as_any_other_problem(typed: dict[str, str]) -> None:
    _, problems = forms.MASTER_PAGE.examined(typed, KNOWN)

    assert [key for key, _ in problems] == list(typed)[1:]


@given(st.integers(0, 287), st.integers(1, 287))
def test_hours_said_in_full_are_meant_so(start: int, length: int) -> None:
    written = spans.hours_written((5 * start, 5 * (start + length)))

    assert texts.hours(written) == [written]
    assert texts.hours(written.replace("-", " to ")) == [written]


def test_dates_are_a_line_each_and_days_in_a_row_are_one() -> None:
    typed = (
        "2026-12-27 10-12, 14-15\n\n2026-12-24: Closed\n2026-12-25\n2026-12-26:closed\n"
        "2027-01-01 to 2027-01-02: 9-12"
    )
    page = forms.BOOKING_PAGE.read(ANA | {"dates": typed}, KNOWN)

    assert {day.isoformat(): hours for day, hours in page.dates.items()} == {
        "2026-12-24": (),
        "2026-12-25": (),
        "2026-12-26": (),
        "2026-12-27": ((600, 720), (840, 900)),
        "2027-01-01": ((540, 720),),
        "2027-01-02": ((540, 720),),
    }
    assert forms.BOOKING_PAGE.write(page, KNOWN)["dates"] == (
        "2026-12-24 to 2026-12-26: closed\n"
        "2026-12-27: 10:00-12:00, 14:00-15:00\n"
        "2027-01-01 to 2027-01-02: 09:00-12:00"
    )


DATES = {
    "24 Dec: closed": "2026-12-24: closed",
    "24 Dec 10-12": "2026-12-24: 10:00-12:00",
    "Dec 25: off": "2026-12-25: closed",
    "29 nov": "2026-11-29: closed",
    "28 November": "2027-11-28: closed",
    "Sept. 7: 9-5": "2027-09-07: 09:00-17:00",
    "7 Dec 2026": "2026-12-07: closed",
    "December 7th, 2027: off": "2027-12-07: closed",
    "Thursday 24 December 2026: off": "2026-12-24: closed",
    "29 feb": "2028-02-29: closed",
    "25/12/2026": "2026-12-25: closed",
    "12/25/2026": "2026-12-25: closed",
    "5.12.2026": "2026-12-05: closed",
    "24-26 Dec: closed": "2026-12-24 to 2026-12-26: closed",
    "30 Dec to 2 Jan: closed": "2026-12-30 to 2027-01-02: closed",
    "Jul 1 - Jul 2, 2028: closed": "2028-07-01 to 2028-07-02: closed",
}


def test_dates_are_typed_as_people_write_them() -> None:
    assert {typed: read_back("dates", typed) for typed in DATES} == DATES


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("5/12/2026", "'5/12/2026' can be two dates: write 2026-12-05, or the other."),
        ("31 Feb", "'31 Feb' should be a date such as 24 Dec or 2026-12-24."),
        ("31 Feb 2027", "'2027-02-31' should be a date such as 2026-12-24."),
        ("1 Ju", "'1 Ju' should be a date and hours, such as 24 Dec: 09:00-13:00."),
        ("1 Decembre", "'1 Decembre' should be a date such as 24 Dec or 2026-12-24."),
    ],
)
def test_what_is_no_date_is_refused(typed: str, problem: str) -> None:
    with pytest.raises(Invalid) as refusal:
        forms.BOOKING_PAGE.read(ANA | {"dates": typed}, replace(KNOWN, today=date(2026, 11, 29)))

    assert refusal.value.fields == {"dates": problem}


def test_years_of_closed_days_read_back() -> None:
    days = {
        date(2026, 1, 1) + timedelta(days=ahead): list[str]() for ahead in range(2 * texts.LONGEST_RANGE + 1)
    }
    written = texts.dates_written(days)

    assert written == (
        "2026-01-01 to 2028-09-26: closed\n2028-09-27 to 2031-06-23: closed\n2031-06-24: closed"
    )
    assert texts.dates(written, date.min) == {day.isoformat(): [] for day in days}


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("Christmas", "'Christmas' should be a date and hours, such as 24 Dec: 09:00-13:00."),
        ("2026-13-01", "'2026-13-01' should be a date such as 2026-12-24."),
        ("2026-12-24\n2026-12-23 to 2026-12-25", "2026-12-24 stands here twice."),
        (
            "2026-12-24 to 2026-12-01: closed",
            "'2026-12-24 to 2026-12-01: closed' should run forward, over at most 1000 days.",
        ),
        (
            "2026-12-24 - 2199-12-24",
            "'2026-12-24 - 2199-12-24' should run forward, over at most 1000 days.",
        ),
        ("2026-12-24: 9-25", "2026-12-24: '09:00-25:00' should lie between 00:00 and 24:00."),
    ],
)
def test_dates_that_cannot_be_are_told(typed: str, problem: str) -> None:
    with pytest.raises(Invalid) as refusal:
        forms.BOOKING_PAGE.read(ANA | {"dates": typed}, KNOWN)
    assert refusal.value.fields == {"dates": problem}


def test_every_bad_line_of_dates_is_told() -> None:
    typed = "Christmas\n2026-12-24: 9-25, soon\n2026-12-26: 9 to 5\n2026-12-26\n2026-02-30: closed"

    with pytest.raises(Invalid) as refusal:
        forms.BOOKING_PAGE.read(ANA | {"dates": typed}, KNOWN)

    assert refusal.value.fields == {
        "dates": (
            "'Christmas' should be a date and hours, such as 24 Dec: 09:00-13:00."
            " 2026-12-24: '09:00-25:00' should lie between 00:00 and 24:00."
            " 2026-12-24: 'soon' should be hours such as 09:00-13:00."
            " 2026-12-26 stands here twice."
            " '2026-02-30' should be a date such as 2026-12-24."
        )
    }


def test_form_fields_are_a_line_each() -> None:
    typed = (
        "Order number (required)\nlogs: Where to find the logs\n注文番号\nname_2: Name: the second (Optional)"
    )
    entry = forms.EVENT_TYPE.read({"name": "Call", "fields": typed}, KNOWN)

    assert forms.EVENT_TYPE.write(entry, KNOWN)["fields"] == (
        "order_number: Order number (required)\n"
        "logs: Where to find the logs (optional)\n"
        "field_3: 注文番号 (optional)\n"
        "name_2: Name: the second (optional)"
    )


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"name": ""}, {"name": "Should not be blank."}),
        ({"minutes": "31"}, {"minutes": "'31' should be a multiple of 5 from 5 to 1440."}),
        (
            {"minutes": "0", "notice": "soon"},
            {
                "minutes": "'0' should be a multiple of 5 from 5 to 1440.",
                "notice": "'soon' is no duration: write one as 4h or 2 business days.",
            },
        ),
        ({"booking": "maybe"}, {"booking": "Should be 'automatic' or 'approval'."}),
        ({"sessions": "2"}, {"sessions": "Should be single, or {package: N} for a package of N sessions."}),
        ({"slots.every": "7m"}, {"slots.every": "'7m' should be a multiple of 5 minutes, 24h at most."}),
        ({"slots.start": "0, 7"}, {"slots.start": "'7' should be a multiple of 5 from 0 to 55."}),
        ({"slots.start": ""}, {"slots.start": "Should list at least one."}),
        ({"caps.week": "many"}, {"caps.week": "'many' should be a whole number from 1 to 1000."}),
        (
            {"policy.cancel": "until 5m"},
            {"policy.cancel": "'until 5m' should be from 15 minutes to 14 days before."},
        ),
        (
            {"horizon": "2026-12-02 to 2026-12-01"},
            {"horizon": "2026-12-02 comes after 2026-12-01: the earlier date goes first."},
        ),
        ({"minutes": "soon"}, {"minutes": "'soon' is no duration: write one as 30 or 1h."}),
        (
            {"horizon": "2026-13-02 to 2026-12-01"},
            {"horizon": "'2026-13-02' should be a date such as 2026-12-24."},
        ),
        (
            {"fields": "email: Your email"},
            {"fields": "'email' is a name that every Booking form uses itself: choose another."},
        ),
        ({"fields": "a: A\na: B"}, {"fields": "'a' should stand here only once."}),
        ({"reminders": "30d"}, {"reminders": "'30d' should be from 5 minutes to 14 days before."}),
        ({"reminders": "1h,2h,3h,4h,5h,6h"}, {"reminders": "Should list at most 5, not 6."}),
        ({"colour": "red"}, {"colour": "There is no such input."}),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_at_its_input(typed: dict[str, str], problems: dict[str, str]) -> None:
    assert problems_of(forms.EVENT_TYPE, {"name": "Call"} | typed) == problems


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"members": ("3", "9")}, {"members": "Is no longer in use: pick another."}),
        ({"members": ()}, {"members": "Should list at least one."}),
        ({"priorities": "zoe: 2"}, {"priorities": "'zoe' is no member of this pool."}),
        (
            {"priorities": "ana"},
            {"priorities": "'ana' should be a member and its priority, such as 'Priya Nair: 2'."},
        ),
        ({"priorities": "ana 0"}, {"priorities": "'0' should be a whole number from 1 to 100."}),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_pool_is_told(typed: dict[str, Value], problems: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refusal:
        forms.POOL.read({"name": "Tier 2", "members": ("3",), **typed}, KNOWN)
    assert refusal.value.fields == problems


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({}, {"primary": "Should not be blank."}),
        ({"primary": ""}, {"primary": "Should not be blank."}),
        ({"primary": "pool:3"}, {"primary": "Is no longer in use: pick another."}),
        ({"primary": "who:3"}, {"primary": "Is no longer in use: pick another."}),
        (
            {"primary": "page:3", "additional": ("page:9",)},
            {"additional": "Is no longer in use: pick another."},
        ),
    ],
    ids=str,
)
def test_primary_team_member_is_required(typed: dict[str, Value], problems: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refusal:
        forms.RULE.read({"event_type": "1", **typed}, KNOWN)
    assert refusal.value.fields == problems


def test_rule_is_read_as_the_company_file_has_it() -> None:
    rule: dict[str, Value] = {"event_type": "1", "primary": "page:3", "additional": ("pool:5",)}
    assert forms.RULE.read(rule, KNOWN) == RuleEntry.model_validate(
        {"event_type": "Support call", "primary": {"page": "ana"}, "additional": [{"pool": "Tier 2"}]}
    )


@given(
    st.sampled_from(["weekly.mon", "dates", "email", "link", "event_types"]),
    st.text(max_size=40),
)
def test_whatever_is_typed_is_read_or_told_at_its_input(key: str, typed: str) -> None:
    try:
        page = forms.BOOKING_PAGE.read(ANA | {key: typed}, KNOWN)
    except Invalid as refusal:
        told = list(refusal.fields)
    else:
        told = [key] if forms.BOOKING_PAGE.read(forms.BOOKING_PAGE.write(page, KNOWN), KNOWN) == page else []
    assert told == [key]
