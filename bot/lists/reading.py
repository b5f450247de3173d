"""What the process does that reads a list: it looks at it, reads its rows, writes it back."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from bot.files import delimited, workbooks
from bot.files.encodings import text_of
from bot.files.neutral import delimited_text, neutral
from bot.files.recognising import listing_of
from conversations.leads import AGREEMENT
from conversations.lists.entries import Entry, RowReader
from conversations.lists.listing import Form, Listing
from conversations.lists.outcomes import OUTCOME, REASON, WORDS, Outcome
from conversations.lists.plan import Plan, plan_of
from conversations.lists.sight import Sight
from conversations.lists.unfit import Unfit
from conversations.many.vcards import properties

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.lists.task import Task

_FIRST: Final = 3


class _Rows:
    """The rows that this process reads, one portion after the other."""

    entries: Iterator[Entry] = iter(())


def sight_of(task: Task) -> Sight | Unfit:
    """Return what a list looks like, or why it is none; how all agreed is still to be asked."""
    listing = listing_of(task.content)
    if isinstance(listing, Unfit):
        return listing
    plan = plan_of(listing, task.questions, task.listener)
    is_column = AGREEMENT.key in plan.columns
    asked = tuple(q for q in task.questions if q.key != AGREEMENT.key or is_column)
    reader = RowReader(plan, asked, task.listener)
    headings = listing.rows[0].cells if plan.has_headings else ()
    rows = listing.rows[int(plan.has_headings) :]
    first = tuple(map(reader.read, rows[:_FIRST]))
    return Sight(plan, len(rows), headings, first) if rows else Unfit.EMPTY


def begin(task: Task, behind: int) -> None:
    """Have the rows behind a number read from now on."""
    plan = task.plan or Plan(())
    reader = RowReader(plan, task.questions, task.listener, task.given)
    rows = _listing(task).rows[int(plan.has_headings) :]
    _Rows.entries = (reader.read(row) for row in rows if row.number > behind)


def portion(count: int) -> list[Entry]:
    """Return what the next rows come to, none where there are no more."""
    return list(islice(_Rows.entries, count))


def report(task: Task, outcomes: Mapping[int, tuple[str, tuple[str, ...]]]) -> bytes:
    """Return the list with what became of each row, and why; formulas neutralised.

    A workbook is one again; all else is CSV.
    """
    listing, words = _listing(task), task.listener.wording
    rows = []
    for row in listing.rows:
        outcome, reasons = outcomes.get(row.number, ("", ()))
        told = words.say(WORDS[Outcome(outcome)]) if outcome else ""
        rows.append([*_cells(listing.form, row.cells), told, " ".join(reasons)])
    if task.plan is not None and task.plan.has_headings:
        rows[0][-2:] = words.say(OUTCOME), words.say(REASON)
    clean = [list(map(neutral, row)) for row in rows]
    if listing.form is Form.XLSX:
        return workbooks.written(clean)
    return delimited_text(clean, _sign(task, listing.form))


def _listing(task: Task) -> Listing:
    """Return a list that was looked at before."""
    listing = listing_of(task.content)
    if isinstance(listing, Unfit):
        raise TypeError(listing)
    return listing


def _sign(task: Task, form: Form) -> str:
    """Return the sign that parts the cells, as it did when the list was sent."""
    text = "" if form is Form.VCARD else text_of(task.content)
    return "," if isinstance(text, Unfit) else delimited.sign_of(text)


def _cells(form: Form, cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return a row's cells as they are written back; of a card what it says."""
    if form is not Form.VCARD:
        return cells
    return ("; ".join(each.words for each in properties(cells[0])),)
