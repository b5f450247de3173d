from __future__ import annotations

from typing import TYPE_CHECKING

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from conversations.answers import UNLISTED, Reading, Refusal
from conversations.kinds.phone import Phone
from conversations.wording import wording
from tests.conversations.kinds.reading import listener, read

if TYPE_CHECKING:
    from collections.abc import Iterator

# text, region, what is kept, why
TAKEN = [
    ("+44 7700 900123", "TR", "+447700900123", "Ofcom's range for drama, from anywhere"),
    ("07700 900123", "GB", "+447700900123", "the same as Britons write it"),
    ("01632 960123", "GB", "+441632960123", "Ofcom's range without an area"),
    ("020 7946 0958", "GB", "+442079460958", "Ofcom's range for London"),
    ("(202) 555-0123", "US", "+12025550123", "NANP's fictitious lines"),
    ("+1 (555) 555-0123", "US", "+15555550123", "the area code of films"),
    ("06 39 98 12 34", "FR", "+33639981234", "Arcep's numbers for films"),
    ("0532 123 45 67", "TR", "+905321234567", "a national form"),
    ("5321234567", "TR", "+905321234567", "without its zero; not a number of Cuba"),
    ("2025550123", "US", "+12025550123", "not a number of Egypt"),
    ("905321234567", "TR", "+905321234567", "with its country code, without +"),
    ("447700900123", "TR", "+447700900123", "another country's, without +"),
    ("00905321234567", "DE", "+905321234567", "00 for +"),
    ("0044 7700 900123", "US", "+447700900123", "00 where 011 is dialled"),
    ("011 44 7700 900123", "US", "+447700900123", "the American way out"),
    ("tel:+44-7700-900123", "TR", "+447700900123", "RFC 3966"),
    ("tel:+44-7700-900123;ext=5", "TR", "+447700900123", "RFC 3966 with an extension"),
    ("https://wa.me/447700900123?text=hi%201", "TR", "+447700900123", "WhatsApp's short link"),
    ("https://api.whatsapp.com/send?phone=447700900123", "TR", "+447700900123", "its long link"),
    ("t.me/+447700900123", "TR", "+447700900123", "Telegram's link to a number"),
    ("My number is 0532 123 45 67, thanks!", "TR", "+905321234567", "words around"),
    ("Tel.: 0532 123 45 67", "TR", "+905321234567", "a label"),
    ("call 0532 123 45 67 after 5pm", "TR", "+905321234567", "an hour behind it"),
    ("携帯090-1234-5678です", "JP", "+819012345678", "Japanese words touch it"),
    ("رقمي ٠٥٠١٢٣٤٥٦٧", "SA", "+966501234567", "Arabic-Indic digits"),
    ("۰۹۱۲۳۴۵۶۷۸۹", "IR", "+989123456789", "Persian digits"),
    ("०८१२३ ४५६७८९", "IN", "+918123456789", "Devanagari digits"),
    ("+๔๔ ๗๗๐๐ ๙๐๐๑๒๓", "TH", "+447700900123", "Thai digits"),
    ("０９０－１２３４－５６７８", "JP", "+819012345678", "wide digits and dashes"),
    ("\u202d+44 7700 900123\u202c", "TR", "+447700900123", "as copied from a contact"),
    ("+44\u00a07700\u2011900123", "TR", "+447700900123", "hard blanks and hyphens"),
    ("+44\u200b7700\u200b900123", "TR", "+447700900123", "blanks without width"),
    ("+44 (0)20 7946 0958", "TR", "+442079460958", "(0) is not dialled from abroad"),
    ("+44 020 7946 0958", "TR", "+442079460958", "nor is it without brackets"),
    ("06 1234 5678", "IT", "+390612345678", "Italy keeps its zero"),
    ("+39 06 1234 5678", "DE", "+390612345678", "from abroad too"),
    ("8 (912) 345-67-89", "RU", "+79123456789", "Russia's 8"),
    ("8 701 234 56 78", "KZ", "+77012345678", "Kazakhstan's 8"),
    ("011 15-2345-6789", "AR", "+5491123456789", "Argentina's 15 is a 9 from abroad"),
    ("+52 1 55 1234 5678", "US", "+525512345678", "Mexico's 1, gone since 2019"),
    ("06.12.34.56.78", "FR", "+33612345678", "dots"),
    ("030/123456", "DE", "+4930123456", "a slash before the number"),
    ("030 / 123456", "DE", "+4930123456", "with blanks around"),
    ("[0532] 123 45 67", "TR", "+905321234567", "square brackets"),
    ("0532 123 45 67 ext. 12", "TR", "+905321234567", "an extension"),
    ("+1 202-555-0123 x45", "TR", "+12025550123", "a short extension"),
    ("+1 202-555-0123 #45", "TR", "+12025550123", "another"),
    ("+7 912 345-67-89 доб. 12", "RU", "+79123456789", "a Russian extension"),
    ("0532 123 45 67\n0532 1234567", "TR", "+905321234567", "one number twice"),
    ("0532 123 45 67, born 10.12.1990", "TR", "+905321234567", "a date beside it"),
    ("+36 (0) 20 123 4567", "TR", "+36201234567", "not a trunk prefix of Hungary, yet written so"),
    ("+36 (06) 20 123 4567", "TR", "+36201234567", "Hungary's own trunk prefix"),
    ("+225 (0) 01 23 45 6789", "TR", "+2250123456789", "a zero ahead of one that belongs to it"),
    ("+49_30_123456", "TR", "+4930123456", "low lines"),
    ("030·123·456", "DE", "+4930123456", "dots at half height"),
    ("044'123'45'67", "CH", "+41441234567", "apostrophes, as the Swiss write figures"),
    ("030/212-345", "BA", "+38730212345", "three digits behind a slash, and more behind them"),
    ("*67 030 123456", "DE", "+4930123456", "a code for the exchange is no part of it"),
    ("#31#+49 30 123456", "TR", "+4930123456", "that of mobile networks, 3GPP TS 22.030"),
    ("0037410123456", "JP", "+37410123456", "00, though Japan dials 010"),
    ("4930123456", "BR", "+554930123456", "a whole number of Santa Catarina, as written there"),
    ("5352123456", "TR", "+905352123456", "a mobile without its zero; not a number of Cuba"),
    ("two phones: 030 123456", "DE", "+4930123456", "a count that does not touch"),
    ("030 123456 see https://example.org/4930123457", "DE", "+4930123456", "a link beside it"),
    ("030 123456, 123457@example.org", "DE", "+4930123456", "an address beside it"),
    ("7012", "NU", "+6837012", "the shortest numbers there are"),
    ("84951234567", "RU", "+74951234567", "Russia's 8 ahead of Moscow; not Vietnam's 84"),
    ("8 (495) 123-45-67", "RU", "+74951234567", "the same as printed"),
    ("8-727-234-56-78", "KZ", "+77272345678", "Kazakhstan's 8 ahead of Almaty"),
    ("1 202 555 0123", "US", "+12025550123", "the American 1 is both prefix and country code"),
    ("90 532 123 45 67", "TR", "+905321234567", "the region's own country code without its +"),
]
ASKED = [
    ("0532 123 45 67, 0533 765 43 21", "TR", ["+905321234567", "+905337654321"], "a comma"),
    ("0532 123 45 67 0533 765 43 21", "TR", ["+905321234567", "+905337654321"], "a blank"),
    ("20 12 34 / 20 12 35", "FO", ["+298201234", "+298201235"], "a slash, short numbers"),
    ("+44 7700 900123+44 7700 900456", "TR", ["+447700900123", "+447700900456"], "nothing"),
    (
        "mobile 0532 123 45 67\nhome 0212 345 67 89",
        "TR",
        ["+905321234567", "+902123456789"],
        "lines",
    ),
    ("447700900123", "DE", ["+49447700900123", "+447700900123"], "German, or British without +"),
    ("15123456789", "DE", ["+4915123456789", "+15123456789"], "a German mobile, or Texas"),
    ("7 912 345 67 89", "DE", ["+4979123456789", "+79123456789"], "Germany, or Russia"),
    ("3212345678", "IN", ["+913212345678", "+3212345678"], "India, or Belgium"),
    ("2382211234", "TR", ["+902382211234", "+2382211234"], "Turkey, or Cape Verde"),
    ("35943012345", "IT", ["+3935943012345", "+35943012345"], "longer than mobiles there"),
    ("84 912 345 678", "RU", ["+74912345678", "+84912345678"], "8 for Ryazan, or Vietnam's 84"),
    ("318001234", "NL", ["+31318001234", "+318001234"], "a trunk zero or a + is missing"),
]
REFUSED = [
    ("", "TR", "could not find", "nothing"),
    ("hello", "TR", "could not find", "words"),
    ("😀👍", "TR", "could not find", "pictures"),
    ("+", "TR", "could not find", "a plus alone"),
    ("1-800-FLOWERS", "US", "without letters", "keypad letters become digits in the library"),
    ("+1 800 FLOWERS 22", "US", "seem to be missing", "the same within"),
    ("+49 30 12345O67", "DE", "without letters", "O for 0"),
    ("+49 30 123456 O7 88", "DE", "without letters", "O for 0 behind what is a number by itself"),
    ("+49 30 123456 o 88", "DE", "without letters", "alone between digits"),
    ("0532-abc-45 67", "TR", "without letters", "letters within"),
    ("10.12.1990", "DK", "like a date", "eight digits are a number in Denmark"),
    ("1990-05-15", "SG", "like a date", "ISO"),
    ("10 12 1990", "DK", "like a date", "blanks"),
    ("4111 1111 1111 1111", "DE", "payment card", "a card for tests"),
    ("378282246310005", "DE", "payment card", "fifteen digits"),
    ("12.345.678,90", "DK", "without letters", "an amount"),
    ("0532-123-45-67/68", "TR", "without letters", "two numbers share their beginning"),
    ("555-0123", "US", "area code", "local"),
    ("0532 123 45", "TR", "seem to be missing", "too short"),
    ("+90 532 123 45 67 89 01", "TR", "too many digits", "too long"),
    ("0532 123 45 67 0532", "TR", "too many digits", "something behind it"),
    ("+999 123 456 789", "TR", "could not find", "no such country code"),
    ("01234", "DE", "seem to be missing", "loose plans would take a postcode"),
    ("+49 30 123 four 56", "TR", "without letters", "a digit spelled out"),
    ("beş 532 123 45 67", "TR", "without letters", "in Turkish"),
    ("İKİ 532 123 45 67", "TR", "without letters", "in Turkish capitals"),
    ("0532 123 45 خمسة", "TR", "without letters", "in Arabic"),
    ("+2612021234", "TR", "seem to be missing", "the library would add Madagascar's 20"),
    ("002612021234", "TR", "seem to be missing", "behind 00 as well"),
    ("https://example.org/4930123456", "DE", "could not find", "a number of something else"),
    ("4930123456@example.org", "DE", "could not find", "an address"),
    ("*100#", "DE", "could not find", "a code for the exchange"),
    ("+90 (0) 532 12", "TR", "seem to be missing", "wrong with its (0) and without"),
    ("0 5 3 2 1 2 3 4 5 6 7 0 5 3 3 7 6 5 4 3 2 1", "TR", "could not find", "digit by digit"),
    ("911", "US", "could not find", "a short code"),
    ("1" * 1001, "TR", "too much text", "longer than any number and its words"),
]


