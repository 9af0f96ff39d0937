"""What Users do with a meeting from its card, and with a link that its Customer cannot use any more."""

from datetime import UTC, datetime

from sqlalchemy import select

from bot.scheduling.booking_views import BookingView
from bot.scheduling.changes import BookingChanges
from bot.scheduling.new_time_requests import NewTimeRequests
from bot.scheduling.people import Person
from bot.scheduling.permissions import NOT_BEGUN, NOT_YOURS, STATIC_NOW
from bot.scheduling.policy import STATIC
from bot.slack import cards, meetings
from storage.models import Booking, BookingStatus, RuleType
from tests.databases import on_sqlite
from tests.delivering import deliver_due
from tests.slack.fake_slack import PARENT
from tests.slack.office import DANA, Office, token_of
from tests.slack.posted import Posted

pytestmark = on_sqlite  # what differs between databases lies below this door

COMING = "[Cancel meeting] [Ask for another time]"


async def books(office: Office) -> tuple[Posted, BookingView]:
    """Ben makes a link and Dana books with it. The card, as it is then."""
    url = await office.makes_link("U0BEN", customer=DANA)
    booking = await office.customer_books(url)
    return office.slack.posts()[0], booking


async def status(office: Office) -> BookingStatus:
    async with office.database.reading() as session:
        return (await session.scalars(select(Booking.status))).one()


def last_line(message: Posted) -> str:
    return message.shown.splitlines()[-1]


def opened(office: Office) -> list[str]:
    """The forms that were opened after the one in which the link was made."""
    _, *forms = office.slack.views
    return [form.view["callback_id"] for form in forms]


