"""The HTTP contract as an evaluation uses it: open a conversation, sign in, say something. Knows no internals."""

from __future__ import annotations

from typing import Any

import httpx

Json = dict[str, Any]


class Client:
    """One citizen's connection to a running server."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self._url = url.rstrip("/")
        self._http = http
        self._headers: dict[str, str] = {"Accept": "application/json"}

    async def sign_in(self, person: str) -> None:
        answer = await self._http.post(f"{self._url}/v1/sign-in", json={"person": person})
        answer.raise_for_status()
        self._headers["Authorization"] = f"Bearer {answer.json()['token']}"

    async def open(self, language: str = "zh", channel: str = "chat") -> str:
        answer = await self._http.post(
            f"{self._url}/v1/conversations", json={"channel": channel, "language": language}, headers=self._headers
        )
        answer.raise_for_status()
        return str(answer.json()["id"])

    async def say(self, conversation: str, text: str) -> Json:
        """The reply, or the problem document with status "problem" when the server refused the turn."""
        answer = await self._http.post(
            f"{self._url}/v1/conversations/{conversation}/turns", json={"text": text}, headers=self._headers
        )
        if answer.status_code >= 500:
            answer.raise_for_status()
        body: Json = answer.json()
        if answer.status_code >= 400:
            return {
                "status": "problem",
                "parts": [{"kind": "text", "text": f"{body.get('title')} {body.get('detail')}"}],
            }
        return body
