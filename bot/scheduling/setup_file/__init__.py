"""The set-up document: a whole company in one YAML text, loaded and written."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, suspensions
from bot.scheduling.activity import Deed
from bot.scheduling.errors import Refusal
from bot.scheduling.people import Person
from bot.scheduling.setup_file import checks, deeds, places, rows, yaml_text
from bot.scheduling.setup_file import draft as drafts
from bot.scheduling.setup_file.changes import Loaded, changes
from bot.scheduling.setup_file.document import Document
from bot.scheduling.setup_file.loading import Loading
from bot.scheduling.setup_file.remarks import remarks
from bot.scheduling.setup_file.standing import Standing, links_turned, standings
from storage import catalog
from storage.catalog import Catalog
from storage.database import Database
from storage.models import MasterPage

LISTS_NOTHING = (
    "the document has none of event_types, booking_pages, pools and master_pages, and would retire all there"
    " are: put in what is to stay (onetime export prints what is in use), or event_types: [] for nothing"
)

MOST_TOLD = 100
AND_MORE = "and there is more: import again once these are mended"


@dataclass
class SetUpInvalid(Refusal):
    """The document cannot be loaded. Each problem begins with its place in the document."""

    problems: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.problems)


class SetUp:
    """A workspace's set-up as one document. What the document leaves out, the workspace does not have."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def load(self, workspace_id: UUID, text: str, now: datetime) -> Loaded:
        """Make the workspace what the document says, all of it or nothing.

        Things are known again by their name (Event types, pools) or link (Booking pages, Master pages). What
        is absent is retired, and kept for the bookings that refer to it; what comes back is taken up again.
        Loading the same document again changes nothing. Raises ``SetUpInvalid``.
        """
        wanted = document_in(text)
        try:
            return await self._load(workspace_id, wanted, now)
        except IntegrityError:
            # Another workspace took one of the Public links meanwhile: a second look sees it, and says so.
            return await self._load(workspace_id, wanted, now)

    async def dump(self, workspace_id: UUID) -> str:
        """The document that describes what is in use, in its canonical form."""
        async with self.database.reading() as session:
            stored = await catalog.whole(session, workspace_id)
            administrators = await catalog.administrators(session, workspace_id)
        return yaml_text.write(rows.document_of(stored, administrators).sections())

    async def _load(self, workspace_id: UUID, wanted: Document, now: datetime) -> Loaded:
        async with self.database.writing() as session:
            await catalog.hold(session, workspace_id)
            stored = await catalog.whole(session, workspace_id)
            standing = rows.document_of(stored, await catalog.administrators(session, workspace_id))
            if wanted.lists_nothing and not standing.is_empty:
                raise SetUpInvalid((LISTS_NOTHING,))
            await _check(session, workspace_id, stored, wanted)
            due = changes(standing, wanted)
            before = await standings(session, workspace_id, stored.master_pages)
            await Loading(session, workspace_id, now).apply(stored, wanted, due)
            done = replace(
                due,
                turned=await links_turned(session, workspace_id, before, now),
                remarks=tuple(remarks(wanted, due)),
            )
            _tell(session, workspace_id, before, now)
            loaded = await catalog.read(session, workspace_id, deeds.NAMED)
            _record(
                session,
                workspace_id,
                (*deeds.of_loading(standing, wanted, due, loaded), *_imported(done)),
                now,
            )
            return done


def document_in(text: str) -> Document:
    """The sound document that a text holds. Raises ``SetUpInvalid`` with everything that is wrong with it."""
    try:
        draft = drafts.read(text)
    except yaml_text.Unreadable as error:
        raise SetUpInvalid((str(error),)) from error
    problems = tuple(islice(chain(draft.problems, checks.problems_of(draft)), MOST_TOLD + 1))
    if len(problems) > MOST_TOLD:
        raise SetUpInvalid((*problems[:MOST_TOLD], AND_MORE))
    if problems:
        raise SetUpInvalid(problems)
    return draft.document()


async def _check(session: AsyncSession, workspace_id: UUID, stored: Catalog, wanted: Document) -> None:
    """Raise ``SetUpInvalid`` where the document does not go with what is in the database."""
    links = [page.key for page in wanted.master_pages]
    taken = await catalog.public_links_elsewhere(session, workspace_id, links)
    problems = (*_fixed_distributions(stored, wanted), *_taken_links(taken, wanted))
    if problems:
        raise SetUpInvalid(problems)


def _tell(
    session: AsyncSession,
    workspace_id: UUID,
    before: Mapping[MasterPage, Standing],
    now: datetime,
) -> None:
    """The links of each Master page hear that they stop or work again."""
    operator = Person(workspace_id, None)
    for page, standing in before.items():
        if page.rule_type is not standing.rule_type:
            page.switched_at, page.switched_by = now, None
        suspensions.tell(session, page, standing.suspended_because, operator, "", now)


def _imported(done: Loaded) -> Iterator[Deed]:
    if done.does_anything:
        yield Deed("imported", "set-up", None, details=done.summary)


def _record(session: AsyncSession, workspace_id: UUID, done: Iterable[Deed], now: datetime) -> None:
    for deed in done:
        activity.record(session, workspace_id, activity.SHELL, deed, now)


def _fixed_distributions(stored: Catalog, wanted: Document) -> Iterator[str]:
    made_with = {pool.name: pool.distribution for pool in stored.pools}
    for position, pool in enumerate(wanted.pools):
        if fixed := checks.fixed_distribution(pool, made_with.get(pool.name, pool.distribution)):
            yield f"{places.entry('pools', position, pool.name)}.distribution: {fixed}"


def _taken_links(taken: Collection[str], wanted: Document) -> Iterator[str]:
    for position, page in enumerate(wanted.master_pages):
        if page.key in taken:
            yield f"{places.entry('master_pages', position, page.link)}.link: {checks.taken_link(page.link)}"
