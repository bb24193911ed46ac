"""Milesight's people counters: VS133 (over a door, up to four lines) and VS121 (people in view of the ceiling).

LoRaWAN port 85, a list of channel, type, value; numbers least significant byte first (VS133 user guide, "Uplink
packet"). The maker's own script stops at the first channel it does not know; here the channels whose length is known
are stepped over, the rest is named in a warning, and what was read before stays. Its script for VS121 also reads
region bits wrongly (`region > index` for `region >> index`): our regions follow the bits, so they differ from its
published example.
"""

from __future__ import annotations

from cercano.crowd.payloads.decoded import U32, Decoded, LinePeriod, LineTotals, Presence

_TOTAL, _PERIOD, _PRESENCE = 0xD2, 0xCC, 0xC9
_BATTERY = (0x01, 0x75)
_LENGTHS = {0x75: 1, 0xD2: 4, 0xCC: 4, 0xC9: 4, 0x67: 2, 0x0B: 1, 0x01: 1, 0x09: 2, 0x0A: 2, 0x0F: 1, 0x16: 8, 0xFE: 1}
"""Bytes of a value by its type, for the types that mean the same length on every channel of these products."""


class _Frame:
    """What the walk over one frame has gathered."""

    def __init__(self) -> None:
        self.totals: dict[int, dict[str, int]] = {}
        self.periods: list[LinePeriod] = []
        self.presence: Presence | None = None
        self.battery_pct: int | None = None
        self.warnings: list[str] = []

    def take(self, channel: int, kind: int, value: bytes) -> None:
        place, line = (channel - 3) % 3, (channel - 3) // 3 + 1
        if kind == _TOTAL and 0x03 <= channel <= 0x0E and place < 2:
            self.totals.setdefault(line, {})["out" if place else "in"] = int.from_bytes(value, "little")
        elif kind == _PERIOD and 0x03 <= channel <= 0x0E and place == 2:
            entered, left = int.from_bytes(value[:2], "little"), int.from_bytes(value[2:], "little")
            self.periods.append(LinePeriod(line=line, people_in=entered, people_out=left))
        elif kind == _PRESENCE and channel == 0x04:
            self.presence = _presence(value)
        elif (channel, kind) == _BATTERY:
            self.battery_pct = value[0] if value[0] <= 100 else None
        else:
            self.warnings.append(f"channel {channel:02x} {kind:02x} is not known and was stepped over")

    def lines(self) -> tuple[LineTotals, ...]:
        whole = []
        for line, total in sorted(self.totals.items()):
            if len(total) == 2:
                whole.append(LineTotals(line=line, total_in=total["in"], total_out=total["out"], wraps_at=U32))
            else:
                self.warnings.append(f"line {line} has only one of its two totals")
        return tuple(whole)


def decode(data: bytes) -> Decoded:
    """Read an uplink of a VS133 or a VS121."""
    frame, at = _Frame(), 0
    while at < len(data):
        if len(data) - at < 2:
            frame.warnings.append(f"cut off after {at} bytes")
            break
        channel, kind = data[at], data[at + 1]
        length = _LENGTHS.get(kind)
        if length is None:
            frame.warnings.append(
                f"channel {channel:02x} {kind:02x} is not known; the {len(data) - at} bytes from there were not read"
            )
            break
        value = data[at + 2 : at + 2 + length]
        if len(value) < length:
            frame.warnings.append(f"channel {channel:02x} {kind:02x} is cut off")
            break
        frame.take(channel, kind, value)
        at += 2 + length
    return Decoded(
        lines=frame.lines(),
        periods=tuple(frame.periods),
        presence=frame.presence,
        battery_pct=frame.battery_pct,
        warnings=tuple(frame.warnings),
    )


def _presence(value: bytes) -> Presence:
    """People in all, number of regions (at most 16), one bit per region (most significant byte first, region 0 the
    lowest bit).
    """
    bits = int.from_bytes(value[2:4], "big")
    return Presence(people=value[0], regions=tuple(bool(bits >> index & 1) for index in range(min(value[1], 16))))
