"""Submissions on the command line: listed, shown, and brought to their ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conversations.answers import Answer
from conversations.documents import draft_document
from conversations.draft import Draft
from storage import Status
from tests.bot.commands.installation import Installation
from tests.storage.rows import stored

if TYPE_CHECKING:
    from pathlib import Path

    from storage import AuditEntry, Submission

DRAFT = Draft(
    {
        "name": Answer({"first_name": "Ada", "last_name": "Example"}),
        "phone": Answer({"phone": "+447700900123"}),
    }
)


class Submissions(Installation):
    """Where `intake submissions` is run."""

    command = "submissions"

    def stores(self, status: Status = Status.HUMAN, **fields: Any) -> Submission:
        """Store a submission."""
        return self.opened(lambda db: stored(db, status, draft=draft_document(DRAFT), **fields))

    def audited(self, row: Submission) -> list[AuditEntry]:
        """Return what was written down about a submission."""
        return self.within(lambda work: work.audit.about(row.id))


@pytest.fixture
def installation(database_url: str, tmp_path: Path) -> Submissions:
    """Lend an installation on each kind of database."""
    return Submissions(database_url, tmp_path)


def test_what_waits_is_listed(installation: Submissions) -> None:
    """Masked, one a line; other kinds when asked for."""
    assert installation.run("list").output == "There is none.\n"
    row = installation.stores()
    installation.stores(Status.CREATED)
    lines = installation.run("list").output.splitlines()
    assert [line.split("  ")[0] for line in lines] == [row.id]
    assert lines[0].endswith("A. E., ••• 123  waits for your decision")
    assert len(installation.run("list", "--show", "all").output.splitlines()) == 2


def test_programs_are_told_in_json(installation: Submissions) -> None:
    """One object a line, masked as well; nothing where there is none."""
    assert installation.run("list", "--json").output == ""
    row = installation.stores(found=("17",), last_error="Found")
    [line] = installation.run("list", "--json").output.splitlines()
    facts = json.loads(line)
    assert (facts["id"], facts["who"], facts["status"]) == (row.id, "A. E., ••• 123", "human")
    assert (facts["found"], facts["last_error"]) == (["17"], "Found")


def test_one_is_shown(installation: Submissions) -> None:
    """Masked unless asked for in full, which is written down."""
    row = installation.stores()
    masked = installation.run("show", row.id).output
    assert "  Name: A. E.\n  Phone: ••• 123\n" in masked
    assert "confirmed by the person" in masked
    assert installation.audited(row) == []
    assert "  Name: Ada Example\n" in installation.run("show", row.id, "--in-full").output
    (entry,) = installation.audited(row)
    assert (entry.who, entry.action) == ("command line", "show")


def test_who_is_there_already_is_shown(installation: Submissions) -> None:
    """What the operator has to compare with."""
    row = installation.stores(found=("17", "18"))
    assert "  In Flextell already: 17, 18\n" in installation.run("show", row.id).output


WAYS_OUT = {
    ("--exists-as", "17"): "Done: it belongs to a customer that was found.\n",
    ("--create-again",): "Done: it waits for its turn to be sent.\n",
    ("--drop",): "Done: it was given up.\n",
}


@pytest.mark.parametrize(("way", "said"), WAYS_OUT.items())
def test_it_is_brought_to_its_end(
    installation: Submissions, way: tuple[str, ...], said: str
) -> None:
    """Once, after a question, and that is written down."""
    row = installation.stores()
    refused = installation.run("resolve", row.id, *way, typed="n\n")
    assert (refused.exit_code, installation.audited(row)) == (1, [])
    assert installation.run("resolve", row.id, *way, typed="y\n").output.endswith(said)
    again = installation.run("resolve", row.id, *way, "--yes")
    assert again.exit_code == 1
    assert again.output.startswith("Nothing was done: it ")
    assert [entry.who for entry in installation.audited(row)] == ["command line"]
    assert "command line" in installation.run("show", row.id).output


def test_a_customers_number_is_shown(installation: Submissions) -> None:
    """Where there is one."""
    row = installation.stores()
    installation.run("resolve", row.id, "--exists-as", "17", "--yes")
    assert (
        "It belongs to a customer that was found, no. 17.\n"
        in installation.run("show", row.id).output
    )


WRONG: dict[tuple[str, ...], str] = {
    (): "Say one of",
    ("--drop", "--create-again"): "Say one of",
    ("--exists-as", "x"): "wants the customer's number",
}


@pytest.mark.parametrize(("way", "said"), WRONG.items())
def test_what_is_not_one_way_out_is_said(
    installation: Submissions, way: tuple[str, ...], said: str
) -> None:
    """Before anything is looked at."""
    run = installation.run("resolve", "any", *way)
    assert (run.exit_code, said in run.output) == (2, True)


@pytest.mark.parametrize("words", [("show",), ("resolve", "--drop", "--yes")])
def test_what_is_not_there_is_said(installation: Submissions, words: tuple[str, ...]) -> None:
    """With an exit code that a script understands."""
    run = installation.run(words[0], "nobody", *words[1:])
    assert (run.exit_code, run.output) == (1, "There is no submission nobody.\n")


def test_a_database_that_is_not_migrated_is_said(empty_url: str, tmp_path: Path) -> None:
    """In one line, with what to do."""
    run = Submissions(empty_url, tmp_path).run("list")
    assert (run.exit_code, "run `intake migrate`" in run.output) == (1, True)
