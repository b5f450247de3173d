"""How a list is read: all that the process which reads it has to know, as it is also kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from conversations.audience import Audience
from conversations.documents import draft_document, draft_of
from conversations.draft import Draft
from conversations.kinds.kind import Listener
from conversations.lists.plan import Plan
from conversations.wording import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conversations.answers import Answer
    from conversations.flow import Question

# In a list's document: the command line took it, and gives it back.
BY_COMMAND: Final = "by_command"


@dataclass(frozen=True, slots=True)
class Task:
    """One list to be read.

    `today` is the day on which it was sent, so that it is read alike whenever it goes on; `given`
    are answers that hold for every row.
    """

    content: bytes = field(repr=False)
    questions: tuple[Question, ...]
    language: str
    today: date
    plan: Plan | None = None
    given: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def listener(self) -> Listener:
        """Return as who the rows are read."""
        return Listener(wording(self.language, Audience.AGENT), self.today)

    def document(self) -> dict[str, Any]:
        """Return how it is read, as plain data; not the file and not what may be asked."""
        plan = self.plan or Plan(())
        return {
            "language": self.language,
            "today": self.today.isoformat(),
            "columns": list(plan.columns),
            "has_headings": plan.has_headings,
            "day_first": plan.day_first,
            "given": draft_document(Draft(self.given)),
        }


def task_of(content: bytes, questions: tuple[Question, ...], document: Mapping[str, Any]) -> Task:
    """Return the task that a document holds."""
    plan = Plan(tuple(document["columns"]), document["has_headings"], document["day_first"])
    task = Task(content, questions, document["language"], date.fromisoformat(document["today"]))
    return replace(task, plan=plan, given=draft_of(document["given"]).answers)
