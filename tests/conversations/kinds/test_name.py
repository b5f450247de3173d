from __future__ import annotations

import pytest

from conversations.kinds.name import Name
from conversations.wording import wording
from tests.conversations.kinds.reading import listener, read

LONG = "x" * 255

# text, language, first|last, why
TAKEN = [
    ("Ada Lovelace", "en", "Ada|Lovelace", "two words"),
    ("  Ada \n Lovelace ", "en", "Ada|Lovelace", "blanks and lines"),
    ("ada lovelace", "en", "ada|lovelace", "case as typed"),
    ("ADA LOVELACE", "en", "ADA|LOVELACE", "case as typed"),
    ("Ada", "en", "Ada|", "one name only"),
    ("Null", "en", "Null|", "a family name that breaks programs"),
    ("Ng", "en", "Ng|", "two letters"),
    ("Li", "en", "Li|", "two letters"),
    ("Jo Wu", "en", "Jo|Wu", "two letters each"),
    ("Bo O", "en", "Bo|O", "a family name of Korea, one letter"),
    ("Anne-Marie O’Neill", "en", "Anne-Marie|O’Neill", "hyphen and apostrophe"),
    ("D'Arcy Wentworth", "en", "D'Arcy|Wentworth", "apostrophe"),
    ("J.R.R. Tolkien", "en", "J.R.R.|Tolkien", "dots"),
    ("Jose\u0301 Nu\u0301n\u0303ez", "es", "José|Núñez", "NFC"),
    ("Ádám Ørsted", "da", "Ádám|Ørsted", "letters beyond ASCII"),
    ("Işıl İnce", "tr", "Işıl|İnce", "dotted and dotless"),
    ("Ada - Lovelace .", "en", "Ada|Lovelace", "lone signs"),
    ("Gal·la Puig", "ca", "Gal·la|Puig", "a dot within"),
    ("ليلى حداد", "ar", "ليلى|حداد", "Arabic"),
    ("علی\u200cرضا محمدی", "fa", "علی\u200cرضا|محمدی", "the joiner Persian needs"),
    ("דנה לוי", "he", "דנה|לוי", "Hebrew"),
    ("Анна Ёлкина", "ru", "Анна|Ёлкина", "Cyrillic"),
    ("राम शर्मा", "hi", "राम|शर्मा", "Devanagari"),
    ("สมชาย ใจดี", "th", "สมชาย|ใจดี", "Thai"),
    ("አበበ በቀለ", "am", "አበበ|በቀለ", "Ethiopic"),
    ("ნინო ბერიძე", "ka", "ნინო|ბერიძე", "Georgian"),
    (f"{LONG} {LONG}", "en", f"{LONG}|{LONG}", "255 letters each"),
    ("e\u0301" * 255 + " Li", "en", "é" * 255 + "|Li", "255 after NFC"),
    ("\u202bAda Lovelace\u202c", "en", "Ada|Lovelace", "direction marks around"),
    ("A\u200bda Love\u00adlace", "en", "Ada|Lovelace", "what cannot be seen"),
    ("Ada 🌸 Lovelace ❤️", "en", "Ada|Lovelace", "pictures beside a name"),
    ("Ada 👩🏽‍💻 Lovelace", "en", "Ada|Lovelace", "a picture made of three"),
    # a comma
    ("Lovelace, Ada", "en", "Ada|Lovelace", "the last name ahead of a comma"),
    ("García Márquez, Gabriel José", "es", "Gabriel José|García Márquez", "blanks in parts"),
    ("حداد، ليلى", "ar", "ليلى|حداد", "the Arabic comma"),
    ("山田，太郎", "ja", "太郎|山田", "the wide comma"),
    ("Name: Lovelace, Ada", "en", "Ada|Lovelace", "a label ahead of it"),
    (", Ada", "en", "Ada|", "how one name alone is written"),
    (", Abu Bakr", "en", "Abu Bakr|", "one name of two words"),
    # what belongs together
    ("Ludwig van Beethoven", "en", "Ludwig|van Beethoven", "a particle"),
    (
        "Vincent Willem van Gogh",
        "nl",
        "Vincent Willem|van Gogh",
        "a particle ends the first names",
    ),
    ("Otto von der Heide", "de", "Otto|von der Heide", "two particles"),
    ("Juan de la Cruz", "es", "Juan|de la Cruz", "two particles"),
    ("Juan De La Cruz", "es", "Juan|De La Cruz", "with capitals"),
    ("Luiz da Silva", "pt", "Luiz|da Silva", "a particle"),
    ("José Ortega y Gasset", "es", "José|Ortega y Gasset", "and"),
    ("Mohammed bin Salman", "en", "Mohammed|bin Salman", "son of"),
    ("محمد بن سلمان", "ar", "محمد|بن سلمان", "son of"),
    ("Raj a/l Kumar", "ms", "Raj|a/l Kumar", "son of, in Malaysia"),
    ("عبد الرحمن", "ar", "عبد الرحمن|", "one name of two words"),
    ("عبد الرحمن محمد", "ar", "عبد الرحمن|محمد", "one name of two words ahead"),
    ("Abu Bakr Siddiq", "en", "Abu Bakr|Siddiq", "one name of two words ahead"),
    ("Sammy Davis Jr.", "en", "Sammy|Davis Jr.", "a suffix"),
    # said in a sentence
    ("My name is Ada Lovelace", "en", "Ada|Lovelace", "a lead-in"),
    ("I'm Ada", "en", "Ada|", "a lead-in"),
    ("اسمي ليلى حداد", "ar", "ليلى|حداد", "a lead-in"),
    ("I’m Ada Lovelace", "en", "Ada|Lovelace", "a lead-in with a curly apostrophe"),
    ("My name is: Ada Lovelace", "en", "Ada|Lovelace", "a lead-in with a colon"),
    ("NAME: Ada Lovelace", "en", "Ada|Lovelace", "a label"),
    ("Name Ada", "en", "Name|Ada", "a word that is a label only with its colon"),
    ("Dr. Ada Lovelace", "en", "Ada|Lovelace", "a title"),
    ("Prof Dr Ada Lovelace", "en", "Ada|Lovelace", "titles"),
    ("Анна Петровна Иванова", "ru", "Анна Петровна|Иванова", "a patronymic in the middle"),
    ("Роман Львович Станкевич", "en", "Роман Львович|Станкевич", "a family name like one"),
    ("hi, I'm Ada Lovelace", "en", "Ada|Lovelace", "a greeting ahead of a lead-in"),
    ("Good morning! My name is Ada Lovelace", "en", "Ada|Lovelace", "a greeting of two words"),
    ("It's Ada Lovelace.", "en", "Ada|Lovelace", "the sentence's full stop"),
    ("Ada Chas.", "en", "Ada|Chas.", "the stop of an abbreviation"),
    ("John Smith, PhD", "en", "John|Smith PhD", "a comma ahead of a suffix"),
    ("Smith, Jr.", "en", "Jr.|Smith", "no suffix behind one name"),
    ("George W. Bush", "en", "George W.|Bush", "an initial is no family name"),
    ("J. K. Rowling", "en", "J. K.|Rowling", "nor are two"),
    ("Ramanujan S.", "ta", "Ramanujan|S.", "but where it stands last, as in Tamil Nadu"),
    ("श्री राम शर्मा", "hi", "राम|शर्मा", "a title of India"),
    ("Sn. Ayşe Yılmaz", "tr", "Ayşe|Yılmaz", "a title of Turkey"),
    # the family name first
    ("习近平", "zh", "近平|习", "a family name the first hundred lack"),
    ("Nagy László", "hu", "László|Nagy", "Hungarian"),
    ("Nguyễn Văn An", "vi", "Văn An|Nguyễn", "Vietnamese"),
    ("Wang Xiaoming", "zh", "Xiaoming|Wang", "Chinese in Latin letters"),
    ("Xiaoming Wang", "zh", "Xiaoming|Wang", "turned round for foreigners"),
    ("王小明", "zh", "小明|王", "Chinese without a blank"),
    ("王芳", "zh", "芳|王", "two characters"),
    ("王 小明", "en", "小明|王", "Chinese with a blank"),
    ("欧阳修", "en", "修|欧阳", "a family name of two characters"),
    ("山田 太郎", "ja", "太郎|山田", "Japanese with a blank"),
    ("高橋さくら", "ja", "さくら|高橋", "kana begin the given name"),
    ("김철수", "en", "철수|김", "Korean"),
    ("김구", "ko", "구|김", "two syllables"),
    ("김 철수", "ko", "철수|김", "with a blank"),
    ("남궁민수", "ko", "민수|남궁", "a family name of two syllables"),
    ("선우", "ko", "우|선", "one syllable each, though both make a family name"),
    ("さくら", "ja", "さくら|", "kana alone"),
]
ASKED = [
    ("Ada King Lovelace", "en", ["Ada King|Lovelace", "Ada|King Lovelace"], "three words"),
    (
        "Gabriel José García Márquez",
        "en",
        [
            "Gabriel José García|Márquez",
            "Gabriel José|García Márquez",
            "Gabriel|José García Márquez",
        ],
        "four words",
    ),
    ("María García López", "es", ["María|García López", "María García|López"], "two family names"),
    ("k l m n p q", "en", ["k l m n p|q", "k l m n|p q", "k l m|n p q", "k l|m n p q"], "four"),
    (
        "Maria da Silva Santos",
        "pt",
        ["Maria da Silva|Santos", "Maria|da Silva Santos"],
        "a particle within",
    ),
    (
        "Иванова Анна Петровна",
        "ru",
        ["Анна Петровна|Иванова", "Иванова Анна|Петровна"],
        "a patronymic at the end: the family name is ahead",
    ),
    ("محمد أحمد علي", "ar", ["محمد أحمد|علي", "محمد|أحمد علي"], "three words"),
    ("Van Gogh", "en", ["Van|Gogh", "Van Gogh|"], "Van Morrison, or a family name alone"),
    ("Nguyen An", "en", ["An|Nguyen", "Nguyen|An"], "a family name of Vietnam ahead"),
    ("Иванова Вера", "ru", ["Вера|Иванова", "Иванова|Вера"], "as in anything official"),
    ("Шевченко Тарас", "uk", ["Тарас|Шевченко", "Шевченко|Тарас"], "in Ukraine"),
    ("DUPONT Jean", "fr", ["Jean|DUPONT", "DUPONT|Jean"], "a family name in capitals ahead"),
    ("Mao Zedong", "en", ["Zedong|Mao", "Mao|Zedong"], "a family name of China ahead"),
    ("Kim Min-jun", "en", ["Min-jun|Kim", "Kim|Min-jun"], "a family name of Korea ahead"),
    ("László Nagy", "hu", ["László|Nagy", "Nagy|László"], "a given name ahead"),
    ("Nagy László Péter", "hu", ["László Péter|Nagy", "Péter|Nagy László"], "three words"),
    ("エイダ・ラブレス", "ja", ["エイダ|ラブレス", "ラブレス|エイダ"], "a foreign name"),
    ("山田太郎", "ja", ["太郎|山田", "田太郎|山", "郎|山田太", "山田太郎|"], "no blank"),
    ("林修", "ja", ["修|林", "林修|"], "no blank"),
    ("王小明", "en", ["小明|王", "明|王小", "王小明|"], "Chinese or Japanese"),
    ("佐藤愛", "zh", ["藤愛|佐", "愛|佐藤", "佐藤愛|"], "no family name of China"),
    ("남궁민", "ko", ["민|남궁", "궁민|남"], "either family name"),
    ("김빛나리", "ko", ["빛나리|김", "나리|김빛"], "four syllables"),
]
REFUSED = [
    ("", "first and last name", "nothing"),
    ("...", "first and last name", "signs"),
    ("😀", "first and last name", "pictures"),
    ("\u3164", "first and last name", "a letter nobody sees"),
    ("12", "first and last name", "digits"),
    ("hello", "first and last name", "a greeting"),
    ("Yes!", "first and last name", "an answer to something else"),
    ("ok", "first and last name", "an answer to something else"),
    ("نعم", "first and last name", "an answer to something else"),
    ("Dr. Lovelace", "first and last name", "a title and half a name"),
    ("Dr.", "first and last name", "a title"),
    ("my name is ", "first and last name", "a lead-in"),
    ("my name is wrong, it is Ada King", "first and last name", "a sentence with a comma"),
    ("Ada,", "first and last name", "nothing behind the comma"),
    ("Ada Lovelace, female", "first and last name", "the gender too"),
    ("ليلى حداد أنثى", "first and last name", "the gender too"),
    ("Ada Lovelace, 35", "first and last name", "an age"),
    ("Jr. de Lovelace", "first and last name", "a suffix, and nothing ahead of it"),
    ("𝓐𝓭𝓪", "signs", "letters of mathematics"),
    ("Z̸a̷l̶g̵o̴", "signs", "letters crossed out"),
    ("Ada -Lovelace", "signs", "a sign ahead of a word"),
    ("Lovelace, Ada, Countess", "first and last name", "two commas"),
    ("12345", "a number", "digits"),
    ("+44 7700 900123", "a number", "a phone"),
    ("Ada Lovelace 10.12.1990", "a number", "a date too"),
    ("ada@example.org", "a link", "an address"),
    ("@ada", "a link", "a Telegram name"),
    ("https://example.org/ada", "a link", "a link"),
    ("www.example.org", "a link", "a link"),
    ("buy at example.com now", "a link", "a link"),
    ("/start", "a link", "a command"),
    ("<b>Ada</b>", "signs", "markup"),
    ("=1+1 Ada", "signs", "a spreadsheet's formula"),
    ("-Ada", "signs", "a sign ahead"),
    ("Robert'); DROP TABLE x;--", "signs", "a well-known pupil"),
    ("Who are you?", "signs", "a question"),
    ("Ada\x00Lovelace", "signs", "a control character"),
    ("Ada \u202eecalevoL", "signs", "shown backwards"),
    ("Ada \ud800", "signs", "half a character"),
    ("Ada \ue000", "signs", "a character of nobody"),
    ("Z\u0337\u0338\u0336\u0335a", "signs", "piled marks"),
    ("x" * 256, "too long", "256 letters"),
    ("x" * 600, "too long", "longer than both parts and what is around them"),
    ("x" * 2049, "too long", "longer than both parts"),
    ("a " * 26, "too long", "more words than any name"),
]


