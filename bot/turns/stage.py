"""The rows of one batch: loaded at once, changed in memory, kept at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog

from bot.turns.changes import Changes, Job, NamesCustomers, Seen
from bot.turns.entered import Looking
from bot.turns.handed_rows import HandedRows
from bot.turns.record import Record
from bot.turns.taking import TakeTurn
from storage import NEVER, NotPutAside, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.turns.step_counts import Progress, StepCounts
    from conversations.entered import Entries
    from conversations.lead_events import AskedLeads
    from storage import Agent, Attempt, AuditEntry, Chat, Consent, Submission, UnitOfWork


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
        records: dict[int, Record],
        owners: dict[str, frozenset[str]],
        agents: Mapping[int, Agent],
        leads: Mapping[tuple[int, AskedLeads], Entries],
        handed: HandedRows,
    ) -> None:
        self.locked = locked
        self._now = seen.now
        self._chats = chats
        self._submissions = submissions
        self._attempts = attempts
        self._records = records
        self._owners = owners
        self._agents = agents
        self._leads = leads
        self._handed = handed
        self._forgotten: set[int] = set()
        self._changed_chats: set[int] = set()
        self._changed_submissions: set[str] = set()
        self._changed_attempts: set[str] = set()
        self._new_submissions: list[Submission] = []
        self._consents: list[Consent | int] = []
        self._audit: list[AuditEntry] = []
        self._taken_up: list[str] = []
        self._progress: list[tuple[int, Progress]] = []

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
        asked = {job.chat_id for job in jobs if _is_about_record(job)} & locked
        records = await _records(work, asked) if asked else {}
        for record in records.values():
            submissions |= {row.id: row for row in record.submissions}
        owners = await work.submissions.owners(_customers(jobs))
        agents = await work.agents.among(locked)
        leads = await _leads(work, jobs, agents, chats)
        events = [job.event for job in jobs if isinstance(job, TakeTurn) and job.chat_id in locked]
        handed = await HandedRows.prepared(work, events)
        rows = (submissions, attempts, records, owners)
        return cls(Seen(work.now), locked, chats, *rows, agents, leads, handed)

    def decide(self, job: Job[Any]) -> Any:
        """Return the job's result, and note what it changes for the jobs after it."""
        submission_id = job.submission_id
        seen = Seen(
            self._now,
            self._chats.get(job.chat_id),
            self._submissions.get(submission_id) if submission_id else None,
            self._attempts.get(submission_id) if submission_id else None,
            self._record(job.chat_id) if _is_about_record(job) else None,
            self._agents.get(job.chat_id),
            self._leads_for(job),
            self._handed.of(job.event) if isinstance(job, TakeTurn) else None,
            self._owners,
        )
        decision = job.decide(seen)
        self._note(job.chat_id, decision.changes)
        return decision.result

    def count(self, step_counts: StepCounts) -> None:
        """Count what was decided: once it is kept."""
        for chat_id, progress in self._progress:
            step_counts.add(chat_id, self._now, progress)

    async def keep(self, work: UnitOfWork) -> None:
        """Write all that changed; raise NotPutAside where what is taken up is there no more."""
        for row_id in self._taken_up:
            if not await work.quarantine.remove(row_id):
                raise NotPutAside(row_id)
        await work.chats.keep([self._chats[chat_id] for chat_id in self._changed_chats])
        if self._new_submissions:
            await work.submissions.add(self._new_submissions)
        if self._changed_submissions:
            await work.submissions.keep([self._submissions[i] for i in self._changed_submissions])
        if self._changed_attempts:
            await work.attempts.keep([self._attempts[i] for i in self._changed_attempts])
        # Attempts name who else looked alike; what is over is not looked up any more.
        over = [i for i in self._changed_submissions if self._submissions[i].due_at == NEVER]
        if over:
            await work.attempts.forget(over)
        await self._handed.keep(work)
        await self._keep_consents(work)
        await self._forget(work)
        await work.audit.add(self._audit)

    def _record(self, chat_id: int) -> Record:
        """Return all of a chat, with what the jobs before this one have changed of it."""
        mine = [row for row in self._submissions.values() if row.chat_id == chat_id]
        mine.sort(key=lambda row: (row.created_at, row.id))
        record = self._records[chat_id]
        given = [c for c in self._consents if not isinstance(c, int) and c.chat_id == chat_id]
        return replace(record, submissions=tuple(mine), consents=(*record.consents, *given))

    def _leads_for(self, job: Job[Any]) -> Entries | None:
        asked = job.asks_leads if isinstance(job, TakeTurn) else None
        return None if asked is None else self._leads.get((job.chat_id, asked))

    async def _forget(self, work: UnitOfWork) -> None:
        """Erase what was put aside or taken up; where nothing is open, part proofs and person."""
        for chat_id in self._forgotten:
            await work.quarantine.forget(chat_id)
            await work.handovers.forget(chat_id)
            if not await work.submissions.chats_waiting([chat_id]):
                await work.part(chat_id)

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
        if changes.attempt is not None:
            self._attempts[changes.attempt.submission_id] = changes.attempt
            self._changed_attempts.add(changes.attempt.submission_id)
        if changes.withdraws_consent:
            self._consents.append(chat_id)
        if changes.consent is not None:
            self._consents.append(changes.consent)
        if changes.audit is not None:
            self._audit.append(changes.audit)
        if changes.progress is not None:
            self._progress.append((chat_id, changes.progress))
        if changes.taken_up is not None:
            self._taken_up.append(changes.taken_up)
        if changes.forgets_person:
            self._forgotten.add(chat_id)
        self._note_submissions(changes)
        self._handed.note(changes)

    def _own(self, submission: Submission) -> None:
        """Note whose the customer is now, for the jobs after this one."""
        if submission.customer_id is not None:
            owners = self._owners.get(submission.customer_id, frozenset())
            self._owners[submission.customer_id] = owners | {submission.id}

    def _note_submissions(self, changes: Changes) -> None:
        for submission in (changes.submission, *changes.submissions):
            if submission is not None:
                self._submissions[submission.id] = submission
                self._changed_submissions.add(submission.id)
                self._own(submission)
        new = changes.new_submission
        if new is not None:
            self._new_submissions.append(new)
            # To the jobs after this one it is as if it were stored already.
            self._submissions[new.id] = replace(new, status_before=Status.QUEUED)


