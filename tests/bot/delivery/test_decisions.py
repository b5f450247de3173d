from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.decisions import (
    Step,
    Unusable,
    Verdict,
    after_create,
    after_expiry,
    after_lookup,
    for_person,
)
from bot.delivery.matching import Matches
from bot.delivery.pausing import (
    BLOCKED,
    CONSENT_NEEDED,
    LIMIT,
    MENDING,
    TOKEN_REJECTED,
    pause_after,
)
from flextell import (
    CallFailed,
    ClientRejected,
    Conflict,
    ConsentNeeded,
    CreatedWithoutID,
    FieldsRefused,
    LimitReached,
    Misconfigured,
    NotSent,
    Refused,
    TokenRejected,
    Unknown,
)
from storage import ARROWS, UNSENT, Status
from tests.bot.delivery.rows import (
    HOUR,
    MINUTE,
    NOW,
    RULES,
    SECOND,
    a_submission,
    an_attempt,
    created,
)

if TYPE_CHECKING:
    from storage import Attempt

VERDICTS: dict[str, tuple[Verdict, Status]] = {
    "created": (created(), Status.CREATED),
    "no id": (CreatedWithoutID(201), Status.FIND_ID),
    "an answer": (FieldsRefused(422, ("email",), ()), Status.REFUSED),
    "an answer and a setting": (FieldsRefused(422, ("email",), ("user_id",)), Status.REFUSED),
    "a setting": (FieldsRefused(400, (), ("user_id",)), Status.BLOCKED),
    "nothing asked": (FieldsRefused(422, ("job",), ()), Status.HUMAN),
    "nothing asked and a setting": (FieldsRefused(422, ("job",), ("user_id",)), Status.HUMAN),
    "no field": (Refused(422), Status.HUMAN),
    "conflict": (Conflict(), Status.HUMAN),
    "not sent": (NotSent("ConnectError"), Status.QUEUED),
    "limit": (LimitReached(7), Status.QUEUED),
    "limit without a wait": (LimitReached(None), Status.QUEUED),
    "token": (TokenRejected(), Status.QUEUED),
    "consent": (ConsentNeeded(), Status.QUEUED),
    "client": (ClientRejected(401), Status.QUEUED),
    "forbidden": (Misconfigured(403), Status.BLOCKED),
    "unknown": (Unknown("HTTP 503"), Status.UNKNOWN),
    "a new kind of failure": (CallFailed("made up"), Status.UNKNOWN),
}


def decided(verdict: Verdict, **fields: object) -> Step:
    """Decide on a first attempt that has ended now."""
    return after_create(a_submission(**fields), an_attempt(), verdict, NOW, RULES, 0.0)


@pytest.mark.parametrize(("verdict", "status"), VERDICTS.values(), ids=VERDICTS.keys())
def test_each_verdict_leads_where_the_design_says(verdict: Verdict, status: Status) -> None:
    """The table of outcomes, and no arrow that is not declared."""
    step = decided(verdict)
    assert step.status is status
    assert status in ARROWS[Status.SENDING]


@pytest.mark.parametrize(("verdict", "status"), VERDICTS.values(), ids=VERDICTS.keys())
def test_only_what_surely_made_nothing_is_queued_again(verdict: Verdict, status: Status) -> None:
    """Of a POST that may have arrived no second one is made without a look-up."""
    harmless = isinstance(verdict, NotSent | LimitReached | TokenRejected)
    assert (decided(verdict).status is Status.QUEUED) == harmless
    assert decided(verdict).counts == (not harmless)
    assert (status is Status.QUEUED) == harmless


def test_a_created_customer_keeps_its_number() -> None:
    """The id of the answer is the customer's; the record is erased when its time is over."""
    assert decided(created("99")) == Step(Status.CREATED, NOW + RULES.keep_record, "99")


def test_refused_answers_come_in_the_order_they_are_asked() -> None:
    """Keys stand in the flow's order, and those not asked are left out."""
    step = decided(FieldsRefused(422, ("gender", "job", "phone"), ()))
    assert step.refused_keys == ("phone", "gender")


COUNTRY = {"answers": {"country": {"values": {"country": "TR"}}}}


@pytest.mark.parametrize(
    ("draft", "settings", "after"),
    [
        (COUNTRY, ("country_id",), (("email", "country"), ())),
        (COUNTRY, ("country_id", "user_id"), (("email", "country"), ("user_id",))),
        (COUNTRY, ("user_id",), (("email",), ("user_id",))),
        ({"answers": {}}, ("country_id",), (("email",), ("country_id",))),
    ],
)
def test_a_country_is_the_persons_to_mend_where_he_answered_it(
    draft: dict[str, Any], settings: tuple[str, ...], after: tuple[tuple[str, ...], ...]
) -> None:
    """Where he did not, what was refused is the operator's own."""
    refusal = for_person(FieldsRefused(422, ("email",), settings), a_submission(draft=draft))
    assert isinstance(refusal, FieldsRefused)
    assert (refusal.fields, refusal.settings_fields) == after


