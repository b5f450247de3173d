"""A row of the table as a submission: what is sealed in it is opened, if it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.documents import read
from storage.errors import Unreadable
from storage.submission import OnExisting, Status, Submission

if TYPE_CHECKING:
    from sqlalchemy import Row

    from storage.keyring import Keyring


def submission_of(row: Row[Any], keyring: Keyring) -> Submission:
    """Return the submission of a row; one that does not open must not hold up the others."""
    fields = dict(row._mapping)  # noqa: SLF001 - public, despite its underscore
    status = Status(row.status)
    fields |= _opened(row, keyring) | {"status": status, "status_before": status}
    fields |= {
        "on_existing": OnExisting(row.on_existing),
        "is_discreet": bool(row.is_discreet),
    }
    return Submission(**fields)


def _opened(row: Row[Any], keyring: Keyring) -> dict[str, Any]:
    place = f"submissions/{row.id}"
    try:
        body = keyring.open(row.body, f"{place}/body")
        draft = read(keyring.open(row.draft, f"{place}/draft"))
    except Unreadable:
        return {"body": b"", "draft": {}, "is_readable": False}
    return {"body": body, "draft": draft}
