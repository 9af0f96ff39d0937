"""One-time links: issue, show, list, open, revoke, expire."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, fresh_links, notices
from bot.scheduling.customers import Customer, is_one_line
from bot.scheduling.errors import Invalid, LinkNotOpen, NotAllowed, NotEligible, NotFound
from bot.scheduling.link_views import (
    LinkView,
    check_usable,
    link_of,
    maker_of,
    state_of,
    suspended_because,
    view_of_link,
    view_with_booking,
    why_no_links,
)
from bot.scheduling.people import Person, role_of, whom_to_ask
from bot.scheduling.policy import OPEN, Lifetime
from bot.scheduling.tokens import Tokens
from storage import bookings, links, offers
from storage.database import Database
from storage.models import MasterPage, OneTimeLink, Role, Workspace

LIFETIME = timedelta(days=90)
"""How long an unspent link works unless its maker chooses less (domain.md: One-time links, 5)."""
TICKET_LENGTH = 100
TICKET_NEEDED = "Please name the ticket that this link is about: this workspace asks for it."
NO_TICKET = (
    "This workspace asks for the ticket that a link is about, and the old link names none. Please make a new"
    " link with /onetime."
)
KEPT_UNUSED = timedelta(days=90)
AT_ONCE = 100


@dataclass(frozen=True)
class Origin:
    """Where in Slack a link was asked for. ``thread_ts``: the parent message, if that was a thread."""

    channel_id: str
    thread_ts: str | None


@dataclass(frozen=True)
class LinkRequest:
    """What a User asks for. The same ``request_key`` again gives the same link instead of another.

    ``lifetime``: None is what the workspace has set. ``ticket``: the reference of the ticket it is about.
    """

    master_page_id: UUID
    customer: Customer | None = None
    lifetime: timedelta | Lifetime | None = None
    origin: Origin | None = None
    request_key: str | None = None
    ticket: str = ""


@dataclass(frozen=True)
class IssuedLink:
    id: UUID
    url: str
    expires_at: datetime


@dataclass(frozen=True)
class PageChoice:
    """A Master page by its Internal label. ``why_not`` says why no link can be made for it, and the mend."""

    id: UUID
    label: str
    link: str
    why_not: str | None


class Links:
    """What Users do with one-time links, and what happens to links by themselves."""

    def __init__(self, database: Database, tokens: Tokens, base_url: str) -> None:
        self.database = database
        self.tokens = tokens
        self.base_url = base_url.rstrip("/")

    async def choices(self, by: Person) -> list[PageChoice]:
        """Every Master page of the workspace, with the reason where no link can be made for it.

        Raises ``NotAllowed`` for whoever may make none.
        """
        async with self.database.reading() as session:
            await check_may_issue(session, by)
            return await page_choices(session, by.workspace_id)

    async def issue(self, by: Person, request: LinkRequest, now: datetime) -> IssuedLink:
        """Make a link, on the card of its own where it was asked for in Slack.

        Every Member may, unless the workspace leaves it to Administrators (domain.md: One-time links, 9).
        Raises ``NotEligible`` for a page that is not Rule-based with Dynamic rules, ``NotAllowed``,
        ``NotFound`` for a page that is not there, ``Invalid`` for a lifetime of more than 90 days and for a
        ticket's reference that cannot be kept, or that the workspace requires.
        """
        _check_request(request)
        try:
            return await self._issue_once(by, request, now)
        except IntegrityError:
            # The same request was served beside this one and was first; now its link is there to be found.
            return await self._issue_once(by, request, now)

    async def url(self, by: Person, link_id: UUID, now: datetime) -> str:
        """The URL once more, for the link's maker or an Administrator, while it can still be used.

        Raises ``NotFound``, ``UrlLost`` where the secret key that made it is gone, and the refusal that the
        link's state calls for.
        """
        async with self.database.reading() as session:
            link, page = await _own_link(session, by, link_id)
            check_usable(link, page, now, even_if_suspended=True)
        return self._url(link)

    async def url_for_thread(self, workspace_id: UUID, link_id: UUID) -> str:
        """The URL, to be posted where its maker asked for it."""
        async with self.database.reading() as session:
            return self._url((await _known(session, workspace_id, link_id))[0])

    async def list(self, by: Person, now: datetime, most: int | None = None) -> list[LinkView]:
        """The newest links that a User made, newest first; for the operator at the shell, the workspace's."""
        async with self.database.reading() as session:
            await role_of(session, by)
            found = await links.newest_first(session, by.workspace_id, by.user_id, most)
        return [view_of_link(link, page, now) for link, page in found]

    async def view(self, workspace_id: UUID, link_id: UUID, now: datetime) -> LinkView:
        """What a link's card shows. Raises ``NotFound``."""
        async with self.database.reading() as session:
            link, page = await _known(session, workspace_id, link_id)
            return await view_with_booking(session, link, page, now)

    async def revoke(self, by: Person, link_id: UUID, now: datetime) -> None:
        """Take an unspent link back. Its maker may, and an Administrator.

        Raises ``LinkNotOpen``, ``NotFound``, and for others ``NotAllowed``: who has its card knows of it.
        """
        async with self.database.writing() as session:
            role = await role_of(session, by)
            link, page = await _known(session, by.workspace_id, link_id)
            if not _is_own(by, role, link):
                raise NotAllowed(_not_yours(await maker_of(session, link)))
            if not await links.revoke(session, link, by.user_id, now):
                await session.refresh(link)
                raise LinkNotOpen(state_of(link, page, now))
            activity.record_link(session, "revoked", link, page, activity.name_of(by), now)
            notices.card(session, link, now)

    async def fresh(self, by: Person, link_id: UUID, now: datetime) -> IssuedLink:
        """Make a link in place of another, for the same page and person, in the same thread.

        However often it is asked for: as long as the fresh link is open, it is the answer. Every Member who
        may issue may do it for a link that ended (domain.md: One-time links, 7); one that still works is
        taken back with it, which only its maker or an Administrator may do. Where the Customer was asked for
        another time, the fresh link is the only way to it. Raises ``NotFound``, ``NotAllowed``, and
        ``NotEligible`` where the page is Static by now, or retired.
        """
        async with self.database.writing() as session:
            role, workspace = await check_may_issue(session, by)
            old, page = await fresh_links.newest(session, by.workspace_id, link_id)
            state = state_of(old, page, now)
            if old.id != link_id and state in OPEN:
                return self._issued(old)
            if state in OPEN:
                fresh_links.check_may_replace(by, role, old)
            if reason := suspended_because(page):
                raise NotEligible(await _why_not_again(session, by, role, page, reason))
            again = await _again(session, old)
            if _lacks_ticket(workspace, again):
                raise NotAllowed(NO_TICKET)
            link = await self._make(session, by, again, workspace, now)
            if await links.revoke(session, old, by.user_id, now):
                activity.record_link(session, "revoked", old, page, activity.name_of(by), now)
            await bookings.let_nobody_pick_again(session, old.workspace_id, old.id)
            old.replaced_by = link.id
            notices.card(session, old, now)
            return self._issued(link)

    async def opened(self, token: str, now: datetime) -> None:
        """A person, not a machine, has the link open. Only the first time counts. Raises ``NotFound``."""
        # Looked up without the right to write, so that guessing tokens never keeps bookings waiting.
        async with self.database.reading() as session:
            link, _ = await link_of(session, token)
        if link.opened_at is not None:
            return
        async with self.database.writing() as session:
            link, page = await link_of(session, token)
            if await links.mark_opened(session, link, now):
                activity.record_link(session, "opened", link, page, activity.CUSTOMER, now)
                notices.card(session, link, now)

    async def card_posted(self, workspace_id: UUID, link_id: UUID, channel_id: str, card_ts: str) -> None:
        """Remember where the link's card stands, so that it can be edited in place."""
        async with self.database.writing() as session:
            link, _ = await _known(session, workspace_id, link_id)
            await links.keep_card(session, link, channel_id, card_ts)

    async def expire_due(self, now: datetime) -> int:
        """Take the links whose time is over out of the open ones and tell their cards. Returns how many.

        Whether a link still works never waits for this: its expiry is checked on use. Those that expired or
        were revoked 90 days ago are deleted, with the Customer's details on them.
        """
        async with self.database.writing() as session:
            await links.purge_ended_before(session, now - KEPT_UNUSED)
            due = await links.due_to_expire(session, now, AT_ONCE)
            expired = [(link, page) for link, page in due if await links.mark_expired(session, link, now)]
            for link, page in expired:
                activity.record_link(session, "expired", link, page, activity.ITSELF, now)
                notices.card(session, link, now)
        return len(expired)

    async def _issue_once(self, by: Person, request: LinkRequest, now: datetime) -> IssuedLink:
        async with self.database.writing() as session:
            _, workspace = await check_may_issue(session, by)
            link = await self._already_made(session, by, request)
            if link is None:
                if _lacks_ticket(workspace, request):
                    raise Invalid({"ticket": TICKET_NEEDED})
                link = await self._make(session, by, request, workspace, now)
            return self._issued(link)

    async def _already_made(
        self, session: AsyncSession, by: Person, request: LinkRequest
    ) -> OneTimeLink | None:
        if request.request_key is None:
            return None
        return await links.made_by_request(session, by.workspace_id, request.request_key)

    async def _make(
        self, session: AsyncSession, by: Person, request: LinkRequest, workspace: Workspace, now: datetime
    ) -> OneTimeLink:
        page = await _eligible(session, by.workspace_id, request.master_page_id)
        token = self.tokens.new()
        customer, origin = request.customer, request.origin
        link = OneTimeLink(
            workspace_id=by.workspace_id,
            master_page_id=request.master_page_id,
            seed=token.seed,
            digest=token.digest,
            request_key=request.request_key,
            customer_name=customer.name if customer else None,
            customer_email=customer.email if customer else None,
            ticket=request.ticket.strip(),
            created_by=by.user_id,
            created_at=now,
            expires_at=await _expiry(session, request, workspace, now),
            channel_id=origin.channel_id if origin else None,
            thread_ts=origin.thread_ts if origin else None,
        )
        session.add(link)
        await session.flush()
        activity.record_link(session, "issued", link, page, activity.name_of(by), now, _kind(link))
        notices.card(session, link, now)
        notices.url(session, link, now)
        return link

    def _issued(self, link: OneTimeLink) -> IssuedLink:
        return IssuedLink(link.id, self._url(link), link.expires_at)

    def _url(self, link: OneTimeLink) -> str:
        token = self.tokens.again(link.seed, link.digest)
        return f"{self.base_url}/o/{token}{'?skip=1' if link.is_personalized else ''}"


