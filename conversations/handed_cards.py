"""What an agent is shown of leads he handed over: how far they are, and nothing that was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conversations.entered import Reached
from conversations.handover_events import RenewedLink, TookHandoverBack
from conversations.lead_events import AskedLeads
from conversations.lines import lead_name
from conversations.replies import Button, Reply
from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conversations.entered import HandedLead
    from conversations.flow import Flow
    from conversations.replies import Rows
    from conversations.wording import Wording

HOW_FAR: Final[Mapping[Reached, Sentence]] = {
    Reached.LINKED: sentence("link not opened yet"),
    Reached.OPENED: sentence("link opened"),
    Reached.CONSENTED: sentence("agreed, is answering"),
    Reached.CONFIRMED: sentence("confirmed by the customer"),
    Reached.DELIVERED: sentence("registered"),
    Reached.ENDED: sentence("ended without registration"),
}


def handed_card(flow: Flow, handed: HandedLead, words: Wording) -> Reply:
    """Return how far a customer is who goes on himself, and what can still be done about it."""
    name, state = lead_name(flow, handed.name, words), HOW_FAR[handed.reached]
    heading = words.say(sentence("{name} – {state}", name=name, state=state))
    facts = "\n".join(map(words.say, _facts(handed, words)))
    rows = (*_ways(handed, words), (Button(words.say(sentence("All customers")), AskedLeads()),))
    return Reply(f"{heading}\n\n{facts}", rows)


def opened_notice(flow: Flow, name: str, words: Wording) -> Reply:
    """Return what an agent is told when a customer has taken up what he handed over."""
    told = sentence(
        "{name} has opened the link, and goes on with the registration at {company}.",
        name=name,
        company=flow.company,
    )
    return Reply(words.say(told))


def _facts(handed: HandedLead, words: Wording) -> Iterator[Sentence]:
    day, time = handed.at.date(), words.time(handed.at)
    yield sentence("Handed over: {day}, {time}", day=day, time=time)
    if handed.reached is Reached.LINKED:
        yield sentence("The link opens until: {day}", day=handed.until.date())
    elif handed.number is not None:
        yield sentence("Number in Flextell: {number}", number=handed.number)
    elif handed.reached is not Reached.ENDED:
        yield sentence("What is answered now is the customer's own, and not shown here.")


def _ways(handed: HandedLead, words: Wording) -> Rows:
    if handed.draft is None:
        return ()
    return (
        (Button(words.say(sentence("New link")), RenewedLink(handed.id)),),
        (Button(words.say(sentence("Take it back")), TookHandoverBack(handed.id)),),
    )