def test_a_refused_country_holds_up_nobody_else() -> None:
    """It is asked again like any answer; only a setting stops the tenant."""
    verdict = for_person(FieldsRefused(422, (), ("country_id",)), a_submission(draft=COUNTRY))
    rules = replace(RULES, questions=(*RULES.questions, "country"))
    step = after_create(a_submission(), an_attempt(), verdict, NOW, rules, 0.0)
    assert (step.status, step.refused_keys) == (Status.REFUSED, ("country",))
    assert isinstance(verdict, FieldsRefused)
    assert pause_after(verdict, NOW, rules) is None


def test_other_verdicts_are_the_same_for_everybody() -> None:
    """Only what names fields depends on who answered them."""
    verdict = NotSent("ConnectError")
    assert for_person(verdict, a_submission(draft=COUNTRY)) is verdict


@pytest.mark.parametrize(("uncounted", "seconds"), [(0, 0.5), (1, 1), (4, 8), (30, 150)])
def test_what_was_not_sent_waits_longer_each_time(uncounted: int, seconds: float) -> None:
    """The wait doubles with each try that did not count, up to five minutes; chance takes half."""
    step = decided(NotSent("ConnectError"), fence=uncounted + 1, posts=1)
    assert step.due_at == NOW + timedelta(seconds=seconds)


def test_a_limit_is_waited_for_as_long_as_it_says() -> None:
    """A 429 names its wait, or gets ours."""
    assert decided(LimitReached(7)).due_at == NOW + 7 * SECOND
    assert decided(LimitReached(None)).due_at == NOW + RULES.unnamed_wait


PAUSES = {
    "limit": (LimitReached(7), (LIMIT, "limit")),
    "token": (TokenRejected(), (MENDING, TOKEN_REJECTED)),
    "consent": (ConsentNeeded(), (MENDING, CONSENT_NEEDED)),
    "client": (ClientRejected(401), (MENDING, TOKEN_REJECTED)),
    "forbidden": (Misconfigured(403), (MENDING, BLOCKED)),
    "a setting": (FieldsRefused(422, (), ("user_id",)), (MENDING, BLOCKED)),
    "an answer": (FieldsRefused(422, ("email",), ("user_id",)), None),
    "unknown": (Unknown("HTTP 500"), None),
    "not sent": (NotSent("ConnectError"), None),
}


@pytest.mark.parametrize(("failure", "expected"), PAUSES.values(), ids=PAUSES.keys())
def test_what_would_meet_everybody_pauses_everybody(
    failure: CallFailed, expected: tuple[str, str] | None
) -> None:
    """Limits pause until they end, what the operator mends until a probe a minute later."""
    pause = pause_after(failure, NOW, RULES)
    assert (pause and (pause.name, pause.reason)) == expected
    if pause is not None:
        limited = pause.name == LIMIT
        assert pause.until == (NOW + 7 * SECOND if limited else None)
        assert pause.probe_at == (None if limited else NOW + MINUTE)


def test_an_expired_lease_is_looked_up_and_never_queued() -> None:
    """After a crash the POST may have been made: the first look-up is 5 s after its deadline."""
    attempt = an_attempt(ended_at=None)
    row = a_submission()
    step = after_expiry(row, attempt, attempt.deadline_at, RULES, 0.0)
    assert step == Step(Status.UNKNOWN, attempt.deadline_at + 5 * SECOND)
    assert after_expiry(row, None, NOW, RULES, 0.0) == Step(Status.UNKNOWN, NOW)


def test_a_lease_that_expired_during_the_search_is_queued_and_counts_nothing() -> None:
    """Nothing was sent; what another attempt noted, or was taken back, is looked up."""
    attempt = an_attempt(ended_at=None, outcome=UNSENT)
    step = after_expiry(a_submission(), attempt, NOW, RULES, 0.0)
    assert step == Step(Status.QUEUED, NOW, counts=False)
    for row in (a_submission(fence=2), a_submission(taken_back_at=NOW)):
        assert after_expiry(row, attempt, NOW, RULES, 0.0).status is Status.UNKNOWN


LATE = NOW + 15 * MINUTE


def looked_up(
    found: Matches | Unusable,
    status: Status = Status.UNKNOWN,
    attempt: Attempt | None = None,
    age: timedelta = 16 * MINUTE,
    absences: int = 0,
) -> Step:
    """Decide on a look-up of an attempt that ended `age` ago, and is seen complete three times."""
    attempt = attempt or an_attempt(lookups_complete=3)
    row = a_submission(status=status, absences=absences)
    return after_lookup(row, attempt, found, NOW + age, RULES, 0.0)


@pytest.mark.parametrize("status", [Status.UNKNOWN, Status.FIND_ID])
@pytest.mark.parametrize("loose", [(), ("18",)])
def test_one_strict_match_is_the_customer(status: Status, loose: tuple[str, ...]) -> None:
    """Exactly one strict match ends it, whatever looks alike beside it."""
    step = looked_up(Matches(NOW, ("17",), loose), status)
    assert (step.status, step.customer_id) == (Status.CREATED, "17")


