from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.delivery.notices import Done, Later, Told, Unreachable, is_news, news_of, notice_of
from bot.delivery.telling import NoteTold
from bot.turns.changes import Changes, Seen
from bot.turns.turn import CardName
from conversations.conversation import Conversation, Registration, Standing
from conversations.documents import conversation_document
from storage import Chat, Status, Submission
from tests.bot.delivery.road import AGREED, a_draft, a_talk
from tests.bot.delivery.rows import NOW, RULES, SECOND, a_submission

if TYPE_CHECKING:
    from bot.turns.taking import Talk
    from storage import Keyring


@pytest.fixture(scope="module")
def talk(keyring: Keyring) -> Talk:
    """Lend a company's talk."""
    return a_talk(keyring)


def a_chat(talk: Conversation) -> Chat:
    """Return a chat at its ninth revision."""
    return Chat(7, "token", 9, conversation_document(talk), ())


ACCEPTED = a_chat(Conversation("en", registration=Registration(Standing.ACCEPTED)))
SAYS = {
    Status.CREATED: "no. 17",
    Status.LINKED: "no. 17",
    Status.HUMAN: "member of staff",
    Status.REFUSED: "could not accept",
    Status.DROPPED: "could not take it",
    Status.QUEUED: "being delivered",
    Status.SENDING: "being delivered",
    Status.UNKNOWN: "being delivered",
    Status.FIND_ID: "being delivered",
    Status.BLOCKED: "being delivered",
}


@pytest.mark.parametrize(("status", "words"), SAYS.items())
def test_the_card_never_claims_more_than_is_true(talk: Talk, status: Status, words: str) -> None:
    """Each status is told in its words, and only an end with a number shows one."""
    row = a_submission(status=status, customer_id="17", card_message_id=55)
    notice = notice_of(talk, row, ACCEPTED, NOW)
    assert notice is not None
    assert words in notice.card.text
    assert (notice.submission_id, notice.chat_id) == (row.id, 7)
    assert (notice.card_message_id, notice.card_name) == (55, CardName("token", 9))
    assert notice.question is None


def test_a_card_that_was_overtaken_is_said_anew(talk: Talk) -> None:
    """An edit above what was said since would never be seen, and what was said would stay last."""
    overtaken = Registration(Standing.REGISTERED, "17", is_overtaken=True)
    row = a_submission(status=Status.CREATED, customer_id="17", card_message_id=55)
    notice = notice_of(talk, row, a_chat(Conversation("en", registration=overtaken)), NOW)
    assert notice is not None
    assert notice.card_message_id is None


def test_what_may_not_be_told_shows_no_number(talk: Talk) -> None:
    """Neither that somebody was there before, nor who; likewise where it is erased at its end."""
    row = a_submission(status=Status.LINKED, customer_id="17", is_discreet=True)
    notices = [
        notice_of(talk, each, ACCEPTED, NOW) for each in (row, replace(row, taken_back_at=NOW))
    ]
    said = [notice.card.text for notice in notices if notice is not None]
    assert "has what it needs" in said[0]
    assert "has not reached" in said[1]
    assert [text for text in said if "17" in text] == []


def test_who_took_it_back_is_told_nothing(talk: Talk) -> None:
    """The person knows."""
    assert notice_of(talk, a_submission(status=Status.WITHDRAWN), ACCEPTED, NOW) is None


@pytest.mark.parametrize("status", [Status.SENDING, Status.UNKNOWN, Status.HUMAN])
def test_what_was_taken_back_is_told_of_at_its_end_alone(talk: Talk, status: Status) -> None:
    """Until then there is no news, not even where staff look into it."""
    row = a_submission(status=status, taken_back_at=NOW)
    assert not is_news(row)
    assert notice_of(talk, row, ACCEPTED, NOW) is None


def test_a_refusal_asks_the_question_that_is_open(talk: Talk) -> None:
    """The card says what was refused, and the question comes with the chat's own buttons."""
    reopened = a_chat(Conversation("en", AGREED, a_draft(1).refused(("email",))))
    row = a_submission(status=Status.REFUSED, refused_keys=("email",))
    notice = notice_of(talk, row, reopened, NOW)
    assert notice is not None
    assert "E-mail" in notice.card.text
    assert notice.question is not None
    assert "e-mail address" in notice.question.text


def test_the_card_speaks_the_persons_language(talk: Talk) -> None:
    """Arabic where Arabic was chosen, the default where the chat is gone."""
    row = a_submission(status=Status.HUMAN)
    arabic = notice_of(talk, row, a_chat(Conversation("ar")), NOW)
    nobody = notice_of(talk, row, None, NOW)
    assert arabic is not None
    assert nobody is not None
    assert any("\u0600" <= letter <= "\u06ff" for letter in arabic.card.text)
    assert "member of staff" in nobody.card.text
    assert nobody.card_name == CardName("token", 6)


def test_all_ways_to_the_end_are_one_piece_of_news() -> None:
    """The confirmation said: accepted; until there is an end, that stays true."""
    on_the_way = [status for status, words in SAYS.items() if "delivered" in words]
    assert {news_of(status) for status in on_the_way} == {Status.QUEUED}
    assert not any(is_news(a_submission(status=status)) for status in on_the_way)
    assert is_news(a_submission(status=Status.CREATED))
    assert not is_news(a_submission(status=Status.CREATED, told="created"))
    assert is_news(a_submission(status=Status.QUEUED, told="human"))


def told_of(told: Told, row: Submission, status: Status = Status.CREATED) -> Submission:
    """Return the row once it is noted how telling of a status went."""
    job = NoteTold(RULES, 7, row.id, status, told, 0.0)
    changes = job.decide(Seen(NOW, submission=row)).changes
    assert changes.submission is not None
    return changes.submission


def test_a_person_who_was_told_is_left_in_peace() -> None:
    """What was told is kept, and where the card is now."""
    row = a_submission(status=Status.CREATED, notice_due_at=NOW + SECOND, card_message_id=55)
    assert told_of(Done(), row).card_message_id == 55
    after = told_of(Done(card_message_id=60), row)
    assert (after.told, after.notice_due_at, after.card_message_id) == ("created", None, 60)


def test_news_that_overtakes_a_notice_is_told_next() -> None:
    """If the status changed while the old one was told, the new one is due at once."""
    row = a_submission(status=Status.CREATED, notice_due_at=NOW + SECOND)
    after = told_of(Done(), row, Status.HUMAN)
    assert (after.told, after.notice_due_at) == ("human", NOW)


def test_a_notice_that_has_to_wait_is_tried_again() -> None:
    """As long as the messenger asks, or a little longer each time."""
    row = a_submission(status=Status.CREATED, notice_tries=3)
    assert told_of(Later(9), row).notice_due_at == NOW + 9 * SECOND
    assert told_of(Later(), row).notice_due_at == NOW + 2 * SECOND


def test_who_cannot_be_reached_is_not_called_told() -> None:
    """Whoever blocked the bot reads the card at the next update; nothing is tried again."""
    after = told_of(Unreachable(), a_submission(status=Status.CREATED, notice_due_at=NOW))
    assert (after.told, after.notice_due_at) == (None, None)


def test_an_erased_submission_needs_no_note() -> None:
    """Nothing is written where nothing is left."""
    job = NoteTold(RULES, 7, "gone", Status.CREATED, Done(), 0.0)
    assert job.decide(Seen(NOW)).changes == Changes()
