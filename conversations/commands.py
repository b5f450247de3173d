"""The slash commands: what each does, as the help and the messenger's own menu tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from conversations.flow import Flow
    from conversations.wording import Wording


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, without its slash."""

    name: str
    does: Sentence


HELP = Command("help", sentence("what can be done here"))
LANGUAGE = Command("language", sentence("another language"))

COMMANDS = (
    Command("start", sentence("begin, or go on where you left off")),
    Command("back", sentence("the question before")),
    Command("skip", sentence("leave this question out")),
    Command("status", sentence("where your registration stands")),
    Command("restart", sentence("begin anew")),
    Command("cancel", sentence("give up; your answers are deleted")),
    LANGUAGE,
    Command("privacy", sentence("what is kept, and for how long")),
    Command("mydata", sentence("all that is kept here about you")),
    Command("forget", sentence("erase all that is kept here about you")),
    HELP,
)

AGENTS_COMMANDS = (
    Command("new", sentence("enter the next customer")),
    Command("leads", sentence("the customers you have entered")),
    Command("handover", sentence("let the customer finish this one")),
    Command("back", sentence("the question before")),
    Command("skip", sentence("leave this question out")),
    Command("restart", sentence("begin this customer anew")),
    Command("cancel", sentence("give this customer up; the answers are deleted")),
    LANGUAGE,
    HELP,
)


IN_WRITING = sentence(
    "Instead of pressing a button, you can write what it says. Its number will do as well: that of"
    " its line where the lines are numbered, otherwise its place, counted from the top."
)


def commands(flow: Flow) -> tuple[Command, ...]:
    """Return the commands of who answers a flow."""
    return AGENTS_COMMANDS if flow.is_for_agents else COMMANDS


def purpose(flow: Flow) -> Sentence:
    """Return what the bot is for."""
    if flow.is_for_agents:
        return sentence(
            "You enter customers of {company} here, one after another.", company=flow.company
        )
    return sentence(
        "I register you as a customer of {company}, one question at a time.", company=flow.company
    )


def help_text(flow: Flow, words: Wording) -> str:
    """Return what can be done here."""
    lines = (
        f"{words.isolated(f'/{command.name}')} – {words.say(command.does)}"
        for command in commands(flow)
    )
    return "\n".join((words.say(purpose(flow)), *lines, words.say(IN_WRITING)))
