"""What a sensitive answer may leave behind: its values, but neither its words nor its message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.effects import DeleteMessage, Effect

if TYPE_CHECKING:
    from conversations.draft import Draft
    from conversations.flow import Flow, Question


def kept_words(question: Question, text: str) -> str:
    """Return what is kept of the words said to a question."""
    return "" if question.sensitive else text


def deleting(question: Question, message_id: int | None) -> tuple[Effect, ...]:
    """Return how what was said to a question is deleted; even a refused answer may be a slip."""
    if not question.sensitive or message_id is None:
        return ()
    return (DeleteMessage(message_id),)


def remains(flow: Flow, draft: Draft) -> tuple[Effect, ...]:
    """Return how the messages of sensitive answers are deleted, should they still be there."""
    said = {key: answer.message_id for key, answer in draft.answers.items()}
    for doubt in draft.doubts:
        said[doubt.key] = doubt.message_id
    return tuple(effect for q in flow.questions for effect in deleting(q, said.get(q.key)))
