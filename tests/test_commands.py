"""The commands, as contract.md fixes them: what they print, how they exit, what they refuse."""

import csv
import json
import os
import re
import sqlite3
import tomllib
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from click.testing import CliRunner, Result

from bot.printing import as_csv
from bot.scheduling import policy
from bot.scheduling.trail import Line
from bot.shell import Commands
from storage.database import Database
from tests.company import SMALL_COMPANY, settle
from tests.databases import on_both, on_sqlite
from tests.shell import SECRET_KEY, onetime
from tests.stories import caught_up

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"

pytestmark = on_sqlite

URL = re.compile(r"http://127\.0\.0\.1:8000/o/[A-Za-z0-9_-]{32}")

Shell = Callable[..., Result]


def shell_on(database: Database) -> Shell:
    url = database.url.render_as_string(hide_password=False)

    def run(*arguments: str, stdin: str = "") -> Result:
        return onetime(*arguments, stdin=stdin, ONETIME_DATABASE_URL=url, ONETIME_SECRET_KEY=SECRET_KEY)

    return run


@pytest.fixture
async def shell(database: Database) -> Shell:
    """``onetime`` on an empty database."""
    await caught_up(database)
    return shell_on(database)


@pytest.fixture
async def company(database: Database, now: datetime) -> Shell:
    """The same, with the small company set up."""
    await settle(database, now)
    await caught_up(database)
    return shell_on(database)


@pytest.fixture
async def strict(database: Database, now: datetime) -> Shell:
    """The same, with rules for links."""
    await settle(database, now, f"links: {{ticket: required, expire: 7d, most_open: 1}}\n{SMALL_COMPANY}")
    await caught_up(database)
    return shell_on(database)


def listed(shell: Shell) -> list[dict[str, object]]:
    links: list[dict[str, object]] = json.loads(shell("link", "list", "--json").stdout)
    return links


@on_both
def test_import_of_the_same_or_of_its_export_changes_nothing(company: Shell) -> None:
    before = company("export").stdout
    for same in (SMALL_COMPANY, before):
        assert company("import", "-", stdin=same).exit_code == 0
    assert company("export").stdout == before


@pytest.mark.parametrize(
    "command",
    [
        "export",
        "link new support",
        "link list",
        f"link revoke {UUID(int=1)}",
        "why support --event-type Call --at 2026-12-01T10:00Z",
        "activity",
    ],
)
def test_where_there_is_no_database_none_is_made_to_be_asked(command: str, tmp_path: Path) -> None:
    result = onetime(*command.split(), cwd=tmp_path, ONETIME_SECRET_KEY=SECRET_KEY)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(
        f"Error: There is no database at {tmp_path / 'onetime.db'}. Start this in the"
    )
    assert list(tmp_path.iterdir()) == []


def test_import_that_makes_a_database_says_so_once(tmp_path: Path) -> None:
    first, second = (onetime("import", "-", stdin=SMALL_COMPANY, cwd=tmp_path) for _ in "12")
    assert first.stdout.splitlines()[0] == f"Made a new database, {tmp_path}/onetime.db."
    assert (second.exit_code, second.stdout) == (0, "Nothing to do: everything is as the document says.\n")


def test_import_that_is_refused_says_all_the_same_that_it_made_a_database(tmp_path: Path) -> None:
    result = onetime("import", "-", stdin="pages: []", cwd=tmp_path)
    assert (result.exit_code, result.stdout) == (1, f"Made a new database, {tmp_path}/onetime.db.\n")
    assert result.stderr.count("Error: ") == 1


def test_import_tells_whose_links_it_stops_and_where_to_see_them(company: Shell) -> None:
    company("link", "new", "support")
    static = SMALL_COMPANY.replace("rule_type: dynamic", "rule_type: static")
    assert company("import", "-", stdin=static).stdout.splitlines() == [
        "Changed 1 Master page.",
        f"Support EMEA: 1 open link stops working. {policy.STATIC}",
        "See them with: onetime link list",
    ]
    assert [link["state"] for link in listed(company)] == ["suspended"]


