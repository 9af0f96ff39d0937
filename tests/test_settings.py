"""The settings: what is missing or wrong is named, with what it should be."""

import re
from contextlib import chdir
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.opening import mail_server, tokens
from bot.settings import FIELDS, Settings
from tests.shell import NOTHING_SET, onetime, onetime_with

GOOD_KEY = "k" * 32


def test_environment_fills_in_the_public_address() -> None:
    result = onetime("manifest", ONETIME_BASE_URL="https://book.example")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "https://book.example/slack/events" in result.stdout


def test_file_beside_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("ONETIME_BASE_URL=https://from-file.example\nSOMETHING_ELSE=1\n")
    assert "https://from-file.example/slack" in onetime("manifest", cwd=tmp_path).stdout
    both = onetime("manifest", cwd=tmp_path, ONETIME_BASE_URL="https://from-environment.example")
    assert "https://from-environment.example/slack" in both.stdout


def test_empty_variable_is_as_good_as_none() -> None:
    assert onetime("manifest", ONETIME_BASE_URL="").stdout == onetime("manifest").stdout


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param(
            {
                "DATABASE_URL": "sqlite+aiosqlite:///CANARY.db",
                "BASE_URL": "https://CANARY.example",
                "SECRET_KEYS": '["CANARY and CANARY"]',
                "ADMINISTRATORS": "UCANARY",
                "SMTP_URL": "smtp://u:CANARY@mail.example",
            },
            id="valid",
        ),
        pytest.param(
            {
                "DATABASE_URL": "CANARY",
                "BASE_URL": "CANARY",
                "SECRET_KEYS": "CANARY",
                "ADMINISTRATORS": "CANARY",
                "SMTP_URL": "CANARY",
                "database_url": "CANARY",
            },
            id="not valid",
        ),
    ],
)
def test_variables_of_others_are_no_settings(tmp_path: Path, variables: dict[str, str]) -> None:
    """Hosting platforms and other programs set names such as DATABASE_URL."""
    assert onetime_with(variables, "doctor", cwd=tmp_path).output == onetime("doctor", cwd=tmp_path).output

    env = tmp_path / ".env"
    env.write_text("OTHER=1\n")
    beside = onetime("doctor", cwd=tmp_path)
    env.write_text("".join(f"{name}='{value}'\n" for name, value in variables.items()))
    assert onetime("doctor", cwd=tmp_path).output == beside.output
    with chdir(tmp_path):
        assert Settings.read() == Settings()


def test_error_about_settings_does_not_quote_them() -> None:
    with pytest.raises(ValidationError) as told:
        Settings.model_validate({"ONETIME_BASE_URL": "CANARY"})
    assert "CANARY" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("ONETIME_BASE_URL", "book.example", id="address without a scheme"),
        pytest.param("ONETIME_BASE_URL", "ftp://book.example", id="address that is not http"),
        pytest.param("ONETIME_BASE_URL", "https://", id="address without a host"),
        pytest.param("ONETIME_BASE_URL", "https://book.example/x", id="address with a path"),
        pytest.param("ONETIME_BASE_URL", "https://book.example?x=1", id="address with a query"),
        pytest.param("ONETIME_BASE_URL", "https://me:secret@book.example", id="address with a password"),
        pytest.param("ONETIME_BASE_URL", "http://[::1", id="address that is broken"),
        pytest.param("ONETIME_BASE_URL", "http://[::1%eth0]", id="address of one machine's cable"),
        pytest.param("ONETIME_BASE_URL", "https://book.example:65536", id="port out of range"),
        pytest.param("ONETIME_BASE_URL", "https://book.example:0", id="port that stands for any"),
        pytest.param("ONETIME_BASE_URL", "https://book.example:https", id="port that is no number"),
        pytest.param("ONETIME_BASE_URL", "https://book example", id="host with a space"),
        pytest.param("ONETIME_BASE_URL", "https://book.example\\x", id="host with a backslash"),
        pytest.param("ONETIME_BASE_URL", "https://<book>.example", id="host with brackets"),
        pytest.param("ONETIME_BASE_URL", "https://*.book.example", id="host with a wildcard"),
        pytest.param("ONETIME_BASE_URL", "https://book..example", id="host with an empty part"),
        pytest.param("ONETIME_BASE_URL", "https://bücher.example", id="host that is not ASCII"),
        pytest.param("SLACK_API_URL", "https://slack.com:99999/api/", id="Web API at no port"),
        pytest.param("ONETIME_SECRET_KEY", "k" * 15, id="short key"),
        pytest.param("ONETIME_SECRET_KEY", f"{GOOD_KEY},short", id="short key behind a good one"),
        pytest.param("ONETIME_ADMINISTRATORS", "@ana", id="administrator by name"),
        pytest.param("ONETIME_ADMINISTRATORS", "U0ANA,C0GENERAL", id="channel for an administrator"),
        pytest.param("SLACK_SIGNING_SECRET", "…", id="signing secret that was left out"),
        pytest.param("SLACK_BOT_TOKEN", "xoxb-…", id="token that was left out"),
        pytest.param("SLACK_BOT_TOKEN", "xoxp-123", id="token of a user"),
        pytest.param("SLACK_API_URL", "slack.com/api/", id="Web API without a scheme"),
        pytest.param("ONETIME_SMTP_URL", "mail.example:587", id="mail server without a scheme"),
        pytest.param("ONETIME_SMTP_URL", "smtp://mail.example?from=Acme", id="sender without an address"),
    ],
)
def test_wrong_setting_is_named_in_one_line(name: str, value: str) -> None:
    result = onetime_with({name: value}, "manifest")
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.match(rf"Error: {name} is not valid \(looked in [^)]+\): it should be ", result.stderr)
    assert result.stderr.count("\n") == 1


