"""Check, without the city and without a network, that a payment is in the city's ledger: one file, and `cryptography`.

    python check_payment.py proof.json root.json

proof.json   GET /api/wallet/accounts/<account>/entries/<entry>/proof     your own, signed in
root.json    GET /api/wallet/roots/<day>                                  public: keep it, compare it with a friend's

It goes four steps, each of which a single changed cent would break: the entry's words to its fingerprint, that and the
later fingerprints along your account's chain to its last hash of that night, that hash up the tree over all accounts to
the root, and the root to the city's signature. Exit status 0: it is in the ledger. 1: the proof does not hold.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256


class DoesNotHold(Exception):
    """The message says at which step."""


def check(proof: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """What the city signed that night.

    Raises:
        DoesNotHold.
    """
    try:
        if proof["v"] != 1 or proof["root"] != root["jws"]:
            raise DoesNotHold("the proof is for another root")
        said = signed_by(root["jwk"], proof["root"])
        if leads_to(proof) != said["root"]:
            raise DoesNotHold("the entry does not lead to the root that was signed")
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as wrong:
        raise DoesNotHold(f"it cannot be read ({wrong!r:.60})") from None
    return said


def leads_to(proof: dict[str, Any]) -> str:
    """The root that the proof's entry, account and neighbours come to."""
    entry, account_id = proof["entry"], proof["account_id"]
    head = bytes.fromhex(proof["prev"])
    if entry["seq"] == 1 and head != sha256(f"cercano ledger 1\n{account_id}".encode()):
        raise DoesNotHold("the first entry does not begin the account")
    for fingerprint in [fingerprint_of(entry), *map(bytes.fromhex, proof["later"])]:
        head = sha256(head + fingerprint)
    if entry["seq"] + len(proof["later"]) != proof["seq"]:
        raise DoesNotHold("the entry is not as far from the end as it says")
    node = sha256(b"\x00" + f"{account_id}\n{proof['seq']}\n{head.hex()}".encode())
    for side, neighbour in proof["path"]:
        other = bytes.fromhex(neighbour)
        node = sha256(b"\x01" + {"left": other + node, "right": node + other}[side])
    return node.hex()


def fingerprint_of(entry: dict[str, Any]) -> bytes:
    """Of its words as JSON: names sorted, no spaces, UTF-8."""
    return sha256(json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())


def signed_by(jwk: dict[str, Any], jws: str) -> dict[str, Any]:
    """What a compact JWS says, if this key signed it with ES256 (RFC 7515, RFC 7518 section 3.4)."""
    header, payload, signature = jws.split(".")
    raw = unbase64(signature)
    if json.loads(unbase64(header))["alg"] != "ES256" or len(raw) != 64:
        raise DoesNotHold("the signature is not of the one kind that counts")
    x, y = (int.from_bytes(unbase64(jwk[name]), "big") for name in ("x", "y"))
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    pair = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        key.verify(pair, f"{header}.{payload}".encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise DoesNotHold("the city's key did not sign this root") from None
    said: dict[str, Any] = json.loads(unbase64(payload))
    return said


def sha256(what: bytes) -> bytes:
    """32 bytes."""
    return hashlib.sha256(what).digest()


def unbase64(text: str) -> bytes:
    """Base64url without its padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def main(proof_file: str, root_file: str) -> int:
    """Say it in one line."""
    proof, root = (json.loads(Path(name).read_text(encoding="utf-8")) for name in (proof_file, root_file))
    try:
        said = check(proof, root)
    except DoesNotHold as why:
        print(f"NO: {why}.")
        return 1
    entry = proof["entry"]
    words = f"{entry['amount_cents'] / 100:+.2f} EUR, {entry['payee']}, {entry['posted_at']}"
    print(f"YES: {words}: in the ledger that {said['city']} signed for {said['date']}.")
    print(f"Root {said['root']}, over {said['accounts']} accounts.")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
