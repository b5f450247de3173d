"""Plays a talk of a text file against the conversation alone, and writes down what is said."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.rehearsal.script import (
    Deed,
    Edits,
    Happens,
    Presses,
    Script,
    Sends,
    SendsFile,
    SharesContact,
    Writes,
    parse,
)
from bot.telegram.card_files import heard_of
from bot.telegram.inbound import command
from bot.telegram.updates import Contact
from conversations import known, pasting
from conversations.buttons import leaving
from conversations.conversation import Conversation, Occasion
from conversations.draft import Draft, Handed, Known
from conversations.effects import Effect, SubmitCustomer
from conversations.events import (
    CameBack,
    Edited,
    Event,
    Said,
    SentUnreadable,
    SharedContact,
    Silent,
)
from conversations.flow import Privacy
from conversations.kinds.kind import Listener
from conversations.known_events import FoundKnown
from conversations.leads import lead_flow
from conversations.machine import advance
from conversations.news import (
    CustomerCreated,
    Erased,
    FieldsRefused,
    GivenUp,
    HandedToStaff,
    SeenTo,
    SentAgain,
)
from conversations.profile import Profile
from conversations.record import record
from conversations.registration import registration
from tests.holding import Held
from tests.listing_talk import ListTalk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conversations.flow import Flow
    from conversations.replies import Reply

TRANSCRIPTS = Path(__file__).parent / "transcripts"

HAPPENINGS: dict[str, Event] = {
    "handed": HandedToStaff(),
    "sent": SentAgain(),
    "given": GivenUp(),
    "seen": SeenTo(),
    "silence": Silent(),
    "unblocked": CameBack(),
    "erased": Erased(),
}


@dataclass(slots=True)
class Player:
    """A person at the talk; `submitted` is the last draft confirmed, `written` all messages."""

    flow: Flow
    today: date
    talk: Conversation
    profile: Profile | None = None
    reply: Reply | None = None
    submitted: Draft = field(default_factory=Draft)
    written: list[str] = field(default_factory=list)
    held: Held = field(default_factory=Held)
    sent: ListTalk | None = None

    @classmethod
    def of(cls, script: Script) -> Player:
        """Return the player that a script's headings describe."""
        flow = registration(
            company=script.headings.get("company", "Example Ltd"),
            languages=words(script.headings.get("languages", "en ar")),
            region=script.headings.get("region", "GB"),
            minimum_age=int(script.headings.get("minimum_age", "0")),
            privacy=Privacy(url=script.headings.get("privacy_url")),
            required=words(script.headings.get("required", "")),
            extra=words(script.headings.get("extra", "")),
            countries=[w.partition(":")[0] for w in words(script.headings.get("countries", ""))],
        )
        if script.headings.get("role") == "agent":
            flow = lead_flow(flow)
        today = date.fromisoformat(script.headings.get("today", "2026-01-15"))
        name, last = script.headings.get("first_name"), script.headings.get("last_name", "")
        profile = None if name is None else Profile(name, last)
        player = cls(flow, today, Conversation(script.headings.get("language", "en")), profile)
        lead = script.headings.get("lead")
        player.held.lead = None if lead is None else handed_over(flow, lead, today)
        return player

    def does(self, deed: Deed) -> Iterator[str]:
        """Return the lines that are said to something the person does."""
        if isinstance(deed, SendsFile) and self.flow.is_for_agents:
            self.sent = ListTalk.of(deed, self.flow, self.talk.language, self.today)
            return self.sent.begins()
        if isinstance(deed, Presses) and self.sent and deed.label in self.sent.choices:
            return self.sent.goes_on(deed.label)
        return self.hears(self.event(deed))

    def hears(self, event: Event) -> Iterator[str]:
        """Return the lines that are said to an event."""
        told = self.held.informed(event)
        occasion = Occasion(self._at, self.today, self.profile)
        transition = advance(self.flow, self.talk, told, occasion)
        self.talk, self.reply = transition.conversation, transition.reply
        if self.talk.draft and self.talk.draft.handed:
            self.held.lead = None  # a link opens once
        yield from lines(self.reply)
        for effect in transition.effects:
            yield from self._effect(effect)

    @property
    def _at(self) -> datetime:
        return datetime.combine(self.today, datetime.min.time(), UTC)

    def happens(self, happening: Happens) -> Iterator[str]:
        """Return the lines that are said to something outside of the talk."""
        match happening:
            case Happens("posted" | "swept" as what):
                self.held.notes(what, self._at)
                return iter(())
            case Happens("reached", (how_far,)):
                self.held.reached(how_far)
                return iter(())
            case Happens("known", (place, who, day, owner)):
                assert self.talk.draft is not None
                here = known.reached_at(self.talk.draft)
                found = Known(who, day, owner, place == "flextell", self._own(place))
                return self.hears(FoundKnown(here, (found,)))
            case Happens("created", (number,)):
                self.held.created(number)
                return self.hears(CustomerCreated(number))
            case Happens("refused", keys):
                return self.hears(FieldsRefused(keys, self.submitted))
            case Happens(what) if what in HAPPENINGS:
                return self.hears(HAPPENINGS[what])
        raise ValueError(f"nothing known happens so: {happening}")

    def _own(self, place: str) -> str:
        """Return the lead that was confirmed last, where it is the agent's own that is known."""
        return self.held.submissions[-1].id if place == "own" else ""

    def event(self, deed: Deed) -> Event:
        """Return what something the person does means where the talk stands."""
        match deed:
            case Writes(text):
                self.written.append(text)
                if text.startswith("/"):
                    return command(text)
                return leaving(self.flow, text) or Said(text, len(self.written))
            case Edits(before, after):
                return self._edited(before, after)
            case SharesContact(phone, own, name):
                contact = Contact(phone_number=phone.replace(" ", ""), first_name=name)
                return SharedContact(contact.phone_number, own, card=contact.card)
            case Sends():
                return SentUnreadable()
            case SendsFile(_, text):
                self.written.append(text)
                return heard_of(text.encode(), SentUnreadable(len(self.written)))
            case Presses(label):
                return self._pressed(label)

    def _edited(self, before: str, after: str) -> Edited:
        newest = max(i for i, text in enumerate(self.written, start=1) if text == before)
        self.written[newest - 1] = after
        return Edited(after, newest)

    def _pressed(self, label: str) -> Event:
        assert self.reply is not None, "nothing was said yet"
        for button in self.reply.buttons:
            if button.label == label:
                return button.event
        keyboard = self.reply.keyboard
        assert keyboard is not None, f"no button says {label!r}"
        assert label == keyboard.back, f"no key says {label!r}"
        return Said(label)

    def _effect(self, effect: Effect) -> Iterator[str]:
        self.held.does(effect, self._at)
        if isinstance(effect, SubmitCustomer):
            self.submitted = effect.draft
            answers = record(self.flow, effect.draft)
            yield f"* submits {json.dumps(answers, ensure_ascii=False)}"
        else:
            yield f"* {type(effect).__name__}"