def test_import_remarks_on_what_may_not_be_meant(company: Shell) -> None:
    result = company("import", "-", stdin=SMALL_COMPANY.replace('"09:00-17:00"', '"17:00-09:00"', 1))

    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "Changed 1 Booking page.\n",
        "Mind: Ana Prieto, mon 17:00-09:00: these hours end on the next day, after 16 hours.\n",
    )


def test_document_with_a_fault_is_refused_with_its_places_and_changes_nothing(company: Shell) -> None:
    before = company("export").stdout
    broken = SMALL_COMPANY.replace("page: ana", "page: anna").replace("minutes: 60", "minuets: 60")
    result = company("import", "-", stdin=broken)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "event_types[no. 2: 'Onboarding'].minuets" in result.stderr
    assert "pools[no. 1: 'Tier 2'].members[no. 1].page" in result.stderr
    assert company("export").stdout == before


def test_new_link_prints_its_url_alone_and_its_page_may_be_typed_in_any_case(company: Shell) -> None:
    result = company("link", "new", "SUPPORT")
    assert (result.exit_code, result.stderr) == (0, "")
    assert URL.fullmatch(result.stdout.removesuffix("\n"))


def test_new_links_as_json_tell_their_urls_and_what_the_list_tells_newest_first(company: Shell) -> None:
    made = [json.loads(company("link", "new", "support", "--expires", "14d", "--json").stdout) for _ in "12"]
    assert all(URL.fullmatch(link.pop("url")) for link in made)
    assert made[::-1] == listed(company)


