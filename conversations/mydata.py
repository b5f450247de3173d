"""What /mydata shows: all that is held of a person, to be read, and as a file in full."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from conversations.documents import conversation_document, draft_document
from conversations.events import AskedToForget, WentOn
from conversations.lines import line
from conversations.privacy import ERASE, GO_ON
from conversations.replies import Button, File, Reply
from conversations.sentences import Sentence, sentence
from conversations.wording import own_name, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conversations.conversation import Conversation, Occasion
    from conversations.draft import Draft
    from conversations.flow import Flow
    from conversations.holdings import HeldSubmission, Holdings
    from conversations.wording import Wording

FILE_NAME = "mydata.json"


def mydata_card(flow: Flow, talk: Conversation, held: Holdings, occasion: Occasion) -> Reply:
    """Return what is held in words, with the whole of it as a file."""
    words = wording(talk.language)
    erase = Button(words.say(ERASE), AskedToForget())
    go_on = Button(words.say(GO_ON), WentOn())
    text = "\n\n".join(_paragraphs(flow, talk, held, words))
    content = json.dumps(
        mydata_document(talk, held, occasion), ensure_ascii=False, indent=2, default=_plain
    )
    return Reply(text, ((erase,), (go_on,)), file=File(FILE_NAME, content.encode()), below=True)


def mydata_document(talk: Conversation, held: Holdings, occasion: Occasion) -> dict[str, Any]:
    """Return all that is held, as docs/privacy.md describes it; times are not text yet."""
    kept = conversation_document(talk)
    return {
        "made_at": occasion.at,
        "chat": {
            "id": held.chat_id,
            "language": talk.language,
            "campaign": talk.campaign,
            "reminder_at": held.reminder_at,
        },
        "draft": kept.get("draft"),
        "consents": [asdict(consent) for consent in held.consents],
        "registrations": [_submission_document(each) for each in held.submissions],
        "messages_put_aside": [asdict(message) for message in held.messages],
    }


def _submission_document(held: HeldSubmission) -> dict[str, Any]:
    answers = None if held.draft is None else draft_document(held.draft)
    attempts = [asdict(attempt) for attempt in held.attempts]
    fields = ("id", "status", "confirmed_at", "changed_at", "number", "erased_by")
    plain = {name: getattr(held, name) for name in fields}
    return plain | {"draft": answers, "attempts": attempts}


def _plain(value: object) -> str:
    """Return a time as ISO 8601 has it: JSON has none of its own."""
    assert isinstance(value, datetime)  # noqa: S101 - nothing else is held that JSON lacks
    return value.isoformat()


def _paragraphs(flow: Flow, talk: Conversation, held: Holdings, words: Wording) -> Iterator[str]:
    yield words.say(sentence("This is all that is kept here about you; the file says it in full."))
    yield "\n".join(words.say(each) for each in _facts(flow, talk, held))
    if talk.draft is not None:
        title = words.say(sentence("Unfinished registration:"))
        yield "\n".join((title, *_answers(flow, talk.draft, words)))
    for submission in held.submissions:
        yield "\n".join(_submission_lines(flow, submission, words))


def _facts(flow: Flow, talk: Conversation, held: Holdings) -> Iterator[Sentence]:
    yield sentence("The number of this chat: {number}", number=str(held.chat_id))
    yield sentence("Language: {language}", language=own_name(talk.language))
    campaign = talk.campaign or (talk.draft.campaign if talk.draft else None)
    if campaign:
        yield sentence("You came by: {campaign}", campaign=campaign)
    if talk.draft is not None and talk.draft.handed is not None:
        yield sentence("Begun for you by: {company}", company=flow.company)
    for consent in held.consents:
        yield sentence("Agreed: {day}", day=consent.given_at.date())
        if consent.withdrawn_at is not None:
            yield sentence("Taken back: {day}", day=consent.withdrawn_at.date())
    if held.messages:
        count = len(held.messages)
        yield sentence("Messages of yours that could not be handled: {count}", count=count)


def _submission_lines(flow: Flow, held: HeldSubmission, words: Wording) -> Iterator[str]:
    yield words.say(sentence("Registration of {day}:", day=held.confirmed_at.date()))
    if held.number is not None:
        yield words.say(sentence("In Flextell it is no. {number}.", number=held.number))
    if held.attempts:
        count = len(held.attempts)
        yield words.say(sentence("Times it was sent to Flextell: {count}", count=count))
    if held.draft is None:
        yield words.say(sentence("Its answers are erased here."))
    else:
        yield from _answers(flow, held.draft, words)


def _answers(flow: Flow, draft: Draft, words: Wording) -> Iterator[str]:
    """Give what was answered, and what was said and is not clear yet."""
    doubts = {doubt.key: doubt for doubt in draft.doubts}
    for question in flow.questions:
        if question.key in draft.answers:
            yield line(question, draft, words)
        if question.key in doubts:
            readings = doubts[question.key].readings
            shown = words.listed(question.kind.show(each.values, words) for each in readings)
            yield words.say(
                sentence(
                    "{label}, not clear yet: {readings}", label=question.label, readings=shown
                )
            )
