"""What the entries of a document must obey together: names that exist and stand once, rules that hold."""

from collections.abc import Iterator

from bot.scheduling import rules
from bot.scheduling.rules import RuledEventType, Seat
from bot.scheduling.setup_file.document import PoolEntry, RuleEntry, TeamMemberEntry
from bot.scheduling.setup_file.draft import Draft, E, Section
from bot.scheduling.setup_file.places import nth
from bot.scheduling.spans import quoted
from storage.models import Distribution


def problems_of(draft: Draft) -> Iterator[str]:
    """Every problem between entries, with its place. Entries with problems of their own are passed over."""
    yield from _doubles(draft.event_types, "name")
    yield from _doubles(draft.booking_pages, "link")
    yield from _doubles(draft.pools, "name")
    yield from _doubles(draft.master_pages, "link")
    yield from _dangling(draft)
    yield from _dedicated_twice(draft)
    for position, page in draft.master_pages.sound.items():
        yield from _problems_of_rules(draft, page.rules, f"{draft.master_pages.place(position)}.rules")


def fixed_distribution(pool: PoolEntry, made_with: Distribution) -> str | None:
    """Why a pool cannot share bookings in this way, where it was made with another."""
    if pool.distribution is made_with:
        return None
    return (
        f"'{pool.name}' was made with '{made_with}', and that is fixed when a pool is made: make a new pool"
        " under another name"
    )


def taken_link(link: str) -> str:
    return f"the Public link '{link}' is in use by another workspace: choose another"


def _doubles(section: Section[E], attribute: str) -> Iterator[str]:
    seen: dict[str, int] = {}
    for position, entry in section.sound.items():
        first = seen.setdefault(entry.key, position)
        if first != position:
            earlier = f"{section.name}{nth(first)}"
            yield f"{section.place(position)}.{attribute}: {earlier} has this {attribute} already"


def _dangling(draft: Draft) -> Iterator[str]:
    """References from one list of the document to another that lead nowhere."""
    for position, page in draft.booking_pages.sound.items():
        for index, name in enumerate(page.event_types):
            yield from _event_type(
                draft, name, f"{draft.booking_pages.place(position)}.event_types{nth(index)}"
            )
    for position, pool in draft.pools.sound.items():
        for index, member in enumerate(pool.members):
            yield from _booking_page(
                draft, member.page, f"{draft.pools.place(position)}.members{nth(index)}.page"
            )
    for position, master_page in draft.master_pages.sound.items():
        for index, link in enumerate(master_page.booking_pages):
            yield from _booking_page(
                draft, link, f"{draft.master_pages.place(position)}.booking_pages{nth(index)}"
            )
        if master_page.dedicated_to is not None:
            yield from _booking_page(
                draft, master_page.dedicated_to, f"{draft.master_pages.place(position)}.dedicated_to"
            )


def _dedicated_twice(draft: Draft) -> Iterator[str]:
    seen: dict[str, int] = {}
    for position, page in draft.master_pages.sound.items():
        if page.dedicated_to is None:
            continue
        first = seen.setdefault(page.dedicated_to, position)
        if first != position:
            place = f"{draft.master_pages.place(position)}.dedicated_to"
            yield f"{place}: master_pages{nth(first)} is dedicated to {quoted(page.dedicated_to)} already"


def _problems_of_rules(draft: Draft, page_rules: tuple[RuleEntry, ...], place: str) -> Iterator[str]:
    seen: dict[str, int] = {}
    for index, rule in enumerate(page_rules):
        first = seen.setdefault(rule.event_type, index)
        if first != index:
            earlier = f"rules{nth(first)} is for {quoted(rule.event_type)} already"
            yield f"{place}{nth(index)}.event_type: {earlier}"
        yield from _problems_of_rule(draft, rule, f"{place}{nth(index)}")


def _problems_of_rule(draft: Draft, rule: RuleEntry, place: str) -> Iterator[str]:
    yield from _event_type(draft, rule.event_type, f"{place}.event_type")
    entry = draft.event_types.entries.get(rule.event_type)
    if entry is not None:
        problem = rules.problem_of_event_type(RuledEventType(entry.name, entry.booking, entry.sessions))
        yield from [f"{place}.event_type: {problem}"] if problem else []
    seats = [
        f"{place}.primary",
        *(f"{place}.additional{nth(index)}" for index in range(len(rule.additional))),
    ]
    for seat, member in zip(seats, rule.team, strict=True):
        yield from _team_member(draft, member, seat)
    for doubled in rules.problems_of_seats([_seat(draft, member) for member in rule.team]):
        yield f"{seats[doubled.position]}: {doubled.words}"


def _event_type(draft: Draft, name: str, place: str) -> Iterator[str]:
    if not draft.event_types.knows(name):
        yield f"{place}: no Event type is named {quoted(name)}{draft.event_types.meant(name)}"


def _booking_page(draft: Draft, link: str, place: str) -> Iterator[str]:
    if not draft.booking_pages.knows(link):
        yield f"{place}: no Booking page has the link {quoted(link)}{draft.booking_pages.meant(link)}"


def _team_member(draft: Draft, member: TeamMemberEntry, place: str) -> Iterator[str]:
    if member.page is not None:
        yield from _booking_page(draft, member.page, f"{place}.page")
    elif member.pool is not None and not draft.pools.knows(member.pool):
        yield f"{place}.pool: no Resource pool is named {quoted(member.pool)}{draft.pools.meant(member.pool)}"


def _seat(draft: Draft, member: TeamMemberEntry) -> Seat:
    if member.page is not None:
        return _seat_of(draft, quoted(member.page), [member.page])
    pool = draft.pools.entries.get(member.pool or "")
    pages = [each.page for each in pool.members] if pool else []
    return _seat_of(draft, f"the pool {quoted(member.pool or '')}", pages)


def _seat_of(draft: Draft, name: str, pages: list[str]) -> Seat:
    known = draft.booking_pages.entries
    owners = frozenset(known[page].owner for page in pages if page in known)
    return Seat(name, frozenset(pages), owners)
