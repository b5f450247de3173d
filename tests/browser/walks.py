"""Ways through a registration that several tests begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.person import Person

ACCEPTED = "Accepted. Your registration is being delivered"
STAFF = "A member of staff of Example Ltd is looking into your registration"
REGISTERED = "You are registered with Example Ltd, no."


async def agrees(person: Person) -> None:
    """Start and agree: the name is asked next."""
    await person.starts()
    await person.sees("Do you agree")
    await person.presses("Agree")
    await person.sees("What is your full name?")


async def answers_all(person: Person, name: str, email: str) -> None:
    """Answer every question, the number shared, up to the summary."""
    await agrees(person)
    await person.says(name)
    await person.sees("What is your phone number?")
    await person.shares("Share my number")
    await _answers_the_rest(person, email)


async def answers_needed(person: Person, name: str, then: str = "All correct?") -> None:
    """Answer what must be answered, and skip the rest of what everybody is asked.

    `then` is what is said next: the summary, where nothing more is asked.
    """
    await agrees(person)
    await person.says(name)
    await person.sees("What is your phone number?")
    await person.shares("Share my number")
    for asked in ("What is your e-mail address?", "When were you born?", "What is your gender?"):
        await person.sees(asked)
        await person.presses("Skip")
    await person.sees(then)


async def answers_in_writing(person: Person, name: str, phone: str, email: str) -> None:
    """Answer every question, the number typed, up to the summary."""
    await agrees(person)
    await person.says(name)
    await person.sees("What is your phone number?")
    await person.says(phone)
    await _answers_the_rest(person, email)


async def _answers_the_rest(person: Person, email: str) -> None:
    await person.sees("What is your e-mail address?")
    await person.says(email)
    await person.sees("When were you born?")
    await person.says("10 December 1990")
    await person.sees("What is your gender?")
    await person.presses("Female")
    await person.sees("All correct?")
