"""A draft: what was answered so far, and nothing about where we stand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from conversations.answers import REFUSED, Answer, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Doubt:
    """Several ways to understand one text, waiting for the person to choose."""

    key: str
    readings: tuple[Reading, ...]
    said: str = ""
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Picking:
    """The part of a day that was picked so far, as in `kinds.day_parts`."""

    key: str
    beginning: str


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is known already: masked, with the day (ISO 8601) and whose he is.

    `is_customer` tells that he stands in Flextell; else it is a confirmed registration. `lead` is
    its id where the agent who is told entered it himself.
    """

    who: str
    day: str
    owner: str = ""
    is_customer: bool = False
    lead: str = ""

    @property
    def on(self) -> str | date:
        """Return the day, as far as it is known."""
        return date.fromisoformat(self.day) if self.day else "–"


class Handed(NamedTuple):
    """By which handover a draft came to its customer; `user_id` is Flextell's, of its agent."""

    id: str
    user_id: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers of one registration.

    `asking` names the questions being asked again, the one asked now first; an old answer stays
    until a new one replaces it. `reminded`: it has been mentioned after a long silence, once.
    `waiting` are doubts that are asked about one by one, once `doubt` and `asking` are settled.
    `known` are those who may be the same as who an agent enters, `reason` why he is to be created
    all the same: empty while that is asked. `handed` tells that an agent has begun it.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    asking: tuple[str, ...] = ()
    doubt: Doubt | None = None
    campaign: str | None = None
    picking: Picking | None = None
    reminded: bool = False
    waiting: tuple[Doubt, ...] = ()
    known: tuple[Known, ...] = ()
    reason: str | None = None
    handed: Handed | None = None

    @property
    def given(self) -> dict[str, str]:
        """Return all canonical strings so far, by field."""
        return {field: text for a in self.answers.values() for field, text in a.values.items()}

    @property
    def has_refused(self) -> bool:
        """Tell whether Flextell did not take one of the answers that stand."""
        return any(REFUSED in answer.marks for answer in self.answers.values())

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Return what is asked about now, then what waits to be."""
        return self.waiting if self.doubt is None else (self.doubt, *self.waiting)

    def with_answer(self, key: str, answer: Answer) -> Draft:
        """Return this draft with one question answered."""
        return self._settled(key, {**self.answers, key: answer}, self.skipped - {key})

    def with_skip(self, key: str) -> Draft:
        """Return this draft with one question left out, its answer gone."""
        answers = {k: answer for k, answer in self.answers.items() if k != key}
        return self._settled(key, answers, self.skipped | {key})

    def without_rest(self, keys: Iterable[str]) -> Draft:
        """Return this draft with those of the questions left out that nothing is known of."""
        known = {*self.answers, *(doubt.key for doubt in self.doubts)}
        return replace(self, skipped=self.skipped | (frozenset(keys) - known))

    def with_doubt(self, doubt: Doubt) -> Draft:
        """Return this draft with readings waiting for a choice."""
        return replace(self, doubt=doubt, waiting=_without(doubt.key, self.waiting))

    def with_doubts(self, doubts: Iterable[Doubt]) -> Draft:
        """Return this draft with more readings to choose among, after those that wait already."""
        draft = self
        for new in doubts:
            if draft.doubt is None or draft.doubt.key == new.key:
                draft = draft.with_doubt(new)
            else:
                draft = replace(draft, waiting=(*_without(new.key, draft.waiting), new))
        return draft

    def without_doubt(self) -> Draft:
        """Return this draft with the readings dropped that are asked about, the next ones up."""
        return replace(self, doubt=next(iter(self.waiting), None), waiting=self.waiting[1:])

    def picked(self, key: str) -> str | None:
        """Return the part of a day picked so far for a question, None where it is not picked."""
        return self.picking.beginning if self.picking and self.picking.key == key else None

    def with_picking(self, key: str, beginning: str | None) -> Draft:
        """Return this draft with a part of a day picked for a question, or no longer any."""
        return replace(self, picking=None if beginning is None else Picking(key, beginning))

    def asked_again(self, *keys: str) -> Draft:
        """Return this draft with these questions to be asked again, answers kept.

        What waits to be asked about comes behind them; without any, it is asked about at once.
        """
        draft = replace(self, asking=keys, doubt=None, picking=None)
        return draft if keys else draft.without_doubt()

    def refused(self, keys: tuple[str, ...]) -> Draft:
        """Return this draft with these questions to be answered anew, all others kept."""
        answers = {
            key: replace(answer, marks=answer.marks | {REFUSED}) if key in keys else answer
            for key, answer in self.answers.items()
        }
        return replace(self, answers=answers, asking=keys, doubt=None, picking=None, waiting=())

    def kept(self, key: str) -> Draft:
        """Return this draft with one question no longer asked again."""
        return self._settled(key, self.answers, self.skipped)

    def _settled(self, key: str, answers: Mapping[str, Answer], skipped: frozenset[str]) -> Draft:
        asking = tuple([k for k in self.asking if k != key])
        doubt = None if self.doubt and self.doubt.key == key else self.doubt
        waiting = _without(key, self.waiting)
        if waiting and doubt is None:
            doubt, *rest = waiting
            waiting = tuple(rest)
        picking = None if self.picked(key) is not None else self.picking
        more = (self.reminded, waiting, self.known, self.reason, self.handed)
        return Draft(answers, skipped, asking, doubt, self.campaign, picking, *more)


def _without(key: str, doubts: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    return tuple(doubt for doubt in doubts if doubt.key != key) if doubts else ()