def written(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


async def test_user_cancels_a_meeting_and_says_why(office: Office) -> None:
    card, booking = await books(office)
    ben = office.agent("U0BEN")

    await ben.presses(card, meetings.CANCEL)
    view = office.slack.view
    assert (view.view["title"]["text"], view.labels) == ("Cancel meeting", ["Reason"])
    assert view.texts[0].startswith(f"Dana Smith: Support call for {written(booking.starts)}, with @")
    view.types("Reason", "Ana is ill <!channel>")
    await ben.submits(view)
    await deliver_due(office.outbox)

    card, _, _, told = office.slack.posts()
    what = f"Support call for {written(booking.starts)}, with @{booking.providers[0].owner_id}."
    assert told.shown.splitlines() == [
        f"Cancelled by @U0BEN: {what}",
        "Reason: Ana is ill <!channel>",
        "[Send a fresh link]",
    ]
    assert card.shown.splitlines()[-2:] == [f"State: Cancelled by @U0BEN: {what}", "[Send a fresh link]"]
    assert (opened(office), await status(office)) == ([], BookingStatus.CANCELLED)


async def test_user_asks_for_another_time_and_the_customer_picks_it(office: Office) -> None:
    card, booking = await books(office)
    ben = office.agent("U0BEN")

    await ben.presses(card, meetings.REQUEST_RESCHEDULE)
    view = office.slack.view
    assert (view.view["title"]["text"], view.labels) == ("Ask for another time", ["Reason"])
    await ben.submits(view)
    await office.customer_moves(booking)
    await deliver_due(office.outbox)

    card, _, _, asked, moved = office.slack.posts()
    assert asked.shown.startswith("@U0BEN asked Dana Smith for another time: Support call for ")
    assert moved.shown.startswith("Dana Smith picked a new time: Support call for ")
    assert ("State: Moved: Support call" in card.shown, last_line(card)) == (True, COMING)


async def test_reason_that_cannot_be_kept_is_told_at_its_input(office: Office) -> None:
    card, _ = await books(office)
    await office.agent().presses(card, meetings.CANCEL)
    office.slack.view.types("Reason", "\0")

    answer = await office.agent().submits(office.slack.view)

    assert answer == {
        "response_action": "errors",
        "errors": {"reason": "Please leave out control characters."},
    }


async def test_no_show_is_marked_from_the_start_on(office: Office) -> None:
    card, booking = await books(office)
    before = last_line(card)
    await office.meeting_began(booking, 5)
    under_way = last_line(office.slack.posts()[0])

    await office.agent("U0BEN").presses(office.slack.posts()[0], meetings.NO_SHOW)
    await deliver_due(office.outbox)

    card, *_, told = office.slack.posts()
    assert (before, under_way) == (COMING, f"{COMING} [No-show]")
    assert told.shown.startswith("Dana Smith did not come to Support call for ")
    assert last_line(card).startswith("State: The Customer did not come: Support call for ")


async def test_meeting_that_is_over_can_still_be_marked(office: Office) -> None:
    _, booking = await books(office)
    await office.meeting_began(booking, 60)

    await BookingChanges(office.database).complete_due(datetime.now(UTC))
    await deliver_due(office.outbox)

    card = office.slack.posts()[0]
    assert ("State: Completed: Support call" in card.shown, last_line(card)) == (True, "[No-show]")
    await office.agent("U0BEN").presses(card, meetings.NO_SHOW)
    assert await status(office) == BookingStatus.NO_SHOW


BUTTONS = (meetings.CANCEL, meetings.REQUEST_RESCHEDULE, meetings.NO_SHOW)


async def test_who_has_no_part_in_a_meeting_is_told_so_by_every_button(office: Office) -> None:
    office.slack.person("U0MIA", real_name="Mia Wong")
    _, booking = await books(office)
    await office.meeting_began(booking, 5)

    for stranger in ("U0MIA", "U0GUEST"):
        for button in BUTTONS:
            await office.agent(stranger).presses(office.slack.posts()[0], button)

    guests = "One-time links are for members of this workspace; guests and apps cannot use them."
    assert [(each.ephemeral_to, each.shown) for each in office.slack.whispers] == [
        *[("U0MIA", NOT_YOURS)] * 3,
        *[("U0GUEST", guests)] * 3,
    ]
    assert (opened(office), await status(office)) == ([], BookingStatus.SCHEDULED)


async def test_administrator_may_press_every_button(office: Office) -> None:
    _, booking = await books(office)
    await office.meeting_began(booking, 5)

    for button in BUTTONS:
        await office.agent("U0ANA").presses(office.slack.posts()[0], button)

    assert (office.slack.whispers, opened(office)) == ([], [meetings.CANCEL, meetings.REQUEST_RESCHEDULE])
    assert await status(office) == BookingStatus.NO_SHOW


async def test_what_cannot_be_done_is_refused_before_anything_is_asked(office: Office) -> None:
    """An old card, of a page that is Static by now."""
    card, _ = await books(office)
    await office.change_pages(rule_type=RuleType.STATIC)

    await office.agent("U0BEN").presses(card, meetings.REQUEST_RESCHEDULE)

    assert ([each.shown for each in office.slack.whispers], opened(office)) == ([STATIC_NOW], [])


async def test_what_was_pressed_too_late_is_refused_on_top_of_the_form(office: Office) -> None:
    """The page is Static by now: the meeting could not be picked again."""
    card, _ = await books(office)
    await office.agent().presses(card, meetings.REQUEST_RESCHEDULE)
    await office.change_pages(rule_type=RuleType.STATIC)

    await office.agent().submits(office.slack.view)

    assert office.slack.view.texts == [STATIC_NOW]
    assert await status(office) == BookingStatus.SCHEDULED


async def test_no_show_before_the_start_is_refused(office: Office) -> None:
    """The card has the button still, though the meeting has moved to a later time since."""
    _, booking = await books(office)
    await office.meeting_began(booking, 5)
    card = office.slack.posts()[0]
    await office.meeting_began(booking, -60)

    await office.agent().presses(card, meetings.NO_SHOW)

    assert [each.shown for each in office.slack.whispers] == [NOT_BEGUN]


async def asks_for_fresh(office: Office, url: str) -> Posted:
    """The Customer asks. What the thread hears."""
    await NewTimeRequests(office.database).by_link(token_of(url), datetime.now(UTC))
    await deliver_due(office.outbox)
    return office.slack.posts()[-1]


async def test_customer_asks_and_the_agent_sends_a_fresh_link_with_one_click(office: Office) -> None:
    url = await office.makes_link(customer=DANA)
    await office.customer_books(url)
    asked = await asks_for_fresh(office, url)

    await office.agent("U0BEN").presses(asked, cards.FRESH)
    await office.agent("U0ADMIN").presses(asked, cards.FRESH)  # on a screen that does not show that yet
    await deliver_due(office.outbox)

    old, *_, asked, card, told = office.slack.posts()
    _, link = await office.all_links()
    assert asked.shown.splitlines() == [
        "@U0BEN: The Customer asks for a new time. This link was used for its one booking.",
        "A fresh link was made by @U0BEN. Send it to the Customer.",
    ]
    assert [each.thread_ts for each in (asked, card, told)] == [old.ts] * 3
    assert "For: Dana Smith, dana@customer.example" in card.shown
    assert told.text == await office.links.url_for_thread(office.workspace_id, link.id)
    assert [each.shown for each in office.slack.whispers] == [
        "The fresh link stands in the thread of the old one. Copy its URL and send it to your Customer."
    ] * 2


async def test_fresh_link_goes_into_the_thread_that_the_old_one_was_asked_for_in(office: Office) -> None:
    await office.agent("U0BEN").uses_message_shortcut(ts=PARENT)
    await office.agent("U0BEN").submits(office.slack.view)
    await deliver_due(office.outbox)
    (link,) = await office.all_links()
    await office.links.revoke(Person(office.workspace_id, "U0BEN"), link.id, datetime.now(UTC))
    await deliver_due(office.outbox)

    await office.agent("U0ANA").presses(office.slack.posts()[0], cards.FRESH)
    assert office.slack.posts()[0].shown.endswith("[Send a fresh link]")  # until its notice is delivered
    await deliver_due(office.outbox)

    old, _, card, told = office.slack.posts()
    assert [card.thread_ts, told.thread_ts] == [PARENT, PARENT]
    assert old.buttons == []


async def test_static_page_has_no_fresh_links_and_the_agent_hears_why(office: Office) -> None:
    """And of which page, and whom to ask."""
    url = await office.makes_link()
    await office.agent("U0ADMIN").types("list")
    await office.change_pages(rule_type=RuleType.STATIC)
    asked = await asks_for_fresh(office, url)

    await office.agent().presses(asked, cards.FRESH)

    assert office.slack.whispers[-1].shown == (
        f"“Support EMEA”: {STATIC} Only Administrators can do that. Please ask Ada Lima."
    )
    assert await office.link_count() == 1


async def test_guest_sends_no_fresh_link(office: Office) -> None:
    url = await office.makes_link()
    await office.change_pages(rule_type=RuleType.STATIC)
    asked = await asks_for_fresh(office, url)
    await office.change_pages(rule_type=RuleType.DYNAMIC)

    await office.agent("U0GUEST").presses(asked, cards.FRESH)

    assert await office.link_count() == 1
