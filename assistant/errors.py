"""The assistant's exceptions, one tree. "Not eligible" and "no policy found" are not here: they are replies.

AssistantError
├── CityError              start-up: a file of the city folder is wrong: where, what, and what would be right
│   └── ItemError          … a service item or topic
├── ModelUnavailable       the language model did not answer in time
├── ModelOutputInvalid     … or answered outside the grammar, also after one repair
├── ConversationNotFound
├── ConversationBusy       another turn of the same conversation is still running
└── NotYours               the conversation or case belongs to somebody else
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of the tree; `code` is stable and safe to show."""

    code = "assistant_error"


class CityError(AssistantError):
    """The city folder cannot be served as it is; `problems` holds one line for each fault."""

    code = "city_invalid"

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class ItemError(CityError):
    code = "item_invalid"


class ModelUnavailable(AssistantError):
    code = "model_unavailable"


class ModelOutputInvalid(AssistantError):
    code = "model_output_invalid"


class ConversationNotFound(AssistantError):
    code = "conversation_not_found"


class ConversationBusy(AssistantError):
    code = "conversation_busy"


class NotYours(AssistantError):
    code = "not_yours"
