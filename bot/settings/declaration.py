"""One setting is declared once: its form, its sentence for people, its default and an example.

`.env.example`, `docs/settings.md` and every complaint about a wrong setting are made from these.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from unicodedata import category

from pydantic import BaseModel, ConfigDict, Field, field_validator

# Controls, line and paragraph separators, surrogates:
# https://www.unicode.org/reports/tr44/#General_Category_Values
_UNFIT = frozenset({"Cc", "Cs", "Zl", "Zp"})


class Group(BaseModel):
    """Settings that belong together; the docstring's first line is their heading.

    A field `port` is read from `PORT`. Values come as text, exactly as the environment holds them.
    """

    model_config = ConfigDict(
        alias_generator=str.upper,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=True,
    )

    @field_validator("*", mode="before")
    @classmethod
    def _one_line(cls, text: object) -> object:
        """Refuse line feeds, NUL and lone surrogates: no setting has a use for them."""
        if isinstance(text, str) and any(category(each) in _UNFIT for each in text):
            raise ValueError("holds a control character")
        return text


@dataclass(frozen=True, slots=True)
class Declaration:
    """What people are told about one setting.

    `default` has the environment's form; `unset` says in words what holds without the setting;
    a setting with neither is required. A secret nobody can make up has no example.
    """

    name: str
    about: str
    expected: str
    example: str | None
    default: str | None
    unset: str | None


def setting(about: str, *, expected: str, example: str, default: str) -> Any:
    """Declare a setting with a default, which is written as the environment would hold it."""
    return Field(
        default,
        description=about,
        json_schema_extra={"expected": expected, "example": example, "default": default},
    )


def optional(about: str, *, expected: str, example: str, unset: str) -> Any:
    """Declare a setting that may be left out; `unset` says what holds then."""
    return Field(
        None,
        description=about,
        json_schema_extra={"expected": expected, "example": example, "unset": unset},
    )


def required(about: str, *, expected: str, example: str | None) -> Any:
    """Declare a setting without which the bot does not start."""
    return Field(
        description=about,
        json_schema_extra={"expected": expected, "example": example},
    )


def declarations(group: type[Group]) -> Iterator[Declaration]:
    """Give what is declared in the group, in the order of its fields."""
    for field in group.model_fields.values():
        extra = cast("dict[str, str | None]", field.json_schema_extra)
        yield Declaration(
            name=cast("str", field.alias),
            about=cast("str", field.description),
            expected=cast("str", extra["expected"]),
            example=extra["example"],
            default=extra.get("default"),
            unset=extra.get("unset"),
        )
