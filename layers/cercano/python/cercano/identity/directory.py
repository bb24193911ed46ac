"""The city's dealings with its user pool (Amazon Cognito): the only code that knows it.

What the pool would tell about an account is turned into one answer for all, and its throttling into "wait".
E-mail addresses and passwords pass through here and are never logged.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cercano.identity.errors import (
    ChallengeUnknown,
    NewPasswordNeeded,
    NoSession,
    WeakPassword,
    WrongCode,
    WrongCredentials,
)
from cercano.kit import aws
from cercano.kit.errors import NotNow, Refusal, TooManyRequests
from cercano.kit.log import log
from cercano.kit.settings import setting

if TYPE_CHECKING:
    from types_boto3_cognito_idp import CognitoIdentityProviderClient

CLIENT_ID = setting("TOKEN_CLIENT_ID")
POOL_ID = setting("USER_POOL_ID")
CITIZEN = "citizen"

_UNKNOWN = ("NotAuthorizedException", "UserNotFoundException", "UserNotConfirmedException")
_WAIT_S = {
    "TooManyRequestsException": "5",
    "LimitExceededException": "900",
    "TooManyFailedAttemptsException": "900",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a person holds after signing in."""

    access_token: str = field(repr=False)
    expires_in_s: int
    refresh_token: str | None = field(default=None, repr=False)
    """Only when the session begins."""

    @property
    def subject(self) -> str:
        """Who it is, as the pool calls them."""
        return str(self._claims["sub"])

    @property
    def roles(self) -> list[str]:
        """The groups the token names."""
        return sorted(self._claims.get("cognito:groups", []))

    @property
    def _claims(self) -> Mapping[str, Any]:
        """Read without proof: the pool itself just gave us the token."""
        part = self.access_token.split(".")[1]
        claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return claims


def sign_up(email: str, password: str, name: str | None) -> None:
    """A new account, and a code to its address. For an address that has one: a new code if it is still unconfirmed.

    Raises:
        WeakPassword, TooManyRequests, NotNow.
    """
    attributes = [{"Name": "email", "Value": email}] + ([{"Name": "name", "Value": name}] if name else [])
    try:
        with _refusals({}):
            _pool().sign_up(ClientId=CLIENT_ID, Username=email, Password=password, UserAttributes=attributes)  # type: ignore[arg-type]
    except ClientError as refusal:
        if _code(refusal) not in ("UsernameExistsException", "AliasExistsException"):
            raise
        resend_code(email)


def resend_code(email: str) -> None:
    """Another code, if there is an account that waits for one; silence otherwise.

    Raises:
        TooManyRequests, NotNow.
    """
    with _silence(), _refusals({}):
        _pool().resend_confirmation_code(ClientId=CLIENT_ID, Username=email)


def confirm(email: str, code: str) -> None:
    """The address answered its code: the person is a citizen.

    Raises:
        WrongCode, TooManyRequests.
    """
    with _refusals(dict.fromkeys((*_UNKNOWN, "CodeMismatchException", "ExpiredCodeException"), WrongCode)):
        _pool().confirm_sign_up(ClientId=CLIENT_ID, Username=email, ConfirmationCode=code)
    welcome(email)


def welcome(username: str) -> None:
    """Into the group of citizens. Safe to repeat."""
    _pool().admin_add_user_to_group(UserPoolId=POOL_ID, Username=username, GroupName=CITIZEN)


def sign_in(email: str, password: str, new_password: str | None) -> Tokens:
    """A session. `new_password` takes the place of a temporary one.

    Raises:
        WrongCredentials, NewPasswordNeeded, ChallengeUnknown, WeakPassword, TooManyRequests.
    """
    wrong = (*_UNKNOWN, "PasswordResetRequiredException", "InvalidParameterException")
    with _refusals(dict.fromkeys(wrong, WrongCredentials)):
        answer: Mapping[str, Any] = _pool().initiate_auth(
            ClientId=CLIENT_ID,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": email, "PASSWORD": password},
        )
        if answer.get("ChallengeName") == "NEW_PASSWORD_REQUIRED":
            answer = _choose_password(answer, email, new_password)
    if "AuthenticationResult" not in answer:
        raise ChallengeUnknown
    tokens = _tokens(answer)
    if tokens.roles or tokens.refresh_token is None:
        return tokens
    # Confirming was cut short before the group was joined: mended now, and the new token says so.
    welcome(email)
    fresh = refresh(tokens.refresh_token)
    return Tokens(access_token=fresh.access_token, expires_in_s=fresh.expires_in_s, refresh_token=tokens.refresh_token)


