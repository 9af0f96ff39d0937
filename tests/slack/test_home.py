"""The Home tab in a person's hands."""

import pytest

from bot.scheduling.overviews import NO_BOOKING_PAGES
from bot.slack.errors import WORDS, SlackDown
from storage.models import Role, RuleType
from tests.databases import on_sqlite
from tests.delivering import deliver_due
from tests.rows import contents
from tests.slack.fake_slack import Break, HangUp, Refuse
from tests.slack.office import DANA, Office
from tests.slack.open_view import OpenView

pytestmark = on_sqlite  # what differs between databases lies below this door

GUESTS = "One-time links are for members of this workspace; guests and apps cannot use them."


def part(texts: list[str], title: str) -> list[str]:
    """What stands below a header, up to the next one."""
    titles = ("My open links", "My next meetings", "My Booking page", "My Booking pages", "---")
    start = texts.index(title) + 1
    end = next((n for n, text in enumerate(texts[start:], start) if text in titles), len(texts))
    return texts[start:end]


async def test_newcomer_hears_what_to_do_first(office: Office) -> None:
    home = await office.agent("U0OWNER").opens_home()

    assert home.texts == [
        "My open links",
        "You have no open one-time links. Make one here, or type /onetime in a channel.",
        "[New one-time link]",
        "My next meetings",
        "No meetings to come.",
        "My Booking page",
        "You have no Booking page, so nobody can book you. An Administrator can make one for you.",
    ]


async def test_own_links_show_state_customer_and_expiry(office: Office) -> None:
    await office.makes_link(customer=DANA)
    (link,) = await office.all_links()

    home = await office.agent().opens_home()

    made, ends = (f"{moment:%Y-%m-%d %H:%M} UTC" for moment in (link.created_at, link.expires_at))
    _, about, buttons = part(home.texts, "My open links")
    assert about.splitlines() == [
        f"Support EMEA for Dana Smith, dana@customer.example, made {made}",
        f"Active, not opened yet. Good for one booking until {ends}",
    ]
    assert buttons == "[Show URL] [Revoke] [Fresh link]"


async def test_new_link_is_made_from_the_home_tab(office: Office) -> None:
    agent = office.agent()

    await agent.presses_in(await agent.opens_home(), "New one-time link")
    office.slack.view.picks("Master page", "Support EMEA")
    await agent.submits(office.slack.view)

    assert part(agent.home.texts, "My open links")[2] == "[Show URL] [Revoke] [Fresh link]"


async def test_url_is_shown_in_a_modal(office: Office) -> None:
    url = await office.makes_link()
    agent = office.agent()

    await agent.presses_in(await agent.opens_home(), "Show URL")

    assert office.slack.view.texts == ["Copy the URL and send it to your Customer:", url]


async def test_revoked_link_is_gone_from_home_at_once(office: Office) -> None:
    await office.makes_link()
    agent = office.agent()

    await agent.presses_in(await agent.opens_home(), "Revoke")
    await deliver_due(office.outbox)

    assert "You have no open one-time links" in agent.home.texts[1]
    assert "State: Revoked by @U0BEN." in office.slack.posts()[0].shown


async def test_fresh_link_takes_the_place_of_another(office: Office) -> None:
    old = await office.makes_link(customer=DANA)
    agent = office.agent()

    await agent.presses_in(await agent.opens_home(), "Fresh link")

    fresh = office.slack.view.texts[1]
    assert fresh != old
    assert [link.revoked_by for link in await office.all_links()] == ["U0BEN", None]
    assert len([text for text in agent.home.texts if "Dana Smith" in text]) == 1


async def test_refusal_of_a_button_is_told_on_top(office: Office) -> None:
    url = await office.makes_link()
    agent = office.agent()
    stale = await agent.opens_home()
    await office.customer_books(url)

    await agent.presses_in(stale, "Revoke")

    assert office.slack.view.texts == ["Only an unspent link can be revoked, and this one is spent."]


async def test_meetings_show_when_and_with_whom(office: Office) -> None:
    urls = [await office.makes_link() for _ in range(2)]
    booked = [await office.customer_books(url) for url in urls]
    mine = [each for each in booked if each.providers[0].owner_id == "U0BEN"]

    home = await office.agent().opens_home()

    shown = [text for text in part(home.texts, "My next meetings") if "Support call" in text]
    assert shown == [
        f"Support call with Dana Smith, dana@customer.example\n{each.starts:%Y-%m-%d %H:%M} UTC"
        for each in mine
    ]


async def test_meeting_is_cancelled_from_home(office: Office) -> None:
    booked = [await office.customer_books(await office.makes_link()) for _ in range(2)]
    agent = office.agent("U0ADMIN")
    await office.gives_booking_page("ana", to="U0ADMIN")
    await office.gives_booking_page("ben", to="U0ADMIN")
    await agent.turns_to("Event types")

    await agent.presses_in(agent.home, "Cancel meeting")
    office.slack.view.types("Reason", "Printer is well again")
    await agent.submits(office.slack.view)

    assert len(booked) == 2
    assert agent.home.buttons.count("Cancel meeting") == 1
    assert "New Event type" in agent.home.buttons, "where one was is where one is"


