"""One answer among few, pressed or typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from conversations.answers import Reading, Readings, Refusal, Values
from conversations.normal import folded, one_line
from conversations.sentences import Sentence, sentence
from conversations.wording import (
    SOURCE_LANGUAGE,
    Wording,
    means_abroad,
    shipped_languages,
    wording,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conversations.kinds.kind import Choice, Listener

    Table = Mapping[str, tuple[str, ...]]

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of `choices`, kept under `key`."""

    key: str
    choices: tuple[Choice, ...]

    @property
    def asks_contact(self) -> bool:
        """Tell that a contact does not answer it."""
        return False

    def offered(self, given: Values) -> tuple[Choice, ...]:  # noqa: ARG002 - the contract's
        """Return all choices."""
        return self.choices

    def read(self, text: str, listener: Listener) -> Readings:
        """Return the choices whose value, label or phrase was typed, in any shipped language."""
        said = folded(one_line(text)) if len(text) <= _LONGEST else ""
        values = self._values(said, listener.wording)
        if not values:
            return Refusal(self._reason())
        return tuple(Reading({self.key: value}) for value in values)

    def write(self, values: Values) -> str:
        """Return the value."""
        return values[self.key]

    def show(self, values: Values, wording: Wording) -> str:
        """Return the choice's label."""
        labels = {choice.value: choice.label for choice in self.choices}
        return wording.say(labels[values[self.key]])

    def label(self, values: Values, wording: Wording) -> str:
        """Return the choice's label."""
        return self.show(values, wording)

    def _values(self, said: str, own: Wording) -> tuple[str, ...]:
        """Return what was meant: in the person's own language, else in English, else in any."""
        if any(said == choice.value for choice in self.choices):
            return (said,)
        tables = (
            _typed(self.choices, own),
            _typed(self.choices, wording(SOURCE_LANGUAGE)),
            _typed_abroad(self.choices),
        )
        return next((table[said] for table in tables if said in table), ())

    def _reason(self) -> Sentence:
        return sentence(
            "I did not understand that. Please choose one of the buttons, or type: {example}.",
            example=self.choices[0].label,
        )


@cache
def _typed(choices: tuple[Choice, ...], words: Wording) -> Table:
    """Return the values by what is typed for them in one language, folded."""
    return _table(
        (choice.value, phrase)
        for choice in choices
        for phrase in (
            words.say(choice.label),
            *(() if choice.typed is None else words.phrases(choice.typed)),
        )
    )


@cache
def _typed_abroad(choices: tuple[Choice, ...]) -> Table:
    """Return the values by what is typed in any language, where it means the same in all."""
    tables = [_typed(choices, wording(language)) for language in shipped_languages()]
    return _table(
        (value, phrase)
        for table in tables
        for phrase, values in table.items()
        for value in values
        if means_abroad(phrase)
    )


def _table(pairs: Iterable[tuple[str, str]]) -> Table:
    found: dict[str, tuple[str, ...]] = {}
    for value, phrase in pairs:
        plain = folded(phrase)
        found[plain] = tuple(dict.fromkeys((*found.get(plain, ()), value)))
    return found
