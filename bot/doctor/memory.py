"""The database: whether it answers, whether its tables are this version's, whether keys fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.doctor.findings import Finding, fine, unchecked, warning, wrong
from bot.wiring import rotation_of
from storage import (
    BadDatabaseURL,
    DatabaseAway,
    DatabaseBusy,
    DatabaseFull,
    NotMigrated,
    StorageTrouble,
)

if TYPE_CHECKING:
    from bot.doctor.patient import Patient
    from storage import Tally

_ADVICE: tuple[tuple[type[StorageTrouble], str], ...] = (
    (BadDatabaseURL, "mend DATABASE_URL"),
    (DatabaseAway, "see that it runs, and that DATABASE_URL has its host, user, password, name"),
    (DatabaseBusy, "see who holds it: a long transaction, or too many connections"),
    (DatabaseFull, "make room on its disk"),
    (StorageTrouble, "it may be damaged, or no database at all: restore a backup"),
)

# https://www.postgresql.org/docs/current/errcodes-appendix.html; the beginnings of codes.
_STATES = (
    ("3D000", "the server has no database of this name"),
    ("28", "the server refuses the user or the password"),
    ("53300", "the server has no connection left"),
)


async def database(patient: Patient) -> Finding:
    """Look whether a transaction can be begun."""
    if not patient.has_database:
        return unchecked("there is no file yet")
    try:
        async with patient.database() as opened, opened.inspect():
            return fine(f"the {opened.dialect} database answers")
    except StorageTrouble as trouble:
        advice = next(advice for kind, advice in _ADVICE if isinstance(trouble, kind))
        return wrong(f"the database cannot be used: {_words(trouble)}", advice)


def _words(trouble: StorageTrouble) -> str:
    """Return what the server says in words, where its code has some here."""
    said = str(trouble)
    words = next((words for code, words in _STATES if f" {code}" in said), "")
    return f"{words} ({said})" if words else said


async def schema(patient: Patient) -> Finding:
    """Look whether the tables are those of this version."""
    async with patient.database() as opened:
        try:
            await opened.check_schema()
        except NotMigrated as trouble:
            return wrong(str(trouble), "run `intake migrate`, with the newest version installed")
    return fine("its tables are those of this version")


async def keys(patient: Patient) -> Finding:
    """Open some hundred rows, and compare their indexes with what INDEX_KEY makes of them."""
    keyring = patient.settings.keyring
    async with patient.database() as opened:
        found = await rotation_of(opened, keyring).sample()
    if found.unreadable:
        return wrong(
            f"{len(found.unreadable):,} of {found.rows:,} rows tried do not open,"
            f" the first is {found.unreadable[0]}",
            "put the key they were sealed with back into ENCRYPTION_KEYS; `intake keys status`"
            " tries all rows",
        )
    if found.old_indexes and not keyring.is_changing_index:
        return wrong(
            f"{found.old_indexes:,} of {found.rows:,} rows tried are indexed under another key",
            "put the key of before behind the new one in INDEX_KEY, and run `intake keys rotate`",
        )
    return _opened(found, keyring.key_ids[0])


def _opened(found: Tally, newest: str) -> Finding:
    older = sorted(found.keys.keys() - {newest})
    if older or found.old_indexes:
        named = f"rows tried still need {', '.join(older) or 'the older INDEX_KEY'}"
        return warning(f"all open; {named}", "run `intake keys rotate`, and keep the older keys")
    if not found.rows:
        return fine("nothing is stored yet that they would have to open")
    return fine(f"they open all of {found.rows:,} rows tried")
