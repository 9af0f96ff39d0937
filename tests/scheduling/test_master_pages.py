"""Master pages and their rules, made and changed one at a time, and seen at a glance."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot.scheduling import policy
from bot.scheduling.catalog.kept import Typed
from bot.scheduling.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound
from bot.scheduling.overviews import NO_BOOKING_PAGES, NO_EVENT_TYPES, RuleView
from bot.scheduling.setup_file import SetUp
from bot.scheduling.setup_file.document import RuleEntry
from storage.models import BookingPage, MasterPage, RuleType, Workspace
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import DANA, THREAD
from tests.scheduling.manager import Manager
from tests.stories import done

pytestmark = on_sqlite

EMEA = {"name": "Acme Training", "label": "Training EMEA", "link": "training"}


async def test_master_page_is_made_without_rules(manager: Manager) -> None:
    made = await manager.master_pages.make(manager.by, EMEA, manager.desk.now)

    overview = await manager.master_pages.overview(manager.by, made, manager.desk.now)
    assert (overview.name, overview.label, overview.link) == ("Acme Training", "Training EMEA", "training")
    assert (overview.rule_type, overview.accepts_bookings, overview.rules) == (RuleType.DYNAMIC, True, ())
    assert overview.no_links_because == policy.NO_RULES
    assert overview.nothing_offered_because == policy.NO_RULES
    assert (await manager.trail())[-1] == ("U0ADMIN", "made", "master page", "Training EMEA", "")


async def test_label_and_link_are_made_from_the_name(manager: Manager) -> None:
    made = await manager.master_pages.make(
        manager.by, {"name": "Acme Training", "label": "", "rule_type": "static"}, manager.desk.now
    )

    entry = (await manager.master_pages.read(manager.by, made)).entry
    assert (entry.label, entry.link, entry.rule_type) == (
        "Acme Training",
        "acme-training",
        RuleType.STATIC,
    )


async def test_overview_shows_what_stands_on_a_page(manager: Manager) -> None:
    desk, later = manager.desk, timedelta(days=3)
    await desk.booked()
    await desk.issue(customer=DANA)
    await desk.revoked(await desk.issue())

    seen = await manager.overview()

    assert seen.general_url == "https://book.example/p/support"
    assert [(rule.event_type, rule.team) for rule in seen.rules] == [
        ("Support call", "Tier 2 (pool)"),
        ("Onboarding", "Ana Prieto, with Carla Ruiz"),
    ]
    assert (seen.open_links, seen.coming_bookings, seen.dedicated_to) == (1, 1, None)
    assert (seen.no_links_because, seen.nothing_offered_because, seen.undo_until) == (None, None, None)
    after = await manager.master_pages.overview(manager.by, seen.id, desk.now + later)
    assert (after.open_links, after.coming_bookings) == (1, 0)
    expired = await manager.master_pages.overview(manager.by, seen.id, desk.now + timedelta(days=90))
    assert expired.open_links == 0


async def test_overview_of_a_static_page_lists_its_booking_pages(manager: Manager) -> None:
    seen = await manager.overview("sales")

    assert (seen.rule_type, seen.booking_pages, seen.rules) == (
        RuleType.STATIC,
        ("Ana Prieto", "Ben Okafor"),
        (),
    )
    assert (seen.no_links_because, seen.nothing_offered_because) == (policy.STATIC, None)


async def test_static_page_says_why_it_offers_nothing(manager: Manager) -> None:
    carla = await manager.desk.id_of(BookingPage, "carla")
    await manager.change_master_page("sales", {"booking_pages": (str(carla),)})
    assert (await manager.overview("sales")).nothing_offered_because == NO_EVENT_TYPES

    await manager.change_master_page("sales", {"booking_pages": ()})
    assert (await manager.overview("sales")).nothing_offered_because == NO_BOOKING_PAGES


async def test_overviews_come_in_pages(manager: Manager) -> None:
    await manager.master_pages.make(manager.by, EMEA, manager.desk.now)

    first = await manager.master_pages.overviews(manager.by, manager.desk.now, most=2)
    last = await manager.master_pages.overviews(manager.by, manager.desk.now, first=2, most=2)

    assert ([each.label for each in first.overviews], first.total) == (["Support EMEA", "Sales"], 3)
    assert [each.label for each in last.overviews] == ["Training EMEA"]


async def test_change_keeps_rules_and_says_what_was_changed(manager: Manager) -> None:
    await manager.change_master_page("support", {"name": "Acme Help", "link": "Help"})

    seen = await manager.overview("Help")
    assert (seen.name, seen.label, len(seen.rules)) == ("Acme Help", "Support EMEA", 2)
    assert (await manager.trail())[-1] == (
        "U0ADMIN",
        "changed",
        "master page",
        "Support EMEA: Name: Acme Support → Acme Help. Link: support → Help",
        "",
    )


async def test_public_link_is_unique_without_regard_to_case(manager: Manager) -> None:
    for link, attempt in (
        ("SALES", manager.master_pages.make(manager.by, EMEA | {"link": "SALES"}, manager.desk.now)),
        ("Sales", manager.change_master_page("support", {"link": "Sales"})),
    ):
        with pytest.raises(Invalid) as refusal:
            await attempt
        assert refusal.value.fields == {"link": f"'{link}' belongs to 'Sales': choose another link."}


async def test_public_link_of_another_workspace_is_taken(manager: Manager) -> None:
    await another_workspace_has(manager, "Training")

    with pytest.raises(Invalid) as refusal:
        await manager.master_pages.make(manager.by, EMEA, manager.desk.now)

    assert refusal.value.fields == {
        "link": "The Public link 'training' is in use by another workspace: choose another."
    }


async def test_rule_type_and_accept_bookings_have_switches_of_their_own(manager: Manager) -> None:
    with pytest.raises(Invalid) as refusal:
        await manager.change_master_page("support", {"rule_type": "static", "accept_bookings": "false"})

    assert list(refusal.value.fields) == ["rule_type", "accept_bookings"]


async def test_retired_page_stops_its_links_and_wakes_them_when_it_comes_back(manager: Manager) -> None:
    """Their threads are told. It comes back without rules."""
    desk, page_id = manager.desk, await manager.page_id()
    link = await desk.issue()

    async def why() -> str | None:
        return (await desk.links.view(desk.workspace_id, link.id, desk.now)).suspended_because

    await manager.master_pages.retire(manager.by, page_id, desk.now)

    assert (await desk.notices())[-2:] == [("card", None), ("told", "suspended")]
    assert await why() == policy.RETIRED
    assert (await manager.trail())[-1] == (
        "U0ADMIN",
        "retired",
        "master page",
        "Support EMEA: 1 open link stops working",
        "",
    )
    with pytest.raises(NotFound):
        await manager.master_pages.read(manager.by, page_id)

    again = await manager.master_pages.make(manager.by, {"name": "Support", "link": "SUPPORT"}, desk.now)

    assert await why() is None
    assert (await desk.notices())[-2:] == [("card", None), ("told", "works again")]
    assert (again, (await manager.overview("SUPPORT")).rules) == (page_id, ())


async def test_retired_page_whose_links_slept_already_turns_their_cards_alone(manager: Manager) -> None:
    await manager.desk.issue()
    await manager.switched(RuleType.STATIC)
    told = await manager.desk.notices()

    await manager.master_pages.retire(manager.by, await manager.page_id(), manager.desk.now)

    assert await manager.desk.notices() == [*told, ("card", None)]


async def test_rule_is_added_behind_the_others(manager: Manager) -> None:
    await have_calls(manager)

    rule = await add_rule(manager, "Call", primary="pool:Tier 2", additional=("page:carla",))

    seen = await manager.overview()
    assert seen.rules[-1] == RuleView(rule, "Call", "Tier 2 (pool), with Carla Ruiz")
    assert (await manager.trail())[-1] == (
        "U0ADMIN",
        "made",
        "rule",
        "Support EMEA, Call: Tier 2 (pool), with carla",
        "",
    )


async def test_rule_is_changed_in_its_place(manager: Manager) -> None:
    kept = await manager.rule_for("Support call")
    typed: Typed = {
        "primary": await manager.page_member("ben"),
        "additional": (await manager.page_member("carla"),),
    }

    await manager.master_pages.change_rule(manager.by, kept.id, typed, kept.version, manager.desk.now)

    assert (await manager.overview()).rules[0] == RuleView(
        kept.id, "Support call", "Ben Okafor, with Carla Ruiz"
    )
    assert (await manager.master_pages.rule(manager.by, kept.id)).entry == RuleEntry.model_validate(
        {"event_type": "Support call", "primary": {"page": "ben"}, "additional": [{"page": "carla"}]}
    )
    assert (await manager.trail())[-1] == (
        "U0ADMIN",
        "changed",
        "rule",
        "Support EMEA, Support call: Primary: Tier 2 (pool) → ben. Additional: none → carla",
        "",
    )


@on_both
async def test_rule_is_removed(manager: Manager) -> None:
    kept = await manager.rule_for("Support call")

    await manager.master_pages.remove_rule(manager.by, kept.id, manager.desk.now)

    assert [rule.event_type for rule in (await manager.overview()).rules] == ["Onboarding"]
    assert (await manager.trail())[-1] == (
        "U0ADMIN",
        "removed",
        "rule",
        "Support EMEA, Support call: Tier 2 (pool)",
        "",
    )
    with pytest.raises(NotFound):
        await manager.master_pages.remove_rule(manager.by, kept.id, manager.desk.now)


async def test_one_rule_for_each_event_type(manager: Manager) -> None:
    """domain.md, Dynamic and Static."""
    with pytest.raises(Invalid) as refusal:
        await add_rule(manager, "Support call", primary="page:ben")
    assert refusal.value.fields == {"event_type": "There is a rule for 'Support call' already."}

    kept = await manager.rule_for("Onboarding")
    with pytest.raises(Invalid):
        await manager.master_pages.change_rule(
            manager.by,
            kept.id,
            {"event_type": await manager.event_type_id("Support call")},
            kept.version,
            manager.desk.now,
        )


async def test_rules_take_automatic_single_sessions_only(manager: Manager) -> None:
    """Article: "Master pages with Dynamic rules can only include Event types configured to Automatic booking
    and Single sessions."
    """
    for typed, told in (
        (
            {"name": "Talk", "booking": "approval"},
            (
                "'Talk' is booked with approval, and rules need Automatic booking: change the Event type,"
                " or take it out of the rule."
            ),
        ),
        (
            {"name": "Training", "sessions": "package: 2"},
            (
                "'Training' is a package of 2 sessions, and rules need a Single session: change the Event"
                " type, or take it out of the rule."
            ),
        ),
    ):
        await manager.event_types.make(manager.by, typed, manager.desk.now)
        with pytest.raises(Invalid) as refusal:
            await add_rule(manager, typed["name"], primary="page:ana")
        assert refusal.value.fields == {"event_type": told}

    offered = [each.label for each in await manager.event_types.rule_choices(manager.by)]
    assert offered == ["Support call", "Onboarding"]


async def test_nobody_stands_twice_in_a_panel(manager: Manager) -> None:
    """Neither themselves nor through a pool."""
    await have_calls(manager)

    for additional, told in (
        (
            ("page:carla", "pool:Tier 2"),
            (
                "'Ana Prieto' would have to be there twice, for 'Ana Prieto' and for the pool 'Tier 2': name"
                " team members that have no Booking page in common."
            ),
        ),
        (("page:ana",), "'Ana Prieto' has a seat in this rule already: name somebody else."),
    ):
        with pytest.raises(Invalid) as refusal:
            await add_rule(manager, "Call", primary="page:ana", additional=additional)
        assert refusal.value.fields == {"additional": told}


async def test_primary_team_member_is_needed(manager: Manager) -> None:
    with pytest.raises(Invalid) as refusal:
        await manager.master_pages.add_rule(
            manager.by,
            await manager.page_id(),
            {"event_type": await manager.event_type_id("Support call"), "primary": ""},
            manager.desk.now,
        )

    assert refusal.value.fields == {
        "primary": "Should not be blank.",
        "event_type": "There is a rule for 'Support call' already.",
    }


async def test_rules_of_a_static_page_are_edited_while_they_sleep(manager: Manager) -> None:
    await have_calls(manager)

    await add_rule(manager, "Call", primary="page:ana", link="sales")

    seen = await manager.overview("sales")
    assert (seen.rule_type, [rule.team for rule in seen.rules]) == (RuleType.STATIC, ["Ana Prieto"])


@on_both
async def test_of_two_who_change_a_rule_at_once_one_does(manager: Manager) -> None:
    kept, desk = await manager.rule_for("Onboarding"), manager.desk
    ben = await manager.page_member("ben")

    async with desk.beside() as other:
        outcomes = await asyncio.gather(
            *(
                each.master_pages.change_rule(desk.ada, kept.id, {"primary": ben}, kept.version, desk.now)
                for each in (manager, Manager(other))
            ),
            return_exceptions=True,
        )

    assert [type(outcome) for outcome in outcomes if outcome] == [ChangedMeanwhile]
    assert [rule.team for rule in (await manager.overview()).rules][1] == "Ben Okafor, with Carla Ruiz"


@on_both
async def test_two_rules_for_one_event_type_added_at_once_are_one(manager: Manager) -> None:
    desk = manager.desk
    await have_calls(manager)
    page_id = await manager.page_id()
    typed: Typed = {
        "event_type": await manager.event_type_id("Call"),
        "primary": await manager.page_member("ben"),
    }

    async with desk.beside() as other:
        outcomes = await asyncio.gather(
            *(
                each.master_pages.add_rule(desk.ada, page_id, typed, desk.now)
                for each in (manager, Manager(other))
            ),
            return_exceptions=True,
        )

    assert [type(outcome) for outcome in outcomes].count(Invalid) == 1
    assert [rule.event_type for rule in (await manager.overview()).rules].count("Call") == 1


async def test_team_choices_are_booking_pages_and_pools(manager: Manager) -> None:
    choices = await manager.master_pages.team_choices(manager.by)

    assert [each.label for each in choices] == ["Ana Prieto", "Ben Okafor", "Carla Ruiz", "Tier 2 (pool)"]
    assert choices[0].value == await manager.page_member("ana")
    assert choices[3].value == await manager.pool_member("Tier 2")


async def test_only_administrators_set_up_master_pages(manager: Manager) -> None:
    """Article: "To create a Rule-based assignment Master page with Dynamic rules, you must be a OnceHub
    Administrator."
    """
    page, rule, now = await manager.master_page(), await manager.rule_for("Onboarding"), manager.desk.now
    max_ = await manager.desk.member("U0MAX")
    before = await manager.desk.everything()

    for attempt in (
        manager.master_pages.list(max_),
        manager.master_pages.choices(max_),
        manager.master_pages.overviews(max_, now),
        manager.master_pages.overview(max_, page.id, now),
        manager.master_pages.team_choices(max_),
        manager.master_pages.read(max_, page.id),
        manager.master_pages.make(max_, EMEA, now),
        manager.master_pages.change(max_, page.id, EMEA, page.version, now),
        manager.master_pages.retire(max_, page.id, now),
        manager.master_pages.rule(max_, rule.id),
        manager.master_pages.add_rule(max_, page.id, rule.typed, now),
        manager.master_pages.change_rule(max_, rule.id, rule.typed, rule.version, now),
        manager.master_pages.remove_rule(max_, rule.id, now),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert await manager.desk.everything() == before


async def test_what_is_not_there_is_not_found(manager: Manager) -> None:
    unknown, now = uuid4(), manager.desk.now

    for attempt in (
        manager.master_pages.overview(manager.by, unknown, now),
        manager.master_pages.read(manager.by, unknown),
        manager.master_pages.add_rule(manager.by, unknown, {}, now),
        manager.master_pages.rule(manager.by, unknown),
        manager.master_pages.change_rule(manager.by, unknown, {}, "", now),
        manager.master_pages.remove_rule(manager.by, unknown, now),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_everything_made_here_is_exported(manager: Manager) -> None:
    """Import and export stay each other's inverse."""
    await have_calls(manager)
    await manager.master_pages.make(manager.by, EMEA, manager.desk.now)
    await add_rule(manager, "Call", primary="pool:Tier 2", additional=("page:carla",), link="training")
    document = await manager.document()

    loaded = await SetUp(manager.desk.database).load(manager.desk.workspace_id, document, manager.desk.now)

    assert loaded.summary == "Nothing to do: everything is as the document says."
    assert "{event_type: Call, primary: {pool: Tier 2}, additional: [{page: carla}]}" in document


