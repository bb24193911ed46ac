"""Anybody's own check that a payment is in the city's ledger: needs a proof, the city's public key, and nobody's word.

    python -m cercano.ledger.verify proof.json key.json

It follows the entry to its account's last hash of that day, that to the day's root, and the root to the signature.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cercano.ledger import chain, merkle
from cercano.ledger.heads import Head


class FalseProof(ValueError):
    """It does not hold; the message says where it breaks."""


def verify(proof: Mapping[str, Any], jwk: Mapping[str, Any]) -> dict[str, Any]:
    """What the city signed about the day (date, root, number of accounts), when the proof holds.

    Raises:
        FalseProof: an entry, a hash, the root or the signature is not what it should be.
    """
    try:
        said = signed(str(proof["root"]), jwk)
        entry = proof["entry"]
        head = chain.follow(str(proof["prev"]), [chain.digest(entry), *proof["later"]])
        if entry["seq"] == 1 and proof["prev"] != chain.genesis(proof["account_id"]):
            raise FalseProof("the first entry does not begin the account's journal")
        if entry["seq"] + len(proof["later"]) != proof["seq"]:
            raise FalseProof("the entry is not as far from the end as it says")
        steps = [
            merkle.Step({"left": True, "right": False}[side], bytes.fromhex(other)) for side, other in proof["path"]
        ]
        root = merkle.climb(Head(proof["account_id"], proof["seq"], head).leaf(), steps).hex()
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong if isinstance(wrong, FalseProof) else FalseProof(f"it cannot be read: {wrong!r}") from wrong
    if root != said["root"]:
        raise FalseProof("the entry does not lead to the signed root")
    return said


def signed(jws: str, jwk: Mapping[str, Any]) -> dict[str, Any]:
    """What a signed root says, when the key signed it.

    Raises:
        FalseProof: it did not.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    header, payload, signature = (*jws.split("."), "", "")[:3]
    numbers = ec.EllipticCurvePublicNumbers(_number(jwk["x"]), _number(jwk["y"]), ec.SECP256R1())
    raw = _bytes(signature)
    if json.loads(_bytes(header)).get("alg") != "ES256" or len(raw) != 64:
        raise FalseProof("the signature is not of the one kind we know")
    r_and_s = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        numbers.public_key().verify(r_and_s, f"{header}.{payload}".encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise FalseProof("the root is not signed by this key") from None
    return payload_of(jws)


def payload_of(jws: str) -> dict[str, Any]:
    """What a compact JWS says, not verified here."""
    said: dict[str, Any] = json.loads(_bytes(jws.split(".")[1]))
    return said


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text), "big")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def main(proof_file: str, key_file: str) -> int:
    """Say whether the proof in a file holds; 0 when it does."""
    proof, jwk = (json.loads(Path(name).read_text()) for name in (proof_file, key_file))
    try:
        said = verify(proof, jwk)
    except FalseProof as wrong:
        print(f"FALSE: {wrong}")
        return 1
    entry = proof["entry"]
    print(f"TRUE: {entry['amount_cents']} cents, {entry['payee']}, {entry['posted_at']}, under {said['root']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
