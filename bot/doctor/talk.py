"""The talk: whether people read the policy, and whether all is said in their languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.doctor.findings import Finding, fine, warning
from conversations.wording import untranslated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.doctor.patient import Patient


async def privacy(patient: Patient) -> Finding:
    """Look whether /privacy leads to the company's policy."""
    if patient.settings.privacy_url is None:
        return warning(
            "PRIVACY_URL is not set: /privacy tells what the bot does, and names no policy",
            "set it to the company's policy; Telegram's terms for bots ask for one",
        )
    return fine("/privacy names the company's policy")


async def languages(patient: Patient) -> Finding:
    """Look whether all is said in each of LANGUAGES."""
    spoken = patient.settings.languages
    return spoken_in({each: untranslated(each) for each in spoken})


def spoken_in(missing: Mapping[str, int]) -> Finding:
    """Judge by how many sentences each language lacks."""
    gaps = ", ".join(f"{missing[each]} in {each}" for each in missing if missing[each])
    if gaps:
        return warning(
            f"sentences are missing: {gaps}; they are said in English",
            "translate them in conversations/locale, or leave the language out of LANGUAGES",
        )
    return fine(f"all is said in {', '.join(missing)}")