async def test_links_made_by_hand_follow_the_rules_at_once(manager: Manager) -> None:
    """domain.md, One-time links, 2: as the rules stand when the Customer opens it."""
    await have_calls(manager)
    url = (await manager.desk.issue(origin=THREAD)).url
    await add_rule(manager, "Call", primary="page:ana")

    offer = await manager.desk.offers.of_link(url.rpartition("/")[2], manager.desk.now)

    assert [each.name for each in offer.event_types] == ["Support call", "Onboarding", "Call"]


async def have_calls(manager: Manager) -> None:
    """Another Event type."""
    by, now = manager.by, manager.desk.now
    await done(
        manager.desk.database, ("Call", now), lambda: manager.event_types.make(by, {"name": "Call"}, now)
    )


async def add_rule(
    manager: Manager,
    event_type: str,
    *,
    primary: str,
    additional: tuple[str, ...] = (),
    link: str = "support",
) -> UUID:
    """Members are named ``page:ana``, ``pool:Tier 2``."""
    typed: Typed = {
        "event_type": await manager.event_type_id(event_type),
        "primary": await member(manager, primary),
        "additional": tuple([await member(manager, each) for each in additional]),
    }
    return await manager.master_pages.add_rule(
        manager.by, await manager.page_id(link), typed, manager.desk.now
    )


async def member(manager: Manager, name: str) -> str:
    kind, _, known_as = name.partition(":")
    return await (manager.page_member(known_as) if kind == "page" else manager.pool_member(known_as))


async def another_workspace_has(manager: Manager, link: str) -> None:
    async with manager.desk.database.writing() as session:
        peak = Workspace(name="Peak", created_at=manager.desk.now)
        session.add(peak)
        await session.flush()
        page = MasterPage(name="Peak", label="Peak", link=link, position=0)
        page.workspace_id, page.rule_type, page.accepts_bookings = peak.id, RuleType.DYNAMIC, True
        session.add(page)
