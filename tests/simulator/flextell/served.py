"""A stand-in Flextell behind a real uvicorn on a free port, as the stage serves it."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import uvicorn
from starlette.applications import Starlette

from simulator.flextell import Flextell

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN, TENANT = "stage-token", "7"
HEADERS = {"Authorization": f"Bearer {TOKEN}", "X-Tenant": TENANT}
ADA = {"first_name": "Ada", "last_name": "Lovelace", "phone_number": "+447700900101"}
WHOLE = ADA | {
    "email": "Ada@example.org",
    "date_of_birth": "1990-12-10T00:00:00Z",
    "gender": "female",
}


@dataclass
class Clock:
    """A clock that is set by hand."""

    now: float = 1_780_000_000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@dataclass
class Stage:
    """The served stand-in: over HTTP, and over a raw connection."""

    flextell: Flextell
    port: int
    http: httpx.Client
    clock: Clock
    told: list[str] = field(default_factory=list)

    def create(self, **body: object) -> httpx.Response:
        """Create a customer."""
        return self.http.post("/api/v1/customers", json=ADA | body)

    def listed(self, **params: str | int) -> Any:
        """List customers, the newest first."""
        newest: dict[str, str | int] = {"sort_by": "created_at", "sort_order": "desc"}
        response = self.http.get("/api/v1/customers", params=newest | params)
        assert response.status_code == 200, response.text
        return response.json()

    def customers(self) -> Any:
        """Give what the stand-in really holds."""
        return self.http.get("/stage/flextell/customers").json()["customers"]

    def requests(self) -> Any:
        """Give what was asked of it."""
        return self.http.get("/stage/flextell/requests").json()["requests"]

    def spoil(self, operation: str, fault: str, **setting: object) -> None:
        """Set one fault."""
        wanted = {operation: {"fault": fault, **setting}}
        response = self.http.put("/stage/flextell/faults", json=wanted)
        assert response.status_code == 200, response.text

    def raw(self, timeout: float = 2.0) -> tuple[bytes, str]:
        """Post Ada over a bare socket; give all that came and how the connection ended."""
        body = json.dumps(WHOLE).encode()
        head = (
            f"POST /api/v1/customers HTTP/1.1\r\nHost: stage\r\nAuthorization: Bearer {TOKEN}\r\n"
            f"X-Tenant: {TENANT}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as line:
            line.sendall(head.encode() + body)
            return _all_of(line)


def _all_of(line: socket.socket) -> tuple[bytes, str]:
    came = b""
    try:
        while part := line.recv(65_536):
            came += part
    except ConnectionResetError:
        return came, "reset"
    except TimeoutError:
        return came, "waiting"
    return came, "closed"


@contextlib.contextmanager
def raised(loop: uvicorn.config.LoopFactoryType, http: str, calls: int = 6_000) -> Iterator[Stage]:
    """Serve a stand-in in a thread of its own, and take it down."""
    told: list[str] = []
    clock = Clock()
    flextell = Flextell(TOKEN, TENANT, told.append, calls_per_minute=calls, clock=clock)
    config = uvicorn.Config(
        Starlette(routes=flextell.routes()),
        loop=loop,
        http=http,
        lifespan="off",
        log_config=None,  # what uvicorn would set is the whole process's, and outlives this
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    door = socket.create_server(("127.0.0.1", 0))
    port = door.getsockname()[1]
    thread = threading.Thread(target=server.run, args=([door],))
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=HEADERS, timeout=5) as client:
        yield Stage(flextell, port, client, clock, told)
    server.should_exit = True
    thread.join()
    door.close()
