"""The front door of people on moto: the user pool of infra/identity.yaml, and a browser that keeps its cookie."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import moto.cognitoidp
import pytest
from botocore.exceptions import ClientError

from cercano.kit import aws
from tests.support.aws import Domain
from tests.support.events import Context
from tests.support.http import Answer, event, read

PASSWORD = "Sardinero y Magdalena 26"
OWN_PAGE = {"X-Cercano": "1", "Sec-Fetch-Site": "same-origin"}


class Door:
    """The identity API as a browser uses it. `cookie` is what it keeps, `token` what the page keeps in memory."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.cookie = ""
        self.token = ""
        self._functions: dict[str, Any] = {}

    def ask(
        self, use_case: str, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Call a use case with the cookie; keep the one that comes back."""
        if use_case not in self._functions:
            self._functions[use_case] = self.domain.function(use_case)
        function = self._functions[use_case]
        sent = {**({"Cookie": self.cookie} if self.cookie else {}), **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        raw = None if body is None else json.dumps(body)
        with function.running(), patch("cercano.kit.keys.fetch", lambda _url: keys_of_moto()):
            answer = read(function.handler(event(function.handler, method, path, raw=raw, headers=sent), Context()))
        for cookie in answer.cookies:
            self.cookie = cookie.split(";")[0] if "Max-Age=0" not in cookie else ""
        return answer

    def sign_up(self, email: str = "ana@example.org", password: str = PASSWORD, **more: Any) -> Answer:
        """POST /sign-up."""
        return self.ask("sign_up", "POST", "/sign-up", {"email": email, "password": password, **more})

    def confirm(self, email: str = "ana@example.org", code: str = "123456") -> Answer:
        """POST /sign-up/confirm (moto takes any code)."""
        return self.ask("confirm_sign_up", "POST", "/sign-up/confirm", {"email": email, "code": code})

    def sign_in(
        self,
        email: str = "ana@example.org",
        password: str = PASSWORD,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> Answer:
        """POST /sign-in; the page keeps the token."""
        body = {"email": email, "password": password, **more}
        answer = self.ask("sign_in", "POST", "/sign-in", body, headers)
        self.token = answer.json.get("access_token", "")
        return answer

    def refresh(self, headers: dict[str, str] | None = None) -> Answer:
        """POST /refresh from our own page."""
        return self.ask("refresh_session", "POST", "/refresh", headers=OWN_PAGE if headers is None else headers)

    def me(self) -> Answer:
        """GET /me."""
        return self.ask("read_me", "GET", "/me", headers={"Authorization": f"Bearer {self.token}"})


@pytest.fixture
def door(city: Callable[[str], Domain], monkeypatch: pytest.MonkeyPatch) -> Door:
    """Nobody has come in yet. Each test has its own pool, and the module that knows it was loaded before."""
    domain = city("identity")
    from cercano.identity import directory

    monkeypatch.setattr(directory, "POOL_ID", domain.ref("UserPool"))
    monkeypatch.setattr(directory, "CLIENT_ID", domain.ref("WebClient"))
    _teach_moto(monkeypatch, domain.ref("UserPool"))
    return Door(domain)


def _teach_moto(monkeypatch: pytest.MonkeyPatch, pool_id: str) -> None:
    """Two calls that moto does not know, as AWS documents them."""
    pool = aws.client("cognito-idp")

    def resend(**named: Any) -> dict[str, Any]:
        try:
            user = pool.admin_get_user(UserPoolId=pool_id, Username=named["Username"])
        except pool.exceptions.UserNotFoundException:
            raise _error("UserNotFoundException", "ResendConfirmationCode") from None
        if user["UserStatus"] == "CONFIRMED":
            raise _error("InvalidParameterException", "ResendConfirmationCode")
        return {}

    monkeypatch.setattr(pool, "resend_confirmation_code", resend)
    monkeypatch.setattr(pool, "revoke_token", lambda **_: {})


def keys_of_moto() -> bytes:
    """The keys that moto signs its tokens with, as they would be published."""
    return gzip.decompress((Path(moto.cognitoidp.__file__).parent / "resources" / "jwks-public.json.gz").read_bytes())


def pool_answers(monkeypatch: pytest.MonkeyPatch, call: str, code: str) -> None:
    """From now on the user pool answers this call with an error."""

    def refuse(**_: Any) -> Any:
        raise _error(code, call)

    monkeypatch.setattr(aws.client("cognito-idp"), call, refuse)


def _error(code: str, call: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "Password attempts exceeded for ana@example.org"}}, call)
