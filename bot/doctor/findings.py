"""What a check has found: how grave it is, what was seen, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How grave it is."""

    FINE = "fine"
    WARNING = "warning"  # it works, and somebody should know
    WRONG = "wrong"  # it does not work, or will not for long
    UNCHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result, in sentences without secrets; what is fine leaves nothing to do."""

    verdict: Verdict
    seen: str
    to_do: str = ""

    @property
    def stands_in_the_way(self) -> bool:
        """Tell whether what needs this cannot be looked at."""
        return self.verdict in {Verdict.WRONG, Verdict.UNCHECKED}


def fine(seen: str) -> Finding:
    """Return that all is well."""
    return Finding(Verdict.FINE, seen)


def warning(seen: str, to_do: str) -> Finding:
    """Return what works, and should be known."""
    return Finding(Verdict.WARNING, seen, to_do)


def wrong(seen: str, to_do: str) -> Finding:
    """Return what has to be mended."""
    return Finding(Verdict.WRONG, seen, to_do)


def unchecked(because: str) -> Finding:
    """Return why nothing could be looked at."""
    return Finding(Verdict.UNCHECKED, f"because {because}")
