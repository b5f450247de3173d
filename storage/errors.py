"""What can go wrong with the memory, named by what to do next."""

from __future__ import annotations


class StorageTrouble(Exception):  # noqa: N818 - errors are named by what to do next
    """The root of all that this room raises."""


class BadKeys(StorageTrouble):
    """The settings ENCRYPTION_KEYS or INDEX_KEY cannot be used: the operator mends them."""


class BadDatabaseURL(StorageTrouble):
    """The setting DATABASE_URL cannot be used: the operator mends it."""


class WrongKeys(StorageTrouble):
    """The keys do not open what the database holds: serving would put every update aside."""


class NotMigrated(StorageTrouble):
    """The schema is not the one this version knows: run `intake migrate`."""


class AlreadyServing(StorageTrouble):
    """Another process serves this SQLite file: stop that one first."""


class NotPutAside(Exception):  # noqa: N818 - it is what is so
    """An update is not put aside any more: somebody has taken it up, or it was erased."""


class NotBackedUp(StorageTrouble):
    """No backup was made: the text says what stands in the way."""


class Unreadable(StorageTrouble):
    """A sealed value does not open: wrong keys, or the row was tampered with."""


class UndeclaredArrow(StorageTrouble):
    """A submission was to change its status in a way `ARROWS` does not know: a defect."""


class PhoneBusy(StorageTrouble):
    """Another submission of the same phone is on its way: let this one wait."""

    def __init__(self, submission_id: str) -> None:
        super().__init__(f"submission {submission_id} waits for another one of the same phone")
        self.submission_id = submission_id


class DatabaseTrouble(StorageTrouble):
    """The transaction was rolled back for a reason outside of it."""


class DatabaseBusy(DatabaseTrouble):
    """Somebody else holds what is needed: try the whole transaction again soon."""


class DatabaseFull(DatabaseTrouble):
    """The disk is full: make room; nothing else needs to be done."""


class DatabaseAway(DatabaseTrouble):
    """The database cannot be reached or hung up: try again later."""


class DatabaseRefused(DatabaseTrouble):
    """The database refused a statement: a defect, or damage."""


class ValueRefused(DatabaseRefused):
    """The database refused what was to be written, and will again: put it aside."""
