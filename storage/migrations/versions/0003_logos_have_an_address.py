"""Logos have an address"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # Nobody has set a logo yet, so there is none to digest.
    op.add_column(
        "workspaces", sa.Column("logo_digest", sa.String(length=64), nullable=False, server_default="")
    )
