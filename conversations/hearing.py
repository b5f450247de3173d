"""How what is heard becomes the answer to a question of an open draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conversations.answers import (
    DENIED,
    REFUSED,
    VERIFIED,
    Answer,
    Reading,
    Readings,
    Refusal,
    are_doubtful,
)
from conversations.card_files import FLAWS
from conversations.draft import Doubt, Draft
from conversations.events import (
    Chose,
    ChoseReading,
    Event,
    Kept,
    Picked,
    Reopened,
    Said,
    SentUnreadable,
    SharedContact,
    Skipped,
    UsedProfile,
)
from conversations.examples import example_line
from conversations.giveaways import readings_of
from conversations.kinds.day_parts import DAY
from conversations.kinds.name import Name
from conversations.kinds.past_date import PastDate
from conversations.kinds.phone import Phone
from conversations.lines import line
from conversations.sensitive import deleting, kept_words
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.effects import Effect
    from conversations.flow import Flow, Question
    from conversations.kinds.kind import Listener
    from conversations.sentences import Sentence

NEEDED = sentence("This answer is needed, so it cannot be left out.")
TEXT_ONLY = sentence("I can only read text and buttons, so I could not take that.")
USE_BUTTONS = sentence("Everything is answered. Confirm below, or choose the line to change.")
NOT_YOURS = sentence("That is the card of somebody else, so I did not take it.")
SHARE_YOURS = sentence(
    "That is the card of somebody else. Share your own number with the button, or type it."
)
NOT_ASKED = sentence("I have your phone number already, so I did not take that card.")


class Heard(NamedTuple):
    """A draft after something was heard, a note about it, and what the world must do."""

    draft: Draft
    note: str = ""
    effects: tuple[Effect, ...] = ()


class Source(NamedTuple):
    """Where readings come from: the words, the message, and what is known about them."""

    said: str = ""
    message_id: int | None = None
    marks: frozenset[str] = frozenset()


def heard(flow: Flow, draft: Draft, event: Event, listener: Listener) -> Heard:
    """Return the draft after the event; unchanged where the event does not fit the place."""
    question = flow.open_question(draft)
    match event:
        case SentUnreadable(message_id):
            effects = deleting(question, message_id) if question else ()
            return Heard(draft, _with_example(why_unread(event), question, listener), effects)
        case SharedContact():
            return _contact(flow, draft, event, listener)
        case Reopened(key) if flow.question(key):
            return Heard(draft.asked_again(key))
        case Said() if question is None:
            return Heard(draft, listener.wording.say(USE_BUTTONS))
    return Heard(draft) if question is None else _answered(flow, draft, question, event, listener)


def _answered(
    flow: Flow, draft: Draft, question: Question, event: Event, listener: Listener
) -> Heard:
    """Return the draft after something that may answer the open question."""
    key = question.key
    match event:
        case Said(text, message_id):
            readings = readings_of(flow, question, text, listener)
            source = Source(kept_words(question, text), message_id)
            after = taken(flow, draft, question, readings, source, listener)
            return after._replace(effects=deleting(question, message_id))
        case Chose(of, value) if of == key and _offers(question, draft, value):
            readings = question.kind.read(value, listener)
            return taken(flow, draft, question, readings, Source(value), listener)
        case Picked(of, beginning) if of == key and isinstance(question.kind, PastDate):
            return _picked(flow, draft, question, question.kind, beginning, listener)
        case UsedProfile(of) if of == key and listener.profile and isinstance(question.kind, Name):
            readings = question.kind.read_profile(listener.profile, listener)
            return taken(flow, draft, question, readings, Source(), listener)
        case ChoseReading(of, index) if draft.doubt and of == draft.doubt.key == key:
            return _chosen(flow, draft, question, draft.doubt, index, listener)
        case Skipped(of) if of in (None, key):
            return _skipped(flow, draft, question, listener)
        case Kept(of) if of == key and _may_be_kept(draft, key):
            return Heard(draft.kept(key))
    return Heard(draft)


def taken(
    flow: Flow,
    draft: Draft,
    question: Question,
    readings: Readings,
    source: Source,
    listener: Listener,
) -> Heard:
    """Return the draft with a certain reading taken, or a doubtful one waiting for a choice."""
    if isinstance(readings, Refusal):
        return Heard(draft, listener.wording.say(readings.reason))
    is_proven = VERIFIED in source.marks and len(readings) == 1
    if are_doubtful(readings) and not (is_proven or _is_insisted(draft, question, readings)):
        doubt = Doubt(question.key, readings, source.said, source.message_id)
        return Heard(draft.with_doubt(doubt))
    return _answered_by(flow, draft, question, readings[0], source, listener)


def _is_insisted(draft: Draft, question: Question, readings: tuple[Reading, ...]) -> bool:
    """Tell whether one of the readings that are asked about is said once more, and no other.

    Who says twice that it is not his has not said that it is.
    """
    doubt = draft.doubt
    return (
        doubt is not None
        and doubt.key == question.key
        and len(readings) == 1
        and readings[0] in doubt.readings
        and DENIED not in readings[0].marks
    )


def _answered_by(
    flow: Flow,
    draft: Draft,
    question: Question,
    reading: Reading,
    source: Source,
    listener: Listener,
) -> Heard:
    marks = reading.marks | source.marks
    answer = Answer(reading.values, source.said, source.message_id, marks)
    return _noted(flow, draft.with_answer(question.key, answer), question, listener)


def _noted(flow: Flow, draft: Draft, question: Question, listener: Listener) -> Heard:
    """Return the draft with a line that says what was understood.

    The summary shows every line anyway; only the contact keyboard's farewell still needs it there.
    """
    shows_anyway = flow.open_question(draft) is None and not question.kind.asks_contact
    return Heard(draft, "" if shows_anyway else line(question, draft, listener.wording))


def _chosen(
    flow: Flow, draft: Draft, question: Question, doubt: Doubt, index: int, listener: Listener
) -> Heard:
    if not 0 <= index < len(doubt.readings):
        return Heard(draft)
    source = Source(doubt.said, doubt.message_id)
    return _answered_by(flow, draft, question, doubt.readings[index], source, listener)


def _picked(
    flow: Flow,
    draft: Draft,
    question: Question,
    kind: PastDate,
    beginning: str,
    listener: Listener,
) -> Heard:
    """Return the draft with a part of a day picked, answered where that is the whole day."""
    if not kind.span(listener.today).offers(beginning):
        return Heard(draft)
    if len(beginning) < DAY:
        return Heard(draft.with_picking(question.key, beginning))
    readings = kind.read(beginning, listener)
    return taken(flow, draft, question, readings, Source(beginning), listener)


def _skipped(flow: Flow, draft: Draft, question: Question, listener: Listener) -> Heard:
    if question.required:
        return Heard(draft, listener.wording.say(NEEDED))
    return _noted(flow, draft.with_skip(question.key), question, listener)


def _contact(flow: Flow, draft: Draft, event: SharedContact, listener: Listener) -> Heard:
    """Take a contact card as the phone number, where it is the person's own and still wanted."""
    phone = phone_question(flow)
    if phone is None:
        return Heard(draft, listener.wording.say(TEXT_ONLY))
    question, kind = phone
    is_asked = flow.open_question(draft) is question
    if not is_asked and question.key in draft.answers:
        return Heard(draft, listener.wording.say(NOT_ASKED))
    if flow.is_for_agents:
        source = Source(message_id=event.message_id)
        return taken(flow, draft, question, kind.read_contact(event.phone), source, listener)
    if not event.own and not is_asked:
        return Heard(draft, listener.wording.say(NOT_YOURS))
    if not event.own:
        return Heard(draft, _with_example(SHARE_YOURS, question, listener))
    source = Source(event.phone, event.message_id, frozenset({VERIFIED}))
    readings = kind.read_contact(event.phone)
    return taken(flow, draft, question, readings, source, listener)


def why_unread(event: SentUnreadable) -> Sentence:
    """Return why something that was sent could not be taken."""
    return TEXT_ONLY if event.flaw is None else FLAWS[event.flaw]


def _with_example(note: Sentence, question: Question | None, listener: Listener) -> str:
    """Return a note, and behind it how an answer to the open question is written."""
    example = "" if question is None else example_line(question, listener)
    return "\n".join(filter(None, (listener.wording.say(note), example)))


def phone_question(flow: Flow) -> tuple[Question, Phone] | None:
    """Return the question for the phone with its kind, None where it is not asked."""
    found = ((q, q.kind) for q in flow.questions if isinstance(q.kind, Phone))
    return next(found, None)


def _offers(question: Question, draft: Draft, value: str) -> bool:
    return value in {choice.value for choice in question.kind.offered(draft.given)}


def _may_be_kept(draft: Draft, key: str) -> bool:
    return key in draft.answers and REFUSED not in draft.answers[key].marks
