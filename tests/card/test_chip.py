"""The chip: NXP's own examples come out as printed, and each touch counts once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.card import sun
from cercano.card.sun import NotFromTheChip, Touch
from cercano.card.window import WIDTH, Window

ZERO_KEY = bytes(16)
PICC_DATA, MAC = "EF963FF7828658A599F3041510671E88", "94EED9EE65337086"
"""AN12196, the example of a SUN message with encrypted PICCData, both keys zero."""
TOUCH = Touch(uid="04de5f1eacc040", counter=0x3D)


def test_the_example_of_an12196_is_read_and_believed() -> None:
    touch = sun.read_touch(PICC_DATA, meta_key=ZERO_KEY)

    assert touch == TOUCH
    assert sun.sun_mac(touch, file_key=ZERO_KEY).hex().upper() == MAC
    sun.check_mac(touch, MAC, file_key=ZERO_KEY)


def test_the_example_of_an10922_gives_its_key() -> None:
    master = bytes.fromhex("00112233445566778899AABBCCDDEEFF")

    key = sun.own_key(master, "04782E21801D80", bytes.fromhex("3042F54E585020416275"))

    assert key.hex().upper() == "A8DD63A3B89D54B37CA802473FDA9175"


def test_two_chips_never_share_a_key() -> None:
    keys = {sun.own_key(ZERO_KEY, f"04{n:012x}", b"cercano-santander") for n in range(100)}

    assert len(keys) == 100


def test_an_input_too_short_to_be_told_from_another_system_is_refused() -> None:
    with pytest.raises(ValueError):
        sun.own_key(ZERO_KEY, "04782E21801D80", b"short")


@pytest.mark.parametrize("text", ["", "EF", PICC_DATA + "00", "Z" * 32, PICC_DATA[:-2] + " 8", "00" * 16])
def test_what_is_no_picc_data_is_refused(text: str) -> None:
    with pytest.raises(NotFromTheChip):
        sun.read_touch(text, meta_key=ZERO_KEY)


@pytest.mark.parametrize("bit", range(64))
def test_a_mac_with_one_bit_changed_is_refused(bit: int) -> None:
    changed = (int(MAC, 16) ^ 1 << bit).to_bytes(8, "big").hex()

    with pytest.raises(NotFromTheChip):
        sun.check_mac(TOUCH, changed, file_key=ZERO_KEY)


def test_a_mac_of_another_touch_or_another_chip_is_refused() -> None:
    for touch in (Touch(TOUCH.uid, TOUCH.counter + 1), Touch("04de5f1eacc041", TOUCH.counter)):
        with pytest.raises(NotFromTheChip):
            sun.check_mac(touch, MAC, file_key=ZERO_KEY)


def used(counters: list[int]) -> list[int]:
    """Those that were believed, in order."""
    window, believed = Window(), []
    for counter in counters:
        after = window.after(counter)
        if after is not None:
            window = after
            believed.append(counter)
    return believed


@given(st.lists(st.integers(-5, 300), max_size=120))
def test_the_window_believes_exactly_the_new_ones_not_too_far_behind(counters: list[int]) -> None:
    expected: list[int] = []
    for counter in counters:
        highest = max(expected, default=0)
        if counter >= 1 and counter not in expected and counter > highest - WIDTH:
            expected.append(counter)

    assert used(counters) == expected


def test_late_touches_count_once_each_and_a_rolled_back_chip_not_at_all() -> None:
    assert used([100, 99, 37, 100, 99, 37, 36, 1]) == [100, 99, 37]
    assert used([5, 4, 3, 2, 1]) == [5, 4, 3, 2, 1]
    assert used([1, 1 << 24]) == [1, 1 << 24]
