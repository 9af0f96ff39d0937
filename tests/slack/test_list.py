"""``/onetime help``, ``/onetime list`` and the buttons on a link."""

import pytest

from tests.databases import on_sqlite
from tests.delivering import deliver_due
from tests.slack.fake_slack import RESPONSE_URL, Refuse
from tests.slack.office import DANA, Office
from tests.slack.posted import Posted

pytestmark = on_sqlite  # what differs between databases lies below this door


async def listing(office: Office, user_id: str = "U0BEN") -> Posted:
    answer = await office.agent(user_id).types("list")
    assert answer is not None
    return answer


@pytest.mark.parametrize("text", ["help", " HELP "])
async def test_help_says_what_can_be_typed(office: Office, text: str) -> None:
    answer = await office.agent().types(text)

    assert answer is not None
    assert [line.partition(":")[0] for line in answer.shown.splitlines()[:5]] == [
        "/onetime",
        "/onetime for @ana",
        "/onetime list",
        "/onetime rules",
        "/onetime help",
    ]


async def test_anything_else_is_answered_with_what_can_be_typed(office: Office) -> None:
    for text in ("<!channel> *bold*", "payload", "list all", "x" * 5_000):
        answer = await office.agent().types(text)

        assert answer is not None
        assert answer.text == "I did not understand that."
        assert answer.shown.startswith(f"I did not understand “{text[:99]}")
        assert "/onetime list" in answer.shown
        assert answer.blocks[0]["text"]["type"] == "plain_text"


async def test_person_in_what_was_not_understood_is_shown_as_typed(office: Office) -> None:
    answer = await office.agent().types("fro <@U0BEN|ben> &amp; more")

    assert answer is not None
    assert answer.shown.splitlines()[0].startswith("I did not understand “fro @ben & more”.")


async def test_empty_list_says_so(office: Office) -> None:
    answer = await listing(office)

    assert answer.shown == "You have made no one-time links yet. Type /onetime to make one."


async def test_list_shows_own_links_newest_first(office: Office) -> None:
    first = await office.makes_link(customer=DANA)
    await office.makes_link()
    await office.makes_link("U0ANA")
    await office.customer_books(first)

    lines = (await listing(office)).shown.splitlines()

    made = [f"{link.created_at:%Y-%m-%d %H:%M} UTC" for link in await office.all_links()]
    ends = [f"{link.expires_at:%Y-%m-%d %H:%M} UTC" for link in await office.all_links()]
    assert lines == [
        "Your one-time links",
        f"Support EMEA for whoever gets it, made {made[1]}",
        f"Active, not opened yet. Good for one booking until {ends[1]}",
        "[Show URL] [Revoke]",
        "---",
        f"Support EMEA for Dana Smith, dana@customer.example, made {made[0]}",
        "Booked.",
        "---",
    ]


async def test_list_stops_at_fifteen_and_says_how_many_there_are(office: Office) -> None:
    await office.has_links(17)

    answer = await listing(office)

    assert len([button for button in answer.buttons if button["action_id"] == "link_revoke"]) == 15
    assert answer.shown.splitlines()[-1] == "These are the newest 15; there are older ones."


async def test_show_url_shows_it_to_its_maker_alone(office: Office) -> None:
    url = await office.makes_link()

    await office.agent().presses(await listing(office), "link_show_url")

    assert office.slack.whispers[-1].shown == url
    assert len(office.slack.posts()) == 2


async def test_somebody_else_s_url_is_not_shown(office: Office) -> None:
    await office.makes_link()
    mine = await listing(office)
    await office.agent("U0OWNER").types()

    await office.agent("U0OWNER").presses(mine, "link_show_url")

    assert office.slack.whispers[-1].text == "That does not exist any more, or it belongs to somebody else."


async def test_administrator_sees_and_revokes_everybody_s(office: Office) -> None:
    url = await office.makes_link()
    card, ben_s_list = office.slack.posts()[0], await listing(office)

    await office.agent("U0ADMIN").presses(ben_s_list, "link_show_url")
    await office.agent("U0ADMIN").presses(card, "link_revoke")

    assert [whisper.shown for whisper in office.slack.whispers[-2:]] == [
        url,
        "Revoked. Whoever has the link cannot book with it any more.",
    ]
    assert (await office.all_links())[0].revoked_by == "U0ADMIN"


async def test_revoking_from_card_edits_it(office: Office) -> None:
    await office.makes_link()

    await office.agent().presses(office.slack.posts()[0], "link_revoke")
    await deliver_due(office.outbox)

    card = office.slack.posts()[0]
    assert card.shown.splitlines()[-2:] == ["State: Revoked by @U0BEN.", "[Send a fresh link]"]


async def test_revoking_asks_first(office: Office) -> None:
    await office.makes_link()

    confirm = office.slack.posts()[0].button("link_revoke")["confirm"]

    assert confirm["title"]["text"] == "Revoke this link?"
    assert confirm["text"]["text"] == "Whoever has it cannot book with it any more. This cannot be undone."


async def test_revoking_from_list_replaces_the_list(office: Office) -> None:
    await office.makes_link()
    before = await listing(office)

    await office.agent().presses(before, "link_revoke")

    (now,) = office.slack.whispers
    assert now.shown.splitlines()[2:] == ["Revoked by @U0BEN.", "---"]


async def test_revoking_a_spent_link_is_refused(office: Office) -> None:
    url = await office.makes_link()
    stale = office.slack.posts()[0]
    await office.customer_books(url)

    await office.agent().presses(stale, "link_revoke")

    assert office.slack.whispers[-1].text == "Only an unspent link can be revoked, and this one is spent."
    assert (await office.all_links())[0].revoked_at is None


async def test_revoking_twice_changes_nothing_more(office: Office) -> None:
    await office.makes_link()
    card = office.slack.posts()[0]

    await office.agent().presses(card, "link_revoke")
    await office.agent("U0ADMIN").presses(card, "link_revoke")

    assert (await office.all_links())[0].revoked_by == "U0BEN"


async def test_button_without_a_link_is_refused(office: Office) -> None:
    await office.makes_link()
    card = office.slack.posts()[0]
    card.button("link_revoke")["value"] = "no-link"

    await office.agent().presses(card, "link_revoke")

    assert office.slack.whispers[-1].text == "That does not exist any more, or it belongs to somebody else."


async def test_answer_that_slack_does_not_take_harms_nothing(office: Office) -> None:
    await office.makes_link()
    office.slack.happens(RESPONSE_URL, Refuse("used_url"))

    await office.agent().presses(office.slack.posts()[0], "link_revoke")

    assert (await office.all_links())[0].revoked_by == "U0BEN"
