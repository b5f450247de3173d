from __future__ import annotations

from bench.floor import CONFIRM, PROMPTS, Draft, advanced, customer
from bench.people import Person


def test_the_floor_makes_the_same_customer() -> None:
    """Nine updates, one refused, end in what the person should have become."""
    person = Person(42)
    said = (
        *("/start", "agree", f"Ada {person.last_name}", person.phone, "not an e-mail"),
        *(person.email, f"{person.born_on:%d %B %Y}", person.gender, "confirm"),
    )
    draft: Draft = []
    texts = []
    for answer in said:
        draft, (text, _) = advanced(draft, answer)
        texts.append(text)

    assert customer(draft) == person.customer()
    assert "has an @" in texts[4]
    assert texts[-1] == PROMPTS[CONFIRM + 1][0]
