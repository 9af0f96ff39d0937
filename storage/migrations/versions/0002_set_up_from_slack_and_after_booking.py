"""Set up from Slack, and what Customers do after booking"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

OPEN = sa.text("spent_at IS NULL AND revoked_at IS NULL AND expired_at IS NULL")
COMING = sa.text("status IN ('scheduled', 'rescheduled')")


def upgrade() -> None:
    _add("workspaces", "link_days", sa.Integer(), "90")
    _add("workspaces", "link_business_days", sa.Integer(), "0")
    _add("workspaces", "most_open_links", sa.Integer())
    _add("workspaces", "ticket_required", sa.Boolean(), sa.false())
    _add("workspaces", "company_name", sa.Text(), "")
    _add("workspaces", "colour", sa.String(length=7), "")
    _add("workspaces", "logo", sa.LargeBinary())
    _add("workspaces", "logo_type", sa.String(length=40), "")

    _add("event_types", "reminders", sa.JSON(), "[1440, 60]")
    _add("booking_pages", "email", sa.Text(), "")

    _add("master_pages", "dedicated_to", sa.Uuid())
    _add("master_pages", "switched_at", sa.DateTime(timezone=True))
    _add("master_pages", "switched_by", sa.String(length=40))
    op.create_index(
        "uq_master_pages_dedicated_to", "master_pages", ["workspace_id", "dedicated_to"], unique=True
    )

    _add("one_time_links", "ticket", sa.Text(), "")
    _add("one_time_links", "asked_at", sa.DateTime(timezone=True))
    _add("one_time_links", "replaced_by", sa.Uuid())
    _index_open_links("ix_one_time_links_page", "master_page_id")
    _index_open_links("ix_one_time_links_customer", sa.text("lower(customer_email)"))

    _add("bookings", "customer_language", sa.String(length=20), "en")
    _add("bookings", "cancelled_by", sa.String(length=40))
    _add("bookings", "new_time_asked_at", sa.DateTime(timezone=True))
    op.create_index("ix_bookings_page", "bookings", ["workspace_id", "master_page_id", "starts"])
    op.create_index("ix_bookings_coming", "bookings", ["ends"], postgresql_where=COMING, sqlite_where=COMING)

    _add("activity", "about", sa.Text(), "")


def _add(
    table: str, name: str, kind: sa.types.TypeEngine[Any], default: str | sa.ColumnElement[bool] | None = None
) -> None:
    """A column that may be empty, or else one with what the rows that are there already get."""
    optional = default is None
    op.add_column(table, sa.Column(name, kind, nullable=optional, server_default=default))


def _index_open_links(name: str, column: str | sa.TextClause) -> None:
    op.create_index(
        name, "one_time_links", ["workspace_id", column], postgresql_where=OPEN, sqlite_where=OPEN
    )