def _kind(link: OneTimeLink) -> str:
    kind = "Personalized" if link.is_personalized else "Not personalized"
    return f"{kind}, good until {activity.moment(link.expires_at)}"


async def _again(session: AsyncSession, old: OneTimeLink) -> LinkRequest:
    """What asks for the same page, person and ticket, in the thread that heard of the old link."""
    return LinkRequest(
        old.master_page_id,
        await fresh_links.person(session, old),
        origin=Origin(old.channel_id, old.thread_ts or old.card_ts) if old.channel_id else None,
        ticket=old.ticket,
    )


async def _why_not_again(session: AsyncSession, by: Person, role: Role, page: MasterPage, reason: str) -> str:
    """With the page's Internal label, which the thread of a link need not show, and who can mend it."""
    told = f"“{page.label}”: {reason}"
    if role == Role.ADMINISTRATOR or page.retired_at is not None:
        return told
    return f"{told} Only Administrators can do that. {await whom_to_ask(session, by)}"


async def _expiry(
    session: AsyncSession, request: LinkRequest, workspace: Workspace, now: datetime
) -> datetime:
    """As asked for, else as the workspace has set: business days are those of the page's first provider."""
    if isinstance(request.lifetime, timedelta):
        return now + request.lifetime
    zone = await offers.first_time_zone(session, workspace.id, request.master_page_id)
    usual = Lifetime(workspace.link_days, workspace.link_business_days)
    return (request.lifetime or usual).ends(now, zone or "UTC")


