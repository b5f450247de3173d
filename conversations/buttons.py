"""What stands on buttons wherever the talk stands: words that are no answer to anything."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from conversations import cards, spoken
from conversations.answers import Answer
from conversations.conversation import Registration, Standing
from conversations.draft import Draft
from conversations.events import AskedToForget, ChoseLanguage, Forgot, WentOn, WithdrewConsent
from conversations.lead_cards import desk_card, lead_card
from conversations.leaving import forget_card
from conversations.picker_card import PICK
from conversations.privacy import privacy_card
from conversations.question_cards import SHARE_NUMBER
from conversations.ways import ways_around
from conversations.wording import shipped_languages, wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conversations.events import Event
    from conversations.flow import Flow
    from conversations.replies import Button
    from conversations.wording import Wording

_REGISTERED: Final = Registration(Standing.REGISTERED, "1")


def _everywhere(flow: Flow, words: Wording) -> tuple[Button, ...]:
    """Return the buttons that may be answered wherever the talk stands.

    They are on the cards that are shown in between, which leave the talk where it is.
    """
    shown = (*cards.languages_card(flow, words).buttons, *_between(flow, words))
    return tuple(b for b in shown if isinstance(b.event, ChoseLanguage | WentOn))


@lru_cache
def named_everywhere(flow: Flow, words: Wording) -> Mapping[str, Event]:
    """Return what may be answered wherever the talk stands, by all that is written for it."""
    return spoken.names(_everywhere(flow, words))


@lru_cache
def labelled_everywhere(flow: Flow, words: Wording) -> Mapping[str, Event]:
    """Return the same by the very words on the buttons."""
    return spoken.labelled(_everywhere(flow, words))


@lru_cache
def all_labels(flow: Flow, words: Wording) -> frozenset[str]:
    """Return the words on the buttons of all cards that give no answer, as they are heard."""
    pressed = (spoken.heard(words.say(label)) for label in (PICK, SHARE_NUMBER))
    return frozenset(chain(pressed, (spoken.heard(b.label) for b in _commanding(flow, words))))


def leaving(flow: Flow, text: str) -> Event | None:
    """Return what a text means that says in any language what a button of leaving says.

    What it means depends on more than the talk, so it is known before the talk is looked at.
    """
    return _leaving(flow).get(spoken.heard(text))


@lru_cache
def _leaving(flow: Flow) -> Mapping[str, Event]:
    return spoken.names(
        button
        for code in shipped_languages()
        for button in _between(flow, wording(code))
        if isinstance(button.event, WithdrewConsent | AskedToForget | Forgot)
    )


def _between(flow: Flow, words: Wording) -> tuple[Button, ...]:
    shown = (privacy_card(flow, words, has_agreed=True), forget_card(flow, words))
    return tuple(button for card in shown for button in card.buttons)


def _commanding(flow: Flow, words: Wording) -> Iterator[Button]:
    yield from cards.consent_card(flow, words).buttons
    yield from cards.idle_card(words).buttons
    yield from (*desk_card(words).buttons, *lead_card(flow, Draft(), words).buttons)
    yield from chain(*cards.summary_rows(flow, words))
    yield from cards.registration_card(flow, _REGISTERED, words).buttons
    yield from cards.languages_card(flow, words).buttons
    yield from _between(flow, words)
    for question in flow.questions:
        for answer in (None, Answer({})):
            yield from chain(*ways_around(question, answer, words))
