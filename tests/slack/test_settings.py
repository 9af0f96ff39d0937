"""What a workspace has one of, set in modals: who its Administrators are, its policy for links, its look."""

from bot.slack.errors import THEY_UNCHECKED
from bot.slack.setup.roles import NO_MEMBER
from storage.models import Role
from tests.databases import on_sqlite
from tests.slack.agent import Agent
from tests.slack.office import Office

pytestmark = on_sqlite  # what differs between databases lies below this door


class TestRoles:
    async def test_administrator_is_named_even_if_never_seen(self, office: Office, ada: Agent) -> None:
        view = await ada.opens_form("People and roles", "Name an Administrator")
        view.picks_person("Who", "U0BEN")

        await ada.submits(view)

        assert await office.role_of("U0BEN") is Role.ADMINISTRATOR

    async def test_who_is_no_member_or_unknown_to_slack_is_refused_at_the_input(
        self, office: Office, ada: Agent
    ) -> None:
        view = await ada.opens_form("People and roles", "Name an Administrator")
        told = {}
        for user_id in ("U0GUEST", "U0ROBOT", "U0NOBODY"):
            view.picks_person("Who", user_id)
            await ada.submits(view)
            told[user_id] = view.on_screen.errors

        assert told == {
            "U0GUEST": {"user": NO_MEMBER},
            "U0ROBOT": {"user": NO_MEMBER},
            "U0NOBODY": {"user": THEY_UNCHECKED},
        }
        assert [await office.is_known(user_id) for user_id in told] == [False] * 3

    async def test_member_who_names_one_has_nobody_looked_up(self, office: Office, ada: Agent) -> None:
        view = await ada.opens_form("People and roles", "Name an Administrator")
        view.picks_person("Who", "U0OWNER")
        await office.agent("U0ANA").opens_home()
        await office.change_role("U0ADMIN", Role.MEMBER)

        await ada.submits(view)

        assert office.slack.view.texts[0].startswith("Only Administrators")
        assert not await office.is_known("U0OWNER")

    async def test_last_administrator_stays(self, office: Office, ada: Agent) -> None:
        home = await ada.opens_home()
        await ada.presses_in(home, "People and roles")

        await ada.presses_in(ada.home, "Make them a Member")

        assert office.slack.view.texts == ["They are the last Administrator. Name another one first."]
        assert await office.role_of("U0ADMIN") is Role.ADMINISTRATOR

    async def test_dismissed_one_is_a_member(self, office: Office, ada: Agent) -> None:
        await office.agent("U0ANA").opens_home()
        await ada.turns_to("People and roles")

        await ada.presses_in(ada.home, "Make them a Member", "@U0ANA")

        assert await office.role_of("U0ANA") is Role.MEMBER

    async def test_form_opened_before_a_demotion_does_nothing(self, office: Office, ada: Agent) -> None:
        view = await ada.opens_form("Event types", "New Event type")
        view.types("Name", "Too late")
        await office.change_role("U0ADMIN", Role.MEMBER)

        await ada.submits(view)

        assert office.slack.view.texts[0].startswith("Only Administrators")
        assert view.value("Name") == "Too late"


class TestLook:
    async def test_is_changed_and_told_where_it_is_hard_to_read(self, ada: Agent) -> None:
        view = await ada.opens_form("Look of pages", "Change the look")
        view.types("Company name", "Acme")
        view.types("Colour of buttons and links", "FFEE00")

        await ada.submits(view)

        assert ada.home.texts[-2].splitlines() == [
            "Company name: Acme",
            "Colour of buttons and links: #ffee00, and #756d00 for text, which is easier to read",
            "Logo: none. “Change the look” says how to set one.",
        ]

    async def test_what_is_no_colour_is_told_at_its_input(self, ada: Agent) -> None:
        view = await ada.opens_form("Look of pages", "Change the look")
        view.types("Colour of buttons and links", "yellow")

        await ada.submits(view)

        assert set(view.on_screen.errors) == {"colour"}


class TestPolicy:
    async def test_is_changed(self, ada: Agent) -> None:
        view = await ada.opens_form("Policy for links", "Change the policy")
        view.types("A link works for", "5 business days")
        view.types("Most open links for one Customer", "1")
        view.picks("Ticket reference", "Required")
        view.ticks("Who makes links")

        await ada.submits(view)

        assert ada.home.texts[-2].splitlines() == [
            "A link works for 5 business days, unless its maker chooses otherwise.",
            "Links are made by Administrators only.",
            "Open links per Customer: a warning from 1 on.",
            "Ticket reference: required.",
        ]

    async def test_problems_are_told_at_their_inputs(self, ada: Agent) -> None:
        view = await ada.opens_form("Policy for links", "Change the policy")
        view.types("A link works for", "a while")
        view.types("Most open links for one Customer", "many")

        await ada.submits(view)

        assert set(view.on_screen.errors) == {"expire", "most_open"}
