"""What the conversation can do, from which settings choose: its languages and its questions."""

from dataclasses import dataclass

from pydantic import ValidationInfo

from conversations.registration import ALWAYS_REQUIRED, questions
from conversations.wording import shipped_languages


@dataclass(frozen=True, slots=True)
class Shipped:
    """Languages with a catalogue; the flow's questions in its order.

    Of these some are always required, and some (`extra`) have to be switched on.
    """

    languages: tuple[str, ...]
    questions: tuple[str, ...]
    always: frozenset[str]
    extra: tuple[str, ...] = ()


# The keys of the questions depend neither on a region nor on an age.
_QUESTIONS = questions("GB", 0)
SHIPPED = Shipped(
    languages=shipped_languages(),
    questions=tuple(question.key for question in _QUESTIONS),
    always=ALWAYS_REQUIRED,
    extra=tuple(question.key for question in _QUESTIONS if question.extra),
)


def shipped_in(info: ValidationInfo) -> Shipped:
    """Give what `load_settings` was told is shipped."""
    shipped = info.context
    if not isinstance(shipped, Shipped):
        raise TypeError("settings are read by `load_settings`, which tells what is shipped")
    return shipped
