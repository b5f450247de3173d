"""What became of a list's customers is counted, and who is to be corrected is named."""

from __future__ import annotations

from conversations.answers import Answer
from conversations.audience import Audience
from conversations.draft import Draft
from conversations.entered import State
from conversations.leads import lead_flow
from conversations.lists.delivered import Delivered, NotAccepted, delivered_text
from conversations.wording import wording
from tests.conversations.lists.listed import FLOW

FLOWS = lead_flow(FLOW)
ENGLISH = wording("en", Audience.AGENT)
ADA = Draft({"name": Answer({"first_name": "Ada", "last_name": "Lovelace"})})


def test_what_there_is_none_of_is_not_told() -> None:
    """But for those who are registered, which all are to be."""
    text = delivered_text(
        FLOWS, "fair.csv", Delivered({State.WAITS: 2, State.SENDING: 1}), ENGLISH
    )
    assert text == "fair.csv\nRegistered: 0\nOn the way: 3"


def test_every_state_is_told() -> None:
    """With how many were taken out, and the rows to be corrected."""
    found = Delivered(
        dict.fromkeys(State, 2), 3, (NotAccepted(4, ADA, ("phone",)), NotAccepted(9, ADA, ()))
    )
    assert delivered_text(FLOWS, "fair.csv", found, ENGLISH).splitlines() == [
        "fair.csv",
        "Registered: 2",
        "On the way: 4",
        "Looked into by staff: 2",
        "Given up by staff: 2",
        "In Flextell already, or withdrawn: 3",
        "Not accepted: 2",
        "Row 4: Ada Lovelace – Phone",
        "Row 9: Ada Lovelace – ",
        "They can be corrected and sent again: /leads",
    ]
