"""What a text means that is no answer: perhaps it says what a button says."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from conversations import cards, spoken
from conversations.events import AskedLanguages, ChoseLanguage, Event, WentBack
from conversations.kinds.name import Name
from conversations.kinds.text import Text
from conversations.replies import Button
from conversations.ways import AROUND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conversations.conversation import Conversation, Occasion
    from conversations.flow import Flow, Question
    from conversations.wording import Wording


def pressed(flow: Flow, talk: Conversation, text: str, occasion: Occasion) -> Event | None:
    """Return what the button means that the text names, here or on the card of languages.

    At the name words command nothing, for a man may be called Back; a button has its place there.
    """
    card = cards.standing_card(flow, talk, occasion)
    keys = () if card.keyboard is None else (Button(card.keyboard.back, WentBack()),)
    buttons = (*card.buttons, *keys)
    if _asks_name(flow, talk):
        by_place = (Button(str(place), b.event) for place, b in enumerate(buttons, start=1))
        by_words = (b for b in buttons if not isinstance(b.event, AROUND))
        return spoken.meant((*by_place, *by_words), text)
    named = _languages(flow, flow.wording(talk)).get(spoken.heard(text))
    return spoken.meant(buttons, text) or named


def way_around(flow: Flow, talk: Conversation, text: str, occasion: Occasion) -> Event | None:
    """Return the way around a question of free words whose button says this, None elsewhere.

    There every text would be an answer, and "Skip" the job that stands in Flextell.
    """
    question = _open_question(flow, talk)
    if question is None or not isinstance(question.kind, Text):
        return None
    buttons = cards.standing_card(flow, talk, occasion).buttons
    return spoken.meant((b for b in buttons if isinstance(b.event, AROUND)), text)


def language(flow: Flow, talk: Conversation, wanted: str) -> Event:
    """Return the choice of the language of this code or name, else the question which."""
    if wanted.lower() in flow.languages:
        return ChoseLanguage(wanted.lower())
    named = _languages(flow, flow.wording(talk)).get(spoken.heard(wanted))
    return named or AskedLanguages()


@lru_cache
def _languages(flow: Flow, words: Wording) -> Mapping[str, Event]:
    return spoken.names(cards.languages_card(flow, words).buttons)


def _asks_name(flow: Flow, talk: Conversation) -> bool:
    question = _open_question(flow, talk)
    return question is not None and isinstance(question.kind, Name)


def _open_question(flow: Flow, talk: Conversation) -> Question | None:
    return flow.open_question(talk.draft) if talk.draft and flow.may_ask(talk) else None
