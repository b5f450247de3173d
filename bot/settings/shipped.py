"""What the conversation can do, from which settings choose: its languages and its questions."""

from dataclasses import dataclass

from pydantic import ValidationInfo


@dataclass(frozen=True, slots=True)
class Shipped:
    """Languages with a catalogue; questions of the flow, those `always` required first."""

    languages: tuple[str, ...] = ("en", "ar")
    questions: tuple[str, ...] = ("name", "phone", "email", "birth_date", "gender")
    always: tuple[str, ...] = ("name", "phone")


SHIPPED = Shipped()


def shipped_in(info: ValidationInfo) -> Shipped:
    """Give what `load_settings` was told is shipped."""
    context = info.context
    return context if isinstance(context, Shipped) else SHIPPED
