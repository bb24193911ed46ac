"""Calls the city's own API, through the front door, as a person would: what seeds, replays and probes use."""

from __future__ import annotations

import uuid
from typing import Any

import httpx

from infra.local.say import Trouble


class Api:
    """The API as one person sees it."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._http = httpx.Client(base_url=url, timeout=60, headers={"Accept-Language": "en"})
        self.token = token or ""
        if token:
            self._http.headers["Authorization"] = f"Bearer {token}"

    @classmethod
    def signed_in(cls, url: str, person: dict[str, Any]) -> Api:
        """The API as one of the demo people.

        Raises:
            Trouble: the sign-in was refused.
        """
        answer = cls(url).send("POST", "/identity/sign-in", {"email": person["email"], "password": person["password"]})
        return cls(url, answer.json()["access_token"])

    def send(
        self, method: str, path: str, body: Any = None, *, fine: tuple[int, ...] = (), **headers: str
    ) -> httpx.Response:
        """One request. Header names are written with underscores (If_Match).

        Raises:
            Trouble: an answer of 400 or more that is not in `fine`, with what the city said.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if method == "POST":
            named.setdefault("Idempotency-Key", str(uuid.uuid4()))
        answer = self._http.request(method, path, json=body, headers=named)
        if answer.status_code >= 400 and answer.status_code not in fine:
            raise Trouble(f"{method} /api{path} was refused ({answer.status_code}): {_reason(answer)}")
        return answer


def _reason(answer: httpx.Response) -> str:
    try:
        said = answer.json()
    except ValueError:
        return answer.text[:300]
    errors = "; ".join(
        f"{one.get('pointer') or one.get('parameter')}: {one['detail']}" for one in said.get("errors", [])
    )
    return f"{said.get('detail', said)} {errors}".strip()