def refresh(refresh_token: str) -> Tokens:
    """A fresh access token.

    Raises:
        NoSession: it ended, here or everywhere. TooManyRequests.
    """
    with _refusals(dict.fromkeys((*_UNKNOWN, "InvalidParameterException"), NoSession)):
        answer = _pool().initiate_auth(
            ClientId=CLIENT_ID, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": refresh_token}
        )
    return _tokens(answer)


def sign_out(refresh_token: str, *, everywhere: bool) -> None:
    """End this session, or all of the person's. One that has ended already is no error.

    Raises:
        TooManyRequests.
    """
    with _silence(), _refusals({}):
        if everywhere:
            try:
                _pool().global_sign_out(AccessToken=refresh(refresh_token).access_token)
            except NoSession:
                return
        _pool().revoke_token(Token=refresh_token, ClientId=CLIENT_ID)


def forget_password(email: str) -> None:
    """A code to the address, if it has a confirmed account; silence otherwise.

    Raises:
        TooManyRequests, NotNow.
    """
    with _silence(), _refusals({}):
        _pool().forgot_password(ClientId=CLIENT_ID, Username=email)


def reset_password(email: str, code: str, password: str) -> None:
    """A new password against the code, and an end to every session that began with the old one.

    Raises:
        WrongCode, WeakPassword, TooManyRequests.
    """
    wrong = (*_UNKNOWN, "CodeMismatchException", "ExpiredCodeException", "InvalidParameterException")
    with _refusals(dict.fromkeys(wrong, WrongCode)):
        _pool().confirm_forgot_password(ClientId=CLIENT_ID, Username=email, ConfirmationCode=code, Password=password)
    _pool().admin_user_global_sign_out(UserPoolId=POOL_ID, Username=email)


def who(access_token: str) -> Mapping[str, str]:
    """What the pool knows of the person: email, name...

    Raises:
        NoSession: the token was signed out. TooManyRequests.
    """
    with _refusals(dict.fromkeys(_UNKNOWN, NoSession)):
        found = _pool().get_user(AccessToken=access_token)
    return {attribute["Name"]: attribute.get("Value", "") for attribute in found["UserAttributes"]}


def _choose_password(challenge: Mapping[str, Any], email: str, new_password: str | None) -> Mapping[str, Any]:
    if new_password is None:
        raise NewPasswordNeeded
    answer: Mapping[str, Any] = _pool().respond_to_auth_challenge(
        ClientId=CLIENT_ID,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=challenge["Session"],
        ChallengeResponses={"USERNAME": email, "NEW_PASSWORD": new_password},
    )
    return answer


def _tokens(answer: Mapping[str, Any]) -> Tokens:
    result = answer["AuthenticationResult"]
    return Tokens(
        access_token=result["AccessToken"], expires_in_s=result["ExpiresIn"], refresh_token=result.get("RefreshToken")
    )


def _pool() -> CognitoIdentityProviderClient:
    client: CognitoIdentityProviderClient = aws.client("cognito-idp")
    return client


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


@contextmanager
def _refusals(known: Mapping[str, type[Refusal]]) -> Iterator[None]:
    """The pool's errors as our refusals: `known` by their codes, and those that any call may give."""
    try:
        yield
    except ClientError as error:
        code = _code(error)
        if code in _WAIT_S:
            raise TooManyRequests(headers={"Retry-After": _WAIT_S[code]}) from None
        if code in ("InvalidPasswordException", "PasswordHistoryPolicyViolationException"):
            raise WeakPassword from None
        if code == "CodeDeliveryFailureException":
            raise NotNow(headers={"Retry-After": "60"}) from None
        if code in known:
            raise known[code] from None
        raise


@contextmanager
def _silence() -> Iterator[None]:
    """An account that is not there, or not in the right state, is nobody's business: the answer is the same."""
    try:
        yield
    except ClientError as error:
        if _code(error) not in (*_UNKNOWN, "InvalidParameterException"):
            raise
        log.info("nothing_to_do_for_this_account", error=_code(error))
