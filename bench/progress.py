"""What is seen while it runs: a bar on a terminal, and a line for each run everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

# Drawing takes the driver's time.
DRAWN_A_SECOND = 2


class Watched:
    """A progress line on standard error; what it draws on a terminal goes away."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(
            *columns,
            console=self._console,
            refresh_per_second=DRAWN_A_SECOND,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def begin(self, text: str, total: int) -> Callable[[], None]:
        """Show a new run; call what is returned after each registration."""
        task = self._task = self._progress.add_task(text, total=total)
        return lambda: self._progress.advance(task)

    def end(self, text: str) -> None:
        """Leave one line of a run."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._console.print(text, markup=False)