@pytest.mark.parametrize(("text", "region", "kept", "why"), TAKEN)
def test_a_number_is_taken(text: str, region: str, kept: str, why: str) -> None:
    """What a careful person would dial is kept, as one number in E.164, without a mark."""
    assert Phone(region).read(text, listener()) == (Reading({"phone": kept}),), why


@pytest.mark.parametrize(("text", "region", "kept", "why"), ASKED)
def test_two_numbers_are_asked_about(text: str, region: str, kept: list[str], why: str) -> None:
    """Where two numbers may be meant, both are offered in the order of the text."""
    assert read(Phone(region), text) == kept, why


@pytest.mark.parametrize(("text", "region", "reason", "why"), REFUSED)
def test_no_number_is_refused_with_a_reason(text: str, region: str, reason: str, why: str) -> None:
    """What is no number, or not surely one, is refused in one sentence that says why."""
    (answer,) = read(Phone(region), text)

    assert answer.startswith("no: "), why
    assert reason in answer, why


def test_a_number_outside_its_plan_is_marked() -> None:
    """A number of possible length that no plan lists is one reading with a mark, to be asked."""
    assert Phone("US").read("123 456 7890", listener()) == (
        Reading({"phone": "+11234567890"}, frozenset({UNLISTED})),
    )


def test_a_short_foreign_number_without_plus_is_marked() -> None:
    """Eleven digits may be an identity number, so they are asked about; with a + they are not."""
    marked = Reading({"phone": "+12025550123"}, frozenset({UNLISTED}))

    assert Phone("TR").read("12025550123", listener()) == (marked,)
    assert Phone("TR").read("+12025550123", listener()) == (Reading({"phone": "+12025550123"}),)


