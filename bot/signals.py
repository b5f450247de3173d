"""How a process is told to end: by SIGTERM from its host, or by Ctrl-C."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def stop_signals() -> Iterator[asyncio.Event]:
    """Give an event that is set by the first signal, within a running loop of the main thread.

    A second signal does what it always does: it ends the process at once.
    """
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def release() -> None:
        for each in SIGNALS:
            loop.remove_signal_handler(each)

    def obey() -> None:
        stop.set()
        release()

    for each in SIGNALS:
        loop.add_signal_handler(each, obey)
    try:
        yield stop
    finally:
        release()
