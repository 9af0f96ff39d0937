"""Loading the set-up document, and writing it."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from sqlalchemy import literal, select, text, union_all

from bot.scheduling.setup_file import LISTS_NOTHING, SetUp, SetUpInvalid, document_in
from bot.scheduling.setup_file.changes import Difference, Loaded
from storage import people
from storage.database import Database
from storage.models import BookingPage, EventType, MasterPage, Pool, Role, RuleType, User, Workspace
from tests.company import SMALL_COMPANY
from tests.databases import PostgresqlDatabases, on_both, on_sqlite
from tests.rows import contents
from tests.stories import done

pytestmark = on_sqlite

ACME = (Path(__file__).parents[2] / "examples" / "acme.yml").read_text(encoding="utf-8")

CONTRACT = """\
administrators: [U0ADMIN]            # Slack user ids
event_types:
  - name: Support call
    minutes: 30
    booking: automatic               # or approval
    sessions: single                 # or package: N
    capacity: 1
    slots: {every: 30m, start: [0, 30]}
    buffers: {before: 0m, after: 10m}
    notice: 4h                       # or 2 business days
    horizon: 30d
    caps: {day: 8, week: 30}
    policy: {cancel: until 1h, reschedule: until 4h, reason: optional}   # any time | until X | never
    fields: [{name: order_number, label: Order number, required: true}]
booking_pages:
  - name: Ana Prieto
    link: ana
    owner: U0ANA
    time_zone: Europe/Madrid
    weekly: {mon: [09:00-13:00, 14:00-17:00], tue: [09:00-17:00], fri: ["22:00-02:00"]}
    dates: {2026-12-24: [], 2026-12-27: [10:00-12:00]}
    event_types: [Support call]      # association, used by Static pages
    location: https://meet.example/ana
  - {name: Ben Okafor, link: ben, owner: U0BEN, time_zone: Europe/London}
  - {name: Carla Ruiz, link: carla, owner: U0CARLA, time_zone: America/New_York}
pools:
  - name: Tier 2
    distribution: pooled             # round robin | pooled | priority
    members: [{page: ana, priority: 1}, {page: ben}]
master_pages:
  - name: Acme Support               # Public name
    label: Support EMEA              # Internal label
    link: support                    # Public link
    rule_type: dynamic
    accept_bookings: true
    rules:
      - {event_type: Support call, primary: {pool: Tier 2}, additional: [{page: carla}]}
  - name: Sales
    label: Sales
    link: sales
    rule_type: static
    booking_pages: [ana, ben]
"""

CANONICAL = """\
administrators: [U0ADMIN]

event_types:
  - name: Support call
    slots: {start: [0, 30]}
    buffers: {after: 10m}
    horizon: 30d
    caps: {day: 8, week: 30}
    policy: {cancel: until 1h, reschedule: until 4h}
    fields:
      - {name: order_number, label: Order number, required: true}

booking_pages:
  - name: Ana Prieto
    link: ana
    owner: U0ANA
    time_zone: Europe/Madrid
    weekly: {mon: [09:00-13:00, 14:00-17:00], tue: [09:00-17:00], fri: [22:00-02:00]}
    dates: {2026-12-24: [], 2026-12-27: [10:00-12:00]}
    event_types: [Support call]
    location: https://meet.example/ana
  - name: Ben Okafor
    link: ben
    owner: U0BEN
    time_zone: Europe/London
    weekly:
      mon: [09:00-17:00]
      tue: [09:00-17:00]
      wed: [09:00-17:00]
      thu: [09:00-17:00]
      fri: [09:00-17:00]
  - name: Carla Ruiz
    link: carla
    owner: U0CARLA
    time_zone: America/New_York
    weekly:
      mon: [09:00-17:00]
      tue: [09:00-17:00]
      wed: [09:00-17:00]
      thu: [09:00-17:00]
      fri: [09:00-17:00]

pools:
  - name: Tier 2
    members:
      - {page: ana}
      - {page: ben}

