"""What is stored of agents, of the lists they send, and of the leads they hand over."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, UniqueConstraint

from storage.columns import Moment, Sealed
from storage.metadata import metadata

agents = Table(
    "agents",
    metadata,
    Column("agent_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Sealed, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("removed_at", Moment),
    Column("menu", String(16)),  # the name of the commands that his chat shows
)

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("name", Sealed, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("operator_id", BigInteger, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("agent_id", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("content", Sealed, nullable=False),
    Column("document", Sealed, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("changed_at", Moment, nullable=False, index=True),
)

import_rows = Table(
    "import_rows",
    metadata,
    Column("id", String(44), primary_key=True),  # the import's and the number
    Column("import_id", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("submission_id", String(36)),
    Column("reasons", Sealed),
    UniqueConstraint("import_id", "number"),
)

handovers = Table(
    "handovers",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("token_hash", String(64), nullable=False),
    Column("agent_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("name", Sealed, nullable=False),
    Column("draft", Sealed),
    Column("state", String(16), nullable=False),
    Column("handed_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("taken_by", BigInteger, index=True),
    Column("submission_id", String(36)),
    Column("notice_due_at", Moment, index=True),
    UniqueConstraint("token_hash"),
    Index("ix_handovers_agent_id_handed_at", "agent_id", "handed_at"),
    Index("ix_handovers_state", "state"),
)
