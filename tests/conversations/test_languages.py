"""Whole talks in every language: whatever is said fits, and can be told apart."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from babel.dates import format_date

from bot.rehearsal.script import Happens, Sees, SendsFile, parse
from conversations.commands import COMMANDS, purpose
from conversations.conversation import Conversation
from conversations.events import Chose, ChoseReading, UsedProfile
from conversations.kinds.gender import GENDER
from conversations.kinds.kind import Listener
from conversations.kinds.name import Name
from conversations.kinds.past_date import PastDate
from conversations.normal import LONGEST_MESSAGE, folded
from conversations.registration import registration
from conversations.sentences import sentence
from conversations.wording import own_name, shipped_languages, wording
from tests.conversations.kinds.reading import said
from tests.talks import TRANSCRIPTS, Player

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conversations.kinds.kind import Kind
    from conversations.replies import Button, Reply

# Two of them side by side are as many as a telephone shows without cutting them off.
LONGEST_LABEL = 30

# Words that are short for two genders, and asked about: mujer, masculino.
AMBIGUOUS = {"es": {"m"}}
VALUES = [choice.value for choice in GENDER.choices]

TODAY = date(2026, 11, 24)
LANGUAGES = pytest.mark.parametrize("language", shipped_languages())


def is_english(path: Path) -> bool:
    """Tell whether a talk is in English and of replies alone, which an agent's lists are not."""
    script = parse(path.read_text("utf-8"))
    sends_list = script.headings.get("role") == "agent" and any(
        isinstance(line, SendsFile) for line in script.lines
    )
    return script.headings.get("language", "en") == "en" and not sends_list


ENGLISH = [path for path in sorted(TRANSCRIPTS.glob("*.txt")) if is_english(path)]


def replies(path: Path, language: str) -> Iterator[Reply]:
    """Yield what is said in a language to somebody who does what an English talk's person does.

    It ends where English words were written in place of a press, which only English hears.
    """
    script = parse(path.read_text("utf-8"))
    english, other = Player.of(script), Player.of(script)
    other.talk = Conversation(language)
    for line in script.lines:
        match line:
            case Sees():
                continue
            case Happens():
                for player in (english, other):
                    list(player.happens(line))
            case _:
                event = english.event(line)
                for player in (english, other):
                    list(player.hears(event))
        if english.talk.is_under_way is not other.talk.is_under_way:
            return
        if other.reply is not None:
            yield other.reply


def read(kind: Kind, text: str, language: str) -> list[str]:
    """Return what a kind makes of a text of a person who speaks a language of the bot."""
    return said(kind.read(text, Listener(wording(language), TODAY)))


def is_a_name(button: Button) -> bool:
    """Tell whether a button says what somebody said, or a country: both may be long.

    An agent's customers stand one in a row, by their names and where they stand.
    """
    names_country = isinstance(button.event, Chose) and button.event.key == "country"
    names_customer = re.match(r"\d+\. ", button.label) is not None
    return names_country or names_customer or isinstance(button.event, ChoseReading | UsedProfile)


