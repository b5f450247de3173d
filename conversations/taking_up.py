"""What it means that somebody opens the link by which a lead was handed over to him.

From then on it is his own registration: he agrees, shares his number, answers and confirms.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conversations.answers import Answer
from conversations.draft import Draft
from conversations.events import Started, WentOn
from conversations.handover_events import TookUp
from conversations.leads import AGREEMENT
from conversations.moves import Moved
from conversations.replies import Button, Reply
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.conversation import Conversation
    from conversations.flow import Flow
    from conversations.wording import Wording


def meant(flow: Flow, talk: Conversation, event: TookUp) -> TookUp | Started:
    """Return the event; a link that is not good, or not here, means no more than /start."""
    is_good = event.draft is not None and not flow.is_for_agents and not talk.is_under_way
    return event if is_good else Started()


def asked_card(flow: Flow, talk: Conversation, event: TookUp) -> Reply | None:
    """Return the question which registration to keep, None where there is only one."""
    mine = talk.draft
    if event.is_sure or mine is None or not (mine.answers or mine.doubts):
        return None
    words = flow.wording(talk)
    text = sentence(
        "{company} has begun a registration for you, and you have begun one here yourself. With"
        " which one do you want to go on? The other one is deleted here if you take over.",
        company=flow.company,
    )
    take = Button(words.say(sentence("Take it over")), TookUp(event.token, is_sure=True))
    keep = Button(words.say(sentence("Keep mine")), WentOn())
    return Reply(words.say(text), ((take,), (keep,)))


def moved(flow: Flow, talk: Conversation, draft: Draft, words: Wording) -> Moved:
    """Return the conversation with what was handed over as its own draft."""
    before = talk.draft
    campaign = talk.campaign if before is None else before.campaign or talk.campaign
    own = replace(_own(flow, draft), campaign=campaign)
    note = sentence(
        "{company} has begun your registration. Nothing is sent before you have looked at the"
        " answers, added what is missing, and confirmed.",
        company=flow.company,
    )
    return Moved(replace(talk, draft=own, campaign=None), words.say(note))


def _own(flow: Flow, draft: Draft) -> Draft:
    """Return what an agent has entered as the customer's own: answers, and nothing about them.

    The words were the agent's, and what he left out is asked. The number is asked again, for the
    customer can show that it is his.
    """
    answers = {
        key: Answer(answer.values) for key, answer in draft.answers.items() if key != AGREEMENT.key
    }
    shared = (q.key for q in flow.questions if q.kind.asks_contact and q.key in answers)
    return Draft(answers, asking=tuple(shared), handed=draft.handed)
