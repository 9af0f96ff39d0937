"""Where settings are looked for: which file, which of its lines are none, and which names are misspelt."""

from contextlib import chdir
from pathlib import Path

import pytest

from bot.settings import FIELDS
from bot.sources import EnvFile, nearest_setting
from tests.shell import onetime, onetime_with

NO_SETTING = "should be NAME=VALUE"
OPEN = "a quote is opened and not closed"


def test_lines_that_are_no_settings_are_numbered_as_people_count_them(tmp_path: Path) -> None:
    lines = ["\ufeff# ours", "", "A=1", "", "", "some words", "export B='2'", "ALONE", "", "C: 3", 'D="open']
    (tmp_path / ".env").write_text("\n".join(lines))
    with chdir(tmp_path):
        file = EnvFile.here()
    assert (list(file.wrong_lines), file.names) == ([6, 8, 10, 11], ["A", "B"])


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        pytest.param("A=1\n\nB='open\nC=2\n", {3: OPEN}, id="single"),
        pytest.param("export A = \"it's\n", {1: OPEN}, id="double, with the other in it"),
        pytest.param('A="\\"\n', {1: OPEN}, id="closed by an escaped one"),
        pytest.param("A='open\\", {1: OPEN}, id="backslash at the end"),
        pytest.param("A='open\nB='closed'\n", {1: OPEN}, id="closed by the next line's"),
        pytest.param("A='x' rest\n", {1: NO_SETTING}, id="words behind it"),
        pytest.param("A:'open\n", {1: NO_SETTING}, id="colon"),
        pytest.param("it's = 'open\n", {1: NO_SETTING}, id="no name"),
        pytest.param("A='two\nlines'\nB=it's\n", {}, id="closed"),
    ],
)
def test_quote_that_is_not_closed_is_told_as_such(tmp_path: Path, text: str, wrong: dict[int, str]) -> None:
    (tmp_path / ".env").write_text(text)
    with chdir(tmp_path):
        assert EnvFile.here().wrong_lines == wrong


def test_what_is_in_the_files_place_and_none_is_told(tmp_path: Path) -> None:
    """Docker makes a folder of what it is to mount and does not find."""
    for folder in ("mounted", "looping", "dangling", "empty"):
        (tmp_path / folder).mkdir()
    (tmp_path / "mounted" / ".env").mkdir()
    (tmp_path / "looping" / ".env").symlink_to(".env")
    (tmp_path / "dangling" / ".env").symlink_to("nothing")
    assert {folder.name: sought_in(folder) for folder in tmp_path.iterdir()} == {
        "mounted": f"looked in the environment; {tmp_path}/mounted/.env is not a file",
        "looping": f"looked in the environment; {tmp_path}/looping/.env is not a file",
        "dangling": f"looked in the environment; {tmp_path}/dangling/.env is not a file",
        "empty": f"looked in the environment; there is no {tmp_path}/empty/.env",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ONETIME_BASE_URL https://canary.example\n", "line 1: should be NAME=VALUE"),
        ("# ours\nSLACK_BOT_TOKEN='xoxb-canary\n", "line 2: a quote is opened and not closed"),
    ],
    ids=["no setting", "open quote"],
)
def test_line_that_is_no_setting_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / ".env").write_text(text)
    result = onetime("manifest", cwd=tmp_path)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {tmp_path}/.env, {told}\n")


def test_value_behind_another_mark_than_equals_is_not_shown(tmp_path: Path) -> None:
    lines = [
        "SLACK_BOT_TOKEN:xoxb-CANARY",
        "ONETIME_SECRET_KEY:CANARYkey==",
        "ONETIME_SMTP_URL:smtp://u:CANARY@h:587",
        "SLACK_SIGNING_SECRET-CANARY",
        "'ONETIME_SECRET_KEY CANARY'=1",
        "ONETIME_CANARY",
    ]
    (tmp_path / ".env").write_text("\n".join(lines))
    result = onetime("doctor", cwd=tmp_path)
    told = [line for line in result.stdout.splitlines() if f"{tmp_path}/.env, line" in line]
    assert told == [
        f"broken  Settings: {tmp_path}/.env, line {number}: should be NAME=VALUE" for number in range(1, 7)
    ]
    assert "CANARY" not in result.output


def test_name_in_the_environment_that_holds_a_value_is_not_shown() -> None:
    result = onetime_with({"ONETIME_SECRET_KEY:CANARY": "1"}, "doctor")
    assert "CANARY" not in result.output


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        pytest.param("ONETIME_ADMIN", "ONETIME_ADMINISTRATORS", id="beginning"),
        pytest.param("ONETIME_KEY", "ONETIME_SECRET_KEY", id="end"),
        pytest.param("ONETIME_SECRETKEY", "ONETIME_SECRET_KEY", id="mark left out"),
        pytest.param("onetime_smpt_url", "ONETIME_SMTP_URL", id="letters swapped, in small ones"),
        pytest.param("SLACK_TOKEN", "SLACK_BOT_TOKEN", id="of Slack"),
        pytest.param("ONETIME_URL", None, id="of several"),
        pytest.param("ONETIME_PORT", None, id="no setting"),
        pytest.param("ONETIME_", None, id="nothing"),
    ],
)
def test_misspelt_setting_is_recognized(name: str, setting: str | None) -> None:
    assert nearest_setting(name, FIELDS) == setting


def test_doctor_minds_what_looks_like_a_setting_and_is_none(tmp_path: Path) -> None:
    """In the environment, Slack's other programs may have settings of their own."""
    (tmp_path / ".env").write_text("SLACK_TOKEN=1\nSLACK_APP_TOKEN=1\nSLACK_API_URL=\nOTHER=1\n")
    result = onetime("doctor", cwd=tmp_path, ONETIME_ADMIN="U0ANA", SLACK_CHANNEL="C1")
    unknown = [line for line in result.stdout.splitlines() if line.startswith("mind    Settings")]
    assert unknown == [
        "mind    Settings: ONETIME_ADMIN is not known; did you mean 'ONETIME_ADMINISTRATORS'?",
        "mind    Settings: SLACK_TOKEN is not known; did you mean 'SLACK_BOT_TOKEN'?",
        "mind    Settings: SLACK_APP_TOKEN is not used, as Socket Mode is not there yet",
    ]


def sought_in(folder: Path) -> str:
    with chdir(folder):
        return EnvFile.here().sought


def test_names_of_other_programs_may_be_odd(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("_X=1\nmy.key=2\nfoo-bar=3\nONETIME_X-y=4\n")
    with chdir(tmp_path):
        file = EnvFile.here()

    assert (file.wrong_lines, file.names) == ({}, [])
