"""Database addresses are read as people and hosts write them."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest

from storage import BadDatabaseURL, parse_url
from storage.postgresql import _arguments

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "s3cr3t"
HOST = f"postgresql+asyncpg://ada:{SECRET}@db.example.org:5432/intake"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("sqlite:///var/intake.db", "sqlite+pysqlite:///var/intake.db"),
        ("sqlite:////data/intake.db", "sqlite+pysqlite:////data/intake.db"),
        ("sqlite+aiosqlite:///intake.db\n", "sqlite+pysqlite:///intake.db"),
        ("sqlite+pysqlite:///intake.db", "sqlite+pysqlite:///intake.db"),
        (HOST.replace("postgresql+asyncpg", "postgres"), HOST),
        (HOST.replace("postgresql+asyncpg", "postgresql"), HOST),
        (HOST, HOST),
        (f"{HOST}?sslmode=require&channel_binding=require", f"{HOST}?ssl=require"),
        (f"{HOST}?ssl=disable&connect_timeout=5", f"{HOST}?ssl=disable"),
        ("postgresql:///intake?host=/run/pg", "postgresql+asyncpg:///intake?host=%2Frun%2Fpg"),
    ],
)
def test_an_address_gets_its_driver_and_loses_what_only_libpq_knows(
    written: str, read: str
) -> None:
    """Each way to write an address becomes the one way the engine understands."""
    assert parse_url(written).render_as_string(hide_password=False) == read


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "must look like"),
        ("intake.db", "must look like"),
        (f"mysql://ada:{SECRET}@db.example.org/intake", "must look like"),
        (f"postgresql://ada:{SECRET}@db.example.org:port/intake", "must look like"),
        ("sqlite://", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        (f"sqlite://ada:{SECRET}@host/file", "must name a file"),
        ("sqlite:///intake.db?mode=ro", "takes no options"),
        (f"postgresql://ada:{SECRET}@db.example.org", "must end in the database's name"),
        (f"{HOST}?sslmode=requires", "must be one of allow, disable"),
        (f"{HOST}?port=five", "port in DATABASE_URL must be a number"),
        (f"{HOST}?sslmod=require", "unknown options: sslmod"),
    ],
)
def test_an_address_that_cannot_be_used_is_explained(written: str, sentence: str) -> None:
    """The error says what is expected, and never shows the password."""
    with pytest.raises(BadDatabaseURL, match=sentence) as caught:
        parse_url(written)
    assert str(caught.value).startswith("DATABASE_URL") or "DATABASE_URL" in str(caught.value)
    assert SECRET not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_an_address_does_not_print_its_password() -> None:
    """Printing what was read hides the password."""
    assert SECRET not in str(parse_url(HOST))


def test_options_reach_the_driver() -> None:
    """A socket's folder, a port, a name and the start-up options are handed over."""
    address = parse_url(
        "postgresql:///intake?host=/run/pg&port=5433&application_name=a&options=-c%20geqo=off"
    )
    arguments = _arguments(address, 10)
    assert (arguments["host"], arguments["port"]) == ("/run/pg", 5433)
    assert arguments["server_settings"] == {"application_name": "a", "options": "-c geqo=off"}


def test_without_options_the_driver_decides() -> None:
    """An address without options leaves host, port and security to asyncpg."""
    arguments = _arguments(parse_url("postgresql://db.example.org/intake"), 10)
    assert arguments.keys() == {"timeout", "command_timeout", "server_settings"}
    assert arguments["server_settings"] == {"application_name": "intake"}


def test_encryption_without_verification_is_the_drivers() -> None:
    """`sslmode=require` is handed to asyncpg, which knows it."""
    assert _arguments(parse_url(f"{HOST}?sslmode=require"), 10)["ssl"] == "require"


@pytest.mark.parametrize("root", ["", "&sslrootcert=system"])
@pytest.mark.parametrize("mode", ["verify-ca", "verify-full"])
def test_verification_rests_on_the_systems_authorities(mode: str, root: str) -> None:
    """The certificate is verified, and its name when the address asks for it."""
    context = _arguments(parse_url(f"{HOST}?sslmode={mode}{root}"), 10)["ssl"]
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname is (mode == "verify-full")


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_root_certificate_that_cannot_be_used_is_explained(
    tmp_path: Path, content: str | None
) -> None:
    """A missing file and one of another kind are the operator's to mend."""
    root = tmp_path / "root.pem"
    if content is not None:
        root.write_text(content)
    address = parse_url(f"{HOST}?sslmode=verify-full&sslrootcert={root}")
    with pytest.raises(BadDatabaseURL, match="must be a file in PEM"):
        _arguments(address, 10)
