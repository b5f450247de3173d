"""How a draft takes many answers of one message, and an answer that is corrected in words.

It is heard where the text was no answer to the open question. A good answer stays, unless the
message names it; what is doubtful is asked about afterwards, one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from conversations.answers import REFUSED, VERIFIED, Answer, are_doubtful
from conversations.card_files import FLAWS, FileFlaw
from conversations.draft import Doubt, Draft
from conversations.giveaways import belonging
from conversations.hearing import Heard
from conversations.kinds.identity_number import masked
from conversations.kinds.name import Name
from conversations.lines import LONGEST_WORDS, line, shortened, with_words
from conversations.many.contacts import contact, of_card
from conversations.many.reader import many
from conversations.many.vcards import cards
from conversations.normal import normal
from conversations.sensitive import deleting, kept_words
from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conversations.effects import Effect
    from conversations.events import Edited, Said, SharedContact
    from conversations.flow import Flow, Question
    from conversations.kinds.kind import Listener
    from conversations.many.found import Found, Many
    from conversations.wording import Wording

UNDERSTOOD: Final = sentence("From your message I took this:")
LEFT_AS_IT_WAS: Final = sentence("I left this as it was; to change it, name it in your message:")
OF_ANOTHER: Final = sentence("That seems to be the contact of somebody else.")

_LONGEST_LINE: Final = 300


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a message that was found, with the question it answers."""

    question: Question
    found: Found
    message_id: int | None

    @property
    def words(self) -> str:
        """Return what is kept of the words it came from."""
        return kept_words(self.question, self.found.words)

    @property
    def answer(self) -> Answer:
        """Return the first reading as an answer."""
        (reading, *_) = self.found.readings
        return Answer(reading.values, self.words, self.message_id, reading.marks)

    @property
    def doubt(self) -> Doubt:
        """Return all readings, to be asked about."""
        return Doubt(self.question.key, self.found.readings, self.words, self.message_id)

    @property
    def is_doubtful(self) -> bool:
        """Tell whether it has to be asked about."""
        return are_doubtful(self.found.readings)


def heard(
    flow: Flow, draft: Draft, event: Said, refused: Heard, listener: Listener
) -> Heard | None:
    """Return the draft with all that a message answers; None where it is not of that sort.

    `refused` is what the open question made of the message. A word by itself is one answer at
    most, or names a question and answers none, so nobody looks for several in it.
    """
    if normal(event.text).isalnum():
        return None
    found = many(event.text, flow.questions, listener)
    return _taken(flow, draft, found, event, refused, listener) if found.is_certain else None


def carried(
    flow: Flow, draft: Draft, event: SharedContact, refused: Heard, listener: Listener
) -> Heard | None:
    """Return the draft with what somebody else's contact says; None where it says nothing.

    It counts as typed, for nobody vouches that the number is the person's own; where the contact
    has another name than the person gave, or none, it is asked about.
    """
    found = contact(event.phone, event.card, flow.questions, listener)
    return _of_contact(flow, draft, found, event, refused, listener) if found.found else None


def pasted(flow: Flow, draft: Draft, event: Said, refused: Heard, listener: Listener) -> Heard:
    """Return the draft with what a contact card says that was pasted, or sent as a file."""
    found = of_card(event.text, flow.questions, listener)
    refused = refused._replace(draft=draft, note=listener.wording.say(_flaw_of(event.text)))
    return _of_contact(flow, draft, found, event, refused, listener) if found.found else refused


def _flaw_of(text: str) -> Sentence:
    """Return why there is nothing to be taken from a text that is a contact card."""
    is_one = len(cards(text)) == 1
    return FLAWS[FileFlaw.EMPTY_CARD if is_one else FileFlaw.SEVERAL_CARDS]


def _of_contact(
    flow: Flow,
    draft: Draft,
    found: Many,
    event: Said | SharedContact,
    refused: Heard,
    listener: Listener,
) -> Heard:
    """Return the draft with what a contact says, asked about where it may be somebody else's."""
    if _is_of_the_person(flow, draft, found):
        return _taken(flow, draft, found, event, refused, listener)
    found = replace(found, found=tuple(each.guessed() for each in found.found))
    after = _taken(flow, draft, found, event, refused, listener)
    return after._replace(note=f"{listener.wording.say(OF_ANOTHER)}\n{after.note}".rstrip())


def _is_of_the_person(flow: Flow, draft: Draft, found: Many) -> bool:
    """Tell whether a contact has the name of the person, or gives it."""
    names = [q.key for q in flow.questions if isinstance(q.kind, Name)]
    told = [
        reading.values for each in found.found if each.key in names for reading in each.readings
    ]
    given = [draft.answers[key].values for key in names if key in draft.answers]
    return bool(told) and all(values in told for values in given)


def _taken(
    flow: Flow,
    draft: Draft,
    found: Many,
    event: Said | SharedContact,
    refused: Heard,
    listener: Listener,
) -> Heard:
    """Return the draft with what was found; a good answer stays."""
    parts, elsewhere = _parts(flow, found, event.message_id, listener)
    is_sole = len(parts) == 1
    stay = [part for part in parts if _stays(part, draft, is_sole=is_sole)]
    new = [part for part in parts if part not in stay]
    kept = [part for part in stay if not _may_be_no_name(part, draft)]
    unused = (*found.unused, *elsewhere, *(part.words for part in stay if part not in kept))
    if found.reopened:
        draft = draft.asked_again(*dict.fromkeys((*found.reopened, *draft.asking)))
    after = _with(new, draft)
    effects = dict.fromkeys((*refused.effects, *_deleting(parts)))
    note = _note(flow, after, new, kept, unused if new or kept else (), listener)
    return Heard(after, note, tuple(effects))


