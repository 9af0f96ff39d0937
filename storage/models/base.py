"""What all tables share: how they are named, what their columns hold, and how one refers to another."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    JSON,
    Enum,
    ForeignKeyConstraint,
    MetaData,
)
from sqlalchemy.orm import DeclarativeBase
from uuid_utils.compat import uuid7

from storage.types import UtcDateTime


def new_id() -> UUID:
    """A fresh key. Keys made by one process sort in the order in which they were made."""
    return uuid7()


class Role(StrEnum):
    """What a User of a workspace may do. A guest has no role at all."""

    ADMINISTRATOR = "administrator"
    MEMBER = "member"


class BookingMode(StrEnum):
    AUTOMATIC = "automatic"
    APPROVAL = "approval"


class Distribution(StrEnum):
    """How a Resource pool hands out bookings. Fixed when the pool is made."""

    ROUND_ROBIN = "round robin"
    POOLED = "pooled"
    PRIORITY = "priority"


class RuleType(StrEnum):
    DYNAMIC = "dynamic"
    STATIC = "static"


class BookingStatus(StrEnum):
    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    NO_SHOW = "no-show"


def _enum(kind: type[StrEnum]) -> Enum:
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        Role: _enum(Role),
        BookingMode: _enum(BookingMode),
        Distribution: _enum(Distribution),
        RuleType: _enum(RuleType),
        BookingStatus: _enum(BookingStatus),
        # JSON columns hold small values that are always read whole with their row.
        dict[str, Any]: JSON,
        list[Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
    }


def within(*columns: str, table: str) -> ForeignKeyConstraint:
    """A reference that cannot leave the workspace."""
    return ForeignKeyConstraint(
        ["workspace_id", *columns], [f"{table}.workspace_id", *[f"{table}.id" for _ in columns]]
    )
