"""Which maker's decoder reads a LoRaWAN payload: by what the network says of the device's model, else by its port and
length.

The counters we know use different ports and lengths, so nobody has to tell us the model; where the network knows it,
its word holds.
"""

from __future__ import annotations

from collections.abc import Callable

from cercano.crowd.payloads import imbuildings, milesight, parametric, terabee
from cercano.crowd.payloads.decoded import Decoded, unread

_MODELS: tuple[tuple[str, Callable[[int, bytes], Decoded]], ...] = (
    ("vs133", lambda _, data: milesight.decode(data)),
    ("vs121", lambda _, data: milesight.decode(data)),
    ("pcr2", lambda port, data: parametric.decode_configuration(data) if port == 190 else parametric.decode(data)),
    ("terabee", lambda port, data: terabee.decode_answer(data) if port == 2 else terabee.decode(data)),
    ("imbuildings", lambda port, data: imbuildings.decode(data, port - 20)),
)


def decode(port: int, data: bytes, model: str = "") -> Decoded:
    """Read a payload; what no decoder knows gives a warning and no totals."""
    for name, decoder in _MODELS:
        if name in model:
            return decoder(port, data)
    return _by_port(port, data)


def _by_port(port: int, data: bytes) -> Decoded:
    if port == 85:
        return milesight.decode(data)
    if port == 14:
        return parametric.decode(data)
    if port == 190:
        return parametric.decode_configuration(data)
    if port in (26, 27, 28) or imbuildings.variant_of(data) is not None:
        return imbuildings.decode(data, port - 20)
    if port == 1 and len(data) == 9:
        return terabee.decode(data)
    if port == 2:
        return terabee.decode_answer(data)
    return unread(f"no counter we know sends {len(data)} bytes on port {port}")
