"""Which column of a list answers which question; shown to whoever sent it before it is used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from conversations.kinds.name import Name
from conversations.kinds.past_date import PastDate
from conversations.lists.content import ENOUGH, LOOKS, share
from conversations.lists.days import is_day_first
from conversations.lists.headings import key_of
from conversations.lists.listing import Form
from conversations.many.vocabulary import FIRST_NAME, LAST_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conversations.flow import Question
    from conversations.kinds.kind import Listener
    from conversations.lists.listing import Listing

CARD: Final = "card"  # a whole contact card, with all it says
HALVES: Final = (FIRST_NAME, LAST_NAME)
_SAMPLE: Final = 30

Column = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What each column answers: the key of a question, a half of a name, a card, or None.

    `has_headings`: the first row is none of a customer. `day_first` says whether the day stands
    before the month in this list, None where it does not show.
    """

    columns: tuple[str | None, ...]
    has_headings: bool = False
    day_first: bool | None = None

    def lacks(self, question: Question) -> bool:
        """Tell whether no column answers a question, not even by halves."""
        if CARD in self.columns or question.key in self.columns:
            return False
        return not (isinstance(question.kind, Name) and set(HALVES) <= set(self.columns))


def plan_of(listing: Listing, questions: tuple[Question, ...], listener: Listener) -> Plan:
    """Return what the columns of a list answer, as far as headings or content say it."""
    if listing.form is Form.VCARD:
        return Plan((CARD,))
    rows = [row.cells for row in listing.rows]
    plan = _headed(rows, questions, listener) or _bare(rows, questions, listener)
    below = rows[int(plan.has_headings) :]
    return replace(plan, day_first=_day_order(below, plan, questions))


def _headed(
    rows: Sequence[Column], questions: tuple[Question, ...], listener: Listener
) -> Plan | None:
    """Return the plan of a list whose first row heads it, None where that is of a customer."""
    first, *others = rows
    planner = _Planner(_turned(others or rows), questions, listener)
    named = [key_of(cell, questions, listener) for cell in first]
    if any(named) and not planner.answers(first):
        return replace(planner.planned(named), has_headings=True)
    plan = planner.planned([None] * len(first))
    return replace(plan, has_headings=True) if others and planner.is_unlike(first, plan) else None


def _bare(rows: Sequence[Column], questions: tuple[Question, ...], listener: Listener) -> Plan:
    return _Planner(_turned(rows), questions, listener).planned([None] * len(rows[0]))


def _turned(rows: Sequence[Column]) -> list[Column]:
    return list(zip(*rows, strict=True))


def _day_order(rows: Sequence[Column], plan: Plan, questions: tuple[Question, ...]) -> bool | None:
    days = {question.key for question in questions if isinstance(question.kind, PastDate)}
    places = [place for place, key in enumerate(plan.columns) if key in days]
    return is_day_first(row[place] for row in rows for place in places)


@dataclass(frozen=True, slots=True)
class _Planner:
    """The columns without the first row, unless that is the only one."""

    columns: list[Column]
    questions: tuple[Question, ...]
    listener: Listener

    def answers(self, row: Column) -> bool:
        """Tell whether a row holds an answer with looks of its own: it is of a customer then."""
        looks = [q for q in self.questions if isinstance(q.kind, LOOKS) and not _is_name(q)]
        return any(share((cell,), q, self.listener) for cell in row for q in looks)

    def is_unlike(self, row: Column, plan: Plan) -> bool:
        """Tell whether a row has nothing of what the columns below it have: it heads them."""
        by_key = {q.key: q for q in self.questions if not _is_name(q)}
        found = [
            (cell, by_key[key])
            for cell, key in zip(row, plan.columns, strict=True)
            if key in by_key
        ]
        return bool(found) and not any(share((cell,), q, self.listener) for cell, q in found)

    def planned(self, named: list[str | None]) -> Plan:
        """Return what headings name, of two alike the fuller column, and what content adds."""
        columns: list[str | None] = [
            key if key is not None and place == self._fullest(key, named) else None
            for place, key in enumerate(named)
        ]
        for question in sorted(self.questions, key=_distinctness):
            if Plan(tuple(columns)).lacks(question):
                self._add(question, columns)
        return Plan(tuple(columns))

    def _fullest(self, key: str, named: list[str | None]) -> int:
        """Return the place of the column that answers best, of those with the same heading."""
        places = [place for place, each in enumerate(named) if each == key]
        question = next((q for q in self.questions if q.key == key), None)
        if question is None:
            return places[0]
        return max(places, key=lambda place: (self._share(place, question), -place))

    def _add(self, question: Question, columns: list[str | None]) -> None:
        """Add the column, of those that nothing is known of, which surely answers a question."""
        free = [place for place, key in enumerate(columns) if key is None]
        fitting = [place for place in free if self._share(place, question) >= ENOUGH]
        if not fitting:
            return
        best = max(fitting, key=lambda place: (self._rank(place, question), -place))
        if _is_name(question) and best + 1 in fitting and not self._has_blanks(best):
            columns[best], columns[best + 1] = HALVES
        else:
            columns[best] = question.key

    def _rank(self, place: int, question: Question) -> float:
        """Return how well a column answers; a name of several words before one of one."""
        full = _is_name(question) and self._has_blanks(place)
        return self._share(place, question) + full

    def _has_blanks(self, place: int) -> bool:
        filled = [cell for cell in self.columns[place][:_SAMPLE] if cell]
        return sum(" " in cell for cell in filled) * 2 >= len(filled)

    def _share(self, place: int, question: Question) -> float:
        return share(self.columns[place][:_SAMPLE], question, self.listener)


def _is_name(question: Question) -> bool:
    return isinstance(question.kind, Name)


def _distinctness(question: Question) -> int:
    """Return the place of a question among all: the most distinct chooses its column first."""
    places = [place for place, kind in enumerate(LOOKS) if isinstance(question.kind, kind)]
    return places[0] if places else len(LOOKS)
