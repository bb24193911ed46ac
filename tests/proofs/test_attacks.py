"""Attacks on tokens, access, amounts, replay, webhooks and keys: each fails closed and is logged, with nobody's data.
Here stands what goes across all routes of the money; the rest where the thing itself is tested:

    attack                                                where it is seen to fail (tests/...)
    alg none, HS256 with our public key, foreign kid,
      jwk and jku in the header, crit, expired, nbf,
      other issuer or client, padded, 9 kB of token       kit/test_auth.py; at a handler, and logged: below
    refresh token reused or used after signing out        functions/identity/test_the_front_door.py
    another's account, card, order, voucher, shop         proofs/test_nobody_else.py: every route of the contract
    a role, an owner, a balance in the body               below: every sample of a command
    a cursor of somebody else, a cursor changed           functions/wallet/test_read_accounts.py, kit/test_web.py
    amounts that are none                                 below: every amount of every command
    a key twice in JSON, 10^5 brackets, huge numbers      kit/test_strict_json.py; from readers: below
    separators, NUL, 2 kB in a key                        below: every path
    an Idempotency-Key used for something else            kit/test_idempotency.py
    an entry's id used for something else                 functions/wallet/test_take_payment.py, ledger/test_book.py
    a QR shown twice, old, forged, of another city        functions/card/test_credentials.py, .../access/test_gates.py
    a chip's address used again, or its bare number       functions/card/test_credentials.py
    a counter rolled back                                 card/test_chip.py; at a gate, and logged: below
    a status list of yesterday, or of another city        card/test_reader_kit.py
    a reader that speaks for another                      functions/devices/test_policies.py; in its payload: below
    taps of 1970 and of tomorrow                          functions/access/test_ingest_taps.py
    a webhook forged, of another amount or order          functions/wallet/test_hear_gateway.py
    a webhook played back                                 proofs/test_power_cut.py: three times, three days later
    a webhook for an order that was given up              below
    the bank's answer to our question, forged             functions/wallet/test_sweep_top_ups.py
    a fact heard twice, late, out of order                functions/wallet/test_heed_cards.py, loyalty/test_cards.py
    two refunds at once, more vouchers than there are     ledger/test_pairs.py, simulation/test_a_voucher_rush.py
    one's own adjustment approved by oneself, or many
      little ones, or two at once                         functions/wallet/test_moving_money.py
    an operator on another's holds and payments           functions/wallet/test_the_payees_side.py
    a gate or a kiosk in another's name                   functions/access/test_gates.py, wallet/test_top_up_by_hand.py
    a payee's bank account changed by one, or in passing  functions/wallet/test_payees.py, test_settling.py
    a past entry changed, a root of another key           proofs/test_flipped_byte.py, functions/wallet/test_proofs.py
    a formula in a statement                              wallet/test_statement.py
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from cercano.access import tables
from cercano.access.rows import FARES, FaresRow
from cercano.kit import aws, clock
from cercano.ledger import book
from tests.access.fares import a_table
from tests.functions.access.conftest import ACCOUNT, acts_for, an_account, said, upload
from tests.functions.wallet.conftest import an_id
from tests.proofs.power import WRITES, Wire, function
from tests.proofs.scenes_wallet import ORDER, an_order, ana, bank_says
from tests.simulation.dynamo import Call, Dynamo, refusal
from tests.support import events, tokens
from tests.support.bank import NOON, posted
from tests.support.events import Context, queue_event, schedule_event
from tests.support.http import Answer, call, read
from tests.support.templates import ROOT

EVERYBODY = ("citizen", "merchant", "operator", "staff")
DOMAINS = ("access", "card", "loyalty", "wallet")
PAYMENT = {"entry_id": an_id(), "payee": "city:library", "amount_cents": 300, "purpose": "fee"}


class StrictWire(Wire):
    """Refuses keys that DynamoDB would refuse."""

    def _make_api_call(self, operation: str, call: Call) -> Any:
        long = [size for size in _lengths(call) if size > 2048]
        if long or '"S": ""' in json.dumps(call, default=str):
            raise refusal("ValidationException", operation)
        return super()._make_api_call(operation, call)


def _lengths(part: Any) -> Iterator[int]:
    """Sizes of all sort keys (doubled, as they may be half as long) and partition keys of a call."""
    if isinstance(part, Mapping):
        for name, inner in part.items():
            if name in ("pk", "sk") and isinstance(inner, Mapping) and "S" in inner:
                yield len(inner["S"].encode()) * (2 if name == "sk" else 1)
            elif name == "ExpressionAttributeValues":
                yield from (len(one["S"].encode()) for one in inner.values() if "S" in one)
            else:
                yield from _lengths(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _lengths(inner)


@contextmanager
def city(domain: str, use_case: str, prepare: Callable[[], None] = lambda: None) -> Iterator[tuple[Any, StrictWire]]:
    """A use case on a store that `prepare` fills; its wire has counted nothing yet."""
    there, store = function(domain, use_case), Dynamo()
    with ExitStack() as stack:
        stack.enter_context(clock.freeze(NOON))
        stack.enter_context(there.running())
        with patch.object(aws, "client", lambda *_: Wire(store)):
            tables.forget()
            prepare()
        wire = StrictWire(store)
        stack.enter_context(patch.object(aws, "client", lambda *_: wire))
        yield there, wire


def lines(capsys: pytest.CaptureFixture[str], message: str) -> list[dict[str, Any]]:
    """What was logged under that name."""
    return [line for line in map(json.loads, capsys.readouterr().out.splitlines()) if line.get("message") == message]


# ---- Tokens ----------------------------------------------------------------------------------------------------------


def unsigned(header: dict[str, Any], signature: bytes = b"") -> str:
    parts = (json.dumps(one).encode() for one in (header, tokens.claims()))
    return ".".join(base64.urlsafe_b64encode(one).decode().rstrip("=") for one in (*parts, signature))


def with_public_key_as_secret() -> str:
    signed = unsigned({"alg": "HS256", "kid": tokens.KID}).rpartition(".")[0]
    mac = hmac.digest(tokens.signing_key(tokens.KID).as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


TOKENS: dict[str, tuple[Callable[[], str], str]] = {
    "alg none": (lambda: unsigned({"alg": "none"}, b"x"), "algorithm"),
    "alg none, no signature": (lambda: unsigned({"alg": "none"}), "form"),
    "HS256 with our public key": (with_public_key_as_secret, "algorithm"),
    "signed by another": (lambda: tokens.sign(tokens.claims(), tokens.signing_key("foreign")), "signature"),
    "expired": (lambda: tokens.token(exp=int(NOON.timestamp()) - 31), "expired"),
    "of another issuer": (lambda: tokens.token(iss="https://evil.test"), "issuer"),
    "for another client": (lambda: tokens.token(client_id="another"), "client"),
    "an id token": (lambda: tokens.token(token_use="id"), "kind"),
    "a role added": (
        lambda: ".".join(tokens.token(roles=roles).split(".")[n] for n, roles in enumerate([(), ("staff",), ()])),
        "signature",
    ),
}


@pytest.mark.parametrize("attack", TOKENS)
def test_no_token_but_ours_pays_and_the_refusal_is_logged(attack: str, capsys: pytest.CaptureFixture[str]) -> None:
    make, reason = TOKENS[attack]
    with city("wallet", "take_payment", ana) as (there, wire):
        token = make()
        answer = call(there.handler, "POST", "/accounts/acc_ana/payments", body=PAYMENT, token=token)

    assert (answer.status, answer.code, wire.calls) == (401, "token_refused", [])
    out = capsys.readouterr().out
    assert f'"status":401,"problem":"token_refused","reason":"{reason}"' in out
    assert token.split(".")[1] not in out + answer.text


# ---- Amounts, mass assignment, keys: over all samples ----------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """The sample event of a command or question of a domain that handles money."""

    domain: str
    use_case: str

    @property
    def event(self) -> dict[str, Any]:
        """As it stands in events/."""
        return events.event(self.domain, self.use_case)

    @property
    def body(self) -> dict[str, Any]:
        """Its JSON; {} when it has none."""
        raw = self.event.get("body") or ""
        return json.loads(raw) if raw.startswith("{") else {}

    def __str__(self) -> str:
        return f"{self.domain}/{self.use_case}"


def samples() -> list[Sample]:
    found = [Sample(path.parent.name, path.stem) for one in DOMAINS for path in (ROOT / "events" / one).glob("*.json")]
    return sorted((one for one in found if "httpMethod" in one.event and _is_there(one)), key=str)


def _is_there(one: Sample) -> bool:
    return (ROOT / "functions" / one.domain / f"{one.use_case}.py").exists()


SAMPLES = samples()
COMMANDS = [one for one in SAMPLES if one.body]
AMOUNTS = [(one, name) for one in COMMANDS for name in one.body if name.endswith("_cents")]
NO_AMOUNTS = (
    "9223372036854775808",
    "1e309",
    "NaN",
    "-Infinity",
    '"1"',
    "true",
    "0.1",
    "1.0000001",
    "null",
    "[1]",
    "{}",
    "1,",
)


def sent(one: Sample, event: dict[str, Any]) -> tuple[Answer, StrictWire]:
    """What the city, without any rows, answers to somebody who has every role."""
    with city(one.domain, one.use_case) as (there, wire), tokens.published():
        token = f"Bearer {tokens.token('ana', EVERYBODY)}"
        event["headers"]["Authorization"], event["multiValueHeaders"]["Authorization"] = token, [token]
        return read(there.handler(event, Context())), wire


def written(wire: StrictWire) -> list[str]:
    """The rows there are now; that a command was asked for under a key may be remembered."""
    items = (item for table in wire.store.tables.values() for item in table.items.values())
    return [item["kind"]["S"] for item in items if not item["kind"]["S"].startswith("idempotency_")]


@pytest.mark.slow
@pytest.mark.parametrize("said", NO_AMOUNTS)
@pytest.mark.parametrize(("one", "name"), AMOUNTS, ids=str)
def test_what_is_no_amount_is_refused_before_anything_is_read(one: Sample, name: str, said: str) -> None:
    if (one.use_case, said) == ("refund_payment", "null"):
        return  # it means: all that is left
    raw = re.sub(rf'("{name}": ?)[^,}}]+', rf"\g<1>{said}", json.dumps(one.body), count=1)
    answer, wire = sent(one, one.event | {"body": raw})

    assert answer.status in (400, 422), answer.text
    assert wire.calls == []


def test_every_amount_has_been_tried() -> None:
    assert len(AMOUNTS) >= 10


TAKEN_TOO_FAR = {
    **{
        "balance_cents": 10_000_000,
        "floor_cents": -10_000_000,
        "price_cents": 0,
        "version": 1,
        "pk": "ACCOUNT#acc_eva",
    },
    **{"status": "open", "state": "applied", "account_class": "resident", "role": "staff", "roles": ["staff"]},
    **{"citizen_id": "ana", "approved_by": "luis", "held_cents": 0, "cognito:groups": ["admin"]},
}


@pytest.mark.parametrize("one", COMMANDS, ids=str)
def test_nothing_is_taken_from_a_body_but_what_is_asked(one: Sample) -> None:
    for name, value in TAKEN_TOO_FAR.items():
        if name in one.body:
            continue
        answer, wire = sent(one, one.event | {"body": json.dumps({**one.body, name: value})})

        if answer.status not in (400, 422):  # a field that this very command has, and may leave out
            fields = function(one.domain, one.use_case).handler.operations
            assert any(name in str(operation.signature.hints) for operation in fields.values()), f"{name} was taken"
        else:
            assert written(wire) == [], name


IN_A_KEY = ("a#b", "#", "acc_x#BALANCE", "a\u0000b", "..", "' OR 1=1 --", "{}", "x" * 1025, "é" * 1000, "x" * 3000, "~")


@pytest.mark.parametrize("one", [one for one in SAMPLES if one.event.get("pathParameters")], ids=str)
def test_no_name_in_a_path_reaches_another_key_or_breaks_the_store(one: Sample) -> None:
    for name in one.event["pathParameters"]:
        for value in IN_A_KEY:
            answer, wire = sent(one, one.event | {"pathParameters": {**one.event["pathParameters"], name: value}})

            assert 400 <= answer.status < 500, f"{name}={value!r:.30}: {answer.text}"
            assert written(wire) == [], name


# ---- Readers and gates -----------------------------------------------------------------------------------------------


def fares_and_ana() -> None:
    FaresRow(FARES, "2026-01-01", document=a_table()).keep()
    an_account()
    acts_for("operator:tus", "ana")


def test_a_counter_rolled_back_at_a_gate_opens_nothing_and_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    with city("access", "tap", fares_and_ana) as (there, _):
        asked = [said(60, 900), said(30, 900 - 64), said(0, 3)]
        answers = [call(there.handler, "POST", "/taps", body=tap, roles=("operator",)).json for tap in asked]
        assert book.existing(ACCOUNT).seq == 2, "the top-up and the first tap"

    assert [(one["granted"], one["reason"]) for one in answers[1:]] == [(False, "counter_used")] * 2
    refused = lines(capsys, "tap_refused")
    assert [(line["reason"], line["reader_id"]) for line in refused] == [("counter_used", "operator:ana")] * 2
    assert not any(word in json.dumps(refused) for word in (ACCOUNT, asked[0]["credential"]))


@pytest.mark.parametrize(
    "payload",
    [
        b"[" * 100_000,
        b'{"v":1,"taps":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"v":1,"taps":[{"counter":' + b"9" * 5_000 + b"}]}",
        b'{"v":1,"taps":{"0":1}}',
        b'{"v":1,"v":2,"taps":[]}',
        b'"taps"',
        b"\xff\xfe",
        b"",
    ],
    ids=lambda raw: repr(raw[:20]),
)
def test_what_no_reader_says_goes_back_alone_and_is_logged(payload: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with city("access", "ingest_taps", fares_and_ana) as (there, _):
        event = upload([], [said(60)])
        event["Records"][0]["body"] = json.dumps({"payload": base64.b64encode(payload).decode(), "thing": "bus-204"})
        answer = there.handler(event, Context())
        assert book.existing(ACCOUNT).balance_cents == 934

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert [line["message_id"] for line in lines(capsys, "message_failed")] == ["m0"]


def test_who_speaks_is_said_by_the_certificate_and_not_by_the_payload(capsys: pytest.CaptureFixture[str]) -> None:
    forged = {"v": 1, "thing": "bus-999", "taps": [{**said(60, credential="f" * 16), "thing": "x", "reader_id": "y"}]}
    body = {"payload": base64.b64encode(json.dumps(forged).encode()).decode(), "thing": "bus-204"}
    with city("access", "ingest_taps", fares_and_ana) as (there, _):
        there.handler(queue_event(body, receive_count=3), Context())

    assert [line["reader_id"] for line in lines(capsys, "tap_refused")] == ["bus-204"]


# ---- The bank's webhook ----------------------------------------------------------------------------------------------


def test_the_bank_s_word_on_an_order_that_was_given_up_moves_nothing_and_is_an_alarm(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def given_up() -> None:
        an_order()
        with bank_says({"errorCode": "XML0024"}):
            function("wallet", "sweep_top_ups")(schedule_event((NOON + timedelta(days=3)).isoformat()))

    with city("wallet", "hear_gateway", given_up) as (there, wire):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = call(there.handler, "POST", "/gateway/notifications", body=posted(ORDER, 20_00), headers=form)
        assert book.existing("acc_ana").seq == 6

    assert (answer.status, answer.code) == (409, "notification_contradicts")
    assert not WRITES & set(wire.calls)
    (line,) = lines(capsys, "notification_contradicts")
    assert (line["reason"], line["alarm"]) == ("paid after it had lapsed", True)
    assert "acc_ana" not in json.dumps(line)
