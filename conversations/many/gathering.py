"""What was found so far in a message: one answer to each question, and what is left over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from conversations.answers import Refusal
from conversations.kinds.name import Name
from conversations.kinds.name_phrases import not_names
from conversations.kinds.name_refusals import MOST_WORDS
from conversations.many.found import Found, Many
from conversations.many.names import Candidate, candidate, chosen
from conversations.many.vocabulary import FIRST_NAME, LAST_NAME, Label, Vocabulary
from conversations.normal import folded

if TYPE_CHECKING:
    from conversations.flow import Question
    from conversations.kinds.kind import Kind, Listener
    from conversations.many.values import Value

_MOST_NAMES: Final = 4


@dataclass(slots=True)
class Gathering:
    """Answers as they are heard, in the order of the message.

    `names` are what may be a name, `halves` the two parts of one, by their labels.
    """

    questions: tuple[Question, ...]
    listener: Listener
    words: Vocabulary
    found: dict[str, Found] = field(default_factory=dict)
    names: list[Candidate] = field(default_factory=list)
    halves: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)

    def question(self, key: str) -> Question | None:
        """Return the question of a key, None where it is not asked."""
        return next((question for question in self.questions if question.key == key), None)

    def takes(self, label: Label, words: str, *, is_named: bool = True, written: str = "") -> None:
        """Take words that a label named as an answer; if they are none, it may be asked again.

        `written` is read in their place, where that is known to mean the same.
        """
        question = self.question(label.key)
        may_be = question is not None and not _is_too_long(words, question.kind)
        readings = (
            question.kind.read(written or words, self.listener) if question and may_be else None
        )
        if readings is None or isinstance(readings, Refusal):
            self.unused.append(words)
            self.reopens(label)
        else:
            self.adds(Found(label.key, words, readings, is_named))

    def reopens(self, label: Label) -> None:
        """Note that an answer is said to be wrong, where it is."""
        if label.changes:
            self.reopened.append(label.key)

    def has(self, value: Value, *, is_named: bool = False) -> None:
        """Take a value that was read already."""
        self.adds(Found(value.key, value.words, value.readings, is_named))

    def adds(self, found: Found) -> None:
        """Take what was found; a second answer to the same question is asked about."""
        other = self.found.get(found.key)
        self.found[found.key] = found if other is None else other.joined(found)

    def name(self, text: str, place: int) -> Candidate | None:
        """Return the text as what may be a name, None where it is not, or none is asked."""
        question = self._name_question()
        if question is None or len(self.names) == _MOST_NAMES:
            return None
        return candidate(text, place, question, self.words, self.listener)

    def all(self) -> Many:
        """Return what it all came to, in the order of the questions."""
        self._joins_names()
        lost = [words for words in self.unused if not self._is_empty(words)]
        reopened = [key for key in self.reopened if key not in self.found]
        found = tuple(self.found[q.key] for q in self.questions if q.key in self.found)
        return Many(found, tuple(lost), tuple(dict.fromkeys(reopened)))

    def _joins_names(self) -> None:
        """Make one answer of the candidates, or of the halves of a name; a named one stays."""
        question = self._name_question()
        if question is None:
            return
        self._joins_halves(question)
        best = chosen(self.names, question, self.listener)
        if question.key in self.found:
            self.unused += [name.words for name in self.names]
        elif best is not None:
            self.adds(best)

    def _joins_halves(self, question: Question) -> None:
        """Join what two labels named; many forms call the first half just the name."""
        named = self.found.get(question.key)
        first, last = self.halves.get(FIRST_NAME), self.halves.get(LAST_NAME)
        if first is None and named is not None and " " not in named.words:
            first = named.words
        if first is None or last is None:
            self.unused += self.halves.values()
        else:
            self.found.pop(question.key, None)
            written = question.kind.write({"first_name": first, "last_name": last})
            self.takes(Label(question.key), f"{last}, {first}", written=written)

    def _name_question(self) -> Question | None:
        return next((q for q in self.questions if isinstance(q.kind, Name)), None)

    def _is_empty(self, words: str) -> bool:
        """Tell whether words say nothing that could be missed."""
        own = self.listener.wording
        return self.words.is_light(words) or folded(words) in not_names(own)


def _is_too_long(words: str, kind: Kind) -> bool:
    return isinstance(kind, Name) and len(words.split()) > MOST_WORDS
