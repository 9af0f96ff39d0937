"""The nouns of the domain as tables. Every key begins with the workspace."""

from storage.models.base import Base, BookingMode, BookingStatus, Distribution, Role, RuleType, new_id
from storage.models.bookings import Booking, OneTimeLink, Participant, Turn
from storage.models.master_pages import MasterPage, Rule, StaticMember, TeamMember
from storage.models.offering import Association, BookingPage, EventType, Pool, PoolMember
from storage.models.trail import Activity, Notice
from storage.models.workspaces import User, Workspace

__all__ = [
    "Activity",
    "Association",
    "Base",
    "Booking",
    "BookingMode",
    "BookingPage",
    "BookingStatus",
    "Distribution",
    "EventType",
    "MasterPage",
    "Notice",
    "OneTimeLink",
    "Participant",
    "Pool",
    "PoolMember",
    "Role",
    "Rule",
    "RuleType",
    "StaticMember",
    "TeamMember",
    "Turn",
    "User",
    "Workspace",
    "new_id",
]
