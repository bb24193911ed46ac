"""How long a gate thinks about a QR: `python -m benchmarks.qr`. The promise is 1 ms of processor time at most.

Measures a code that is good (the most work) and one that is forged.
"""

from __future__ import annotations

import base64
import statistics
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from cercano.credential import qr

TIMES = 500
LIMIT_MS = 1.0
AT = 1_795_435_200


def main() -> None:
    """Print the middle and the slow end of each, in ms of processor time."""
    city, other, phone = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    certificate = qr.certify(
        credential_id="0f1e2d3c4b000007",
        key=qr.compressed(phone.public_key()),
        expires=AT + 3600,
        sign=_signer(city),
    )
    good = qr.write(certificate=certificate, slot=qr.slot_of(AT), sign=_signer(phone))
    raw = base64.b32decode(good + "===")
    forged = base64.b32encode(raw[:-1] + bytes([raw[-1] ^ 1])).decode().rstrip("=")
    keys = [other.public_key(), city.public_key()]
    print(f"{'':32}{'median ms':>12}{'p99 ms':>10}")
    for name, text, known in (
        ("good, one key known", good, keys[1:]),
        ("good, while keys change", good, keys),
        ("forged", forged, keys[1:]),
    ):
        spent = sorted(_spent_ms(lambda text=text, known=known: _judged(text, known)) for _ in range(TIMES))
        median, slow = statistics.median(spent), spent[int(TIMES * 0.99)]
        print(f"{name:32}{median:12.3f}{slow:10.3f}{'' if median <= LIMIT_MS else '  OVER'}")


def _signer(key: ec.EllipticCurvePrivateKey) -> qr.Sign:
    return lambda message: qr.raw_signature(key.sign(message, ec.ECDSA(SHA256())))


def _judged(text: str, keys: list[ec.EllipticCurvePublicKey]) -> bool:
    try:
        qr.read(text, city_keys=keys, unix_s=AT)
    except qr.NotBelieved:
        return False
    return True


def _spent_ms(work: Callable[[], object]) -> float:
    began = time.process_time_ns()
    work()
    return (time.process_time_ns() - began) / 1e6


if __name__ == "__main__":
    main()
