"""Who acts, by the team and the user id that Slack gives."""

from datetime import datetime

import pytest

from bot.scheduling.errors import NotFound
from bot.scheduling.people import People, Person
from storage.database import Database
from storage.models import Role
from tests.company import settle


async def test_workspace_set_up_before_slack_was_reached_belongs_to_the_first_team(
    database: Database, now: datetime
) -> None:
    workspace_id, people = await settle(database, now), People(database)

    assert await people.acting("T0ACME", "U0BEN", now) == (Person(workspace_id, "U0BEN"), None)

    assert await people.acting("T0ACME", "U0ANA", now) == (Person(workspace_id, "U0ANA"), None)
    with pytest.raises(NotFound):
        await people.acting("T0OTHER", "U0BEN", now)


async def test_who_was_met_is_known_with_what_slack_said(database: Database, now: datetime) -> None:
    people = People(database)
    person, _ = await people.acting("T0ACME", "U0BEN", now)
    await people.remember(person, "Ben Okafor", Role.MEMBER, now)

    again, user = await people.acting("T0ACME", "U0BEN", now)

    assert user is not None
    assert (again, user.name, user.role, user.seen_at) == (person, "Ben Okafor", Role.MEMBER, now)
