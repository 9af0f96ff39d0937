"""Posting and editing where Slack, or somebody in it, gets in the way."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.state.conversations import direct_messages
from bot.scheduling.outbox import GiveUp
from bot.slack.delivery import Delivery
from bot.slack.web_api import DELIVERY_SECONDS, web_client
from storage.models import Notice
from tests.databases import on_sqlite
from tests.delivering import deliver_due
from tests.slack.fake_slack import (
    BOT_TOKEN,
    CHANNEL,
    PARENT,
    Break,
    Hang,
    HangUp,
    Limit,
    Mishap,
    Refuse,
    impatient,
)
from tests.slack.office import DANA, Office

pytestmark = on_sqlite  # what differs between databases lies below this door

ELSEWHERE = "C0SECRET"
BEN = direct_messages("U0BEN")


@pytest.mark.parametrize(
    ("mishap", "why", "pause"),
    [
        pytest.param(Limit(7), "Slack answered 429 ratelimited", 7, id="rate_limited"),
        pytest.param(Break(), "Slack answered 503", 2, id="broken"),
        pytest.param(Refuse("internal_error"), "Slack answered 200 internal_error", 2, id="internal_error"),
        pytest.param(Refuse("token_revoked"), "Slack answered 200 token_revoked", 2, id="token_revoked"),
        pytest.param(HangUp(), "Slack cannot be reached: ServerDisconnectedError", 2, id="hung_up"),
    ],
)
async def test_what_passes_is_tried_again(office: Office, mishap: Mishap, why: str, pause: int) -> None:
    await office.asks_for_link()
    office.slack.happens("chat.postMessage", mishap)
    before = datetime.now(UTC)

    await office.delivers()

    (card, error, due), url = await office.waiting()
    assert (card, error, url[0]) == ("card", why, "url")
    assert timedelta(seconds=pause) <= due - before < timedelta(seconds=pause + 5)


async def test_silence_is_not_waited_for_forever(office: Office) -> None:
    await office.asks_for_link()
    office.slack.happens("chat.postMessage", Hang())
    client = web_client(BOT_TOKEN, office.slack.url, DELIVERY_SECONDS)
    delivery = Delivery(office.links, client)
    office.has_deliverers(card=delivery, url=delivery)

    async with impatient(client):
        await office.delivers()

    assert [(kind, error) for kind, error, _ in await office.waiting()] == [
        ("card", "Slack cannot be reached: TimeoutError"),
        ("url", None),
    ]


async def test_what_was_postponed_arrives_in_order(office: Office) -> None:
    url = await office.asks_for_link()
    office.slack.happens("chat.postMessage", Limit(7))

    await office.delivers()
    await office.delivers_after(timedelta(seconds=7))

    card, told = office.slack.posts()
    assert (told.text, told.thread_ts) == (url, card.ts)
    assert await office.outcomes() == [("card", None), ("url", None)]


async def test_what_slack_will_never_take_is_given_up(office: Office) -> None:
    await office.asks_for_link()
    office.slack.happens("chat.postMessage", Refuse("msg_blocks_too_long"))

    await office.delivers()

    assert await office.outcomes() == [
        ("card", "Slack answered 200 msg_blocks_too_long"),
        ("url", "the link's card was never posted, so that it has no thread"),
    ]


INVITE = "Invite me there with /invite @onetime."


READ_ONLY = "Apps may not post there, or not in its threads."


@pytest.mark.parametrize(
    ("refusal", "way_out"),
    [
        ("channel_not_found", INVITE),
        ("not_in_channel", INVITE),
        ("is_archived", "That channel is archived."),
        ("restricted_action_read_only_channel", READ_ONLY),
        ("restricted_action_non_threadable_channel", READ_ONLY),
    ],
)
async def test_where_the_bot_may_not_post_its_maker_gets_it_directly(
    office: Office, refusal: str, way_out: str
) -> None:
    url = await office.asks_for_link()
    office.slack.happens("chat.postMessage", Refuse(refusal))

    await office.delivers()

    card, told = office.slack.posts(BEN)
    assert card.shown.startswith(f"I could not post this in #{CHANNEL}. {way_out}")
    assert card.text.startswith(f"I could not post this in <#{CHANNEL}>. {way_out}")
    assert card.shown.endswith("[Revoke]")
    assert (told.text, told.thread_ts) == (url, card.ts)
    assert office.slack.posts(CHANNEL) == []
    assert await office.outcomes() == [("card", None), ("url", None)]


async def test_two_people_s_own_conversation_is_not_called_by_its_id(office: Office) -> None:
    office.slack.opens("D0PRIVATE", kind="direct")

    await office.makes_link(channel="D0PRIVATE")

    card, _ = office.slack.posts(BEN)
    assert office.slack.view.texts[-1].startswith("I am posting it in your direct messages, in the thread")
    assert card.shown.startswith(f"I could not post this in your direct messages. {INVITE}")


async def test_card_sent_directly_lives_on_there(office: Office) -> None:
    office.slack.opens(ELSEWHERE, kind="private")
    url = await office.makes_link(channel=ELSEWHERE, customer=DANA)

    await office.customer_books(url)

    card, _, told = office.slack.posts(BEN)
    assert "State: Booked: Support call" in card.shown
    assert told.shown.startswith("Dana Smith booked Support call")
    assert told.thread_ts == card.ts


async def test_link_for_a_thread_elsewhere_has_a_thread_of_its_own_there(office: Office) -> None:
    office.slack.opens(ELSEWHERE)
    await office.agent().uses_message_shortcut(ts=PARENT, channel=ELSEWHERE)
    await office.agent().submits(office.slack.view)

    await deliver_due(office.outbox)

    card, told = office.slack.posts(BEN)
    assert card.thread_ts is None
    assert told.thread_ts == card.ts


async def test_without_any_place_to_post_the_agent_has_the_url_all_the_same(office: Office) -> None:
    office.slack.opens(ELSEWHERE)
    office.slack.happens("chat.postMessage", Refuse("not_in_channel"), Refuse("messages_tab_disabled"))

    url = await office.makes_link(channel=ELSEWHERE)

    assert url.startswith("https://book.example/o/")
    assert await office.outcomes() == [
        ("card", "Slack answered 200 messages_tab_disabled"),
        ("url", "the link's card was never posted, so that it has no thread"),
    ]


async def test_bot_thrown_out_later_tells_the_maker_of_the_booking(office: Office) -> None:
    url = await office.makes_link()
    office.slack.throws_app_out(CHANNEL)

    await office.customer_books(url)

    (told,) = office.slack.posts(BEN)
    assert told.shown.startswith(f"I could not post this in #{CHANNEL}. {INVITE}")
    assert "\nDana Smith booked Support call for " in told.shown


async def test_deleted_card_is_posted_anew(office: Office) -> None:
    url = await office.makes_link()
    first, _ = office.slack.posts()
    office.slack.deletes(first)

    await office.customer_opens(url)

    _, card = office.slack.posts()
    assert "not booked yet" in card.shown
    assert (await office.all_links())[0].card_ts == card.ts


async def test_url_of_a_link_that_ended_first_is_not_posted(office: Office) -> None:
    url = await office.asks_for_link()
    office.slack.happens("chat.postMessage", Limit(7))
    await office.delivers()
    await office.customer_books(url)

    await office.delivers_after(timedelta(seconds=7))

    card, told = office.slack.posts()

    assert "State: Booked" in card.shown
    assert told.shown.startswith("Dana Smith booked ")


async def test_what_is_told_late_is_told_as_it_was(office: Office) -> None:
    url = await office.makes_link()
    office.slack.happens("chat.update", Limit(7))
    first = await office.customer_books(url)

    moved = await office.customer_moves(first)
    await office.delivers_after(timedelta(seconds=7))

    _, _, booked, told = office.slack.posts()
    assert f" for {first.starts:%Y-%m-%d %H:%M} UTC" in booked.shown
    assert f" to {moved.starts:%Y-%m-%d %H:%M} UTC" in told.shown


class Undeliverable:
    async def deliver(self, notice: Notice, now: datetime) -> None:
        raise GiveUp(f"nobody takes a {notice.kind} at {now}")


async def test_thread_hears_what_could_not_be_mailed(office: Office) -> None:
    office.has_deliverers(letter=Undeliverable())

    await office.customer_books(await office.makes_link(customer=DANA))

    *_, told = office.slack.posts()
    assert told.shown == "I could not mail Dana Smith the confirmation. Please see to it in another way."
    assert told.text == "I could not mail the Customer the confirmation. Please see to it in another way."


async def test_expired_link_s_card_says_so(office: Office) -> None:
    await office.makes_link()
    (link,) = await office.all_links()

    await office.links.expire_due(link.expires_at)
    await office.delivers_after(timedelta(days=91))

    card, _ = office.slack.posts()
    expired = f"{link.expires_at:%Y-%m-%d %H:%M} UTC"
    assert f"State: Expired {expired} without a booking." in card.shown.splitlines()
