"""The cards: what is said at each place a talk can stand, with the ways to go on."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from conversations.consent import consent_text
from conversations.conversation import Conversation, Registration, Standing
from conversations.events import (
    Agreed,
    ChoseLanguage,
    Confirmed,
    Declined,
    WantedAnother,
)
from conversations.kinds.kind import Listener
from conversations.known import is_questioned, known_card
from conversations.lead_cards import desk_card, lead_card
from conversations.leads import AGREEMENT
from conversations.lines import line, numbered
from conversations.question_cards import doubt_card, question_card
from conversations.replies import Button, Reply, in_rows
from conversations.sentences import phrases, sentence
from conversations.ways import YES, changes
from conversations.wording import Wording, own_name

if TYPE_CHECKING:
    from conversations.conversation import Occasion
    from conversations.draft import Draft
    from conversations.flow import Flow
    from conversations.replies import Rows
    from conversations.sentences import Sentence


NO = sentence("No")

# Translators: what else people type to agree that their answers are used; nothing less than that.
AGREEING = phrases("i agree, agreed, i accept, accept, i consent")
# Translators: what else people type to say that all answers are correct.
CONFIRMING = phrases("correct, all correct, right, all right, ok, okay, i confirm, confirmed")


def standing_card(flow: Flow, talk: Conversation, occasion: Occasion) -> Reply:
    """Return the card of where the talk stands; every other reply ends with it."""
    words = flow.wording(talk)
    if talk.registration is not None and talk.draft is None:
        return registration_card(flow, talk.registration, words)
    if not flow.may_ask(talk):
        return consent_card(flow, words)
    if talk.draft is None:
        return desk_card(words) if flow.is_for_agents else idle_card(words)
    if flow.is_for_agents and is_questioned(talk):
        return known_card(flow, talk, talk.draft, words)
    question = flow.open_question(talk.draft)
    if question is None:
        return summary_card(flow, talk.draft, words)
    listener = Listener(words, occasion.today, occasion.profile)
    doubt = talk.draft.doubt
    if doubt is not None and doubt.key == question.key:
        return doubt_card(question, doubt, listener)
    if question.key == AGREEMENT.key and not talk.draft.answers.get(question.key):
        return lead_card(flow, talk.draft, words)
    return question_card(question, talk.draft, listener)


@lru_cache
def consent_card(flow: Flow, words: Wording) -> Reply:
    """Return who asks, what for, who gets it and how long it is kept, with Agree first."""
    agree = Button(words.say(sentence("Agree")), Agreed(), _yes(AGREEING, words))
    decline = Button(words.say(sentence("Not now")), Declined(), (words.say(NO),))
    return Reply(consent_text(flow, words), ((agree, decline),))


def _yes(meant: Sentence, words: Wording) -> tuple[str, ...]:
    """Return what may be written for Yes: the word, and what people say instead here."""
    return (words.say(YES), *words.phrases(meant))


def idle_card(words: Wording) -> Reply:
    """Return the way to begin, where nothing is open."""
    begin = Button(words.say(sentence("Register")), WantedAnother())
    return Reply(
        words.say(sentence("Press the button, or send /start, to register.")), ((begin,),)
    )


def summary_card(flow: Flow, draft: Draft, words: Wording) -> Reply:
    """Return all answers for a last look, Confirm first, and a way to correct each line.

    The lines have numbers, for who would rather write than press.
    """
    lines = numbered((line(question, draft, words) for question in flow.questions), words)
    text = "\n".join(
        (words.say(sentence("Please check:")), "", *lines, "", words.say(sentence("All correct?")))
    )
    return Reply(text, summary_rows(flow, words))


@lru_cache
def summary_rows(flow: Flow, words: Wording) -> Rows:
    """Return the buttons of every summary: Confirm, and one to change each line."""
    confirm = (Button(words.say(sentence("Confirm")), Confirmed(), _yes(CONFIRMING, words)),)
    return (confirm, *changes(flow.questions, words))


def registration_card(flow: Flow, registration: Registration, words: Wording) -> Reply:
    """Return where a confirmed registration stands, and no more than is true."""
    text = words.say(_standing(flow, registration))
    if registration.is_under_way:
        return Reply(text)
    once_more = Button(
        words.say(sentence("Register once more")),
        WantedAnother(),
        (words.say(sentence("New registration")),),
    )
    return Reply(text, ((once_more,),))


def _standing(flow: Flow, registration: Registration) -> Sentence:
    match registration.standing:
        case Standing.ACCEPTED:
            return sentence(
                "Accepted. Your registration is being delivered to {company};"
                " you will see here when it has arrived.",
                company=flow.company,
            )
        case Standing.CHECKED:
            return sentence(
                "Accepted. A member of staff of {company} is looking into your registration;"
                " there is nothing you need to do.",
                company=flow.company,
            )
        case Standing.ERASING:
            return sentence(
                "Your registration may have been sent to {company} already. As soon as that is"
                " known it is erased here, after {days} days at the latest, and you are told.",
                company=flow.company,
                days=flow.privacy.decide_days,
            )
        case Standing.GIVEN_UP:
            return sentence(
                "{company} has looked into your registration and could not take it."
                " You are not registered by it.",
                company=flow.company,
            )
        case Standing.SEEN_TO:
            return sentence(
                "{company} has looked into your registration and has what it needs."
                " There is nothing you need to do.",
                company=flow.company,
            )
        case _:
            return sentence(
                "You are registered with {company}, no. {number}.",
                company=flow.company,
                number=registration.number or "",
            )


def refused_card(flow: Flow, keys: tuple[str, ...], words: Wording) -> Reply:
    """Return what a status card becomes when Flextell wants answers corrected."""
    labels = words.listed(words.say(q.label) for q in flow.questions if q.key in keys)
    text = sentence(
        "{company} could not accept this: {labels}. Please answer once more; the rest is kept.",
        company=flow.company,
        labels=labels,
    )
    return Reply(words.say(text))


@lru_cache
def languages_card(flow: Flow, words: Wording) -> Reply:
    """Return the languages on offer, each in its own name; written, also in the person's."""
    offered = [
        Button(own_name(code), ChoseLanguage(code), (words.language_name(code),))
        for code in flow.languages
    ]
    return Reply(words.say(sentence("Which language do you prefer?")), in_rows(offered, 2))
