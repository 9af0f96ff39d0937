"""The trail has details"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("activity", sa.Column("details", sa.Text(), nullable=False, server_default=""))
