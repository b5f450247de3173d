"""An agent hears what became of his leads, and who is an agent no more hears nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.delivery.addressing import addressed
from bot.delivery.decisions import Step
from bot.delivery.notices import Done, Later, Unreachable
from bot.delivery.outcomes import stepped_to, with_talk
from bot.delivery.telling import NoteTold
from bot.turns.changes import Seen
from bot.turns.turn import CardName
from conversations.answers import Answer
from conversations.conversation import Conversation
from conversations.documents import (
    agents_conversation,
    conversation,
    conversation_document,
    draft_document,
    with_agents_conversation,
)
from storage import NEVER, Agent, Chat, Status, Submission
from tests.bot.delivery.road import a_draft, a_talk
from tests.bot.delivery.rows import NOW, RULES, a_submission

if TYPE_CHECKING:
    from bot.delivery.notices import Notice, Told
    from bot.turns.taking import Talk
    from conversations.draft import Draft
    from storage import Keyring
    from tests.bot.delivery.road import Road

GRACE = Agent(7, "Grace Hopper", 17, NOW)
OWN = Conversation("ar")
LEAD = a_draft(1, is_own=False).with_answer("agreement", Answer({"agreement": "by_phone"}))


@pytest.fixture(scope="module")
def talk(keyring: Keyring) -> Talk:
    """Lend a company's talk."""
    return a_talk(keyring)


def a_chat(draft: Draft | None = None) -> Chat:
    """Return an agent's chat, with a lead open perhaps."""
    agents = Conversation("en", draft=draft)
    document = with_agents_conversation(conversation_document(OWN), agents)
    return Chat(7, "token", 9, document)


def a_lead(status: Status, **fields: Any) -> Submission:
    """Return a lead that stands so."""
    given = {"agent_id": 7, "agreed": "by_phone", "draft": draft_document(LEAD)}
    return a_submission(status=status, card_message_id=55, **given | fields)


def told(talk: Talk, row: Submission, chat: Chat | None = None) -> Notice:
    """Return what the agent is told."""
    notice = addressed(talk, row, chat or a_chat(), GRACE, NOW)
    assert notice is not None
    return notice


SAYS = {
    Status.CREATED: "Ada Example 1 is registered with Example Ltd, no. 4711.",
    Status.LINKED: "Ada Example 1 is registered with Example Ltd, no. 4711.",
    Status.HUMAN: "Ada Example 1: accepted. A member of staff of Example Ltd is looking into it.",
    Status.DROPPED: "Ada Example 1: Example Ltd has looked into it and could not take it.",
    Status.QUEUED: "Ada Example 1: accepted, on the way to Example Ltd.",
}


@pytest.mark.parametrize(("status", "words"), SAYS.items())
def test_a_leads_own_card_says_where_it_stands(talk: Talk, status: Status, words: str) -> None:
    """By the customer's name, and with the way to the next lead."""
    notice = told(talk, a_lead(status, customer_id="4711"))
    assert notice.card.text == words
    assert (notice.card_message_id, notice.question) == (55, None)
    assert notice.card_name == CardName("token~", 9)
    assert [button.label for button in notice.card.buttons] == ["New customer"]


def test_what_is_over_without_news_says_nothing(talk: Talk) -> None:
    """There is nothing to say of what was withdrawn."""
    assert addressed(talk, a_lead(Status.WITHDRAWN), a_chat(), GRACE, NOW) is None


def test_where_the_chat_is_gone_the_card_has_old_buttons(talk: Talk) -> None:
    """It speaks the default language."""
    notice = addressed(talk, a_lead(Status.CREATED, customer_id="1"), None, GRACE, NOW)
    assert notice is not None
    assert notice.card_name == CardName("token", 6)
    closed = replace(a_chat(), is_readable=False)
    assert told(talk, a_lead(Status.CREATED, customer_id="1"), closed).card == notice.card


def test_a_lead_that_is_erased_is_told_without_a_name(talk: Talk) -> None:
    """Nothing of it is left to tell."""
    row = a_lead(Status.CREATED, draft={}, customer_id="4711")
    assert told(talk, row).card.text.startswith("A customer without a name is registered")


def test_who_is_an_agent_no_more_is_told_nothing(talk: Talk) -> None:
    """The names of customers are not his to read; the lead itself goes on."""
    assert addressed(talk, a_lead(Status.CREATED, customer_id="1"), a_chat(), None, NOW) is None
    refused = a_lead(Status.REFUSED, refused_keys=("email",), status_before=Status.SENDING)
    changes = with_talk(talk, Seen(NOW, a_chat()), refused)
    assert changes.chat is None
    assert changes.submission is not None
    assert changes.submission.draft == refused.draft


