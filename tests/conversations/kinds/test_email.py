from __future__ import annotations

import pytest

from conversations.kinds.email import Email
from conversations.kinds.email_domains import PROVIDERS
from conversations.kinds.email_slips import suggestion
from conversations.kinds.words import words
from conversations.wording import wording
from tests.conversations.kinds.reading import read

# text, what is kept, why
TAKEN = [
    ("ada@example.org", "ada@example.org", "as it is"),
    ("Ada@Example.ORG", "Ada@example.org", "only the domain has no case, RFC 5321 2.4"),
    ("  ada@example.org\n", "ada@example.org", "blanks around"),
    ("My mail is ada@example.org.", "ada@example.org", "the sentence's full stop"),
    ("is it ada@example.org?", "ada@example.org", "the sentence's question mark"),
    ("email: ada@example.org", "ada@example.org", "a label"),
    ("email:ada@example.org", "ada@example.org", "a label that touches"),
    ("بريدي ada@example.org", "ada@example.org", "Arabic words beside it"),
    ("我的邮箱是ada@example.org谢谢", "ada@example.org", "Chinese words touch it"),
    ("<ada@example.org>", "ada@example.org", "in angles"),
    ("Ada Lovelace <ada@example.org>", "ada@example.org", "RFC 5322 with a name"),
    ("(ada@example.org)", "ada@example.org", "in brackets"),
    ("“ada@example.org”", "ada@example.org", "in quotes"),
    ("'ada@example.org'", "ada@example.org", "in single quotes"),
    ("mailto:ada@example.org?subject=Hi", "ada@example.org", "RFC 6068"),
    ("ada @ example.org", "ada@example.org", "blanks at the sign, nothing else"),
    ("ada@example. org", "ada@example.org", "a blank in the domain, nothing else"),
    ("ada@example.org ada@example.org", "ada@example.org", "twice the same"),
    ("ada@example.org, @ada", "ada@example.org", "a Telegram name beside it"),
    ("ada＠ｅｘａｍｐｌｅ．ｏｒｇ", "ada@example.org", "typed in wide letters"),
    ("ada@example。org", "ada@example.org", "the full stop of Chinese, UTS 46"),
    ("\u2068ada@example.org\u2069", "ada@example.org", "copied from a right-to-left text"),
    ("ada\u200b@example.org", "ada@example.org", "a blank without width"),
    ("_ada_@example.org", "_ada_@example.org", "signs that belong to it"),
    ("!#$%&'*+-/=?^_`{|}~@example.org", "!#$%&'*+-/=?^_`{|}~@example.org", "all of RFC 5322"),
    ("*ada@example.org*", "ada@example.org", "bold"),
    ("Ada<ada@example.org>", "ada@example.org", "a name that touches"),
    ("email=ada@example.org", "ada@example.org", "a label with another sign"),
    ("почта:ada@example.org", "ada@example.org", "a label in another script"),
    ("o'brien@example.org", "o'brien@example.org", "an apostrophe belongs to it"),
    ("ada+news@example.org", "ada+news@example.org", "a tag"),
    ("a.l_byron-1815@mail.example.co.uk", "a.l_byron-1815@mail.example.co.uk", "signs"),
    ("ada@bücher.example", "ada@bücher.example", "an IDN stays as it is read"),
    ("ada@BÜCHER.example", "ada@bücher.example", "in lower case"),
    ("ada@xn--bcher-kva.example", "ada@bücher.example", "from its ASCII form"),
    ("ünal@example.org", "ünal@example.org", "RFC 6531"),
    ("ада@example.org", "ада@example.org", "letters that only Cyrillic has"),
    ("ada@例え.jp", "ada@例え.jp", "Chinese and Japanese side by side"),
    ("😀ada@example.org 🎉", "ada@example.org", "pictures beside it"),
    ("• ada@example.org", "ada@example.org", "an item of a list"),
    ("ada@example.org - private", "ada@example.org", "a dash behind it"),
    # real domains near well-known ones
    ("ada@mail.com", "ada@mail.com", "not gmail.com"),
    ("ada@ymail.com", "ada@ymail.com", "not gmail.com"),
    ("ada@email.com", "ada@email.com", "not gmail.com"),
    ("ada@cloud.com", "ada@cloud.com", "not icloud.com"),
    ("ada@pcloud.com", "ada@pcloud.com", "not icloud.com: keys far apart"),
    ("ada@gmx.com", "ada@gmx.com", "too short a name to guess"),
    ("ada@live.nl", "ada@live.nl", "a country's"),
    ("ada@hotmail.se", "ada@hotmail.se", "a country's"),
    ("ada@yahoo.co.jp", "ada@yahoo.co.jp", "a country's"),
    ("ada@inbox.lv", "ada@inbox.lv", "a small one"),
    ("ada@orange.es", "ada@orange.es", "a country's"),
    ("ada@tmail.com", "ada@tmail.com", "a real one beside g on the keyboard"),
    ("ada@fmail.co.uk", "ada@fmail.co.uk", "near gmail, but with an ending it has not"),
    ("ada@mai.ru", "ada@mai.ru", "an institute in Moscow, not mail.ru"),
    ("ada@wen.de", "ada@wen.de", "too short a name to guess"),
    ("ada@outlook.xyz", "ada@outlook.xyz", "somebody's own"),
    ("ada@hotmial.example", "ada@hotmial.example", "near a name, but no ending of it"),
]
SLIPS = words(
    "gmial.com gmail.con gmai.com gmal.com gmaill.com gnail.com hmail.com gmail.co ogmail.com"
    " ggmail.com gail.com gimail.com gamil.com gmail.om gmil.com gmali.com gmail.com.com"
    " www.gmail.com gmail.de gmaıl.com gma1l.com gmail.cm gmail.comm"
)
ASKED = [
    *(
        (f"ada@{slip}", [f"ada@{slip}", "ada@gmail.com"], "a slip in gmail.com")
        for slip in sorted(SLIPS)
    ),
    ("ada@yaho.com", ["ada@yaho.com", "ada@yahoo.com"], "a letter less"),
    ("ada@yahooo.com", ["ada@yahooo.com", "ada@yahoo.com"], "a letter more"),
    ("ada@yahoo.con", ["ada@yahoo.con", "ada@yahoo.com"], "no such ending"),
    ("ada@yahoo.co", ["ada@yahoo.co", "ada@yahoo.com"], "an ending cut off"),
    ("ada@ahoo.com", ["ada@ahoo.com", "ada@yahoo.com"], "the first letter lost"),
    ("ada@yaho.co.uk", ["ada@yaho.co.uk", "ada@yahoo.co.uk"], "a country's"),
    ("ada@hotmial.fr", ["ada@hotmial.fr", "ada@hotmail.fr"], "swapped"),
    ("ada@htomail.com", ["ada@htomail.com", "ada@hotmail.com"], "swapped at the beginning"),
    ("ada@ohtmail.com", ["ada@ohtmail.com", "ada@hotmail.com"], "the first two swapped"),
    ("ada@outlok.com", ["ada@outlok.com", "ada@outlook.com"], "a letter less"),
    ("ada@iclould.com", ["ada@iclould.com", "ada@icloud.com"], "a letter more"),
    ("ada@protonmai.com", ["ada@protonmai.com", "ada@protonmail.com"], "a letter less"),
    ("ada@ynadex.ru", ["ada@ynadex.ru", "ada@yandex.ru"], "swapped"),
    (
        "ada@hatmail.com",
        ["ada@hatmail.com", "ada@hotmail.com"],
        "not hanmail.net, which is as near",
    ),
    ("ada@gmailcom.com", ["ada@gmailcom.com", "ada@gmail.com"], "an ending twice"),
    ("ada@yandeks.ru", ["ada@yandeks.ru", "ada@yandex.ru"], "as it is spoken"),
    ("ada@mial.ru", ["ada@mial.ru", "ada@mail.ru"], "swapped, in a short name"),
    ("ada@web.ed", ["ada@web.ed", "ada@web.de"], "an ending swapped"),
    ("ada@orang.fr", ["ada@orang.fr", "ada@orange.fr"], "a letter less"),
    ("ada@example.con", ["ada@example.con", "ada@example.com"], "an ending no registry has"),
    ("ada@example.ogr", ["ada@example.ogr", "ada@example.org"], "another"),
    ("ada@www.example.org", ["ada@www.example.org", "ada@example.org"], "a web site's name"),
    ("ada@example.org or bob@example.org", ["ada@example.org", "bob@example.org"], "two"),
    ("ada@example.org;bob@example.org", ["ada@example.org", "bob@example.org"], "two"),
    ("ada lovelace@example.org", ["lovelace@example.org", "adalovelace@example.org"], "a blank"),
    ("ada@example.co m", ["ada@example.co", "ada@example.com"], "a blank near the end"),
]
REFUSED = [
    ("", "has an @", "nothing"),
    ("ada,byron@example.org", "not complete", "a comma for the dot ahead"),
    ("ada@example.co,uk", "not complete", "a comma for the dot behind"),
    ('a"b@example.org', "not complete", "a quote within"),
    ("ada(byron)@example.org", "not complete", "a comment"),
    (".ada@example.org", "not complete", "a dot ahead"),
    ("https://ada:secret@example.org/", "not complete", "a link with a name and a password"),
    ("ada@example.org%0ABcc:bob@example.org", "not complete", "a trap for mail programs"),
    ("ada@example.org|bob@example.org", "not complete", "no list"),
    ("ada", "has an @", "no sign"),
    ("ada at example dot org", "has an @", "spelled out: never guessed"),
    ("@ada", "not complete", "a Telegram name"),
    ("ada@", "not complete", "no domain"),
    ("ada@gmail", "not complete", "no ending"),
    ("ada@localhost", "not complete", "this machine"),
    ("ada@example.invalid", "not complete", "reserved, RFC 6761"),
    ("ada@b.c", "not complete", "endings have two letters"),
    ("ada@@example.org", "not complete", "two signs"),
    ("ada@example..org", "not complete", "two dots"),
    ("ada@.example.org", "not complete", "a dot ahead"),
    ("ada.@example.org", "not complete", "a dot behind"),
    ("ada@example,org", "not complete", "a comma for the dot"),
    ("ada@exam_ple.org", "not complete", "no sign of a domain"),
    ("ada@-example.org", "not complete", "a hyphen ahead"),
    ('"ada b"@example.org', "not complete", "quoted, which hardly any mail server takes"),
    ("ada@[192.0.2.1]", "not complete", "an address of the network"),
    ("ada@example.org\x00", "not complete", "a control character"),
    ("a\ud800@example.org", "not complete", "half a character"),
    ("a" * 65 + "@example.org", "not complete", "longer than RFC 5321 has it"),
    ("ada@" + "a." * 130 + "org", "not complete", "longer than RFC 5321 has it"),
    ("ada@gmаil.com", "look like others", "Cyrillic а in a Latin name"),
    ("аda@example.org", "look like others", "Cyrillic а ahead"),
    ("сара@example.org", "look like others", "all Cyrillic, and all like Latin"),
    ("ada@аррӏе.com", "look like others", "a well-known trap"),
    ("νικο@example.org", "look like others", "Greek that looks Latin"),
    ("𝐚da@example.org", "look like others", "a mathematical letter"),
    ("ada١٢@example.org", "look like others", "digits of another script"),
    ("ɑda@example.org", "look like others", "a letter of phonetics"),
    ("ada@ɡoogle.com", "look like others", "another"),
    ("ada@example.org/bob@example.org", "not complete", "two with a sign that may be of either"),
    ("ada😀@example.org", "not complete", "a picture within"),
    ("ada@example.orgThanks", "not complete", "the next word touches"),
    ("=1+1@example.org", "not complete", "a spreadsheet's formula"),
    ("+ada@example.org", "not complete", "a formula with another beginning"),
    ("-ada@example.org", "not complete", "the same"),
    ("x" * 1001, "too much text", "longer than any address and its words"),
]


