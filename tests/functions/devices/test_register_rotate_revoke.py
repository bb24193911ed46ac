"""A certificate's way into a device and out of it, whatever breaks in between."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from cercano.kit import aws, clock
from tests.functions.devices.conftest import Register, certificates, working
from tests.support.events import schedule_event


def a_signing_request() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "door-1")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    return request.public_bytes(serialization.Encoding.PEM).decode()


def test_a_registered_device_gets_a_certificate_and_its_key_once(register: Register) -> None:
    answer = register.register(note="Over the lintel")

    assert (answer.status, answer.headers["location"]) == (201, "/api/devices/devices/door-1")
    assert answer.json["certificate_pem"].startswith("-----BEGIN CERTIFICATE-----")
    assert "PRIVATE KEY-----" in answer.json["private_key"]
    (certificate_id,) = certificates()
    assert certificates() == {certificate_id: ("ACTIVE", ["test-devices-counter"], ["door-1"])}
    known = answer.json["device"]
    assert known == register.read()
    assert known["certificates"] == [
        {"certificate_id": certificate_id, "state": "active", "since": "2026-11-23T12:00:00Z", "dies_at": None}
    ]
    assert known["topics"] == [
        "$aws/rules/test_crowd_counts/cercano/counters/door-1/counts",
        "cercano/counters/door-1/counts",
    ]
    assert (known["state"], known["presence"]["state"]) == ("active", "never_seen")
    assert register.told() == [("DeviceRegistered", "door-1")]


def test_no_private_key_is_kept_anywhere(register: Register) -> None:
    secret = register.register().json["private_key"].splitlines()[3]

    kept = aws.client("dynamodb").scan(TableName=register.domain.ref("DevicesTable"))["Items"]

    assert kept
    assert secret not in str(kept)


def test_with_a_signing_request_the_key_never_leaves_the_device(register: Register) -> None:
    answer = register.register(csr=a_signing_request())

    assert answer.status == 201
    assert answer.json["private_key"] is None
    assert answer.json["certificate_pem"].startswith("-----BEGIN CERTIFICATE-----")


def test_a_signing_request_that_is_none_is_refused(register: Register) -> None:
    answer = register.register(csr="hello")

    assert (answer.status, answer.code) == (422, "bad_signing_request")
    assert certificates() == {}


def test_a_name_that_is_taken_is_refused_even_after_it_was_cut_off(register: Register) -> None:
    register.register()
    again = register.register()
    register.revoke()
    after = register.register()

    assert [(a.status, a.code) for a in (again, after)] == [(409, "device_already_registered")] * 2
    assert working() == []


@pytest.mark.parametrize("roles", [None, (), ("citizen",), ("agent", "merchant", "moderator", "operator")])
def test_only_staff_keep_the_register(register: Register, roles: tuple[str, ...] | None) -> None:
    calls = [
        ("register_device", "POST", "/devices", {"device_id": "x-1", "kind": "counter"}),
        ("read_devices", "GET", "/devices", None),
        ("read_devices", "GET", "/devices/door-1", None),
        ("rotate_device", "POST", "/devices/door-1/rotate", {}),
        ("revoke_device", "POST", "/devices/door-1/revoke", None),
        ("request_import", "POST", "/imports/uploads", None),
        ("read_import", "GET", "/imports/import_1", None),
        ("read_import", "POST", "/imports/import_1/certificates", None),
    ]

    answers = [register.ask(*each, roles=roles).status for each in calls]

    assert answers == [401 if roles is None else 403] * len(calls)
    assert register.told() == []


def test_a_rotation_with_grace_leaves_both_at_work_until_the_sweep_of_that_hour(register: Register) -> None:
    register.register()
    (old,) = certificates()

    answer = register.rotate(grace_s=3600)

    new = (certificates().keys() - {old}).pop()
    assert sorted(working()) == sorted([old, new])
    states = {c["certificate_id"]: (c["state"], c["dies_at"]) for c in answer.json["device"]["certificates"]}
    assert states == {old: ("retiring", "2026-11-23T13:00:00Z"), new: ("active", None)}
    assert (answer.json["device"]["state"], register.cuts) == ("rotating", [])  # type: ignore[attr-defined]
    assert register.told() == [("DeviceRotated", "door-1")]

    sweep = register.function("sweep_certificates")
    assert sweep(schedule_event("2026-11-23T12:59:00Z")) == {"buried": 0, "leftovers": 0}
    assert sweep(schedule_event("2026-11-23T13:00:00Z")) == {"buried": 1, "leftovers": 0}

    assert certificates()[old] == ("REVOKED", [], [])
    assert working() == [new]
    assert register.read()["state"] == "active"
    assert sweep(schedule_event("2026-11-23T13:05:00Z")) == {"buried": 0, "leftovers": 0}


def test_a_rotation_at_once_kills_the_old_one_and_cuts_its_session(register: Register) -> None:
    register.register()
    (old,) = certificates()

    answer = register.rotate(grace_s=0)

    assert certificates()[old] == ("REVOKED", [], [])
    assert len(working()) == 1
    assert (answer.json["device"]["state"], register.cuts) == ("active", ["door-1"])  # type: ignore[attr-defined]


def test_a_revoked_device_has_nothing_that_works_and_stays_so(register: Register) -> None:
    register.register()
    register.rotate(grace_s=3600)

    first, second = register.revoke(), register.revoke()

    assert working() == []
    assert {policies != [] for _, policies, _ in certificates().values()} == {False}
    assert first.json == second.json
    assert (first.json["state"], first.json["topics"]) == ("revoked", [])
    assert register.cuts == ["door-1"] * 2  # type: ignore[attr-defined]
    assert register.rotate().code == "device_cannot"


def test_a_device_that_never_was_can_be_neither_rotated_nor_revoked_nor_read(register: Register) -> None:
    answers = [
        register.rotate("ghost"),
        register.revoke("ghost"),
        register.ask("read_devices", "GET", "/devices/ghost"),
    ]

    assert [(a.status, a.code) for a in answers] == [(404, "no_such_device")] * 3


STEPS = ["create_thing", "attach_thing_principal", "attach_policy", "update_certificate"]


class Crashed(BaseException):
    """The function is gone: nothing of ours catches this."""


def crash_at(monkeypatch: pytest.MonkeyPatch, call: str, *, after: bool, client: Any = None) -> None:
    """The next `call` to AWS ends the function, before or after it was done."""
    client = client or aws.client("iot")
    honest = getattr(client, call)

    def broken(**arguments: Any) -> Any:
        monkeypatch.setattr(client, call, honest)
        if after:
            honest(**arguments)
        raise Crashed

    monkeypatch.setattr(client, call, broken)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", ["create_keys_and_certificate", *STEPS])
def test_a_registration_that_crashed_anywhere_can_be_repeated_and_leaves_one_working_certificate(
    register: Register, monkeypatch: pytest.MonkeyPatch, call: str, after: bool
) -> None:
    register.function("register_device")
    crash_at(monkeypatch, call, after=after)

    with pytest.raises(Crashed):
        register.register()
    known = register.read()
    answer = register.register()

    assert known["state"] == "registering"
    assert answer.status == 201
    (certificate_id,) = working()
    assert answer.json["device"]["certificates"][-1]["certificate_id"] == certificate_id
    assert register.told() == [("DeviceRegistered", "door-1")]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", ["create_keys_and_certificate", *STEPS])
def test_what_a_crash_left_and_nobody_came_back_for_is_swept_away(
    register: Register, noon: clock.Frozen, monkeypatch: pytest.MonkeyPatch, call: str, after: bool
) -> None:
    register.register()
    (good,) = working()
    register.function("rotate_device")
    crash_at(monkeypatch, call, after=after)
    with pytest.raises(Crashed):
        register.rotate()

    noon.tick(timedelta(minutes=15).total_seconds())
    register.function("sweep_certificates")(schedule_event(noon.at.isoformat()))

    assert working() == [good]
    assert [c["state"] for c in register.read()["certificates"]] == ["active"]


def test_a_certificate_works_only_when_the_register_already_knows_it(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, seen = aws.client("iot"), []
    honest = client.update_certificate

    def watching(**arguments: Any) -> Any:
        if arguments["newStatus"] == "ACTIVE":
            seen.append([c["certificate_id"] for c in register.read()["certificates"]] == [arguments["certificateId"]])
        return honest(**arguments)

    monkeypatch.setattr(client, "update_certificate", watching)
    register.register()

    assert seen == [True]


def test_a_revocation_in_the_middle_of_a_rotation_wins(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    register.register()
    client = aws.client("iot")
    honest = client.attach_policy

    def meanwhile(**arguments: Any) -> Any:
        monkeypatch.setattr(client, "attach_policy", honest)
        register.revoke()
        return honest(**arguments)

    register.function("rotate_device")
    monkeypatch.setattr(client, "attach_policy", meanwhile)
    answer = register.rotate(grace_s=0)

    assert (answer.status, answer.code) == (412, "version_conflict")
    assert working() == []
    assert register.read()["state"] == "revoked"
