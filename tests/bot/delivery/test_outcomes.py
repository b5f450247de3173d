from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.delivery.decisions import Unusable
from bot.delivery.matching import Matches
from bot.delivery.outcomes import Noted, NoteLookup, NoteVerdict, outcome_text
from bot.delivery.rules import HEAD_START
from bot.turns.changes import Changes, Seen
from bot.turns.turn import CardName
from conversations.conversation import Conversation, Registration, Standing
from conversations.documents import conversation, conversation_document, draft_document
from flextell import Conflict, FieldsRefused, NotSent, Unknown
from storage import Chat, Status
from tests.bot.delivery.road import a_draft, a_talk
from tests.bot.delivery.rows import NOW, RULES, SECOND, a_submission, an_attempt, created

if TYPE_CHECKING:
    from bot.delivery.decisions import Verdict
    from bot.turns.taking import Talk
    from storage import Keyring

WAITING = Conversation("ar", registration=Registration(Standing.ACCEPTED))


@pytest.fixture(scope="module")
def talk(keyring: Keyring) -> Talk:
    """Lend a company's talk."""
    return a_talk(keyring)


def a_chat(talk: Conversation = WAITING, **fields: Any) -> Chat:
    """Return the chat whose person confirmed the submission."""
    return Chat(7, fields.get("token", "token"), 7, conversation_document(talk), ())


def seen(chat: Chat | None = None, **fields: Any) -> Seen:
    """Return the rows as they stand while an attempt is under way."""
    row = a_submission(draft=draft_document(a_draft(1)), **fields)
    return Seen(NOW, chat or a_chat(), row, an_attempt(ended_at=None))


def verdict_of(talk: Talk, verdict: Verdict, fence: int = 1) -> NoteVerdict:
    """Return the job of noting a verdict."""
    return NoteVerdict(talk, RULES, 7, a_submission().id, fence, verdict, 0.0)


def heard(changes: Changes) -> Conversation:
    """Return the conversation that is kept."""
    assert changes.chat is not None
    return conversation(changes.chat.document)


def test_submission_attempt_and_talk_move_together(talk: Talk) -> None:
    """One set of changes holds the outcome, its evidence, what the talk heard, and a notice."""
    decision = verdict_of(talk, created()).decide(seen())
    changes = decision.changes
    assert decision.result == Noted(Status.CREATED)
    assert changes.submission is not None
    assert (changes.submission.customer_id, changes.submission.lease_until) == ("17", None)
    assert (changes.submission.notice_due_at, changes.submission.last_error) == (NOW, None)
    assert changes.attempt is not None
    assert (changes.attempt.outcome, changes.attempt.ended_at) == ("Created", NOW)
    assert heard(changes).registration == Registration(Standing.REGISTERED, "17")
    assert changes.chat is not None
    assert changes.chat.revision == 8


def test_registered_does_not_overtake_accepted(talk: Talk) -> None:
    """What was confirmed a moment ago is told of once its confirmation has had its head start."""
    changes = verdict_of(talk, created()).decide(seen(created_at=NOW)).changes
    assert changes.submission is not None
    assert changes.submission.notice_due_at == NOW + HEAD_START


def test_who_has_room_tells_at_once_what_is_leased_to_him(talk: Talk) -> None:
    """The notice comes with the outcome, and nobody else takes it up meanwhile."""
    job = replace(verdict_of(talk, created()), tells=True)
    decision = job.decide(seen(created_at=NOW))
    news, row = decision.result.news, decision.changes.submission
    assert news is not None
    assert row is not None
    assert (news.submission, news.wait) == (row, HEAD_START.total_seconds())
    assert (row.notice_due_at, row.notice_tries) == (NOW + HEAD_START + RULES.tell_lease, 1)
    assert decision.changes.chat is not None
    assert news.notice.card_name == CardName("token", decision.changes.chat.revision)


def test_what_is_no_news_is_not_told_at_once(talk: Talk) -> None:
    """While it is still on its way there is nothing to tell, room or not."""
    job = replace(verdict_of(talk, NotSent("ConnectError")), tells=True)
    assert job.decide(seen()).result.news is None


