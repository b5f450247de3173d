"""The rows of one batch: loaded at once, changed in memory, kept at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from bot.turns.changes import Changes, Job, Seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage import Attempt, AuditEntry, Chat, Consent, Submission, UnitOfWork


LOG = structlog.get_logger()


class Stage:
    """What a batch's jobs see of the database, each the changes of those before it."""

    def __init__(
        self,
        seen: Seen,
        locked: set[int],
        chats: dict[int, Chat],
        submissions: dict[str, Submission],
        attempts: dict[str, Attempt],
    ) -> None:
        self.locked = locked
        self._now = seen.now
        self._chats = chats
        self._submissions = submissions
        self._attempts = attempts
        self._changed_chats: set[int] = set()
        self._changed_submissions: set[str] = set()
        self._changed_attempts: set[str] = set()
        self._new_submissions: list[Submission] = []
        self._consents: list[Consent | int] = []
        self._audit: list[AuditEntry] = []

    @classmethod
    async def prepared(cls, work: UnitOfWork, jobs: Sequence[Job[Any]]) -> Stage:
        """Lock the jobs' chats and load all their rows, a statement each."""
        locked = await work.chats.lock({job.chat_id for job in jobs})
        chats = await work.chats.load(locked)
        if closed := sum(not chat.is_readable for chat in chats.values()):
            LOG.error("chats do not open", count=closed)
        wanted = {job.submission_id for job in jobs if job.chat_id in locked}
        ids = sorted(submission_id for submission_id in wanted if submission_id is not None)
        submissions = await work.submissions.load(ids) if ids else {}
        attempts = await work.attempts.latest(ids) if ids else {}
        return cls(Seen(work.now), locked, chats, submissions, attempts)

    def decide(self, job: Job[Any]) -> Any:
        """Return the job's result, and note what it changes for the jobs after it."""
        submission_id = job.submission_id
        seen = Seen(
            self._now,
            self._chats.get(job.chat_id),
            self._submissions.get(submission_id) if submission_id else None,
            self._attempts.get(submission_id) if submission_id else None,
        )
        decision = job.decide(seen)
        self._note(job.chat_id, decision.changes)
        return decision.result

    async def keep(self, work: UnitOfWork) -> None:
        """Write all that changed."""
        await work.chats.keep([self._chats[chat_id] for chat_id in self._changed_chats])
        if self._new_submissions:
            await work.submissions.add(self._new_submissions)
        if self._changed_submissions:
            await work.submissions.keep([self._submissions[i] for i in self._changed_submissions])
        if self._changed_attempts:
            await work.attempts.keep([self._attempts[i] for i in self._changed_attempts])
        await self._keep_consents(work)
        await work.audit.add(self._audit)

    async def _keep_consents(self, work: UnitOfWork) -> None:
        """Write consents in the order they were given and, as a chat's id, taken back."""
        given: list[Consent] = []
        for consent in self._consents:
            if not isinstance(consent, int):
                given.append(consent)
                continue
            await work.consents.add(given)
            await work.consents.withdraw(consent, work.now)
            given = []
        await work.consents.add(given)

    def _note(self, chat_id: int, changes: Changes) -> None:
        if changes.chat is not None:
            self._chats[chat_id] = changes.chat
            self._changed_chats.add(chat_id)
        if changes.submission is not None:
            self._submissions[changes.submission.id] = changes.submission
            self._changed_submissions.add(changes.submission.id)
        if changes.attempt is not None:
            self._attempts[changes.attempt.submission_id] = changes.attempt
            self._changed_attempts.add(changes.attempt.submission_id)
        if changes.new_submission is not None:
            self._new_submissions.append(changes.new_submission)
        if changes.withdraws_consent:
            self._consents.append(chat_id)
        if changes.consent is not None:
            self._consents.append(changes.consent)
        if changes.audit is not None:
            self._audit.append(changes.audit)
