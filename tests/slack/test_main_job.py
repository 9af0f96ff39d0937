"""From ``/onetime`` to the booked card: what an agent and a thread see."""

import pytest

from bot.scheduling import policy
from tests.databases import on_both, on_sqlite
from tests.delivering import deliver_due
from tests.slack.fake_slack import CHANNEL, PARENT, REPLY
from tests.slack.office import DANA, Office

pytestmark = on_sqlite  # what differs between databases lies below this door


async def test_command_opens_form_with_its_inputs(office: Office) -> None:
    view = await office.opens_form()

    assert view.view["title"]["text"] == "One-time link"
    assert view.view["callback_id"] == "onetime_link"
    assert (view.view["submit"]["text"], view.view["close"]["text"]) == ("Create link", "Cancel")
    assert view.labels == ["Master page", "Personalize link", "Expires", "Ticket reference"]
    assert view.options("Master page") == ["Support EMEA", "Ana Prieto", "Ben Okafor"]
    assert view.options("Expires") == ["90 days, as usual", "1 day", "3 days", "7 days", "14 days", "30 days"]
    assert view.value("Expires")["text"]["text"] == "90 days, as usual"


async def test_form_says_why_other_pages_cannot_be_picked(office: Office) -> None:
    reason = f"Not available for one-time links:\nSales: {policy.STATIC}"

    assert (await office.opens_form("U0ADMIN")).texts == [reason]
    whom = "Only Administrators can change that. You can ask @U0ADMIN."
    assert (await office.opens_form("U0BEN")).texts == [reason, whom]


async def test_submission_shows_url_alone_in_code_block(office: Office) -> None:
    view = await office.opens_form()

    await office.agent().submits(view)

    (link,) = await office.all_links()
    url = await office.links.url_for_thread(link.workspace_id, link.id)
    assert view.view["blocks"][1]["elements"] == [
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": url}]}
    ]
    assert view.view["close"]["text"] == "Done"
    assert "submit" not in view.view
    assert view.texts == [
        "The link is ready. Copy the URL and send it to your Customer:",
        url,
        f"It is good for one booking, until {link.expires_at:%Y-%m-%d %H:%M} UTC.",
        "I am posting it in #C0SUPPORT, in the thread of its card. Where I may not, you get it directly.",
    ]


async def test_card_goes_to_channel_and_url_to_its_thread(office: Office) -> None:
    url = await office.makes_link()

    card, told = office.slack.posts()
    (link,) = await office.all_links()
    assert (card.channel, card.thread_ts) == (CHANNEL, None)
    assert card.shown == (
        "One-time link\n"
        "Master page: Support EMEA\n"
        "For: whoever gets it\n"
        "From: Ben Okafor\n"
        "State: Active, not opened yet. Good for one booking until "
        f"{link.expires_at:%Y-%m-%d %H:%M} UTC\n"
        "[Revoke]"
    )
    assert (told.text, told.shown, told.thread_ts) == (url, url, card.ts)


async def test_nothing_posted_unfurls(office: Office) -> None:
    await office.makes_link()

    flags = [
        (call.arguments["unfurl_links"], call.arguments["unfurl_media"])
        for call in office.slack.calls("chat.postMessage")
    ]
    assert flags == [(False, False), (False, False)]


@pytest.mark.parametrize("ts", [PARENT, REPLY], ids=["on_a_parent", "on_a_reply"])
async def test_message_shortcut_posts_in_the_message_s_thread(office: Office, ts: str) -> None:
    await office.agent().uses_message_shortcut(ts=ts)
    await office.agent().submits(office.slack.view)
    await deliver_due(office.outbox)

    card, told = office.slack.posts()
    assert (card.thread_ts, told.thread_ts) == (PARENT, PARENT)
    assert card.shown.startswith("One-time link\n")
    assert told.text.startswith("https://book.example/o/")


async def test_global_shortcut_asks_for_the_channel(office: Office) -> None:
    await office.agent().uses_global_shortcut()
    view = office.slack.view
    asked = view.input("Post the card in")["element"]
    view.picks_channel("Post the card in", CHANNEL)
    await office.agent().submits(view)
    await deliver_due(office.outbox)

    assert view.labels == []
    assert (asked["type"], asked["default_to_current_conversation"]) == ("conversations_select", True)
    assert [message.thread_ts is None for message in office.slack.posts()] == [True, False]


async def test_global_shortcut_without_channel_shows_url_only(office: Office) -> None:
    await office.agent().uses_global_shortcut()
    view = office.slack.view
    await office.agent().submits(view)
    await deliver_due(office.outbox)

    assert view.texts[1].startswith("https://book.example/o/")
    assert view.texts[-1] == "It was posted nowhere. /onetime list shows it again."
    assert office.slack.posts() == []


async def test_card_says_when_link_was_opened(office: Office) -> None:
    url = await office.makes_link()

    await office.customer_opens(url)

    card, _ = office.slack.posts()
    (link,) = await office.all_links()
    assert f"State: Opened {link.opened_at:%Y-%m-%d %H:%M} UTC, not booked yet." in card.shown


@on_both
async def test_booking_edits_card_and_tells_thread(office: Office) -> None:
    url = await office.makes_link(customer=DANA)

    booking = await office.customer_books(url)

    card, _, told = office.slack.posts()
    when, who = f"{booking.starts:%Y-%m-%d %H:%M} UTC", booking.providers[0].owner_id
    assert card.shown == (
        "One-time link\n"
        "Master page: Support EMEA\n"
        "For: Dana Smith, dana@customer.example\n"
        "From: Ben Okafor\n"
        f"State: Booked: Support call for {when}, with @{who}.\n"
        "[Cancel meeting] [Ask for another time]"
    )
    assert told.thread_ts == card.ts
    assert told.shown == f"Dana Smith booked Support call for {when}, with @{who}."


async def test_thread_hears_of_corrected_details(office: Office) -> None:
    url = await office.makes_link(customer=DANA)

    await office.customer_books(url, customer=type(DANA)("Dana Jones", "jones@customer.example"))

    *_, told = office.slack.posts()
    assert told.shown.endswith("\nThe Customer corrected the details: Dana Jones, jones@customer.example")


async def test_times_are_shown_in_the_reader_s_zone(office: Office) -> None:
    url = await office.makes_link()
    booking = await office.customer_books(url)

    card, _, told = office.slack.posts()
    seconds, fallback = int(booking.starts.timestamp()), f"{booking.starts:%Y-%m-%d %H:%M} UTC"
    token = f"<!date^{seconds}^\u200b{{date_short_pretty}} {{time}}|{fallback}>"
    element = {
        "type": "date",
        "timestamp": seconds,
        "format": "\u200b{date_short_pretty} {time}",
        "fallback": fallback,
    }
    assert token in card.text
    assert token in told.text
    assert element in told.blocks[0]["elements"][0]["elements"]