def _customers(jobs: Sequence[Job[Any]]) -> set[str]:
    """Return the customers that jobs about submissions name."""
    naming = (job for job in jobs if job.submission_id and isinstance(job, NamesCustomers))
    return {customer_id for job in naming for customer_id in job.customer_ids}


def _is_about_record(job: Job[Any]) -> bool:
    """Tell whether a job is to see all that is stored of its chat."""
    return isinstance(job, TakeTurn) and job.is_about_record


async def _leads(
    work: UnitOfWork,
    jobs: Sequence[Job[Any]],
    agents: Mapping[int, Agent],
    chats: Mapping[int, Chat],
) -> dict[tuple[int, AskedLeads], Entries]:
    """Return what agents among the jobs' chats ask of the leads they entered before this batch."""
    found: dict[tuple[int, AskedLeads], Entries] = {}
    for job in jobs:
        asked = job.asks_leads if isinstance(job, TakeTurn) else None
        if isinstance(job, TakeTurn) and asked is not None and job.chat_id in agents:
            looking = Looking(job.talk, agents[job.chat_id], chats.get(job.chat_id))
            found[job.chat_id, asked] = await looking.entries(work, asked)
    return found


async def _records(work: UnitOfWork, chat_ids: Collection[int]) -> dict[int, Record]:
    """Return all that is stored of the chats; a chat without anything has an empty record."""
    rows = await work.submissions.of(chat_ids)
    attempts = await work.attempts.of_each([row.id for row in rows])
    return {
        chat_id: Record(
            tuple(row for row in rows if row.chat_id == chat_id),
            attempts,
            tuple(await work.consents.of(chat_id)),
            tuple(await work.quarantine.of(chat_id)),
        )
        for chat_id in chat_ids
    }
