"""What a turn makes of a chat's row, as data."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.turns.changes import Changes, Decision, Seen
from bot.turns.taking import TakeTurn, Talk
from bot.turns.turn import CardName, Press, Said, Turn
from conversations import events
from conversations.consent import CONSENT_TEXT_ID
from conversations.conversation import Registration, Standing
from conversations.documents import conversation
from storage import Chat, Consent, Status
from tests.bot.turns.talks import ADA, a_press, a_talk, a_turn

if TYPE_CHECKING:
    from conversations.events import Event
    from storage import Keyring

NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


@pytest.fixture
def talk(keyring: Keyring) -> Talk:
    """Lend a company's talk."""
    return a_talk(keyring)


class Ada:
    """Somebody whose turns are decided one after the other, and her row between them."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.chat: Chat | None = None
        self.said = Said(reply=None, card=CardName("", 0))  # type: ignore[arg-type] # nothing said yet
        self.changes = Changes()

    def takes(self, turn: Turn) -> Said:
        """Take a turn and keep its row."""
        decision: Decision[Said] = TakeTurn(self.talk, turn).decide(Seen(NOW, self.chat))
        self.changes, self.said = decision.changes, decision.result
        self.chat = self.changes.chat
        return self.said

    def does(self, event: Event) -> Said:
        """Write or command."""
        return self.takes(a_turn(event))

    def presses(self, label: str) -> Said:
        """Press a button of the last card."""
        return self.takes(a_press(self.said, label))

    def answers_all(self) -> None:
        """Answer up to the summary."""
        self.does(events.Started("autumn"))
        self.presses("Agree")
        self.does(events.Said("Ada Byron", 11))
        self.does(events.SharedContact("+447700900101", own=True, message_id=12))
        self.does(events.Said("ada@example.org", 13))
        self.does(events.Said("10 December 1990", 14))
        self.presses("Female")

    @property
    def row(self) -> Chat:
        """Return her row."""
        assert self.chat is not None
        return self.chat


@pytest.fixture
def ada(talk: Talk) -> Ada:
    """Lend somebody whom the bot has never seen."""
    return Ada(talk)


@pytest.mark.parametrize(
    ("tag", "language"),
    [("ar-EG", "ar"), ("en", "en"), ("tlh", "en"), (None, "en"), ("", "en")],
)
def test_a_new_chat_speaks_the_messengers_language(
    ada: Ada, tag: str | None, language: str
) -> None:
    """Where the company does not offer it, the default."""
    ada.takes(Turn(ADA, events.Started(), 1, language_code=tag))
    assert conversation(ada.row.document).language == language


def test_a_known_chat_keeps_its_language(ada: Ada) -> None:
    """The messenger's language counts at the beginning only."""
    ada.does(events.Started())
    ada.takes(Turn(ADA, events.AskedHelp(), 2, language_code="ar"))
    assert conversation(ada.row.document).language == "en"


def test_tokens_are_random(talk: Talk) -> None:
    """No chat's token tells that of another."""
    tokens = set()
    for _ in range(50):
        somebody = Ada(talk)
        somebody.does(events.Started())
        tokens.add(somebody.row.token)
    assert len(tokens) == 50
    assert all(len(token) >= 8 and ":" not in token for token in tokens)


def test_a_turn_that_moves_makes_a_new_revision(ada: Ada) -> None:
    """Its card carries the new one; a turn that changes nothing keeps the card's name."""
    ada.does(events.Started())
    begun = ada.row.revision
    agreed = ada.presses("Agree")
    assert agreed.card == CardName(ada.row.token, begun + 1)
    helped = ada.does(events.AskedHelp())
    assert helped.card == agreed.card


def test_an_update_known_already_changes_nothing_and_says_again(ada: Ada) -> None:
    """An answer heard twice is not taken as the answer to the next question."""
    ada.does(events.Started())
    ada.presses("Agree")
    ada.takes(a_turn(events.Said("Ada Byron"), update_id=7))
    before = ada.row
    again = ada.takes(a_turn(events.Said("Ada Byron"), update_id=7))
    assert ada.row == before
    assert "phone" in again.reply.text.lower()


