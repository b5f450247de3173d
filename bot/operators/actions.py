"""What an operator can do that is written down, by the words of the audit."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """One thing done; the word is kept for ever, so it may never mean anything else."""

    SIGN_IN = "sign in"
    SIGN_OUT = "sign out"
    SHOW = "show"  # personal data, unmasked
    EXISTS_AS = "exists as"  # detail: the customer's id in Flextell
    CREATE_AGAIN = "create again"
    DROP = "drop"
    REMOVE = "remove"  # an update put aside
    REPLAY = "replay"  # likewise
    INVITE = "invite"
    ACCEPT = "accept"  # an invitation; about: who had invited
    ADD_AGENT = "add agent"  # about: which
    REMOVE_AGENT = "remove agent"  # about: which


COMMAND_LINE = "command line"
"""Who did it, where it was done by `intake` on the machine itself."""


def operator_name(operator_id: int) -> str:
    """Return how the audit names an operator."""
    return f"operator {operator_id}"


def agent_name(agent_id: int) -> str:
    """Return how the audit names an agent."""
    return f"agent {agent_id}"