async def test_own_hours_stand_there_in_full_words(office: Office) -> None:
    home = await office.agent().opens_home()

    page, button = part(home.texts, "My Booking page")
    assert page.splitlines() == [
        "Ben Okafor",
        "Monday: no hours",
        "Tuesday to Thursday: 09:00 to 17:00",
        "Friday to Sunday: no hours",
        "Time zone: Europe/London",
        "Location: https://meet.example/ben",
    ]
    assert button == "[Edit my hours]"


async def test_lists_are_turned(office: Office) -> None:
    agent = office.agent()
    await office.has_links(6)
    home = await agent.opens_home()
    assert home.buttons.count("Revoke") == 5

    await agent.presses_in(home, "Next")
    assert (agent.home.buttons.count("Revoke"), "Previous" in agent.home.buttons) == (1, True)

    await agent.opens_home()
    assert agent.home.buttons.count("Revoke") == 1, "where one was is where one is"
    await agent.presses_in(agent.home, "Previous")
    assert agent.home.buttons.count("Revoke") == 5


async def test_members_administer_nothing(office: Office) -> None:
    home = await office.agent().opens_home()

    assert "Administration" not in home.texts


async def test_administrators_see_each_master_page(office: Office) -> None:
    await office.makes_link()

    home = await office.agent("U0ADMIN").opens_home()

    start = home.texts.index("Administration")
    assert home.texts[start + 1] == (
        "[Master pages] [Event types] [Booking pages] [Resource pools] [People and roles] [Policy for links]"
        " [Look of pages] [Activity]"
    )
    assert home.texts[start + 4].splitlines() == [
        "Support EMEA",
        "Public name: Acme Support, Dynamic rules, accepts bookings",
        "1 open link, 0 coming bookings",
        "• Support call: Tier 2 (pool)",
        "• Onboarding: Ana Prieto, with Carla Ruiz",
    ]
    assert home.texts[start + 5] == (
        "[Share & Publish] [Edit] [Stop accepting bookings] [Switch to Static] [Who would get…?]"
    )


async def test_overview_of_a_page_that_suspends_its_links_says_so(office: Office) -> None:
    await office.makes_link()
    await office.change_pages(rule_type=RuleType.STATIC)

    home = await office.agent("U0ADMIN").opens_home()

    start = home.texts.index("Administration")
    assert home.texts[start + 4].splitlines()[1:] == [
        "Public name: Acme Support, Static rules, offers nothing to book",
        "1 link suspended, 0 coming bookings",
        NO_BOOKING_PAGES,
    ]


async def test_overview_of_a_page_without_links_speaks_of_none_suspended(office: Office) -> None:
    await office.change_pages(rule_type=RuleType.STATIC)

    home = await office.agent("U0ADMIN").opens_home()

    start = home.texts.index("Administration")
    assert home.texts[start + 4].splitlines()[2] == "0 coming bookings"


async def test_sections_lead_to_each_other(office: Office) -> None:
    agent = office.agent("U0ADMIN")
    home = await agent.opens_home()
    seen = {}
    for section in ("Event types", "Booking pages", "Resource pools", "People and roles", "Policy for links"):
        await agent.presses_in(home, section)
        below = agent.home.buttons[agent.home.buttons.index(section) :]
        seen[section] = next(b for b in below if b.startswith(("New", "Name", "Change")))

    assert seen == {
        "Event types": "New Event type",
        "Booking pages": "New Booking page",
        "Resource pools": "New Resource pool",
        "People and roles": "Name an Administrator",
        "Policy for links": "Change the policy",
    }


async def test_no_two_buttons_are_called_alike(office: Office) -> None:
    """WCAG 2.2, 2.4.6: each names what it is about."""
    for user_id in ("U0ADMIN", "U0ANA"):
        await office.agent(user_id).opens_home()
    await office.customer_books(await office.makes_link("U0ANA"))
    await office.makes_link("U0ANA")
    ana = office.agent("U0ANA")
    await ana.opens_home()
    for section in ("Event types", "Booking pages", "Resource pools", "People and roles", "Master pages"):
        await ana.presses_in(ana.home, section)
        assert sorted(set(ana.home.heard)) == sorted(ana.home.heard)
    link = (await office.all_links())[-1]
    revoke = f"Revoke: Support EMEA, made {link.created_at:%d %B %H:%M:%S} UTC"
    assert {revoke, "Share & Publish: Sales", "Switch to Dynamic: Sales"} <= set(ana.home.heard)


