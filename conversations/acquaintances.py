"""Who is known already, as an agent may read it: masked, with the day and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conversations.draft import Known
    from conversations.sentences import Sentence


def acquaintance(known: Known) -> Sentence:
    """Return one who is known already, and where he stands."""
    if known.is_customer:
        return sentence(
            "{who}, in Flextell since {day}: {owner}",
            who=known.who,
            day=known.on,
            owner=known.owner or "–",
        )
    return sentence(
        "{who}, confirmed on {day}: {owner}",
        who=known.who,
        day=known.on,
        owner=known.owner or sentence("by the customer"),
    )


def whom_to_ask(known: Iterable[Known], company: str) -> Sentence:
    """Return who can tell more of those whom the agent may not open, each once."""
    staff = sentence("the staff of {company}", company=company)
    whom: dict[Sentence | str, None] = dict.fromkeys(each.owner or staff for each in known)
    return sentence("What is not yours cannot be opened here. Please ask: {whom}", whom=(*whom,))


def begun(name: str) -> Sentence:
    """Return one of the agent's own whom he has not finished."""
    return sentence("{name}, begun by you and waiting", name=name)


def further_up(number: int) -> Sentence:
    """Return a row of the same list, by its number in the file."""
    return sentence("row {number} of this list", number=number)
