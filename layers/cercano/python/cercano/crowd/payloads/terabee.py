"""Terabee People Flow Counting L-XL: two totals since its last reset and four flags, on LoRaWAN port 1.

Nine bytes, most significant first (Terabee "LoRa uplink and downlink payload", counting data). Its reset and set-count
commands answer on port 2: an acknowledged one means that the totals no longer continue.
"""

from __future__ import annotations

from cercano.crowd.payloads.decoded import U32, Decoded, LineTotals, unread

_FAULTS = ((0, "stopped"), (1, "stuck"), (2, "many_devices"))
_RESET, _SET = 0x01, 0x82


def decode(data: bytes) -> Decoded:
    """Read counting data (port 1)."""
    if len(data) < 8:
        return unread(f"{len(data)} bytes are too few for two totals")
    flags = data[8] if len(data) > 8 else 0
    warnings = [] if len(data) == 9 else [f"{len(data)} bytes instead of 9"]
    if flags >> 4:
        warnings.append(f"flags {flags & 0xF0:02x} are not known")
    return Decoded(
        lines=(_totals(data, 0),),
        faults=tuple(name for bit, name in _FAULTS if flags >> bit & 1),
        details={"wifi_on": flags >> 3 & 1},
        warnings=tuple(warnings),
    )


def decode_answer(data: bytes) -> Decoded:
    """Read the answer to a counting command (port 2): the counts asked for, or that they were reset or set."""
    if len(data) >= 9 and data[0] == 0x02:
        return Decoded(
            lines=(_totals(data, 1),), warnings=() if len(data) == 9 else (f"{len(data)} bytes instead of 9",)
        )
    if len(data) >= 3 and data[0] == 0xFF and data[1] in (_RESET, _SET) and data[2] != 0xFF:
        return Decoded(details={"command": "reset" if data[1] == _RESET else "set"})
    return unread("not an answer that is known")


def _totals(data: bytes, at: int) -> LineTotals:
    entered, left = int.from_bytes(data[at : at + 4], "big"), int.from_bytes(data[at + 4 : at + 8], "big")
    return LineTotals(line=1, total_in=entered, total_out=left, wraps_at=U32)
