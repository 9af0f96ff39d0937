"""The states of a one-time link."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.scheduling import policy
from bot.scheduling.policy import LinkState

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(microseconds=1), NOW - timedelta(days=1)


@pytest.mark.parametrize(
    ("spent_at", "revoked_at", "expires_at", "suspended", "state"),
    [
        pytest.param(None, None, LATER, False, LinkState.ACTIVE, id="nothing happened"),
        pytest.param(None, None, LATER, True, LinkState.SUSPENDED, id="its page is Static"),
        pytest.param(None, None, NOW, False, LinkState.EXPIRED, id="at its expiry it is expired"),
        pytest.param(None, None, NOW, True, LinkState.EXPIRED, id="expiry outlasts suspension"),
        pytest.param(None, EARLIER, LATER, True, LinkState.REVOKED, id="revoked for good"),
        pytest.param(EARLIER, None, EARLIER, True, LinkState.SPENT, id="spent for good"),
    ],
)
def test_state_of_a_link(
    spent_at: datetime | None,
    revoked_at: datetime | None,
    expires_at: datetime,
    suspended: bool,
    state: LinkState,
) -> None:
    found = policy.link_state(
        spent_at=spent_at, revoked_at=revoked_at, expires_at=expires_at, suspended=suspended, now=NOW
    )

    assert found == state


@pytest.mark.parametrize(
    ("dynamic", "accepts_bookings", "retired", "reason"),
    [
        (True, True, False, None),
        (False, True, False, policy.STATIC),
        (True, False, False, policy.NOT_ACCEPTING),
        (False, False, False, policy.STATIC),
        (True, True, True, policy.RETIRED),
    ],
)
def test_links_work_on_dynamic_pages_that_accept_bookings(
    dynamic: bool, accepts_bookings: bool, retired: bool, reason: str | None
) -> None:
    found = policy.why_suspended(dynamic=dynamic, accepts_bookings=accepts_bookings, retired=retired)

    assert found == reason


START = NOW + timedelta(days=1)
LATEST = timedelta(minutes=60)
TOO_LATE = {
    "cancel": "Cancelling this meeting was possible until 1 hour before it.",
    "reschedule": "Moving this meeting to another time was possible until 1 hour before it.",
}


@pytest.mark.parametrize("change", ["cancel", "reschedule"])
def test_policy_says_until_when_a_customer_may_change_a_meeting(change: policy.PolicyChange) -> None:
    def why_not(limit: int | None, at: datetime) -> str | None:
        found = policy.why_not_change(change, limit, START, at)
        return None if found is None else str(found)

    moment = timedelta(microseconds=1)
    assert [why_not(0, at) for at in (NOW, START, START + moment)] == [None, None, policy.STARTED]
    assert [why_not(60, START - LATEST + late) for late in (timedelta(), moment, LATEST + moment)] == [
        None,
        TOO_LATE[change],
        policy.STARTED,
    ]
    assert [why_not(None, at) for at in (NOW, START + moment)] == [policy.NEVER, policy.STARTED]
