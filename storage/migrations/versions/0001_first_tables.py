"""Chats, submissions with their attempts, consents, the quarantine and pauses are stored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_moment = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
_counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_on_its_way = sa.text("status IN ('find_id', 'sending', 'unknown')")


def upgrade() -> None:
    """Make all tables."""
    _chats()
    _submissions()
    _submission_indexes()
    _attempts()
    _consents()
    _quarantine()
    _pauses()


def _chats() -> None:
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("seen_updates", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", _moment, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_chats"),
    )
    op.create_index("ix_chats_kept_at", "chats", ["kept_at"])


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("draft_token", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("draft", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.LargeBinary()),
        sa.Column("email_index", sa.LargeBinary()),
        sa.Column("body_index", sa.LargeBinary(), nullable=False),
        sa.Column("card_message_id", sa.BigInteger()),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lease_until", _moment),
        sa.Column("due_at", _moment, nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("absences", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Text()),
        sa.Column("refused_keys", sa.Text(), nullable=False),
        sa.Column("told", sa.String(32)),
        sa.Column("notice_due_at", _moment),
        sa.Column("notice_tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text()),
        sa.Column("created_at", _moment, nullable=False),
        sa.Column("updated_at", _moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("draft_token", "revision", name="uq_submissions_draft_token_revision"),
    )


def _submission_indexes() -> None:
    for columns in (["chat_id", "created_at"], ["status", "due_at"], ["notice_due_at"]):
        op.create_index(f"ix_submissions_{'_'.join(columns)}", "submissions", columns)
    op.create_index(
        "uq_submissions_phone_on_its_way",
        "submissions",
        ["phone_index"],
        unique=True,
        postgresql_where=_on_its_way,
        sqlite_where=_on_its_way,
    )


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("submission_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("started_at", _moment, nullable=False),
        sa.Column("deadline_at", _moment, nullable=False),
        sa.Column("baseline", sa.Text()),
        sa.Column("outcome", sa.String(64)),
        sa.Column("ended_at", _moment),
        sa.Column("lookups_complete", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "number", name="pk_attempts"),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name="fk_attempts_submission_id",
            ondelete="CASCADE",
        ),
    )


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", _counted, autoincrement=True, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("text_id", sa.String(64), nullable=False),
        sa.Column("text_hash", sa.String(128), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("given_at", _moment, nullable=False),
        sa.Column("withdrawn_at", _moment),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("ix_consents_chat_id", "consents", ["chat_id"])


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("update_id", sa.BigInteger()),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("put_at", _moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
    )
    op.create_index("ix_quarantine_chat_id", "quarantine", ["chat_id"])
    op.create_index("ix_quarantine_put_at", "quarantine", ["put_at"])


def _pauses() -> None:
    op.create_table(
        "pauses",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", _moment, nullable=False),
        sa.Column("until", _moment),
        sa.Column("probe_at", _moment),
        sa.PrimaryKeyConstraint("name", name="pk_pauses"),
    )
