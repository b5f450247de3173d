"""Our bot as adapters for a driver that plays registrations against many bots side by side.

    python …/run.py --adapters bench/peers_adapter.py --only 'ours-*'

The driver brings its own Bot API, its own CRM and its own environment; the bot runs from this
checkout's virtual environment.
"""

from __future__ import annotations

from pathlib import Path

from scenario import SECRET, TOKEN, Adapter, Person, Step, contact, press, text

HERE = Path(__file__).resolve().parent.parent
PYTHON = str(HERE / ".venv" / "bin" / "python")

# Keys of nobody: `intake keys new` makes real ones.
KEYS = {
    "ENCRYPTION_KEYS": "bench:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "INDEX_KEY": "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE",
}
SETTINGS = {
    **KEYS,
    "TELEGRAM_TOKEN": TOKEN,
    "TELEGRAM_API_URL": "{api}",
    "TELEGRAM_WEBHOOK_SECRET": SECRET,
    "FLEXTELL_API_URL": "{api}/crm",
    "FLEXTELL_TENANT": "1",
    "FLEXTELL_ACCESS_TOKEN": "bench-token-of-nobody",
    "COMPANY_NAME": "Example Ltd",
    "DEFAULT_REGION": "DE",
    "LOG_LEVEL": "ERROR",
    "PYTHONPATH": str(HERE),
}


def name(person: Person) -> str:
    """Return a name of letters: the driver's own hold numbers, which no careful reader takes."""
    letters = "".join("abcdefghij"[int(digit)] for digit in str(person.n))
    return f"Anna Test{letters}"


def script() -> list[Step]:
    """Return what a person does: a whole registration with one wrong answer."""
    return [
        Step("start", text("/start"), "do you agree"),
        Step("consent", press(pos=(0, 0)), "full name"),
        Step("name", text(name), "phone number"),
        Step("phone", contact(), "e-mail address\\?"),
        Step("bad e-mail", text("not-an-e-mail"), "has an @"),
        Step("e-mail", text(lambda p: p.email), "born"),
        Step("birth date", text(lambda p: p.birth), "gender"),
        Step("gender", press(match=lambda p: f"^{p.gender}$"), "all correct"),
        Step("confirm", press(pos=(0, 0)), "you are registered"),
    ]


def expected(person: Person) -> dict[str, str]:
    """Return what must stand in the CRM."""
    first_name, last_name = name(person).split()
    return {
        "first_name": first_name,
        "last_name": last_name,
        "phone_number": person.phone,
        "email": person.email,
        "date_of_birth": f"{person.birth_iso}T00:00:00Z",
        "gender": person.gender,
    }


def ours(name: str, database: str, *services: str) -> Adapter:
    """Return an adapter on one database; beside PostgreSQL a worker delivers."""
    run = f"{PYTHON} -m bench.linked_bot"
    worker = f"{{{{ {run} worker & }}}} && " if services else ""
    start = f"cd {{state}} && {PYTHON} -m bot migrate && {worker}exec {run} web"
    return Adapter(
        name,
        ["sh", "-c", start],
        {**SETTINGS, "DATABASE_URL": database},
        services,
        durable="yes",
        path="/telegram",
        script=script,
        expected=expected,
        group="ours",
    )


ADAPTERS = [
    ours("ours-sqlite", "sqlite:///{state}/intake.sqlite"),
    ours("ours-postgres", "{pg}", "pg"),
]
