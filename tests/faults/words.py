"""What people of the model say, what it means, and what they are told."""

from __future__ import annotations

FAMILY = "Zyxcanary"

LABELS = {
    "name": "Name",
    "phone": "Phone",
    "email": "E-mail",
    "birth_date": "Birth date",
    "gender": "Gender",
}

# What is asked, or told, where a talk stands: every answer of the bot ends in it.
CARDS = {
    "consent": "Do you agree",
    "idle": "Press the button, or send /start, to register.",
    "name": "What is your full name?",
    "phone": "What is your phone number?",
    "email": "What is your e-mail address?",
    "birth_date": "When were you born?",
    "gender": "What is your gender?",
    "summary": "All correct?",
    "accepted": "Your registration is being delivered to Example Ltd",
    "checked": "A member of staff of Example Ltd is looking into your registration",
    "registered": "You are registered with Example Ltd, no.",
    "erasing": "As soon as that is known it is erased here",
}

# Words that answer nothing, wherever they are said.
NO_ANSWER = {
    "name": "12345",
    "phone": "call me",
    "email": "somewhere@",
    "birth_date": "31 February 1990",
    "gender": "12345",
}


Values = dict[str, str]


def right(who: int, key: str) -> tuple[tuple[str, Values], ...]:
    """Return two answers of a person's own to a question: the words, and what they mean."""
    number, mail = f"{who % 1000:03}", FAMILY.lower()
    return {
        "name": (
            (f"Ada {FAMILY}", {"first_name": "Ada", "last_name": FAMILY}),
            (f"Grace {FAMILY}", {"first_name": "Grace", "last_name": FAMILY}),
        ),
        "phone": (
            (f"07700 900{number}", {"phone": f"+447700900{number}"}),
            (f"01632 960{number}", {"phone": f"+441632960{number}"}),
        ),
        "email": tuple(
            (f"{mail}.{who}.{each}@example.org", {"email": f"{mail}.{who}.{each}@example.org"})
            for each in "ab"
        ),
        "birth_date": (
            ("10 December 1990", {"birth_date": "1990-12-10"}),
            ("3 May 1985", {"birth_date": "1985-05-03"}),
        ),
        "gender": (("female", {"gender": "female"}), ("male", {"gender": "male"})),
    }[key]


def meaning(who: int, key: str, words: str) -> Values:
    """Return what a right answer means."""
    return dict(right(who, key))[words]