@pytest.mark.parametrize(("text", "kept", "why"), TAKEN)
def test_an_address_is_taken(text: str, kept: str, why: str) -> None:
    """What a careful person would write to is kept."""
    assert read(Email(), text) == [kept], why


@pytest.mark.parametrize(("text", "kept", "why"), ASKED)
def test_a_likely_slip_is_asked_about(text: str, kept: list[str], why: str) -> None:
    """The address as typed comes first, then what was probably meant."""
    assert read(Email(), text) == kept, why


@pytest.mark.parametrize(("text", "reason", "why"), REFUSED)
def test_no_address_is_refused_with_a_reason(text: str, reason: str, why: str) -> None:
    """What is no address is refused in one sentence that says why."""
    (answer,) = read(Email(), text)

    assert answer.startswith("no: "), why
    assert reason in answer, why


def test_no_provider_is_taken_for_another() -> None:
    """The domains of all well-known providers are left alone."""
    domains = [f"{name}.{end}" for name, endings in PROVIDERS.items() for end in endings]

    assert {domain: suggestion(domain) for domain in domains} == dict.fromkeys(domains)


@pytest.mark.parametrize("address", ["ada@gmial.com", "ada@example.con"])
def test_an_address_meant_as_typed_stays(address: str) -> None:
    """Once it was chosen, an address that looks like a slip is written so that it is read back."""
    written = Email().write({"email": address})

    assert written == f"<{address}>"
    assert read(Email(), written) == [address]


def test_an_address_is_shown_isolated() -> None:
    """Arabic text around an address does not turn it."""
    values = {"email": "ada@example.org"}

    assert Email().show(values, wording("en")) == "ada@example.org"
    assert Email().label(values, wording("ar")) == "\u2068ada@example.org\u2069"


def test_an_address_is_typed() -> None:
    """Neither a button nor a contact answers it."""
    assert Email().offered({}) == ()
    assert not Email().asks_contact
