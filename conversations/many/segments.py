"""A line parted where people part what they say: at commas, at "and", before the next label."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from conversations.many.names import is_capitalised
from conversations.many.vocabulary import SIGN, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conversations.many.values import Value
    from conversations.many.vocabulary import Token, Vocabulary

_SEPARATOR: Final = re.compile(
    r"[,;|•·()\[\]،；、，]|(?<!\S)[-–—/*]+(?!\S)|(?:^|(?<=\w{3}))[.!?…]+(?= |$)"
)
_FEWEST_OF_NAME: Final = 2
_MOST_LABELS: Final = 6  # in a row, without a separator


class Atom(NamedTuple):
    """A value that was found, or the words between two."""

    words: str
    value: Value | None = None

    def is_of(self, key: str) -> bool:
        """Tell whether it is a value that answers the question of a key."""
        return self.value is not None and self.value.key == key


class Segment(NamedTuple):
    """What stands between two separators."""

    atoms: tuple[Atom, ...]

    @property
    def words(self) -> str:
        """Return all of it."""
        return " ".join(atom.words for atom in self.atoms)

    @property
    def values(self) -> tuple[Value, ...]:
        """Return the values in it."""
        return tuple(atom.value for atom in self.atoms if atom.value is not None)


def segments(line: str, found: Sequence[Value], vocabulary: Vocabulary) -> Iterator[Segment]:
    """Give the segments of a line in which values were found; none is empty."""
    atoms: list[Atom] = []
    for text, value in _between(line, found):
        *closed, last = _parted(text, vocabulary, is_followed=value is not None)
        if atoms and _begins_anew((*closed, last)[0], value, vocabulary):
            yield Segment(tuple(atoms))
            atoms = []
        for words in closed:
            if atoms or words:
                yield Segment((*atoms, *_atom(words)))
            atoms = []
        atoms += _atom(last)
        if value is not None:
            atoms.append(Atom(value.words, value))
    if atoms:
        yield Segment(tuple(atoms))


def _begins_anew(text: str, value: Value | None, vocabulary: Vocabulary) -> bool:
    """Tell whether a text behind a value names what follows, not what stands before it."""
    label = vocabulary.label(text)
    if label is None:
        return False
    has_answer = label.rest < len(text)
    begins_with_it = label.has_sign or not vocabulary.is_light(text.split(" ", maxsplit=1)[0])
    return begins_with_it if has_answer else value is not None and value.key == label.key


def _atom(words: str) -> tuple[Atom, ...]:
    return (Atom(words),) if words else ()


def _between(line: str, found: Sequence[Value]) -> Iterator[tuple[str, Value | None]]:
    """Give each value with the text before it, and at last the text behind them all."""
    begin = 0
    for value in found:
        yield line[begin : value.start], value
        begin = value.end
    yield line[begin:], None


def _parted(text: str, vocabulary: Vocabulary, *, is_followed: bool) -> list[str]:
    """Return the parts of a text without its values; `is_followed` by one of them."""
    pieces = _SEPARATOR.split(text)
    ahead = [part for piece in pieces[:-1] for part in _before_labels(piece, vocabulary)]
    behind = _before_labels(pieces[-1], vocabulary, is_followed=is_followed)
    return [part.strip() for part in (*ahead, *behind)]


def _before_labels(text: str, vocabulary: Vocabulary, *, is_followed: bool = False) -> list[str]:
    """Return a text cut before each label in it that is clearly one."""
    said = tokens(text)
    cuts = [
        cut
        for label in islice(vocabulary.inner_labels(said), _MOST_LABELS)
        for cut in _cuts(text, said, label, vocabulary, is_followed=is_followed)
    ]
    edges = [0, *sorted({*cuts} - {0}), len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


def _cuts(
    text: str,
    said: Sequence[Token],
    label: tuple[int, int],
    vocabulary: Vocabulary,
    *,
    is_followed: bool,
) -> tuple[int, ...]:
    """Return where to cut before a label, nowhere if it may belong to the words before it.

    It is clear behind "and", and where a label with its answer, or a name, stands before it.
    """
    first, behind = label
    begin = _begin(said, first, vocabulary)
    cut = said[begin].start
    if begin > 0 and said[begin - 1].plain in vocabulary.joining:
        return said[begin - 1].start, cut
    if begin > 0 and vocabulary.is_joined(said[begin]):
        return (cut,)
    has_sign = behind < len(said) and said[behind].plain == SIGN
    is_label = has_sign or (is_followed and vocabulary.are_light(said[behind:]))
    return (cut,) if is_label and _may_stand_before_label(text[:cut], vocabulary) else ()


def _begin(said: Sequence[Token], first: int, vocabulary: Vocabulary) -> int:
    """Return the place where the fillers before a label begin, up to a word that joins."""
    while first > 0 and vocabulary.are_light(said[first - 1 : first]):
        if said[first - 1].plain in vocabulary.joining:
            break
        first -= 1
    return first


def _may_stand_before_label(text: str, vocabulary: Vocabulary) -> bool:
    label = vocabulary.label(text)
    if label is not None:
        return label.rest < len(text)
    words = text.split()
    is_name = len(words) >= _FEWEST_OF_NAME and is_capitalised(text)
    return is_name and not any(map(vocabulary.is_light, words))
