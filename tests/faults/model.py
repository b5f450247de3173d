"""The bot in a page: what a person's words do to a registration, told without the bot's code.

It says where a talk stands, what was answered, and how often the talk has moved. What moves of
itself, the delivery, is told by `fates`: what may be seen of a submission, and what must be.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tests.faults.fates import END, UNDER_WAY, Where

if TYPE_CHECKING:
    from collections.abc import Mapping

QUESTIONS = ("name", "phone", "email", "birth_date", "gender")
NEEDED = frozenset({"name", "phone"})

STANDINGS_UNDER_WAY = frozenset({"accepted", "checked", "erasing"})


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: its words, the message they came in, and whether Flextell refused it."""

    words: str
    message_id: int
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """What was answered so far, what was left out, and what is asked again, first one first."""

    given: Mapping[str, Given] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    again: tuple[str, ...] = ()

    @property
    def missing(self) -> str | None:
        """Return the first question that waits for an answer, None where none does."""
        settled = self.given.keys() | (self.left_out - NEEDED)
        return next((key for key in QUESTIONS if key not in settled), None)

    @property
    def asked(self) -> str | None:
        """Return what is asked now, None where all is answered."""
        return self.again[0] if self.again else self.missing

    def answered(self, key: str, given: Given) -> Open:
        """Return it with an answer."""
        return Open({**self.given, key: given}, self.left_out - {key}, self._without(key))

    def skipped(self, key: str) -> Open:
        """Return it with a question left out, where that may be."""
        if key in NEEDED:
            return self
        given = {other: each for other, each in self.given.items() if other != key}
        return Open(given, self.left_out | {key}, self._without(key))

    def _without(self, key: str) -> tuple[str, ...]:
        return tuple(other for other in self.again if other != key)


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a talk stands.

    `standing` is that of the last registration; `is_below` tells that more was said since.
    """

    agreed: bool = False
    open: Open | None = None
    standing: str = ""
    is_below: bool = False

    @property
    def place(self) -> str:
        """Return the key of `CARDS` at which it stands."""
        if self.standing and self.open is None:
            return self.standing
        if not self.agreed:
            return "consent"
        if self.open is None:
            return "idle"
        return self.open.asked or "summary"

    @property
    def is_answering(self) -> bool:
        """Tell whether a question is asked, or the summary shown."""
        return self.agreed and self.open is not None

    @property
    def answered(self) -> Mapping[str, Given]:
        """Return the answers that may be corrected now."""
        return self.open.given if self.open is not None and self.agreed else {}

    @property
    def is_under_way(self) -> bool:
        """Tell whether a registration waits for its end."""
        return self.open is None and self.standing in STANDINGS_UNDER_WAY

    def written(self) -> Talk:
        """Return it once something was written: the card of what is under way sinks by that."""
        return replace(self, is_below=self.is_below or self._may_sink)

    @property
    def _may_sink(self) -> bool:
        return self.is_under_way and self.standing != "erasing"

    def agrees(self) -> Talk:
        """Press Agree."""
        return replace(self, agreed=True, open=self.open or Open())

    def declines(self) -> Talk:
        """Press Not now."""
        return replace(self, open=None)

    def starts(self) -> Talk:
        """Say /start."""
        return self.anew() if self.place == "idle" else self

    def anew(self) -> Talk:
        """Begin a draft: by a button, or where none is open."""
        return replace(self, open=Open())

    def restarts(self) -> Talk:
        """Say /restart."""
        return self.anew() if self.agreed and not self.is_under_way else self

    def cancels(self) -> Talk:
        """Say /cancel."""
        return replace(self, open=None) if self.is_answering else self

    def says(self, words: str, message_id: int, *, is_right: bool) -> Talk:
        """Say something to the open question."""
        if self.open is None or self.open.asked is None or not (is_right and self.is_answering):
            return self
        return replace(self, open=self.open.answered(self.open.asked, Given(words, message_id)))

    def edits(self, key: str, words: str) -> Talk:
        """Rewrite the message that gave an answer."""
        if self.open is None or not self.is_answering or words == self.open.given[key].words:
            return self
        given = Given(words, self.open.given[key].message_id)
        return replace(self, open=self.open.answered(key, given))

    def skips(self) -> Talk:
        """Say /skip."""
        if self.open is None or self.open.asked is None or not self.is_answering:
            return self
        return replace(self, open=self.open.skipped(self.open.asked))

    def changes(self, key: str) -> Talk:
        """Press the button under the summary that opens an answer again."""
        return self if self.open is None else replace(self, open=replace(self.open, again=(key,)))

    def goes_back(self) -> Talk:
        """Say /back."""
        now = self.open
        if now is None or not self.is_answering:
            return self
        is_refused = any(each.is_refused for each in now.given.values())
        if now.again and now.missing is None and not is_refused:
            return replace(self, open=replace(now, again=()))
        before = QUESTIONS[: QUESTIONS.index(now.asked)] if now.asked else QUESTIONS
        if not before:
            return replace(self, agreed=False)
        return replace(self, open=replace(now, again=(before[-1], *now.again)))

    def confirms(self) -> Talk:
        """Press Confirm."""
        return replace(self, open=None, standing="accepted", is_below=False)

    def forgets(self, *, is_under_way: bool) -> Talk:
        """Say /forget everything."""
        return Talk(standing="erasing" if is_under_way else "")

    def hears(self, end: Where, sent: Open) -> Talk:
        """Return it once its submission has come to an end; `sent` is what was confirmed."""
        if self.standing == "erasing":
            return replace(self, standing="")
        if end is Where.REFUSED:
            refused = {
                key: replace(each, is_refused=key == "email") for key, each in sent.given.items()
            }
            again = Open(refused, sent.left_out, ("email",))
            return replace(self, open=again, standing="", is_below=False)
        return replace(self, standing="registered" if end is Where.CREATED else "checked")


@dataclass(slots=True)
class Sent:
    """A submission: what was confirmed, by whom, and what is known of its way.

    `fault` is what its first POST met; `is_found` tells that somebody of its phone or e-mail was
    in Flextell before. `is_begun`: a worker has run since. `is_left`: it was taken back. `is_cut`:
    a worker has died in the middle of it, so that what it met may be met by nobody.
    """

    who: int
    answers: Open
    is_found: bool
    where: Where = Where.WAITS
    fault: str = ""
    is_begun: bool = False
    is_left: bool = False
    is_cut: bool = False

    @property
    def may_be(self) -> frozenset[Where]:
        """Return where it may be once a worker has run."""
        end = Where.CHECKED if self.is_found else END[self.fault]
        cut = {Where.CREATED, Where.CHECKED} if self.is_cut else set()
        left = {Where.WITHDRAWN} if self.is_left else set()
        # What was refused, and is taken back, needs no correction.
        ends = {end, *cut, *left} - ({Where.REFUSED} if self.is_left else set())
        return UNDER_WAY | ends

    @property
    def waits_for_human(self) -> bool:
        """Tell whether it was taken back and has no end yet: nothing is said of it until then."""
        return self.is_left and self.where is Where.CHECKED

    @property
    def contacts(self) -> set[str]:
        """Return by what somebody is found."""
        return {
            self.answers.given[key].words
            for key in ("phone", "email")
            if key in self.answers.given
        }
