"""What tests begin with in Slack is the same whether it was done for them or for an earlier test."""

from uuid import uuid4

from tests.databases import on_sqlite
from tests.rows import contents
from tests.slack.office import Office
from tests.stories import Kept

pytestmark = on_sqlite  # what differs between databases is told of stories at large


async def test_what_is_done_again_leaves_slack_and_the_rows_as_they_were_then(office: Office) -> None:
    assert isinstance(office.database, Kept)
    beginning = office.database.story.told, office.slack.told
    left = []
    for _ in range(2):
        office.database.story.told, office.slack.told = beginning
        url = await office.makes_link()
        left.append((url, office.slack.posts(), await contents(office.database)))
        office.slack.deletes(office.slack.posts()[0])

    assert left[0] == left[1]


async def test_what_is_done_in_another_slack_is_done_indeed(office: Office) -> None:
    assert isinstance(office.database, Kept)
    beginning = office.database.story.told, office.slack.told
    urls = []
    for times in range(3):
        office.database.story.told, office.slack.told = beginning
        if times == 2:
            office.slack.person(str(uuid4()))
        urls.append(await office.makes_link())

    assert urls[0] == urls[1] != urls[2]
