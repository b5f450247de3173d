"""The record of a confirmed draft: the canonical answers, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conversations.draft import Draft
    from conversations.flow import Flow


def record(flow: Flow, draft: Draft) -> dict[str, str]:
    """Return the canonical strings of all questions still asked; empty ones are left out."""
    sent = (q.key for q in flow.questions if not q.stays)
    asked = (draft.answers[key] for key in sent if key in draft.answers)
    return {field: value for answer in asked for field, value in answer.values.items() if value}
