"""A flow: the questions of one registration in order, and who asks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conversations.audience import Audience
from conversations.wording import wording

if TYPE_CHECKING:
    from conversations.conversation import Conversation
    from conversations.draft import Draft
    from conversations.kinds.kind import Kind
    from conversations.sentences import Sentence
    from conversations.wording import Wording


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One thing the bot asks. `key` is for ever; `label` and `prompt` may change any day.

    `called` are other names for it that people write before an answer.
    An `extra` one is asked only where a company switches it on. Of a `sensitive` one the words
    said are not kept, and the message that held them is deleted from the chat. What `stays` is no
    part of the customer's record.
    A question equals itself alone, so what is the same for everybody can be kept by it.
    """

    key: str
    label: Sentence
    prompt: Sentence
    kind: Kind
    required: bool = True
    extra: bool = False
    sensitive: bool = False
    called: Sentence | None = None
    stays: bool = False

    def is_settled(self, draft: Draft) -> bool:
        """Tell whether a draft has its answer, or may do without one."""
        return self.key in draft.answers or (self.key in draft.skipped and not self.required)


@dataclass(frozen=True, slots=True)
class Privacy:
    """How many days what is kept, and where the company's whole policy can be read.

    `draft_days` count from the last word in an open draft, `record_days` from the delivery,
    `quarantine_days` from when a message could not be handled, `proof_days` from when a consent
    was given or taken back, whichever came last; within `decide_days` what was to be erased has
    come to its end, or is erased without one.
    """

    draft_days: int = 7
    record_days: int = 1
    quarantine_days: int = 7
    proof_days: int = 1096
    decide_days: int = 30
    url: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """Questions asked one by one; the next one is computed, never stored.

    `audience` is who answers them: an agent does so for somebody else, who is not asked here.
    A flow equals itself alone, as its questions do.
    """

    questions: tuple[Question, ...]
    company: str
    languages: tuple[str, ...]
    privacy: Privacy = Privacy()
    audience: Audience = Audience.CUSTOMER

    @property
    def is_for_agents(self) -> bool:
        """Tell whether somebody else answers than the customer."""
        return self.audience is Audience.AGENT

    def may_ask(self, talk: Conversation) -> bool:
        """Tell whether questions may be asked: a customer has to agree first."""
        return talk.consent is not None or self.is_for_agents

    def wording(self, talk: Conversation) -> Wording:
        """Return the way of saying things in this conversation."""
        return wording(talk.language, self.audience)

    def question(self, key: str) -> Question | None:
        """Return the question of this key, or None when it is not asked (any more)."""
        for question in self.questions:
            if question.key == key:
                return question
        return None

    def open_question(self, draft: Draft) -> Question | None:
        """Return what is asked now: what is in doubt, else asked again, else not yet answered."""
        if draft.doubt is None and not draft.asking:
            return self._first_missing(draft)
        doubtful = () if draft.doubt is None else (draft.doubt.key,)
        for key in (*doubtful, *draft.asking):
            again = self.question(key)
            if again is not None:
                return again
        return self._first_missing(draft)

    def question_before(self, draft: Draft) -> Question | None:
        """Return the question before the open one, or None at the first."""
        here = self.open_question(draft)
        before = self.questions if here is None else self.questions[: self.questions.index(here)]
        return before[-1] if before else None

    def is_at_beginning(self, draft: Draft) -> bool:
        """Tell whether the first question is asked, and nothing about it is in doubt."""
        is_clear = draft.doubt is None and draft.picking is None
        return is_clear and not draft.asking and self.question_before(draft) is None

    def is_only_asking_again(self, draft: Draft) -> bool:
        """Tell whether all is answered and one answer is being corrected."""
        return bool(draft.asking) and self._first_missing(draft) is None

    def _first_missing(self, draft: Draft) -> Question | None:
        answers = draft.answers
        for question in self.questions:
            # Most are answered; asking each whether it is settled costs four times as much.
            if question.key not in answers and not question.is_settled(draft):
                return question
        return None
