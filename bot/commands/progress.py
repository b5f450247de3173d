"""How far a long work has come, for whoever sits at a terminal and waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console


def bar(console: Console) -> Progress:
    """Return a bar with the time left; elsewhere than on a terminal nothing is drawn."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def shown(progress: Progress, title: str, total: int) -> Callable[[int], None]:
    """Show what begins; call what is returned after each portion."""
    task = progress.add_task(title, total=total)
    return lambda done: progress.advance(task, done)