def handed_over(flow: Flow, text: str, today: date) -> Draft:
    """Return what an agent who wrote this text has handed over."""
    listener = Listener(flow.wording(Conversation("en")), today)
    lead = pasting.leads(lead_flow(flow), Said(text), listener)[0]
    return replace(lead.draft, handed=Handed("h1", 17))


def words(heading: str) -> tuple[str, ...]:
    """Return the words of a heading, which commas may separate."""
    return tuple(heading.replace(",", " ").split())


def lines(reply: Reply) -> Iterator[str]:
    """Return a reply as a person sees it, line by line; blank lines are left out."""
    if reply.above is not None:
        yield from lines(reply.above)
        yield "--"
    if reply.file is not None:
        yield f"(sends the file {reply.file.name})"
        yield "--"
    if reply.farewell is not None:
        yield from _written(reply.farewell)
        yield "--"
    yield from _written(reply.text)
    for row in reply.rows:
        yield " ".join(f"[{button.label}]" for button in row)
    if reply.keyboard is not None:
        yield f"⌨ [{reply.keyboard.share}] [{reply.keyboard.back}]"


def _written(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line)


def played(text: str) -> str:
    """Return the talk of a file as it really goes, headings and comments kept."""
    script = parse(text)
    player = Player.of(script)
    said: list[str] = []
    for line in text.splitlines():
        if line.startswith("> "):
            (deed,) = parse(line).deeds
            said += ["", line, *player.does(deed)]
        elif line.startswith("! "):
            (happening,) = parse(line).lines
            assert isinstance(happening, Happens)
            said += ["", line, *player.happens(happening)]
        elif line.startswith("#") or parse(line).headings:
            said.append(line)
    return "\n".join(said) + "\n"


def seen(text: str) -> list[str]:
    """Return all of a talk's lines that mean something, in order."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


if __name__ == "__main__":  # python -m tests.talks FILE …: writes what is really said
    for name in sys.argv[1:]:
        file = Path(name)
        file.write_text(played(file.read_text("utf-8")), "utf-8")
