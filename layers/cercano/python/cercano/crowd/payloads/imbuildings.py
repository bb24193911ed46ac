"""IMBuildings People Counter: an infrared beam with two 16-bit totals, in three frames with or without a header.

With a header (any port): type 2, variant 6, 7 or 8, eight bytes of device id. Without: variant 6 on port 26 (13
bytes), 7 on port 27 (5), 8 on port 28 (4, health only). Numbers most significant byte first (IMBuildings "LoRaWAN
payload definitions", type 2). Counter A is taken as `in`. The 8-bit payload counter turns over every 256 messages, so
it orders nothing.
"""

from __future__ import annotations

from cercano.crowd.payloads.decoded import U16, Decoded, LinePeriod, LineTotals, u16, unread

_PEOPLE_COUNTER = 0x02
_HEADER = 10
_LENGTHS = {6: 13, 7: 5, 8: 4}


def variant_of(data: bytes) -> int | None:
    """The variant, when these bytes start with the maker's header and have the length that goes with it."""
    if len(data) > _HEADER and data[0] == _PEOPLE_COUNTER and len(data) - _HEADER == _LENGTHS.get(data[1]):
        return data[1]
    return None


def decode(data: bytes, variant: int | None = None) -> Decoded:
    """Read a frame; `variant` says which when there is no header (port less 20)."""
    headed = variant_of(data)
    if headed is not None:
        device = data[2:_HEADER].hex()
        return _read(data[_HEADER:], headed, {"printed_id": device})
    if variant in _LENGTHS and len(data) == _LENGTHS[variant]:
        return _read(data, variant, {})
    return unread(f"{len(data)} bytes are no IMBuildings frame that is known")


def _read(body: bytes, variant: int, details: dict[str, int | float | str]) -> Decoded:
    if variant == 7:
        details["sensor_status"] = body[0]
        return Decoded(lines=(_totals(body, 1),), details=details)
    details |= {"device_status": body[0], "battery_mv": u16(body, 1) * 10}
    if variant == 8:
        return Decoded(details=details | {"sensor_status": body[3]})
    period = LinePeriod(line=1, people_in=u16(body, 3), people_out=u16(body, 5))
    details |= {"sensor_status": body[7], "payload_counter": body[12]}
    return Decoded(lines=(_totals(body, 8),), periods=(period,), details=details)


def _totals(body: bytes, at: int) -> LineTotals:
    return LineTotals(line=1, total_in=u16(body, at), total_out=u16(body, at + 2), wraps_at=U16)
