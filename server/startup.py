"""What must be right before the first citizen is served, apart from the city itself. Knows settings only."""

from __future__ import annotations

from limits import parse

from assistant.settings import Settings
from server.auth import SHORTEST_SECRET


def faults(settings: Settings, *, with_simulators: bool) -> list[str]:
    """One line a fault, each with its remedy; empty when the server may start."""
    found = []
    if settings.rate_limit.strip().lower() != "off":
        try:
            parse(settings.rate_limit)
        except ValueError:
            found.append(f"RATE_LIMIT is {settings.rate_limit!r}: write a number a time, as in 600/minute, or off")
    secret = settings.token_secret
    if secret is not None and len(secret) < SHORTEST_SECRET:
        found.append(f"TOKEN_SECRET has {len(secret)} characters: use at least {SHORTEST_SECRET} random ones")
    if settings.environment != "production":
        return found
    if secret is None:
        found.append("TOKEN_SECRET is not set: production needs a random one of its own")
    if settings.demo_sign_in:
        found.append("DEMO_SIGN_IN is on: set it to false and sign people in through the official service")
    if settings.systems_key == Settings.model_fields["systems_key"].default:
        found.append("SYSTEMS_KEY is the demonstration's: set the key of your systems")
    if with_simulators:
        found.append("--with-simulators is for demonstrations only")
    if settings.today is not None:
        found.append("TODAY is set: it is for trials only")
    return found