def test_personalized_link_is_listed_with_its_customer_and_never_with_its_url(company: Shell) -> None:
    """Its own address says nothing of them, and skips the form."""
    url = company("link", "new", "support", "--name", "Dana", "--email", "dana@example.com").stdout.strip()
    as_json, for_people = company("link", "list", "--json").stdout, company("link", "list").stdout

    address, _, query = url.partition("?")
    assert (bool(URL.fullmatch(address)), query) == (True, "skip=1")
    assert address.rpartition("/")[2] not in as_json + for_people
    [link] = json.loads(as_json)
    assert list(link) == [
        "id",
        "master_page",
        "state",
        "created_at",
        "expires_at",
        "created_by",
        "customer",
        "ticket",
    ]
    assert (link["master_page"], link["state"], link["created_by"]) == ("Support EMEA", "active", None)
    assert link["customer"] == {"name": "Dana", "email": "dana@example.com"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", link["created_at"])
    header, line = for_people.splitlines()
    assert header.split("  ")[0] == "ID"
    assert re.split(r"  +", line)[1:3] == ["active", "Support EMEA"]
    assert line.endswith("  the operator  Dana")


def test_link_carries_its_ticket_into_the_trail(company: Shell) -> None:
    company("link", "new", "support", "--ticket", "T-42")

    assert [link["ticket"] for link in listed(company)] == ["T-42"]
    assert company("link", "list").stdout.splitlines()[1].endswith("  T-42")
    line, *_ = json.loads(company("activity", "--json").stdout)
    assert {key: line[key] for key in ("actor", "name", "deed", "subject", "about", "why")} == {
        "actor": "shell",
        "name": "the operator",
        "deed": "issued",
        "subject": "link",
        "about": "Support EMEA, ticket T-42",
        "why": "",
    }


def test_workspace_may_ask_for_a_ticket_and_say_how_long_links_last(strict: Shell) -> None:
    refused = strict("link", "new", "support")
    made = json.loads(strict("link", "new", "support", "--ticket", "T-42", "--json").stdout)

    assert (refused.exit_code, "Please name the ticket" in refused.stderr) == (1, True)
    created, expires = (datetime.fromisoformat(str(made[key])) for key in ("created_at", "expires_at"))
    assert (expires - created).days == 7


def test_link_lasts_business_days_as_the_policy_may(company: Shell) -> None:
    made = json.loads(company("link", "new", "support", "--expires", "5 business days", "--json").stdout)

    created, expires = (datetime.fromisoformat(str(made[key])) for key in ("created_at", "expires_at"))
    assert expires == policy.Lifetime(business_days=5).ends(created, "Europe/Madrid")


def test_new_link_warns_where_its_customer_has_one_already(strict: Shell) -> None:
    personalized = (
        "link",
        "new",
        "support",
        "--name",
        "Dana",
        "--email",
        "dana@example.com",
        "--ticket",
        "T-42",
    )

    first, second = strict(*personalized), strict(*personalized)

    assert (first.stderr, second.stderr) == (
        "",
        "Warning: Dana already has an open link from the operator.\n",
    )
    assert URL.match(second.stdout)


def test_activity_for_people_has_a_line_for_each_deed(company: Shell) -> None:
    link_id = json.loads(company("link", "new", "support", "--json").stdout)["id"]
    company("link", "revoke", link_id)

    head, revoked, issued = company("activity").stdout.splitlines()

    assert head.split() == ["WHEN", "WHO", "DID", "ABOUT", "WHY", "DETAILS"]
    assert re.split(" {2,}", revoked)[1:] == ["the operator", "revoked link", "Support EMEA"]
    assert re.split(" {2,}", issued)[1:4] == ["the operator", "issued link", "Support EMEA"]
    assert re.search(r"  Not personalized, good until \d{4}-\d\d-\d\d \d\d:\d\d UTC$", issued)


def test_activity_for_a_spreadsheet_has_a_row_for_each_deed(company: Shell) -> None:
    company("link", "new", "support")

    head, issued = csv.reader(company("activity", "--csv").stdout.splitlines())

    assert head == ["at", "actor", "name", "deed", "subject", "subject_id", "about", "details", "why"]
    assert issued[1:5] == ["shell", "the operator", "issued", "link"]
    assert (issued[6], issued[8]) == ("Support EMEA", "")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_activity_for_a_spreadsheet_holds_no_formula(name: str, now: datetime) -> None:
    """hardening.md, T16."""
    line = Line(UUID(int=1), now, name, name, "issued", "link", UUID(int=2), name, name, name)

    _, row = csv.reader(StringIO(as_csv([line]), newline=""))

    text = f"'{name}"
    assert row == ["2026-12-01T09:00:00Z", text, text, "issued", "link", str(UUID(int=2)), text, text, text]


@pytest.mark.parametrize("reason", ["We\n=1+1", "We\r\n=1+1", "We\r=1+1"])
def test_reason_of_several_lines_begins_no_row_of_the_spreadsheet(reason: str, now: datetime) -> None:
    line = Line(UUID(int=1), now, "customer", "a Customer", "cancelled", "booking", None, "", "", reason)

    assert as_csv([line]).endswith(',"We\n=1+1"\n')


def test_activity_of_an_empty_workspace(shell: Shell) -> None:
    assert json.loads(shell("activity", "--json").stdout) == []
    assert shell("activity", "--csv").stdout == "at,actor,name,deed,subject,subject_id,about,details,why\n"
    assert shell("activity", "--csv", "--json").exit_code == 2


def test_list_of_no_links(company: Shell) -> None:
    assert listed(company) == []
    assert company("link", "list").stdout == "No links yet. Make one with: onetime link new PAGE\n"


def test_revoked_link_stays_revoked(company: Shell) -> None:
    link_id = json.loads(company("link", "new", "support", "--json").stdout)["id"]
    assert company("link", "revoke", link_id).stdout == "Revoked.\n"
    assert [link["state"] for link in listed(company)] == ["revoked"]
    again = company("link", "revoke", link_id)
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == "Error: That link is revoked, so there is nothing left to take back.\n"


def test_why_tells_what_was_asked_the_verdict_then_each_page_by_its_own_clock(company: Shell) -> None:
    """The grid is the one rule that says the same whenever this runs."""
    result = company("why", "Support", "--event-type", "Onboarding", "--at", "2026-12-02T16:10+01:00")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "Support EMEA, Onboarding, 2026-12-02 16:10 UTC+01:00\n"
        "\n"
        "Not offered: not on the grid.\n"
        "\n"
        "Primary team member: Ana Prieto\n"
        "  Ana Prieto: not free\n"
        "    16:10 to 17:10 on Wednesday 2 December (Europe/Madrid, UTC+01:00)\n"
        "    Not on the grid: starts are every 30 minutes from 00:00.\n"
        "\n"
        "Additional team member: Carla Ruiz\n"
        "  Carla Ruiz: not free\n"
        "    10:10 to 11:10 on Wednesday 2 December (America/New_York, UTC-05:00)\n"
        "    Not on the grid: starts are every 30 minutes from 00:00.\n"
    )