master_pages:
  - name: Acme Support
    label: Support EMEA
    link: support
    rules:
      - {event_type: Support call, primary: {pool: Tier 2}, additional: [{page: carla}]}
  - name: Sales
    label: Sales
    link: sales
    rule_type: static
    booking_pages: [ana, ben]
"""

BARE = """\
event_types:
  - name: Quick question
booking_pages:
  - {name: José Núñez, owner: W0JOSE, time_zone: Asia/Kolkata}
pools:
  - {name: Everybody, members: [{page: jose-nunez}]}
master_pages:
  - name: Acme Support
    rules: [{event_type: Quick question, primary: {pool: Everybody}}]
"""

SOMEBODY_ELSE = BARE.replace("Acme Support", "Peak Support")


@pytest.fixture
def set_up(database: Database) -> SetUp:
    return SetUp(database)


@pytest.fixture
async def acme(database: Database, now: datetime) -> UUID:
    return await done(database, (make_workspace, now), lambda: make_workspace(database, "Acme", now))


async def loaded(set_up: SetUp, workspace_id: UUID, text: str, now: datetime) -> Loaded:
    """Once for all tests that begin so."""
    deed = (SetUp.load, workspace_id, text, now)
    return await done(set_up.database, deed, lambda: set_up.load(workspace_id, text, now))


async def make_workspace(database: Database, name: str, now: datetime) -> UUID:
    async with database.writing() as session:
        workspace = Workspace(name=name, created_at=now)
        session.add(workspace)
        await session.flush()
        return workspace.id


async def refusal_of(set_up: SetUp, workspace_id: UUID, text: str, now: datetime) -> tuple[str, ...]:
    with pytest.raises(SetUpInvalid) as refusal:
        await set_up.load(workspace_id, text, now)
    return refusal.value.problems


async def test_every_part_of_the_contract_is_loaded_and_written(
    set_up: SetUp, acme: UUID, now: datetime
) -> None:
    made = await loaded(set_up, acme, CONTRACT, now)

    assert made.summary == (
        "Made 1 Administrator, 1 Event type, 3 Booking pages, 1 Resource pool, 2 Master pages."
    )
    assert await set_up.dump(acme) == CANONICAL


@pytest.mark.parametrize("text", [CONTRACT, BARE, ACME], ids=["contract", "bare", "acme"])
async def test_neither_a_document_again_nor_what_was_written_of_it_changes_a_row(
    database: Database, set_up: SetUp, acme: UUID, now: datetime, text: str
) -> None:
    await loaded(set_up, acme, text, now)
    before = await contents(database)

    for document in (text, await set_up.dump(acme)):
        again = await set_up.load(acme, document, now + timedelta(days=1))
        assert again.summary == "Nothing to do: everything is as the document says."

    assert await contents(database) == before


async def test_example_company_is_of_real_size_and_written_as_export_writes_it(
    set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await loaded(set_up, acme, ACME, now)

    example, written = yaml.safe_load(ACME), await set_up.dump(acme)

    assert {section: len(entries) for section, entries in example.items()} == {
        "administrators": 2,
        "company": 2,
        "links": 2,
        "event_types": 5,
        "booking_pages": 8,
        "pools": 2,
        "master_pages": 4,
    }
    assert len({page["time_zone"] for page in example["booking_pages"]}) == 5
    assert [page["link"] for page in example["master_pages"] if page.get("rule_type") == "static"] == [
        "academy"
    ]
    assert all(page["dates"] for page in example["booking_pages"])
    assert written == "".join(line for line in ACME.splitlines(True) if line[0] != "#").lstrip()


async def test_what_is_left_out_has_a_default(set_up: SetUp, acme: UUID, now: datetime) -> None:
    await loaded(set_up, acme, BARE, now)

    assert (
        await set_up.dump(acme)
        == """\
event_types:
  - name: Quick question

booking_pages:
  - name: José Núñez
    link: jose-nunez
    owner: W0JOSE
    time_zone: Asia/Kolkata
    weekly:
      mon: [09:00-17:00]
      tue: [09:00-17:00]
      wed: [09:00-17:00]
      thu: [09:00-17:00]
      fri: [09:00-17:00]

pools:
  - name: Everybody
    members:
      - {page: jose-nunez}

