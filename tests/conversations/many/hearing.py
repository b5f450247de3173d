"""What a text with many answers is heard as, written so that a table can be read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from conversations.answers import DOUBTFUL
from conversations.kinds.kind import Listener
from conversations.many.reader import many
from conversations.registration import registration
from conversations.wording import wording

if TYPE_CHECKING:
    from conversations.answers import Reading
    from conversations.many.found import Many

TODAY = date(2026, 1, 15)
FLOW = registration(company="Example Ltd", languages=("en", "ar"), region="GB")
FURTHER = registration(
    company="Example Ltd",
    languages=("en", "ar"),
    region="TR",
    extra=("country", "identity_number", "job", "address"),
    countries=("TR", "GB", "DE", "JO"),
)


def found(text: str, language: str = "en", *, further: bool = False) -> Many:
    """Return what a text holds, as a person hears it who speaks a language."""
    flow = FURTHER if further else FLOW
    return many(text, flow.questions, Listener(wording(language), TODAY))


def heard(text: str, language: str = "en", *, further: bool = False) -> dict[str, str]:
    """Return the readings by question: `a / b` are asked about, `a?` is not sure, else taken.

    What is said to be wrong is `again`.
    """
    result = found(text, language, further=further)
    readings = {each.key: " / ".join(map(_told, each.readings)) for each in result.found}
    return readings | dict.fromkeys(result.reopened, "again")


def _told(reading: Reading) -> str:
    sure = "" if DOUBTFUL.isdisjoint(reading.marks) else "?"
    return " ".join(filter(None, reading.values.values())) + sure
