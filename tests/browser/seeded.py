"""What a bot's database holds before operators look at it: made-up people, and made-up figures."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from conversations.answers import Answer
from conversations.documents import draft_document
from conversations.draft import Draft
from conversations.hearing import NEEDED, TEXT_ONLY
from conversations.progress import BY_FLEXTELL
from storage import Count, Database, Keyring, Status
from tests.storage.rows import stored

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from storage import Submission

# Question, and how many were asked it, answered it, skipped it.
ASKED = (
    ("name", 940, 905, 0),
    ("phone", 905, 610, 0),
    ("email", 610, 430, 120),
    ("birth_date", 550, 380, 140),
    ("gender", 520, 470, 45),
)
PLACES = {"started": 1200, "agreed": 941, "confirmed": 498, "registered": 489}
REFUSALS = (("phone", NEEDED.text, 88), ("name", TEXT_ONLY.text, 31), ("email", BY_FLEXTELL, 9))
TIMES = {"5": 4, "10": 12, "20": 22, "30": 22, "60": 20, "120": 10, "300": 6, "longer": 4}
LANGUAGES = (("en", 100), ("ar", 60))


@asynccontextmanager
async def opened(folder: Path, keys: tuple[str, str]) -> AsyncIterator[Database]:
    """Open a rehearsal's database beside its bot."""
    database = Database(f"sqlite:///{folder / 'intake.sqlite'}", Keyring.parse(*keys))
    yield database
    await database.close()


async def waits_for_decision(database: Database, first: str, last: str) -> Submission:
    """Store a submission that only a human can end."""
    answers = {
        "name": Answer({"first_name": first, "last_name": last}),
        "phone": Answer({"phone": "+447700900123"}),
        "email": Answer({"email": "somebody@example.org"}),
    }
    document = draft_document(Draft(answers))
    return await stored(database, Status.HUMAN, draft=document, chat_id=70_001)


async def figures(database: Database) -> None:
    """Count what many people did today."""
    async with database.begin() as work:
        day = work.now.date().isoformat()
        counts = {
            Count(day, language, *rest): times * share // 100
            for language, share in LANGUAGES
            for *rest, times in _counts()
        }
        await work.counters.add(counts)


def _counts() -> Iterator[tuple[str, str, str, int]]:
    for what, times in PLACES.items():
        yield "", what, "", times
    for place, (question, asked, answered, skipped) in enumerate(ASKED):
        yield question, "asked", "", asked
        yield question, "answered", "", answered
        yield question, "skipped", "", skipped
        yield question, "went back", "", 14 + 3 * place
        yield question, "changed", "", 22 - 4 * place
        yield question, "seconds", "", answered * (25 + 12 * place)
        bounds = list(TIMES)
        for bound, share in TIMES.items():
            slower = bounds[min(bounds.index(bound) + place % 3, len(bounds) - 1)]
            yield question, "took", slower, answered * share // 100
    for question, why, times in REFUSALS:
        yield question, "refused", why, times
