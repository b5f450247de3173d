"""A flow: the questions of one registration in order, and who asks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conversations.draft import Draft
    from conversations.kinds.kind import Kind
    from conversations.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Question:
    """One thing the bot asks. `key` is for ever; `label` and `prompt` may change any day."""

    key: str
    label: Sentence
    prompt: Sentence
    kind: Kind
    required: bool = True


@dataclass(frozen=True, slots=True)
class Flow:
    """Questions asked one by one; the next one is computed, never stored.

    `draft_days` and `record_days` are how long an open draft, and a delivered record, are kept.
    """

    questions: tuple[Question, ...]
    company: str
    languages: tuple[str, ...]
    draft_days: int = 7
    record_days: int = 1

    def question(self, key: str) -> Question | None:
        """Return the question of this key, or None when it is not asked (any more)."""
        return next((q for q in self.questions if q.key == key), None)

    def open_question(self, draft: Draft) -> Question | None:
        """Return what is asked now: what is asked again, else the first one without an answer."""
        again = (self.question(key) for key in draft.asking)
        return next((q for q in again if q is not None), None) or self._first_missing(draft)

    def question_before(self, draft: Draft) -> Question | None:
        """Return the question before the open one, or None at the first."""
        here = self.open_question(draft)
        before = self.questions if here is None else self.questions[: self.questions.index(here)]
        return before[-1] if before else None

    def is_only_asking_again(self, draft: Draft) -> bool:
        """Tell whether all is answered and one answer is being corrected."""
        return bool(draft.asking) and self._first_missing(draft) is None

    def _first_missing(self, draft: Draft) -> Question | None:
        return next((q for q in self.questions if not self._is_settled(q, draft)), None)

    def _is_settled(self, question: Question, draft: Draft) -> bool:
        skipped = question.key in draft.skipped and not question.required
        return skipped or question.key in draft.answers
