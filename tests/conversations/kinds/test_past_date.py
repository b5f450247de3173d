from __future__ import annotations

from datetime import date

import pytest

from conversations.answers import Refusal
from conversations.kinds.past_date import PastDate
from conversations.wording import shipped_languages, wording
from tests.conversations.kinds.reading import listener, read

ADULT = PastDate("birth_date", minimum_age=18)

# text, language, day, why; today is 24 November 2026
TAKEN = [
    ("1990-05-15", "en", "1990-05-15", "ISO 8601"),
    ("1990/5/15", "en", "1990-05-15", "year first leaves no doubt"),
    ("1990.05.15", "en", "1990-05-15", "year first with dots"),
    ("1990 5 15", "en", "1990-05-15", "year first with blanks"),
    ("1990-05-15T00:30:00+03:00", "en", "1990-05-15", "the day as written, in whatever zone"),
    ("1990-05-15T23:30:00.123Z", "en", "1990-05-15", "the day as written"),
    ("15.05.1990 10:30 pm", "en", "1990-05-15", "a time of day"),
    ("10.12.1990", "en", "1990-12-10", "dots: the day is first, in English too"),
    ("15/05/1990", "en", "1990-05-15", "no month has number 15"),
    ("05/15/1990", "en", "1990-05-15", "no month has number 15"),
    ("05.15.1990", "en", "1990-05-15", "no month has number 15"),
    ("05/05/1990", "en", "1990-05-05", "the same in either order"),
    ("15 5 1990", "en", "1990-05-15", "blanks"),
    ("15–05–1990", "en", "1990-05-15", "long dashes"),
    ("29.02.1992", "en", "1992-02-29", "a leap year"),
    ("24.11.2008", "en", "2008-11-24", "eighteen today"),
    ("24.11.1906", "en", "1906-11-24", "a hundred and twenty today"),
    ("15 May 1990", "en", "1990-05-15", "English"),
    ("May 15, 1990", "en", "1990-05-15", "American"),
    ("MAY 15 1990", "en", "1990-05-15", "capitals"),
    ("Tuesday, 15th of May 1990", "en", "1990-05-15", "a weekday and an ordinal"),
    ("I was born on 15 May, 1990.", "en", "1990-05-15", "a sentence"),
    ("born 10.12.1990 in Berlin", "en", "1990-12-10", "a sentence"),
    ("15May1990", "en", "1990-05-15", "no blanks"),
    ("1990 May 15", "en", "1990-05-15", "year first"),
    ("15 Sept. 1990", "en", "1990-09-15", "not Babel's abbreviation"),
    ("1er janvier 1990", "en", "1990-01-01", "French"),
    ("15 août 1990", "en", "1990-08-15", "French"),
    ("15 aout 1990", "en", "1990-08-15", "without its mark"),
    ("1º de janeiro de 1990", "en", "1990-01-01", "Portuguese"),
    ("15 de mayo de 1990", "en", "1990-05-15", "Spanish"),
    ("15 d’octubre de 1990", "en", "1990-10-15", "Catalan"),
    ("15. März 1990", "en", "1990-03-15", "German"),
    ("15. Maerz 1990", "en", "1990-03-15", "without its mark"),
    ("15. Jänner 1990", "en", "1990-01-15", "Austrian"),
    ("15 mayıs 1990", "tr", "1990-05-15", "Turkish"),
    ("15 MAYIS 1990", "en", "1990-05-15", "capitals without a dot"),
    ("15 KASIM 1990", "tr", "1990-11-15", "capitals without a dot"),
    ("15 EKİM 1990", "tr", "1990-10-15", "capitals with a dot"),
    ("15 Mayıs 1990'da", "tr", "1990-05-15", "a suffix"),
    ("15 мая 1990 г.", "en", "1990-05-15", "Russian, genitive"),
    ("15 мая 1990г.", "en", "1990-05-15", "Russian, touching"),
    ("15-го мая 1990", "en", "1990-05-15", "Russian ordinal"),
    ("10 listopada 1990", "pl", "1990-11-10", "November to a Pole"),
    ("10. listopada 1990.", "hr", "1990-10-10", "October to a Croat"),
    ("15 Ιουνίου 1990", "en", "1990-06-15", "Greek, genitive"),
    ("1990. május 15.", "en", "1990-05-15", "Hungarian"),
    ("1990. május 15-én", "hu", "1990-05-15", "Hungarian with a suffix"),
    ("15 במאי 1990", "en", "1990-05-15", "Hebrew, where in touches the month"),
    ("١٥/٠٥/١٩٩٠", "ar", "1990-05-15", "Arabic-Indic digits"),
    ("١٥ مايو ١٩٩٠", "ar", "1990-05-15", "Egypt"),
    ("15 أيار 1990", "ar", "1990-05-15", "Lebanon"),
    ("15 كانون الثاني 1990", "ar", "1990-01-15", "a month of two words"),
    ("15 كانون ثاني 1990", "ar", "1990-01-15", "without its article"),
    ("15 جوان 1990", "ar", "1990-06-15", "Algeria"),
    ("15 غشت 1990", "ar", "1990-08-15", "Morocco"),
    ("15 يوليه 1990", "ar", "1990-07-15", "a spelling Babel lacks"),
    ("۱۵ مه ۱۹۹۰", "fa", "1990-05-15", "Persian digits and a Gregorian month"),
    ("१५ मई १९९०", "en", "1990-05-15", "Hindi"),
    ("15 พฤษภาคม 1990", "en", "1990-05-15", "Thai with a Gregorian year"),
    ("15 พ.ค. 1990", "en", "1990-05-15", "Thai, short, with dots within"),
    ("1990 m. gegužės 15 d.", "lt", "1990-05-15", "Lithuanian"),
    ("1990 оны 5-р сарын 15", "mn", "1990-05-15", "Mongolian"),
    ("15-May-90", "en", "1990-05-15", "hyphens"),
    ("1990年5月15日", "ja", "1990-05-15", "Japanese"),
    ("1990년 5월 15일", "ko", "1990-05-15", "Korean"),
    ("15 tháng 5 năm 1990", "vi", "1990-05-15", "Vietnamese"),
    ("Ngày 15 tháng 5, 1990", "vi", "1990-05-15", "Vietnamese, the year unmarked"),
    ("15 bealtaine 1990", "en", "1990-05-15", "Irish, of the languages of few"),
    ("19900515", "en", "1990-05-15", "ISO without signs"),
    ("31121990", "en", "1990-12-31", "day first without signs"),
    ("10.12.90", "en", "1990-12-10", "two digits: 36 years old"),
    ("15 May '90", "en", "1990-05-15", "an apostrophe for the century"),
    ("15 May 05", "en", "2005-05-15", "two digits: 21 years old"),
    ("90-05-15", "en", "1990-05-15", "no day has number 90"),
    ("15/V/1990", "en", "1990-05-15", "a Roman month, as stamped in Poland"),
    ("1990. V. 15.", "hu", "1990-05-15", "a Roman month, as in Hungary"),
    ("15-XII-90", "it", "1990-12-15", "a Roman month and two digits"),
    ("3 tháng 4 1990", "en", "1990-04-03", "a marked month leaves no doubt"),
    ("Thứ Năm, 15 tháng 5, 1990", "vi", "1990-05-15", "Thursday is no year"),
    ("15/5/1990م", "ar", "1990-05-15", "said to be of our calendar, touching"),
    ("1ro de mayo de 1990", "es", "1990-05-01", "an ordinal of Latin America"),
    ("1990(e)ko maiatzaren 15(a)", "eu", "1990-05-15", "Basque, the month with its suffix"),
    ("15ê gulana 1990an", "ku", "1990-05-15", "Kurdish, the month with its suffix"),
    ("1990 оны тавдугаар сарын 15", "mn", "1990-05-15", "Mongolian, the month in words"),
    ("15 Mwere wa ikũmi na ũmwe 1990", "ki", "1990-11-15", "ten and one, not ten: Kikuyu"),
    ("1990 оны арван нэгдүгээр сарын 15", "mn", "1990-11-15", "Mongolian, ten and the first"),
    ("🎂15/05/1990", "en", "1990-05-15", "a picture that touches"),
    ("1990-05-15Z", "en", "1990-05-15", "XML Schema's day with a zone"),
    ("19900515T003000Z", "en", "1990-05-15", "ISO 8601 without signs"),
    ("Tue May 15 1990 10:00:00 GMT+0300", "en", "1990-05-15", "as browsers write it"),
    ("I may be early: 15 May 1990", "en", "1990-05-15", "be is no era ahead of a day"),
    ("10.12.30", "en", "1930-12-10", "two digits: the only past century"),
]
ASKED = [
    ("03/04/1990", "en", ["1990-03-04", "1990-04-03"], "month first in American English"),
    ("03/04/1990", "de", ["1990-04-03", "1990-03-04"], "day first in German"),
    ("03-04-1990", "ar", ["1990-04-03", "1990-03-04"], "day first in Arabic"),
    ("03 04 1990", "en", ["1990-03-04", "1990-04-03"], "blanks say nothing"),
    ("03/04/90", "en", ["1990-03-04", "1990-04-03"], "two digits"),
    ("03/04/05", "hu", ["2003-04-05", "2005-04-03", "2005-03-04"], "or year first"),
    ("01. 6. 27.", "ko", ["2001-06-27", "1927-06-01"], "Koreans begin with the year"),
    ("10121990", "en", ["1990-10-12", "1990-12-10"], "no signs"),
    ("10 listopada 1990", "en", ["1990-10-10", "1990-11-10"], "Croatian or Polish"),
    ("mar 15 mayo 1990", "es", ["1990-03-15", "1990-05-15"], "March, or Tuesday in May"),
]
REFUSED = [
    ("", "en", "could not find", "nothing"),
    ("yesterday", "en", "could not find", "a word"),
    ("35", "en", "could not find", "an age"),
    ("I am 35", "en", "could not find", "an age"),
    ("101290", "en", "cannot be sure", "six digits have too many meanings"),
    ("1990515", "en", "cannot be sure", "seven as well"),
    ("May 90", "en", "day or the month is missing", "no day has number 90"),
    ("①⑤/05/1990", "en", "day or the month is missing", "figures that are no digits"),
    ("15 x 1990", "en", "day or the month is missing", "a Roman figure has capitals"),
    ("V 15 1990", "en", "day or the month is missing", "nor is it ahead of the day"),
    ("15 V 10 V 1990", "en", "cannot be sure", "two days"),
    ("15 May 90 BE", "en", "another calendar", "Thailand's, said in English"),
    ("1990", "en", "Day and month are missing", "a year"),
    ("May 1990", "en", "day or the month is missing", "month and year"),
    ("05/1990", "en", "day or the month is missing", "month and year"),
    ("15 May", "en", "year is missing", "day and month"),
    ("15.05", "en", "year is missing", "day and month"),
    ("15 ramadan 1990", "en", "day or the month is missing", "no month of this calendar"),
    ("1369/02/25", "fa", "another calendar", "Iran's"),
    ("25 خرداد 1369", "fa", "another calendar", "Iran's"),
    ("10/10/1410", "ar", "another calendar", "the Islamic"),
    ("1410", "en", "another calendar", "the Islamic"),
    ("15/5/2533", "th", "another calendar", "Thailand's"),
    ("15 พ.ค. 2533", "en", "another calendar", "Thailand's"),
    ("S55.5.15", "ja", "cannot be sure", "an era in a letter"),
    ("15 መጋቢት 1982", "en", "day or the month is missing", "Ethiopia's, eight years behind"),
    ("1990-W20-2", "en", "cannot be sure", "a week"),
    ("15 Shevat 5750", "en", "another calendar", "the Jewish"),
    ("平成2年5月15日", "ja", "another calendar", "an era"),
    ("昭和55年5月15日", "ja", "another calendar", "an era whose year looks like one of ours"),
    ("10/10/90 هـ", "ar", "another calendar", "said to be Islamic"),
    ("15/5/33", "th", "all its four digits", "1933 or 2533"),
    ("69/02/25", "fa", "all its four digits", "1969 or 1369"),
    ("55/5/15", "ja", "all its four digits", "1955 or Showa 55"),
    ("55年5月15日", "zh", "all its four digits", "two digits with marks are of an era"),
    ("20.11.26", "en", "at least", "four days old, or a hundred"),
    ("10.12.10", "en", "at least", "sixteen years old"),
    ("31.02.1990", "en", "no such day", "February"),
    ("31/02/1990", "en", "no such day", "February, in either order"),
    ("29.02.1991", "en", "no such day", "no leap year"),
    ("31 April 1990", "en", "no such day", "April"),
    ("32.01.1990", "en", "no such day", "no month has it"),
    ("15.13.1990", "en", "no such day", "no year has it"),
    ("1990/13/05", "en", "no such day", "year first is year, month, day"),
    ("00.00.1990", "en", "no such day", "zeros"),
    ("25.11.2026", "en", "still to come", "tomorrow"),
    ("10.12.2030", "en", "still to come", "a later year"),
    ("24.11.1905", "en", "too long ago", "a hundred and twenty-one"),
    ("10.12.1890", "en", "too long ago", "a hundred and thirty-five"),
    ("25.11.2008", "en", "at least", "eighteen tomorrow"),
    ("11/12/2008", "en", "cannot be sure", "12 November is of age, 11 December is not"),
    ("1O.12.1990", "en", "cannot be sure", "O for 0"),
    ("l0.12.1990", "en", "cannot be sure", "l for 1"),
    ("10.12.1990 or 11.12.1990", "en", "cannot be sure", "two days"),
    ("15 May 1990 10", "en", "cannot be sure", "a number too many"),
    ("5 May 10 1990", "en", "cannot be sure", "a number too many"),
    ("079/05/15", "en", "cannot be sure", "a year of three digits"),
    ("15/079/05", "en", "cannot be sure", "three digits within"),
    ("15 May 079", "en", "cannot be sure", "a year of three digits"),
    ("1990/05/015", "en", "cannot be sure", "a day of three digits"),
    ("150/05/1990", "en", "cannot be sure", "a day of three digits"),
    ("年1990 5月 1990日", "ja", "cannot be sure", "marks that do not fit"),
    ("5月 6月 1990年", "ja", "cannot be sure", "two months"),
    ("99999999", "en", "cannot be sure", "eight digits that are no day"),
    ("99999999999", "en", "cannot be sure", "a phone"),
    ("1" * 201, "en", "cannot be sure", "longer than any date and its words"),
]


