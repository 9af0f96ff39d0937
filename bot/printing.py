"""What the commands print: links, the trail, explanations, and refusals in one clear line."""

import csv
import json
from collections.abc import Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path

import click

from bot.opening import DatabaseUnusable
from bot.scheduling.errors import LinkNotOpen, NotFound, Refusal, UrlLost
from bot.scheduling.link_views import LinkView
from bot.scheduling.links import PageChoice
from bot.scheduling.setup_file.changes import Loaded
from bot.scheduling.standings import SeatStanding
from bot.scheduling.trail import Line
from bot.scheduling.why import EventTypeChoice, Explanation
from bot.server import CannotListen
from bot.settings import SettingsInvalid

TRAIL_COLUMNS = ("at", "actor", "name", "deed", "subject", "subject_id", "about", "details", "why")
FORMULA = "=+-@\t\r\0"

REFUSALS = (Refusal, SettingsInvalid, DatabaseUnusable, CannotListen)


def words_for(refusal: Exception) -> str:
    """What a refusal means to somebody at a shell."""
    match refusal:
        case NotFound():
            return "There is no such link."
        case LinkNotOpen(state=state):
            return f"That link is {state}, so there is nothing left to take back."
        case UrlLost():
            return "The secret key that this link was made with is no longer in ONETIME_SECRET_KEY."
        case _:
            return str(refusal)


def page_named(public_link: str, choices: Sequence[PageChoice]) -> PageChoice:
    """The Master page of this Public link, in whatever case it was typed."""
    for choice in choices:
        if choice.link.casefold() == public_link.casefold():
            return choice
    known = ", ".join(choice.link for choice in choices) or "none yet (onetime import sets them up)"
    raise click.ClickException(f"No Master page has the Public link {public_link!r}. There are: {known}.")


def event_type_named(name: str, choices: Sequence[EventTypeChoice]) -> EventTypeChoice:
    for choice in choices:
        if choice.name == name:
            return choice
    known = ", ".join(choice.name for choice in choices) or "none yet (onetime import sets them up)"
    raise click.ClickException(f"No Event type is named {name!r}. There are: {known}.")


def described(view: LinkView) -> dict[str, object]:
    """A link as JSON, without its URL (contract.md: Commands)."""
    customer = view.customer
    return {
        "id": str(view.id),
        "master_page": view.master_page,
        "state": str(view.state),
        "created_at": _utc(view.created_at),
        "expires_at": _utc(view.expires_at),
        "created_by": view.created_by,
        "customer": {"name": customer.name, "email": customer.email} if customer else None,
        "ticket": view.ticket or None,
    }


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def as_lines(views: Sequence[LinkView]) -> str:
    """Links for people to read, one a line, in columns."""
    if not views:
        return "No links yet. Make one with: onetime link new PAGE"
    return _columns(
        [("ID", "STATE", "MASTER PAGE", "EXPIRES", "MADE BY", "CUSTOMER", "TICKET"), *map(_row, views)]
    )


def as_made(file: Path) -> str:
    """Said at once: whoever is in the wrong folder should not take it for their old one."""
    return f"Made a new database, {file}."


def as_loaded(loaded: Loaded) -> str:
    """What an import did, and where to see the links that stop or work again."""
    return f"{loaded.summary}\nSee them with: onetime link list" if loaded.turned else loaded.summary


def as_trail(lines: Sequence[Line]) -> str:
    """The trail for people to read, one line each, in columns."""
    return _columns([("WHEN", "WHO", "DID", "ABOUT", "WHY", "DETAILS"), *map(_trail_row, lines)])


def as_csv(lines: Sequence[Line]) -> str:
    """The trail for a spreadsheet, which takes none of it for a formula (hardening.md: T16)."""
    written = StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(TRAIL_COLUMNS)
    table.writerows([_as_text(cell) for cell in traced(line).values()] for line in lines)
    return written.getvalue()


def traced(line: Line) -> dict[str, str | None]:
    """A line of the trail as JSON. Its keys are ``TRAIL_COLUMNS``."""
    cells = (
        _utc(line.at),
        line.actor,
        line.actor_name,
        line.deed,
        line.subject,
        str(line.subject_id) if line.subject_id else None,
        line.about,
        line.details,
        line.why,
    )
    return dict(zip(TRAIL_COLUMNS, cells, strict=True))


def explained(explanation: Explanation, at: datetime) -> str:
    """Who would get a time and why, for people to read: what was asked, the verdict, each seat."""
    asked = f"{explanation.master_page}, {explanation.event_type}, {at:%Y-%m-%d %H:%M} {at.tzname()}"
    seats = (_seat(number, seat) for number, seat in enumerate(explanation.seats))
    return "\n\n".join([asked, explanation.verdict, *seats])


def _seat(number: int, seat: SeatStanding) -> str:
    chance = sum(page.gets_it for page in seat.pages) > 1
    lines = [f"{'Additional' if number else 'Primary'} team member: {seat.name}"]
    for page in seat.pages:
        gets_it = "may get it" if chance else "gets it"
        state = gets_it if page.gets_it else "free" if page.is_free else "not free"
        lines += [f"  {page.name}: {state}", f"    {page.time}", f"    {page.why}."]
    return "\n".join(lines)


def _row(view: LinkView) -> tuple[str, ...]:
    return (
        str(view.id),
        str(view.state),
        view.master_page,
        f"{view.expires_at:%Y-%m-%d %H:%M} UTC",
        view.created_by or "the operator",
        view.customer.name if view.customer else "",
        view.ticket,
    )


def _trail_row(line: Line) -> tuple[str, ...]:
    cells = (
        f"{line.at:%Y-%m-%d %H:%M} UTC",
        line.actor_name,
        f"{line.deed} {line.subject}",
        line.about,
        line.why,
        line.details,
    )
    return tuple(" ".join(cell.split()) for cell in cells)


def _as_text(cell: str | None) -> str:
    """What a spreadsheet would take for a formula, marked as text, and every line break one that is quoted.

    A carriage return alone is not, and what stands behind it would begin a row.
    """
    text = f"'{cell}" if cell and cell[0] in FORMULA else cell or ""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _columns(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _utc(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"
