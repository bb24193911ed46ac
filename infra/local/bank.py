"""A bank for this machine: it reads the city's signed orders, remembers what became of them, and signs what it says.

The form, the names and the signature (HMAC_SHA512_V2) are Redsys's own, made by the same package the city uses, with a
key that this copy of the city generated for itself. No card, no money, no other machine.
"""

from __future__ import annotations

import hmac
import json
import secrets
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from redsys.crypto import get_signer

SIGNATURE = "HMAC_SHA512_V2"
PAID, REFUSED = "0000", "0190"
"""Redsys's codes: authorised; refused without a reason."""
REPEATED, NO_REFERENCE = {"errorCode": "SIS0051"}, {"errorCode": "SIS0321"}
CARD_HAS_CENTS = 12_000
UNKNOWN = {"errorCode": "SIS0298"}
"""What is said of an order nobody brought."""


class NotOurs(Exception):
    """The form is not signed with the key this bank shares with the city."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the city asks a citizen to pay."""

    order: str
    amount_cents: int
    currency: str
    merchant: str
    terminal: str
    notify_url: str
    ok_url: str
    ko_url: str
    language: str
    remembers: bool = False
    """The city wants a reference to the card."""


class Bank:
    """The bank that shares `secret` with the city."""

    def __init__(self, secret: str) -> None:
        self._signer = get_signer(secret, SIGNATURE)
        self._decided: dict[str, dict[str, str]] = {}
        self._references: set[str] = set()

    def read(self, fields: Mapping[str, Any]) -> Order:
        """The order in a form.

        Raises: NotOurs.
        """
        said = self._proved(fields)
        return Order(
            order=str(said["Ds_Merchant_Order"]),
            amount_cents=int(said["Ds_Merchant_Amount"]),
            currency=str(said["Ds_Merchant_Currency"]),
            merchant=str(said["Ds_Merchant_MerchantCode"]),
            terminal=str(said["Ds_Merchant_Terminal"]),
            notify_url=str(said["Ds_Merchant_MerchantURL"]),
            ok_url=str(said["Ds_Merchant_UrlOK"]),
            ko_url=str(said["Ds_Merchant_UrlKO"]),
            language="en" if said.get("Ds_Merchant_ConsumerLanguage") == 2 else "es",
            remembers=said.get("Ds_Merchant_Identifier") == "REQUIRED",
        )

    def decide(self, order: Order, *, is_paid: bool, at: datetime) -> dict[str, str]:
        """The notification of an order that was paid or refused; what was paid stays paid."""
        before = self._decided.get(order.order)
        if before is None or before["Ds_Response"] != PAID:
            before = self._decided[order.order] = {
                "Ds_Date": at.strftime("%d/%m/%Y"),
                "Ds_Hour": at.strftime("%H:%M"),
                "Ds_Amount": str(order.amount_cents),
                "Ds_Currency": order.currency,
                "Ds_Order": order.order,
                "Ds_MerchantCode": order.merchant,
                "Ds_Terminal": order.terminal,
                "Ds_TransactionType": "0",
                "Ds_Response": PAID if is_paid else REFUSED,
                "Ds_AuthorisationCode": f"{secrets.randbelow(10**6):06d}" if is_paid else "",
                "Ds_SecurePayment": "1",
                **(self._remembered() if is_paid and order.remembers else {}),
            }
        return self.sign(before)

    def charged(self, fields: Mapping[str, Any], at: datetime) -> dict[str, str]:
        """What is answered to the city's order to charge a card that this bank remembers.

        A number is one charge: the same again is refused, however it ended. More than 120 EUR is more than is there.

        Raises: NotOurs.
        """
        said = self._proved(fields)
        order, cents = str(said["Ds_Merchant_Order"]), int(said["Ds_Merchant_Amount"])
        if order in self._decided:
            return REPEATED
        if said.get("Ds_Merchant_Identifier") not in self._references or said.get("Ds_Merchant_Excep_SCA") != "MIT":
            return NO_REFERENCE
        is_paid = cents <= CARD_HAS_CENTS
        self._decided[order] = {
            "Ds_Date": at.strftime("%d/%m/%Y"),
            "Ds_Hour": at.strftime("%H:%M"),
            "Ds_Amount": str(cents),
            "Ds_Currency": str(said["Ds_Merchant_Currency"]),
            "Ds_Order": order,
            "Ds_MerchantCode": str(said["Ds_Merchant_MerchantCode"]),
            "Ds_Terminal": str(said["Ds_Merchant_Terminal"]),
            "Ds_TransactionType": "0",
            "Ds_Response": PAID if is_paid else REFUSED,
            "Ds_AuthorisationCode": f"{secrets.randbelow(10**6):06d}" if is_paid else "",
            "Ds_SecurePayment": "0",
        }
        return self.sign(self._decided[order])

    def _remembered(self) -> dict[str, str]:
        reference = secrets.token_hex(20)
        self._references.add(reference)
        return {
            "Ds_Merchant_Identifier": reference,
            "Ds_Merchant_Cof_Txnid": str(secrets.randbelow(10**15)),
            "Ds_ExpiryDate": "4912",
            "Ds_Card_Number": "454881******0003",
            "Ds_Card_Brand": "1",
        }

    def asked(self, fields: Mapping[str, Any]) -> dict[str, str]:
        """What is answered to the city's own question how an order stands.

        Raises: NotOurs.
        """
        decided = self._decided.get(str(self._proved(fields).get("Ds_Merchant_Order")))
        return self.sign(decided) if decided else UNKNOWN

    def sign(self, said: Mapping[str, str]) -> dict[str, str]:
        """Anything this bank says, signed: the three fields."""
        parameters = self._signer.encode_parameters(dict(said))
        signature = self._signer.sign(said["Ds_Order"], parameters)
        return {
            "Ds_SignatureVersion": SIGNATURE,
            "Ds_MerchantParameters": parameters.decode(),
            "Ds_Signature": signature.decode(),
        }

    def _proved(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        try:
            parameters = str(fields["Ds_MerchantParameters"])
            said = json.loads(b64decode(parameters + "=" * (-len(parameters) % 4), altchars=b"-_", validate=True))
            expected = self._signer.sign(str(said["Ds_Merchant_Order"]), parameters.encode()).decode()
            given = str(fields["Ds_Signature"])
        except (KeyError, ValueError, TypeError):
            raise NotOurs from None
        if not isinstance(said, dict) or not hmac.compare_digest(expected, given):
            raise NotOurs
        return said