@pytest.mark.parametrize(("text", "language", "day", "why"), TAKEN)
def test_a_day_is_taken(text: str, language: str, day: str, why: str) -> None:
    """What can be read in one way only is kept in ISO 8601."""
    assert read(ADULT, text, language) == [day], why


@pytest.mark.parametrize(("text", "language", "days", "why"), ASKED)
def test_two_days_are_asked_about(text: str, language: str, days: list[str], why: str) -> None:
    """Where two days may be meant both are offered, the likelier one in the language first."""
    assert read(ADULT, text, language) == days, why


@pytest.mark.parametrize(("text", "language", "reason", "why"), REFUSED)
def test_no_day_is_refused_with_a_reason(text: str, language: str, reason: str, why: str) -> None:
    """What is no day, or not surely one, is refused in one sentence that says why."""
    (answer,) = read(ADULT, text, language)

    assert answer.startswith("no: "), why
    assert reason in answer, why


def test_two_digits_are_of_the_last_year_that_is_past() -> None:
    """The century is this one where the day has been, else the one before."""
    assert read(PastDate("birth_date"), "24.11.26") == ["2026-11-24"]
    assert read(PastDate("birth_date"), "25.11.26") == ["1926-11-25"]
    assert "no such day" in read(PastDate("birth_date"), "31.02.30")[0]


