"""Which customer an agent looks for: by phone, by e-mail, or by the beginnings of a name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from conversations.answers import Refusal
from conversations.documents import values_of
from conversations.kinds.email import Email
from conversations.kinds.name import Name
from conversations.kinds.phone import Phone
from conversations.normal import LONGEST_MESSAGE, folded, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conversations.documents import Document
    from conversations.draft import Draft
    from conversations.flow import Flow
    from conversations.kinds.kind import Listener


@dataclass(frozen=True, slots=True)
class Sought:
    """What a customer must have: one of these numbers or addresses, else a name so begun."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()

    @property
    def is_by_name(self) -> bool:
        """Tell whether only a look at each name finds them."""
        return not (self.phones or self.emails)


def sought(flow: Flow, text: str, listener: Listener) -> Sought:
    """Return what is looked for: a number and an address are read as answers would be."""
    text = one_line(text[:LONGEST_MESSAGE])
    emails = _read(flow, Email, text, listener) if "@" in text else ()
    phones = () if emails else _read(flow, Phone, text, listener)
    if emails or phones:
        return Sought(phones, emails)
    return Sought(beginnings=_parts(text))


def is_sought(flow: Flow, draft: Draft, wanted: Sought) -> bool:
    """Tell whether a draft is of a customer who is looked for."""
    if not wanted.is_by_name:
        given = draft.given
        return given.get("phone") in wanted.phones or given.get("email") in wanted.emails
    answers = (draft.answers.get(key) for key in _name_keys(flow))
    return _begin_so(wanted, (part for a in answers if a for part in a.values.values()))


def is_called(flow: Flow, draft: Document, wanted: Sought) -> bool:
    """Tell by a draft's document whether its customer has a name that begins so.

    A thousand are looked at while the agent waits, and the rest of each is not of interest.
    """
    return _begin_so(
        wanted, (part for key in _name_keys(flow) for part in values_of(draft, key).values())
    )


def _begin_so(wanted: Sought, names: Iterable[str]) -> bool:
    parts = _parts(" ".join(names))
    return bool(wanted.beginnings) and all(
        any(part.startswith(beginning) for part in parts) for beginning in wanted.beginnings
    )


@lru_cache
def _name_keys(flow: Flow) -> tuple[str, ...]:
    return tuple(question.key for question in flow.questions if isinstance(question.kind, Name))


def _parts(name: str) -> tuple[str, ...]:
    return tuple(filter(None, map(folded, name.replace("-", " ").split())))


def _read(flow: Flow, kind: type, text: str, listener: Listener) -> tuple[str, ...]:
    """Return every value the question of a kind would take the text for."""
    found: list[str] = []
    for question in flow.questions:
        if isinstance(question.kind, kind):
            readings = question.kind.read(text, listener)
            if not isinstance(readings, Refusal):
                found += [value for each in readings for value in each.values.values()]
    return tuple(dict.fromkeys(found))