@pytest.mark.parametrize(("text", "language", "name", "why"), TAKEN)
def test_a_name_is_taken(text: str, language: str, name: str, why: str) -> None:
    """A name that parts in one way only is kept as first and last name, in the letters typed."""
    assert read(Name(), text, language) == [name], why


@pytest.mark.parametrize(("text", "language", "names", "why"), ASKED)
def test_an_open_split_is_asked_about(
    text: str, language: str, names: list[str], why: str
) -> None:
    """Where a name may part in several ways, the plausible ones are offered, at most four."""
    assert read(Name(), text, language) == names, why


@pytest.mark.parametrize(("text", "reason", "why"), REFUSED)
def test_no_name_is_refused_with_a_reason(text: str, reason: str, why: str) -> None:
    """What is nobody's name is refused in one sentence that says why."""
    (answer,) = read(Name(), text)

    assert answer.startswith("no: "), why
    assert reason in answer, why


@pytest.mark.parametrize(
    ("first", "last", "language", "shown"),
    [
        ("Ada", "Lovelace", "en", "Ada Lovelace"),
        ("Ada", "", "en", "Ada"),
        ("László", "Nagy", "hu", "Nagy László"),
        ("小明", "王", "en", "王小明"),
        ("철수", "김", "en", "김철수"),
        ("エイダ", "ラブレス", "en", "エイダ ラブレス"),
        ("ليلى", "حداد", "en", "\u2068ليلى حداد\u2069"),
    ],
)
def test_a_name_is_shown_in_its_own_order(
    first: str, last: str, language: str, shown: str
) -> None:
    """A person sees the name as it is written where it comes from."""
    values = {"first_name": first, "last_name": last}

    assert Name().show(values, listener(language).wording) == shown


def test_a_split_is_labelled_by_its_parts() -> None:
    """A button says which part is which, since that is what is asked."""
    both = {"first_name": "Ada King", "last_name": "Lovelace"}
    one = {"first_name": "Van Gogh", "last_name": ""}

    assert Name().label(both, wording("en")) == "First name: Ada King · Last name: Lovelace"
    assert Name().label(one, wording("en")) == "One name only: Van Gogh"


def test_a_name_is_typed() -> None:
    """Neither a button nor a contact answers it."""
    assert Name().offered({}) == ()
    assert not Name().asks_contact