def test_wrong_secret_is_not_shown() -> None:
    assert "tooshort" not in onetime("manifest", ONETIME_SECRET_KEY="tooshort").output


def test_each_of_several_wrong_settings_is_named() -> None:
    result = onetime("manifest", ONETIME_BASE_URL="x", ONETIME_ADMINISTRATORS="x")
    named = [line.removeprefix("Error: ").split()[0] for line in result.stderr.splitlines()]
    assert named == ["ONETIME_BASE_URL", "ONETIME_ADMINISTRATORS"]


def test_slash_at_the_end_of_the_public_address_does_not_matter() -> None:
    with_slash = onetime("manifest", ONETIME_BASE_URL="https://book.example/")
    assert with_slash.stdout == onetime("manifest", ONETIME_BASE_URL="https://book.example").stdout


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        pytest.param("HTTPS://Book.Example", "https://book.example", id="capitals"),
        pytest.param("https://book.example:443/", "https://book.example", id="default port of https"),
        pytest.param("http://book.example:80", "http://book.example", id="default port of http"),
        pytest.param("http://book.example:443", "http://book.example:443", id="another's default port"),
        pytest.param("https://book.example:", "https://book.example", id="colon alone"),
        pytest.param("http://[0::1]:8000", "http://[::1]:8000", id="IPv6"),
        pytest.param("http://192.0.2.1:8000", "http://192.0.2.1:8000", id="IPv4"),
        pytest.param("http://my_host-1", "http://my_host-1", id="name in a network of one's own"),
    ],
)
def test_public_address_is_taken_as_browsers_write_it(typed: str, address: str) -> None:
    assert Settings.model_validate({"ONETIME_BASE_URL": typed}).base_url == address


def test_file_beside_that_is_no_text_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("ONETIME_BASE_URL=https://bücher.example\n".encode("latin-1"))
    result = onetime("manifest", cwd=tmp_path)
    words = "it should be text in UTF-8, with a line NAME=VALUE for each setting"
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: {tmp_path}/.env is not valid: {words}\n"


def test_file_beside_that_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").symlink_to("/proc/self/mem")
    result = onetime("manifest", cwd=tmp_path)
    told = f"Error: {tmp_path}/.env cannot be read: Input/output error\n"
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", told)


def test_lists_are_split_at_commas() -> None:
    settings = Settings.model_validate(
        {"ONETIME_ADMINISTRATORS": "U0ANA, U0BEN,", "ONETIME_SECRET_KEY": f"{GOOD_KEY},{GOOD_KEY}"}
    )
    assert settings.administrators == ("U0ANA", "U0BEN")
    assert settings.secret_keys == (SecretStr(GOOD_KEY), SecretStr(GOOD_KEY))


def test_no_secret_shows_when_settings_are_printed() -> None:
    secrets = {
        "ONETIME_DATABASE_URL": "postgresql+asyncpg://me:canary@host/name",
        "ONETIME_SECRET_KEY": "canary" * 6,
        "SLACK_SIGNING_SECRET": "canary",
        "SLACK_BOT_TOKEN": "xoxb-canary",
        "ONETIME_SMTP_URL": "smtp://me:canary@mail.example",
    }
    settings = Settings.model_validate(secrets)
    assert "canary" not in f"{settings!r} {settings} {settings.model_dump_json()} {mail_server(settings)}"


def test_all_that_is_wrong_is_told_in_one_run_and_once_where_it_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ONETIME_BASE_URL=https://book.example/x\nSLACK_BOT_TOKEN=xoxb-1\n")
    result = onetime("serve", "--port", "0", cwd=tmp_path, ONETIME_SECRET_KEY=",")
    assert [line.partition(": it should be ")[0] for line in result.stderr.splitlines()] == [
        f"Error: ONETIME_BASE_URL is not valid (looked in the environment and in {tmp_path}/.env)",
        "ONETIME_SECRET_KEY is not set",
        "SLACK_SIGNING_SECRET is not set",
    ]


def test_missing_setting_is_told_with_the_folder_that_was_looked_in(tmp_path: Path) -> None:
    result = onetime("link", "new", "support", cwd=tmp_path)
    told = (
        f"Error: ONETIME_SECRET_KEY is not set (looked in the environment; there is no {tmp_path}/.env): it"
    )
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith(told)


def test_these_tests_know_every_setting() -> None:
    assert set(NOTHING_SET) == set(FIELDS)


def test_key_may_be_any_bytes() -> None:
    keys = (
        SecretStr("ein Schlüssel für alle"),
        SecretStr(b"a key in no \xff code".decode(errors="surrogateescape")),
    )

    assert tokens(Settings(secret_keys=keys)).keys == (
        "ein Schlüssel für alle".encode(),
        b"a key in no \xff code",
    )
