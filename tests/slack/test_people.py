"""Who may come in by this door, and what they are then."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.models import Role
from tests.databases import on_sqlite
from tests.slack.conftest import Premises
from tests.slack.fake_slack import CHANNEL, Break, Hang, Refuse, impatient
from tests.slack.office import Office

pytestmark = on_sqlite  # what differs between databases lies below this door

GUESTS = "One-time links are for members of this workspace; guests and apps cannot use them."
OUTSIDERS = "One-time links are for the people of the workspace that installed this app."
UNCHECKED = "I could not check with Slack who you are. Please try again in a moment."


@pytest.fixture
def met() -> Mapping[str, str]:
    """Nobody: whoever comes, comes for the first time, and so does Slack."""
    return {}


@pytest.mark.parametrize(
    ("user_id", "role"),
    [
        pytest.param("U0BEN", Role.MEMBER, id="member"),
        pytest.param("U0ADMIN", Role.ADMINISTRATOR, id="administrator_of_the_set_up_document"),
        pytest.param("U0ANA", Role.ADMINISTRATOR, id="administrator_of_the_settings"),
        pytest.param("U0OWNER", Role.MEMBER, id="owner_where_there_are_administrators"),
    ],
)
async def test_first_contact_gives_a_role(office: Office, user_id: str, role: Role) -> None:
    await office.agent(user_id).types()

    assert await office.role_of(user_id) == role
    assert len(office.slack.views) == 1


async def test_owner_of_a_workspace_without_administrators_becomes_one(office: Office) -> None:
    await office.change_role("U0ADMIN", Role.MEMBER)

    await office.agent("U0OWNER").types()

    assert await office.role_of("U0OWNER") == Role.ADMINISTRATOR


async def test_owner_becomes_one_as_soon_as_the_last_one_left(office: Office) -> None:
    await office.agent("U0OWNER").types()
    ada = office.agent("U0ADMIN")
    await ada.types()

    await ada.sends(ada.user_change(deleted=True))
    await office.agent("U0OWNER").types()

    assert await office.role_of("U0OWNER") == Role.ADMINISTRATOR


async def test_slack_is_asked_once_who_somebody_is(office: Office) -> None:
    await office.agent().types()
    await office.agent().types()

    assert len(office.slack.calls("users.info")) == 1


@pytest.mark.parametrize(
    "change", [{"is_restricted": True}, {"deleted": True}], ids=["becomes a guest", "leaves"]
)
async def test_member_no_longer_is_noticed_the_next_day(office: Office, change: dict[str, bool]) -> None:
    await office.agent().types()
    office.slack.person("U0BEN", real_name="Ben Okafor", **change)
    await office.last_saw("U0BEN", datetime.now(UTC) - timedelta(days=1, minutes=1))

    answer = await office.agent().types()

    assert answer is not None
    assert answer.text == GUESTS


@pytest.mark.parametrize("user_id", ["U0GUEST", "U0ROBOT", "U0GONE"])
async def test_guests_apps_and_who_is_deactivated_are_refused(office: Office, user_id: str) -> None:
    office.slack.person("U0GONE", deleted=True)

    answer = await office.agent(user_id).types()

    assert answer is not None
    assert answer.text == GUESTS
    assert office.slack.views == []
    assert not await office.is_known(user_id)


async def test_guest_who_becomes_a_member_is_let_in(office: Office) -> None:
    await office.agent("U0GUEST").types()
    office.slack.person("U0GUEST", real_name="Gus Holm")

    await office.agent("U0GUEST").types()

    assert await office.role_of("U0GUEST") == Role.MEMBER


@pytest.mark.parametrize("mishap", [Refuse("user_not_found"), Refuse("internal_error"), Break()])
async def test_unknown_to_slack_may_try_again(office: Office, mishap: Refuse | Break) -> None:
    office.slack.happens("users.info", mishap)

    refused = await office.agent().types()
    await office.agent().types()

    assert refused is not None
    assert refused.text == UNCHECKED
    assert len(office.slack.views) == 1


async def test_where_slack_keeps_silent_they_may_try_again(
    office: Office, premises: Callable[[Database], Premises]
) -> None:
    listening, _ = premises(office.database).door.clients
    office.slack.happens("users.info", Hang())

    async with impatient(listening):
        refused = await office.agent().types()
    await office.agent().types()

    assert refused is not None
    assert refused.text == UNCHECKED
    assert len(office.slack.views) == 1


async def test_outsider_of_a_shared_channel_is_refused(office: Office) -> None:
    command = office.agent().command() | {"team_id": "T0OTHER"}

    answer = await office.agent().sends(command)

    assert answer.json()["text"] == OUTSIDERS
    assert not await office.is_known("U0BEN")


async def test_outsider_cannot_press_a_shared_card_s_button(office: Office) -> None:
    await office.makes_link()
    card = office.slack.posts()[0]
    outsider = office.agent("U0MALLORY")
    press = outsider.press(card, "link_revoke")
    press["user"]["team_id"] = "T0OTHER"

    await outsider.sends(press)

    (link,) = await office.all_links()
    assert link.revoked_at is None
    assert [whisper.text for whisper in office.slack.whispers] == [OUTSIDERS]


async def test_role_is_checked_again_at_submission(office: Office) -> None:
    view = await office.opens_form()
    await office.change_role("U0BEN", None)

    await office.agent().submits(view)

    assert office.slack.view.texts == [GUESTS]
    assert view.labels == ["Master page", "Personalize link", "Expires", "Ticket reference"]
    assert await office.link_count() == 0


async def test_refused_by_message_shortcut_is_told_to_that_person_alone(office: Office) -> None:
    await office.agent("U0GUEST").uses_message_shortcut()

    assert [whisper.text for whisper in office.slack.whispers] == [GUESTS]


async def test_refused_by_global_shortcut_is_told_in_a_modal(office: Office) -> None:
    await office.agent("U0GUEST").uses_global_shortcut()

    assert office.slack.view.texts == [GUESTS]


async def test_refused_search_offers_nothing(office: Office) -> None:
    view = await office.opens_form()
    await office.change_role("U0BEN", None)

    assert await office.agent().searches(view, "Master page", "") == []


async def test_where_only_administrators_issue_members_are_told_before_they_fill_a_form(
    office: Office,
) -> None:
    await office.restricts_issuing()

    answer = await office.agent().types()

    assert answer is not None
    assert answer.text == "In this workspace only Administrators make one-time links. Please ask one of them."
    assert office.slack.views == []


async def test_where_only_administrators_issue_members_are_told(office: Office) -> None:
    view = await office.opens_form()
    await office.restricts_issuing()

    await office.agent().submits(view)

    assert office.slack.view.texts == [
        "In this workspace only Administrators make one-time links. Please ask one of them."
    ]
    assert office.slack.posts(CHANNEL) == []
