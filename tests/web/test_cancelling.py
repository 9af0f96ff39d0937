"""The Customer cancels on the web: asked once more, told why not, and never by a program that only looks."""

import pytest

from storage.models import BookingStatus, RuleType
from tests.databases import on_sqlite
from tests.web.site import BASE_URL, BROWSER, SCRIPT, Site, madrid

pytestmark = on_sqlite


async def status(site: Site) -> BookingStatus:
    [booking] = await site.all_bookings()
    return booking.status


async def test_customer_cancels_in_two_steps(anywhere: Site) -> None:
    manage = await anywhere.booked()

    asked = await anywhere.see_form(await anywhere.see(manage), "Cancel meeting")
    before = await status(anywhere)
    done = await anywhere.post_form(asked, "Cancel meeting", reason="It works again")

    assert (asked.heading, asked.form("Cancel meeting").labels) == ("Cancel this meeting?", ["Reason"])
    assert (before, await status(anywhere)) == (BookingStatus.SCHEDULED, BookingStatus.CANCELLED)
    assert (done.heading, "Reason It works again" in done.words) == ("Your meeting is cancelled", True)


async def test_customer_can_keep_the_meeting(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    asked = await one_meeting.see(f"{manage}/cancel?lang=en")

    assert asked.links["Keep the meeting"] == f"{manage}?lang=en"


async def test_script_cancels(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    answer = await one_meeting.post_json(f"{manage}/cancel", {"reason": "It works again"})

    assert (answer.status_code, answer.json()["manage_url"]) == (200, BASE_URL + manage)
    assert answer.json()["booking"]["status"] == "cancelled"
    assert (await one_meeting.told())[-1] == "cancelled"


async def test_nothing_need_be_sent_to_cancel(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    answer = await one_meeting.client.post(f"{manage}/cancel", headers=SCRIPT)

    assert answer.json()["booking"]["status"] == "cancelled"


async def test_cancelling_twice_cancels_once_and_ends_on_the_cancelled_booking(one_meeting: Site) -> None:
    """As after a double click."""
    manage = await one_meeting.booked()
    asked = await one_meeting.see(f"{manage}/cancel")

    await one_meeting.post_form(asked, "Cancel meeting")
    again = await one_meeting.post_form(asked, "Cancel meeting")
    script = await one_meeting.post_json(f"{manage}/cancel", {})

    assert (again.status, again.heading, again.notice) == (
        409,
        "Your meeting is cancelled",
        "This meeting was cancelled already.",
    )
    assert (script.status_code, script.json()["error"]) == (409, "not_allowed")
    assert (await one_meeting.told()).count("cancelled") == 1


@pytest.mark.parametrize(
    ("wanted", "labels", "hints"),
    [("required", ["Reason"], 0), ("optional", ["Reason"], 1), ("none", [], 0)],
)
async def test_reason_is_asked_for_as_the_policy_says(
    one_meeting: Site, wanted: str, labels: list[str], hints: int
) -> None:
    manage = await one_meeting.booked()
    await one_meeting.change_bookings(policy={"cancel": 0, "reschedule": 0, "reason": wanted})

    asked = await one_meeting.see(f"{manage}/cancel")

    assert asked.form("Cancel meeting").labels == labels
    assert asked.words.count("optional") == hints


async def test_reason_that_cannot_be_kept_is_told_at_its_field(one_meeting: Site) -> None:
    typed, problem = "a\x07b", "Please leave out control characters."
    manage = await one_meeting.booked()
    asked = await one_meeting.see(f"{manage}/cancel")

    again = await one_meeting.post_form(asked, "Cancel meeting", reason=typed)
    script = await one_meeting.post_json(f"{manage}/cancel", {"reason": typed})

    assert (again.status, again.form("Cancel meeting").error("Reason")) == (422, problem)
    assert again.form("Cancel meeting").values["Reason"] == typed
    assert (script.status_code, script.json()["fields"]) == (422, {"reason": problem})
    assert await status(one_meeting) == BookingStatus.SCHEDULED


NOT_NOW = (
    "Nothing can be changed or cancelled here at the moment. Please write to the people you booked with."
)
LATE = "Cancelling this meeting was possible until 1 hour before it."


@pytest.mark.parametrize(
    ("policy", "hour", "reason"),
    [
        ({"cancel": 60, "reschedule": 0}, 9, None),
        (
            {"cancel": 61, "reschedule": 0},
            9,
            "Cancelling this meeting was possible until 61 minutes before it.",
        ),
        (
            {"cancel": None, "reschedule": 0},
            8,
            "This meeting cannot be changed here. Please write to the people you booked with.",
        ),
        ({"cancel": 0, "reschedule": 0}, 11, "This meeting has already begun."),
    ],
    ids=["at the deadline still", "after the deadline", "never", "after the start"],
)
async def test_policy_binds_the_customer(
    one_meeting: Site, policy: dict[str, int | None], hour: int, reason: str | None
) -> None:
    manage = await one_meeting.booked()
    await one_meeting.change_bookings(policy=policy)
    one_meeting.present.now = madrid(hour)

    asked = await one_meeting.see(f"{manage}/cancel")
    script = await one_meeting.post_json(f"{manage}/cancel", {})

    if reason is None:
        assert (asked.heading, script.status_code) == ("Cancel this meeting?", 200)
    else:
        assert (asked.status, asked.heading, asked.notice) == (409, "You are booked", reason)
        assert asked.words.count(reason) == 1
        told = script.json()
        assert (script.status_code, told["error"], reason in told["message"]) == (409, "not_allowed", True)
        assert await status(one_meeting) == BookingStatus.SCHEDULED


async def test_booking_of_a_static_page_is_cancelled(one_meeting: Site) -> None:
    manage = await one_meeting.booked()
    await one_meeting.change_page(rule_type=RuleType.STATIC)

    done = await one_meeting.post_form(await one_meeting.see(f"{manage}/cancel"), "Cancel meeting")

    assert done.heading == "Your meeting is cancelled"


async def test_page_that_accepts_no_bookings_lets_nobody_cancel(one_meeting: Site) -> None:
    manage = await one_meeting.booked()
    await one_meeting.change_page(accepts_bookings=False)

    asked = await one_meeting.see(f"{manage}/cancel")
    script = await one_meeting.post_json(f"{manage}/cancel", {})

    assert (asked.status, asked.notice) == (409, NOT_NOW)
    assert script.status_code == 409
    assert await status(one_meeting) == BookingStatus.SCHEDULED


@pytest.mark.parametrize("path", ["cancel", "reschedule"])
async def test_no_other_site_changes_a_booking(one_meeting: Site, path: str) -> None:
    manage = await one_meeting.booked()

    answer = await one_meeting.client.post(
        f"{manage}/{path}", headers=BROWSER | {"Origin": "https://evil.example"}
    )

    assert (answer.status_code, await status(one_meeting)) == (403, BookingStatus.SCHEDULED)


UNREADABLE = {b"[]": "application/json", b"x": "text/plain"}


@pytest.mark.parametrize("path", ["cancel", "reschedule"])
async def test_what_cannot_be_read_is_refused(one_meeting: Site, path: str) -> None:
    manage = await one_meeting.booked()

    told = {}
    for body, kind in UNREADABLE.items():
        headers = SCRIPT | {"Content-Type": kind}
        answer = await one_meeting.client.post(f"{manage}/{path}", content=body, headers=headers)
        told[body] = (answer.status_code, answer.json()["error"])

    assert told == dict.fromkeys(UNREADABLE, (422, "invalid"))
    assert await status(one_meeting) == BookingStatus.SCHEDULED
