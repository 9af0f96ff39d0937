"""Booking pages, made, changed and retired one at a time, and by the people whose they are."""

import pytest

from bot.scheduling.catalog.booking_pages import NO_MEMBER
from bot.scheduling.dedicated import DedicatedPages
from bot.scheduling.errors import InUse, Invalid, NotAllowed, NotFound
from bot.scheduling.people import People, Person
from storage.models import Role
from tests.databases import on_both, on_sqlite
from tests.scheduling.manager import Manager

pytestmark = on_sqlite

ZOE = {"name": "Zoe Hart", "owner": "U0ZOE", "time_zone": "America/Denver"}


@pytest.fixture(autouse=True)
async def zoe(manager: Manager) -> Person:
    return await manager.desk.member("U0ZOE")


async def test_booking_page_is_made_with_office_hours_and_a_link_from_its_name(manager: Manager) -> None:
    made = await manager.booking_pages.make(manager.by, ZOE, manager.desk.now)

    kept = await manager.booking_pages.read(manager.by, made)
    assert (kept.entry.link, kept.entry.owner) == ("zoe-hart", "U0ZOE")
    assert {key: kept.typed[key] for key in ("weekly.mon", "weekly.sat", "dates", "email")} == {
        "weekly.mon": "09:00-17:00",
        "weekly.sat": "",
        "dates": "",
        "email": "",
    }
    assert (await manager.trail())[-1] == ("U0ADMIN", "made", "booking page", "Zoe Hart", "")


async def test_owner_changes_their_own_availability_and_where_they_are(manager: Manager) -> None:
    ana = await manager.desk.member("U0ANA")
    typed = {
        "weekly.mon": "",
        "weekly.sat": "10-12",
        "dates": "2026-12-24 to 2026-12-26",
        "time_zone": "Atlantic/Canary",
        "location": "https://meet.example/elsewhere",
        "email": "ana@acme.example",
    }
    kept = await manager.booking_page("ana")

    await manager.booking_pages.change(ana, kept.id, typed, kept.version, manager.desk.now)

    after = await manager.booking_pages.read(ana, kept.id)
    assert after.typed == {
        **kept.typed,
        **typed,
        "weekly.sat": "10:00-12:00",
        "dates": "2026-12-24 to 2026-12-26: closed",
    }
    assert (await manager.trail())[-1] == (
        "U0ANA",
        "changed",
        "booking page",
        (
            "Ana Prieto: Time zone: Europe/Madrid → Atlantic/Canary. Monday: 09:00-17:00 → none."
            " Saturday: none → 10:00-12:00. Location: https://meet.example/ana → https://meet.example/elsewhere."
            " Email: none → ana@acme.example. Special hours on 2026-12-24: none → closed."
            " Special hours on 2026-12-25: none → closed. Special hours on 2026-12-26: none → closed"
        ),
        "",
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": "Ana the Great"}, "Only Administrators change name of a Booking page."),
        ({"owner": "U0MAX"}, "Only Administrators change owner of a Booking page."),
        (
            {"link": "boss", "event_types": ()},
            "Only Administrators change link and event_types of a Booking page.",
        ),
    ],
    ids=["name", "owner", "link"],
)
async def test_owner_changes_no_more_than_that(
    manager: Manager, typed: dict[str, str | tuple[str, ...]], told: str
) -> None:
    ana = await manager.desk.member("U0ANA")
    before = await manager.desk.everything()

    with pytest.raises(NotAllowed) as refusal:
        await manager.change_booking_page("ana", typed, by=ana)

    assert str(refusal.value) == told
    assert await manager.desk.everything() == before


async def test_member_neither_sees_nor_changes_anybody_elses_page(manager: Manager) -> None:
    max_, now = await manager.desk.member("U0MAX"), manager.desk.now
    kept = await manager.booking_page("ana")
    before = await manager.desk.everything()

    for attempt in (
        manager.booking_pages.read(max_, kept.id),
        manager.booking_pages.change(max_, kept.id, {"email": "max@acme.example"}, kept.version, now),
    ):
        with pytest.raises(NotFound):
            await attempt
    for refused in (
        manager.booking_pages.list(max_),
        manager.booking_pages.make(max_, ZOE, now),
        manager.booking_pages.retire(max_, kept.id, now),
    ):
        with pytest.raises(NotAllowed):
            await refused
    assert await manager.desk.everything() == before


