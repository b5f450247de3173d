"""Finds the answers in a message that holds several of them, or names the one it changes.

Deterministic and careful: a value counts where it is named, or where nothing around it says that
it is something else; what is certain is taken, what is not is asked about, the rest is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conversations.kinds.denials import is_denied
from conversations.kinds.name import Name
from conversations.kinds.name_words import titles
from conversations.kinds.text import Text
from conversations.many.alone import alone, choice
from conversations.many.contacts import of_card
from conversations.many.found import Found, Many
from conversations.many.gathering import Gathering
from conversations.many.segments import Atom, Segment, segments
from conversations.many.values import is_finder, values
from conversations.many.vcards import is_card
from conversations.many.vocabulary import SIGN, Label, Vocabulary, tokens, vocabulary
from conversations.normal import folded, normal

if TYPE_CHECKING:
    from conversations.flow import Question
    from conversations.kinds.kind import Listener
    from conversations.many.names import Candidate

# More than all answers together are; what is beyond is a text about something else.
_LONGEST: Final = 1200
_MOST_WORDS: Final = 80
_LONGEST_WORD: Final = 254  # https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3
_MOST_PARTS: Final = 24
_MOST_NUMBERS: Final = 24
_MOST_ADDRESSES: Final = 4
_LONGEST_SHORT: Final = 2  # letters alone may be of a name
_PARTING: Final = re.compile(r"[\n,;|:=()،؛、]|[.!?] | [-–—/] ")
_NUMBER: Final = re.compile(r"\d+")


def many(text: str, questions: tuple[Question, ...], listener: Listener) -> Many:
    """Return what a text holds of answers to these questions; never raises, whatever the text."""
    if is_card(text):
        return of_card(text, questions, listener)
    plain = normal(text) if len(text) <= _LONGEST else ""
    if not plain or _is_too_much(plain):
        return Many()
    words = vocabulary(questions, listener.wording)
    reader = _Reader(Gathering(questions, listener, words), words)
    for line in plain.split("\n"):
        reader.hears(line)
    return reader.all()


def _is_too_much(text: str) -> bool:
    """Tell whether a text has more parts than all the answers."""
    words = text.split()
    return (
        len(words) > _MOST_WORDS
        or max(map(len, words)) > _LONGEST_WORD
        or text.count("@") > _MOST_ADDRESSES
        or len(_PARTING.findall(text)) > _MOST_PARTS
        or len(_NUMBER.findall(text)) > _MOST_NUMBERS
    )


@dataclass(slots=True)
class _Reader:
    """Hears segment after segment; `heard` is how many.

    `awaiting` names what comes next; `running` is a labelled answer in words, which goes on
    behind commas; `is_elsewhere`: the line speaks of something that is not asked.
    """

    gathering: Gathering
    words: Vocabulary
    awaiting: Label | None = None
    running: tuple[Label, list[str]] | None = None
    is_elsewhere: bool = False
    heard: int = 0

    def hears(self, line: str) -> None:
        """Hear a line."""
        self.is_elsewhere = False
        found = values(line, self.gathering.questions, self.gathering.listener)
        for segment in segments(line, found, self.words):
            self.heard += 1
            self._hears(segment)
        self._ends_running()

    def all(self) -> Many:
        """Return what all the lines came to."""
        self._ends_waiting()
        return self.gathering.all()

    def _hears(self, segment: Segment) -> None:
        head = segment.atoms[0]
        label = self.words.label(head.words) if head.value is None else None
        if label is None and self._goes_on(segment):
            return
        self._ends_running()
        if label is not None:
            self.is_elsewhere = False
            self._ends_waiting()
            self._hears_named(segment, label)
        elif self.is_elsewhere:
            self.gathering.unused.append(segment.words)
        elif not self.words.is_light(segment.words) and not self._is_awaited(segment):
            self._ends_waiting()
            self._hears_unnamed(segment)

    def _hears_named(self, segment: Segment, label: Label) -> None:
        """Hear a label, and what stands behind it in the same segment."""
        head, *behind = segment.atoms
        rest = head.words[label.rest :]
        if not rest and behind and behind[0].is_of(label.key):
            self._hears_value(label, behind)
        elif rest or behind:
            said = Segment((*((Atom(rest),) if rest else ()), *behind))
            self._hears_words(said, label)
        else:
            self.awaiting = label

    def _hears_value(self, label: Label, atoms: list[Atom]) -> None:
        """Hear the value behind a label, any other of its sort, and what else is there.

        A value is asked about where the words beside it say that it is not the answer.
        """
        named = [atom.value for atom in atoms if atom.value and atom.is_of(label.key)]
        others = tuple(atom for atom in atoms if not atom.is_of(label.key))
        beside = " ".join(atom.words for atom in others if atom.value is None)
        if self.words.says_wrong(beside):
            self.gathering.reopened.append(label.key)
            return
        is_sure = not is_denied("", beside)
        for value in named:
            self.gathering.has(value if is_sure else value.guessed(), is_named=True)
        if others:
            self._hears_unnamed(Segment(others))

    def _hears_words(self, said: Segment, label: Label) -> None:
        """Hear an answer in words behind its label."""
        question = self.gathering.question(label.key)
        if question is None:
            self.gathering.halves[label.key] = said.words
        elif isinstance(question.kind, Name | Text):
            self.running = (label, [said.words])
        elif is_finder(question.kind) and said.values and not label.has_sign:
            self.gathering.unused.append(said.words)  # "phone of my mother 07700 900123"
        else:
            self.gathering.takes(label, said.words)

    def _is_awaited(self, segment: Segment) -> bool:
        """Tell whether a segment is what the label before it named, and hear it as that."""
        label = self.awaiting
        atoms = [a for a in segment.atoms if a.value or not self.words.is_light(a.words)]
        if label is None or not self._may_be_awaited(label, atoms):
            return False
        self.awaiting = None
        if atoms[0].is_of(label.key):
            self._hears_value(label, atoms)
        else:
            words = self.words.without_fillers(segment.words)
            self._hears_words(Segment((Atom(words),)), label)
        return True

    def _may_be_awaited(self, label: Label, atoms: list[Atom]) -> bool:
        """Tell whether atoms may be what a label named: no value of another question leads."""
        question = self.gathering.question(label.key)
        if question is None or not is_finder(question.kind) or atoms[0].is_of(label.key):
            return True
        return not any(atom.value for atom in atoms)

    def _goes_on(self, segment: Segment) -> bool:
        """Tell whether a segment goes on with a labelled answer in words, and hear it as that."""
        if self.running is None or segment.values or self._is_choice(segment.words):
            return False
        if not self.words.is_light(segment.words):
            self.running[1].append(segment.words)
        return True

    def _ends_running(self) -> None:
        """Take the labelled answer in words; a comma in a name may as well end it."""
        if self.running is None:
            return
        label, said = self.running
        self.running = None
        self.gathering.takes(label, ", ".join(said))
        question = self.gathering.question(label.key)
        if len(said) > 1 and question is not None and isinstance(question.kind, Name):
            self.gathering.takes(label, said[0])

    def _ends_waiting(self) -> None:
        if self.awaiting is not None:
            self.gathering.reopens(self.awaiting)
        self.awaiting = None

    def _hears_unnamed(self, segment: Segment) -> None:
        """Hear values and words that no label is before; all of them, or none where in doubt."""
        atoms = self._without_label_behind(segment)
        texts = [text for atom in atoms if atom.value is None for text in self._parts(atom.words)]
        found = [atom.value for atom in atoms if atom.value is not None]
        is_odd = any(map(self._is_of_something_else, texts))
        if is_odd or (found and not all(map(self._may_stand_beside, texts))):
            self.gathering.unused.append(segment.words)
            self.is_elsewhere = _has_sign(segment.words)
            return
        is_sure = not found or all(map(self._is_surely_apart, texts))
        for value in found:
            self.gathering.has(value if is_sure else value.guessed())
        for text in texts:
            self._hears_text(text)

    def _parts(self, text: str) -> list[str]:
        """Return words without weight as nothing, and a choice beside a name (… female) apart."""
        first, _, behind = text.partition(" ")
        ahead, _, last = text.rpartition(" ")
        if self.words.is_light(text):
            return []
        if ahead and self._is_choice_apart(last):
            return [ahead, last]
        if behind and self._is_choice_apart(first):
            return [first, behind]
        return [text]

    def _is_choice_apart(self, word: str) -> bool:
        """Tell whether a word beside a name is a choice, neither a letter of it nor a title."""
        is_of_name = len(word) <= _LONGEST_SHORT or folded(word) in titles()
        return not is_of_name and self._is_choice(word)

    def _without_label_behind(self, segment: Segment) -> tuple[Atom, ...]:
        """Return the atoms, a value that is named behind it (… is my phone) heard already."""
        *ahead, tail = segment.atoms
        value = ahead[-1].value if ahead else None
        if value is None or tail.value is not None:
            return segment.atoms
        label = self.words.label(tail.words)
        if label is None or label.key != value.key or label.rest < len(tail.words):
            return segment.atoms
        if self.words.says_wrong(tail.words):
            self.gathering.reopened.append(label.key)
        else:
            self.gathering.has(value, is_named=True)
        return tuple(ahead[:-1])

    def _is_of_something_else(self, text: str) -> bool:
        """Tell whether words speak of a thing by name, though not of an answer as they are."""
        names_one = _has_sign(text) or any(True for _ in self.words.inner_labels(tokens(text)))
        return names_one and self._alone(text) is None

    def _may_stand_beside(self, text: str) -> bool:
        """Tell whether words beside a value may be an answer of their own."""
        is_name_ahead = self.heard == 1 and " " in text and self._name(text) is not None
        return is_name_ahead or self._is_surely_apart(text)

    def _is_surely_apart(self, text: str) -> bool:
        """Tell whether words beside a value are an answer of their own, not a word about it."""
        name = self._name(text)
        return (name is not None and name.is_sure) or self._is_choice(text)

    def _name(self, text: str) -> Candidate | None:
        return self.gathering.name(text, self.heard - 1)

    def _hears_text(self, text: str) -> None:
        """Hear words that stand by themselves as the one answer that they can be."""
        found, name = self._alone(text), self._name(text)
        if found is not None and (name is None or self.heard > 1):
            self.gathering.adds(found)
        elif name is not None:
            self.gathering.names.append(name)
        else:
            self.gathering.unused.append(text)

    def _alone(self, text: str) -> Found | None:
        return alone(text, self.gathering.questions, self.gathering.listener)

    def _is_choice(self, text: str) -> bool:
        return choice(text, self.gathering.questions, self.gathering.listener) is not None


def _has_sign(text: str) -> bool:
    return any(token.plain == SIGN for token in tokens(text))
