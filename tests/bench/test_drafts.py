from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.drafts import COMPARED, change
from bench.explaining import explained, is_whole, reads_all
from bench.people import Person
from bench.seeding import chat_id, fill
from conversations.documents import conversation
from storage import Database, Keyring, migrate, new_keys

if TYPE_CHECKING:
    from collections.abc import Callable

PER_SECOND, P50 = COMPARED[0], COMPARED[1]


class Unseen:
    """A progress that nobody looks at; it counts."""

    def __init__(self) -> None:
        self.steps = 0

    def begin(self, text: str, total: int) -> Callable[[], None]:  # noqa: ARG002 - the protocol's own
        """Begin."""
        return self.step

    def step(self) -> None:
        """Count a step."""
        self.steps += 1

    def end(self, text: str) -> None:
        """End."""


async def test_a_database_is_filled_with_drafts_that_open(empty_url: str) -> None:
    """Each is half through, has agreed, and is to be reminded one day."""
    keys, progress = new_keys(), Unseen()
    await migrate(empty_url)
    await fill(empty_url, keys, 1_100, progress)
    database = Database(empty_url, Keyring.parse(*keys))
    async with database.begin() as work:
        chats = await work.chats.load([chat_id(number) for number in range(1_100)])
        consents = await work.consents.of(chat_id(1_099))
        assert await work.chats.to_remind(work.now, 10) == []
    await database.close()
    assert (len(chats), len(consents), progress.steps) == (1_100, 1, 1_100)
    last = conversation(chats[chat_id(1_099)].document)
    assert last.consent is not None
    assert last.draft is not None
    assert [*last.draft.answers] == ["name", "phone", "email"]


def test_nobody_who_registers_has_an_open_draft() -> None:
    """However many came before him; some of those with a draft have lower numbers than his."""
    drafts = {chat_id(number) for number in range(1_000_000)}
    comers = {Person(number).chat_id for number in range(1_000_000)}
    assert len(drafts) == 1_000_000
    assert not drafts & comers
    assert min(drafts) < min(comers) < max(comers) < max(drafts)


async def test_no_statement_of_the_bot_reads_all_drafts(empty_url: str) -> None:
    """Neither of a registration nor of its delivery; one that does is told."""
    keys = new_keys()
    await migrate(empty_url)
    await fill(empty_url, keys, 3_000, Unseen())
    plans = await explained(empty_url, keys)
    assert plans.whole == ()
    assert plans.count > 20
    database = Database(empty_url, Keyring.parse(*keys))
    assert await reads_all(database, "SELECT max(revision) FROM chats", ())
    await database.close()


@pytest.mark.parametrize(
    ("plan", "statement", "told"),
    [
        ("(2, 0, 0, 'SCAN chats')", "SELECT", True),
        ("(2, 0, 0, 'SCAN chats')", "SELECT … LIMIT ?", True),
        ("(2, 0, 0, 'SCAN chats USING COVERING INDEX ix')", "SELECT count(*)", True),
        ("(2, 0, 0, 'SCAN chats USING INDEX ix')", "SELECT … LIMIT ?", False),
        ("(2, 0, 0, 'SEARCH chats USING INTEGER PRIMARY KEY (rowid=?)')", "SELECT", False),
        ("(3, 0, 0, 'SEARCH chats')", "SELECT max(revision)", True),
        ("Seq Scan on chats  (cost=0.00..1.0)", "SELECT", True),
        ("Index Scan using pk_chats on chats", "SELECT", False),
    ],
)
def test_a_plan_is_read_as_the_databases_write_it(
    plan: str, statement: str, *, told: bool
) -> None:
    """An index that is read from its beginning, as far as a limit goes, is no whole table."""
    assert is_whole(plan, "chats", statement) is told


def test_worse_is_slower_or_less() -> None:
    """By a fifth is little, by more is not; what is not known is not judged."""
    assert change(PER_SECOND, 1200.0, 1000.0) == ["1,200", "1,000", "+20%", "yes"]
    assert change(PER_SECOND, 1300.0, 1000.0)[2:] == ["+30%", "no"]
    assert change(P50, 10.0, 9.0) == ["10.0", "9.0", "-10%", "yes"]
    assert change(P50, None, 9.0)[2:] == ["–", "–"]