def _check_request(request: LinkRequest) -> None:
    problems = {}
    if isinstance(request.lifetime, timedelta) and not timedelta() < request.lifetime <= LIFETIME:
        problems["expires"] = f"A link lasts at least a minute, and at most {LIFETIME.days} days."
    if len(request.ticket.strip()) > TICKET_LENGTH:
        problems["ticket"] = f"Please keep the ticket's reference under {TICKET_LENGTH} characters."
    elif not is_one_line(request.ticket.strip()):
        problems["ticket"] = "Please leave out control characters and line breaks."
    if problems:
        raise Invalid(problems)


def _lacks_ticket(workspace: Workspace, request: LinkRequest) -> bool:
    """Does the workspace ask for a ticket that the request does not name?"""
    return workspace.ticket_required and not request.ticket.strip()


async def page_choices(session: AsyncSession, workspace_id: UUID) -> list[PageChoice]:
    """Every Master page in use, in the order of the set-up."""
    pages = await offers.master_pages(session, workspace_id)
    ruled = await offers.pages_with_rules(session, workspace_id)
    return [
        PageChoice(page.id, page.label, page.link, why_no_links(page, has_rules=page.id in ruled))
        for page in pages
    ]


async def check_may_issue(session: AsyncSession, by: Person) -> tuple[Role, Workspace]:
    """Their role, and the workspace with what it asks of links. Raises ``NotAllowed``, ``NotFound``."""
    role = await role_of(session, by)
    if (workspace := await session.get(Workspace, by.workspace_id)) is None:
        raise NotFound
    if workspace.only_administrators_issue and role != Role.ADMINISTRATOR:
        only_they = "In this workspace only Administrators make one-time links."
        raise NotAllowed(f"{only_they} {await whom_to_ask(session, by)}")
    return role, workspace


