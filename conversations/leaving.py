"""What it means that a person takes consent back, or has everything erased."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conversations.conversation import Conversation, Registration, Standing
from conversations.effects import ForgetPerson, TakeBack, WithdrawConsent
from conversations.events import Forgot, WentOn, WithdrewConsent
from conversations.moves import Moved
from conversations.news import Erased
from conversations.replies import Button, Reply
from conversations.sentences import sentence
from conversations.wording import wording

if TYPE_CHECKING:
    from conversations.flow import Flow
    from conversations.wording import Wording

WITHDRAWN = sentence(
    "Your consent is taken back: your open answers are deleted, and what was not sent yet will"
    " not be sent. Before anything new is asked, you are asked to agree again."
)
ALL_ERASED = sentence("Everything that was kept here about you is erased.")
REST_ERASED = sentence(
    "Everything that was kept here about you is erased, but for what has to be known until your"
    " registration has come to its end."
)

LEAVING = WithdrewConsent | Forgot | Erased


def forget_card(flow: Flow, words: Wording) -> Reply:
    """Return what erasing means, asked once before it is done."""
    text = sentence(
        "This erases all that is kept here about you: your answers, your registrations and your"
        " consent. What was not sent yet will not be sent; what is just being sent is erased as"
        " soon as it has come to its end. What {company} has in Flextell stays there. Do you want"
        " that?",
        company=flow.company,
    )
    erase = Button(words.say(sentence("Yes, erase everything")), Forgot())
    keep = Button(words.say(sentence("Keep it all")), WentOn())
    in_writing = sentence("To have it done in writing: {command}", command="/forget everything")
    return Reply(f"{words.say(text)}\n{words.say(in_writing)}", ((erase,), (keep,)))


def erased_card(flow: Flow, number: str | None, words: Wording, *, is_certain: bool) -> Reply:
    """Return the news that what was under way has ended and is erased.

    `number` is Flextell's; without one, `is_certain` tells that Flextell has no customer of it.
    """
    if number is not None:
        end = sentence(
            "Your registration has reached {company} as no. {number}. To have it deleted there,"
            " write to {company}.",
            company=flow.company,
            number=number,
        )
    elif is_certain:
        end = sentence("Your registration has not reached {company}.", company=flow.company)
    else:
        end = sentence(
            "Nobody can tell whether your registration has reached {company}. To be sure that it"
            " is deleted there, write to {company}.",
            company=flow.company,
        )
    erased = sentence("As you wished, it is erased here.")
    return Reply(f"{words.say(end)}\n\n{words.say(erased)}")


def moved(flow: Flow, talk: Conversation, event: LEAVING) -> Moved:
    """Return the conversation after the event: what may have been sent stays until its end."""
    words = wording(talk.language)
    match event:
        case WithdrewConsent() if talk.consent is None:
            return Moved(talk)
        case WithdrewConsent(is_under_way):
            left = Conversation(talk.language, registration=_after(talk, is_under_way))
            return Moved(left, words.say(WITHDRAWN), (WithdrawConsent(), TakeBack()))
        case Forgot():
            return _forgotten(flow, talk, event, words)
    is_erasing = talk.registration is not None and talk.registration.is_erasing
    return Moved(replace(talk, registration=None) if is_erasing else talk)


def _after(talk: Conversation, is_under_way: bool) -> Registration | None:  # noqa: FBT001 - a fact
    if is_under_way:
        return Registration(Standing.ERASING)
    is_done = talk.registration is not None and not talk.registration.is_under_way
    return talk.registration if is_done else None


def _forgotten(flow: Flow, talk: Conversation, event: Forgot, words: Wording) -> Moved:
    notes = [words.say(REST_ERASED if event.is_under_way else ALL_ERASED)]
    if event.numbers:
        stays = sentence(
            "In Flextell, what {company} was given stays: no. {numbers}. To have it deleted"
            " there, write to {company}.",
            company=flow.company,
            numbers=words.listed(event.numbers),
        )
        notes.append(words.say(stays))
    registration = Registration(Standing.ERASING) if event.is_under_way else None
    left = Conversation(talk.language, registration=registration)
    return Moved(left, "\n\n".join(notes), (WithdrawConsent(), ForgetPerson()))
