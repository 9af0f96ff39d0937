"""The ``onetime`` command: parses, calls, prints. No rules.

Each command imports what it works with when it runs. So ``--help`` and a mistyped option are answered at
once, and no command waits for what only another one needs.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING, BinaryIO, ParamSpec
from uuid import UUID

import click

from bot import process
from bot.scheduling.policy import Lifetime
from bot.shell import Commands, Instant, LinkId, LinkLifetime, text_of

if TYPE_CHECKING:
    from bot.scheduling.people import Person
    from bot.scheduling.services import Services
    from bot.settings import Settings

P = ParamSpec("P")

port_option = click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0: any.",
)


def asynchronous(command: Callable[P, Coroutine[None, None, None]]) -> Callable[P, None]:
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(command(*args, **kwargs))

    return run


@click.group(cls=Commands)
@click.version_option(package_name="onetime", message="%(prog)s %(version)s")
def onetime() -> None:
    """One-time scheduling links for support teams, in Slack."""


@onetime.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@port_option
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes to serve with."
)
def serve(host: str, port: int, workers: int) -> None:
    """Migrate the database, then serve Slack and the Customers' pages."""
    from bot import server
    from bot.settings import NEEDED, Settings

    settings = Settings.read(*NEEDED)
    listening = server.bind(host, port)
    _migrate(settings)
    click.echo(f"Listening on {server.url(host, server.port_of(listening))}", err=True)
    server.run("bot.app:serve_app", listening, workers)


@onetime.command()
@port_option
@asynchronous
async def demo(port: int) -> None:
    """Serve an example company, and a stand-in for Slack.

    It needs no settings, no database and no Slack.
    """
    from bot import demo as example
    from bot import server

    listening = server.bind("127.0.0.1", port)
    base_url = server.url("127.0.0.1", server.port_of(listening))
    async with example.opened_demo(base_url) as opened_demo:
        process.started()
        click.echo(example.WELCOME.format(base_url=base_url))
        await server.serve(opened_demo.app, listening, opened_demo.sandbox.stop)


@onetime.command("import")
@click.argument("file", type=click.File("rb"))
@asynchronous
async def import_(file: BinaryIO) -> None:
    """Set up what FILE says, and nothing else.

    FILE (- for standard input) is the whole set-up: what it leaves out is retired, and importing a file that
    has it brings it back. All of it is done or, if anything is wrong, nothing.
    """
    from bot.opening import new_file, opened
    from bot.printing import as_loaded, as_made
    from bot.settings import Settings

    text, settings = text_of(file), Settings.read()
    made = new_file(settings)
    async with opened(settings) as services:
        if made:
            click.echo(as_made(made))
        workspace_id = await services.people.only_workspace(_now())
        loaded = await services.set_up.load(workspace_id, text, _now())
    click.echo(as_loaded(loaded))
    for remark in loaded.remarks:
        click.echo(f"Mind: {remark}", err=True)


@onetime.command()
@asynchronous
async def export() -> None:
    """Print the set-up as one document, which import takes."""
    from bot.opening import found
    from bot.settings import Settings

    async with found(Settings.read()) as services:
        workspace_id = await services.people.only_workspace(_now())
        click.echo(await services.set_up.dump(workspace_id), nl=False)


@onetime.group()
def link() -> None:
    """Make, list and revoke one-time links."""


@link.command("new")
@click.argument("page")
@click.option("--name", help="The Customer's name. With --email, it makes the link a personalized one.")
@click.option("--email", help="The Customer's email.")
@click.option(
    "--expires",
    type=LinkLifetime(),
    help="As in 14d, 12h, 30m or '5 business days'. Else as the workspace has set it.",
)
@click.option("--ticket", default="", help="The reference of the ticket that the link is about.")
@click.option("--json", "json", is_flag=True, help="Print all about the link, as JSON.")
@asynchronous
async def new(
    page: str,
    name: str | None,
    email: str | None,
    expires: timedelta | Lifetime | None,
    ticket: str,
    json: bool,
) -> None:
    """Make a one-time link, and print its URL.

    PAGE is the Public link of its Master page.
    """
    from bot.opening import found
    from bot.printing import as_json, described, page_named
    from bot.scheduling.customers import Customer
    from bot.scheduling.links import LinkRequest
    from bot.settings import Settings

    if (name is None) != (email is None):
        raise click.UsageError("--name and --email go together.")
    settings = Settings.read("ONETIME_SECRET_KEY")
    customer = Customer.checked(name, email) if name is not None and email is not None else None
    async with found(settings) as services:
        by = await _operator(services)
        chosen = page_named(page, await services.links.choices(by))
        if customer and (open_links := await services.link_policies.warning(by, customer, _now())):
            click.echo(f"Warning: {open_links}", err=True)
        request = LinkRequest(chosen.id, customer, expires, ticket=ticket)
        issued = await services.links.issue(by, request, _now())
        view = await services.links.view(by.workspace_id, issued.id, _now())
    click.echo(as_json({"url": issued.url, **described(view)}) if json else issued.url)


