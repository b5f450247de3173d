"""The bot as Telegram knows it: its user, and what it told about itself."""

from dataclasses import dataclass, field

from simulator.telegram.json_types import Json

FIRST_ID = 7000000001


@dataclass(slots=True)
class Bot:
    """The one bot on the stage.  Commands and descriptions are kept per language, "" for all."""

    id: int = FIRST_ID
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)

    def user(self) -> Json:
        """Give the Bot API's User."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": "Intake",
            "username": "intake_stage_bot",
        }

    def myself(self) -> Json:
        """Give the User as getMe alone tells it."""
        return self.user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def commands_for(self, language: str) -> list[Json]:
        """List the commands somebody of this language sees in a private chat."""
        scopes = [(scope, code) for scope in PRIVATE_SCOPES for code in (language, "")]
        return next((self.commands[key] for key in scopes if self.commands.get(key)), [])

    def shown(self) -> Json:
        """Show the bot as the page needs it."""
        languages = sorted({language for _, language in self.commands} | {""})
        return {
            "user": self.user(),
            "commands": {language: self.commands_for(language) for language in languages},
            "description": {
                language: text
                for (name, language), text in self.descriptions.items()
                if name == "description"
            },
        }


PRIVATE_SCOPES = ("all_private_chats", "default")
