"""`python -m simulator`: raise the stage, say where it is, and play until told to stop."""

import click

from simulator.app import Stage
from simulator.flextell import Flextell
from simulator.server import Server
from simulator.telegram.world import World


@click.command(name="simulator")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8090, show_default=True, help="Port to listen on; 0 for any.")
@click.option("--flextell-token", default="demo-token", show_default=True, help="Its API token.")
@click.option("--flextell-tenant", default="1", show_default=True, help="Its X-TENANT.")
def raise_stage(host: str, port: int, flextell_token: str, flextell_tenant: str) -> None:
    """Raise a stand-in Telegram with a chat page, and a stand-in Flextell, in memory."""
    world = World()
    flextell = Flextell(flextell_token, flextell_tenant, world.events.notify)
    Server(
        Stage(world, flextell),
        host,
        port,
        lambda address: click.echo(f"The stage is open at {address}"),
    ).run()


if __name__ == "__main__":
    raise_stage()
