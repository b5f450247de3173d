"""What a text means that says what a button says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conversations import buttons, cards, spoken
from conversations.commands import commands
from conversations.events import AskedLanguages, ChoseLanguage, Event, WentBack
from conversations.kinds.name import Name
from conversations.kinds.phone import Phone
from conversations.kinds.text import Text
from conversations.question_cards import SHARE_NUMBER
from conversations.replies import Button
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.conversation import Conversation, Occasion
    from conversations.flow import Flow, Question
    from conversations.sentences import Sentence

NOT_HERE: Final = sentence("That is what a button says, but that button is not here now.")
ONLY_PRESSED: Final = sentence(
    "That button has to be pressed, for only Telegram can share your number; or type it."
)


def pressed(flow: Flow, talk: Conversation, text: str, occasion: Occasion) -> Event | None:
    """Return what the button means that a text names, by its words, its number, or a word for it.

    The buttons of the cards shown in between are known anywhere.
    """
    card = cards.standing_card(flow, talk, occasion)
    here = spoken.names(card.buttons, by_place=True)
    if card.keyboard is not None:
        # The other key is the first, and can only be pressed.
        here = spoken.names((Button(card.keyboard.back, WentBack(), ("2",)),))
    anywhere = buttons.named_everywhere(flow, flow.wording(talk))
    return {**anywhere, **here}.get(spoken.heard(text))


def ahead(flow: Flow, talk: Conversation, text: str, occasion: Occasion) -> Event | None:
    """Return what the button means whose very words these are, where they would be an answer.

    Free words may be anything, and names nearly so: "Skip" would be the job that stands in
    Flextell, and "Keep it" the name. What is in doubt would be so again.
    """
    question = _open_question(flow, talk)
    is_in_doubt = talk.draft is not None and talk.draft.doubt is not None
    if question is None or not (is_in_doubt or _takes_anything(question)):
        return None
    here = cards.standing_card(flow, talk, occasion).buttons
    anywhere = buttons.labelled_everywhere(flow, flow.wording(talk))
    by_words = {**anywhere, **spoken.labelled(here)}
    return by_words.get(spoken.heard(text))


def refused(flow: Flow, talk: Conversation, text: str) -> Sentence | None:
    """Return why a text is no answer that says what a command, or another card's button, says."""
    question, words = _open_question(flow, talk), flow.wording(talk)
    if question is None:
        return None
    said = spoken.heard(text)
    if isinstance(question.kind, Phone) and said == spoken.heard(words.say(SHARE_NUMBER)):
        return ONLY_PRESSED
    if not _takes_anything(question):
        return None
    if said in buttons.all_labels(flow, words):
        return NOT_HERE
    if said not in {command.name for command in commands(flow)}:
        return None
    return sentence("If you mean the command, write it like this: {command}", command=f"/{said}")


def language(flow: Flow, talk: Conversation, wanted: str) -> Event:
    """Return the choice of the language of this code or name, else the question which."""
    if wanted.lower() in flow.languages:
        return ChoseLanguage(wanted.lower())
    offered = buttons.named_everywhere(flow, flow.wording(talk))
    named = offered.get(spoken.heard(wanted))
    return named if isinstance(named, ChoseLanguage) else AskedLanguages()


def _takes_anything(question: Question) -> bool:
    """Tell whether nearly any words answer a question."""
    return isinstance(question.kind, Name | Text)


def _open_question(flow: Flow, talk: Conversation) -> Question | None:
    return flow.open_question(talk.draft) if talk.draft and flow.may_ask(talk) else None
