"""Who may change a booking, and what Users may do with it when."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bot.scheduling.errors import NotAllowed
from bot.scheduling.people import Person
from bot.scheduling.permissions import UserChange, check_has_part, open_to_users
from storage.models import Booking, BookingPage, BookingStatus, MasterPage, OneTimeLink, Role, RuleType

SOME_ID = UUID(int=1)
STARTS = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
LINK = OneTimeLink(created_by="U0MAX")
FROM_SHELL = OneTimeLink(created_by=None)
PROVIDERS = [BookingPage(owner_id="U0ANA"), BookingPage(owner_id="U0CARLA")]


@pytest.mark.parametrize(
    ("who", "role", "link", "may"),
    [
        pytest.param("U0MAX", Role.MEMBER, LINK, True, id="who made the link"),
        pytest.param("U0ANA", Role.MEMBER, LINK, True, id="who owns the booking"),
        pytest.param("U0CARLA", Role.MEMBER, LINK, True, id="who takes part too"),
        pytest.param("U0ADA", Role.ADMINISTRATOR, LINK, True, id="an Administrator"),
        pytest.param(None, Role.ADMINISTRATOR, LINK, True, id="the operator"),
        pytest.param("U0BEN", Role.MEMBER, LINK, False, id="another Member"),
        pytest.param("U0BEN", Role.MEMBER, FROM_SHELL, False, id="another Member, link from the shell"),
        pytest.param("U0ANA", Role.MEMBER, None, True, id="who owns a booking without a link"),
        pytest.param("U0MAX", Role.MEMBER, None, False, id="another Member, no link"),
    ],
)
def test_who_has_a_part_in_a_booking(
    who: str | None, role: Role, link: OneTimeLink | None, may: bool
) -> None:
    def check() -> None:
        check_has_part(Person(SOME_ID, who), role, link, PROVIDERS)

    if may:
        check()
        return
    with pytest.raises(NotAllowed):
        check()


CANCEL, AGAIN, NO_SHOW = UserChange
DYNAMIC: dict[str, object] = {"rule_type": RuleType.DYNAMIC, "accepts_bookings": True, "retired_at": None}


@pytest.mark.parametrize(
    ("status", "page", "begun", "open_now"),
    [
        pytest.param("scheduled", {}, False, (CANCEL, AGAIN), id="coming"),
        pytest.param("rescheduled", {}, True, (CANCEL, AGAIN, NO_SHOW), id="under way"),
        pytest.param("scheduled", {"rule_type": RuleType.STATIC}, False, (CANCEL,), id="Static"),
        pytest.param("scheduled", {"accepts_bookings": False}, False, (CANCEL,), id="not accepting"),
        pytest.param("scheduled", {"retired_at": STARTS}, False, (CANCEL,), id="retired"),
        pytest.param("completed", {}, True, (NO_SHOW,), id="over"),
        pytest.param("no-show", {}, True, (), id="missed"),
        pytest.param("cancelled", {}, True, (), id="cancelled"),
    ],
)
def test_what_users_may_do_with_a_booking(
    status: str, page: dict[str, object], begun: bool, open_now: tuple[UserChange, ...]
) -> None:
    booking = Booking(link_id=SOME_ID, status=BookingStatus(status), starts=STARTS)
    now = STARTS if begun else STARTS - timedelta(minutes=1)

    assert open_to_users(booking, MasterPage(**DYNAMIC | page), [], now) == open_now


def test_static_page_matters_to_one_time_links_alone() -> None:
    booking = Booking(link_id=None, status=BookingStatus.SCHEDULED, starts=STARTS)
    page = MasterPage(**DYNAMIC | {"rule_type": RuleType.STATIC})

    assert open_to_users(booking, page, [], STARTS - timedelta(days=1)) == (CANCEL, AGAIN)