def test_a_refusal_reopens_the_draft_that_was_confirmed(talk: Talk) -> None:
    """The refused question is asked again, in the draft as it was sent."""
    refusal = FieldsRefused(422, ("email",), ())
    after = heard(verdict_of(talk, refusal).decide(seen()).changes)
    assert after.draft == a_draft(1).refused(("email",))
    assert after.registration is None


def test_a_person_who_waits_for_staff_is_told_so(talk: Talk) -> None:
    """A conflict is for a human, and the talk says so."""
    after = heard(verdict_of(talk, Conflict()).decide(seen()).changes)
    assert after.registration == Registration(Standing.CHECKED)


@pytest.mark.parametrize("verdict", [created(), Conflict()])
def test_news_below_whose_card_more_was_said_comes_below_it_all(
    talk: Talk, verdict: Verdict
) -> None:
    """The talk remembers that its card was overtaken when it hears the news."""
    chat = a_chat(WAITING.overtaken())
    decision = replace(verdict_of(talk, verdict), tells=True).decide(
        seen(chat, card_message_id=55)
    )
    registration = heard(decision.changes).registration
    assert registration is not None
    assert registration.is_overtaken
    assert decision.result.news is not None
    assert decision.result.news.notice.card_message_id is None


@pytest.mark.parametrize("verdict", [Unknown("HTTP 503"), NotSent("ConnectError")])
def test_what_is_still_on_its_way_changes_nothing_for_the_person(
    talk: Talk, verdict: Verdict
) -> None:
    """Neither talk nor card moves while the registration is being delivered."""
    changes = verdict_of(talk, verdict).decide(seen()).changes
    assert changes.chat is None
    assert changes.submission is not None
    assert changes.submission.notice_due_at is None
    assert changes.submission.last_error == outcome_text(verdict)


def test_a_post_that_made_nothing_is_counted_back(talk: Talk) -> None:
    """The number of POSTs is the number of those that may have done something."""
    changes = verdict_of(talk, NotSent("ConnectError")).decide(seen()).changes
    assert changes.submission is not None
    assert changes.submission.posts == 0


CHATS = {
    "it was forgotten and begun anew": a_chat(token="another"),
    "it waits for nothing": a_chat(Conversation("en")),
    "it is registered already": a_chat(
        Conversation("en", registration=Registration(Standing.REGISTERED, "16"))
    ),
}


@pytest.mark.parametrize("chat", CHATS.values(), ids=CHATS.keys())
def test_a_chat_that_does_not_wait_for_it_hears_nothing(talk: Talk, chat: Chat) -> None:
    """The outcome is kept all the same, and the card is brought up to date."""
    changes = verdict_of(talk, created()).decide(seen(chat)).changes
    assert changes.chat is None
    assert changes.submission is not None
    assert changes.submission.notice_due_at == NOW


def test_a_chat_without_a_row_loses_no_outcome(talk: Talk) -> None:
    """Where the chat is gone, the submission still comes to its end."""
    decision = verdict_of(talk, created()).decide(replace(seen(), chat=None))
    assert (decision.result, decision.changes.chat) == (Noted(Status.CREATED), None)


def test_hearing_the_same_again_is_no_new_revision(talk: Talk) -> None:
    """A talk that knows already that staff looks into it keeps its buttons."""
    chat = a_chat(Conversation("en", registration=Registration(Standing.CHECKED)))
    assert verdict_of(talk, Conflict()).decide(seen(chat)).changes.chat is None


@pytest.mark.parametrize(
    "fields", [{"status": Status.UNKNOWN}, {"status": Status.CREATED}, {"fence": 2}]
)
def test_a_lost_lease_only_adds_evidence(talk: Talk, fields: dict[str, Any]) -> None:
    """What came too late is written on the attempt, and decides nothing."""
    decision = verdict_of(talk, created()).decide(seen(**fields))
    attempt = an_attempt(outcome="Created", ended_at=NOW)
    assert decision.result == Noted()
    assert decision.changes == Changes(attempt=attempt)


