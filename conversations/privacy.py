"""What /privacy says: what is asked, what for, who gets it, how long it is kept, how to end it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from conversations.events import AskedToForget, Event, WentOn, WithdrewConsent
from conversations.replies import Button, Reply
from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conversations.flow import Flow
    from conversations.wording import Wording

GO_ON = sentence("Continue")
ERASE = sentence("Erase everything")


WITHDRAW_IN_WRITING = sentence(
    "To withdraw your consent in writing: {command}", command="/privacy withdraw"
)


@lru_cache
def privacy_card(flow: Flow, words: Wording, *, has_agreed: bool) -> Reply:
    """Return the whole of it, with the ways out, and the way back to where the talk stands."""
    text = "\n\n".join(words.say(part) for part in _parts(flow, words))
    ways: list[tuple[Sentence, Event]] = [(ERASE, AskedToForget()), (GO_ON, WentOn())]
    if has_agreed:
        text = f"{text}\n\n{words.say(WITHDRAW_IN_WRITING)}"
        ways.insert(0, (sentence("Withdraw consent"), WithdrewConsent()))
    return Reply(text, tuple((Button(words.say(label), event),) for label, event in ways))


def _parts(flow: Flow, words: Wording) -> Iterator[Sentence]:
    company = flow.company
    yield sentence(
        "What is asked: {asked}. Needed: {needed}; whatever else is asked, you may skip.",
        asked=words.listed(words.say(q.label) for q in flow.questions),
        needed=words.listed(words.say(q.label) for q in flow.questions if q.required),
    )
    yield sentence("What for: to register you as a customer of {company}.", company=company)
    yield sentence(
        "Who gets it: {company}, which keeps it in Flextell, its customer system."
        " Your messages also pass through Telegram.",
        company=company,
    )
    hidden = [words.say(q.label) for q in flow.questions if q.sensitive]
    if hidden:
        yield sentence(
            "Shown here in part only, and your messages with it deleted from this chat: {labels}.",
            labels=words.listed(hidden),
        )
    yield _how_long(flow)
    yield sentence(
        "A confirmed registration is kept until it has been delivered; one that a member of"
        " staff has to look into, until that is decided."
    )
    yield sentence(
        "Your consent is voluntary, and you can take it back here at any time."
        " /mydata shows all that is kept here about you, /forget erases it."
    )
    yield sentence(
        "What {company} has in Flextell is not changed from here: to see it, correct it or have"
        " it deleted, write to {company}.",
        company=company,
    )
    if flow.privacy.url is not None:
        yield sentence(
            "The whole privacy policy of {company}: {url}", company=company, url=flow.privacy.url
        )


def _how_long(flow: Flow) -> Sentence:
    kept = flow.privacy
    return sentence(
        "How many days it is kept here, encrypted: an unfinished registration {draft_days},"
        " a delivered one {record_days}, a message that could not be handled {quarantine_days},"
        " the proof that you agreed {proof_days}.",
        draft_days=kept.draft_days,
        record_days=kept.record_days,
        quarantine_days=kept.quarantine_days,
        proof_days=kept.proof_days,
    )
