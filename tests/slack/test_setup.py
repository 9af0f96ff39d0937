"""Setting up in modals: what is typed, what is told at which input, and what comes of it."""

import pytest

from storage.models import Role
from tests.databases import on_sqlite
from tests.slack.agent import Agent
from tests.slack.office import Office
from tests.slack.open_view import OpenView

pytestmark = on_sqlite  # what differs between databases lies below this door


@pytest.fixture
def ada(office: Office) -> Agent:
    return office.agent("U0ADMIN")


async def form(agent: Agent, section: str, button: str, near: str = "") -> OpenView:
    """The form behind a button of a section of the Home tab."""
    await agent.presses_in(await agent.opens_home(), section)
    await agent.presses_in(agent.home, button, near)
    return agent.slack.view


async def own_page(office: Office, user_id: str = "U0BEN") -> tuple[Agent, OpenView]:
    agent = office.agent(user_id)
    await agent.presses_in(await agent.opens_home(), "Edit my hours")
    return agent, office.slack.view


class TestEventTypes:
    async def test_new_one_takes_a_name_alone(self, office: Office, ada: Agent) -> None:
        view = await form(ada, "Event types", "New Event type")
        assert view.value("Minutes") == "30"
        view.types("Name", "Quick question")

        await ada.submits(view)

        assert office.slack.views == []
        assert "Quick question\n30 minutes, Automatic booking, Single session [Edit]" in ada.home.texts

    async def test_problems_are_told_at_their_inputs_and_nothing_is_lost(self, ada: Agent) -> None:
        view = await form(ada, "Event types", "New Event type")
        view.types("Name", "Support call")
        view.types("Minutes", "7")
        view.types("Notice", "soon")

        await ada.submits(view)

        assert set(view.on_screen.errors) == {"minutes", "notice"}
        assert (view.value("Name"), view.value("Notice")) == ("Support call", "soon")

    async def test_name_is_unique(self, ada: Agent) -> None:
        view = await form(ada, "Event types", "New Event type")
        view.types("Name", "Support call")

        await ada.submits(view)

        assert set(view.on_screen.errors) == {"name"}

    async def test_one_in_a_rule_stays_automatic(self, ada: Agent) -> None:
        view = await form(ada, "Event types", "Edit", "Support call")
        view.picks("Booking", "With approval")

        await ada.submits(view)

        assert set(view.on_screen.errors) == {"booking"}

    async def test_one_in_a_rule_is_not_retired(self, office: Office, ada: Agent) -> None:
        view = await form(ada, "Event types", "Edit", "Support call")

        await ada.presses_in(view, "Retire this Event type")

        assert "stands in" in office.slack.view.texts[0]
        assert len(office.slack.views) == 2

    async def test_retired_one_is_gone(self, office: Office, ada: Agent) -> None:
        view = await form(ada, "Event types", "New Event type")
        view.types("Name", "Short lived")
        await ada.submits(view)
        view = await form(ada, "Event types", "Edit", "Short lived")

        await ada.presses_in(view, "Retire this Event type")

        assert office.slack.view.texts == ["It is offered no more. What was booked with it stays."]
        assert not any("Short lived" in text for text in ada.home.texts)

    async def test_overtaken_keeps_what_was_typed_and_hears_so(self, office: Office, ada: Agent) -> None:
        slow = await form(ada, "Event types", "Edit", "Support call")
        slow.types("Minutes", "45")
        ana = office.agent("U0ANA")
        quick = await form(ana, "Event types", "Edit", "Support call")
        quick.types("Notice", "8h")
        await ana.submits(quick)

        await ada.submits(slow)
        assert slow.texts[0].startswith("Somebody else has saved this meanwhile.")
        assert "Notice: 8h" in slow.texts[0]
        assert slow.value("Minutes") == "45"

        await ada.submits(slow)
        again = await form(ada, "Event types", "Edit", "Support call")
        assert (again.value("Minutes"), again.value("Notice")) == ("45", "4h")


