"""Bearer tokens: who is asking. Signed with HS256, short-lived, never silently ignored when they are bad.

Knows nothing of people's data; a token holds the person's id and nothing else.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import OctKey

from assistant.settings import Settings
from server.problems import ProblemError

ALGORITHM = "HS256"
ISSUER = "shuoban"
SHORTEST_SECRET = 32
CHALLENGE = {"WWW-Authenticate": 'Bearer error="invalid_token"'}


@dataclass(frozen=True)
class Tokens:
    """Makes and reads tokens with one key."""

    key: OctKey
    lifetime: timedelta

    def issue(self, person: str) -> tuple[str, datetime]:
        """A token for the person and when it ends."""
        now = datetime.now(UTC).replace(microsecond=0)
        ends = now + self.lifetime
        claims = {"iss": ISSUER, "sub": person, "iat": int(now.timestamp()), "exp": int(ends.timestamp())}
        return jwt.encode({"alg": ALGORITHM}, claims, self.key, algorithms=[ALGORITHM]), ends

    def person(self, authorization: str | None) -> str | None:
        """The person of an Authorization header; None without one. Raises ProblemError token_invalid, token_expired."""
        if authorization is None:
            return None
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise ProblemError("token_invalid", CHALLENGE)
        registry = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": ISSUER}, sub={"essential": True}, exp={"essential": True}
        )
        try:
            claims = jwt.decode(token.strip(), self.key, algorithms=[ALGORITHM]).claims
            registry.validate(claims)
        except ExpiredTokenError as error:
            raise ProblemError("token_expired", CHALLENGE) from error
        except (JoseError, ValueError, TypeError) as error:
            raise ProblemError("token_invalid", CHALLENGE) from error
        person = claims["sub"]
        if not isinstance(person, str) or not person:
            raise ProblemError("token_invalid", CHALLENGE)
        return person


def tokens_from(settings: Settings) -> Tokens:
    """The key from TOKEN_SECRET, or in development one made once and kept under DATA_DIR."""
    secret = settings.token_secret or _kept_secret(settings.data_dir / "token-secret")
    return Tokens(OctKey.import_key(secret), timedelta(minutes=settings.token_minutes))


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    secret = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
    return secret
