"""What a row of a list comes to: a customer, a question that stays open, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from conversations.answers import Answer, Refusal, are_doubtful
from conversations.draft import Draft
from conversations.kinds.name import Name
from conversations.kinds.past_date import PastDate
from conversations.lists.days import meant
from conversations.lists.plan import CARD, HALVES
from conversations.many.reader import many
from conversations.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conversations.answers import Reading, Readings
    from conversations.flow import Question
    from conversations.kinds.kind import Listener
    from conversations.lists.listing import Row
    from conversations.lists.plan import Plan
    from conversations.sentences import Sentence


_MISSING: Final = sentence("This is missing.")


class State(StrEnum):
    """What can be done about a row."""

    READY = "ready"  # all is there that has to be
    OPEN = "open"  # something is missing, or may be read in several ways
    REFUSED = "refused"  # a cell cannot be the answer to its question


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as it was read; `reasons` say what keeps it from being ready."""

    number: int
    state: State
    answers: Mapping[str, Answer] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of one list by its plan, and tells in the listener's language.

    `given` are answers that hold for every row, such as how all of them agreed.
    """

    plan: Plan
    questions: tuple[Question, ...]
    listener: Listener
    given: Mapping[str, Answer] = field(default_factory=dict)

    def read(self, row: Row) -> Entry:
        """Return what a row comes to; never raises, whatever its cells."""
        answers, reasons, state = dict(self.given), [], State.READY
        said = list(self._said(row))
        for question, words, readings in said:
            if isinstance(readings, Refusal):
                state = State.REFUSED
                reasons.append(self._told(question, readings.reason))
            elif not are_doubtful(readings):
                answers[question.key] = Answer(readings[0].values, words)
            else:
                reasons.append(self._told(question, self._asked(question, words, readings)))
        heard = {question.key for question, _, _ in said}
        reasons += [self._told(q, _MISSING) for q in self._missing(answers) if q.key not in heard]
        if reasons and state is State.READY:
            state = State.OPEN
        return Entry(row.number, state, answers, tuple(reasons))

    def _said(self, row: Row) -> Iterator[tuple[Question, str, Readings]]:
        """Give what a row says to each question, and how that can be read."""
        if self.plan.columns == (CARD,):
            yield from self._of_card(row.cells[0])
            return
        for question in self.questions:
            words = self._words(question, row)
            if words:
                readings = question.kind.read(words, self.listener)
                yield question, words, self._in_order(question, words, readings)

    def _of_card(self, card: str) -> Iterator[tuple[Question, str, Readings]]:
        by_key = {question.key: question for question in self.questions}
        for found in many(card, self.questions, self.listener).found:
            yield by_key[found.key], found.words, found.readings

    def _words(self, question: Question, row: Row) -> str:
        """Return what a row says to a question, the halves of a name joined."""
        cells = {key: cell for key, cell in zip(self.plan.columns, row.cells, strict=True) if key}
        if question.key in cells or not isinstance(question.kind, Name):
            return cells.get(question.key, "")
        first, last = (cells.get(half, "") for half in HALVES)
        if not (first and last):
            return first or last
        return question.kind.write({"first_name": first, "last_name": last})

    def _in_order(self, question: Question, words: str, readings: Readings) -> Readings:
        if isinstance(readings, Refusal) or not isinstance(question.kind, PastDate):
            return readings
        return meant(words, readings, question.kind.key, day_first=self.plan.day_first)

    def _missing(self, answers: Mapping[str, Answer]) -> Iterator[Question]:
        draft = Draft(answers)
        return (q for q in self.questions if q.required and not q.is_settled(draft))

    def _told(self, question: Question, what: Sentence) -> str:
        own = self.listener.wording
        return f"{own.say(question.label)}: {own.say(what)}"

    def _asked(self, question: Question, words: str, readings: tuple[Reading, ...]) -> Sentence:
        """Return what is asked about words that may mean several things, or one unsurely."""
        ways = tuple(question.kind.label(each.values, self.listener.wording) for each in readings)
        return sentence("“{words}” – is it this: {ways}?", words=words, ways=ways)
