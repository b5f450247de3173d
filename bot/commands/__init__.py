"""The command `intake`; each of its commands is a file of this folder, read when it is called."""

import sys
from importlib import import_module
from keyword import iskeyword

import click

# Name and one line of help. `bot/commands/<name>.py` holds a click command called `command`;
# a hyphen in a name is an underscore in its file's, and one is behind a word of Python's.
COMMANDS = (
    ("demo", "Try all of it on this machine, without any account."),
    ("talk", "Chat with the bot in the terminal, or play a file's talk."),
    ("read", "Show what the bot makes of an answer."),
    ("poll", "Run the bot, fetching updates from Telegram."),
    ("web", "Run the bot, receiving updates from Telegram over HTTP."),
    ("worker", "Deliver what people confirmed to Flextell."),
    ("migrate", "Bring the database to the schema of this version."),
    ("authorize", "Sign in to Flextell, so that the bot has fresh tokens."),
    ("doctor", "Look at the installation from all sides, and say what to do."),
    ("backup", "Copy a SQLite database into a file while it is served."),
    ("restore-check", "Make a restored database safe to be served."),
    ("submissions", "Look at submissions, and decide what only a human can."),
    ("quarantine", "Look at updates that were put aside, and take or erase them."),
    ("import", "Take a list of customers from a file, for an agent."),
    ("agents", "Name who enters customers for other people."),
    ("keys", "Make, change and count the keys that encrypt data."),
)

_SETTINGS = "bot.settings"

WRONG_SETTINGS = 2
INTERRUPTED = 130  # 128 and the number of SIGINT, as shells count


class _Intake(click.Group):
    """Reads a command's file only when that command is called, so that help comes at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names in the order in which they are told."""
        return [name for name, _ in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Read the command's file."""
        if cmd_name not in self.list_commands(ctx):
            return None
        file = cmd_name.replace("-", "_")
        file = f"{file}_" if iskeyword(file) else file
        command: click.Command = import_module(f"{__name__}.{file}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Tell the commands without reading their files."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS))

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; say wrong settings and Ctrl-C in words, not in a traceback."""
        try:
            return super().invoke(ctx)
        except Exception as wrong:
            if not _is_of_settings(wrong):
                raise
            click.echo(f"Nothing was started, for some settings are wrong.\n\n{wrong}\n", err=True)
            click.echo("Set them in the environment or in .env; see docs/settings.md.", err=True)
            ctx.exit(WRONG_SETTINGS)
        except KeyboardInterrupt:
            click.echo("\nStopped.", err=True)
            ctx.exit(INTERRUPTED)


def _is_of_settings(failure: Exception) -> bool:
    """Tell whether settings are wrong; who read none has not waited a second for their room."""
    settings = sys.modules.get(_SETTINGS)
    return settings is not None and isinstance(failure, settings.WrongSettings)


@click.group(cls=_Intake, context_settings={"help_option_names": ["-h", "--help"]})
def intake() -> None:
    """Take in customers through a Telegram bot, and create them in Flextell exactly once."""
    if _SETTINGS in sys.modules:  # a command that reads no setting has nothing to log
        import_module("bot.logs").configure_command_logs()