class TestBookingPages:
    async def test_hours_are_typed_as_people_do_and_read_back_in_full(
        self, office: Office, ada: Agent
    ) -> None:
        view = await form(ada, "Booking pages", "New Booking page")
        view.types("Name", "Max Weber")
        view.picks_person("Whose it is", "U0MAX")
        view.picks_value("Time zone", "Europe/Berlin")
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday"):
            view.types(day, "9-13, 14-17")
        view.types("Friday", "22-2")
        view.types("Other hours on dates", "2126-12-24: closed\n2126-12-27: 10-12")

        await ada.submits(view)

        title, page = office.slack.view.texts
        assert title == "This is when Customers can book from now on:"
        assert page.splitlines() == [
            "Max Weber",
            "Monday to Thursday: 09:00 to 13:00 and 14:00 to 17:00",
            "Friday: 22:00 to 02:00 the next day",
            "Saturday and Sunday: no hours",
            "Time zone: Europe/Berlin",
            "Other hours on dates:",
            "Tuesday 24 December 2126: off",
            "Friday 27 December 2126: 10:00 to 12:00",
        ]

    async def test_zones_are_found_by_their_cities(self, ada: Agent) -> None:
        view = await form(ada, "Booking pages", "New Booking page")

        found = await ada.searches(view, "Time zone", "new york")

        assert [each["value"] for each in found] == ["America/New_York"]

    async def test_members_change_their_own_hours(self, office: Office) -> None:
        ben, view = await own_page(office)
        view.types("Monday", "8-12")

        await ben.submits(view)

        assert "Monday: 08:00 to 12:00" in office.slack.view.texts[1]
        assert any("Monday: 08:00 to 12:00" in text for text in ben.home.texts)

    async def test_members_see_nothing_but_what_is_theirs_to_change(self, office: Office) -> None:
        _, view = await own_page(office)

        assert view.labels == [
            "Time zone",
            *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
            "Other hours on dates",
            "Location",
            "Email",
        ]
        assert view.buttons == []

    async def test_bad_hours_are_told_at_their_day(self, office: Office) -> None:
        ben, view = await own_page(office)
        view.types("Monday", "9 to noon")
        view.types("Other hours on dates", "Christmas: closed")

        await ben.submits(view)

        assert set(view.on_screen.errors) == {"weekly.mon", "dates"}

    async def test_somebody_else_s_page_is_not_theirs(self, office: Office) -> None:
        ben = office.agent()
        home = await ben.opens_home()
        await office.gives_booking_page("ben", to="U0ANA")

        await ben.presses_in(home, "Edit my hours")

        assert office.slack.view.texts == ["That does not exist any more, or it belongs to somebody else."]


class TestPools:
    async def test_new_one(self, ada: Agent) -> None:
        view = await form(ada, "Resource pools", "New Resource pool")
        view.types("Name", "Tier 3")
        view.picks("Distribution", "Round robin: only the times of whoever is next")
        view.picks_some("Members", "Ana Prieto", "Carla Ruiz")

        await ada.submits(view)

        assert "Tier 3\nRound robin: ana, carla [Edit]" in ada.home.texts

    async def test_distribution_never_changes(self, ada: Agent) -> None:
        view = await form(ada, "Resource pools", "Edit", "Tier 2")

        assert "Distribution" not in view.labels
        assert "The distribution was fixed when the pool was made: pooled." in view.texts


