"""Event types, made, changed and retired one at a time."""

import asyncio
from uuid import uuid4

import pytest

from bot.scheduling.errors import ChangedMeanwhile, InUse, Invalid, NotAllowed, NotFound
from bot.scheduling.people import Person
from bot.scheduling.setup_file.document import EventTypeEntry
from storage.models import BookingMode, Role
from tests.databases import on_both, on_sqlite
from tests.scheduling.manager import Manager

pytestmark = on_sqlite

NOT_BY_APPROVAL = (
    "'Support call' is booked with approval, and rules need Automatic booking: change the Event type, or take"
    " it out of the rule of Support EMEA."
)
NO_PACKAGE = (
    "'Support call' is a package of 3 sessions, and rules need a Single session: change the Event type, or"
    " take it out of the rule of Support EMEA."
)


async def test_event_type_is_made_at_the_end_of_the_list(manager: Manager) -> None:
    made = await manager.event_types.make(
        manager.by, {"name": "Health check", "minutes": "45", "notice": "2 business days"}, manager.desk.now
    )

    assert [each.label for each in await manager.event_types.choices(manager.by)] == [
        "Support call",
        "Onboarding",
        "Health check",
    ]
    assert (await manager.event_types.read(manager.by, made)).entry == EventTypeEntry.model_validate(
        {"name": "Health check", "minutes": "45", "notice": "2 business days"}
    )
    assert (await manager.trail())[-1] == ("U0ADMIN", "made", "event type", "Health check", "")


async def test_change_keeps_what_is_not_handed_over(manager: Manager) -> None:
    before = (await manager.event_type("Onboarding")).entry

    await manager.change_event_type("Onboarding", {"minutes": "45", "policy.cancel": "until 4h"})

    after = (await manager.event_type("Onboarding")).entry
    assert after == before.model_copy(
        update={"minutes": 45, "policy": before.policy.model_copy(update={"cancel": 240})}
    )
    assert (await manager.trail())[-1] == (
        "U0ADMIN",
        "changed",
        "event type",
        "Onboarding: Minutes: 60 → 45. Cancel: any time → until 4h",
        "",
    )


async def test_saving_what_stands_there_changes_nothing(manager: Manager) -> None:
    before = await manager.desk.everything()
    kept = await manager.event_type()

    await manager.event_types.change(manager.by, kept.id, kept.typed, kept.version, manager.desk.now)

    assert await manager.desk.everything() == before


async def test_renamed_event_type_is_still_the_one_in_its_rules(manager: Manager) -> None:
    await manager.change_event_type("Support call", {"name": "Call"})

    assert (await manager.document()).count("Support call") == 0
    assert "- {event_type: Call, primary: {pool: Tier 2}}" in await manager.document()


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"booking": "approval"}, {"booking": NOT_BY_APPROVAL}),
        ({"sessions": "package: 3"}, {"sessions": NO_PACKAGE}),
        (
            {"booking": "approval", "sessions": "package: 3", "minutes": "0", "name": " "},
            {
                "name": "Should not be blank.",
                "booking": NOT_BY_APPROVAL,
                "sessions": NO_PACKAGE,
                "minutes": "'0' should be a multiple of 5 from 5 to 1440.",
            },
        ),
        ({"name": "Onboarding"}, {"name": "'Onboarding' belongs to another one: choose another name."}),
        ({"name": " "}, {"name": "Should not be blank."}),
    ],
    ids=["approval", "package", "all at once", "taken", "blank"],
)
async def test_change_that_breaks_a_rule_is_told_at_its_input(
    manager: Manager, typed: dict[str, str], problems: dict[str, str]
) -> None:
    """domain.md, Dynamic and Static: checked also when an Event type that stands in a rule is edited."""
    before = await manager.desk.everything()

    with pytest.raises(Invalid) as refusal:
        await manager.change_event_type("Support call", typed)

    assert refusal.value.fields == problems
    assert await manager.desk.everything() == before


async def test_event_type_in_no_rule_may_be_booked_with_approval(manager: Manager) -> None:
    training = await manager.event_types.make(manager.by, {"name": "Training"}, manager.desk.now)
    await manager.change_event_type("Training", {"booking": "approval", "sessions": "package: 2"})

    entry = (await manager.event_types.read(manager.by, training)).entry
    assert (entry.booking, entry.sessions) == (BookingMode.APPROVAL, 2)


async def test_who_saves_second_hears_that_somebody_was_first(manager: Manager) -> None:
    kept = await manager.event_type()
    await manager.change_event_type("Support call", {"minutes": "45"})

    with pytest.raises(ChangedMeanwhile):
        await manager.event_types.change(
            manager.by, kept.id, {"minutes": "60"}, kept.version, manager.desk.now
        )

    assert (await manager.event_type()).entry.minutes == 45


