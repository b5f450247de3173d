"""Every button of every card can be answered in writing, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conversations.buttons import leaving
from conversations.conversation import Conversation
from conversations.editing import ONLY_NEW
from conversations.events import (
    Agreed,
    AskedData,
    AskedLanguages,
    AskedPrivacy,
    AskedToForget,
    Confirmed,
    Declined,
    Edited,
    HeardAgain,
    Picked,
    Reopened,
    Said,
    Skipped,
    Started,
    UsedProfile,
    WantedAnother,
    WentBack,
)
from conversations.holdings import Holdings
from conversations.machine import advance
from conversations.news import CustomerCreated
from conversations.registration import registration
from conversations.wording import shipped_languages, wording
from conversations.writing import NOT_HERE, ONLY_PRESSED
from tests.conversations.test_laws import OCCASION

if TYPE_CHECKING:
    from conversations.events import Event
    from conversations.machine import Transition
    from conversations.replies import Button

LANGUAGES = shipped_languages()
FLOW = registration(
    company="Example Ltd",
    languages=LANGUAGES,
    region="TR",
    extra=("country", "identity_number", "job", "address"),
    countries=("TR", "DE"),
)
NAMED: tuple[Event, ...] = (Started(), Agreed(), Said("Ada Lovelace", 1))
REACHED: tuple[Event, ...] = (*NAMED, Said("+44 7700 900123", 2))
PICKING: tuple[Event, ...] = (*REACHED, Skipped("email"), Picked("birth_date", ""))
ASKED_ALL: tuple[Event, ...] = (
    *REACHED,
    *(Skipped(question.key) for question in FLOW.questions[2:]),
)
SENT: tuple[Event, ...] = (*ASKED_ALL, Confirmed())

PLACES: dict[str, tuple[Event, ...]] = {
    "consent": (Started(),),
    "consent, declined": (Started(), Declined()),
    "name": (Started(), Agreed()),
    "name in doubt": (Started(), Agreed(), Said("Anna Maria Lopez", 1)),
    "name again": (*NAMED, WentBack()),
    "phone": NAMED,
    "phone in doubt": (*NAMED, Said("+49 1511 000000", 2)),
    "e-mail": REACHED,
    "e-mail in doubt": (*REACHED, Said("ada@gmial.com", 3)),
    "birth date": (*REACHED, Skipped("email")),
    "birth date in doubt": (*REACHED, Skipped("email"), Said("03/04/1990", 3)),
    "decade": PICKING,
    "year": (*PICKING, Picked("birth_date", "199")),
    "month": (*PICKING, Picked("birth_date", "1990")),
    "day": (*PICKING, Picked("birth_date", "1990-12")),
    "identity number in doubt": (*ASKED_ALL, Reopened("identity_number"), Said("10000000147", 4)),
    **{f"{q.key} again": (*ASKED_ALL, Reopened(q.key)) for q in FLOW.questions[2:]},
    "answers": ASKED_ALL,
    "under way": SENT,
    "registered": (*SENT, CustomerCreated("4711")),
    "once more": (*SENT, CustomerCreated("4711"), WantedAnother()),
}
BETWEEN: tuple[Event, ...] = (
    AskedLanguages(),
    AskedPrivacy(),
    AskedToForget(),
    AskedData(Holdings(1001)),
)


def talk_at(place: str, language: str) -> Conversation:
    """Return the talk with a person of a language, at a place."""
    talk = Conversation(language)
    for event in PLACES[place]:
        talk = advance(FLOW, talk, event, OCCASION).conversation
    return talk


def buttons_at(talk: Conversation) -> tuple[Button, ...]:
    """Return the buttons of the card that stands there."""
    return advance(FLOW, talk, HeardAgain(), OCCASION).reply.buttons


def written(talk: Conversation, text: str) -> Transition:
    """Return what a message leads to, as the bot hears it."""
    return advance(FLOW, talk, leaving(FLOW, text) or Said(text, 99), OCCASION)


def outcome(transition: Transition) -> object:
    """Return what a transition comes to, whichever words it came from."""
    talk = transition.conversation
    draft = talk.draft
    answers = None if draft is None else (draft.given, draft.skipped, draft.asking, draft.picking)
    doubt = None if draft is None or draft.doubt is None else draft.doubt.readings
    place = (talk.language, talk.consent, talk.registration, answers, doubt)
    return (place, transition.reply.text, transition.reply.buttons)


def pressed(talk: Conversation, button: Button) -> object:
    """Return what pressing a button comes to."""
    return outcome(advance(FLOW, talk, button.event, OCCASION))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_what_a_button_says_does_what_it_does(place: str, language: str) -> None:
    """On every card where the talk stands."""
    talk = talk_at(place, language)

    for button in buttons_at(talk):
        assert outcome(written(talk, button.label)) == pressed(talk, button), button.label


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_its_number_does_the_same(place: str, language: str) -> None:
    """That of its line where lines are counted, else its place; in digits of any script."""
    talk = talk_at(place, language)
    is_counted = place in {"answers", "decade", "year", "day"}
    figures = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩") if language == "ar" else {}

    for position, button in enumerate(buttons_at(talk)):
        own = [name for name in (button.label, *button.also) if name.isdecimal()]
        numbers = own if is_counted else [str(position + 1)]
        for number in numbers:
            said = number.translate(figures)
            assert outcome(written(talk, said)) == pressed(talk, button), (said, button.label)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_the_cards_in_between_are_answered_anywhere(place: str, language: str) -> None:
    """Languages, privacy, one's data and erasing leave the talk where it stands.

    But for a language where a country is asked: that may be meant, and is asked about.
    """
    talk = talk_at(place, language)

    for event in BETWEEN[place == "country again" :]:
        for button in advance(FLOW, talk, event, OCCASION).reply.buttons:
            assert outcome(written(talk, button.label)) == pressed(talk, button), button.label


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_beside_the_number_can_be_written(language: str) -> None:
    """Going back is its word or its place; to share a number has to be pressed, and is told so."""
    talk = talk_at("phone", language)
    keyboard = advance(FLOW, talk, HeardAgain(), OCCASION).reply.keyboard
    assert keyboard is not None

    back = outcome(advance(FLOW, talk, WentBack(), OCCASION))
    assert outcome(written(talk, keyboard.back)) == outcome(written(talk, "2")) == back
    share = written(talk, keyboard.share)
    assert share.reply.text.startswith(wording(language).say(ONLY_PRESSED))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", text) for text in ("1980s", "the 80s", "80", "1980-1989", "1980 – 89", "1985")),
        *(("de", text) for text in ("1980er", "die 80er Jahre", "1980 bis 1989", "1980s")),
        *(("tr", text) for text in ("1980'ler", "80'ler", "80'li yıllar", "1980-1989")),
        *(("ru", text) for text in ("1980-е", "80-е годы", "с 1980 по 1989")),
        *(("es", text) for text in ("los 80", "años 80", "los años 1980", "1980 a 1989")),
        *(("ar", text) for text in ("عقد ١٩٨٠", "من 1980 إلى 1989", "الـ80", "١٩٨٠-١٩٨٩")),
    ],
)
def test_a_decade_goes_by_its_names(language: str, text: str) -> None:
    """As people write it in their language, or in English, in full or in short."""
    draft = written(talk_at("decade", language), text).conversation.draft

    assert draft is not None
    assert draft.picked("birth_date") == "198"


@pytest.mark.parametrize(("place", "text"), [("decade", "20"), ("decade", "20s"), ("year", "4")])
def test_two_figures_of_two_meanings_pick_nothing(place: str, text: str) -> None:
    """They may be of either century, or the place of a year as well as its end."""
    talk = talk_at(place, "en")

    assert written(talk, text).conversation == talk


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["name", "job again", "address again"])
def test_what_another_cards_button_says_is_no_answer(place: str, language: str) -> None:
    """Nobody is called or works as what is on a button; the person is told that it is not here."""
    talk = talk_at(place, language)
    not_here = wording(language).say(NOT_HERE)

    for other in ("consent", "answers", "registered", "birth date"):
        for button in buttons_at(talk_at(other, language)):
            here = buttons_at(talk)
            if button.label not in {each.label for each in here}:
                after = written(talk, button.label)
                assert after.conversation == talk
                assert after.reply.text.startswith(not_here)


@pytest.mark.parametrize("place", ["name", "job again"])
@pytest.mark.parametrize("text", ["cancel", "Help", "restart"])
def test_a_command_without_its_slash_is_no_answer(place: str, text: str) -> None:
    """Nobody is called so; the person is told how the command is written."""
    talk = talk_at(place, "en")
    after = written(talk, text)

    assert after.conversation == talk
    assert after.reply.text.startswith(
        f"If you mean the command, write it like this: /{text.lower()}\n"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["name", "job"])
def test_an_edit_does_what_no_button_does(key: str, language: str) -> None:
    """A message edited to a command, or to what a button says, changes nothing and is told so."""
    cook = (*PLACES["job again"], Said("Cook", 7))
    talk = Conversation(language)
    for event in cook:
        talk = advance(FLOW, talk, event, OCCASION).conversation
    only_new = wording(language).say(ONLY_NEW)
    message_id = 1 if key == "name" else 7
    labels = {
        button.label
        for place in ("consent", "name again", "birth date", "answers", "registered")
        for button in buttons_at(talk_at(place, language))
        if not isinstance(button.event, UsedProfile)
    }

    for text in (*labels, "/cancel", "/skip please", "Cancel"):
        edited = advance(FLOW, talk, Edited(text, message_id), OCCASION)
        assert edited.conversation == talk, text
        assert only_new in edited.reply.text, text


@pytest.mark.parametrize("place", ["phone in doubt", "identity number in doubt"])
def test_what_is_said_once_more_is_meant(place: str) -> None:
    """Who writes again what was doubted has answered the question whether it is right."""
    before = talk_at(place, "en")
    assert before.draft is not None
    assert before.draft.doubt is not None
    (value,) = before.draft.doubt.readings[0].values.values()

    after = written(before, value).conversation

    assert after.draft is not None
    assert after.draft.doubt is None
    assert value in after.draft.given.values()
