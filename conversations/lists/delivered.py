"""What is said of a list that was read: how many of its customers are registered, and who not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conversations.entered import State
from conversations.lines import lead_name
from conversations.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conversations.draft import Draft
    from conversations.flow import Flow
    from conversations.sentences import Sentence
    from conversations.wording import Wording

MOST_REFUSED: Final = 5


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """A row whose answers to some questions, by their keys, Flextell did not take."""

    number: int
    draft: Draft
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many customers of a list stand in each state, and how many were taken out of it.

    Those are withdrawn, or were in Flextell and are to be left out. `refused` are the first few.
    """

    count: Mapping[State, int]
    taken_out: int = 0
    refused: tuple[NotAccepted, ...] = ()


def delivered_text(flow: Flow, name: str, found: Delivered, words: Wording) -> str:
    """Return what became of a list, with who has to be corrected."""
    lines = [words.say(each) for each in _tallies(found)]
    refused = [_refused(flow, each, words) for each in found.refused]
    if found.count.get(State.REFUSED, 0) > len(refused):
        refused.append("…")
    if refused:
        mend = sentence("They can be corrected and sent again: {command}", command="/leads")
        refused.append(words.say(mend))
    return "\n".join((words.isolated(name), *lines, *refused))


def _tallies(found: Delivered) -> Iterator[Sentence]:
    count = found.count
    under_way = count.get(State.WAITS, 0) + count.get(State.SENDING, 0)
    yield sentence("Registered: {count}", count=count.get(State.REGISTERED, 0))
    if under_way:
        yield sentence("On the way: {count}", count=under_way)
    if checked := count.get(State.CHECKED):
        yield sentence("Looked into by staff: {count}", count=checked)
    if given_up := count.get(State.GIVEN_UP):
        yield sentence("Given up by staff: {count}", count=given_up)
    if found.taken_out:
        yield sentence("In Flextell already, or withdrawn: {count}", count=found.taken_out)
    if refused := count.get(State.REFUSED):
        yield sentence("Not accepted: {count}", count=refused)


def _refused(flow: Flow, row: NotAccepted, words: Wording) -> str:
    name = lead_name(flow, row.draft, words)
    labels = words.listed(words.say(q.label) for q in flow.questions if q.key in row.keys)
    who = sentence("{name} – {questions}", name=name, questions=labels)
    return words.say(sentence("Row {number}: {who}", number=row.number, who=who))