async def test_guests_are_told_kindly(office: Office) -> None:
    home = await office.agent("U0GUEST").opens_home()

    assert home.texts == ["Welcome to onetime", GUESTS]


async def test_people_of_other_workspaces_are_told_so(office: Office) -> None:
    office.slack.person("U0MALLORY", team_id="T0OTHER")

    home = await office.agent("U0MALLORY").opens_home()

    assert home.texts[1] == "One-time links are for the people of the workspace that installed this app."
    assert not await office.is_known("U0MALLORY")


async def test_messages_tab_publishes_nothing(office: Office) -> None:
    await office.agent().sends(office.agent().home_opened(tab="messages"))

    assert office.slack.calls("views.publish") == []


async def test_event_told_again_harms_nothing(office: Office) -> None:
    agent = office.agent()
    event = agent.home_opened()

    for _ in range(3):
        await agent.sends(event)

    assert len(office.slack.accepted("views.publish")) == 3


@pytest.mark.parametrize("mishap", [Refuse("internal_error"), Break()])
async def test_change_stands_where_slack_cannot_show_it(office: Office, mishap: Refuse | Break) -> None:
    await office.makes_link()
    agent = office.agent()
    home = await agent.opens_home()
    office.slack.happens("views.publish", mishap)

    await agent.presses_in(home, "Revoke")

    assert (await office.all_links())[0].revoked_by == "U0BEN"


async def test_home_that_slack_hangs_up_on_is_not_put_down_to_us(office: Office) -> None:
    office.slack.happens("views.publish", HangUp())

    home = await office.agent().opens_home()

    assert WORDS[SlackDown] in home.texts


async def test_stale_home_of_a_demoted_administrator_does_nothing(office: Office) -> None:
    agent = office.agent("U0ADMIN")
    await office.agent("U0ANA").opens_home()
    home = await agent.opens_home()
    await office.change_role("U0ADMIN", Role.MEMBER)

    await agent.presses_in(home, "Stop accepting bookings")

    assert office.slack.view.texts[0].startswith("Only Administrators")
    assert all(page.accepts_bookings for page in await office.all_pages())


class TestUserChange:
    @pytest.mark.parametrize("change", [{"is_restricted": True}, {"deleted": True}])
    async def test_ends_the_role_at_once(self, office: Office, change: dict[str, bool]) -> None:
        await office.agent().sends(office.agent().user_change(**change))

        assert await office.role_of("U0BEN") is None

    async def test_of_a_member_of_another_workspace_or_of_somebody_unknown_changes_nothing(
        self, office: Office
    ) -> None:
        before = await contents(office.database)

        for event in (
            office.agent().user_change(real_name="Benjamin"),
            office.agent().user_change(deleted=True, team_id="T0OTHER"),
            office.agent("U0MAX").user_change(deleted=True),
        ):
            await office.agent().sends(event)

        assert await contents(office.database) == before


class TestActivity:
    async def test_tells_who_did_what_and_is_filtered(self, office: Office) -> None:
        await office.makes_link()
        ada = office.agent("U0ADMIN")
        await ada.presses_in(await ada.opens_home(), "Stop accepting bookings")
        await ada.presses_in(ada.home, "Activity")
        everything = told(ada.home)
        await ada.picks_in(ada.home, "activity_subject", "master page")
        about_pages = told(ada.home)
        await ada.picks_in(ada.home, "activity_actor", "U0BEN")
        nothing = ada.home.texts[-2]
        await ada.presses_in(ada.home, "Show everything")

        assert [line for line in everything if "master page" in line] == about_pages
        assert about_pages[0] == (
            "@U0ADMIN switched Accept bookings off · master page: Support EMEA. 1 open link stops working"
        )
        assert any(line.startswith("@U0BEN issued · link") for line in everything)
        assert nothing == "Nothing of that kind has happened."
        assert told(ada.home) == everything

    async def test_filter_by_nobody_that_slack_knows_is_forgotten(self, office: Office) -> None:
        ada = office.agent("U0ADMIN")
        forged = ada.press_in(await ada.opens_home(), "Activity")
        forged["actions"][0]["value"] = '{"section": "Activity", "actor": "nobody"}'

        await ada.sends(forged)

        assert office.slack.views == []
        assert "Master pages" in ada.home.texts

    async def test_is_turned_from_newest_to_oldest(self, office: Office) -> None:
        await office.has_links(12)
        ada = office.agent("U0ADMIN")
        await ada.turns_to("Activity")
        newest = told(ada.home)
        await ada.presses_in(ada.home, "Older")
        older = told(ada.home)
        await ada.presses_in(ada.home, "Newest")

        assert (len(newest), len(older) > 0) == (10, True)
        assert told(ada.home) == newest


def told(home: OpenView) -> list[str]:
    """The lines of the activity, without their times."""
    start = home.texts.index("Activity") + 1
    return [text.partition(": ")[2] for text in home.texts[start:] if " UTC: " in text]