master_pages:
  - name: Acme Support
    label: Acme Support
    link: acme-support
    rules:
      - {event_type: Quick question, primary: {pool: Everybody}}
"""
    )


async def test_defaults_are_those_of_the_contract(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await loaded(set_up, acme, BARE, now)

    async with database.reading() as session:
        row = (await session.scalars(select(EventType))).one()
    assert (row.minutes, row.slot_every, row.slot_starts, row.sessions, row.capacity) == (30, 30, [0], 1, 1)
    assert (row.notice_minutes, row.notice_business_days, row.horizon_days) == (240, 0, 60)
    assert (row.buffer_before, row.buffer_after, row.cap_day, row.cap_week) == (0, 0, None, None)
    assert row.policy == {"cancel": 0, "reschedule": 0, "reason": "optional"}
    assert row.fields == []


@on_both
async def test_hours_policy_and_fields_are_stored_as_the_tables_say(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await loaded(set_up, acme, CONTRACT, now)

    async with database.reading() as session:
        page = (await session.scalars(select(BookingPage).where(BookingPage.link == "ana"))).one()
        event_type = (await session.scalars(select(EventType))).one()
    assert page.weekly == [[[540, 780], [840, 1020]], [[540, 1020]], [], [], [[1320, 1560]], [], []]
    assert page.dates == {"2026-12-24": [], "2026-12-27": [[600, 720]]}
    assert event_type.policy == {"cancel": 60, "reschedule": 240, "reason": "optional"}
    assert event_type.fields == [{"name": "order_number", "label": "Order number", "required": True}]


@pytest.mark.parametrize(
    ("dates", "weekdays"),
    [
        ("{2026-12-24: [9-12]}", []),
        ("{2026-12-24: [], 2026-12-27: [9-12]}", []),
        ("{2026-12-24: [], 2026-12-25: []}", ["mon", "tue", "wed", "thu", "fri"]),
        ("{}", ["mon", "tue", "wed", "thu", "fri"]),
    ],
)
def test_who_lists_hours_of_dates_alone_is_there_on_those_alone(dates: str, weekdays: list[str]) -> None:
    page = f"{{name: Ana, owner: U0ANA, time_zone: Europe/Madrid, dates: {dates}}}"
    [entry] = document_in(f"booking_pages: [{page}]").booking_pages

    assert [*entry.weekly.model_dump(exclude_defaults=True)] == weekdays


async def test_everything_beyond_the_defaults_is_stored_and_written_again(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    event_type = """\
  - name: Training
    minutes: 1440
    booking: approval
    sessions: {package: 3}
    capacity: unlimited
    slots: {every: 15m, start: [5, 50]}
    buffers: {before: 24h, after: 5m}
    notice: 2 business days
    horizon: {from: 2026-12-01, until: 2026-12-31}
    caps: {week: 5}
    policy: {cancel: never, reschedule: until 14d, reason: required}
    fields:
      - {name: logs, label: Logs}
    reminders: [14d, 5m]
"""
    document = f"""\
company:
  name: Acme
  colour: '#1f3a5f'
  logo: data:image/png;base64,iVBORw0KGgo=

links:
  expire: 5 business days
  most_open: 1
  ticket: required
  only_administrators: true

event_types:
{event_type}
booking_pages:
  - name: Ana
    link: ana
    owner: U0ANA
    time_zone: Europe/Madrid
    weekly: {{mon: [09:00-17:00]}}
    email: ana@acme.example

pools: []

master_pages:
  - name: Ana
    label: For Ana
    link: for-ana
    dedicated_to: ana
"""
    await set_up.load(acme, document, now)

    assert await set_up.dump(acme) == document
    async with database.reading() as session:
        policy = await session.scalar(select(EventType.policy))
    assert policy == {"cancel": None, "reschedule": 14 * 1440, "reason": "required"}


async def test_master_pages_change_the_booking_pages_that_they_are_dedicated_to(
    set_up: SetUp, acme: UUID, now: datetime
) -> None:
    document = """\
