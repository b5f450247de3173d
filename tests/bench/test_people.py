from __future__ import annotations

from bench.people import PHONE_RANGES, Person


def test_everyone_has_a_name_an_address_and_a_phone_of_their_own() -> None:
    """Nobody of a whole run can be mistaken for another."""
    people = [Person(number) for number in range(1000 * len(PHONE_RANGES))]

    assert len({person.phone for person in people}) == len(people)
    assert len({person.email for person in people}) == len(people)
    assert len({person.last_name for person in people}) == len(people)


def test_a_person_is_the_same_each_time() -> None:
    """What one becomes in Flextell follows from the number alone."""
    assert Person(1107).customer() == {
        "first_name": "Ada",
        "last_name": "Lovelacebbah",
        "phone_number": "+441632960107",
        "email": "ada1107@example.org",
        "date_of_birth": "1987-04-16T00:00:00Z",
        "gender": "female",
    }
