"""A device's states: one dict, tried over every pair; and what its certificates go through."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cercano.devices.errors import DeviceCannot
from cercano.devices.model import NEXT, Certificate, CertificateState, Device, DeviceKind, DeviceState, Step

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_device(**changed: object) -> Device:
    counter = Device(device_id="door-1", kind=DeviceKind.COUNTER, registered_at=NOON, registered_by="eva")
    return replace(counter, **changed)  # type: ignore[arg-type]


IN_STATE = {
    DeviceState.REGISTERING: a_device(),
    DeviceState.ACTIVE: a_device().prepare("a", at=NOON).confirm(at=NOON),
    DeviceState.ROTATING: a_device()
    .prepare("a", at=NOON)
    .confirm(at=NOON)
    .prepare("b", at=NOON)
    .confirm(at=NOON, grace=HOUR),
    DeviceState.REVOKED: a_device().prepare("a", at=NOON).confirm(at=NOON).revoke(at=NOON, by="eva"),
}

TAKE = {
    Step.PREPARE: lambda device: device.prepare("new", at=NOON),
    Step.CONFIRM: lambda device: (device.prepare("new", at=NOON) if device.can(Step.PREPARE) else device).confirm(
        at=NOON, grace=HOUR
    ),
    Step.SETTLE: lambda device: device.settle(at=NOON + HOUR),
    Step.REVOKE: lambda device: device.revoke(at=NOON, by="eva"),
}


@pytest.mark.parametrize("state", DeviceState)
@pytest.mark.parametrize("step", Step)
def test_every_step_from_every_state_ends_where_the_dict_says_or_is_refused(state: DeviceState, step: Step) -> None:
    device = IN_STATE[state]

    if step in NEXT[state]:
        assert TAKE[step](device).state is NEXT[state][step]
    else:
        with pytest.raises(DeviceCannot):
            TAKE[step](device)


def test_each_example_is_in_the_state_it_stands_for() -> None:
    assert {state: device.state for state, device in IN_STATE.items()} == {state: state for state in DeviceState}


def test_a_rotation_shows_both_certificates_with_their_states() -> None:
    rotating = IN_STATE[DeviceState.ROTATING]

    assert rotating.certificates == (
        Certificate(certificate_id="a", state=CertificateState.RETIRING, since=NOON, dies_at=NOON + HOUR),
        Certificate(certificate_id="b", state=CertificateState.ACTIVE, since=NOON),
    )


def test_a_retiring_certificate_dies_at_its_hour_and_not_a_second_before() -> None:
    rotating = IN_STATE[DeviceState.ROTATING]

    before = rotating.settle(at=NOON + HOUR - timedelta(seconds=1))
    after = rotating.settle(at=NOON + HOUR)

    assert before == rotating
    assert [c.state for c in after.certificates] == [CertificateState.DEAD, CertificateState.ACTIVE]


def test_rotating_again_does_not_lengthen_the_life_of_the_one_that_was_retiring() -> None:
    twice = IN_STATE[DeviceState.ROTATING].prepare("c", at=NOON).confirm(at=NOON, grace=10 * HOUR)

    assert [(c.certificate_id, c.state.value, c.dies_at) for c in twice.certificates] == [
        ("a", "retiring", NOON + HOUR),
        ("b", "retiring", NOON + 10 * HOUR),
        ("c", "active", None),
    ]


def test_a_new_certificate_takes_the_place_of_one_that_was_left_pending() -> None:
    device = a_device().prepare("lost", at=NOON).prepare("found", at=NOON)

    assert [c.certificate_id for c in device.certificates] == ["found"]


def test_a_revoked_device_has_no_certificate_that_lives() -> None:
    for state in (DeviceState.REGISTERING, DeviceState.ACTIVE, DeviceState.ROTATING):
        revoked = IN_STATE[state].prepare("pending", at=NOON).revoke(at=NOON, by="eva")

        assert not any(c.is_live for c in revoked.certificates)
        assert revoked.pending is None


def test_nothing_can_be_confirmed_that_was_not_prepared() -> None:
    with pytest.raises(DeviceCannot):
        IN_STATE[DeviceState.ACTIVE].confirm(at=NOON)


def test_the_sweep_is_told_when_to_come() -> None:
    patience = timedelta(minutes=15)

    assert IN_STATE[DeviceState.ACTIVE].needs_care_at(patience) is None
    assert IN_STATE[DeviceState.ROTATING].needs_care_at(patience) == NOON + HOUR
    assert IN_STATE[DeviceState.ROTATING].prepare("c", at=NOON).needs_care_at(patience) == NOON + patience
