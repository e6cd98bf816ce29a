"""Demonstration sign-in and its tokens: a bad token is never taken for nobody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from assistant.settings import Settings
from server.auth import Tokens, tokens_from
from server.problems import ProblemError
from tests.server.conftest import SECRET
from tests.server.talk import opened

KEY = OctKey.import_key(SECRET)


def token(lifetime: timedelta, key: OctKey = KEY, person: str = "p01") -> str:
    return Tokens(key, lifetime).issue(person)[0]


def test_the_demo_people_are_listed_in_both_languages(client: httpx.Client) -> None:
    people = client.get("/v1/sign-in").json()["people"]
    first = next(person for person in people if person["id"] == "p01")
    assert first["name"] == "林知远"
    assert first["description"]["zh"]
    assert first["description"]["en"]


def test_signing_in_gives_a_token_that_works(client: httpx.Client) -> None:
    signed = client.post("/v1/sign-in", json={"person": "p01"}).json()
    assert signed["person"]["id"] == "p01"
    answer = client.post("/v1/conversations", headers={"Authorization": f"Bearer {signed['token']}"})
    assert answer.status_code == 201


def test_a_stranger_cannot_sign_in(client: httpx.Client) -> None:
    answer = client.post("/v1/sign-in", json={"person": "p99"})
    assert (answer.status_code, answer.json()["code"]) == (404, "person_not_found")


def test_an_expired_token_is_said_to_be_expired(client: httpx.Client) -> None:
    answer = client.post("/v1/conversations", headers={"Authorization": f"Bearer {token(timedelta(hours=-1))}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "重新登录" in answer.json()["detail"]


@pytest.mark.parametrize(
    "header",
    [
        "Bearer nonsense",
        "Bearer",
        "Basic cDAxOnB3",
        f"Bearer {token(timedelta(hours=1), OctKey.import_key('another-secret-of-forty-characters-length'))}",
        f"Bearer {token(timedelta(hours=1))}x",
        # {"alg":"none"} . {"iss":"shuoban","sub":"p01","exp":9999999999} . no signature
        "Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJzaHVvYmFuIiwic3ViIjoicDAxIiwiZXhwIjo5OTk5OTk5OTk5fQ.",
    ],
)
def test_a_bad_token_is_refused_everywhere(client: httpx.Client, header: str) -> None:
    conversation = opened(client)
    headers = {"Authorization": header}
    for answer in (
        client.post("/v1/conversations", headers=headers),
        client.post(f"/v1/conversations/{conversation}/turns", json={"text": "查余额"}, headers=headers),
        client.get(f"/v1/conversations/{conversation}", headers=headers),
        client.get("/v1/cases/x", headers=headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")
    assert client.get(f"/v1/conversations/{conversation}").json()["turns"] == []


@pytest.mark.parametrize(
    "claims", [{"iss": "shuoban", "sub": "p01"}, {"iss": "other", "sub": "p01", "exp": 9999999999}]
)
def test_a_token_without_end_or_of_another_issuer_is_refused(claims: dict[str, object]) -> None:
    made = jwt.encode({"alg": "HS256"}, claims, KEY)
    with pytest.raises(ProblemError) as refused:
        Tokens(KEY, timedelta(hours=1)).person(f"Bearer {made}")
    assert refused.value.code == "token_invalid"


def test_the_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new", token_secret=None)
    issued, _ = tokens_from(settings).issue("p01")
    assert tokens_from(settings).person(f"Bearer {issued}") == "p01"
    assert (tmp_path / "new" / "token-secret").stat().st_mode & 0o077 == 0