class TestMasterPages:
    async def test_new_one_asks_for_rules_at_once(self, office: Office, ada: Agent) -> None:
        view = await form(ada, "Master pages", "New Master page")
        view.types("Public name", "Acme Onboarding")
        await ada.submits(view)
        assert view.texts[0].startswith("The Master page is made.")

        await ada.presses_in(view, "Add a rule")
        rule = office.slack.view
        rule.picks("Event type", "Onboarding")
        rule.picks("Primary team member", "Ana Prieto")
        rule.picks_some("Additional team members", "Carla Ruiz")
        await ada.submits(rule)

        assert [each.view["callback_id"] for each in office.slack.views] == ["master_page_form"]
        assert "Onboarding\nAna Prieto, with Carla Ruiz [Change]" in view.texts
        assert any("• Onboarding: Ana Prieto, with Carla Ruiz" in text for text in ada.home.texts)

    async def test_public_link_is_unique_and_long_enough(self, ada: Agent) -> None:
        view = await form(ada, "Master pages", "New Master page")
        view.types("Public name", "Another")
        for link in ("SUPPORT", "abc", "no spaces"):
            view.types("Public link", link)
            await ada.submits(view)
            assert set(view.on_screen.errors) == {"link"}, link

    async def test_one_rule_for_each_event_type(self, office: Office, ada: Agent) -> None:
        view = await form(ada, "Master pages", "Edit", "Support EMEA")
        await ada.presses_in(view, "Add a rule")
        rule = office.slack.view
        rule.picks("Event type", "Support call")
        rule.picks("Primary team member", "Ana Prieto")

        await ada.submits(rule)

        assert set(rule.on_screen.errors) == {"event_type"}

    async def test_nobody_stands_twice_in_a_panel(self, office: Office, ada: Agent) -> None:
        view = await form(ada, "Master pages", "Edit", "Support EMEA")
        await ada.presses_in(view, "Change", "Onboarding")
        rule = office.slack.view
        rule.picks_some("Additional team members", "Ana Prieto")

        await ada.submits(rule)

        assert set(rule.on_screen.errors) == {"additional"}

    async def test_what_was_typed_below_a_rule_stays(self, office: Office, ada: Agent) -> None:
        view = await form(ada, "Master pages", "Edit", "Support EMEA")
        view.types("Public name", "Not saved yet")
        await ada.presses_in(view, "Change", "Onboarding")
        rule = office.slack.view
        rule.picks("Primary team member", "Ben Okafor")

        await ada.submits(rule)

        assert view.value("Public name") == "Not saved yet"
        assert "Onboarding\nBen Okafor, with Carla Ruiz [Change]" in view.texts

    async def test_rule_is_removed(self, office: Office, ada: Agent) -> None:
        view = await form(ada, "Master pages", "Edit", "Support EMEA")
        await ada.presses_in(view, "Change", "Onboarding")

        await ada.presses_in(office.slack.view, "Remove this rule")

        assert not any(text.startswith("Onboarding") for text in view.texts)
        assert not any("• Onboarding" in text for text in ada.home.texts)

    async def test_accept_bookings_is_switched_off_and_on(self, office: Office, ada: Agent) -> None:
        home = await ada.opens_home()
        await ada.presses_in(home, "Stop accepting bookings", "Support EMEA")
        assert [page.accepts_bookings for page in await office.all_pages()] == [False, True]

        await ada.presses_in(ada.home, "Accept bookings", "Support EMEA")
        assert [page.accepts_bookings for page in await office.all_pages()] == [True, True]

    async def test_share_shows_general_link_and_generates(self, office: Office, ada: Agent) -> None:
        await ada.presses_in(await ada.opens_home(), "Share & Publish", "Support EMEA")
        shared = office.slack.view
        assert "https://book.example/p/support" in shared.texts

        await ada.presses_in(shared, "Generate a one-time link")
        await ada.submits(office.slack.view)

        assert office.slack.view.texts[1].startswith("https://book.example/o/")
        assert await office.link_count() == 1
        assert "Support EMEA for whoever gets it" in ada.home.texts[1]

    async def test_static_page_says_why_it_has_no_one_time_links(self, office: Office, ada: Agent) -> None:
        await ada.presses_in(await ada.opens_home(), "Share & Publish", "Sales")

        assert any("Static rules" in text for text in office.slack.view.texts)
        assert office.slack.view.buttons == []