def test_a_listed_number_hides_an_unlisted_one() -> None:
    """Beside a number that is right, one that is only possible is not offered."""
    assert read(Phone("US"), "1234567890, 2025550123") == ["+12025550123"]


@pytest.mark.parametrize("region", ["TR", "GB", "US", "ZZ", "AQ"])
def test_a_refusal_shows_a_number_of_the_region(region: str) -> None:
    """The example is a number that the same question takes; without a plan, a British one."""
    refusal = Phone(region).read("?", listener())

    assert isinstance(refusal, Refusal)
    assert isinstance(Phone(region).read(str(refusal.reason.places["example"]), listener()), tuple)


def every_example() -> Iterator[tuple[str, phonenumbers.PhoneNumber]]:
    """Yield the example of each type of number that each region has."""
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE):
            example = phonenumbers.example_number_for_type(region, kind)
            if example is not None:
                yield region, example


def test_every_region_is_read_in_every_form() -> None:
    """National, international, 00 and link forms of all regions are right, or asked about."""
    for region, example in every_example():
        e164 = phonenumbers.format_number(example, PhoneNumberFormat.E164)
        national = phonenumbers.format_number(example, PhoneNumberFormat.NATIONAL)
        shown = phonenumbers.format_number(example, PhoneNumberFormat.INTERNATIONAL)
        for text in (e164, shown, f"00{e164[1:]}", f"wa.me/{e164[1:]}", f"{shown} ext. 12"):
            assert read(Phone(region), text) == [e164], (region, text)
            assert read(Phone("TR"), text) == [e164], (region, text)
        assert e164 in read(Phone(region), national), (region, national)
        assert e164 in read(Phone(region), f"my number: {national}."), (region, national)


