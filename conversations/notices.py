"""What is said outside of any conversation: in groups, to who is too fast, after a defect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.sentences import sentence

if TYPE_CHECKING:
    from datetime import date

    from conversations.wording import Wording


def private_only(words: Wording) -> str:
    """Return the one sentence that may be said in a group."""
    return words.say(
        sentence("I only talk in private: please write to me there, not in this group.")
    )


def too_fast(words: Wording) -> str:
    """Return what somebody is told once who writes faster than can be read."""
    return words.say(
        sentence(
            "That is faster than I can read. I did not take your last message;"
            " please wait a moment, then write it again."
        )
    )


def closed(words: Wording) -> str:
    """Return what somebody is told whose conversation does not open."""
    return words.say(
        sentence(
            "I cannot open your earlier answers at the moment; our staff have been told."
            " Please write again later, or send /restart to begin anew without them."
        )
    )


def operators_link(words: Wording, link: str, minutes: int) -> str:
    """Return what an operator is told who asked for the link to the operators' page."""
    told = sentence(
        "This opens the operators' page, once and within {minutes} minutes. It is for you alone.",
        minutes=minutes,
    )
    return f"{words.say(told)}\n\n{link}"


def invitation(words: Wording, name: str, link: str, hours: int) -> str:
    """Return what an operator is told who invites somebody to be an agent."""
    told = sentence(
        "Send this link to {name}: it works once, within {hours} hours, and whoever opens it"
        " enters customers from then on.",
        name=name,
        hours=hours,
    )
    return f"{words.say(told)}\n\n{link}"


def how_to_invite(words: Wording) -> str:
    """Return how an operator invites somebody to be an agent."""
    told = sentence(
        "Write whose customers they will be in Flextell, by the user's number, and the name:"
        " {example}",
        example="/invite 17 Ada Lovelace",
    )
    return words.say(told)


def handover_link(words: Wording, name: str, link: str, until: date) -> str:
    """Return what an agent is told who hands a customer over."""
    told = sentence(
        "Send this link to {name}: it opens once, until {day}, and whoever opens it goes on with"
        " the registration as the customer.",
        name=name,
        day=until,
    )
    return f"{words.say(told)}\n\n{link}"


def handover_link_later(words: Wording) -> str:
    """Return what an agent is told whose link to a customer cannot be made now."""
    return words.say(
        sentence(
            "Telegram does not answer, so I cannot make the link now. You get one from {command}:"
            " press the customer there, then “New link”.",
            command="/leads",
        )
    )


def no_link_now(words: Wording) -> str:
    """Return what an operator is told whose link cannot be made now."""
    return words.say(
        sentence("Telegram does not answer, so I cannot make the link now. Please try again.")
    )


def is_agent(words: Wording, company: str) -> str:
    """Return what somebody is told who has become an agent."""
    return words.say(
        sentence("You are an agent of {company} now: you enter its customers.", company=company)
    )


def put_aside(words: Wording) -> str:
    """Return what somebody is told whose message met a defect of ours."""
    return words.say(
        sentence(
            "Something went wrong here with your last message, and our staff will look into it."
            " Your answers are safe; send /start to go on."
        )
    )