async def _eligible(session: AsyncSession, workspace_id: UUID, master_page_id: UUID) -> MasterPage:
    """The Master page. Raises ``NotFound``, and ``NotEligible`` where no link can be made for it."""
    page = await offers.master_page(session, workspace_id, master_page_id)
    if page is None:
        raise NotFound
    has_rules = bool(await offers.event_types(session, workspace_id, master_page_id))
    if reason := why_no_links(page, has_rules=has_rules):
        raise NotEligible(reason)
    return page


async def _known(session: AsyncSession, workspace_id: UUID, link_id: UUID) -> tuple[OneTimeLink, MasterPage]:
    found = await links.by_id(session, workspace_id, link_id)
    if found is None:
        raise NotFound
    return found


async def _own_link(session: AsyncSession, by: Person, link_id: UUID) -> tuple[OneTimeLink, MasterPage]:
    """A link whose URL this person may see. Somebody else's is as unknown as one that never was."""
    role = await role_of(session, by)
    link, page = await _known(session, by.workspace_id, link_id)
    if not _is_own(by, role, link):
        raise NotFound
    return link, page


def _is_own(by: Person, role: Role, link: OneTimeLink) -> bool:
    return role == Role.ADMINISTRATOR or link.created_by == by.user_id


def _not_yours(maker: str) -> str:
    return f"Only {maker}, who made this link, and Administrators can revoke it."
