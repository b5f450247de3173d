"""One visit: the settings first, then all that depends on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.doctor.checks import CHECKS, SETTINGS
from bot.doctor.examination import examine
from bot.doctor.findings import Finding, fine, unchecked, wrong
from bot.doctor.patient import admitted
from bot.logs.redaction import redactor
from bot.settings import Settings, WrongSettings, load_settings, secrets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.doctor.patient import Machine

Findings = dict[str, Finding]


async def diagnose(machine: Machine, watch: Callable[[Sequence[str]], object]) -> Findings:
    """Look at the installation whose settings this machine has; return findings by check.

    `watch` is told the names of the checks that are still going on. No sentence holds a secret:
    they are written without any, and what is known as one is hidden once more.
    """
    try:
        settings = load_settings(
            Settings, environment=machine.environment, env_file=machine.env_file
        )
    except WrongSettings as trouble:
        return _without_settings(trouble)
    async with admitted(settings, machine) as patient:
        found = await examine(patient, CHECKS, watch)
    return {SETTINGS: fine("all settings can be used"), **_redacted(found, settings)}


def _without_settings(trouble: WrongSettings) -> Findings:
    count = len(trouble.problems)
    seen = "\n".join((f"{count} cannot be used:", *map(str, trouble.problems)))
    mend = "set them in the environment or in .env; docs/settings.md explains each"
    rest = {check.name: unchecked(f"{SETTINGS} is wrong") for check in CHECKS}
    return {SETTINGS: wrong(seen, mend), **rest}


def _redacted(found: Mapping[str, Finding], settings: Settings) -> Findings:
    redact = redactor(secrets_of(settings))
    return {
        name: Finding(each.verdict, redact(each.seen), redact(each.to_do))
        for name, each in found.items()
    }
