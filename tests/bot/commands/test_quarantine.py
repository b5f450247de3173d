"""Updates that were put aside: listed, shown, taken once, erased."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conversations.documents import conversation
from storage import Keyring, new_keys
from tests.bot.commands.installation import Installation
from tests.bot.telegram import made
from tests.storage.rows import a_chat

if TYPE_CHECKING:
    from pathlib import Path

    from storage import AuditEntry, Chat, UnitOfWork


class Quarantine(Installation):
    """Where `intake quarantine` is run."""

    command = "quarantine"

    def puts_aside(self, body: bytes, chat_id: int | None = made.ADA) -> str:
        """Put an update aside; return its id."""
        return self.within(lambda work: work.quarantine.add(7, chat_id, "failed", body))

    def left(self) -> int:
        """Return how many are put aside."""
        return self.within(lambda work: work.quarantine.count())

    def chat(self) -> Chat | None:
        """Return Ada's chat."""

        async def read(work: UnitOfWork) -> Chat | None:
            return (await work.chats.load([made.ADA])).get(made.ADA)

        return self.within(read)

    def audited(self, row_id: str) -> list[AuditEntry]:
        """Return what was written down about an update."""
        return self.within(lambda work: work.audit.about(row_id))


@pytest.fixture
def installation(database_url: str, tmp_path: Path) -> Quarantine:
    """Lend an installation on each kind of database."""
    return Quarantine(database_url, tmp_path)


def start(update_id: int = 7) -> bytes:
    """Return Ada's /start."""
    return made.body(made.said("/start", update_id))


def test_what_was_put_aside_is_listed(installation: Quarantine) -> None:
    """Nothing of a person is among it."""
    assert installation.run("list").output == "There is none.\n"
    assert installation.run("list", "--json").output == ""
    row_id = installation.puts_aside(start())
    other = installation.puts_aside(b"no update", None)
    lines = installation.run("list").output.splitlines()
    assert [line.split("  ")[0] for line in lines] == [other, row_id]
    assert [line.split("  ")[2:] for line in lines] == [["-", "failed"], ["•••001", "failed"]]
    facts = json.loads(installation.run("list", "--json").output.splitlines()[1])
    assert (facts["id"], facts["update_id"], facts["chat"]) == (row_id, 7, "•••001")


def test_one_is_shown_in_full_only_where_that_is_asked_for(installation: Quarantine) -> None:
    """Which is written down."""
    row_id = installation.puts_aside(start())
    assert "/start" not in installation.run("show", row_id).output
    assert installation.audited(row_id) == []
    assert "/start" in installation.run("show", row_id, "--in-full").output
    assert [(e.who, e.action) for e in installation.audited(row_id)] == [("command line", "show")]


def test_one_is_taken_once(installation: Quarantine) -> None:
    """As if it came now; a second time there is nothing to take."""
    row_id = installation.puts_aside(start())
    refused = installation.run("replay", row_id, typed="n\n")
    assert (refused.exit_code, installation.left(), installation.chat()) == (1, 1, None)
    assert installation.run("replay", row_id, "--yes").output == "Done: it was taken.\n"
    chat = installation.chat()
    assert chat is not None
    assert chat.seen_updates == (7,)
    assert installation.left() == 0
    again = installation.run("replay", row_id, "--yes")
    assert (again.exit_code, again.output) == (1, f"There is no update {row_id} put aside.\n")
    assert installation.chat() == chat
    assert [entry.action for entry in installation.audited(row_id)] == ["replay"]


def test_what_was_heard_meanwhile_changes_nothing(installation: Quarantine) -> None:
    """Telegram may have sent it again, and it went well."""
    first, second = (installation.puts_aside(start()) for _ in range(2))
    installation.run("replay", first, "--yes")
    before = installation.chat()
    installation.run("replay", second, "--yes")
    after = installation.chat()
    assert before is not None
    assert after is not None
    assert (after.revision, installation.left()) == (before.revision, 0)
    assert conversation(after.document) == conversation(before.document)


@pytest.mark.parametrize("body", [b"no update", b'{"update_id":7,"poll":{"id":"1"}}'])
def test_what_cannot_be_taken_stays(installation: Quarantine, body: bytes) -> None:
    """Until it is erased."""
    row_id = installation.puts_aside(body)
    run = installation.run("replay", row_id, "--yes")
    said = "Nothing was done: it cannot be read; it stays put aside.\n"
    assert (run.exit_code, run.output, installation.left()) == (1, said, 1)


def test_what_fails_again_stays(installation: Quarantine) -> None:
    """Here the chat does not open: nothing is taken, and nothing lost."""
    others = Keyring.parse(*new_keys())
    installation.within(lambda work: work.chats.keep([a_chat(made.ADA)]), others)
    row_id = installation.puts_aside(start())
    run = installation.run("replay", row_id, "--yes")
    said = "Nothing was done: it failed again (ChatClosed); it stays put aside.\n"
    assert (run.exit_code, installation.left()) == (1, 1)
    assert run.output.endswith(said)


def test_a_database_that_is_not_migrated_is_said(empty_url: str, tmp_path: Path) -> None:
    """In one line, with what to do."""
    for words in (("list",), ("replay", "any", "--yes")):
        run = Quarantine(empty_url, tmp_path).run(*words)
        assert (run.exit_code, "run `intake migrate`" in run.output) == (1, True)


def test_one_is_erased(installation: Quarantine) -> None:
    """After a question, and that is written down."""
    row_id = installation.puts_aside(start())
    assert installation.run("drop", row_id, typed="n\n").exit_code == 1
    assert installation.left() == 1
    assert installation.run("drop", row_id, typed="y\n").output.endswith("Done: it is erased.\n")
    assert installation.left() == 0
    assert [entry.action for entry in installation.audited(row_id)] == ["remove"]


@pytest.mark.parametrize("words", [("show",), ("replay", "--yes"), ("drop", "--yes")])
def test_what_is_not_there_is_said(installation: Quarantine, words: tuple[str, ...]) -> None:
    """With an exit code that a script understands."""
    run = installation.run(words[0], "nothing", *words[1:])
    assert (run.exit_code, run.output) == (1, "There is no update nothing put aside.\n")
