"""What Slack shows when a Master page is switched: its links' cards turn, and their threads hear why."""

from datetime import UTC, datetime

from bot.scheduling import policy
from bot.scheduling.people import Person
from bot.scheduling.switching import Switching
from storage.models import RuleType
from tests.databases import on_sqlite
from tests.delivering import deliver_due
from tests.slack.office import Office

pytestmark = on_sqlite  # what differs between databases lies below this door


async def test_cards_turn_and_threads_hear_who_and_why(office: Office) -> None:
    await office.makes_link()

    await switch(office, RuleType.STATIC, "Summer break")

    card, _, told = office.slack.posts()
    assert card.shown.splitlines()[-2] == f"State: Suspended. {policy.STATIC}"
    assert told.thread_ts == card.ts
    assert told.shown == (
        "Support EMEA was switched to Static rules by @U0ADMIN."
        " Until that is changed back, this link does not work; then it does again.\nReason: Summer break"
    )


async def test_cards_and_threads_hear_that_links_work_again(office: Office) -> None:
    await office.makes_link()
    await switch(office, RuleType.STATIC)

    await switch(office, RuleType.DYNAMIC)

    card, *_, told = office.slack.posts()
    assert card.shown.splitlines()[-2].startswith("State: Active")
    assert told.shown == (
        "Support EMEA was switched back to Dynamic rules by @U0ADMIN. This link works again."
    )


async def test_threads_of_meetings_hear_what_can_still_be_done_about_them(office: Office) -> None:
    await office.customer_books(await office.makes_link())
    asked = await office.customer_books(await office.makes_link())
    ana, now = Person(office.workspace_id, "U0ADMIN"), datetime.now(UTC)
    await office.services.changes.request_reschedule(ana, asked.id, "", now)

    await switch(office, RuleType.STATIC)
    stopped = [post.shown for post in office.slack.posts()][-2:]
    await switch(office, RuleType.DYNAMIC)
    woken = [post.shown for post in office.slack.posts()][-2:]

    to, back = (
        f"Support EMEA was switched {so} by @U0ADMIN." for so in ("to Static rules", "back to Dynamic rules")
    )
    waits = "The Customer, who was asked for another time,"
    assert stopped == [
        f"{to} This meeting stands. It can be cancelled, but not moved to another time.",
        f"{to} {waits} cannot pick one until that is changed back.",
    ]
    assert woken == [
        f"{back} The Customer can change this meeting again, as far as its Event type allows.",
        f"{back} {waits} can pick one again.",
    ]


async def test_thread_of_a_link_that_was_booked_meanwhile_hears_nothing_of_the_switch(office: Office) -> None:
    url = await office.makes_link()
    await switch(office, RuleType.STATIC, deliver=False)
    await office.change_pages(rule_type=RuleType.DYNAMIC)

    await office.customer_books(url)

    assert [post.shown.split()[0] for post in office.slack.posts()][2:] == ["Dana"]


async def switch(office: Office, to: RuleType, why: str = "", *, deliver: bool = True) -> None:
    pages = await office.links.choices(Person(office.workspace_id, "U0ADMIN"))
    page = next(each for each in pages if each.link == "support")
    by, now = Person(office.workspace_id, "U0ADMIN"), datetime.now(UTC)
    await Switching(office.database).switch(by, page.id, to, why, now)
    if deliver:
        await deliver_due(office.outbox)
