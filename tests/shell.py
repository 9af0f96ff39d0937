"""The command as somebody at a shell meets it, in this process."""

from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner, Result

from bot.__main__ import onetime as command

SECRET_KEY = "a secret key that only tests have"

NOTHING_SET: dict[str, str | None] = {
    "ONETIME_DATABASE_URL": None,
    "ONETIME_BASE_URL": None,
    "ONETIME_SECRET_KEY": None,
    "SLACK_SIGNING_SECRET": None,
    "SLACK_BOT_TOKEN": None,
    "SLACK_API_URL": None,
    "ONETIME_ADMINISTRATORS": None,
    "ONETIME_SMTP_URL": None,
}


def onetime(*arguments: str, stdin: str = "", cwd: Path | None = None, **environment: str) -> Result:
    """Run ``onetime`` in ``cwd``, or in an empty folder, with nothing set but ``environment``."""
    return onetime_with(environment, *arguments, stdin=stdin, cwd=cwd)


def onetime_with(
    environment: Mapping[str, str], *arguments: str, stdin: str = "", cwd: Path | None = None
) -> Result:
    with TemporaryDirectory() as empty, chdir(cwd or empty):
        return CliRunner().invoke(command, arguments, input=stdin, env={**NOTHING_SET, **environment})
