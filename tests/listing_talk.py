"""An agent's list as a talk plays it: shown, agreed, read and given back, without a memory.

Nobody is known here already, and what is ready is taken.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.files import workbooks
from bot.lists import reading
from bot.lists.returning import name_back
from bot.lists.task import Task
from conversations.draft import Draft
from conversations.leads import WAYS, with_agreement
from conversations.lists import cards
from conversations.lists.entries import State
from conversations.lists.on_known import OnKnown
from conversations.lists.outcomes import Outcome
from conversations.lists.sight import Sight
from conversations.lists.unfit import REASONS, Unfit
from conversations.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.rehearsal.script import SendsFile
    from conversations.flow import Flow
    from conversations.wording import Wording

_MANY = 10_000
_OUTCOMES = {State.READY: Outcome.TAKEN.value}


@dataclass(slots=True)
class ListTalk:
    """One list; `choices` are the buttons under what was said of it last."""

    flow: Flow
    task: Task
    name: str
    rows: int = 0
    choices: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sent: SendsFile, flow: Flow, language: str, today: date) -> ListTalk:
        """Return the list that a file is; a workbook is written of its lines."""
        content = sent.text.encode()
        if sent.name.endswith(".xlsx"):
            content = workbooks.written([line.split(";") for line in sent.text.splitlines()])
        return cls(flow, Task(content, flow.questions, language, today), sent.name)

    @property
    def _words(self) -> Wording:
        return wording(self.task.language, self.flow.audience)

    def begins(self) -> Iterator[str]:
        """Return the lines in which the list is shown, or refused."""
        words = self._words
        yield from _lines(words.say(cards.LOOKING))
        yield "--"
        sight = reading.sight_of(self.task)
        if not isinstance(sight, Sight):
            yield words.say(REASONS[sight])
            return
        self.task, self.rows = replace(self.task, plan=sight.plan), sight.rows
        yield from _lines(cards.plan_text(self.flow, self.name, sight, words))
        if cards.may_be_read(self.flow, sight):
            yield from self._offers(cards.choices(words))

    def goes_on(self, label: str) -> Iterator[str]:
        """Return the lines after a press under the list."""
        words, means = self._words, self.choices[label]
        self.choices = {}
        if not means:
            yield words.say(cards.LEFT)
        elif means in WAYS:
            self.task = replace(self.task, given=with_agreement(Draft(), means).answers)
            yield from _lines(cards.known_text(self.name, cards.NOBODY_MET, words))
            yield from self._offers(cards.known_choices(words))
        elif means in tuple(OnKnown):
            yield cards.progress(0, self.rows, words)
            yield "--"
            yield from self._given_back(words)

    def _given_back(self, words: Wording) -> Iterator[str]:
        reading.begin(self.task, 0)
        decided = {
            entry.number: (_OUTCOMES.get(entry.state, entry.state.value), entry.reasons)
            for entry in reading.portion(_MANY)
        }
        back = reading.report(self.task, decided)
        name = name_back(self.name)
        yield f"(sends the file {name})"
        yield from _lines(_text(back) if name.endswith(".xlsx") else back.decode("utf-8-sig"))
        yield "--"
        counts = Counter(outcome for outcome, _ in decided.values())
        yield from _lines(cards.summary(self.name, counts, words))

    def _offers(self, choices: tuple[tuple[str, str], ...]) -> Iterator[str]:
        self.choices = dict(choices)
        return (f"[{label}]" for label in self.choices)


def _text(workbook: bytes) -> str:
    """Return the cells of a workbook as lines."""
    rows = workbooks.rows_of(workbook)
    assert not isinstance(rows, Unfit)
    return "\n".join(map(";".join, rows))


def _lines(text: str) -> Iterator[str]:
    return (f"| {line}" if line[0] in "#>!" else line for line in text.splitlines() if line)