booking_pages:
  - {name: Ana, owner: U0ANA, time_zone: Europe/Madrid}
  - {name: Ben, owner: U0BEN, time_zone: Europe/London}
master_pages:
  - {name: First page, dedicated_to: ana}
  - {name: Second page, dedicated_to: ben}
  - {name: Third page}
"""
    await set_up.load(acme, document, now)

    swapped = document.replace("First", "F").replace("Second", "First").replace("F page", "Second page")
    await set_up.load(acme, swapped, now)
    assert await dedications(set_up, acme) == {"second-page": "ana", "first-page": "ben", "third-page": None}

    passed_on = swapped.replace("  - {name: First page, dedicated_to: ben}\n", "")
    await set_up.load(acme, passed_on.replace("Third page", "Third page, dedicated_to: ben"), now)
    assert await dedications(set_up, acme) == {"second-page": "ana", "third-page": "ben"}


async def test_settings_that_a_document_leaves_out_are_the_usual_ones(
    set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await set_up.load(acme, "company: {name: Acme}\nlinks: {expire: 7d, ticket: required}", now)

    left_out = await set_up.load(acme, "administrators: [U0ADMIN]", now)

    assert left_out.summary == "Made 1 Administrator. Changed 1 company setting, 2 link settings."
    assert "company" not in await set_up.dump(acme)


async def test_static_page_keeps_its_rules_and_dynamic_page_its_booking_pages(
    set_up: SetUp, acme: UUID, now: datetime
) -> None:
    both = BARE + "    booking_pages: [jose-nunez]\n"
    await loaded(set_up, acme, both, now)
    dynamic = yaml.safe_load(await set_up.dump(acme))["master_pages"][0]

    await set_up.load(acme, both + "    rule_type: static\n", now)
    static = yaml.safe_load(await set_up.dump(acme))["master_pages"][0]

    assert static == dynamic | {"rule_type": "static"}
    assert dynamic["rules"] == [{"event_type": "Quick question", "primary": {"pool": "Everybody"}}]
    assert dynamic["booking_pages"] == ["jose-nunez"]


async def test_only_what_differs_is_changed(set_up: SetUp, acme: UUID, now: datetime) -> None:
    await loaded(set_up, acme, CONTRACT, now)

    longer, smaller = ("minutes: 30", "minutes: 45"), (", {page: ben}]", "]")

    changed = await set_up.load(acme, CONTRACT.replace(*longer).replace(*smaller), now)

    assert changed.summary == "Changed 1 Event type, 1 Resource pool."


@on_both
async def test_what_a_document_leaves_out_is_retired_and_kept(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await loaded(set_up, acme, SMALL_COMPANY, now)
    before = await rows_of(database)

    retired = await set_up.load(acme, BARE, now + timedelta(hours=1))

    after = await rows_of(database)
    assert retired.summary == (
        "Made 1 Event type, 1 Booking page, 1 Resource pool, 1 Master page."
        " Retired 2 Event types, 3 Booking pages, 1 Resource pool, 2 Master pages."
    )
    assert {key: after[key] for key in before} == dict.fromkeys(before, now + timedelta(hours=1))


async def test_what_comes_back_is_the_same_thing_again(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await loaded(set_up, acme, SMALL_COMPANY, now)
    before = await rows_of(database)
    await loaded(set_up, acme, BARE, now)

    back = await set_up.load(acme, SMALL_COMPANY, now)

    after = await rows_of(database)
    assert back.event_types.made == {"Support call", "Onboarding"}
    assert {key: after[key] for key in before} == before
    assert yaml.safe_load(await set_up.dump(acme))["master_pages"][0]["rules"] == [
        {"event_type": "Support call", "primary": {"pool": "Tier 2"}},
        {"event_type": "Onboarding", "primary": {"page": "ana"}, "additional": [{"page": "carla"}]},
    ]


async def test_document_that_lists_nothing_retires_nothing(set_up: SetUp, acme: UUID, now: datetime) -> None:
    await loaded(set_up, acme, BARE, now)

    assert await refusal_of(set_up, acme, "links: {expire: 7d}", now) == (LISTS_NOTHING,)

    meant = await set_up.load(acme, "event_types: []", now)
    again = await set_up.load(acme, "links: {expire: 7d}", now)
    assert (meant.summary, again.summary) == (
        "Retired 1 Event type, 1 Booking page, 1 Resource pool, 1 Master page.",
        "Changed 1 link setting.",
    )


async def test_links_are_known_again_without_regard_to_case(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await loaded(set_up, acme, SMALL_COMPANY, now)
    before = await rows_of(database)

    respelled = SMALL_COMPANY.replace("link: sales", "link: SALES")
    respelled = respelled.replace("link: carla", "link: Carla").replace("page: carla", "page: Carla")

    changed = await set_up.load(acme, respelled, now)

    assert await rows_of(database) == before
    assert changed.booking_pages == Difference(changed=frozenset({"carla"}))
    assert changed.master_pages == Difference(changed=frozenset({"support", "sales"}))


async def test_order_is_the_documents(set_up: SetUp, acme: UUID, now: datetime) -> None:
    page = {"name": "Ana", "owner": "U0ANA", "time_zone": "Europe/Madrid"}
    for event_types, associated in (("ABC", "BCA"), ("CDAB", "ACB")):
        document = {
            "event_types": [{"name": name} for name in event_types],
            "booking_pages": [page | {"event_types": [*associated]}],
        }
        await set_up.load(acme, yaml.safe_dump(document), now)

        written = yaml.safe_load(await set_up.dump(acme))
        assert written["event_types"] == document["event_types"]
        assert written["booking_pages"][0]["event_types"] == [*associated]


async def test_refused_document_changes_nothing(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await loaded(set_up, acme, SMALL_COMPANY, now)
    before = await contents(database)

    await refusal_of(set_up, acme, BARE + "    rule_type: sometimes\n", now)
    await refusal_of(
        set_up, acme, SMALL_COMPANY.replace("pooled", "priority").replace("Ana Prieto", "Ana"), now
    )

    assert await contents(database) == before


async def test_distribution_of_a_pool_is_fixed_when_it_is_made(
    set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await loaded(set_up, acme, SMALL_COMPANY, now)
    await loaded(set_up, acme, BARE, now)

    problems = await refusal_of(set_up, acme, SMALL_COMPANY.replace("pooled", "round robin"), now)

    [problem] = problems
    assert problem == (
        "pools[no. 1: 'Tier 2'].distribution:"
        " 'Tier 2' was made with 'pooled', and that is fixed when a pool is made:"
        " make a new pool under another name"
    )


async def test_public_link_of_another_workspace_is_refused(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    peak = await make_workspace(database, "Peak", now)
    await set_up.load(peak, BARE, now)
    await set_up.load(peak, SOMEBODY_ELSE, now)  # the link is retired there, and still theirs

    problems = await refusal_of(
        set_up, acme, BARE.replace("    rules:", "    link: ACME-support\n    rules:"), now
    )

    assert problems == (
        (
            "master_pages[no. 1: 'ACME-support'].link:"
            " the Public link 'ACME-support' is in use by another workspace: choose another"
        ),
    )


async def test_public_link_that_another_workspace_takes_meanwhile_is_refused(
    postgresql_databases: PostgresqlDatabases, now: datetime
) -> None:
    async with postgresql_databases.emptied() as database:
        acme, peak = await make_workspace(database, "Acme", now), await make_workspace(database, "Peak", now)
        async with database.writing() as session:
            session.add(
                MasterPage(
                    workspace_id=peak,
                    name="Peak",
                    label="Peak",
                    link="Acme-Support",
                    position=0,
                    rule_type=RuleType.DYNAMIC,
                    accepts_bookings=True,
                )
            )
            await session.flush()
            loading = asyncio.create_task(refusal_of(SetUp(database), acme, BARE, now))
            while not await session.scalar(text("SELECT 1 FROM pg_locks WHERE NOT granted")):
                assert not loading.done()

        assert await loading == (
            (
                "master_pages[no. 1: 'acme-support'].link:"
                " the Public link 'acme-support' is in use by another workspace: choose another"
            ),
        )


@on_both
async def test_documents_loaded_at_once_are_loaded_one_after_the_other(
    set_up: SetUp, acme: UUID, now: datetime
) -> None:
    three = BARE.replace("  - name: Quick question", "\n".join(f"  - name: {name}" for name in "ABC"))
    first, *others = [three.replace("Quick question", name) for name in "ABC"]
    await loaded(set_up, acme, first, now)

    await asyncio.gather(*(set_up.load(acme, document, now) for document in others))

    written = yaml.safe_load(await set_up.dump(acme))
    assert len(written["master_pages"][0]["rules"]) == 1


async def test_workspaces_do_not_see_each_others_set_up(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    peak = await make_workspace(database, "Peak", now)
    await set_up.load(acme, BARE, now)
    await set_up.load(peak, SOMEBODY_ELSE, now)

    await set_up.load(acme, "event_types: []", now)

    assert yaml.safe_load(await set_up.dump(peak))["master_pages"][0]["name"] == "Peak Support"
    assert yaml.safe_load(await set_up.dump(acme))["master_pages"] == []


async def test_administrators_are_who_the_document_says(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await add_users(database, acme, {"U0OLD": Role.ADMINISTRATOR, "U0ANA": Role.MEMBER, "U0GUEST": None})

    appointed = await set_up.load(acme, "administrators: [U0NEW, U0ANA]", now)

    assert appointed.summary == "Made 2 Administrators. Retired 1 Administrator."
    assert await roles_in(database, acme) == {
        "U0OLD": Role.MEMBER,
        "U0ANA": Role.ADMINISTRATOR,
        "U0GUEST": None,
        "U0NEW": Role.ADMINISTRATOR,
    }


async def test_administrators_stay_where_the_document_does_not_name_them(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await add_users(database, acme, {"U0OLD": Role.ADMINISTRATOR})

    await set_up.load(acme, BARE, now)

    assert await roles_in(database, acme) == {"U0OLD": Role.ADMINISTRATOR}


@on_both
async def test_nobody_is_left_without_an_administrator(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await add_users(database, acme, {"U0OLD": Role.ADMINISTRATOR})

    problems = await refusal_of(set_up, acme, "administrators: []", now)

    assert problems == ("administrators: should list at least one",)
    assert await roles_in(database, acme) == {"U0OLD": Role.ADMINISTRATOR}


async def test_appointing_keeps_a_persons_name(
    database: Database, set_up: SetUp, acme: UUID, now: datetime
) -> None:
    await add_users(database, acme, {"U0ANA": Role.MEMBER})

    await set_up.load(acme, "administrators: [U0ANA]", now)

    async with database.reading() as session:
        user = await people.user(session, acme, "U0ANA")
    assert user is not None
    assert (user.name, user.role) == ("U0ANA's name", Role.ADMINISTRATOR)


async def dedications(set_up: SetUp, workspace_id: UUID) -> dict[str, str | None]:
    pages = yaml.safe_load(await set_up.dump(workspace_id))["master_pages"]
    return {page["link"]: page.get("dedicated_to") for page in pages}


async def rows_of(database: Database) -> dict[tuple[str, UUID], datetime | None]:
    """Every row that has an id of its own and survives: by table and id, when it was retired."""
    kinds = (EventType, BookingPage, Pool, MasterPage)
    statements = [select(literal(kind.__tablename__), kind.id, kind.retired_at) for kind in kinds]
    async with database.reading() as session:
        rows = (await session.execute(union_all(*statements))).all()
    return {(table, row_id): retired_at for table, row_id, retired_at in rows}


async def add_users(database: Database, workspace_id: UUID, roles: dict[str, Role | None]) -> None:
    async with database.writing() as session:
        session.add_all(
            User(workspace_id=workspace_id, id=user_id, role=role, name=f"{user_id}'s name")
            for user_id, role in roles.items()
        )


async def roles_in(database: Database, workspace_id: UUID) -> dict[str, Role | None]:
    async with database.reading() as session:
        users = (await session.scalars(select(User).where(User.workspace_id == workspace_id))).all()
    return {user.id: user.role for user in users}