def test_a_newer_attempt_is_not_written_over(talk: Talk) -> None:
    """Once another attempt has begun, the old one's late answer is only logged."""
    later = replace(seen(fence=2), attempt=an_attempt(number=2, fence=2))
    assert verdict_of(talk, created()).decide(later).changes == Changes()


def test_an_erased_submission_is_left_alone(talk: Talk) -> None:
    """Nothing comes back that was erased in the meantime."""
    gone = replace(seen(), submission=None)
    assert verdict_of(talk, created()).decide(gone).changes.submission is None
    assert lookup_of(talk, Matches(NOW, ("17",))).decide(gone).changes == Changes()


def lookup_of(talk: Talk, found: Matches | Unusable) -> NoteLookup:
    """Return the job of noting a look-up."""
    return NoteLookup(talk, RULES, 7, a_submission().id, 1, found, 0.0)


def unknown(**fields: Any) -> Seen:
    """Return the rows of an attempt that ended now without a clear answer."""
    given = {"status": Status.UNKNOWN, "status_before": Status.UNKNOWN}
    return replace(seen(**given | fields), attempt=an_attempt())


def test_a_lookup_that_finds_it_ends_it(talk: Talk) -> None:
    """The customer found is the registration's, and the person hears its number."""
    decision = lookup_of(talk, Matches(NOW, ("17",))).decide(unknown())
    assert decision.result is Status.CREATED
    assert heard(decision.changes).registration == Registration(Standing.REGISTERED, "17")
    assert decision.changes.submission is not None
    assert decision.changes.submission.notice_due_at == NOW


def test_only_complete_lookups_are_counted(talk: Talk) -> None:
    """A look-up without a conclusion is no proof of absence."""
    complete = lookup_of(talk, Matches(NOW)).decide(unknown()).changes.attempt
    unusable = lookup_of(talk, Unusable("Unknown")).decide(unknown()).changes.attempt
    assert complete is not None
    assert unusable is not None
    assert (complete.lookups_complete, unusable.lookups_complete) == (1, 0)


def test_going_on_looking_is_no_news(talk: Talk) -> None:
    """A notice that was given up is not begun again by every look-up."""
    changes = lookup_of(talk, Matches(NOW)).decide(unknown(told="human")).changes
    assert changes.submission is not None
    assert changes.submission.notice_due_at is None
    assert changes.submission.due_at == NOW + 5 * SECOND


@pytest.mark.parametrize("fields", [{"status": Status.HUMAN}, {"fence": 2}])
def test_a_lookup_that_comes_too_late_decides_nothing(talk: Talk, fields: dict[str, Any]) -> None:
    """Another worker, or an operator, has decided by then."""
    decision = lookup_of(talk, Matches(NOW, ("17",))).decide(unknown(**fields))
    assert (decision.result, decision.changes) == (None, Changes())


def test_an_outcome_says_its_class_and_status_only() -> None:
    """What is kept and logged of a verdict holds no text from outside."""
    assert outcome_text(created()) == "Created"
    assert outcome_text(FieldsRefused(422, ("email",), ())) == "FieldsRefused 422"
    assert outcome_text(NotSent("ConnectError")) == "NotSent ConnectError"
    assert outcome_text(Conflict()) == "Conflict"
    assert len(outcome_text(Unknown("x" * 99))) == 64


def test_refused_answers_go_back_to_the_chat_whole(talk: Talk) -> None:
    """They live in one place only, so that what is erased there is erased."""
    changes = verdict_of(talk, FieldsRefused(422, ("phone",), ())).decide(seen()).changes
    assert changes.submission is not None
    assert (changes.submission.body, changes.submission.draft) == (b"", {})
    assert changes.submission.phone_index is None
    assert heard(changes).draft == a_draft(1).refused(("phone",))


def test_refused_answers_that_no_chat_takes_back_stay_until_their_day(talk: Talk) -> None:
    """Where the chat was begun anew meanwhile, nothing but the submission has them."""
    elsewhere = seen(chat=a_chat(token="another"))
    changes = verdict_of(talk, FieldsRefused(422, ("phone",), ())).decide(elsewhere).changes
    assert changes.chat is None
    assert changes.submission is not None
    assert changes.submission.body == elsewhere.submission.body  # type: ignore[union-attr] # it is there