@on_both
async def test_of_two_who_save_at_once_one_does(manager: Manager) -> None:
    kept = await manager.event_type()
    desk = manager.desk

    async with desk.beside() as other:
        outcomes = await asyncio.gather(
            manager.event_types.change(desk.ada, kept.id, {"minutes": "45"}, kept.version, desk.now),
            Manager(other).event_types.change(desk.ada, kept.id, {"minutes": "60"}, kept.version, desk.now),
            return_exceptions=True,
        )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ChangedMeanwhile", "NoneType"]
    assert (await manager.event_type()).entry.minutes == (45 if outcomes[0] is None else 60)


@on_both
async def test_two_of_one_name_made_at_once_are_one(manager: Manager) -> None:
    typed, now = {"name": "Training"}, manager.desk.now

    async with manager.desk.beside() as other:
        outcomes = await asyncio.gather(
            manager.event_types.make(manager.by, typed, now),
            Manager(other).event_types.make(manager.by, typed, now),
            return_exceptions=True,
        )

    assert [type(outcome) for outcome in outcomes].count(Invalid) == 1
    assert [each.label for each in await manager.event_types.choices(manager.by)].count("Training") == 1


async def test_event_type_in_a_rule_is_not_retired(manager: Manager) -> None:
    kept = await manager.event_type()

    with pytest.raises(InUse) as refusal:
        await manager.event_types.retire(manager.by, kept.id, manager.desk.now)

    assert refusal.value.places == ("a rule of Support EMEA",)
    assert str(refusal.value) == ("'Support call' stands in a rule of Support EMEA. Take it out there first.")
    assert not await manager.is_retired(kept.id)


async def test_retired_event_type_is_gone_until_its_name_comes_back(manager: Manager) -> None:
    now = manager.desk.now
    training = await manager.event_types.make(manager.by, {"name": "Training"}, now)
    support_call = (await manager.event_type()).id
    await manager.change_booking_page("carla", {"event_types": (str(training), str(support_call))})

    await manager.event_types.retire(manager.by, training, now)

    with pytest.raises(NotFound):
        await manager.event_types.read(manager.by, training)
    assert (await manager.booking_page("carla")).entry.event_types == ("Support call",)
    assert (await manager.trail())[-1] == ("U0ADMIN", "retired", "event type", "Training", "")

    again = await manager.event_types.make(manager.by, {"name": "Training", "minutes": "90"}, now)
    assert again == training
    assert (await manager.event_types.read(manager.by, training)).entry == EventTypeEntry(
        name="Training", minutes=90
    )


async def test_name_of_a_retired_one_cannot_be_taken_by_renaming(manager: Manager) -> None:
    training = await manager.event_types.make(manager.by, {"name": "Training"}, manager.desk.now)
    await manager.event_types.retire(manager.by, training, manager.desk.now)

    with pytest.raises(Invalid) as refusal:
        await manager.change_event_type("Support call", {"name": "Training"})

    assert refusal.value.fields == {
        "name": "'Training' belongs to another one, which was retired: choose another name."
    }


@pytest.mark.parametrize("role", [Role.MEMBER, None], ids=["member", "guest"])
async def test_nobody_but_administrators_does_any_of_it(manager: Manager, role: Role | None) -> None:
    kept, now = await manager.event_type(), manager.desk.now
    max_ = await manager.desk.member("U0MAX", role)
    stranger = Person(manager.desk.workspace_id, "U0NOBODY")
    before = await manager.desk.everything()

    for person in (max_, stranger):
        for attempt in (
            manager.event_types.list(person),
            manager.event_types.choices(person),
            manager.event_types.rule_choices(person),
            manager.event_types.read(person, kept.id),
            manager.event_types.places(person, kept.id),
            manager.event_types.make(person, {"name": "Mine"}, now),
            manager.event_types.change(person, kept.id, {"minutes": "45"}, kept.version, now),
            manager.event_types.retire(person, kept.id, now),
        ):
            with pytest.raises(NotAllowed):
                await attempt

    assert await manager.desk.everything() == before


async def test_what_is_not_there_is_not_found(manager: Manager) -> None:
    unknown, now = uuid4(), manager.desk.now

    for attempt in (
        manager.event_types.read(manager.by, unknown),
        manager.event_types.change(manager.by, unknown, {"minutes": "45"}, "", now),
        manager.event_types.retire(manager.by, unknown, now),
    ):
        with pytest.raises(NotFound):
            await attempt