def begun(flow: Flow, text: str, message_id: int | None, listener: Listener) -> Heard | None:
    """Return a new draft with all that a message says of somebody, None where it says nothing.

    What it does not say and need not be known is left out. The note does not tell again what is
    shown on the card of a draft that is complete but for what `stays`.
    """
    found = many(text, flow.questions, listener)
    parts, elsewhere = _parts(flow, found, message_id, listener)
    if not parts:
        return None
    draft = _with(parts, Draft()).without_rest(q.key for q in flow.questions if not q.required)
    question = flow.open_question(draft)
    told = parts if question is not None and not question.stays else []
    note = _note(flow, draft, told, [], (*found.unused, *elsewhere), listener)
    return Heard(draft, note, tuple(dict.fromkeys(_deleting(parts))))


def reread(
    flow: Flow, draft: Draft, questions: list[Question], event: Edited, listener: Listener
) -> Heard | None:
    """Return the draft with the answers that an edited message gave read anew, where it is sure.

    None where the message gave one answer and names none; what it does not say any more stays.
    """
    found = many(event.text, flow.questions, listener)
    if len(questions) == 1 and not any(each.is_named for each in found.found):
        return None
    effects = tuple(e for q in questions for e in deleting(q, event.message_id))
    for part in _parts(flow, found, event.message_id, listener)[0]:
        answer = draft.answers.get(part.question.key)
        is_other = answer is None or answer.values != part.answer.values
        if part.question in questions and not part.is_doubtful and is_other:
            draft = draft.with_answer(part.question.key, part.answer)
    return Heard(draft, effects=effects)


def _parts(
    flow: Flow, found: Many, message_id: int | None, listener: Listener
) -> tuple[list[_Part], list[str]]:
    """Return what was found for each question, and the words that belong to a sensitive one."""
    parts, elsewhere = [], []
    for each in found.found:
        question = next(q for q in flow.questions if q.key == each.key)
        if belonging(flow, question, each.words, each.readings, listener) is None:
            parts.append(_Part(question, each, message_id))
        else:
            elsewhere.append(each.words)
    return parts, elsewhere


def _deleting(parts: Iterable[_Part]) -> Iterable[Effect]:
    return (e for part in parts for e in deleting(part.question, part.message_id))


def _stays(part: _Part, draft: Draft, *, is_sole: bool) -> bool:
    """Tell whether the answer that stands is kept: a better one has to be named as such.

    A number that was shown to be the person's own gives way only to a message about nothing else.
    """
    answer = draft.answers.get(part.question.key)
    if answer is None or REFUSED in answer.marks:
        return False
    return not part.found.is_named or (VERIFIED in answer.marks and not is_sole)


def _may_be_no_name(part: _Part, draft: Draft) -> bool:
    """Tell whether words only look like another name than the one that stands."""
    is_guess = isinstance(part.question.kind, Name) and not part.found.is_named
    return is_guess and part.answer.values != draft.answers[part.question.key].values


def _with(parts: Iterable[_Part], draft: Draft) -> Draft:
    """Return the draft with what is certain answered, and what is not waiting to be asked."""
    doubts = []
    for part in parts:
        if part.is_doubtful:
            doubts.append(part.doubt)
        else:
            draft = draft.with_answer(part.question.key, part.answer)
    return draft.with_doubts(doubts)


def _note(
    flow: Flow,
    after: Draft,
    new: list[_Part],
    kept: list[_Part],
    unused: tuple[str, ...],
    listener: Listener,
) -> str:
    """Return what was taken, from which words; what was kept, is asked next, and was not used."""
    words = listener.wording
    taken = [part for part in new if not part.is_doubtful]
    doubtful = tuple(part.question.label for part in new if part.is_doubtful)
    said: list[str] = []
    if taken:
        said += [words.say(UNDERSTOOD), *(_taken_line(part, after, words) for part in taken)]
    if kept:
        said += [words.say(LEFT_AS_IT_WAS), *(_line(part, after, words) for part in kept)]
    if doubtful:
        said.append(words.say(sentence("I ask about this, to be sure: {labels}", labels=doubtful)))
    if unused:
        said.append(words.say(_unused(flow, unused)))
    return "\n".join(said)


def _taken_line(part: _Part, draft: Draft, words: Wording) -> str:
    """Return an answer, and the words it came from where they look different."""
    answer = draft.answers[part.question.key]
    return with_words(_line(part, draft, words), part.question, answer, words)


def _line(part: _Part, draft: Draft, words: Wording) -> str:
    return shortened(line(part.question, draft, words), _LONGEST_LINE)


def _unused(flow: Flow, unused: tuple[str, ...]) -> Sentence:
    """Return what was not used; numbers hidden where they may be of the sort that is."""
    hides = any(question.sensitive for question in flow.questions)
    shown_words = [masked(w) if hides and any(map(str.isdigit, w)) else w for w in unused]
    pieces = " · ".join(shortened(piece, LONGEST_WORDS) for piece in shown_words)
    return sentence("I did not use this: {words}", words=shortened(pieces, _LONGEST_LINE))