def test_the_last_64_updates_are_known(ada: Ada) -> None:
    """In any order of their ids, which begin anew now and then."""
    for update_id in [*range(1000, 1032), *range(40)]:
        ada.takes(a_turn(events.AskedHelp(), update_id=update_id))
    assert ada.row.seen_updates == (*range(1008, 1032), *range(40))


def test_a_turn_without_an_update_is_none_to_remember(ada: Ada) -> None:
    """What comes from elsewhere than Telegram is never taken for a repetition."""
    ada.does(events.Started())
    assert ada.row.seen_updates == ()


def test_a_button_of_an_overtaken_card_shows_where_the_talk_stands(ada: Ada) -> None:
    """It answers no other question, and Confirm confirms once."""
    ada.answers_all()
    summary = ada.said
    confirmed = ada.presses("Confirm")
    assert confirmed.submits
    before = ada.row
    again = ada.takes(a_press(summary, "Confirm"))
    assert not again.submits
    assert ada.changes.new_submission is None
    assert (ada.row.revision, ada.row.document) == (before.revision, before.document)
    assert again.reply.text == confirmed.reply.text


@pytest.mark.parametrize(
    "event", [events.Agreed(), events.Confirmed(), events.ChoseLanguage("ar")], ids=repr
)
def test_a_button_of_another_chat_does_nothing(ada: Ada, event: Event) -> None:
    """A token that is not this chat's means an old button, whatever the revision."""
    ada.does(events.Started())
    before = ada.row
    ada.takes(Turn(ADA, Press(CardName("foreign1", before.revision), event)))
    assert ada.row == before


@pytest.mark.parametrize("ahead", [-1, 1])
def test_a_forged_revision_does_nothing(ada: Ada, ahead: int) -> None:
    """Only the newest card's buttons act."""
    ada.does(events.Started())
    before = ada.row
    card = CardName(before.token, before.revision + ahead)
    ada.takes(Turn(ADA, Press(card, events.Agreed())))
    assert ada.row == before


def test_a_language_may_be_chosen_on_any_card_of_the_chat(ada: Ada) -> None:
    """It changes no answer."""
    languages = ada.does(events.AskedLanguages())
    ada.does(events.Started("autumn"))
    ada.takes(a_press(languages, "العربية"))
    assert conversation(ada.row.document).language == "ar"


def test_consent_is_kept_with_its_proof(ada: Ada) -> None:
    """Which text, in which language, when."""
    ada.does(events.Started())
    ada.presses("Agree")
    proof = conversation(ada.row.document).consent
    assert proof is not None
    assert ada.changes.consent == Consent(ADA, CONSENT_TEXT_ID, proof.text_hash, "en", NOW)
    assert not ada.changes.withdraws_consent


def test_not_now_takes_consent_back(ada: Ada) -> None:
    """What was agreed to before no longer holds."""
    ada.does(events.Started())
    ada.presses("Agree")
    ada.does(events.WentBack())
    ada.presses("Not now")
    assert ada.changes.withdraws_consent
    assert ada.changes.consent is None


def test_a_confirmed_draft_becomes_a_submission(ada: Ada) -> None:
    """Frozen, canonical, due at once, and bound to the draft's card."""
    ada.answers_all()
    summary = ada.row
    ada.takes(a_press(ada.said, "Confirm", message_id=99))
    row = ada.changes.new_submission
    assert row is not None
    assert (row.chat_id, row.status, row.due_at, row.created_at) == (
        ADA,
        Status.QUEUED,
        NOW,
        NOW,
    )
    assert (row.draft_token, row.revision, row.card_message_id) == (
        summary.token,
        summary.revision,
        99,
    )
    body = json.loads(row.body)
    assert (body["first_name"], body["last_name"], body["user_id"]) == ("Ada", "Byron", 5)
    assert row.draft["campaign"] == "autumn"
    standing = conversation(ada.row.document).registration
    assert standing == Registration(Standing.ACCEPTED)


