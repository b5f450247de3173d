"""A further language is one catalogue and no code: Portuguese, shipped for one test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tests.catalogues import ROOM, sentences

if TYPE_CHECKING:
    from pathlib import Path

# What the talk below says, and what its person types; all else stays English here.
PORTUGUESE = {
    "Agree": "Aceito",
    "Not now": "Agora não",
    "Welcome to {company}!": "Bem-vindo a {company}!",
    "What is your full name?": "Qual é o seu nome completo?",
    "What is your gender?": "Qual é o seu gênero?",
    "Name": "Nome",
    "Phone": "Telefone",
    "Birth date": "Data de nascimento",
    "Gender": "Gênero",
    "Country": "País",
    "Female": "Feminino",
    "Male": "Masculino",
    "Other": "Outro",
    "Back": "Voltar",
    "Skip": "Pular",
    "Yes": "Sim",
    "No": "Não",
    "Confirm": "Confirmar",
    "f, fem, w, woman, girl, lady, she, ♀, 👩": "mulher, moça, ela",
    "m, man, boy, guy, gentleman, he, ♂, 👨": "homem, moço, ele",
    (
        "my name is, my full name is, my name's, my name, name:, name is, the name is, the name's,"
        " full name:, i am, i'm, i am called, i'm called, it's, it's me, it is, it is me, this is,"
        " call me, please call me, you can call me, people call me, everybody calls me"
    ): "meu nome é, me chamo, eu sou",
    (
        "hello, hello there, hey, hi, hi there, good morning, good afternoon, good evening,"
        " good day"
    ): "olá, oi, bom dia",
    "yes, no, sure, of course, ok, okay, well, thanks, thank you": "sim, não, obrigada, obrigado",
    "no thanks, start, skip, cancel, back, help, none, n/a, not now, later": "voltar, pular",
}
TALK = """\
language: pt
languages: en,pt
region: PT
extra: country
countries: DE:49,PT:351

> /start

> [Aceito]

> olá

> Meu nome é Inês Araújo

> (shares own contact +44 7700 900123)

> Pular

> 3 de março de 1990

> mulher

> Alemanha

> /language

> sim
"""
HEARD = """\
Bem-vindo a Example Ltd!
[Aceito] [Agora não]
Nome: Inês Araújo
Data de nascimento: 3 de março de 1990
Gênero: Feminino
1. Nome: Inês Araújo
2. Telefone: +44 7700 900123 ✓
4. Data de nascimento: 3 de março de 1990
5. Gênero: Feminino
6. País: Alemanha
[Confirmar]
[English] [Português]
* submits {"first_name": "Inês", "last_name": "Araújo", "phone": "+447700900123", \
"birth_date": "1990-03-03", "gender": "female", "country": "DE"}
"""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the talk's room as it is, and one more catalogue in it."""
    folder = tmp_path_factory.mktemp("seventh")
    room = folder / ROOM.name
    shutil.copytree(ROOM, room, ignore=shutil.ignore_patterns("__pycache__"))
    catalogue = Catalog(locale="pt", fuzzy=False)
    for text in sentences():
        catalogue.add(text, PORTUGUESE.get(text, text))
    with (room / "locale" / "pt.po").open("wb") as file:
        write_po(file, catalogue)
    return folder


def run(folder: Path, *arguments: str) -> str:
    """Return what a fresh Python prints that finds the talk's room in this folder."""
    paths = os.pathsep.join((str(folder), str(ROOM.parent)))
    # Lines that a copy ran are no lines of ours to count.
    kept = {name: v for name, v in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(  # noqa: S603 - our own interpreter, on our own files
        [sys.executable, *arguments],
        cwd=folder,
        env={**kept, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_whole_talk_is_held_in_it(shipped: Path) -> None:
    """Labels, what people type, months, countries and the language's own name are all there."""
    talk = shipped / "talk.txt"
    talk.write_text(TALK, "utf-8")

    run(shipped, "-m", "tests.talks", str(talk))

    heard = talk.read_text("utf-8").splitlines()
    assert [line for line in HEARD.splitlines() if line not in heard] == []
    assert heard.count("Qual é o seu nome completo?") == 2, "a greeting is nobody's name"


def test_the_settings_take_it(shipped: Path) -> None:
    """LANGUAGES may name it, and does so where it is not set."""
    shown = run(
        shipped, "-c", "from bot.settings.shipped import SHIPPED; print(SHIPPED.languages)"
    )

    assert "'pt'" in shown
