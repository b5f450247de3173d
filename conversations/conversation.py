"""A conversation: all the core knows of the talk with one chat, between two events."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from conversations.draft import Draft
    from conversations.profile import Profile


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person agreed to: which text, in which language, when (ISO 8601, UTC)."""

    text_id: str
    text_hash: str
    language: str
    given_at: str


class Standing(StrEnum):
    """Where the last confirmed draft stands, as far as the person is told."""

    ACCEPTED = "accepted"  # ours to deliver; Flextell may or may not have it yet
    CHECKED = "checked"  # a member of staff looks into it
    REGISTERED = "registered"  # Flextell gave it a number
    ERASING = "erasing"  # under way, and taken back: erased at its end
    GIVEN_UP = "given up"  # staff decided that nobody is registered by it
    SEEN_TO = "seen to"  # staff has done what there was to do; what that was is not told


@dataclass(frozen=True, slots=True)
class Registration:
    """What became of the last confirmed draft; `number` is Flextell's id of the customer.

    `is_overtaken` tells that more was said below its card since: what is edited there is not seen.
    """

    standing: Standing
    number: str | None = None
    is_overtaken: bool = False

    @property
    def is_under_way(self) -> bool:
        """Tell whether its end is still open."""
        return self.standing in {Standing.ACCEPTED, Standing.CHECKED, Standing.ERASING}

    @property
    def is_erasing(self) -> bool:
        """Tell whether it was taken back while it was under way."""
        return self.standing is Standing.ERASING


@dataclass(frozen=True, slots=True)
class Conversation:
    """The whole state of one talk."""

    language: str
    consent: Consent | None = None
    draft: Draft | None = None
    registration: Registration | None = None
    campaign: str | None = None  # a /start payload heard before there was a draft to keep it with
    waiting: tuple[Draft, ...] = ()  # an agent's, behind the one that is open

    def without_waiting(self, place: int) -> Conversation:
        """Return this conversation without the draft that waits at a place."""
        return replace(self, waiting=(*self.waiting[:place], *self.waiting[place + 1 :]))

    def with_draft(self, draft: Draft | None) -> Conversation:
        """Return this conversation with another draft open, or none."""
        return Conversation(
            self.language, self.consent, draft, self.registration, self.campaign, self.waiting
        )

    @property
    def is_under_way(self) -> bool:
        """Tell whether a confirmed draft waits for its end."""
        return self.draft is None and bool(self.registration and self.registration.is_under_way)

    def overtaken(self) -> Conversation:
        """Return this conversation once more is said below the card of what is under way.

        The end of what was taken back is a message of its own, whatever was said meanwhile.
        """
        registration = self.registration
        if not self.is_under_way or registration is None or registration.is_erasing:
            return self
        return replace(self, registration=replace(registration, is_overtaken=True))


@dataclass(frozen=True, slots=True)
class Occasion:
    """When an event happened, and to whom.

    `at` is the moment (UTC), `today` what day it was where the company is.
    """

    at: datetime
    today: date
    profile: Profile | None = None


def best_language(wanted: str | None, offered: Iterable[str], default: str) -> str:
    """Return the offered language nearest to an IETF tag such as `ar-EG`, else the default."""
    primary = (wanted or "").replace("_", "-").split("-")[0].lower()
    return primary if primary in set(offered) else default