@pytest.mark.parametrize("event", [events.AskedStatus(), events.AskedHelp(), events.Said("Hm?")])
def test_what_is_said_while_it_is_delivered_overtakes_the_status_card(
    ada: Ada, event: Event
) -> None:
    """The news is to come below it, so the row remembers."""
    ada.answers_all()
    ada.presses("Confirm")
    ada.does(event)
    standing = conversation(ada.row.document).registration
    assert standing == Registration(Standing.ACCEPTED, is_overtaken=True)


def test_a_second_tap_overtakes_nothing(ada: Ada) -> None:
    """A press is answered on the card itself, so the news may stand there as well."""
    ada.answers_all()
    press = a_press(ada.said, "Confirm", message_id=99)
    ada.takes(press)
    ada.takes(press)
    standing = conversation(ada.row.document).registration
    assert standing == Registration(Standing.ACCEPTED)


def test_people_are_found_by_blind_indexes(ada: Ada, keyring: Keyring) -> None:
    """Phone, e-mail and body have each their own, and what is not given has none."""
    ada.answers_all()
    ada.presses("Confirm")
    row = ada.changes.new_submission
    assert row is not None
    assert row.phone_index == keyring.index("+447700900101", "phone")
    assert row.email_index == keyring.index("ada@example.org", "email")
    assert row.body_index == keyring.index(row.body.decode(), "body")


def test_a_single_name_gets_the_companys_last_name(ada: Ada, keyring: Keyring) -> None:
    """Flextell wants one; skipped questions are not made up."""
    ada.does(events.Started())
    ada.presses("Agree")
    ada.does(events.Said("Ada"))
    ada.does(events.SharedContact("+447700900101", own=True))
    for _ in range(3):
        ada.does(events.Skipped())
    ada.presses("Confirm")
    row = ada.changes.new_submission
    assert row is not None
    body = json.loads(row.body)
    assert (body["first_name"], body["last_name"]) == ("Ada", "-")
    assert row.email_index is None
    assert keyring.index("-", "phone") != row.phone_index


def test_a_day_is_that_of_the_company(talk: Talk) -> None:
    """Half past eleven at night in London's summer is tomorrow already."""
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert talk.occasion(summer).today.isoformat() == "2026-07-01"
    assert talk.occasion(NOW).today.isoformat() == "2026-11-24"


def test_a_turn_is_pure(ada: Ada) -> None:
    """Decided again on the same row, it comes to the same."""
    ada.answers_all()
    job = TakeTurn(ada.talk, a_press(ada.said, "Change: Name"))
    seen = Seen(NOW, ada.row)
    assert job.decide(seen) == job.decide(replace(seen))


def closed(talk: Talk) -> Ada:
    """Return somebody whose row does not open."""
    ada = Ada(talk)
    ada.chat = Chat(ADA, "old-token", 7, {}, (1, 2), is_readable=False)
    return ada


@pytest.mark.parametrize("event", [events.Started(), events.Said("Ada"), events.Cancelled()])
def test_who_does_not_open_is_answered_and_keeps_the_row(talk: Talk, event: Event) -> None:
    """The person hears what is wrong and how to go on; the right key may yet come back."""
    ada = closed(talk)
    said = ada.takes(replace(a_turn(event), language_code="ar-EG"))
    assert "/restart" in said.reply.text
    assert said.reply.text != closed(talk).takes(a_turn(event)).reply.text
    assert (said.card, ada.changes) == (CardName("old-token", 7), Changes())


def test_a_press_on_a_card_that_stands_leaves_it_there(talk: Talk) -> None:
    """What is said of the trouble does not take the place of a card with buttons."""
    press = Press(CardName("old-token", 7), events.Confirmed())
    said = closed(talk).takes(Turn(ADA, press))
    assert (said.reply.below, said.submits) == (True, False)


def test_who_does_not_open_may_begin_anew(talk: Talk) -> None:
    """Only who asks for it loses the row; the new one has another token."""
    ada = closed(talk)
    said = ada.takes(a_turn(events.Restarted(), update_id=3))
    assert "Agree" in [button.label for button in said.reply.buttons]
    assert ada.chat is not None
    assert ada.chat.is_readable
    assert ada.chat.token != "old-token"
    assert ada.chat.seen_updates == (3,)