@link.command("list")
@click.option("--json", "json", is_flag=True, help="Print them as JSON.")
@asynchronous
async def list_(json: bool) -> None:
    """List all one-time links, newest first. Their URLs are not shown."""
    from bot.opening import found
    from bot.printing import as_json, as_lines, described
    from bot.settings import Settings

    async with found(Settings.read()) as services:
        views = await services.links.list(await _operator(services), _now())
    click.echo(as_json([described(view) for view in views]) if json else as_lines(views))


@link.command()
@click.argument("link_id", metavar="ID", type=LinkId())
@asynchronous
async def revoke(link_id: UUID) -> None:
    """Take back the unspent link ID: nobody can use it any more."""
    from bot.opening import found
    from bot.settings import Settings

    async with found(Settings.read()) as services:
        await services.links.revoke(await _operator(services), link_id, _now())
    click.echo("Revoked.")


@onetime.command()
@click.argument("page")
@click.option("--event-type", required=True, help="The Event type's name.")
@click.option(
    "--at",
    required=True,
    type=Instant(),
    help="The start, as in 2026-12-01T10:00Z or 2026-12-01T11:00+01:00.",
)
@asynchronous
async def why(page: str, event_type: str, at: datetime) -> None:
    """Say who would get a time, and why nobody else.

    PAGE is the Public link of the Master page through which it would be booked.
    """
    from bot.opening import found
    from bot.printing import event_type_named, explained, page_named
    from bot.settings import Settings

    async with found(Settings.read()) as services:
        reasons, by = services.why, await _operator(services)
        chosen = page_named(page, await services.links.choices(by))
        asked = event_type_named(event_type, await reasons.event_types(by))
        click.echo(explained(await reasons.explain(by, chosen.id, asked.id, at, _now()), at))


@onetime.command()
@click.option("--json", "json", is_flag=True, help="Print it as JSON.")
@click.option("--csv", "csv", is_flag=True, help="Print it for a spreadsheet.")
@asynchronous
async def activity(json: bool, csv: bool) -> None:
    """Print who did what to what, when and why, newest first."""
    from bot.opening import found
    from bot.printing import as_csv, as_json, as_trail, traced
    from bot.settings import Settings

    if json and csv:
        raise click.UsageError("It is --json or --csv.")
    async with found(Settings.read()) as services:
        lines = await services.trail.whole(await _operator(services))
    if json:
        click.echo(as_json([traced(line) for line in lines]))
    else:
        click.echo(as_csv(lines) if csv else as_trail(lines), nl=not csv)


@onetime.command()
@asynchronous
async def doctor() -> None:
    """Check what onetime needs, and say what to do.

    Looked at are settings, database, clock, time-zone data, Slack and mail.
    """
    from bot import doctor as checks

    findings = await checks.examine(_now())
    for finding in findings:
        click.echo(finding)
    if any(finding.grade is checks.Grade.BROKEN for finding in findings):
        raise click.exceptions.Exit(1)


@onetime.command()
def manifest() -> None:
    """Print the manifest for the Slack app.

    Your public address is filled in.
    """
    from bot import doctor as checks
    from bot import shipped
    from bot.settings import Settings

    base_url = Settings.read().base_url
    reach = checks.address(base_url)
    if reach.grade is not checks.Grade.FINE:
        click.echo(f"Warning: {reach.what}. To do: {reach.to_do}.", err=True)
    click.echo(shipped.manifest(base_url), nl=False)


def main() -> None:
    process.starting()
    onetime()


@asynchronous
async def _migrate(settings: "Settings") -> None:
    from bot.opening import new_file, opened
    from bot.printing import as_made

    made = new_file(settings)
    async with opened(settings):  # opening migrates
        if made:
            click.echo(as_made(made), err=True)


async def _operator(services: "Services") -> "Person":
    """Whoever can run this command acts for the whole workspace."""
    from bot.scheduling.people import Person

    return Person(await services.people.only_workspace(_now()), None)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
