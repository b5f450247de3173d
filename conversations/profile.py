"""Who the messenger says is talking; it comes in with each event and is kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """The names in the profile, as free as the person typed them there."""

    first_name: str
    last_name: str = ""
