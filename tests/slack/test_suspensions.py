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
        f"This link does not work at the moment. {policy.STATIC} Switched by @U0ADMIN.\nReason: Summer break"
    )


async def test_cards_and_threads_hear_that_links_work_again(office: Office) -> None:
    await office.makes_link()
    await switch(office, RuleType.STATIC)

    await switch(office, RuleType.DYNAMIC)

    card, *_, told = office.slack.posts()
    assert card.shown.splitlines()[-2].startswith("State: Active")
    assert told.shown == "This link works again. Switched by @U0ADMIN."


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
