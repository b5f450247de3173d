"""Where figures go: between the marks of their command, in a page under docs/."""

from __future__ import annotations

from pathlib import Path

import click

from bench.table import BEGIN, BEGIN_OF, NoPlace, placed

to_page = click.option(
    "--write",
    "page",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Put what was measured into this page, between its marks.",
)


def told(text: str, page: Path | None, command: str = "") -> None:
    """Print what was measured, and put it into the page, if there is one."""
    click.echo(text)
    if page is None:
        return
    begin = BEGIN_OF.format(command=command) if command else BEGIN
    try:
        page.write_text(placed(page.read_text("utf-8"), text, begin), "utf-8")
    except NoPlace as missing:
        raise click.ClickException(f"{page}: {missing}") from None
