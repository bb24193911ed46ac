"""The bank is believed by its signature, over the very bytes that came, and by nothing else."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from urllib.parse import urlencode

import pytest

from cercano.wallet import gateway
from cercano.wallet.errors import NotificationRefused
from cercano.wallet.gateway import Order, Said, believe, form, question, read_form
from infra.local.bank import SIGNATURE, Bank, NotOurs
from tests.support.bank import BANK, NOON, SECRET, SHOP, signed

ORDER = Order(
    order="2518K7Q2M9X4",
    amount_cents=2050,
    notify_url="https://city.test/api/wallet/gateway/notifications",
    back_url="https://city.test/wallet/top-ups/2518K7Q2M9X4",
    language="en",
)
PAID = Said(
    order="2518K7Q2M9X4", amount_cents=2050, currency=978, is_paid=True, response="0000", authorisation="714205"
)


def reason(fields: dict[str, str]) -> str:
    with pytest.raises(NotificationRefused) as refused:
        believe(SHOP, fields)
    return refused.value.reason


def test_the_form_says_what_is_to_be_paid_and_the_bank_believes_it() -> None:
    made = form(SHOP, ORDER)

    read = BANK.read(made.fields)
    assert made.action == "https://bank.test/pay"
    assert (read.order, read.amount_cents, read.currency, read.merchant) == ("2518K7Q2M9X4", 2050, "978", "999008881")
    assert (read.notify_url, read.ok_url, read.ko_url, read.language) == (
        ORDER.notify_url, ORDER.back_url, ORDER.back_url, "en",
    )  # fmt: skip


@pytest.mark.parametrize("amount_cents", [1, 10, 99, 100, 101, 2050, 15000, 1234567])
def test_every_cent_arrives_as_it_left(amount_cents: int) -> None:
    sent = Order(order="2518K7Q2M9X4", amount_cents=amount_cents, notify_url="n", back_url="b", language="es")

    read = BANK.read(form(SHOP, sent).fields)

    answer = believe(
        SHOP, BANK.decide(read, is_paid=True, at=NOON) if amount_cents == 1 else signed(read.order, read.amount_cents)
    )
    assert (read.amount_cents, answer.amount_cents) == (amount_cents, amount_cents)


def test_what_the_bank_signed_is_believed() -> None:
    assert believe(SHOP, signed("2518K7Q2M9X4", 2050)) == PAID


@pytest.mark.parametrize(
    ("code", "is_paid"),
    [("0000", True), ("0099", True), ("0100", False), ("0190", False), ("9915", False), ("0900", False)],
)
def test_only_the_codes_of_an_authorisation_mean_paid(code: str, is_paid: bool) -> None:
    assert believe(SHOP, signed("2518K7Q2M9X4", 2050, Ds_Response=code)).is_paid is is_paid


def test_a_message_signed_with_another_key_is_refused() -> None:
    forged = Bank("another-key-of-somebody-elsewhere").sign(json.loads(b64decode(padded(signed("2518K7Q2M9X4", 2050)))))

    assert reason(forged) == "signature"


def padded(fields: dict[str, str]) -> str:
    text = fields["Ds_MerchantParameters"].replace("-", "+").replace("_", "/")
    return text + "=" * (-len(text) % 4)


def test_a_changed_amount_or_order_breaks_the_signature() -> None:
    true = signed("2518K7Q2M9X4", 2050)
    for name, value in (("Ds_Amount", "205000"), ("Ds_Order", "2518AAAAAAAA"), ("Ds_Response", "0001")):
        words = json.loads(b64decode(padded(true))) | {name: value}
        changed = true | {"Ds_MerchantParameters": b64encode(json.dumps(words, sort_keys=True).encode()).decode()}
        assert reason(changed) == "signature"


@pytest.mark.parametrize("version", ["HMAC_SHA256_V1", "HMAC_SHA512_V1", "none", "", "hmac_sha512_v2"])
def test_the_message_does_not_choose_how_it_is_believed(version: str) -> None:
    assert reason(signed("2518K7Q2M9X4", 2050) | {"Ds_SignatureVersion": version}) == "signature version"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"Ds_MerchantCode": "111111111"}, "another shop"),
        ({"Ds_Terminal": "2"}, "another shop"),
        ({"Ds_TransactionType": "3"}, "not a payment"),
        ({"Ds_Amount": ""}, "amount"),
        ({"Ds_Response": ""}, "incomplete"),
        ({"Ds_Response": "-1"}, "incomplete"),
        ({"Ds_Amount": "20.5"}, "amount"),
        ({"Ds_Amount": "-2050"}, "amount"),
    ],
)
def test_what_is_authentic_and_not_ours_is_refused(changed: dict[str, str], why: str) -> None:
    assert reason(signed("2518K7Q2M9X4", 2050, **changed)) == why


@pytest.mark.parametrize(
    "parameters",
    ["", "%%%", "bm90IGpzb24", "W10", "ñ", b64encode(b"[" * 9000).decode(), b64encode(b'{"a":1,"a":2}').decode()],
)
def test_what_is_no_flat_object_is_refused_before_anything_else_reads_it(parameters: str) -> None:
    fields = {"Ds_SignatureVersion": SIGNATURE, "Ds_MerchantParameters": parameters, "Ds_Signature": "AAAA"}

    assert reason(fields) in ("parameters", "signature")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Ds_Signature=x",
        b"\xff\xfe",
        b"{}",
        urlencode([*signed("2518K7Q2M9X4", 2050).items(), ("Ds_Signature", "other")]).encode(),
        b"&".join([b"a=1"] * 50),
    ],
)
def test_a_form_that_can_be_read_two_ways_is_not_read(raw: bytes) -> None:
    with pytest.raises(NotificationRefused):
        read_form(raw)


def test_the_question_is_signed_and_the_answer_too() -> None:
    bank = Bank(SECRET)
    order = bank.read(form(SHOP, ORDER).fields)

    assert bank.asked(question(SHOP, order.order)) == {"errorCode": "SIS0298"}
    bank.decide(order, is_paid=True, at=NOON)
    assert believe(SHOP, bank.asked(question(SHOP, order.order))).is_paid


def test_the_local_bank_takes_no_form_of_anybody_else() -> None:
    with pytest.raises(NotOurs):
        Bank("another-key-of-somebody-elsewhere").read(form(SHOP, ORDER).fields)


def test_both_sides_sign_alike() -> None:
    assert gateway.SIGNATURE == SIGNATURE