async def test_every_member_may_ask_for_anybody(manager: Manager) -> None:
    max_ = await manager.desk.member("U0MAX")

    choices = await manager.booking_pages.choices(max_)

    assert [each.label for each in choices] == ["Ana Prieto", "Ben Okafor", "Carla Ruiz"]


async def test_whose_they_are_is_told_where_that_is_another_name(manager: Manager) -> None:
    desk, people = manager.desk, People(manager.desk.database)
    await people.remember(Person(desk.workspace_id, "U0ANA"), "ana prieto", Role.MEMBER, desk.now)
    await people.remember(Person(desk.workspace_id, "U0BEN"), "Benedict Okafor", Role.MEMBER, desk.now)
    picked = ["Ana Prieto", "Ben Okafor (Benedict Okafor)", "Carla Ruiz"]

    team = await manager.master_pages.team_choices(manager.by)

    assert [each.label for each in await manager.booking_pages.choices(manager.by)] == picked
    assert [each.label for each in team] == [*picked, "Tier 2 (pool)"]
    assert [each.name for each in await DedicatedPages(desk.database).choices(manager.by)] == picked


async def test_new_owner_is_a_member(manager: Manager) -> None:
    await manager.desk.member("U0GUS", role=None)

    for no_member in ("U0GUS", "U0NOBODY"):
        with pytest.raises(Invalid) as refusal:
            await manager.change_booking_page("ana", {"owner": no_member})
        assert refusal.value.fields == {"owner": f"{NO_MEMBER}."}


async def test_page_whose_owner_left_can_be_changed_all_the_same(manager: Manager) -> None:
    await manager.desk.member("U0ANA", role=None)

    await manager.change_booking_page("ana", {"weekly.fri": "9-12"})

    assert (await manager.booking_page("ana")).entry.weekly.fri == ((540, 720),)


async def test_guest_may_not_even_do_that(manager: Manager) -> None:
    gus = await manager.desk.member("U0GUS", role=None)

    with pytest.raises(NotAllowed):
        await manager.booking_pages.choices(gus)


async def test_owner_who_was_demoted_to_guest_meanwhile_changes_nothing(manager: Manager) -> None:
    ana = await manager.desk.member("U0ANA")
    kept = await manager.booking_page("ana")
    await manager.desk.set_role("U0ANA", None)

    with pytest.raises(NotAllowed):
        await manager.booking_pages.change(
            ana, kept.id, {"location": "Nowhere"}, kept.version, manager.desk.now
        )


async def test_new_owner_never_fills_two_seats_of_a_rule(manager: Manager) -> None:
    """domain.md, Dynamic and Static: also when the owner of a Booking page is edited."""
    desk = manager.desk
    await People(desk.database).remember(Person(desk.workspace_id, "U0ANA"), "Ana", Role.MEMBER, desk.now)
    with pytest.raises(Invalid) as refusal:
        await manager.change_booking_page("carla", {"owner": "U0ANA"})

    assert refusal.value.fields == {
        "owner": (
            "In the rule for 'Onboarding' on 'Support EMEA', 'Ana' would have to be there twice, for 'Ana"
            " Prieto' and for 'Carla Ruiz': name team members that have no owner in common."
        )
    }
    assert (await manager.booking_page("carla")).entry.owner == "U0CARLA"


async def test_new_owner_without_a_second_seat_is_welcome(manager: Manager) -> None:
    await manager.desk.member("U0CARLA")
    await manager.change_booking_page("ben", {"owner": "U0CARLA"})

    assert (await manager.booking_page("ben")).entry.owner == "U0CARLA"


