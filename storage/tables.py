"""What is stored, and in which column: personal data in sealed ones only.

Ids, statuses, times and blind indexes stand in the clear, because the database sorts and finds
by them; a sealed column holds what `Keyring.seal` made for exactly that row and column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from storage.agent_tables import agents, handovers, import_rows, imports, invitations
from storage.columns import BlindIndex, Blob, Moment, Sealed, Words
from storage.metadata import metadata
from storage.submission import ON_ITS_WAY

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

# All tables come from here, whichever file describes them.
__all__ = [
    "agents",
    "alerts",
    "attempts",
    "audit",
    "chats",
    "consents",
    "counters",
    "duties",
    "handovers",
    "import_rows",
    "imports",
    "invitations",
    "is_on_its_way",
    "leases",
    "metadata",
    "operator_links",
    "operator_sessions",
    "pauses",
    "quarantine",
    "submissions",
    "tokens",
]

_COUNTED = BigInteger().with_variant(Integer, "sqlite")

chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("token", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("document", Sealed, nullable=False),
    Column("seen_updates", Blob, nullable=False),  # 64-bit integers, oldest first
    Column("kept_at", Moment, nullable=False, index=True),
    Column("remind_at", Moment),
    Column("blocked_at", Moment),
)
# Few chats wait for a reminder, and those alone are looked for.
Index(
    "ix_chats_remind_at",
    chats.c.remind_at,
    postgresql_where=chats.c.remind_at.is_not(None),
    sqlite_where=chats.c.remind_at.is_not(None),
)

submissions = Table(
    "submissions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("draft_token", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("body", Sealed, nullable=False),
    Column("draft", Sealed, nullable=False),
    Column("phone_index", BlindIndex),
    Column("email_index", BlindIndex),
    Column("body_index", BlindIndex, nullable=False),
    Column("card_message_id", BigInteger),
    Column("fence", Integer, nullable=False),
    Column("lease_until", Moment),
    Column("due_at", Moment, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("absences", Integer, nullable=False),
    Column("customer_id", Text),
    Column("on_existing", String(8), nullable=False, server_default="review"),
    Column("found", Words),
    Column("is_discreet", Boolean),
    Column("refused_keys", Words, nullable=False),
    Column("told", String(32)),
    Column("notice_due_at", Moment),
    Column("notice_tries", Integer, nullable=False),
    Column("last_error", Text),
    Column("taken_back_at", Moment),
    Column("agent_id", BigInteger),
    Column("agreed", String(16)),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    UniqueConstraint("draft_token", "revision"),
    Index("ix_submissions_chat_id_created_at", "chat_id", "created_at"),
    Index("ix_submissions_status_due_at", "status", "due_at"),
    Index("ix_submissions_notice_due_at", "notice_due_at"),
    Index("ix_submissions_status_created_at_id", "status", "created_at", "id"),
)


def is_on_its_way(status: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition in words: SQLite uses a partial index for its very condition only."""
    return status.in_([literal_column(f"'{each}'") for each in sorted(ON_ITS_WAY)])


# One submission of a phone on its way at a time, whatever two workers believe.
Index(
    "uq_submissions_phone_on_its_way",
    submissions.c.phone_index,
    unique=True,
    postgresql_where=is_on_its_way(submissions.c.status),
    sqlite_where=is_on_its_way(submissions.c.status),
)

# Whose a customer is.
Index(
    "ix_submissions_customer_id",
    submissions.c.customer_id,
    postgresql_where=submissions.c.customer_id.is_not(None),
    sqlite_where=submissions.c.customer_id.is_not(None),
)

# Who has the same phone or e-mail.
for _column in (submissions.c.phone_index, submissions.c.email_index):
    Index(
        f"ix_submissions_{_column.name}",
        _column,
        postgresql_where=_column.is_not(None),
        sqlite_where=_column.is_not(None),
    )

# Whose leads they are.
Index(
    "ix_submissions_agent_id_created_at",
    submissions.c.agent_id,
    submissions.c.created_at,
    postgresql_where=submissions.c.agent_id.is_not(None),
    sqlite_where=submissions.c.agent_id.is_not(None),
)

# Few are taken back while they are under way.
Index(
    "ix_submissions_taken_back_at",
    submissions.c.taken_back_at,
    postgresql_where=submissions.c.taken_back_at.is_not(None),
    sqlite_where=submissions.c.taken_back_at.is_not(None),
)

attempts = Table(
    "attempts",
    metadata,
    Column(
        "submission_id",
        String(36),
        ForeignKey(submissions.c.id, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("fence", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("deadline_at", Moment, nullable=False),
    Column("baseline", Words),
    Column("outcome", String(64)),
    Column("ended_at", Moment),
    Column("lookups_complete", Integer, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("text_id", String(64), nullable=False),
    Column("text_hash", String(128), nullable=False),
    Column("language", String(16), nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("update_id", BigInteger),
    Column("chat_id", BigInteger, index=True),
    Column("reason", Text, nullable=False),
    Column("body", Sealed, nullable=False),
    Column("put_at", Moment, nullable=False, index=True),
)

pauses = Table(
    "pauses",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Column("probe_at", Moment),
)

tokens = Table(
    "tokens",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("access", Sealed, nullable=False),
    Column("refresh", Sealed, nullable=False),
    Column("previous_refresh", Sealed),
    Column("version", Integer, nullable=False),
    Column("granted_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("lease_until", Moment),
    Column("needs_consent_since", Moment),
)

counters = Table(
    "counters",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("question", String(64), primary_key=True),
    Column("what", String(16), primary_key=True),
    Column("detail", String(255), primary_key=True),
    Column("count", BigInteger, nullable=False),
)

operator_links = Table(
    "operator_links",
    metadata,
    Column("token_hash", Blob, primary_key=True),
    Column("operator_id", BigInteger, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

operator_sessions = Table(
    "operator_sessions",
    metadata,
    Column("token_hash", Blob, primary_key=True),
    Column("operator_id", BigInteger, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False, index=True),
    Column("who", String(64), nullable=False),
    Column("action", String(32), nullable=False),
    Column("about", String(36), index=True),
    Column("detail", String(64)),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", Moment, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("operator_id", BigInteger, primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("shown", Integer),
    Column("message_id", BigInteger),
    Column("quiet_since", Moment),
)

duties = Table(
    "duties",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("done_at", Moment, nullable=False),
    Column("found", Integer),
)
