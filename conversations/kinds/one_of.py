"""One answer among few, pressed or typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conversations.answers import Reading, Readings, Refusal, Values
from conversations.normal import folded, one_line
from conversations.sentences import Sentence, sentence
from conversations.wording import Wording, shipped_languages, wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conversations.kinds.kind import Choice, Listener

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of `choices`, kept under `key`; `words` maps what else people type to a value.

    The keys of `words` are in the form `folded` gives.
    """

    key: str
    choices: tuple[Choice, ...]
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def asks_contact(self) -> bool:
        """Tell that a contact does not answer it."""
        return False

    def offered(self, given: Values) -> tuple[Choice, ...]:  # noqa: ARG002 - the contract's
        """Return all choices."""
        return self.choices

    def read(self, text: str, listener: Listener) -> Readings:
        """Return the choice whose value, label in any shipped language, or word was typed."""
        said = folded(one_line(text)) if len(text) <= _LONGEST else ""
        values = dict.fromkeys(self._values(said, listener.wording))
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

    def _values(self, said: str, own: Wording) -> list[str]:
        """Return what was meant; the person's own language is heard first."""
        if any(said == choice.value for choice in self.choices):
            return [said]
        if said in self.words:
            return [self.words[said]]
        here = self._labelled(said, own)
        if here:
            return here
        return [
            value
            for language in shipped_languages()
            for value in self._labelled(said, wording(language))
        ]

    def _labelled(self, said: str, wording: Wording) -> list[str]:
        return [c.value for c in self.choices if folded(wording.say(c.label)) == said]

    def _reason(self) -> Sentence:
        return sentence(
            "I did not understand that. Please choose one of the buttons, or type: {example}.",
            example=self.choices[0].label,
        )
