"""The checker sees what it is there for: each kind of loss and doubling is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from conversations.documents import conversation, conversation_document
from storage import NEVER, Chat, Status
from tests.bot.telegram.receiving import Receiving, receiving
from tests.bot.turns.talks import a_talk
from tests.faults.checker import Evidence, check, findings, leaks, remembered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.telegram.calls import Call
    from storage import Database, Keyring

CUSTOMER = {"id": 7, "phone_number": "+447700900001"}
NEIGHBOUR = {"id": 8, "phone_number": "+447700900001"}


@dataclass
class Remembering(Receiving):
    """A reception that remembers what it was told."""

    told: dict[int, dict[str, Any]] = field(default_factory=dict)

    async def receives(self, update: Any) -> tuple[Call, ...]:
        """Receive an update."""
        self.told[update["update_id"]] = update
        return await super().receives(update)


@pytest_asyncio.fixture
async def evidence(sqlite_url: str, keyring: Keyring, opened: Callable[..., Database]) -> Evidence:
    """Have somebody register; Flextell has not answered yet."""
    database = opened(sqlite_url)
    async with receiving(database, keyring) as house:
        remembering = Remembering(database, house.batches)
        remembering.open(keyring)
        await remembering.registers()
    memory = await remembered(database)
    told = remembering.told
    return Evidence(a_talk(keyring), memory, [], told, frozenset(told))


def with_row(evidence: Evidence, **fields: Any) -> Evidence:
    """Return the evidence with another submission in the place of its one."""
    (row,) = evidence.memory.submissions
    memory = replace(evidence.memory, submissions=[replace(row, **fields)])
    return replace(evidence, memory=memory)


def with_chat(evidence: Evidence, **fields: Any) -> Evidence:
    """Return the evidence with another chat in the place of its one."""
    (chat,) = evidence.memory.chats.values()
    changed = {chat.chat_id: replace(chat, **fields)}
    return replace(evidence, memory=replace(evidence.memory, chats=changed))


def the_chat(evidence: Evidence) -> Chat:
    """Return the one chat there is."""
    (chat,) = evidence.memory.chats.values()
    return chat


def without_rows(evidence: Evidence) -> Evidence:
    """Return the evidence as if the confirmation had left nothing."""
    return replace(evidence, memory=replace(evidence.memory, submissions=[]))


def twice(evidence: Evidence) -> Evidence:
    """Return the evidence as if one confirmation had led to two submissions."""
    (row,) = evidence.memory.submissions
    other = replace(row, id="another", revision=row.revision + 1)
    return replace(evidence, memory=replace(evidence.memory, submissions=[row, other]))


def forgetful(evidence: Evidence) -> Evidence:
    """Return the evidence as if the bot had forgotten in which language the person speaks."""
    chat = the_chat(evidence)
    said = conversation(chat.document)
    return with_chat(evidence, document=conversation_document(replace(said, language="ar")))


def two_named(evidence: Evidence) -> Evidence:
    """Return the evidence as if two submissions had ended in one customer."""
    both = twice(evidence).memory.submissions
    rows = [replace(row, status=Status.CREATED, customer_id="7") for row in both]
    memory = replace(evidence.memory, submissions=rows)
    return replace(evidence, memory=memory, customers=[CUSTOMER])


WRONG: dict[str, tuple[Callable[[Evidence], Evidence], str]] = {
    "a lease is missing": (lambda e: with_row(e, status=Status.SENDING), "without a lease"),
    "nobody will look": (lambda e: with_row(e, status=Status.UNKNOWN, due_at=NEVER), "never due"),
    "nobody is told": (lambda e: with_row(e, status=Status.HUMAN), "is not told"),
    "a row does not open": (lambda e: with_row(e, is_readable=False), "does not open"),
    "doubled": (lambda e: replace(e, customers=[CUSTOMER, NEIGHBOUR]), "2 customers come of 1"),
    "nobody's": (
        lambda e: replace(without_rows(e), customers=[CUSTOMER]),
        "1 customers come of 0",
    ),
    "the wrong one": (
        lambda e: replace(
            with_row(e, status=Status.CREATED, customer_id="9"), customers=[CUSTOMER]
        ),
        "not its own",
    ),
    "one for two": (two_named, "two submissions name one customer"),
    "a confirmation is lost": (without_rows, "0 submissions of 1 confirmations"),
    "a confirmation counts twice": (twice, "2 submissions of 1 confirmations"),
    "a step is taken twice": (
        lambda e: with_chat(e, revision=the_chat(e).revision + 1),
        "is at revision",
    ),
    "what was said is lost": (forgetful, "has other answers"),
    "an update is lost": (
        lambda e: with_chat(e, seen_updates=the_chat(e).seen_updates[:-1]),
        "acknowledged and not taken",
    ),
    "an update is known twice": (
        lambda e: with_chat(e, seen_updates=(*the_chat(e).seen_updates, 2)),
        "knows an update twice",
    ),
    "out of order": (
        lambda e: with_chat(e, seen_updates=the_chat(e).seen_updates[::-1]),
        "out of order",
    ),
    "a chat does not open": (lambda e: with_chat(e, is_readable=False), "does not open"),
    "put aside": (
        lambda e: replace(e, memory=replace(e.memory, put_aside=1)),
        "1 updates were put aside",
    ),
}


def test_what_is_well_is_not_told(evidence: Evidence) -> None:
    """Waiting for Flextell, with nobody there yet or with the one customer, nothing is wrong."""
    check(evidence)
    check(replace(evidence, customers=[CUSTOMER]))
    check(with_row(evidence, status=Status.WITHDRAWN))


def test_where_telegram_refused_what_was_said_nobody_must_have_been_told(
    evidence: Evidence,
) -> None:
    """There everything else must be so all the same."""
    deaf = replace(with_row(evidence, status=Status.HUMAN), is_deaf=True)
    assert not [each for each in findings(deaf) if "is not told" in each]
    assert [each for each in findings(replace(deaf, is_deaf=False)) if "is not told" in each]


@pytest.mark.parametrize(("spoil", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told(
    evidence: Evidence, spoil: Callable[[Evidence], Evidence], told: str
) -> None:
    """Each of them by itself, in words that name it."""
    wrong = list(findings(spoil(evidence)))
    assert any(told in each for each in wrong), wrong
    with pytest.raises(AssertionError, match=re.escape(told)):
        check(spoil(evidence))


def test_a_leak_is_told(tmp_path: Path) -> None:
    """In whichever file or figure it stands; the stage's own log is not the bot's.

    Two files may have one name: which of them is read first is the disk's own affair.
    """
    for folder, words in (("one", ""), ("two", "it was Zyxcanary"), ("zero", "")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "bot.log").write_text(words)
    (tmp_path / "stage.log").write_text("Quuxperson")
    assert leaks([tmp_path], ["a figure of Quuxperson"], ["Zyxcanary", "Quuxperson"]) == [
        "Quuxperson",
        "bot.log: Zyxcanary",
    ]
