"""Write `.env.example` and `docs/settings.md` from the declarations.

After a change: `python -m bot.settings.page`.
"""

import re
from pathlib import Path
from textwrap import wrap

from bot.settings.declaration import Declaration, declarations
from bot.settings.groups import GROUPS

# One sentence a line, as on every page.
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z])")

ROOT = Path(__file__).parents[2]

_ENV_HEAD = """\
# Copy to .env and fill in what is empty; a variable of the environment wins over its line here.
# Every setting is explained in docs/settings.md.
"""
_PAGE_HEAD = """\
# Settings

Settings are read from the environment and from a file `.env` in the working directory.
The environment wins, an empty value counts as not set, and lists are separated by commas.

When a setting is wrong, nothing starts: every wrong one is named with what is expected.
The command ends with exit code 2, and repeats no value, since it may be a secret.

This page and `.env.example` are written from the declarations in `bot/settings/`.
The command is `python -m bot.settings.page`.
"""


def env_example() -> str:
    """Give the text of `.env.example`: required settings empty, others as they are by default."""
    parts = [_ENV_HEAD]
    for group in GROUPS:
        parts.append(f"\n# {_heading(group.__doc__)}\n")
        parts.extend(f"\n{_lines(each)}" for each in declarations(group))
    return "".join(parts)


def page() -> str:
    """Give the text of `docs/settings.md`: one heading for each setting."""
    parts = [_PAGE_HEAD]
    for group in GROUPS:
        parts.append(f"\n## {_heading(group.__doc__)}\n")
        parts.extend(f"\n{_section(each)}" for each in declarations(group))
    return "".join(parts)


def _heading(docstring: str | None) -> str:
    return (docstring or "").splitlines()[0].rstrip(".")


def _lines(setting: Declaration) -> str:
    told = f"Expected: {setting.expected}. {_without(setting)}"
    comment = "".join(f"# {line}\n" for text in (setting.about, told) for line in _wrapped(text))
    if setting.default is None and setting.unset is None:
        return f"{comment}{setting.name}=\n"
    return f"{comment}#{setting.name}={setting.default or setting.example}\n"


def _section(setting: Declaration) -> str:
    lines = [
        f"### {setting.name}",
        "",
        *_SENTENCE_END.split(setting.about),
        "",
        f"- Expected: {setting.expected}.",
        f"- {_without(setting)}",
    ]
    if setting.example:
        lines.append(f"- Example: `{setting.name}={setting.example}`")
    return "\n".join([*lines, ""])


def _without(setting: Declaration) -> str:
    """Say what holds where the setting is not set."""
    if setting.default is not None:
        return f"Default: `{setting.default}`."
    return f"When not set: {setting.unset}." if setting.unset else "Required."


def _wrapped(text: str) -> list[str]:
    return wrap(text, 97, break_long_words=False, break_on_hyphens=False)


def write(root: Path = ROOT) -> None:
    """Write both files into the project at `root`."""
    (root / ".env.example").write_text(env_example(), encoding="utf-8")
    (root / "docs" / "settings.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
