"""What was found, written down: for people, and as JSON for machines."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from bot.doctor.findings import Finding, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_VERDICT = max(map(len, Verdict)) + 2
_NAME = 11


def as_text(found: Mapping[str, Finding]) -> str:
    """Write a line for each check, what to do below it, and how many there are of each kind."""
    lines = [line for name, finding in found.items() for line in _lines(name, finding)]
    counts = Counter(finding.verdict for finding in found.values())
    summary = ", ".join(f"{counts[each]} {each}" for each in Verdict if counts[each])
    return "\n".join((*lines, "", summary))


def as_json(found: Mapping[str, Finding]) -> str:
    """Write a list with an object for each check: `name`, `verdict`, `seen`, `to_do`."""
    rows = [
        {
            "name": name,
            "verdict": finding.verdict,
            "seen": finding.seen,
            "to_do": finding.to_do or None,
        }
        for name, finding in found.items()
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def is_well(found: Mapping[str, Finding]) -> bool:
    """Tell whether nothing is wrong; a warning is no illness."""
    return all(finding.verdict is not Verdict.WRONG for finding in found.values())


def _lines(name: str, finding: Finding) -> Iterator[str]:
    first, *more = finding.seen.splitlines()
    indent = " " * (_VERDICT + _NAME)
    yield f"{finding.verdict:<{_VERDICT}}{name:<{_NAME}}{first}"
    yield from (f"{indent}{line}" for line in more)
    if finding.to_do:
        yield f"{indent}→ {finding.to_do}"
