"""What is typed behind a command, as Slack writes it for apps that have it escaped."""

import pytest

from bot.sandbox.acting.escaping import escaped
from bot.sandbox.state.acme import PEOPLE


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("for @ana", "for <@U0ANA|ana>"),
        ("for @Ana and @ben", "for <@U0ANA|ana> and <@U0BEN|ben>"),
        ("for @nobody", "for @nobody"),
        ("mail@ana.example", "mail@ana.example"),
        ("<@U0ANA> & more", "&lt;@U0ANA&gt; &amp; more"),
    ],
)
def test_people_come_by_their_ids_and_nothing_can_be_made_up(typed: str, written: str) -> None:
    assert escaped(typed, PEOPLE) == written