@LANGUAGES
@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)
def test_a_talk_fits_and_can_be_told_apart(path: Path, language: str) -> None:
    """Messages keep Telegram's limit, labels are short, and no two ways on go by one name."""
    for reply in replies(path, language):
        texts = (reply.text, reply.farewell or "")
        assert all(len(text.encode("utf-16-le")) // 2 <= LONGEST_MESSAGE for text in texts)
        assert [text for text in texts if "{" in text or ".." in text.replace("...", "")] == []
        labels = [b.label for b in reply.buttons if not is_a_name(b)]
        assert [label for label in labels if len(label) > LONGEST_LABEL] == []
        assert_told_apart(reply.buttons)


def assert_told_apart(buttons: tuple[Button, ...]) -> None:
    """Look whether what a button says, and what else it goes by, means that button alone."""
    names = [{folded(name) for name in (b.label, *b.also)} for b in buttons]
    together = [name for each in names for name in each]

    assert len(together) == len(set(together)), together


@LANGUAGES
def test_what_telegram_shows_before_a_talk_fits(language: str) -> None:
    """Commands have 256 characters, the bot's description 512.

    https://core.telegram.org/bots/api#botcommand, https://core.telegram.org/bots/api#setmydescription
    """
    words = wording(language)
    flow = registration(company="x" * 100, languages=(language,), region="GB")

    assert all(1 <= len(words.say(command.does)) <= 256 for command in COMMANDS)
    assert len(words.say(purpose(flow))) <= 512


@LANGUAGES
def test_a_date_is_read_as_the_language_writes_it(language: str) -> None:
    """In full with the weekday, long, short, in figures, in capitals: each is that one day."""
    for month in range(1, 13):
        day = date(1990, month, 17)
        for style in ("full", "long", "medium", "short"):
            text = format_date(day, style, locale=wording(language).locale)
            assert read(PastDate("birth_date"), text, language) == [day.isoformat()], text
            assert read(PastDate("birth_date"), text.upper(), language) == [day.isoformat()]
        named = f"17 {wording(language).month(month)} 1990"
        assert read(PastDate("birth_date"), named, language) == [day.isoformat()], named


@LANGUAGES
def test_the_example_of_a_name_is_a_name(language: str) -> None:
    """Who writes what the example shows is understood without a question."""
    example = wording(language).say(sentence("Ada Lovelace"))

    assert len(read(Name(), example, language)) == 1
    assert not read(Name(), example, language)[0].startswith("no")


@LANGUAGES
def test_a_word_means_one_gender(language: str) -> None:
    """A word means one gender, but for those few that are known to mean two, and asked about."""
    typed = {
        (choice.value, folded(phrase))
        for choice in GENDER.choices
        for phrase in (
            wording(language).say(choice.label),
            *wording(language).phrases(choice.typed or choice.label),
        )
    }
    words = [word for _, word in typed]

    assert {word for word in words if words.count(word) > 1} == AMBIGUOUS.get(language, set())
    for word in words:
        assert read(GENDER, word, language) == [v for v in VALUES if (v, word) in typed]


@pytest.mark.parametrize(
    ("language", "name", "from_the_right"),
    [
        ("ar", "العربية", True),
        ("de", "Deutsch", False),
        ("en", "English", False),
        ("es", "Español", False),
        ("ru", "Русский", False),
        ("tr", "Türkçe", False),
    ],
)
def test_a_language_is_offered_in_its_own_name(
    language: str,
    name: str,
    from_the_right: bool,  # noqa: FBT001 - a table
) -> None:
    """Who does not understand the rest of the card finds his language all the same."""
    assert own_name(language) == name
    assert wording(language).runs_right_to_left is from_the_right


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Adım Ayşe Yılmaz", "tr", "Ayşe|Yılmaz"),
        ("BENİM ADIM İSMAİL IŞIK", "tr", "İSMAİL|IŞIK"),
        ("Меня зовут Анна Ёлкина", "ru", "Анна|Ёлкина"),
        ("Г-н Пётр Иванов", "ru", "Пётр|Иванов"),
        ("Ich heiße Jürgen Groß", "de", "Jürgen|Groß"),
        ("ICH HEISSE JÜRGEN GROSS", "de", "JÜRGEN|GROSS"),
        ("Frau Dr. Erika Mustermann", "de", "Erika|Mustermann"),
        ("me llamo Ana García", "es", "Ana|García"),
        ("Sra. Ana García", "es", "Ana|García"),
        ("Adım Ayşe Yılmaz", "en", "Ayşe|Yılmaz"),
        ("Ja", "en", "Ja|"),
        ("Si", "tr", "Si|"),
    ],
)
def test_a_name_is_taken_out_of_what_people_say(text: str, language: str, name: str) -> None:
    """What a language says ahead of a name is heard in every talk, short words in its own only."""
    assert read(Name(), text, language) == [name]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Merhaba!", "tr"),
        ("hayır", "en"),
        ("здравствуйте", "ru"),
        ("нет", "en"),
        ("ja", "de"),
        ("Zurück", "de"),
        ("sí", "es"),
        ("Ayşe Yılmaz, KADIN", "tr"),
        ("Анна Иванова женский", "en"),
    ],
)
def test_what_is_nobodys_name_is_refused(text: str, language: str) -> None:
    """Greetings, other words of a chat and other answers are heard in every language."""
    assert read(Name(), text, language)[0].startswith("no")


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("KADIN", "tr", ["female"]),
        ("KIZ", "tr", ["female"]),
        ("e", "tr", ["male"]),
        ("e", "en", ["no"]),
        ("f", "tr", ["female"]),
        ("ж", "en", ["female"]),
        ("МУЖ.", "ru", ["male"]),
        ("maennlich", "de", ["male"]),
        ("w", "de", ["female"]),
        ("d", "de", ["other"]),
        ("él", "es", ["male"]),
        ("m", "es", ["female", "male"]),
        ("m", "de", ["male"]),
    ],
)
def test_a_gender_is_heard_in_ones_own_language_first(
    text: str, language: str, values: list[str]
) -> None:
    """Then in English, then in any other; a letter of another language means nothing."""
    heard = read(GENDER, text, language)

    assert [value.partition(":")[0] for value in heard] == values
