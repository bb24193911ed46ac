"""The bank's payment page (Redsys): the signed form that takes a citizen there, and what the bank says afterwards.

The signature is HMAC_SHA512_V2 (Redsys redirection guide 4.2), made and checked by python-redsys. A message that names
another version is refused: the message does not choose how it is believed. Nothing here calls anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from cercano.kit.strict_json import UnreadableJson, read_json
from cercano.wallet.errors import NotificationRefused

SIGNATURE = "HMAC_SHA512_V2"
EURO = 978
"""ISO 4217."""
PAYMENT = 0
"""Redsys transaction type: an authorisation, taken at once."""
FIELDS = ("Ds_SignatureVersion", "Ds_MerchantParameters", "Ds_Signature")
_LANGUAGES = {"es": 1, "en": 2}
_ON_NEED = "C"
"""Redsys COF type: credentials on file, for charges without a fixed day or amount."""
_FIRST_OF_MANY = {"identifier": "REQUIRED", "cof_ini": "S", "cof_type": _ON_NEED}
_BRANDS = {"1": "visa", "2": "mastercard", "6": "diners", "8": "amex", "9": "jcb", "22": "upi"}
"""Redsys card brands, as the network is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """The city as the bank knows it. `secret` is shared with the bank and never shown."""

    merchant: str
    terminal: int
    secret: str
    pay_url: str
    """Where the citizen's browser posts the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the browser posts to the bank's page."""

    action: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedCard:
    """A bank card as the bank lets us name it. The number itself never comes here."""

    reference: str = field(repr=False)
    """By which the bank charges it for us, and for nobody else. Never shown, never logged."""
    brand: str
    last4: str
    """The last digits, where the bank tells them; else empty."""
    expires: str
    """Year and month, "2028-12"; empty where the bank does not tell."""
    first: str = field(default="", repr=False)
    """The network's own name of the first payment, in which its holder was present (COF transaction id)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the bank said of one order, its signature proved."""

    order: str
    amount_cents: int
    currency: int
    is_paid: bool
    response: str
    """The bank's own code, four digits; 0000 to 0099 mean paid."""
    authorisation: str
    card: RememberedCard | None = None
    """The bank's reference to the citizen's card, when they asked to have it remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the citizen is sent to the bank to pay."""

    order: str
    amount_cents: int
    notify_url: str
    back_url: str
    """Where the browser returns, paid or not: that page only asks how the order stands."""
    language: str
    remembers_card: bool = False
    """The bank is asked for a reference to the card, for charges that its holder orders beforehand."""


def form(shop: Shop, order: Order) -> Form:
    """The signed form of an order."""
    request = _client(shop).payment(
        order=order.order,
        amount=_euros(order.amount_cents),
        currency=EURO,
        merchant_url=order.notify_url,
        url_ok=order.back_url,
        url_ko=order.back_url,
        consumer_language=_LANGUAGES[order.language],
        **(_FIRST_OF_MANY if order.remembers_card else {}),
    )
    return Form(action=shop.pay_url, fields=request.to_dict())


def read_form(raw: bytes) -> dict[str, str]:
    """The three fields of a notification, as the browser or the bank posted them.

    Raises: NotificationRefused when one is missing, said twice, or the body is no form.
    """
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=20)
    except ValueError:
        raise NotificationRefused("form") from None
    fields = dict(pairs)
    if len(fields) != len(pairs) or any(not fields.get(name) for name in FIELDS):
        raise NotificationRefused("fields")
    return {name: fields[name] for name in FIELDS}


