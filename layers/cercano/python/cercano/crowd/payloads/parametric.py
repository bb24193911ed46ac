"""Parametric PCR2, a radar that counts people to the right and to the left.

Port 14 carries counts: the extended frames be0103 and be0104 with sums since power-up (16 bits: they wrap), or the
older list of Elsys types 0a and 16, which has only what passed since the last message and so gives no reading. Port
190 carries its configuration, told apart by header and length (v2 to v5 as the maker publishes; of a later one the
part that all share). Left to right is taken as `in`; a counter on the other side of the door is fitted as reversed.
The maker's script adds DIFF = |sum - sum|, which hides which way it drifts: not here.
"""

from __future__ import annotations

from cercano.crowd.payloads.decoded import U16, Decoded, LinePeriod, LineTotals, tenths, u16, unread, version

_ELSYS_TEMPERATURE, _ELSYS_RIGHT, _ELSYS_LEFT = 0x01, 0x0A, 0x16
_CONFIG_LENGTHS = {3: 20, 4: 31, 5: 34}


def decode(data: bytes) -> Decoded:
    """Read counts (port 14)."""
    if data[:3] == b"\xbe\x01\x03":
        return _extended(data, 16)
    if data[:3] == b"\xbe\x01\x04":
        return _extended(data, 17)
    if data[:1] and data[0] in (_ELSYS_TEMPERATURE, _ELSYS_RIGHT, _ELSYS_LEFT):
        return _elsys(data)
    return unread("not a PCR2 frame that is known")


def decode_configuration(data: bytes) -> Decoded:
    """Read the configuration it sends when it joins (port 190)."""
    if len(data) == 14:
        return _configuration(data, generation=2)
    if len(data) >= 20 and data[:2] == b"\xbe\x01" and data[2] >= 3:
        return _configuration(data[3:], generation=data[2])
    return unread(f"{len(data)} bytes are no PCR2 configuration that is known")


def _extended(data: bytes, length: int) -> Decoded:
    """Header 3, period right and left, sums right and left, battery (1 byte of percent or 2 of mV), solar mW,
    temperature in tenths.
    """
    if len(data) < length:
        return unread(f"{len(data)} bytes are too few for this frame of {length}")
    in_percent = length == 16
    details: dict[str, int | float | str] = {
        "solar_mw": u16(data, length - 4),
        "temperature_c": tenths(data, length - 2),
    }
    if not in_percent:
        details["battery_mv"] = u16(data, 11)
    return Decoded(
        lines=(LineTotals(line=1, total_in=u16(data, 7), total_out=u16(data, 9), wraps_at=U16),),
        periods=(LinePeriod(line=1, people_in=u16(data, 3), people_out=u16(data, 5)),),
        battery_pct=data[11] if in_percent and 0 < data[11] <= 100 else None,
        details=details,
        warnings=() if len(data) == length else (f"{len(data) - length} bytes after the end of the frame",),
    )


def _elsys(data: bytes) -> Decoded:
    period, details = {_ELSYS_RIGHT: 0, _ELSYS_LEFT: 0}, dict[str, int | float | str]()
    warnings, at = ["only period counts, no totals: set the counter to its extended payload"], 0
    while at < len(data):
        kind = data[at]
        if kind not in (_ELSYS_TEMPERATURE, _ELSYS_RIGHT, _ELSYS_LEFT) or len(data) - at < 3:
            warnings.append(
                f"type {kind:02x} is not known or cut off; the {len(data) - at} bytes from there were not read"
            )
            break
        if kind == _ELSYS_TEMPERATURE:
            details["temperature_c"] = tenths(data, at + 1)
        else:
            period[kind] = u16(data, at + 1)
        at += 3
    passed = LinePeriod(line=1, people_in=period[_ELSYS_RIGHT], people_out=period[_ELSYS_LEFT])
    return Decoded(periods=(passed,), details=details, warnings=tuple(warnings))


def _configuration(body: bytes, *, generation: int) -> Decoded:
    """`body` starts at the device type; from generation 3 on a device class comes before the kind of uplink."""
    shift = 1 if generation >= 3 else 0
    details: dict[str, int | float | str] = {
        "generation": generation,
        "device_type": body[0],
        "firmware": version(body, 1),
        "operating_mode": body[4],
        "payload_type": body[5],
        "uplink_type": body[6 + shift],
        "uplink_every_min": u16(body, 7 + shift),
        "link_check_every_min": u16(body, 9 + shift),
    }
    if generation == 2:
        details |= {"hold_off_s": u16(body, 11), "sensitivity_pct": body[13]}
    else:
        details |= {"device_class": body[6], "capacity_limit": u16(body, 12), "hold_off_s": u16(body, 14)}
    return _radar(body, details, generation)


def _radar(body: bytes, details: dict[str, int | float | str], generation: int) -> Decoded:
    """The radar's settings, which each generation lays out in its own way; of an unknown one they are left alone."""
    whole = generation == 2 or len(body) + 3 == _CONFIG_LENGTHS.get(generation)
    if generation == 3 and whole:
        details["sensitivity_pct"] = body[16]
    elif generation == 4 and whole:
        details |= {"inactivity_s": u16(body, 16), "mounting_direction": body[18], "mounting_tilt_deg": body[19]}
        details |= {"beam_angle_deg": body[20], "distance_min_cm": u16(body, 21), "distance_max_cm": u16(body, 23)}
        details |= {"speed_min": body[25], "speed_max": body[26], "sensitivity_pct": body[27]}
    elif generation == 5 and whole:
        details |= {"inactivity_s": u16(body, 16), "radar_on": body[18], "beam_angle_deg": body[19]}
        details |= {
            "distance_min_cm": u16(body, 20),
            "distance_max_cm": u16(body, 22),
            "speed_min": body[24],
            "speed_max": body[25],
        }
        details |= {"autotune": body[26], "sensitivity_pct": body[27], "charger_firmware": version(body, 28)}
    warnings = (
        ()
        if whole
        else (f"configuration v{generation} of {len(body) + 3} bytes: only the part all versions share was read",)
    )
    return Decoded(details=details, warnings=warnings)
