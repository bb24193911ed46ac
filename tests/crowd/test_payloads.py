"""What the makers' bytes mean, and that no bytes whatever can upset a decoder."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.crowd.payloads import imbuildings, milesight, own, parametric, recognise, terabee, uplink
from cercano.crowd.payloads.decoded import U16, U32, Decoded, LinePeriod, LineTotals, Presence
from cercano.crowd.payloads.uplink import Unread, Uplink

DECODERS: dict[str, Callable[[bytes], object]] = {
    "milesight": milesight.decode,
    "terabee": terabee.decode,
    "terabee_answer": terabee.decode_answer,
    "parametric": parametric.decode,
    "parametric_configuration": parametric.decode_configuration,
    "imbuildings": imbuildings.decode,
    "imbuildings_6": lambda data: imbuildings.decode(data, 6),
    "imbuildings_7": lambda data: imbuildings.decode(data, 7),
    "imbuildings_8": lambda data: imbuildings.decode(data, 8),
    "recognise_1": lambda data: recognise.decode(1, data),
    "recognise_85": lambda data: recognise.decode(85, data),
    "own": own.read,
    "chirpstack": uplink.chirpstack,
    "things_stack": uplink.things_stack,
}


def line(total_in: int, total_out: int, wraps_at: int, number: int = 1) -> LineTotals:
    return LineTotals(line=number, total_in=total_in, total_out=total_out, wraps_at=wraps_at)


def period(people_in: int, people_out: int, number: int = 1) -> LinePeriod:
    return LinePeriod(line=number, people_in=people_in, people_out=people_out)


FACTS: list[tuple[str, int, str, Decoded]] = [
    (
        "VS133, two of its four lines with their periods",
        85,
        "03d201000000" + "04d2ffffffff" + "05cc02000100" + "0cd20a000000" + "0dd20b000000",
        Decoded(lines=(line(1, 2**32 - 1, U32), line(10, 11, U32, 4)), periods=(period(2, 1),)),
    ),
    (
        "VS133 with its battery before the totals",
        85,
        "017564" + "06d264000000" + "07d263000000",
        Decoded(lines=(line(100, 99, U32, 2),), battery_pct=100),
    ),
    (
        "VS121, five people, regions 1 and 2 of three occupied",
        85,
        "04c905030006",
        Decoded(presence=Presence(people=5, regions=(False, True, True))),
    ),
    (
        "Terabee, stuck, its access point on",
        1,
        "00000010" + "0000000f" + "0a",
        Decoded(lines=(line(16, 15, U32),), faults=("stuck",), details={"wifi_on": 1}),
    ),
    ("Terabee, the counts it was asked for", 2, "02" + "00000007" + "00000009", Decoded(lines=(line(7, 9, U32),))),
    ("Terabee, its counts were reset", 2, "ff0100", Decoded(details={"command": "reset"})),
    (
        "PCR2, extended frame 3: percent of battery, below freezing",
        14,
        "be0103" + "0001" + "0002" + "ffff" + "0004" + "4b" + "0000" + "ff9c",
        Decoded(
            lines=(line(65535, 4, U16),),
            periods=(period(1, 2),),
            battery_pct=75,
            details={"solar_mw": 0, "temperature_c": -10.0},
        ),
    ),
    (
        "PCR2, extended frame 4: more out than in stays more out than in",
        14,
        "be0104" + "0000" + "0001" + "0002" + "0009" + "0e10" + "0064" + "00fa",
        Decoded(
            lines=(line(2, 9, U16),),
            periods=(period(0, 1),),
            details={"solar_mw": 100, "temperature_c": 25.0, "battery_mv": 3600},
        ),
    ),
    (
        "PCR2, the list of types: only periods",
        14,
        "0a0003" + "160002" + "0100d2",
        Decoded(
            periods=(period(3, 2),),
            details={"temperature_c": 21.0},
            warnings=("only period counts, no totals: set the counter to its extended payload",),
        ),
    ),
    (
        "IMBuildings without a header, variant 6 on port 26",
        26,
        "01" + "012c" + "0003" + "0004" + "00" + "ffff" + "0010" + "07",
        Decoded(
            lines=(line(65535, 16, U16),),
            periods=(period(3, 4),),
            details={"device_status": 1, "battery_mv": 3000, "sensor_status": 0, "payload_counter": 7},
        ),
    ),
    (
        "IMBuildings, variant 7 on port 27: totals only",
        27,
        "20" + "0005" + "0006",
        Decoded(lines=(line(5, 6, U16),), details={"sensor_status": 32}),
    ),
    (
        "IMBuildings, variant 8 on port 28: health only",
        28,
        "00" + "0168" + "00",
        Decoded(details={"device_status": 0, "battery_mv": 3600, "sensor_status": 0}),
    ),
]


@pytest.mark.parametrize(("port", "data", "means"), [fact[1:] for fact in FACTS], ids=[fact[0] for fact in FACTS])
def test_a_frame_means_what_its_maker_says(port: int, data: str, means: Decoded) -> None:
    assert recognise.decode(port, bytes.fromhex(data)) == means


def test_the_configurations_of_a_pcr2_are_told_apart_by_length() -> None:
    head = "01" + "03" + "0a" + "00" + "00" + "02"
    v2 = head + "01" + "000a" + "05a0" + "0000" + "3c"
    v3 = "be0103" + head + "00" + "01" + "000a" + "05a0" + "0032" + "0000" + "3c"
    v4 = "be0104" + head + "00" + "01" + "000a" + "05a0" + "0032" + "0000" + "0078" + "00" + "01" + "28" + "0032"
    v4 += "00c8" + "01" + "07" + "3c"
    v5 = "be0105" + head + "00" + "01" + "000a" + "05a0" + "0032" + "0000" + "0078" + "01" + "28" + "0032" + "00c8"
    v5 += "01" + "07" + "00" + "3c" + "040101"

    said = [recognise.decode(190, bytes.fromhex(frame)) for frame in (v2, v3, v4, v5)]

    assert [one.details["generation"] for one in said] == [2, 3, 4, 5]
    assert {one.details["firmware"] for one in said} == {"3.10.0"}
    assert {one.details["uplink_every_min"] for one in said} == {10}
    assert {one.details["sensitivity_pct"] for one in said} == {60}
    assert [one.warnings for one in said] == [()] * 4
    assert said[3].details["charger_firmware"] == "4.1.1"


def test_of_a_later_configuration_the_part_that_all_share_is_read() -> None:
    later = "be0106" + "01030a00" + "0002" + "00" + "01" + "000a" + "05a0" + "0032" + "0000" + "aabbccdd"

    said = recognise.decode(190, bytes.fromhex(later))

    assert said.details["generation"] == 6
    assert said.details["uplink_every_min"] == 10
    assert "sensitivity_pct" not in said.details
    assert said.warnings


def test_an_unknown_channel_leaves_what_was_read_before_it() -> None:
    said = milesight.decode(bytes.fromhex("03d201000000" + "04d202000000" + "fe77" + "0102030405"))

    assert said.lines == (line(1, 2, U32),)
    assert said.warnings == ("channel fe 77 is not known; the 7 bytes from there were not read",)


def test_a_channel_of_known_length_is_stepped_over() -> None:
    said = milesight.decode(bytes.fromhex("09670101" + "03d201000000" + "04d202000000"))

    assert said.lines == (line(1, 2, U32),)
    assert said.warnings == ("channel 09 67 is not known and was stepped over",)


@pytest.mark.parametrize("length", range(36))
def test_a_frame_that_is_cut_off_gives_no_totals_it_does_not_hold(length: int) -> None:
    whole = bytes.fromhex("03d24800000004d2c800000006d20000000007d20000000005cc0000000008cc00000000")

    said = milesight.decode(whole[:length])

    assert len(said.lines) == (length >= 12) + (length >= 24)
    assert not said.lines or said.lines[0] == line(72, 200, U32)


CHIRPSTACK = {
    "deduplicationId": "3f2c9a1e-6b1d-4c52-9a3e-0c2b7d9e5f10",
    "time": "2026-11-23T09:15:00.123456789+01:00",
    "deviceInfo": {"deviceProfileName": "Milesight VS133", "devEui": "24E124716C490123"},
    "fCnt": 318,
    "fPort": 85,
    "data": "A9JIAAAABNLIAAAA",
}


def test_chirpstack_and_the_things_stack_say_the_same_in_their_own_words() -> None:
    ttn = {
        "end_device_ids": {"dev_eui": "24E124716C490123"},
        "received_at": "2026-11-23T08:15:09Z",
        "uplink_message": {
            "f_port": 85,
            "f_cnt": 318,
            "frm_payload": "A9JIAAAABNLIAAAA",
            "received_at": "2026-11-23T08:15:00.123456789Z",
            "version_ids": {"brand_id": "milesight", "model_id": "VS133"},
        },
    }
    snake = {
        "time": "2026-11-23T08:15:00.123456Z",
        "device_info": {"device_profile_name": "Milesight VS133", "dev_eui": "24e124716c490123"},
        "f_cnt": 318,
        "f_port": 85,
        "data": "A9JIAAAABNLIAAAA",
    }

    said = [
        uplink.chirpstack(json.dumps(CHIRPSTACK).encode()),
        uplink.things_stack(json.dumps(ttn).encode()),
        uplink.chirpstack(json.dumps(snake).encode()),
    ]

    assert all(isinstance(one, Uplink) for one in said)
    assert said[0] == said[1] == said[2]


def test_the_network_leaves_out_what_is_zero() -> None:
    event = {key: value for key, value in CHIRPSTACK.items() if key not in ("fCnt", "fPort", "data")}

    said = uplink.chirpstack(json.dumps(event).encode())

    assert isinstance(said, Uplink)
    assert (said.frame, said.port, said.data) == (0, 0, b"")


GOOD = {"v": 1, "at": "2026-11-23T09:15:00Z", "epoch": 3, "seq": 1042, "in": 5, "out": 4}


@pytest.mark.parametrize(
    "wrong",
    [
        {"v": 2},
        {"v": True},
        {"at": "2026-11-23T09:15:00"},
        {"at": "1970-01-01T00:00:00Z"},
        {"epoch": -1},
        {"seq": 1.0},
        {"seq": "1"},
        {"in": 2**32},
        {"in": None},
        {"lines": []},
        {"lines": [{"line": 1, "in": 1, "out": 1}] * 2},
        {"lines": [{"line": 0, "in": 1, "out": 1}]},
        {"battery_pct": 101},
        {"faults": "blocked"},
        {"faults": ["<script>"]},
    ],
)
def test_our_own_words_are_read_strictly(wrong: dict[str, Any]) -> None:
    assert isinstance(own.read(json.dumps(GOOD).encode()), own.OwnWord)
    assert isinstance(own.read(json.dumps(GOOD | wrong).encode()), Unread)


@pytest.mark.parametrize(
    "payload", [b"", b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe", b"1" * 10_000, b"NaN", b"[]", b"null"]
)
@pytest.mark.parametrize("read", [own.read, uplink.chirpstack, uplink.things_stack])
def test_wild_json_is_answered_not_raised(read: Callable[[bytes], object], payload: bytes) -> None:
    assert isinstance(read(payload), Unread)


@pytest.mark.parametrize("name", DECODERS)
@given(data=st.binary(max_size=64))
def test_no_bytes_upset_a_decoder(name: str, data: bytes) -> None:
    assert DECODERS[name](data) is not None


@pytest.mark.slow
def test_a_hundred_thousand_random_byte_strings_through_every_decoder() -> None:
    """No exception, and no decoder answers a line whose bytes were not all there (each is longer than 4 bytes)."""
    chance = random.Random(2026)
    heads = (b"", b"\xbe\x01\x03", b"\xbe\x01\x04", b"\xbe\x01\x05", b"\x02\x06", b"\x03\xd2", b"\x04\xc9", b"\xff\x01")
    for _ in range(100_000):
        data = chance.choice(heads) + chance.randbytes(chance.randrange(40))
        for decode in DECODERS.values():
            said = decode(data)
            if isinstance(said, Decoded) and said.lines:
                assert len(data) >= 5


def test_the_golden_payloads_mean_what_the_makers_say(shared_data: Path) -> None:
    """The vendors' published examples. VS121's expectation carries its own script's bug (region > index for region >>
    index): its bits 0x0002 mean regions 0, 1, 0. PCR2's DIFF is a distance without direction and its TEMP is cut to
    whole degrees; we keep both whole."""
    golden = json.loads((shared_data / "lorawan" / "golden.json").read_text())["vectors"]
    said = [recognise.decode(vector["fPort"], bytes.fromhex(vector["hex"])) for vector in golden]
    expected = [vector["expect"] for vector in golden]
    by_device = {f"{v['device']}:{v['fPort']}:{v['hex'][-2:]}": i for i, v in enumerate(golden)}
    assert len(by_device) == 7

    lines = {i: {f"line_{one.line}": one for one in told.lines} for i, told in enumerate(said)}
    for name, want in expected[0].items():
        assert (lines[0][name].total_in, lines[0][name].total_out) == (want["total_in"], want["total_out"])
    assert said[1].presence == Presence(people=3, regions=(False, True, False))
    assert expected[1]["regions"] != [{"index": i, "count": c} for i, c in enumerate((0, 1, 0))]
    assert (said[2].lines[0].total_in, said[2].lines[0].total_out) == (200, 456)
    assert said[3].faults == ("stopped", "stuck", "many_devices")
    assert said[3].details["wifi_on"] == 1
    pcr2, want = said[4], expected[4]
    assert (pcr2.lines[0].total_in, pcr2.lines[0].total_out) == (want["LTR_SUM"], want["RTL_SUM"])
    assert (pcr2.periods[0].people_in, pcr2.periods[0].people_out) == (want["LTR"], want["RTL"])
    assert (pcr2.details["battery_mv"], pcr2.details["solar_mw"]) == (want["SBX_BATT"], want["SBX_PV"])
    assert int(pcr2.details["temperature_c"]) == want["TEMP"]
    assert pcr2.lines[0].total_in - pcr2.lines[0].total_out == -want["DIFF"]
    assert said[5].details["firmware"] == expected[5]["Firmware"]
    assert said[5].details["uplink_every_min"] == expected[5]["UplinkInterval"]
    assert said[5].details["link_check_every_min"] == expected[5]["LinkCheckInterval"]
    imb, want = said[6], expected[6]
    assert imb.details["printed_id"] == want["device_id"]
    assert imb.details["battery_mv"] == want["battery_voltage"] * 1000
    assert imb.details["payload_counter"] == want["payload_counter"]
    assert (imb.lines[0].total_in, imb.lines[0].total_out) == (want["total_counter_a"], want["total_counter_b"])
    assert all(told.warnings == () for told in said)