@pytest.mark.parametrize("link", ["ben", "BEN"])
async def test_links_are_unique_without_regard_to_case(manager: Manager, link: str) -> None:
    for attempt in (
        manager.booking_pages.make(manager.by, ZOE | {"link": link}, manager.desk.now),
        manager.change_booking_page("ana", {"link": link}),
    ):
        with pytest.raises(Invalid) as refusal:
            await attempt
        assert refusal.value.fields == {"link": f"'{link}' belongs to 'Ben Okafor': choose another link."}


async def test_all_that_is_wrong_is_told_at_once(manager: Manager) -> None:
    """Also what is wrong beside the other pages, and with a link that is made from the name."""
    typed = {"name": "Ana", "owner": "U0NOBODY", "time_zone": "Mars", "weekly.mon": "9-25, soon"}

    with pytest.raises(Invalid) as refusal:
        await manager.booking_pages.make(manager.by, typed, manager.desk.now)

    assert refusal.value.fields == {
        "time_zone": "'Mars' should be the name of a time zone such as Europe/Madrid.",
        "weekly.mon": (
            "'09:00-25:00' should lie between 00:00 and 24:00. 'soon' should be hours such as 09:00-13:00."
        ),
        "owner": f"{NO_MEMBER}.",
        "link": "'ana' belongs to 'Ana Prieto': choose another link.",
    }


async def test_meetings_that_new_hours_leave_no_room_for_are_told(manager: Manager) -> None:
    """Those that are coming and stand. On Mondays only Ana works."""
    desk = manager.desk
    _within, outside, cancelled = [await desk.booked(f"2026-12-07T{hour}:00") for hour in ("15", "10", "11")]
    await desk.cancelled(cancelled)
    await manager.change_booking_page("ana", {"weekly.mon": "14:00-17:00"})
    ana = (await manager.booking_page("ana")).id

    told = [
        await manager.booking_pages.outside_hours(manager.by, ana, now)
        for now in (desk.now, outside.booking.starts)
    ]

    assert told == [[outside.booking.starts], []]


async def test_link_may_change_its_case(manager: Manager) -> None:
    await manager.change_booking_page("ana", {"link": "Ana"})

    assert "primary: {page: Ana}" in await manager.document()


async def test_booking_page_that_stands_anywhere_is_not_retired(manager: Manager) -> None:
    for link, places in {
        "ana": ("the pool Tier 2", "a rule of Support EMEA", "the list of Sales"),
        "ben": ("the pool Tier 2", "the list of Sales"),
        "carla": ("a rule of Support EMEA",),
    }.items():
        kept = await manager.booking_page(link)
        with pytest.raises(InUse) as refusal:
            await manager.booking_pages.retire(manager.by, kept.id, manager.desk.now)
        assert refusal.value.places == places
        assert not await manager.is_retired(kept.id)


@on_both
async def test_booking_page_that_stands_nowhere_is_retired(manager: Manager) -> None:
    zoe = await manager.booking_pages.make(manager.by, ZOE, manager.desk.now)

    await manager.booking_pages.retire(manager.by, zoe, manager.desk.now)

    assert await manager.is_retired(zoe)
    assert (await manager.trail())[-1] == ("U0ADMIN", "retired", "booking page", "Zoe Hart", "")


async def test_event_type_that_was_retired_meanwhile_is_told(manager: Manager) -> None:
    training = await manager.event_types.make(manager.by, {"name": "Training"}, manager.desk.now)
    await manager.event_types.retire(manager.by, training, manager.desk.now)

    with pytest.raises(Invalid) as refusal:
        await manager.change_booking_page("ana", {"event_types": (str(training),)})

    assert refusal.value.fields == {"event_types": "Is no longer in use: pick another."}


async def test_administrator_changes_everything_of_a_page(manager: Manager) -> None:
    onboarding = (await manager.event_type("Onboarding")).id

    await manager.change_booking_page(
        "ana", {"name": "Ana P.", "owner": "U0ZOE", "event_types": (str(onboarding),), "weekly.fri": "9-12"}
    )

    entry = (await manager.booking_page("ana")).entry
    assert (entry.name, entry.owner, entry.event_types) == ("Ana P.", "U0ZOE", ("Onboarding",))
    assert entry.weekly.fri == ((540, 720),)