@pytest.mark.parametrize(
    ("language", "region", "first", "why"),
    [
        ("en", "", "1990-03-04", "American"),
        ("en", "US", "1990-03-04", "American"),
        ("en", "GB", "1990-04-03", "British"),
        ("en", "TR", "1990-04-03", "English as in the rest of the world"),
        ("ar", "SA", "1990-04-03", "a country of the language"),
        ("ar", "TR", "1990-04-03", "not a country of the language"),
    ],
)
def test_the_region_says_which_order_is_likely(
    language: str, region: str, first: str, why: str
) -> None:
    """One language has several orders of day and month; the country the bot serves decides."""
    kind = PastDate("birth_date", region=region)

    assert read(kind, "03/04/1990", language)[0] == first, why


@pytest.mark.parametrize(
    ("language", "region", "why"),
    [("en", "SA", "1390 or 1990"), ("en", "IR", "1390 or 1990"), ("zh_TW", "", "the year 90")],
)
def test_two_digits_say_nothing_where_years_are_counted_otherwise(
    language: str, region: str, why: str
) -> None:
    """Neither in the languages of such countries nor in the countries themselves."""
    (answer,) = read(PastDate("birth_date", region=region), "15/05/90", language)

    assert "all its four digits" in answer, why


def test_a_refusal_shows_a_date_as_the_language_writes_it() -> None:
    """The example is a day, so it is said with its month in the person's language."""
    for language in shipped_languages():
        refusal = ADULT.read("?", listener(language))

        assert isinstance(refusal, Refusal)
        assert isinstance(refusal.reason.places["example"], date)
        example = wording(language).day(refusal.reason.places["example"])
        assert example in wording(language).say(refusal.reason)
        assert read(ADULT, example, language) == ["1990-05-15"]


def test_a_day_is_shown_with_its_month_in_words() -> None:
    """Nobody has to guess which number is the month."""
    values = {"birth_date": "1990-04-03"}

    assert ADULT.show(values, wording("en")) == "3 April 1990"
    assert ADULT.label(values, wording("en")) == "3 April 1990"
    assert "أبريل" in ADULT.show(values, wording("ar"))


def test_a_day_is_typed() -> None:
    """Neither a button nor a contact answers it."""
    assert ADULT.offered({}) == ()
    assert not ADULT.asks_contact