def believe(shop: Shop, fields: Mapping[str, Any]) -> Said:
    """What the bank said, once the signature over the very parameters that came is proved.

    Raises: NotificationRefused; its reason is for our log.
    """
    if fields.get("Ds_SignatureVersion") != SIGNATURE:
        raise NotificationRefused("signature version")
    _require_plain(fields)
    try:
        answer = _client(shop).parse_response(dict(fields))
    except ValueError:
        raise NotificationRefused("signature") from None
    if (answer.merchant_code, _number(answer.terminal)) != (shop.merchant, shop.terminal):
        raise NotificationRefused("another shop")
    cents = None if answer.amount is None else answer.amount.scaleb(2)
    if cents is None or cents < 0 or cents != int(cents):
        raise NotificationRefused("amount")
    if answer.order is None or answer.currency is None or _number(answer.response) < 0:
        raise NotificationRefused("incomplete")
    if _number(answer.transaction_type) != PAYMENT:
        raise NotificationRefused("not a payment")
    return Said(
        order=answer.order,
        amount_cents=int(cents),
        currency=answer.currency,
        is_paid=answer.is_paid(),
        response=answer.response,
        authorisation=(answer.authorization_code or "").strip(),
        card=_card(answer),
    )


def charge(shop: Shop, order: str, amount_cents: int, card: RememberedCard) -> dict[str, str]:
    """The signed order to charge a remembered card, as the bank's REST interface takes it.

    Its holder is not there: they agreed to it, and proved who they are, when the card was remembered (MIT, a payment
    that the payee begins; Directive (EU) 2015/2366 art. 97(1) asks for proof where the payer begins it).
    """
    from redsys.clients import DirectClient

    client = DirectClient(shop.secret, merchant_code=shop.merchant, terminal=shop.terminal, signature_version=SIGNATURE)
    request = client.payment(
        order=order,
        amount=_euros(amount_cents),
        currency=EURO,
        identifier=card.reference,
        direct_payment="true",
        excep_sca="MIT",
        cof_ini="N",
        cof_type=_ON_NEED,
        **({"cof_txnid": card.first} if card.first else {}),
    )
    fields: dict[str, str] = request.to_dict()
    return fields


def question(shop: Shop, order: str) -> dict[str, str]:
    """The signed question how an order stands, as the bank's REST interface takes it."""
    from redsys.crypto import get_signer

    signer = get_signer(shop.secret, SIGNATURE)
    said = {
        "Ds_Merchant_MerchantCode": shop.merchant,
        "Ds_Merchant_Terminal": str(shop.terminal),
        "Ds_Merchant_Order": order,
        "Ds_Merchant_TransactionType": str(PAYMENT),
    }
    parameters = signer.encode_parameters(said)
    signature = signer.sign(order, parameters)
    return dict(zip(FIELDS, (SIGNATURE, parameters.decode(), signature.decode()), strict=True))


def _card(answer: Any) -> RememberedCard | None:
    if not answer.identifier:
        return None
    ends = answer.expiry_date or ""
    is_date = len(ends) == 4 and 1 <= _number(ends[2:]) <= 12
    digits = (answer.card_number or "")[-4:]
    return RememberedCard(
        reference=answer.identifier,
        brand=_BRANDS.get(answer.card_brand or "", "card"),
        last4=digits if digits.isascii() and digits.isdigit() else "",
        expires=f"20{ends[:2]}-{ends[2:]}" if is_date else "",
        first=answer.cof_txnid or "",
    )


def _require_plain(fields: Mapping[str, Any]) -> None:
    """Refuse what is no flat JSON object before anything else reads it: nobody has proved yet who sent it."""
    from base64 import b64decode

    try:
        raw = fields["Ds_MerchantParameters"].encode("ascii")
        said = read_json(b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True))
        fields["Ds_Signature"].encode("ascii")
    except (UnreadableJson, ValueError, KeyError, AttributeError):
        raise NotificationRefused("parameters") from None
    if not isinstance(said, dict):
        raise NotificationRefused("parameters")


def _client(shop: Shop) -> Any:
    from redsys.clients import RedirectClient  # a tenth of a second that only who talks with the bank pays

    return RedirectClient(shop.secret, merchant_code=shop.merchant, terminal=shop.terminal, signature_version=SIGNATURE)


def _euros(amount_cents: int) -> Any:
    from decimal import Decimal

    return Decimal(amount_cents).scaleb(-2)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else -1