class TestRoles:
    async def test_administrator_is_named_even_if_never_seen(self, office: Office, ada: Agent) -> None:
        view = await form(ada, "People and roles", "Name an Administrator")
        view.picks_person("Who", "U0BEN")

        await ada.submits(view)

        assert await office.role_of("U0BEN") is Role.ADMINISTRATOR

    @pytest.mark.parametrize("user_id", ["U0GUEST", "U0ROBOT"])
    async def test_guests_and_apps_are_refused_at_the_input(
        self, office: Office, ada: Agent, user_id: str
    ) -> None:
        view = await form(ada, "People and roles", "Name an Administrator")
        view.picks_person("Who", user_id)

        await ada.submits(view)

        assert set(view.on_screen.errors) == {"user"}
        assert not await office.is_known(user_id)

    async def test_member_who_names_one_has_nobody_looked_up(self, office: Office, ada: Agent) -> None:
        view = await form(ada, "People and roles", "Name an Administrator")
        view.picks_person("Who", "U0BEN")
        await office.agent("U0ANA").opens_home()
        await office.change_role("U0ADMIN", Role.MEMBER)

        await ada.submits(view)

        assert office.slack.view.texts[0].startswith("Only Administrators")
        assert not await office.is_known("U0BEN")

    async def test_last_administrator_stays(self, office: Office, ada: Agent) -> None:
        home = await ada.opens_home()
        await ada.presses_in(home, "People and roles")

        await ada.presses_in(ada.home, "Make a Member")

        assert office.slack.view.texts == ["They are the last Administrator. Appoint another one first."]
        assert await office.role_of("U0ADMIN") is Role.ADMINISTRATOR

    async def test_dismissed_one_is_a_member(self, office: Office, ada: Agent) -> None:
        await office.agent("U0ANA").opens_home()
        await ada.presses_in(await ada.opens_home(), "People and roles")

        await ada.presses_in(ada.home, "Make a Member", "@U0ANA")

        assert await office.role_of("U0ANA") is Role.MEMBER

    async def test_form_opened_before_a_demotion_does_nothing(self, office: Office, ada: Agent) -> None:
        view = await form(ada, "Event types", "New Event type")
        view.types("Name", "Too late")
        await office.change_role("U0ADMIN", Role.MEMBER)

        await ada.submits(view)

        assert office.slack.view.texts[0].startswith("Only Administrators")
        assert view.value("Name") == "Too late"


class TestLook:
    async def test_is_changed_and_told_where_it_is_hard_to_read(self, ada: Agent) -> None:
        view = await form(ada, "Look of pages", "Change the look")
        view.types("Company name", "Acme")
        view.types("Colour of buttons and links", "FFEE00")

        await ada.submits(view)

        assert ada.home.texts[-2].splitlines() == [
            "Company name: Acme",
            "Colour of buttons and links: #ffee00, and #756d00 for text, which is easier to read",
            "Logo: none. The company file can set one (README: Set up from Slack).",
        ]

    async def test_what_is_no_colour_is_told_at_its_input(self, ada: Agent) -> None:
        view = await form(ada, "Look of pages", "Change the look")
        view.types("Colour of buttons and links", "yellow")

        await ada.submits(view)

        assert set(view.on_screen.errors) == {"colour"}


class TestPolicy:
    async def test_is_changed(self, ada: Agent) -> None:
        view = await form(ada, "Policy for links", "Change the policy")
        view.types("A link works for", "5 business days")
        view.types("Most open links for one Customer", "1")
        view.picks("Ticket reference", "Required")
        view.ticks("Who makes links")

        await ada.submits(view)

        assert ada.home.texts[-2].splitlines() == [
            "A link works for 5 business days, unless its maker chooses less.",
            "Links are made by Administrators only.",
            "Open links per Customer: a warning from 1 on.",
            "Ticket reference: required.",
        ]

    async def test_problems_are_told_at_their_inputs(self, ada: Agent) -> None:
        view = await form(ada, "Policy for links", "Change the policy")
        view.types("A link works for", "a while")
        view.types("Most open links for one Customer", "many")

        await ada.submits(view)

        assert set(view.on_screen.errors) == {"expire", "most_open"}
