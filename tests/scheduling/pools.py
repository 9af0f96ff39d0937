"""Companies for tests of who gets a booking: a Master page over Booking pages and pools, as a document."""

import json
from collections.abc import Mapping, Sequence

Entry = Mapping[str, object]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def page(link: str, *hours: str, time_zone: str = "Europe/Madrid") -> Entry:
    """A Booking page that is named as its link and has the same hours every day."""
    return {
        "name": link,
        "link": link,
        "owner": f"U0{link.upper()}",
        "time_zone": time_zone,
        "weekly": {day: hours for day in DAYS if hours},
    }


def pool(name: str, distribution: str, *members: str, **more: object) -> Entry:
    """A Resource pool. A member may be written with its priority: ``ana 2``."""
    return {"name": name, "distribution": distribution, "members": [_member(each) for each in members]} | more


def rule(event_type: str, *team: str) -> Entry:
    """An Event-based rule, the Primary team member first. A capital letter begins a pool's name."""
    primary, *additional = [{"pool" if name[0].isupper() else "page": name} for name in team]
    return {"event_type": event_type, "primary": primary, "additional": additional}


def company(
    event_types: Sequence[Entry], pages: Sequence[Entry], pools: Sequence[Entry], rules: Sequence[Entry]
) -> str:
    """A set-up document (JSON is YAML) with one Dynamic Master page, whose Public link is ``support``."""
    master_page = {"name": "Acme Support", "link": "support", "rules": rules}
    return json.dumps(
        {
            "administrators": ["U0ADMIN"],
            "event_types": event_types,
            "booking_pages": pages,
            "pools": pools,
            "master_pages": [master_page],
        }
    )


def _member(written: str) -> Entry:
    link, _, priority = written.partition(" ")
    return {"page": link, "priority": int(priority or 1)}
