"""What every route needs: the assistant, the keys, the figures, the turns under way; and who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from assistant.build import Assistant
from assistant.settings import Settings
from server.auth import Tokens
from server.metrics import Metrics
from server.turns import Turns


@dataclass(frozen=True)
class Serving:
    assistant: Assistant
    settings: Settings
    tokens: Tokens
    metrics: Metrics
    turns: Turns

    @property
    def demo_sign_in(self) -> bool:
        return self.settings.demo_sign_in and self.settings.environment != "production"


async def serving(request: Request) -> Serving:
    found = request.app.state.serving
    assert isinstance(found, Serving)
    return found


# Only describes the scheme in openapi.json; the header itself is read below, so that a bad one is never taken for none.
_bearer = HTTPBearer(auto_error=False, description="A token from POST /v1/sign-in")


async def person_asking(request: Request, _scheme: Annotated[object, Security(_bearer)]) -> str | None:
    """The signed-in person's id, None for nobody. Raises ProblemError for a bad or expired token."""
    tokens: Tokens = request.app.state.serving.tokens
    return tokens.person(request.headers.get("authorization"))


Served = Annotated[Serving, Depends(serving)]
Person = Annotated[str | None, Depends(person_asking)]
