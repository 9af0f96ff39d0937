"""What the commands share: how they read durations and moments, and refuse in one clear line.

All of them wait for this module, ``--help`` too, so it imports little.
"""

import tempfile
import traceback
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID

import click

from bot.scheduling import spans
from bot.scheduling.policy import Lifetime


class Commands(click.Group):
    """Commands that exit with 1 and one clear line where something is refused, and never with a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - the one error handler at this door
            raise click.ClickException(_words_for(error)) from None


class LinkLifetime(click.ParamType[timedelta | Lifetime]):
    """How long a link lasts, as people type it: ``14d``, ``12h``, ``30m``, ``5 business days``."""

    name = "duration"

    def convert(
        self, value: str | timedelta | Lifetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta | Lifetime:
        if not isinstance(value, str):
            return value
        try:
            if "business" in value.lower():
                return spans.lifetime_of(value)
            return timedelta(minutes=spans.minutes_of(value))
        except ValueError as problem:
            self.fail(f"{problem}.", param, ctx)


class LinkId(click.ParamType[UUID]):
    """The id of a one-time link, as ``onetime link list`` prints it."""

    name = "id"

    def convert(self, value: str | UUID, param: click.Parameter | None, ctx: click.Context | None) -> UUID:
        try:
            return value if isinstance(value, UUID) else UUID(value)
        except ValueError:
            self.fail(f"{spans.quoted(str(value))} is no id; ids are in onetime link list.", param, ctx)


class Instant(click.ParamType[datetime]):
    """A moment as ISO writes it, with its offset from UTC: ``2026-12-01T10:00Z``."""

    name = "instant"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{spans.quoted(str(value))} is no ISO time such as 2026-12-01T10:00Z.", param, ctx)
        if instant.tzinfo is None:
            self.fail(f"{spans.quoted(str(value))} needs an offset, as in 2026-12-01T10:00Z.", param, ctx)
        return instant


def text_of(file: BinaryIO) -> str:
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file.name} is not text in UTF-8.") from None


def _words_for(error: Exception) -> str:
    from bot.printing import REFUSALS, words_for

    return words_for(error) if isinstance(error, REFUSALS) else _report(error)


def _report(error: Exception) -> str:
    with tempfile.NamedTemporaryFile("w", prefix="onetime-", suffix=".txt", delete=False) as report:
        traceback.print_exception(error, file=report)
    return (
        f"Something is wrong in onetime itself ({type(error).__name__}). Please report it, with {report.name}"
    )
