"""Setting up in modals: what is typed, what is told at which input, and what comes of it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.scheduling.catalog.booking_pages import NO_MEMBER
from bot.scheduling.people import Person
from bot.slack.errors import THEY_UNCHECKED
from tests.databases import on_sqlite
from tests.slack.agent import Agent
from tests.slack.office import Office
from tests.slack.open_view import OpenView

pytestmark = on_sqlite  # what differs between databases lies below this door


async def own_page(office: Office, user_id: str = "U0BEN") -> tuple[Agent, OpenView]:
    agent = office.agent(user_id)
    home = await agent.opens_home()
    await office.done(("own_page", user_id), lambda: agent.presses_in(home, "Edit my hours"))
    return agent, office.slack.view


async def makes_event_type(ada: Agent, name: str) -> None:
    view = await ada.opens_form("Event types", "New Event type")
    view.types("Name", name)
    await ada.submits(view)


class TestEventTypes:
    async def test_new_one_takes_a_name_alone(self, office: Office, ada: Agent) -> None:
        view = await ada.opens_form("Event types", "New Event type")
        assert view.value("Minutes") == "30"
        view.types("Name", "Quick question")

        await ada.submits(view)

        assert office.slack.views == []
        assert "Quick question\n30 minutes, Automatic booking, Single session [Edit]" in ada.home.texts

    async def test_problems_are_told_at_their_inputs_and_nothing_is_lost(self, ada: Agent) -> None:
        view = await ada.opens_form("Event types", "New Event type")
        view.types("Name", "Support call")  # as another one is called
        view.types("Minutes", "7")
        view.types("Notice", "soon")

        await ada.submits(view)

        assert set(view.on_screen.errors) == {"name", "minutes", "notice"}
        assert (view.value("Name"), view.value("Notice")) == ("Support call", "soon")

    async def test_one_in_a_rule_says_where_and_stays_automatic(self, ada: Agent) -> None:
        view = await ada.opens_form("Event types", "Edit", "Support call")
        assert view.texts[-1] == (
            "This Event type stands in a rule of Support EMEA. To retire it, take it out there first."
        )
        assert view.buttons == []
        view.picks("Booking", "With approval")

        await ada.submits(view)

        assert set(view.on_screen.errors) == {"booking"}

    async def test_one_that_came_into_a_rule_meanwhile_is_not_retired(
        self, office: Office, ada: Agent
    ) -> None:
        await office.done("short lived", lambda: makes_event_type(ada, "Short lived"))
        view = await ada.opens_form("Event types", "Edit", "Short lived")
        by, pages = Person(office.workspace_id, "U0ADMIN"), office.services.master_pages
        made = (await office.services.event_types.choices(by))[-1].value
        rule = {"event_type": made, "primary": (await pages.team_choices(by))[0].value}
        await pages.add_rule(by, (await office.all_pages())[0].id, rule, datetime.now(UTC))

        await ada.presses_in(view, "Retire this Event type")

        assert "stands in" in office.slack.view.texts[0]
        assert len(office.slack.views) == 2

    async def test_retired_one_is_gone(self, office: Office, ada: Agent) -> None:
        await office.done("short lived", lambda: makes_event_type(ada, "Short lived"))
        view = await ada.opens_form("Event types", "Edit", "Short lived")

        await ada.presses_in(view, "Retire this Event type")

        assert office.slack.view.texts == ["It is offered no more. What was booked with it stays."]
        assert not any("Short lived" in text for text in ada.home.texts)

    async def test_overtaken_keeps_what_was_typed_and_hears_so(self, office: Office, ada: Agent) -> None:
        slow = await ada.opens_form("Event types", "Edit", "Support call")
        slow.types("Minutes", "45")
        ana = office.agent("U0ANA")
        quick = await ana.opens_form("Event types", "Edit", "Support call")
        quick.types("Notice", "8h")
        quick.picks("When they cancel", "They must give a reason")
        await ana.submits(quick)

        await ada.submits(slow)
        told, *theirs = slow.texts[0].splitlines()
        assert told.startswith("Somebody else has saved this meanwhile.")
        assert theirs == ["Minutes: 30", "Notice: 8h", "When they cancel: They must give a reason"]
        assert slow.value("Minutes") == "45"

        await ada.submits(slow)
        again = await ada.opens_form("Event types", "Edit", "Support call")
        assert (again.value("Minutes"), again.value("Notice")) == ("45", "4h")


class TestBookingPages:
    async def test_hours_are_typed_as_people_do_and_read_back_in_full(
        self, office: Office, ada: Agent
    ) -> None:
        office.slack.person("U0MAX", real_name="Max Weber")
        view = await ada.opens_form("Booking pages", "New Booking page")
        view.types("Name", "Max Weber")
        view.picks_person("Whose it is", "U0MAX")
        view.picks_value("Time zone", "Europe/Berlin")
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday"):
            view.types(day, "9-13, 14-17")
        view.types("Friday", "22-2")
        view.types("Other hours on dates", "2126-12-24: closed\n2126-12-27: 10-12")

        await ada.submits(view)

        title, page, whose = office.slack.view.texts
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
        assert whose == "Whose it is: @U0MAX"

    async def test_date_that_is_past_is_said_to_be(self, office: Office, ada: Agent) -> None:
        view = await ada.opens_form("Booking pages", "Edit", "Carla Ruiz")
        view.types("Other hours on dates", "7 Dec 2020: off\n24 Dec: off")

        await ada.submits(view)

        assert office.slack.view.texts[-1] == "Past already: 2020-12-07."

    async def test_it_belongs_to_a_member_of_the_workspace(self, office: Office, ada: Agent) -> None:
        """Slack lets one pick guests, apps, and people of other workspaces who share a channel."""
        office.slack.person("U0OTHER", team_id="T0OTHER")
        view = await ada.opens_form("Booking pages", "Edit", "Ben Okafor")
        for stranger in ("U0GUEST", "U0ROBOT", "U0OTHER"):
            view.picks_person("Whose it is", stranger)
            await ada.submits(view)
            assert view.on_screen.errors == {"owner": f"{NO_MEMBER}."}, stranger

        view.picks_person("Whose it is", "U0NOBODY")
        await ada.submits(view)
        assert view.on_screen.errors == {"owner": THEY_UNCHECKED}

    async def test_member_who_became_a_guest_meanwhile_does_not_get_it(
        self, office: Office, ada: Agent
    ) -> None:
        await office.agent("U0OWNER").opens_home()
        office.slack.person("U0OWNER", is_restricted=True)
        await office.last_saw("U0OWNER", datetime.now(UTC) - timedelta(days=2))
        view = await ada.opens_form("Booking pages", "Edit", "Ben Okafor")
        view.picks_person("Whose it is", "U0OWNER")

        await ada.submits(view)

        assert view.on_screen.errors == {"owner": f"{NO_MEMBER}."}

    async def test_owner_is_only_asked_about_where_it_changes(self, office: Office, ada: Agent) -> None:
        """Slack knows nothing of Carla, and her page can be changed all the same."""
        view = await ada.opens_form("Booking pages", "Edit", "Carla Ruiz")
        view.types("Monday", "9-12")

        await ada.submits(view)

        assert "Monday: 09:00 to 12:00" in office.slack.view.texts[1]

    async def test_list_says_whose_each_is(self, ada: Agent) -> None:
        home = await ada.turns_to("Booking pages")

        fields = [block["fields"] for block in home.on_screen.blocks if "fields" in block]
        assert fields == [
            [{"type": "mrkdwn", "text": f"Belongs to <@{owner}>"}] for owner in ("U0ANA", "U0BEN", "U0CARLA")
        ]

    async def test_zones_are_found_by_city_country_and_abbreviation(self, ada: Agent) -> None:
        view = await ada.opens_form("Booking pages", "New Booking page")

        found = {
            typed: [
                (each["value"], each["text"]["text"]) for each in await ada.searches(view, "Time zone", typed)
            ]
            for typed in ("new york", "germany", "EDT")
        }

        new_york = ("America/New_York", "America/New York (United States, EST, EDT)")
        assert found["new york"] == [new_york]
        assert [value for value, _ in found["germany"]] == ["Europe/Berlin", "Europe/Busingen"]
        assert new_york in found["EDT"]

    async def test_members_change_their_own_hours(self, office: Office) -> None:
        ben, view = await own_page(office)
        view.types("Monday", "8-12")

        await ben.submits(view)

        assert "Monday: 08:00 to 12:00" in office.slack.view.texts[1]
        assert any("Monday: 08:00 to 12:00" in text for text in ben.home.texts)

    async def test_meeting_on_a_day_off_stays_and_is_told(self, office: Office, ada: Agent) -> None:
        booking = await office.customer_books(await office.makes_link())
        view = await ada.opens_form("Booking pages", "Edit", booking.providers[0].name)
        day = booking.starts.astimezone(ZoneInfo(booking.providers[0].time_zone)).date()
        view.types("Other hours on dates", f"{day}: off")

        await ada.submits(view)

        told = office.slack.view.texts[-1].splitlines()
        assert told[:2] == [
            "1 booked meeting stays, outside these hours:",
            f"{booking.starts.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        ]

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
        view = await ada.opens_form("Resource pools", "New Resource pool")
        view.types("Name", "Tier 3")
        view.picks("Distribution", "Round robin: only the times of whoever is next")
        view.picks_some("Members", "Ana Prieto", "Carla Ruiz")

        await ada.submits(view)

        assert "Tier 3\nRound robin: Ana Prieto, Carla Ruiz [Edit]" in ada.home.texts

    async def test_list_and_form_show_what_matters_in_the_distribution(self, ada: Agent) -> None:
        view = await ada.opens_form("Resource pools", "New Resource pool")
        view.types("Name", "Tier 3")
        view.picks("Distribution", "Priority: all times, highest priority first")
        view.picks_some("Members", "Ana Prieto", "Carla Ruiz")
        view.types("Priorities", "Carla Ruiz: 2")

        await ada.submits(view)

        assert "Tier 3\nPriority: Ana Prieto (1), Carla Ruiz (2) [Edit]" in ada.home.texts
        made = await ada.opens_form("Resource pools", "Edit", "Tier 3")
        assert made.labels == ["Name", "Members", "Priorities"]

    async def test_distribution_never_changes(self, ada: Agent) -> None:
        view = await ada.opens_form("Resource pools", "Edit", "Tier 2")

        assert view.labels == ["Name", "Members"]
        assert "The distribution was fixed when the pool was made: pooled." in view.texts


class TestMasterPages:
    async def test_new_one_asks_for_rules_at_once(self, office: Office, ada: Agent) -> None:
        view = await ada.opens_form("Master pages", "New Master page")
        view.types("Public name", "Acme Onboarding")
        await ada.submits(view)
        assert view.texts[0].startswith("The Master page is made.")
        made = {label: view.value(label) for label in ("Public name", "Internal label", "Public link")}
        assert made == {
            "Public name": "Acme Onboarding",
            "Internal label": "Acme Onboarding",
            "Public link": "acme-onboarding",
        }

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
        view = await ada.opens_form("Master pages", "New Master page")
        view.types("Public name", "Another")
        for link in ("SUPPORT", "abc", "no spaces"):
            view.types("Public link", link)
            await ada.submits(view)
            assert set(view.on_screen.errors) == {"new.link"}, link

    async def test_one_rule_for_each_event_type(self, office: Office, ada: Agent) -> None:
        view = await ada.opens_form("Master pages", "Edit", "Support EMEA")
        await ada.presses_in(view, "Add a rule")
        rule = office.slack.view
        rule.picks("Event type", "Support call")
        rule.picks("Primary team member", "Ana Prieto")

        await ada.submits(rule)

        assert set(rule.on_screen.errors) == {"event_type"}

    async def test_nobody_stands_twice_in_a_panel(self, office: Office, ada: Agent) -> None:
        view = await ada.opens_form("Master pages", "Edit", "Support EMEA")
        await ada.presses_in(view, "Change", "Onboarding")
        rule = office.slack.view
        rule.picks_some("Additional team members", "Ana Prieto")

        await ada.submits(rule)

        assert set(rule.on_screen.errors) == {"additional"}

    async def test_what_was_typed_below_a_rule_stays(self, office: Office, ada: Agent) -> None:
        view = await ada.opens_form("Master pages", "Edit", "Support EMEA")
        view.types("Public name", "Not saved yet")
        await ada.presses_in(view, "Change", "Onboarding")
        rule = office.slack.view
        rule.picks("Primary team member", "Ben Okafor")

        await ada.submits(rule)

        assert view.value("Public name") == "Not saved yet"
        assert "Onboarding\nBen Okafor, with Carla Ruiz [Change]" in view.texts

    async def test_rule_is_removed(self, office: Office, ada: Agent) -> None:
        view = await ada.opens_form("Master pages", "Edit", "Support EMEA")
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
        assert "Support EMEA for whoever gets it" in ada.home.texts[2]

    async def test_static_page_says_why_it_has_no_one_time_links(self, office: Office, ada: Agent) -> None:
        await ada.presses_in(await ada.opens_home(), "Share & Publish", "Sales")

        assert any("Static rules" in text for text in office.slack.view.texts)
        assert office.slack.view.buttons == []
