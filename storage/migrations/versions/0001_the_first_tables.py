"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slack_team_id", sa.String(length=40), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("only_administrators_issue", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
        sa.UniqueConstraint("slack_team_id", name="uq_workspaces_slack_team_id"),
    )
    op.create_table(
        "activity",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_activity_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_activity"),
    )
    op.create_index("ix_activity_when", "activity", ["workspace_id", "at"], unique=False)

    op.create_table(
        "booking_pages",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("link", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("weekly", sa.JSON(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("locked", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_booking_pages_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_booking_pages"),
    )
    op.create_table(
        "event_types",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "booking_mode",
            sa.Enum("automatic", "approval", name="bookingmode", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("slot_every", sa.Integer(), nullable=False),
        sa.Column("slot_starts", sa.JSON(), nullable=False),
        sa.Column("slots_a_day", sa.Integer(), nullable=True),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("notice_minutes", sa.Integer(), nullable=False),
        sa.Column("notice_business_days", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=True),
        sa.Column("horizon_from", sa.String(length=10), nullable=True),
        sa.Column("horizon_until", sa.String(length=10), nullable=True),
        sa.Column("cap_day", sa.Integer(), nullable=True),
        sa.Column("cap_week", sa.Integer(), nullable=True),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 5 AND 1440", name="ck_event_types_minutes"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_event_types_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_event_types"),
        sa.UniqueConstraint("workspace_id", "name", name="uq_event_types_workspace_id_name"),
    )
    op.create_table(
        "master_pages",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "rule_type",
            sa.Enum("dynamic", "static", name="ruletype", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("accepts_bookings", sa.Boolean(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_master_pages_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_master_pages"),
    )
    op.create_table(
        "outbox",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("stream", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_outbox_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_outbox"),
    )
    op.create_index(
        "ix_outbox_stream",
        "outbox",
        ["workspace_id", "stream", "id"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NULL"),
        sqlite_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NULL"),
        sqlite_where=sa.text("settled_at IS NULL"),
    )

    op.create_table(
        "pools",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "distribution",
            sa.Enum("round robin", "pooled", "priority", name="distribution", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("corrects", sa.Boolean(), nullable=False),
        sa.Column("counts_no_shows", sa.Boolean(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_pools_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_pools"),
        sa.UniqueConstraint("workspace_id", "name", name="uq_pools_workspace_id_name"),
    )
    op.create_table(
        "users",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column(
            "role",
            sa.Enum("administrator", "member", name="role", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_users_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_users"),
    )
    op.create_table(
        "associations",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("event_type_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "event_type_id"],
            ["event_types.workspace_id", "event_types.id"],
            name="fk_associations_workspace_id_event_type_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "page_id"],
            ["booking_pages.workspace_id", "booking_pages.id"],
            name="fk_associations_workspace_id_page_id",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "page_id", "event_type_id", name="pk_associations"),
    )
    op.create_table(
        "bookings",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_type_id", sa.Uuid(), nullable=False),
        sa.Column("master_page_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("request_digest", sa.LargeBinary(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "scheduled",
                "rescheduled",
                "cancelled",
                "completed",
                "no-show",
                name="bookingstatus",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("customer_name", sa.Text(), nullable=False),
        sa.Column("customer_email", sa.Text(), nullable=False),
        sa.Column("customer_time_zone", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("starts < ends", name="ck_bookings_starts_before_end"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "event_type_id"],
            ["event_types.workspace_id", "event_types.id"],
            name="fk_bookings_workspace_id_event_type_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "master_page_id"],
            ["master_pages.workspace_id", "master_pages.id"],
            name="fk_bookings_workspace_id_master_page_id",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_bookings"),
        sa.UniqueConstraint("digest", name="uq_bookings_digest"),
        sa.UniqueConstraint("workspace_id", "link_id", name="uq_bookings_workspace_id_link_id"),
        sa.UniqueConstraint(
            "workspace_id",
            "master_page_id",
            "request_digest",
            name="uq_bookings_workspace_id_master_page_id_request_digest",
        ),
    )
    op.create_index("ix_bookings_starts", "bookings", ["workspace_id", "starts"], unique=False)

    op.create_table(
        "one_time_links",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("master_page_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("request_key", sa.String(length=200), nullable=True),
        sa.Column("customer_name", sa.Text(), nullable=True),
        sa.Column("customer_email", sa.Text(), nullable=True),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(length=40), nullable=True),
        sa.Column("channel_id", sa.String(length=40), nullable=True),
        sa.Column("thread_ts", sa.String(length=40), nullable=True),
        sa.Column("card_ts", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "master_page_id"],
            ["master_pages.workspace_id", "master_pages.id"],
            name="fk_one_time_links_workspace_id_master_page_id",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_one_time_links"),
        sa.UniqueConstraint("digest", name="uq_one_time_links_digest"),
        sa.UniqueConstraint("workspace_id", "request_key", name="uq_one_time_links_workspace_id_request_key"),
    )
    op.create_index(
        "ix_one_time_links_due",
        "one_time_links",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("spent_at IS NULL AND revoked_at IS NULL AND expired_at IS NULL"),
        sqlite_where=sa.text("spent_at IS NULL AND revoked_at IS NULL AND expired_at IS NULL"),
    )
    op.create_index(
        "ix_one_time_links_maker",
        "one_time_links",
        ["workspace_id", "created_by", "created_at"],
        unique=False,
    )

    op.create_table(
        "pool_members",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "page_id"],
            ["booking_pages.workspace_id", "booking_pages.id"],
            name="fk_pool_members_workspace_id_page_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pool_id"],
            ["pools.workspace_id", "pools.id"],
            name="fk_pool_members_workspace_id_pool_id",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "pool_id", "page_id", name="pk_pool_members"),
    )
    op.create_table(
        "rules",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("master_page_id", sa.Uuid(), nullable=False),
        sa.Column("event_type_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "event_type_id"],
            ["event_types.workspace_id", "event_types.id"],
            name="fk_rules_workspace_id_event_type_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "master_page_id"],
            ["master_pages.workspace_id", "master_pages.id"],
            name="fk_rules_workspace_id_master_page_id",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_rules"),
        sa.UniqueConstraint(
            "workspace_id",
            "master_page_id",
            "event_type_id",
            name="uq_rules_workspace_id_master_page_id_event_type_id",
        ),
    )
    op.create_table(
        "static_members",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("master_page_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "master_page_id"],
            ["master_pages.workspace_id", "master_pages.id"],
            name="fk_static_members_workspace_id_master_page_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "page_id"],
            ["booking_pages.workspace_id", "booking_pages.id"],
            name="fk_static_members_workspace_id_page_id",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "master_page_id", "page_id", name="pk_static_members"),
    )
    op.create_table(
        "turns",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("master_page_id", sa.Uuid(), nullable=False),
        sa.Column("event_type_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("last_booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "event_type_id"],
            ["event_types.workspace_id", "event_types.id"],
            name="fk_turns_workspace_id_event_type_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "master_page_id"],
            ["master_pages.workspace_id", "master_pages.id"],
            name="fk_turns_workspace_id_master_page_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "page_id"],
            ["booking_pages.workspace_id", "booking_pages.id"],
            name="fk_turns_workspace_id_page_id",
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "master_page_id", "event_type_id", "page_id", name="pk_turns"
        ),
    )
    op.create_table(
        "participants",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=True),
        sa.Column("event_type_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.CheckConstraint("starts < ends", name="ck_participants_starts_before_end"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_id"],
            ["bookings.workspace_id", "bookings.id"],
            name="fk_participants_workspace_id_booking_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "event_type_id"],
            ["event_types.workspace_id", "event_types.id"],
            name="fk_participants_workspace_id_event_type_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "page_id"],
            ["booking_pages.workspace_id", "booking_pages.id"],
            name="fk_participants_workspace_id_page_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pool_id"],
            ["pools.workspace_id", "pools.id"],
            name="fk_participants_workspace_id_pool_id",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "booking_id", "page_id", name="pk_participants"),
    )
    op.create_index("ix_participants_busy", "participants", ["workspace_id", "page_id", "ends"], unique=False)

    op.create_table(
        "team_members",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=True),
        sa.Column("pool_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(page_id IS NULL) <> (pool_id IS NULL)", name="ck_team_members_page_or_pool"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "page_id"],
            ["booking_pages.workspace_id", "booking_pages.id"],
            name="fk_team_members_workspace_id_page_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pool_id"],
            ["pools.workspace_id", "pools.id"],
            name="fk_team_members_workspace_id_pool_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rule_id"],
            ["rules.workspace_id", "rules.id"],
            name="fk_team_members_workspace_id_rule_id",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "rule_id", "position", name="pk_team_members"),
    )
    op.create_index(
        "uq_booking_pages_link", "booking_pages", ["workspace_id", sa.text("lower(link)")], unique=True
    )
    op.create_index("uq_master_pages_link", "master_pages", [sa.text("lower(link)")], unique=True)
    if op.get_context().dialect.name == "postgresql":
        forbid_double_booking()


def forbid_double_booking() -> None:
    """The backstop of the provider lock, which should never fire: no page holds two bookings at one time.

    Between two pages of one owner the lock alone decides.

    Only the first place of a start counts: others may share it where the Event type's capacity allows.
    A range of one hash stands for the page, because equality in a GiST index would need an extension.
    """
    op.execute(
        """
        ALTER TABLE participants ADD CONSTRAINT ex_participants_page_time EXCLUDE USING gist (
            int8range(uuid_hash_extended(page_id, 0), uuid_hash_extended(page_id, 0), '[]') WITH &&,
            tstzrange(starts, ends) WITH &&
        ) WHERE (held AND place = 0)
        """
    )