@pytest.mark.parametrize(
    ("at", "line"),
    [
        pytest.param("noon", "'noon' is no ISO time such as 2026-12-01T10:00Z.", id="no time"),
        pytest.param(
            "2026-12-01T10:00",
            "'2026-12-01T10:00' needs an offset, as in 2026-12-01T10:00Z.",
            id="without an offset",
        ),
    ],
)
def test_why_needs_an_instant(sqlite_url: str, at: str, line: str) -> None:
    result = onetime("why", "support", "--event-type", "X", "--at", at, ONETIME_DATABASE_URL=sqlite_url)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(f"\nError: Invalid value for '--at': {line}\n")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        pytest.param(
            ["why", "suport", "--event-type", "Onboarding", "--at", "2026-12-01T10:00Z"],
            "No Master page has the Public link 'suport'. There are: support, sales.",
            id="why: no such page",
        ),
        pytest.param(
            ["why", "support", "--event-type", "Onbording", "--at", "2026-12-01T10:00Z"],
            "No Event type is named 'Onbording'. There are: Support call, Onboarding.",
            id="why: no such Event type",
        ),
        pytest.param(
            ["why", "support", "--event-type", "Onboarding", "--at", "9999-12-31T23:59-12:00"],
            "at: Please choose a date between 2000 and 2199.",
            id="why: no such year",
        ),
        pytest.param(
            ["link", "new", "suport"],
            "No Master page has the Public link 'suport'. There are: support, sales.",
            id="no such page",
        ),
        pytest.param(
            ["link", "new", "support", "--expires", "91d"],
            "expires: A link lasts at least a minute, and at most 90 days.",
            id="too long a life",
        ),
        pytest.param(
            ["link", "revoke", "0193a0e8-0000-7000-8000-000000000000"],
            "There is no such link.",
            id="no such link",
        ),
    ],
)
def test_refusal_is_one_line(company: Shell, arguments: list[str], line: str) -> None:
    result = company(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {line}\n")


def test_page_with_static_rules_is_refused_with_the_way_out(company: Shell) -> None:
    result = company("link", "new", "sales")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Dynamic" in result.stderr
    assert listed(company) == []


def test_wrong_email_is_refused_at_its_field(company: Shell) -> None:
    result = company("link", "new", "support", "--name", "Dana", "--email", "dana")
    assert result.exit_code == 1
    assert re.fullmatch(r"Error: email: [^\n]+\n", result.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["frobnicate"], id="unknown command"),
        pytest.param(["link"], id="group alone"),
        pytest.param(["link", "new"], id="no page"),
        pytest.param(["link", "new", "support", "--name", "Dana"], id="name without email"),
        pytest.param(["link", "new", "support", "--email", "dana@example.com"], id="email without name"),
        pytest.param(["link", "new", "support", "--expires", "soon"], id="no duration"),
        pytest.param(["link", "new", "support", "--expires", "-1d"], id="negative duration"),
        pytest.param(["link", "revoke", "first"], id="no id"),
        pytest.param(["why", "support", "--at", "2026-12-01T10:00Z"], id="no Event type"),
        pytest.param(["why", "support", "--event-type", "Onboarding"], id="no start"),
        pytest.param(["import"], id="no file"),
        pytest.param(["import", "missing.yml"], id="missing file"),
        pytest.param(["serve", "--port", "70000"], id="no port"),
        pytest.param(["serve", "--workers", "0"], id="no workers"),
    ],
)
def test_wrong_usage_exits_with_2(sqlite_url: str, arguments: list[str]) -> None:
    result = onetime(*arguments, ONETIME_DATABASE_URL=sqlite_url, ONETIME_SECRET_KEY=SECRET_KEY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: ")


def test_what_is_no_id_of_a_link_is_told_where_ids_are(sqlite_url: str) -> None:
    result = onetime("link", "revoke", "1", ONETIME_DATABASE_URL=sqlite_url)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(
        "Error: Invalid value for 'ID': '1' is no id; ids are in onetime link list.\n"
    )


@pytest.mark.parametrize(
    ("url", "line"),
    [
        pytest.param(
            "postgresql+asyncpg://me:canary@127.0.0.1:1/none",
            "The database cannot be used: [Errno 111] Connect call failed ('127.0.0.1', 1)",
            id="nobody there",
        ),
        pytest.param(
            "sqlite+aiosqlite:////no/such/folder/onetime.db",
            "The database cannot be used: there is no folder /no/such/folder",
            id="no such folder",
        ),
        pytest.param(
            "mysql://me:canary@127.0.0.1/none",
            "ONETIME_DATABASE_URL is not valid: it should be sqlite+aiosqlite:///FILE or "
            "postgresql+asyncpg://USER:PASSWORD@HOST/NAME (mysql:// is not supported)",
            id="another database",
        ),
        pytest.param(
            "postgresql+asyncpg://me:canary@host:notaport/none",
            "ONETIME_DATABASE_URL is not valid: it should be sqlite+aiosqlite:///FILE or "
            "postgresql+asyncpg://USER:PASSWORD@HOST/NAME",
            id="port that is no number",
        ),
        pytest.param(
            "postgresql+asyncpg://me:canary@host:65536/none",
            "ONETIME_DATABASE_URL is not valid: it should be sqlite+aiosqlite:///FILE or "
            "postgresql+asyncpg://USER:PASSWORD@HOST/NAME (a port is a number from 1 to 65535)",
            id="port out of range",
        ),
        pytest.param(
            "postgresql+asyncpg://me:canary@host/none?sslmode=require",
            "ONETIME_DATABASE_URL is not valid: it should be sqlite+aiosqlite:///FILE or "
            "postgresql+asyncpg://USER:PASSWORD@HOST/NAME (sslmode cannot stand in it; "
            "?ssl=require encrypts the connection)",
            id="parameter of another driver",
        ),
        pytest.param(
            "sqlite+aiosqlite:///x.db?mode=zzz",
            "ONETIME_DATABASE_URL is not valid: it should be sqlite+aiosqlite:///FILE or "
            "postgresql+asyncpg://USER:PASSWORD@HOST/NAME (an SQLite database takes no parameters "
            "behind its file)",
            id="parameter for a file",
        ),
        pytest.param(
            "canary",
            "ONETIME_DATABASE_URL is not valid: it should be sqlite+aiosqlite:///FILE or "
            "postgresql+asyncpg://USER:PASSWORD@HOST/NAME",
            id="no address",
        ),
    ],
)
def test_unusable_database_is_told_in_one_line(url: str, line: str) -> None:
    result = onetime("export", ONETIME_DATABASE_URL=url)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {line}\n")


def test_file_of_something_else_is_no_database(tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear Dana, this is a letter and not a database. " * 50)
    result = onetime("export", ONETIME_DATABASE_URL=f"sqlite+aiosqlite:///{other}")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: The database cannot be used: file is not a database\n",
    )


def test_link_to_a_database_is_that_database(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    link = tmp_path / "link.db"
    link.symlink_to(there / "company.db")
    url = f"sqlite+aiosqlite:///{link}"

    made = onetime("import", "-", stdin=SMALL_COMPANY, ONETIME_DATABASE_URL=url).stdout.splitlines()[0]
    doctor = onetime("doctor", ONETIME_DATABASE_URL=url).stdout

    assert made == f"Made a new database, {there / 'company.db'}."
    assert f"fine    Database: {there / 'company.db'} is reachable, in this version's shape\n" in doctor


def test_database_that_cannot_even_be_looked_for_is_told_in_one_line(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / ('x' * 300)}"

    for command in (["export"], ["import", "-"], ["link", "list"]):
        result = onetime(*command, stdin=SMALL_COMPANY, ONETIME_DATABASE_URL=url)
        told = "Error: The database cannot be used: [Errno 36] File name too long:"
        assert (result.exit_code, result.stdout, result.stderr[: len(told)]) == (1, "", told)


def test_new_sqlite_database_is_its_owners_alone_and_what_lies_beside_it_too(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        assert onetime("import", "-", stdin=SMALL_COMPANY, cwd=tmp_path).exit_code == 0
        with closing(sqlite3.connect(tmp_path / "onetime.db")) as user:
            user.execute("SELECT count(*) FROM master_pages")
            modes = {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}
    finally:
        os.umask(umask)

    assert modes == dict.fromkeys(("onetime.db", "onetime.db-wal", "onetime.db-shm"), "0o600")


def test_sqlite_database_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "onetime.db"
    file.touch()
    file.chmod(0o660)

    assert onetime("import", "-", stdin=SMALL_COMPANY, cwd=tmp_path).exit_code == 0
    assert oct(file.stat().st_mode & 0o777) == "0o660"


def test_database_that_fails_on_the_way_is_told_in_one_line(sqlite_url: str) -> None:
    assert onetime("import", "-", stdin=SMALL_COMPANY, ONETIME_DATABASE_URL=sqlite_url).exit_code == 0
    with closing(sqlite3.connect(sqlite_url.partition("///")[2])) as full:
        full.execute("CREATE TRIGGER t BEFORE INSERT ON one_time_links BEGIN SELECT no_such_function(); END")

    result = onetime("link", "new", "support", ONETIME_DATABASE_URL=sqlite_url, ONETIME_SECRET_KEY=SECRET_KEY)

    told = "Error: The database cannot be used: no such function: no_such_function\n"
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", told)


def test_import_of_bytes_that_are_no_text_is_told_in_one_line(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "company.yml"
    file.write_bytes(b"\xff\xfe\x00")
    result = onetime("import", str(file), ONETIME_DATABASE_URL=sqlite_url)
    assert (result.exit_code, result.stderr) == (1, f"Error: {file} is not text in UTF-8.\n")


def test_serve_names_all_that_it_lacks() -> None:
    result = onetime("serve", "--port", "0")
    named = [line.removeprefix("Error: ").partition(" is not set")[0] for line in result.stderr.splitlines()]
    assert result.exit_code == 1
    assert named == ["ONETIME_SECRET_KEY", "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"]


def test_manifest_is_yaml_with_the_public_address_in_every_place() -> None:
    result = onetime("manifest", ONETIME_BASE_URL="https://book.example")
    assert "onetime.example.com" not in result.stdout
    interactivity = yaml.safe_load(result.stdout)["settings"]["interactivity"]
    assert interactivity["request_url"] == "https://book.example/slack/events"
    assert result.stderr == ""


def test_manifest_for_this_machine_alone_comes_with_a_warning() -> None:
    result = onetime("manifest")
    assert result.stderr == (
        "Warning: Public address: http://127.0.0.1:8000 is this machine only."
        " To do: set ONETIME_BASE_URL to the address that Customers and Slack reach.\n"
    )
    assert yaml.safe_load(result.stdout)


def test_bug_is_reported_without_a_traceback() -> None:
    commands = Commands()

    @commands.command()
    def stumble() -> None:
        raise RuntimeError("a bug")

    result = CliRunner().invoke(commands, ["stumble"])
    said = re.fullmatch(
        r"Error: Something is wrong in onetime itself \(RuntimeError\). Please report it, with (\S+)\n",
        result.stderr,
    )
    assert said is not None
    report = Path(said[1])
    assert report.read_text().endswith("RuntimeError: a bug\n")
    report.unlink()
    assert result.exit_code == 1


@pytest.mark.parametrize(
    "command", ["serve", "demo", "import", "export", "link", "why", "doctor", "manifest"]
)
def test_every_command_explains_itself(command: str) -> None:
    result = onetime(command, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: onetime {command}")


def test_version_is_that_of_the_package() -> None:
    declared = tomllib.loads(PYPROJECT.read_text())["project"]["version"]

    assert onetime("--version").stdout == f"onetime {declared}\n"
