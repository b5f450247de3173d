"""The model and the bot side by side: every deed is done to both, and both are compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conversations.documents import conversation
from tests.bot.telegram import made
from tests.faults.checker import Evidence, check
from tests.faults.fates import MADE, UNDER_WAY, WHERE, Where
from tests.faults.model import QUESTIONS, Sent, Talk
from tests.faults.words import CARDS, meaning

if TYPE_CHECKING:
    from bot.telegram.calls import Call
    from storage import Chat, Submission
    from tests.faults.model import Open
    from tests.faults.modelled import House, Update

SEEN_UPDATES = 64
# Every so many updates one comes twice, and every command: it means something anywhere.
TWICE = 3


@dataclass(slots=True)
class Person:
    """What the model knows of one person.

    `moves` counts how often the talk has moved, `told` are the updates it was told.
    `cards` are all buttons there ever were: at which move, and their data.
    `has_left`: the person has just had everything erased, so that the row itself may go.
    `is_replayable`: what the row says follows from the updates it knows, each taken once.
    `sent` is the last submission.
    """

    talk: Talk = field(default_factory=Talk)
    moves: int = 0
    told: list[Update] = field(default_factory=list)
    cards: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    has_left: bool = False
    is_replayable: bool = True
    sent: Sent | None = None

    @property
    def heard(self) -> list[int]:
        """Return the ids of what it was told."""
        return [update["update_id"] for update in self.told]

    @property
    def old_buttons(self) -> list[str]:
        """Return the data of all buttons that stand on overtaken cards."""
        return [data for at, card in self.cards if at != self.moves for data in card.values()]


@dataclass(slots=True)
class Deed:
    """One update of a person, and the talk as it must be after it."""

    who: int
    update: Update
    after: Talk


class Abreast:
    """The model, held against the bot."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.people: defaultdict[int, Person] = defaultdict(Person)
        self.sent: dict[str, Sent] = {}
        self._there: set[str] = set()
        self._update_id = 0
        self._message_id = 100

    def written(self, who: int, text: str, after: Talk) -> Deed:
        """Return the deed of writing a text; `after` is where that leads but for sinking cards."""
        self._message_id += 1
        update = made.said(text, self._next_id(), who, message_id=self._message_id)
        return Deed(who, update, after)

    def edited(self, who: int, text: str, message_id: int, after: Talk) -> Deed:
        """Return the deed of rewriting a message."""
        message = made.message(text, who, message_id=message_id, edit_date=made.THEN)
        return Deed(who, {"update_id": self._next_id(), "edited_message": message}, after)

    def pressed(self, who: int, data: str, after: Talk) -> Deed:
        """Return the deed of pressing a button of this data."""
        return Deed(who, made.pressed(data, self._next_id(), who), after)

    @property
    def next_message_id(self) -> int:
        """Return which id the next message will have."""
        return self._message_id + 1

    async def does(self, *deeds: Deed) -> None:
        """Do it all at once, in this order, and hold each answer against where the talk is."""
        answers = await self.house.takes(*(deed.update for deed in deeds))
        for deed, calls in zip(deeds, answers, strict=True):
            self._note(deed)
            self._hold(deed, calls)
        if self._update_id % TWICE == 0 or _is_command(deeds[-1].update):
            await self.repeats(deeds[-1].who, 1)

    async def repeats(self, who: int, place: int) -> None:
        """Have an update of a person's come once more: the last one is at place 1.

        It is answered where the talk is, so a card that is under way may sink, and nothing else.
        """
        person = self.people[who]
        update = person.told[-min(place, len(person.told), SEEN_UPDATES)]
        (calls,) = await self.house.takes(update)
        after = person.talk if "callback_query" in update else person.talk.written()
        person.is_replayable = person.is_replayable and after == person.talk
        self._moves(person, after)
        self._hold(Deed(who, update, after), calls)
        if after.place in QUESTIONS:  # the question alone: nothing is said of the words again
            assert calls[-1].params["text"].startswith(CARDS[after.place])

    async def presses(self, who: int, label: str, after: Talk) -> None:
        """Press the button that stands on the newest card; show that first if it is another."""
        person = self.people[who]
        if not person.cards or person.cards[-1][0] != person.moves:
            await self.does(self.written(who, "/start", person.talk.written()))
        _, buttons = person.cards[-1]
        await self.does(self.pressed(who, buttons[label], after))

    async def confirms(self, who: int) -> None:
        """Press Confirm, and take note of the new submission."""
        person = self.people[who]
        answers = person.talk.open
        assert answers is not None
        known = set(self.sent)
        await self.presses(who, "Confirm", person.talk.confirms())
        (new,) = [row.id for row in await self._rows() if row.id not in known]
        is_begun = self.house.worker is not None
        person.sent = Sent(who, answers, is_found=False, is_begun=is_begun)
        person.sent.is_found = bool(person.sent.contacts & self._there)
        self.sent[new] = person.sent

    async def forgets(self, who: int) -> None:
        """Have everything erased: what has not been sent yet ends with it."""
        person = self.people[who]
        mine = [row for row in await self._rows() if row.chat_id == who]
        is_under_way = any(WHERE[row.status] in {Where.ON_ITS_WAY, Where.CHECKED} for row in mine)
        for row in mine:
            self._leaves(self.sent[row.id])
        after = person.talk.forgets(is_under_way=is_under_way)
        await self.does(self.written(who, "/forget everything", after))
        person.has_left, person.is_replayable = True, False

    def _leaves(self, sent: Sent) -> None:
        sent.is_left = True
        if sent.where in {Where.WAITS, Where.REFUSED}:
            sent.where = Where.WITHDRAWN

    def worker_begins(self) -> None:
        """Note that all that was sent may be under way from now on."""
        for sent in self.sent.values():
            sent.is_begun = True

    def worker_dies(self) -> None:
        """Note that nobody knows any more how far what was under way had come."""
        for sent in self.sent.values():
            sent.is_cut = sent.is_cut or sent.where in UNDER_WAY

    async def compare(self, *, is_quiet: bool = False) -> Evidence:
        """Hold all there is against the model; once it is quiet, each is where it must end."""
        evidence = await self.house.evidence()
        check(evidence)
        rows = {row.id: row for row in evidence.memory.submissions}
        assert rows.keys() == self.sent.keys()
        for row_id, sent in self.sent.items():
            self._observe(sent, rows[row_id])
            assert not (is_quiet and sent.where in UNDER_WAY), (sent.where, sent.fault)
        for who, person in self.people.items():
            self._same(person, evidence.memory.chats.get(who))
        return evidence

    def _observe(self, sent: Sent, row: Submission) -> None:
        """Take note of where a submission is now, and hold that against where it may be."""
        where = WHERE[row.status]
        sent.fault = self.house.flextell.met.get(row.id, "")
        may = {sent.where} if sent.where not in UNDER_WAY or not sent.is_begun else sent.may_be
        assert where in may, f"{where} where {may} may be: {sent.fault}"
        if where is Where.CREATED or sent.fault in MADE:
            self._there |= sent.contacts
        if sent.is_left and where not in UNDER_WAY | {Where.CHECKED}:
            assert (row.body, row.draft) == (b"", {}), "what was forgotten is there"
        before, sent.where = sent.where, where
        if before in UNDER_WAY and where not in UNDER_WAY:
            self._ended(sent)

    def _ended(self, sent: Sent) -> None:
        person = self.people[sent.who]
        if person.sent is sent and person.talk.is_under_way and not sent.waits_for_human:
            person.has_left = person.has_left or sent.is_left
            self._moves(person, person.talk.hears(sent.where, sent.answers))

    def _same(self, person: Person, chat: Chat | None) -> None:
        """Hold a chat's row against what the model says of it."""
        if chat is None:
            assert person.has_left or not person.told, "a chat is gone"
            assert person.talk == Talk()
            person.moves, person.told, person.cards = 0, [], []
            return
        assert list(chat.seen_updates) == person.heard[-SEEN_UPDATES:]
        assert _said_of(chat) == _meant(person.talk, chat.chat_id)
        assert chat.revision == person.moves

    def _note(self, deed: Deed) -> None:
        """Take note that an update was taken: the talk is where it leads, and moved once."""
        person = self.people[deed.who]
        person.told.append(deed.update)
        person.has_left = False
        sinks = person.talk.is_under_way and "callback_query" not in deed.update
        self._moves(person, deed.after.written() if sinks else deed.after)

    def _moves(self, person: Person, after: Talk) -> None:
        person.moves += after != person.talk
        person.talk = after

    def _hold(self, deed: Deed, calls: tuple[Call, ...]) -> None:
        """Hold an answer against the card of where the talk is, and keep its buttons."""
        person = self.people[deed.who]
        text = "\n".join(call.params["text"] for call in calls)
        assert CARDS[deed.after.place] in text, (deed.after.place, text)
        rows = calls[-1].params.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = {key["text"]: key["callback_data"] for row in rows for key in row}
        if deed.after == person.talk:
            person.cards.append((person.moves, buttons))

    async def _rows(self) -> list[Submission]:
        evidence = await self.house.evidence()
        return list(evidence.memory.submissions)

    def _next_id(self) -> int:
        self._update_id += 1
        return self._update_id


def _is_command(update: Update) -> bool:
    return str(update.get("message", {}).get("text", "")).startswith("/")


def _said_of(chat: Chat) -> dict[str, Any]:
    """Return what a row says, in the words of the model."""
    talk = conversation(chat.document)
    draft = talk.draft
    return {
        "agreed": talk.consent is not None,
        "standing": talk.registration.standing.value if talk.registration else "",
        "is_below": bool(talk.registration and talk.registration.is_overtaken),
        "answers": draft and {key: dict(each.values) for key, each in draft.answers.items()},
        "left_out": draft and draft.skipped,
        "again": draft and draft.asking,
    }


def _meant(talk: Talk, who: int) -> dict[str, Any]:
    """Return what the model says of a row."""
    given: Open | None = talk.open
    return {
        "agreed": talk.agreed,
        "standing": talk.standing,
        "is_below": talk.is_below,
        "answers": given and {k: meaning(who, k, each.words) for k, each in given.given.items()},
        "left_out": given and given.left_out,
        "again": given and given.again,
    }
