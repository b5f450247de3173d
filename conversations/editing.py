"""How an edited message corrects the answer it once gave.

Where the person stands stays: only a doubt about the new words is asked about first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations import buttons, several, spoken
from conversations.answers import Refusal
from conversations.commands import commands
from conversations.conversation import Standing
from conversations.giveaways import readings_of
from conversations.hearing import Heard, Source, taken
from conversations.lines import line
from conversations.sensitive import deleting, kept_words
from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from conversations.conversation import Conversation
    from conversations.draft import Draft
    from conversations.events import Edited
    from conversations.flow import Flow, Question
    from conversations.kinds.kind import Listener

NO_ANSWER = sentence(
    "I saw that you edited a message. It gave none of the answers that stand here, so nothing has"
    " changed. What you want to tell me, please send as a new message."
)
CLOSED = sentence(
    "I saw that you edited a message, but that registration has ended and cannot be changed;"
    " /start offers a new one."
)
CHANGED = sentence("I changed your answer as you edited it.")
UNCHANGED = sentence("I saw that you edited a message, but your answer stays as it was.")
ONLY_NEW = sentence(
    "A command, or what a button says, counts only in a new message. Please send it once more."
)
UNCLEAR = sentence("I saw that you edited this answer:")


def edited(flow: Flow, draft: Draft, event: Edited, listener: Listener) -> Heard:
    """Return the draft with the answer that the message gave read anew; kept where it is none."""
    questions = _questions(flow, draft, event.message_id)
    if not questions:
        return Heard(draft, listener.wording.say(NO_ANSWER))
    if _commands(flow, event.text, listener):
        kept = _told(UNCHANGED, questions[0], draft, listener)
        note = "\n".join(filter(None, (kept, listener.wording.say(ONLY_NEW))))
        return Heard(draft, note, deleting(questions[0], event.message_id))
    several_answers = several.reread(flow, draft, questions, event, listener)
    if several_answers is not None:
        return _told_several(several_answers, draft, questions, listener)
    question = questions[0]
    if event.text == _said(draft, question, event.message_id):
        # Only its looks have changed, as when Telegram adds the preview of a link.
        return Heard(draft)
    after = _read_anew(flow, draft, question, event, listener)
    return after._replace(effects=deleting(question, event.message_id))


def _commands(flow: Flow, text: str, listener: Listener) -> bool:
    """Tell whether a text would be a command, or a button's words, if it were sent anew."""
    words = {command.name for command in commands(flow)}
    return text.startswith("/") or spoken.heard(text) in words | buttons.all_labels(
        flow, listener.wording
    )


def concerns(flow: Flow, talk: Conversation, event: Edited) -> bool:
    """Tell whether an edit changes what was said to a question of the open draft."""
    if talk.consent is None or talk.draft is None:
        return False
    return bool(_questions(flow, talk.draft, event.message_id))


def what_can_be_done(flow: Flow, talk: Conversation) -> Sentence:
    """Return what is true of an edit by which no answer can be changed (any more)."""
    registration = talk.registration
    if registration is None:
        return NO_ANSWER
    if talk.is_under_way:
        return sentence(
            "I saw that you edited a message, but your answers are on their way to {company}"
            " already, so they cannot be changed here.",
            company=flow.company,
        )
    if registration.standing is Standing.GIVEN_UP:
        return NO_ANSWER if talk.draft else CLOSED
    return _what_company_can_do(flow, talk)


def _what_company_can_do(flow: Flow, talk: Conversation) -> Sentence:
    if talk.draft is None:
        return sentence(
            "I saw that you edited a message, but {company} has your answers already. To have"
            " something changed, please ask {company}; /start offers a new registration.",
            company=flow.company,
        )
    return sentence(
        "I saw that you edited a message. It gave none of the answers that stand here, so nothing"
        " has changed. To have something changed that {company} has already, please ask"
        " {company}; what you want to tell me, please send as a new message.",
        company=flow.company,
    )


def _questions(flow: Flow, draft: Draft, message_id: int) -> list[Question]:
    """Return what the message was asked about, then what it answered."""
    keys = [doubt.key for doubt in draft.doubts if doubt.message_id == message_id]
    keys += [key for key, answer in draft.answers.items() if answer.message_id == message_id]
    return [q for key in dict.fromkeys(keys) if (q := flow.question(key)) is not None]


def _told_several(
    after: Heard, before: Draft, questions: list[Question], listener: Listener
) -> Heard:
    """Return the answers of one message with a note about those that its edit has changed."""
    words, old, new = listener.wording, before.answers, after.draft.answers
    changed = [q for q in questions if old.get(q.key) != new.get(q.key)]
    lines = (line(question, after.draft, words) for question in changed)
    note = "\n".join((words.say(CHANGED), *lines)) if changed else ""
    return after._replace(note=note)


def _said(draft: Draft, question: Question, message_id: int) -> str:
    """Return what the message said when it was last read."""
    for doubt in draft.doubts:
        if (doubt.key, doubt.message_id) == (question.key, message_id):
            return doubt.said
    return draft.answers[question.key].said


def _read_anew(
    flow: Flow, draft: Draft, question: Question, event: Edited, listener: Listener
) -> Heard:
    readings = readings_of(flow, question, event.text, listener)
    if isinstance(readings, Refusal):
        kept, reason = _told(UNCHANGED, question, draft, listener), readings.reason
        return Heard(draft, "\n".join(filter(None, (kept, listener.wording.say(reason)))))
    source = Source(kept_words(question, event.text), event.message_id)
    after = taken(flow, draft, question, readings, source, listener).draft
    is_unclear = after.doubt is not None and after.doubt.key == question.key
    return Heard(after, _told(UNCLEAR if is_unclear else CHANGED, question, after, listener))


def _told(what: Sentence, question: Question, draft: Draft, listener: Listener) -> str:
    """Return what became of the edit, and the answer as it stands; nothing where there is none."""
    if question.key not in draft.answers:
        return ""
    return f"{listener.wording.say(what)}\n{line(question, draft, listener.wording)}"