def test_what_was_refused_is_open_again_with_its_question(talk: Talk) -> None:
    """In the agent's conversation; his own as a customer stays as it was."""
    row = a_lead(Status.REFUSED, refused_keys=("email",), status_before=Status.SENDING)
    changes = with_talk(talk, Seen(NOW, a_chat(), agent=GRACE), row)
    assert changes.chat is not None
    assert changes.progress is None
    assert conversation(changes.chat.document) == OWN
    assert agents_conversation(changes.chat.document).draft == LEAD.refused(("email",))
    assert changes.chat.revision == 10
    notice = told(talk, row, changes.chat)
    assert notice.card.text == (
        "Ada Example 1: Example Ltd could not accept this: E-mail. The rest is kept."
    )
    assert notice.card_message_id == 55
    assert notice.question is not None
    assert "customer's e-mail" in notice.question.text
    assert notice.card_name == CardName("token~", 10)


def test_what_was_refused_waits_behind_what_is_open(talk: Talk) -> None:
    """That is said in a new message, for nobody sees an old card change."""
    row = a_lead(Status.REFUSED, refused_keys=("email",), status_before=Status.SENDING)
    changes = with_talk(talk, Seen(NOW, a_chat(a_draft(2)), agent=GRACE), row)
    assert changes.chat is not None
    agents = agents_conversation(changes.chat.document)
    assert (agents.draft, agents.waiting) == (a_draft(2), (LEAD.refused(("email",)),))
    notice = told(talk, row, changes.chat)
    assert notice.card.text.endswith("It comes up behind the customer that is open now.")
    assert (notice.card_message_id, notice.question) == (None, None)


def test_other_news_leaves_what_the_agent_enters_alone(talk: Talk) -> None:
    """A new lead is open already; its card stays the newest."""
    row = a_lead(Status.CREATED, customer_id="1", status_before=Status.SENDING)
    changes = with_talk(talk, Seen(NOW, a_chat(a_draft(2)), agent=GRACE), row)
    assert changes.chat is None
    assert changes.submission is not None
    assert changes.submission.notice_due_at is not None


def test_a_lead_from_elsewhere_does_not_come_back_into_the_chat(talk: Talk) -> None:
    """Entered before the chat began anew, it is told by its card alone, and keeps its answers."""
    row = a_lead(Status.REFUSED, refused_keys=("email",), draft_token="before")
    changes = with_talk(talk, Seen(NOW, a_chat(), agent=GRACE), row)
    assert changes.chat is None
    assert changes.submission is not None
    assert changes.submission.draft == row.draft


@pytest.mark.parametrize("told", [Done(), Later(), Unreachable()])
def test_what_is_back_in_its_agents_chat_is_emptied_once_that_was_told(
    talk: Talk, told: Told
) -> None:
    """Its answers are the chat's again; what is erased there must not live on here."""
    row = a_lead(Status.REFUSED, refused_keys=("email",), status_before=Status.SENDING)
    back = with_talk(talk, Seen(NOW, a_chat(), agent=GRACE), row).submission
    assert back is not None
    assert (back.due_at, back.draft) == (NEVER, row.draft)
    note = NoteTold(RULES, 7, row.id, Status.REFUSED, told, 0.5)
    after = note.decide(Seen(NOW, a_chat(), back, agent=GRACE)).changes.submission
    assert after is not None
    assert after.draft == (row.draft if isinstance(told, Later) else {})


def test_what_is_not_back_in_a_chat_keeps_its_answers_for_the_list(talk: Talk) -> None:
    """Its agent corrects it from there, as long as it is kept."""
    row = a_lead(Status.REFUSED, draft_token="before", status_before=Status.SENDING)
    kept = with_talk(talk, Seen(NOW, a_chat(), agent=GRACE), row).submission
    assert kept is not None
    assert kept.due_at == row.due_at
    after = NoteTold(RULES, 7, row.id, Status.REFUSED, Done(), 0.5).decide(
        Seen(NOW, a_chat(), kept, agent=GRACE)
    )
    assert after.changes.submission is not None
    assert after.changes.submission.draft == row.draft


async def test_an_agent_is_told_by_the_worker(road: Road) -> None:
    """The card of the lead is brought up to date, by name."""
    row = await road.entered(GRACE.user_id)
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert end.told == "created"
    [text] = set(road.teller.texts(row.chat_id))
    assert text.startswith("Ada Example 1 is registered with Example Ltd, no. ")


async def test_a_removed_agents_lead_is_delivered_and_he_hears_nothing(road: Road) -> None:
    """Access ends at once, and the leads are kept."""
    row = await road.entered(GRACE.user_id)
    async with road.database.begin() as work:
        await work.agents.remove(row.chat_id)
    async with road.working():
        await road.ends(row.id, Status.CREATED)
    assert road.teller.texts(row.chat_id) == []


def test_an_agent_may_know_who_was_there_before() -> None:
    """He is of the company, which knows; a person whose number was typed may not."""
    step = Step(Status.LINKED, NEVER, customer_id="4711")
    fields = {"found": ("4711",), "status_before": Status.HUMAN}
    lead = stepped_to(a_lead(Status.HUMAN, **fields), step)
    typed = stepped_to(
        a_submission(status=Status.HUMAN, draft=draft_document(LEAD), **fields), step
    )
    assert (lead.is_discreet, lead.number) == (False, "4711")
    assert (typed.is_discreet, typed.number) == (True, None)
