"""What a JSON object is called here: the Bot API's own shapes are kept as they travel."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