@pytest.mark.parametrize(
    ("card", "kept", "why"),
    [
        ("905321234567", "+905321234567", "Telegram leaves the + out"),
        ("+905321234567", "+905321234567", "or not"),
        ("447700900123", "+447700900123", "not read as of the region"),
        ("11234567890", "+11234567890", "only possible, but the person's own"),
        ("05321234567", "+905321234567", "a card written by hand"),
    ],
)
def test_a_contact_card_is_read(card: str, kept: str, why: str) -> None:
    """The number of a card is taken without a mark, whether a plan lists it or not."""
    assert Phone("TR").read_contact(card) == (Reading({"phone": kept}),), why


@pytest.mark.parametrize("card", ["", "12", "words", "9" * 5000, "8881234567890"])
def test_a_card_without_a_number_is_refused(card: str) -> None:
    """A card may be empty or hold anything."""
    assert isinstance(Phone("TR").read_contact(card), Refusal)


def test_a_number_is_shown_in_international_form() -> None:
    """Everybody sees the number as it is dialled from anywhere; Arabic keeps it from turning."""
    values = {"phone": "+447700900123"}

    assert Phone("TR").show(values, wording("en")) == "+44 7700 900123"
    assert Phone("TR").show(values, wording("ar")) == "\u2068+44 7700 900123\u2069"
    assert Phone("TR").label(values, wording("en")) == "+44 7700 900123"


def test_a_contact_answers_and_anything_may_be_typed() -> None:
    """The phone question offers the contact button and no others."""
    assert Phone("TR").asks_contact
    assert Phone("TR").offered({}) == ()
