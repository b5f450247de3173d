"""A customer's contact card as a file goes the whole road, on either database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rehearsal.player import Talk
from bot.rehearsal.script import Presses, SendsFile, Writes

if TYPE_CHECKING:
    from tests.road.deployment import Deployment

CARD = (
    "BEGIN:VCARD\nVERSION:3.0\nN:Lovelace;Ada;;;\nTEL:+44 7700 900123\n"
    "EMAIL:ada@example.org\nBDAY:19901210\nGENDER:F\nEND:VCARD"
)


async def test_a_card_sent_as_a_file_fills_a_registration(deployed: Deployment) -> None:
    """A file that cannot be fetched is asked for again; the same one is then taken whole."""
    deployed.start("web")
    await deployed.answers("web")
    deployed.send_updates_to("web")
    talk = Talk(deployed.stage, deployed.stage.add_person("Ada", "en"))
    for deed in (Writes("/start"), Presses("Agree")):
        await talk.do(deed)
    faults = {"faults": [{"method": "getFile", "answer": "500", "times": 1}]}
    deployed.http.put("/stage/telegram/faults", json=faults).raise_for_status()
    lost = await talk.do(SendsFile("ada.vcf", CARD))
    assert lost[0] == "I could not fetch that file from Telegram. Please send it again."

    said = await talk.do(SendsFile("ada.vcf", CARD))
    assert {
        "1. Name: Ada Lovelace",
        "2. Phone: +44 7700 900123",
        "3. E-mail: ada@example.org",
        "4. Birth date: 10 December 1990",
        "5. Gender: Female",
    } <= set(said)
