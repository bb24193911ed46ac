"""Every way we know of to get in with a token that is not one."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwk, jws

from cercano.kit import clock, keys
from cercano.kit.auth import TokenMissing, TokenRefused, Verifier
from cercano.kit.errors import NotSignedIn
from cercano.kit.keys import KeysUnreachable, PublicKeys
from tests.support import tokens

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FETCH = keys.fetch


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.freeze(NOON), tokens.published():
        yield


def verifier() -> Verifier:
    return Verifier(issuer=tokens.ISSUER, client_id=tokens.CLIENT_ID, keys_url=f"{tokens.ISSUER}/jwks.json")


def refused(token: str) -> str:
    with pytest.raises(TokenRefused) as refusal:
        verifier().verify(f"Bearer {token}")
    assert refusal.value.status == 401
    assert refusal.value.headers["WWW-Authenticate"] == 'Bearer realm="cercano", error="invalid_token"'
    return refusal.value.reason


def unsigned(header: Any, payload: Any, signature: bytes = b"") -> str:
    def written(part: bytes) -> str:
        return base64.urlsafe_b64encode(part).decode().rstrip("=")

    return ".".join([written(json.dumps(header).encode()), written(json.dumps(payload).encode()), written(signature)])


def test_a_good_token_says_who_and_with_which_roles() -> None:
    caller = verifier().verify(f"Bearer {tokens.token('ana', ('staff', 'agent'))}")

    assert (caller.subject, caller.roles, caller.email) == ("ana", {"staff", "agent"}, None)
    assert caller.has("staff")
    assert not caller.has("admin")


def test_a_token_without_groups_has_no_roles() -> None:
    assert verifier().verify(f"bearer {tokens.token()}").roles == frozenset()


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Token x", "bearer\tx"])
def test_without_a_bearer_token_nobody_is_signed_in(header: str | None) -> None:
    with pytest.raises(TokenMissing) as refusal:
        verifier().verify(header)
    assert refusal.value.headers == {"WWW-Authenticate": 'Bearer realm="cercano"'}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"exp": int(NOON.timestamp()) - 31}, "expired"),
        ({"exp": None}, "expired"),
        ({"exp": "tomorrow"}, "exp"),
        ({"exp": True}, "exp"),
        ({"exp": 1e300}, "exp"),
        ({"iat": int(NOON.timestamp()) + 120}, "issued in the future"),
        ({"iat": None}, "issued in the future"),
        ({"iat": "now"}, "iat"),
        ({"nbf": int(NOON.timestamp()) + 120}, "not yet"),
        ({"nbf": []}, "nbf"),
        ({"iss": "https://evil.test"}, "issuer"),
        ({"iss": f"{tokens.ISSUER}/"}, "issuer"),
        ({"iss": [tokens.ISSUER]}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"client_id": "another-client"}, "client"),
        ({"client_id": None}, "client"),
        ({"client_id": None, "aud": tokens.CLIENT_ID}, "client"),
        ({"token_use": "id"}, "kind"),
        ({"token_use": None}, "kind"),
        ({"sub": None}, "subject"),
        ({"sub": ""}, "subject"),
        ({"sub": 7}, "subject"),
        ({"sub": "x" * 129}, "subject"),
        ({"cognito:groups": "admin"}, "groups"),
        ({"cognito:groups": {"admin": True}}, "groups"),
        ({"cognito:groups": ["admin", 1]}, "groups"),
        ({"cognito:groups": ["x"] * 51}, "groups"),
    ],
)
def test_a_signed_token_with_a_claim_that_does_not_hold_is_refused(changed: dict[str, Any], reason: str) -> None:
    assert refused(tokens.token(**changed)) == reason


def test_a_token_holds_to_the_second_with_30_s_for_clocks_that_differ() -> None:
    token = tokens.token(exp=int(NOON.timestamp()))

    with clock.freeze(NOON + 29 * SECOND):
        assert verifier().verify(f"Bearer {token}").subject == "ana"
    with clock.freeze(NOON + 30 * SECOND):
        assert refused(token) == "expired"


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "", "HS256", "RS512", "PS256", "ES256", None, 1, ["RS256"]])
def test_no_other_algorithm_is_believed(alg: Any) -> None:
    assert refused(unsigned({"alg": alg, "kid": tokens.KID}, tokens.claims(), b"signature")) == "algorithm"


def test_an_unsigned_token_is_refused() -> None:
    for signature, reason in ((b"", "form"), (b"x", "signature")):
        assert refused(unsigned({"alg": "RS256", "kid": tokens.KID}, tokens.claims(), signature)) == reason
    assert refused(unsigned({"alg": "none"}, tokens.claims(), b"x")) == "algorithm"


def test_a_token_signed_with_our_public_key_as_a_shared_secret_is_refused() -> None:
    secret = tokens.signing_key(tokens.KID).as_pem(private=False)
    signed, _ = unsigned({"alg": "HS256", "kid": tokens.KID}, tokens.claims()).rsplit(".", 1)
    mac = base64.urlsafe_b64encode(hmac.digest(secret, signed.encode(), "sha256")).decode().rstrip("=")
    token = f"{signed}.{mac}"

    assert refused(token) == "algorithm"


def test_a_token_signed_by_somebody_else_under_our_key_id_is_refused() -> None:
    assert refused(tokens.sign(tokens.claims(), tokens.signing_key("foreign"))) == "signature"


def test_a_key_that_travels_with_the_token_is_not_believed() -> None:
    foreign = tokens.signing_key("foreign")
    header = {"jwk": foreign.as_dict(private=False), "jku": "https://evil.test/jwks.json"}

    assert refused(tokens.sign(tokens.claims(), foreign, **header)) == "signature"


@pytest.mark.parametrize("kid", ["unknown", "", "../../etc/passwd", None, 7])
def test_an_unknown_key_is_refused(kid: Any) -> None:
    key = tokens.signing_key("foreign")
    token = unsigned({"alg": "RS256", "kid": kid}, tokens.claims(), b"x") if not isinstance(kid, str) else None

    assert refused(token or tokens.sign(tokens.claims(), key, kid=kid)) in {"unknown key", "algorithm"}


def test_a_changed_payload_breaks_the_signature() -> None:
    header, _, signature = tokens.token(roles=("citizen",)).split(".")
    payload = tokens.token(roles=("admin",)).split(".")[1]

    assert refused(f"{header}.{payload}.{signature}") == "signature"


def test_critical_headers_we_do_not_understand_are_refused() -> None:
    payload = base64.urlsafe_b64encode(json.dumps(tokens.claims()).encode()).decode().rstrip("=")
    said = {"alg": "RS256", "kid": tokens.KID, "crit": ["exp"], "exp": 1}
    header = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")

    assert refused(f"{header}.{payload}.AAAA") == "algorithm"


@pytest.mark.parametrize(
    "token", ["x", "a.b", "a.b.c.d", "..", "a.b.c", "é.b.c", "A" * 9000 + ".b.c", f"{'W1' * 2000}.e30.e30"]
)
def test_what_is_no_token_is_refused(token: str) -> None:
    assert refused(token) == "form"


def test_claims_that_are_no_object_or_say_a_thing_twice_are_refused() -> None:
    key = tokens.signing_key(tokens.KID)
    for payload, reason in ((b"[]", "form"), (b'{"sub":"a","sub":"b"}', "form"), (b"\xff", "form")):
        token = jws.serialize_compact({"alg": "RS256", "kid": tokens.KID}, payload, key, algorithms=["RS256"])
        assert refused(token) == reason


@given(st.one_of(st.text(max_size=300), st.text(max_size=300).map(lambda text: f"Bearer {text}")))
def test_any_header_is_a_caller_or_a_401(header: str) -> None:
    with pytest.raises(NotSignedIn):
        verifier().verify(header)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(tokens.claims())) | st.text(max_size=12), JSON, max_size=10))
def test_any_signed_claims_are_a_caller_or_a_401(payload: dict[str, Any]) -> None:
    with pytest.raises(NotSignedIn):
        verifier().verify(f"Bearer {tokens.sign(payload)}")


@given(JSON, JSON, st.binary(max_size=40))
def test_any_header_part_is_a_401(header: Any, payload: Any, signature: bytes) -> None:
    with pytest.raises(NotSignedIn):
        verifier().verify(f"Bearer {unsigned(header, payload, signature)}")


class Pool:
    """A user pool that answers with these key sets, one after another; an exception is raised."""

    def __init__(self, *answers: bytes | Exception) -> None:
        self.answers = list(answers)
        self.asked = 0

    def fetch(self, _url: str) -> bytes:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def moment() -> Iterator[list[float]]:
    """The monotonic clock: a list of one number, to be moved."""
    at = [1000.0]
    with patch("cercano.kit.keys.time.monotonic", lambda: at[0]):
        yield at


def test_the_pool_is_asked_once_and_again_for_a_new_key_at_most_once_a_minute(moment: list[float]) -> None:
    pool = Pool(tokens.key_set("old"), tokens.key_set("old", "new"))
    with patch.object(keys, "fetch", pool.fetch):
        held = PublicKeys("https://issuer.test/jwks.json")

        assert held.find("old") is not None
        assert [held.find("new"), held.find("other")] == [None, None]
        assert pool.asked == 1
        moment[0] += 61
        assert held.find("new") is not None
        assert [held.find(f"guess-{n}") for n in range(100)] == [None] * 100
        assert pool.asked == 2


@pytest.mark.parametrize(
    "trouble", [OSError("down"), b"not json", b"{}", b'{"keys": []}', b'{"keys": [{"kty": "RSA"}]}']
)
def test_known_keys_are_used_on_while_the_pool_is_in_trouble(trouble: bytes | Exception, moment: list[float]) -> None:
    pool = Pool(tokens.key_set("old"), trouble)
    with patch.object(keys, "fetch", pool.fetch):
        held = PublicKeys("https://issuer.test/jwks.json")
        held.find("old")
        moment[0] += 3601

        assert held.find("old") is not None
        assert pool.asked == 2


def test_without_any_key_the_answer_is_not_now_rather_than_no(moment: list[float]) -> None:
    pool = Pool(OSError("down"))
    with patch.object(keys, "fetch", pool.fetch):
        held = PublicKeys("https://issuer.test/jwks.json")
        for _ in range(3):
            with pytest.raises(KeysUnreachable) as refusal:
                held.find("old")
        assert (refusal.value.status, refusal.value.headers["Retry-After"], pool.asked) == (503, "60", 1)


def test_a_revoked_key_goes_with_the_next_refresh(moment: list[float]) -> None:
    pool = Pool(tokens.key_set("old"), tokens.key_set("new"))
    with patch.object(keys, "fetch", pool.fetch):
        held = PublicKeys("https://issuer.test/jwks.json")
        held.find("old")
        moment[0] += 3601

        assert held.find("old") is None


@pytest.mark.filterwarnings("ignore:Key size")
def test_short_and_foreign_keys_are_left_out() -> None:
    short = {**jwk.RSAKey.generate_key(1024).as_dict(private=False), "kid": "short"}
    curve = {**jwk.ECKey.generate_key().as_dict(private=False), "kid": "curve"}
    listed = json.loads(tokens.key_set("good"))["keys"]
    pool = Pool(json.dumps({"keys": [short, curve, *listed]}).encode())
    with patch.object(keys, "fetch", pool.fetch):
        held = PublicKeys("https://issuer.test/jwks.json")

        assert [held.find(kid) is not None for kid in ("good", "short", "curve")] == [True, False, False]


def test_keys_are_only_fetched_over_http() -> None:
    with pytest.raises(ValueError, match="not http"):
        FETCH("file:///etc/passwd")
