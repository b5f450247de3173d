"""What a person consents to, and the proof of it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from conversations.conversation import Consent, Occasion
from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from conversations.flow import Flow
    from conversations.wording import Wording

# Changes whenever the meaning of the text below changes; the hash tells the exact words.
CONSENT_TEXT_ID = "consent-2026-11"


@lru_cache
def consent_text(flow: Flow, words: Wording) -> str:
    """Return who asks, what for, who gets the answers and how long they are kept."""
    said = (words.say(part) for part in _parts(flow, words))
    return "\n\n".join(said)


def consent(flow: Flow, words: Wording, occasion: Occasion) -> Consent:
    """Return the proof that this text was agreed to in this language now."""
    text_hash = hashlib.sha256(consent_text(flow, words).encode()).hexdigest()
    return Consent(CONSENT_TEXT_ID, text_hash, words.language, occasion.at.isoformat())


def _parts(flow: Flow, words: Wording) -> tuple[Sentence, ...]:
    needed = words.listed(words.say(q.label) for q in flow.questions if q.required)
    return (
        sentence("Welcome to {company}!", company=flow.company),
        sentence(
            "I ask a few questions to register you as a customer of {company}."
            " Needed: {needed}. Whatever else I ask, you may skip.",
            needed=needed,
            company=flow.company,
        ),
        sentence(
            "{company} gets your answers and keeps them in Flextell, its customer system."
            " Here they are deleted after delivery. How long, and more: /privacy",
            company=flow.company,
        ),
        sentence("Do you agree that your answers are used for this?"),
    )