@pytest.mark.parametrize("status", [Status.UNKNOWN, Status.FIND_ID])
@pytest.mark.parametrize(("strict", "loose"), [(("17", "18"), ()), ((), ("17",))])
def test_a_doubtful_match_goes_to_a_person(
    status: Status, strict: tuple[str, ...], loose: tuple[str, ...]
) -> None:
    """Two strict matches, or a loose one alone, are for a human."""
    assert looked_up(Matches(NOW, strict, loose), status).status is Status.HUMAN


@pytest.mark.parametrize(
    ("absences", "status"), [(0, Status.QUEUED), (1, Status.HUMAN), (2, Status.HUMAN)]
)
def test_absent_the_first_time_is_sent_again_the_second_is_not(
    absences: int, status: Status
) -> None:
    """Proven absent once means queue again, twice a human, whatever became of the worker."""
    step = looked_up(Matches(LATE), absences=absences)
    assert (step.status, step.absent) == (status, True)


@pytest.mark.parametrize(
    ("lookups", "looked_at"),
    [(2, LATE), (3, LATE - timedelta(microseconds=1)), (0, LATE + HOUR)],
)
def test_absence_needs_the_window_to_be_over_and_three_looks(
    lookups: int, looked_at: datetime
) -> None:
    """Fewer than three complete look-ups, or the last begun too early, prove nothing."""
    step = looked_up(Matches(looked_at), attempt=an_attempt(lookups_complete=lookups))
    assert step.status is Status.UNKNOWN
    assert step.due_at > NOW + 16 * MINUTE


def test_a_customer_known_to_exist_is_never_called_absent() -> None:
    """FIND_ID is only ever looked up; after a day without a find a person is asked."""
    assert looked_up(Matches(LATE), Status.FIND_ID).status is Status.FIND_ID
    assert looked_up(Matches(LATE), Status.FIND_ID, age=24 * HOUR).status is Status.HUMAN


@pytest.mark.parametrize("status", [Status.UNKNOWN, Status.FIND_ID])
def test_a_day_of_failing_lookups_goes_to_a_person(status: Status) -> None:
    """An unusable look-up concludes nothing, until a day has passed."""
    assert looked_up(Unusable("Unknown"), status, age=23 * HOUR).status is status
    assert looked_up(Unusable("Unknown"), status, age=24 * HOUR).status is Status.HUMAN


def test_without_an_attempt_on_record_a_person_decides() -> None:
    """What a restored backup knows no attempt of cannot be compared with anything."""
    row = a_submission(status=Status.UNKNOWN)
    step = after_lookup(row, None, Unusable("no attempt"), NOW, RULES, 0.0)
    assert step.status is Status.HUMAN


verdicts = st.sampled_from([verdict for verdict, _ in VERDICTS.values()])
chances = st.floats(0, 1, exclude_max=True)
ids = st.lists(st.text(min_size=1, max_size=3), max_size=3).map(tuple)
moments = st.integers(0, 200 * 3600).map(lambda seconds: NOW + timedelta(seconds=seconds))
founds = st.one_of(st.builds(Matches, moments, ids, ids), st.just(Unusable("made up")))


@settings(deadline=None)  # the machine may be busy
@given(verdicts, st.integers(1, 40), st.integers(0, 3), chances)
def test_every_verdict_is_decided_whatever_came_before(
    verdict: Verdict, fence: int, posts: int, chance: float
) -> None:
    """Deciding is total, stays within the arrows, and never makes anything due in the past."""
    row = a_submission(fence=fence + posts, posts=posts)
    step = after_create(row, an_attempt(), verdict, NOW, RULES, chance)
    assert step.status in ARROWS[Status.SENDING]
    assert step.due_at >= NOW
    assert (step.customer_id is not None) == (step.status is Status.CREATED)
    assert bool(step.refused_keys) == (step.status is Status.REFUSED)


@settings(deadline=None)  # the machine may be busy
@given(
    founds,
    st.sampled_from([Status.UNKNOWN, Status.FIND_ID]),
    st.integers(0, 5),
    st.integers(0, 3),
    moments,
    chances,
)
def test_every_lookup_is_decided_within_the_arrows(
    found: Matches | Unusable,
    status: Status,
    lookups: int,
    absences: int,
    now: datetime,
    chance: float,
) -> None:
    """Looking up ends, goes on later, or queues; it queues only what is proven absent."""
    row = a_submission(status=status, absences=absences)
    attempt = an_attempt(lookups_complete=lookups)
    step = after_lookup(row, attempt, found, now, RULES, chance)
    assert step.status is status or step.status in ARROWS[status]
    if step.status is status:
        assert step.due_at > now
    if step.status is Status.QUEUED:
        assert isinstance(found, Matches)
        assert not found.strict + found.loose
        assert found.looked_at >= NOW + RULES.settle
        assert (lookups >= 3, absences) == (True, 0)
