"""An installer's file, from the CSV to the zip of certificates, with everything that can go wrong on the way."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from cercano.kit import aws, clock
from tests.functions.devices.conftest import Register, working
from tests.functions.devices.test_register_rotate_revoke import Crashed, a_signing_request, crash_at
from tests.support.events import queue_event

pytestmark = pytest.mark.slow

CSV = {"Content-Type": "text/csv"}


def hand_in(register: Register, *rows: str, separator: str = ",", encoding: str = "utf-8") -> str:
    """POST /imports; the import's id."""
    file = "\n".join(["device_id,kind,note", *rows]).replace(",", separator).encode(encoding)
    answer = register.ask("request_import", "POST", "/imports", file, headers=CSV)
    assert (answer.status, answer.json["state"]) == (201, "waiting"), answer.text
    return str(answer.json["import_id"])


def arrival(import_id: str) -> dict[str, Any]:
    """What S3 puts into the queue."""
    return {"Records": [{"s3": {"bucket": {"name": "b"}, "object": {"key": f"files/{import_id}.csv"}}}]}


def drain(register: Register) -> list[Any]:
    """The wishes that wait in the queue of files, taken out of it."""
    sqs, url = aws.client("sqs"), register.domain.ref("FilesQueue")
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def run(register: Register, import_id: str) -> Any:
    """Let the import come to its end; how it is then."""
    todo = [arrival(import_id)]
    while todo:
        answer = register.function("import_devices")(queue_event(*todo))
        assert answer == {"batchItemFailures": []}
        todo = drain(register)
    return read(register, import_id)


def read(register: Register, import_id: str, **options: Any) -> Any:
    return register.ask("read_import", "GET", f"/imports/{import_id}", **options).json


def bundle(register: Register, import_id: str) -> dict[str, str]:
    """The files in the zip that the link gives."""
    answer = register.ask("read_import", "POST", f"/imports/{import_id}/certificates")
    assert answer.status == 200, answer.text
    address = urlsplit(answer.json["url"])
    key = unquote(address.path).split("bundles/")[1]
    assert answer.json["expires_in_s"] == 300
    body = aws.client("s3").get_object(Bucket=register.domain.ref("Imports"), Key=f"bundles/{key}")["Body"].read()
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def objects(register: Register) -> list[str]:
    listed = aws.client("s3").list_objects_v2(Bucket=register.domain.ref("Imports"))
    return sorted(item["Key"] for item in listed.get("Contents", []))


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16")])
def test_every_good_row_becomes_a_device_and_every_bad_one_a_reason(
    register: Register, separator: str, encoding: str
) -> None:
    import_id = hand_in(
        register, "door-1,counter,Peñas", "door-2,toaster,", "door-3,kiosk,", separator=separator, encoding=encoding
    )

    report = run(register, import_id)

    assert (report["state"], report["rows"], report["registered"], report["refused"]) == ("ready", 3, 2, 1)
    kinds = "counter, bridge, kiosk, reader, beacon_gateway"
    problem = {"line": 3, "device_id": "door-2", "code": "bad_kind", "detail": f"el tipo es uno de: {kinds}"}
    assert report["problems"] == [problem]
    assert report["certificates_until"] == "2026-11-24T12:00:00Z"
    assert register.read("door-1")["note"] == "Peñas"
    assert register.read("door-1")["import_id"] == import_id
    assert len(working()) == 2
    assert register.told() == [("DeviceRegistered", "door-1"), ("DeviceRegistered", "door-3")]


def test_the_reasons_are_told_in_english_too(register: Register) -> None:
    import_id = hand_in(register, "door-2,toaster,")
    run(register, import_id)

    problem = read(register, import_id, headers={"Accept-Language": "en"})["problems"][0]

    assert problem["detail"].startswith("the kind is one of")


def test_the_certificates_are_handed_over_once_and_forgotten(register: Register, noon: clock.Frozen) -> None:
    import_id = hand_in(register, "door-1,counter,", "door-2,counter,=cmd()", "door 3,counter,")
    run(register, import_id)

    files = bundle(register, import_id)
    again = register.ask("read_import", "POST", f"/imports/{import_id}/certificates")

    assert sorted(files) == [
        "door-1/certificate.pem",
        "door-1/private.key",
        "door-2/certificate.pem",
        "door-2/private.key",
        "report.csv",
    ]
    assert "PRIVATE KEY" in files["door-1/private.key"]
    assert files["door-1/private.key"] != files["door-2/private.key"]
    assert "\ufeffdevice_id;line;result" in files["report.csv"]
    assert (again.status, again.code) == (409, "certificates_not_ready")
    assert objects(register) == [f"bundles/{import_id}.zip", f"files/{import_id}.csv"]

    register.function("import_devices")(queue_event({"forget": import_id}))

    assert objects(register) == [f"files/{import_id}.csv"]


def test_a_link_comes_no_more_after_a_day(register: Register, noon: clock.Frozen) -> None:
    import_id = hand_in(register, "door-1,counter,")
    early = register.ask("read_import", "POST", f"/imports/{import_id}/certificates")
    run(register, import_id)
    noon.tick(24 * 3600)

    late = register.ask("read_import", "POST", f"/imports/{import_id}/certificates")

    assert [(a.status, a.code) for a in (early, late)] == [(409, "certificates_not_ready")] * 2


def test_a_row_with_a_signing_request_has_no_key_in_the_bundle(register: Register) -> None:
    file = f'device_id;kind;csr\ndoor-1;counter;"{a_signing_request()}"\n'.encode()
    answer = register.ask("request_import", "POST", "/imports", file, headers=CSV)
    run(register, answer.json["import_id"])

    assert sorted(bundle(register, answer.json["import_id"])) == ["door-1/certificate.pem", "report.csv"]


