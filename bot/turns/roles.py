"""Who is heard in a chat: the customer, or an agent who enters others.

Here alone a role becomes a flow, a conversation and the name of a card. A chat keeps both
conversations: who becomes an agent, or is one no more, finds his own where he left it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.turns.turn import CardName
from conversations.conversation import Conversation
from conversations.documents import (
    agents_conversation,
    conversation,
    with_agents_conversation,
    with_conversation,
)
from conversations.leads import lead_flow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conversations.flow import Flow
    from storage import Agent, Chat

# Behind the token on an agent's cards, so that none of them means anything to a customer.
_AGENTS = "~"


@dataclass(frozen=True, slots=True)
class Role:
    """What is asked of somebody; `agent` is None where he speaks for himself."""

    flow: Flow
    agent: Agent | None = None

    def conversation(self, document: Mapping[str, Any]) -> Conversation:
        """Return the conversation that a chat has in this role."""
        return conversation(document) if self.agent is None else agents_conversation(document)

    def in_chat(self, chat: Chat | None, language: str) -> Conversation:
        """Return the conversation of a chat; one that begins where no row is there, or opens."""
        if chat is None or not chat.is_readable:
            return Conversation(language)
        return self.conversation(chat.document)

    def document(self, before: Mapping[str, Any], talk: Conversation) -> dict[str, Any]:
        """Return a chat's document with this role's conversation as it is now."""
        if self.agent is None:
            return with_conversation(before, talk)
        return with_agents_conversation(before, talk)

    def card(self, chat: Chat) -> CardName:
        """Return the name of the chat's newest card in this role."""
        token = chat.token if self.agent is None else f"{chat.token}{_AGENTS}"
        return CardName(token, chat.revision)


def role_of(flow: Flow, agent: Agent | None) -> Role:
    """Return the role of somebody: `flow` is what is asked of customers."""
    return Role(flow) if agent is None else Role(lead_flow(flow), agent)
