"""What the doctor finds, and what it says to do."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import doctor
from bot.doctor import Finding, Grade
from bot.scheduling.links import LIFETIME
from bot.scheduling.tokens import Tokens
from bot.settings import Settings
from storage import health
from storage.database import Database
from tests.databases import on_sqlite
from tests.mail.post_office import open_post_office
from tests.scheduling.desk import Desk
from tests.shell import SECRET_KEY, onetime
from tests.slack.fake_slack import BOT_TOKEN, Break, FakeSlack

KEYS = Tokens((b"a key for tests",))


@pytest.mark.parametrize(
    ("version", "grade"),
    [
        pytest.param((3, 40, 1), Grade.MIND, id="old"),
        pytest.param((3, 44, 5), Grade.MIND, id="before the mend of its line"),
        pytest.param((3, 44, 6), Grade.FINE, id="mended in its line"),
        pytest.param((3, 45, 9), Grade.MIND, id="line without a mend"),
        pytest.param((3, 50, 7), Grade.FINE, id="mended in the next line"),
        pytest.param((3, 51, 2), Grade.MIND, id="just before the mend"),
        pytest.param((3, 51, 3), Grade.FINE, id="mended"),
        pytest.param((3, 52, 0), Grade.FINE, id="newer"),
    ],
)
def test_sqlite_before_the_mend_of_its_log_is_something_to_mind(
    version: tuple[int, ...], grade: Grade
) -> None:
    finding = doctor.sqlite_version(version)
    assert finding.grade is grade
    assert bool(finding.to_do) is (grade is Grade.MIND)


@pytest.mark.parametrize(
    ("apart", "grade"),
    [
        pytest.param(timedelta(), Grade.FINE, id="the same"),
        pytest.param(timedelta(seconds=60), Grade.FINE, id="a minute behind"),
        pytest.param(timedelta(seconds=61), Grade.BROKEN, id="more than a minute behind"),
        pytest.param(timedelta(hours=-1), Grade.BROKEN, id="an hour ahead"),
    ],
)
def test_clock_that_is_apart_from_slacks_is_broken(now: datetime, apart: timedelta, grade: Grade) -> None:
    theirs = format_datetime(now + apart, usegmt=True)
    assert doctor.clock(theirs, now).grade is grade


@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param(None, id="nothing"),
        pytest.param("", id="empty"),
        pytest.param("noon", id="word"),
        pytest.param("Tue, 99 Dec 2026 09:00:00 GMT", id="no such day"),
        pytest.param("Fri, 31 Dec 9999 23:59:59 -0100", id="behind the last year"),
    ],
)
def test_clock_is_not_judged_where_slack_tells_no_time(now: datetime, theirs: str | None) -> None:
    assert doctor.clock(theirs, now) == Finding(Grade.MIND, "Clock: Slack did not say the time")


@pytest.mark.parametrize(
    ("base_url", "grade"),
    [
        pytest.param("https://book.example", Grade.FINE, id="public"),
        pytest.param("http://book.example", Grade.MIND, id="not encrypted"),
        pytest.param("http://127.0.0.1:8000", Grade.MIND, id="this machine by number"),
        pytest.param("https://localhost", Grade.MIND, id="this machine by name"),
        pytest.param("http://[::1]:8000", Grade.MIND, id="this machine in IPv6"),
    ],
)
def test_public_address_should_be_public_and_encrypted(base_url: str, grade: Grade) -> None:
    assert doctor.address(base_url).grade is grade


def test_the_machines_time_zones_must_not_come_first() -> None:
    assert doctor.time_zone_data(()).grade is Grade.FINE
    assert doctor.time_zone_data(("/usr/share/zoneinfo",)).grade is Grade.BROKEN


async def test_migrated_database_is_fine(database: Database, now: datetime) -> None:
    named = health.sqlite_file(database.url) or "PostgreSQL"
    assert await doctor.database_state(database, KEYS, now) == [
        Finding(Grade.FINE, f"Database: {named} is reachable, in this version's shape")
    ]


@on_sqlite
async def test_keys_are_those_that_open_links_were_made_with(database: Database, now: datetime) -> None:
    desk = await Desk.opened(database, now)
    for url in [(await desk.issue()).url for _ in range(3)][1:]:
        await desk.booked_by(url)
    later = now + LIFETIME
    of_desk, another = desk.links.tokens.keys, b"another key"

    assert [
        (await doctor.database_state(database, Tokens(keys), at))[1:]
        for keys, at in [((another, *of_desk), now), ((another,), now), ((), now), ((another,), later)]
    ] == [
        [Finding(Grade.FINE, "Secret key: that of all open links")],
        [
            Finding(
                Grade.BROKEN,
                (
                    "Secret key: 1 of 1 open links were made with another;"
                    " they can be booked, but nobody is shown their URLs again"
                ),
                "put the key that made them into ONETIME_SECRET_KEY, behind a comma if there is a newer one",
            )
        ],
        [],
        [],
    ]


async def test_database_that_is_not_migrated_is_something_to_mind(tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "empty.db"
    file.touch()
    what = f"Database: {file} is reachable, not in this version's shape"
    assert await doctor.database_state(_kept_in(file), KEYS, now) == [
        Finding(Grade.MIND, what, "onetime serve migrates it")
    ]


async def test_missing_file_is_not_made(tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "none.db"
    assert await doctor.database_state(_kept_in(file), KEYS, now) == [
        Finding(Grade.MIND, f"Database: none yet at {file}", "onetime serve or onetime import makes it")
    ]
    assert list(tmp_path.iterdir()) == []


async def test_file_that_cannot_be_made_is_broken_and_told_why(tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "none" / "onetime.db"
    assert await doctor.database_state(_kept_in(file), KEYS, now) == [
        Finding(
            Grade.BROKEN,
            f"Database: {file} cannot be used (there is no folder {file.parent})",
            "mend that, or name another file in ONETIME_DATABASE_URL",
        )
    ]


async def test_database_out_of_reach_is_broken(now: datetime) -> None:
    away = Database("postgresql+asyncpg://me:canary@127.0.0.1:1/none")
    [finding] = await doctor.database_state(away, KEYS, now)
    assert finding == Finding(
        Grade.BROKEN,
        "Database: PostgreSQL cannot be used ([Errno 111] Connect call failed ('127.0.0.1', 1))",
        "see that it runs, and check ONETIME_DATABASE_URL",
    )


async def test_slack_that_knows_the_token_is_fine_and_tells_the_time() -> None:
    async with FakeSlack() as slack:
        findings = await doctor.slack_and_clock(_settings(slack.url), datetime.now(UTC))
    assert [finding.grade for finding in findings] == [Grade.FINE, Grade.FINE]
    assert [finding.what.partition(":")[0] for finding in findings] == ["Slack", "Clock"]


async def test_slack_that_refuses_the_token_says_why_and_tells_the_time() -> None:
    async with FakeSlack() as slack:
        findings = await doctor.slack_and_clock(_settings(slack.url, "xoxb-other"), datetime.now(UTC))
    assert [(finding.grade, finding.what) for finding in findings] == [
        (Grade.BROKEN, "Slack: refuses the token (invalid_auth)"),
        (Grade.FINE, "Clock: as Slack's"),
    ]


async def test_slack_that_is_ill_is_broken_and_tells_the_time() -> None:
    async with FakeSlack() as slack:
        slack.happens("auth.test", Break())
        findings = await doctor.slack_and_clock(_settings(slack.url), datetime.now(UTC))
    assert [(finding.grade, finding.what) for finding in findings] == [
        (Grade.BROKEN, "Slack: answered 503, and not as Slack does"),
        (Grade.FINE, "Clock: as Slack's"),
    ]


async def test_slack_out_of_reach_is_broken(now: datetime) -> None:
    assert await doctor.slack_and_clock(_settings("http://127.0.0.1:9"), now) == [
        Finding(
            Grade.BROKEN,
            "Slack: http://127.0.0.1:9 cannot be reached (ClientConnectorError)",
            "let this machine reach it, and check SLACK_API_URL",
        ),
        Finding(Grade.MIND, "Clock: not compared, as Slack was not reached"),
    ]


async def test_slack_is_not_asked_without_a_token(now: datetime) -> None:
    assert await doctor.slack_and_clock(Settings.model_validate({}), now) == [
        Finding(Grade.MIND, "Slack: not asked, as there is no token", "set SLACK_BOT_TOKEN"),
        Finding(Grade.MIND, "Clock: not compared, as Slack was not asked"),
    ]


async def test_mail_server_that_lets_us_in_is_fine() -> None:
    async with open_post_office() as office:
        finding = await doctor.mail(_with_mail(office.url))
    assert finding == Finding(Grade.FINE, "Mail: 127.0.0.1 takes letters from bookings@acme.example")


async def test_mail_server_that_does_not_is_broken_and_named_with_the_reason() -> None:
    async with open_post_office(asks_who=True) as office:
        refused = await doctor.mail(_with_mail(office.url.replace("//", "//user:canary@")))
    dead = await doctor.mail(_with_mail("smtp://127.0.0.1:1"))
    assert [finding.grade for finding in (refused, dead)] == [Grade.BROKEN, Grade.BROKEN]
    assert refused.what == f"Mail: 127.0.0.1, port {office.port}: the mail server answered 535"
    assert dead.what == (
        "Mail: 127.0.0.1, port 1: the mail server cannot be reached:"
        " [Errno 111] Connect call failed ('127.0.0.1', 1)"
    )


async def test_no_mail_is_something_to_mind() -> None:
    finding = await doctor.mail(Settings.model_validate({}))
    assert (finding.grade, finding.what) == (Grade.MIND, "Mail: none is sent, as no server is set")


def test_command_fails_and_says_what_to_do_where_something_is_broken(sqlite_url: str) -> None:
    result = onetime("doctor", ONETIME_DATABASE_URL=sqlite_url, ONETIME_SECRET_KEY=SECRET_KEY)
    assert (result.exit_code, result.stderr) == (1, "")
    assert "broken  Settings: SLACK_SIGNING_SECRET is not set (looked in the environment; there is no /" in (
        result.stdout
    )
    file = sqlite_url.partition("///")[2]
    assert f"fine    Database: {file} is reachable, in this version's shape\n" in result.stdout
    assert re.search(r"^fine    Time zones: \d{4}[a-z]", result.stdout, re.MULTILINE)


def test_command_tells_all_that_is_wrong_in_one_run_and_what_it_could_not_look_at() -> None:
    result = onetime(
        "doctor",
        ONETIME_BASE_URL="nowhere",
        ONETIME_SECRET_KEY="short",
        ONETIME_DATABASE_URL="mysql://me:canary@host/name",
        SLACK_BOT_TOKEN="xoxp-1",
    )
    assert result.exit_code == 1
    assert [told(line) for line in result.stdout.splitlines()] == [
        "broken  Settings: ONETIME_BASE_URL is not valid",
        "broken  Settings: ONETIME_SECRET_KEY is not valid",
        "broken  Settings: SLACK_BOT_TOKEN is not valid",
        "broken  Settings: SLACK_SIGNING_SECRET is not set",
        "mind    Public address: not looked at, as ONETIME_BASE_URL is not valid",
        "broken  Settings: ONETIME_DATABASE_URL is not valid",
        "mind    Database: not looked at, as ONETIME_DATABASE_URL is not valid",
        "fine    Time zones",
        "mind    Slack and clock: not looked at, as SLACK_BOT_TOKEN is not valid",
        "mind    Mail: not looked at, as ONETIME_BASE_URL is not valid",
    ]


def test_command_says_where_the_settings_are(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_SIGNING_SECRET=1\nSLACK_BOT_TOKEN=xoxb-1\n")
    nowhere = {"SLACK_API_URL": "http://127.0.0.1:9", "ONETIME_SECRET_KEY": SECRET_KEY}
    firsts = [
        onetime("doctor", cwd=tmp_path, **nowhere, **more).stdout.splitlines()[0]
        for more in ({}, {"ONETIME_DATABASE_URL": "mysql://host/name"})
    ]
    places = f"looked in the environment and in {tmp_path}/.env"
    assert firsts == [f"fine    Settings: all that are needed are set ({places})"] * 2


def told(line: str) -> str:
    """A line of the doctor's, without what a setting should be and what else stands behind the point."""
    return re.split(r" \(looked|: it should|: \d{4}", line)[0]


def _kept_in(file: Path) -> Database:
    return Database(f"sqlite+aiosqlite:///{file}")


def _settings(api_url: str, token: str = BOT_TOKEN) -> Settings:
    return Settings(slack_api_url=api_url, slack_bot_token=SecretStr(token))


def _with_mail(url: str) -> Settings:
    return Settings(smtp_url=SecretStr(url))