def test_a_file_of_many_slices_is_read_to_its_end_whatever_comes_twice(register: Register) -> None:
    import_id = hand_in(register, *[f"door-{number},counter," for number in range(1, 61)])
    work = register.function("import_devices")

    work(queue_event(arrival(import_id)))
    work(queue_event(arrival(import_id), *drain(register)))
    report = read(register, import_id)
    assert (report["state"], report["rows"], report["registered"]) == ("running", 60, 50)
    for wish in drain(register):
        work(queue_event(wish))
    for wish in drain(register):
        work(queue_event(wish))

    report = read(register, import_id)
    assert (report["state"], report["registered"], report["refused"]) == ("ready", 60, 0)
    assert len(working()) == 60
    assert len(bundle(register, import_id)) == 121


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", ["create_keys_and_certificate", "put_object", "attach_policy", "update_certificate"])
def test_a_crash_in_the_middle_of_a_file_loses_no_key_and_doubles_no_device(
    register: Register, monkeypatch: pytest.MonkeyPatch, call: str, after: bool
) -> None:
    import_id = hand_in(register, "door-1,counter,", "door-2,counter,")
    work = register.function("import_devices")
    client = aws.client("s3", 20.0) if call == "put_object" else aws.client("iot")
    crash_at(monkeypatch, call, after=after, client=client)
    with pytest.raises(Crashed):
        work(queue_event(arrival(import_id)))

    report = run(register, import_id)

    assert (report["state"], report["registered"], report["refused"]) == ("ready", 2, 0)
    files = bundle(register, import_id)
    assert len(working()) == 2
    for device_id in ("door-1", "door-2"):
        (mine,) = (c["certificate_id"] for c in register.read(device_id)["certificates"] if c["state"] == "active")
        described = aws.client("iot").describe_certificate(certificateId=mine)["certificateDescription"]
        assert files[f"{device_id}/certificate.pem"] == described["certificatePem"]


def test_a_device_that_is_there_already_stays_as_it_is(register: Register) -> None:
    register.register("door-1")
    before = working()

    report = run(register, hand_in(register, "door-1,counter,"))

    assert (report["registered"], report["problems"][0]["code"]) == (0, "device_already_registered")
    assert working() == before


@pytest.mark.parametrize("file", [b"", b"hello", b"\0\0\0\0", b"name;kind\nx;y\n"])
def test_what_is_no_list_is_refused_at_once_and_nothing_is_begun(register: Register, file: bytes) -> None:
    answer = register.ask("request_import", "POST", "/imports", file, headers=CSV)

    assert (answer.status, answer.code) in [(422, "unreadable_file"), (400, "body_missing")]
    assert objects(register) == []


def test_more_than_a_thousand_rows_are_asked_to_come_by_upload(register: Register) -> None:
    file = b"device_id,kind\n" + b"".join(b"d-%d,counter\n" % number for number in range(1001))

    answer = register.ask("request_import", "POST", "/imports", file, headers=CSV)

    assert (answer.status, answer.code) == (413, "file_too_large")


def test_other_kinds_of_body_are_refused(register: Register) -> None:
    answer = register.ask("request_import", "POST", "/imports", b"x", headers={"Content-Type": "application/pdf"})

    assert answer.status == 415


def test_an_upload_is_worked_through_like_a_file_in_the_request(register: Register) -> None:
    asked = register.ask("request_import", "POST", "/imports/uploads")
    assert asked.status == 201
    assert f"files/{asked.json['import_id']}.csv" in unquote(asked.json["upload_url"])
    aws.client("s3").put_object(
        Bucket=register.domain.ref("Imports"),
        Key=f"files/{asked.json['import_id']}.csv",
        Body=b"device_id,kind\ndoor-1,counter\n",
    )

    assert run(register, asked.json["import_id"])["registered"] == 1


@pytest.mark.parametrize("file", [b"hello", b"device_id,kind\n", b"device_id,kind\n" + b"x" * 13_000_000])
def test_an_upload_that_is_no_list_is_refused_with_its_reason(register: Register, file: bytes) -> None:
    import_id = register.ask("request_import", "POST", "/imports/uploads").json["import_id"]
    aws.client("s3").put_object(Bucket=register.domain.ref("Imports"), Key=f"files/{import_id}.csv", Body=file)

    report = run(register, import_id)

    assert (report["state"], report["registered"]) == ("refused", 0)
    assert report["detail"]


def test_another_file_put_in_the_place_of_one_being_read_is_not_read_on(register: Register) -> None:
    import_id = hand_in(register, *[f"door-{number},counter," for number in range(1, 61)])
    register.function("import_devices")(queue_event(arrival(import_id)))
    aws.client("s3").put_object(
        Bucket=register.domain.ref("Imports"), Key=f"files/{import_id}.csv", Body=b"device_id,kind\nevil-1,counter\n"
    )

    report = run(register, import_id)

    assert (report["state"], report["registered"]) == ("ready", 25)
    assert register.ask("read_devices", "GET", "/devices/evil-1").status == 404


def test_files_nobody_asked_for_and_the_trial_event_of_s3_do_nothing(register: Register) -> None:
    trial = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"}

    answer = register.function("import_devices")(queue_event(trial, arrival("import_nobody")))

    assert answer == {"batchItemFailures": []}
    assert register.ask("read_import", "GET", "/imports/import_nobody").code == "no_such_import"
