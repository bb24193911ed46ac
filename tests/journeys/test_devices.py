"""A device's life on the wire: its own certificate, its own topics, its own name; and an end that is an end.

Two things AWS does are not shown, as the local broker lacks them: ending a session the moment its certificate
dies (here at its next word), and refusing a client that shows no certificate at all.
"""

from __future__ import annotations

import csv
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from infra.local.api import Api
from infra.local.aws import Clients
from tests.journeys.town import totals

PATIENCE_S = 20.0


def eventually(answer: Callable[[], Any], seconds: float = PATIENCE_S) -> Any:
    """The first answer that holds, or the last one given."""
    end = time.monotonic() + seconds
    while not (found := answer()) and time.monotonic() < end:
        time.sleep(0.2)
    return found


@dataclass
class Line:
    """A connection to the broker that does not come back by itself."""

    mqtt: dict[str, Any]
    certificate: Path
    key: Path
    client_id: str
    is_up: bool = False
    confirmed: int = 0
    client: Client = field(init=False)

    def __enter__(self) -> Line:
        self.client = Client(CallbackAPIVersion.VERSION2, client_id=self.client_id)
        self.client.tls_set(self.mqtt["ca"], str(self.certificate), str(self.key))
        self.client.reconnect_delay_set(600, 600)
        self.client.on_connect = lambda _c, _u, _f, reason, _p: setattr(self, "is_up", not reason.is_failure)
        self.client.on_disconnect = lambda *_: setattr(self, "is_up", False)
        self.client.on_publish = lambda *_: setattr(self, "confirmed", self.confirmed + 1)
        self.client.connect(self.mqtt["host"], self.mqtt["port"], keepalive=30)
        self.client.loop_start()
        eventually(lambda: self.is_up, 2)
        return self

    def __exit__(self, *_: object) -> None:
        self.client.disconnect()
        self.client.loop_stop()

    def says(self, topic: str, word: str) -> bool:
        """Whether the broker took the word, said beside a count that the city can read."""
        before = self.confirmed
        self.client.publish(topic, json.dumps(totals(before, 0, 0) | {"word": word}), qos=1)
        return bool(eventually(lambda: self.confirmed > before or not self.is_up, 5)) and self.confirmed > before


class Device:
    """A registered device with its files."""

    def __init__(self, staff: Api, mqtt: dict[str, Any], folder: Path, device_id: str) -> None:
        self.staff, self.mqtt, self.folder, self.device_id = staff, mqtt, folder, device_id
        self.topic = f"cercano/counters/{device_id}/counts"
        self.keep("first", self.send("POST", "", {"device_id": device_id, "kind": "counter"}))

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """One request about it."""
        return self.staff.send(method, f"/devices/devices{path}", body).json()

    def keep(self, name: str, answer: dict[str, Any]) -> None:
        """Write the certificate and key of an answer."""
        (self.folder / f"{name}.crt").write_text(answer["certificate_pem"])
        if answer["private_key"]:
            (self.folder / f"{name}.key").write_text(answer["private_key"])

    def line(self, name: str = "first", client_id: str | None = None) -> Line:
        """A connection with one of its certificates."""
        files = self.folder / f"{name}.crt", self.folder / f"{name}.key"
        return Line(self.mqtt, *files, client_id or self.device_id)

    def rotate(self, name: str, grace_s: int) -> None:
        """A new certificate, kept under a name."""
        self.keep(name, self.send("POST", f"/{self.device_id}/rotate", {"grace_s": grace_s}))

    def revoke(self) -> None:
        """Cut off."""
        self.send("POST", f"/{self.device_id}/revoke")

    def read(self) -> Any:
        """As the register knows it."""
        return self.send("GET", f"/{self.device_id}")


@pytest.fixture
def device(staff: Api, endpoints: dict[str, Any], tmp_path: Path) -> Callable[[str], Device]:
    """`device("a")` registers a device whose name nobody else uses."""

    def registered(name: str) -> Device:
        folder = tmp_path / name
        folder.mkdir()
        return Device(staff, endpoints["mqtt"], folder, f"{name}-{time.time_ns() % 10**9}")

    return registered


@pytest.fixture(scope="module")
def heard(clients: Clients) -> Iterator[Callable[[str], list[str]]]:
    """`heard(topic)` is what arrived there from any device since the module began."""
    trust = {"Effect": "Allow", "Principal": {"Service": "iot.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = clients("iam").create_role(
        RoleName="journey-ear", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    )["Role"]["Arn"]
    queue = clients("sqs").create_queue(QueueName="journey-ear")["QueueUrl"]
    action = {"sqs": {"queueUrl": queue, "roleArn": role, "useBase64": False}}
    sql = "SELECT *, topic() AS topic FROM 'cercano/counters/+/counts'"
    clients("iot").create_topic_rule(ruleName="journey_ear", topicRulePayload={"sql": sql, "actions": [action]})
    kept: list[dict[str, str]] = []

    def words(topic: str) -> list[str]:
        time.sleep(0.5)
        while got := clients("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
            for message in got:
                kept.append(json.loads(message["Body"]))
                clients("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return [one["word"] for one in kept if one["topic"] == topic]

    yield words
    clients("iot").delete_topic_rule(ruleName="journey_ear")
    clients("sqs").delete_queue(QueueUrl=queue)


def sweep(clients: Clients, endpoints: dict[str, Any]) -> None:
    """Let the five minutes pass."""
    function = endpoints["functions"]["devices/sweep_certificates"]
    answer = clients("lambda").invoke(FunctionName=function, Payload=b"{}")
    assert "FunctionError" not in answer, answer["Payload"].read()


def test_a_device_speaks_for_itself_and_the_register_sees_it_come_and_go(
    device: Callable[[str], Device], heard: Callable[[str], list[str]]
) -> None:
    a = device("a")

    with a.line() as line:
        assert line.says(a.topic, "mine")
        assert eventually(lambda: a.read()["presence"]["state"] == "online")

    assert heard(a.topic) == ["mine"]
    assert eventually(lambda: a.read()["presence"]["state"] == "offline")
    assert a.read()["presence"]["reason"] == "CLIENT_INITIATED_DISCONNECT"


def test_device_a_cannot_publish_as_device_b(
    device: Callable[[str], Device], heard: Callable[[str], list[str]], endpoints: dict[str, Any]
) -> None:
    a, b = device("a"), device("b")
    direct = f"$aws/rules/{endpoints['stage']}_crowd_counts/{b.topic}"

    for topic in (b.topic, direct, f"cercano/networks/{b.device_id}/ttn", f"{a.topic}/x", "anything"):
        with a.line() as line:
            assert line.is_up
            assert not line.says(topic, "forged"), topic

    assert heard(b.topic) == []


def test_device_a_cannot_take_the_name_of_device_b_nor_push_it_off_the_line(device: Callable[[str], Device]) -> None:
    a, b = device("a"), device("b")

    with b.line() as honest, a.line(client_id=b.device_id) as thief:
        assert not thief.is_up
        assert honest.says(b.topic, "still here")


def test_a_device_may_not_listen_to_the_others(device: Callable[[str], Device]) -> None:
    a = device("a")

    with a.line() as line:
        granted: list[Any] = []
        line.client.on_subscribe = lambda _c, _u, _m, codes, _p: granted.extend(codes)
        line.client.subscribe("cercano/#", qos=1)
        eventually(lambda: granted or not line.is_up, 5)

        assert not line.is_up or all(code.is_failure for code in granted)


def test_after_a_rotation_both_certificates_work_until_the_grace_is_over(
    device: Callable[[str], Device], clients: Clients, endpoints: dict[str, Any]
) -> None:
    b = device("b")
    b.rotate("second", grace_s=3)

    with b.line() as old:
        assert old.says(b.topic, "within the grace")
    with b.line("second") as new:
        assert new.says(b.topic, "with the new one")
    assert [c["state"] for c in b.read()["certificates"]] == ["retiring", "active"]
    time.sleep(3)
    sweep(clients, endpoints)

    with b.line() as old:
        assert not old.is_up
    with b.line("second") as new:
        assert new.says(b.topic, "alone")
    assert [c["state"] for c in b.read()["certificates"]] == ["dead", "active"]


def test_a_rotation_at_once_kills_the_old_certificate_at_once(device: Callable[[str], Device]) -> None:
    b = device("b")

    with b.line() as running:
        b.rotate("second", grace_s=0)
        assert not running.says(b.topic, "too late")
    with b.line() as old, b.line("second") as new:
        assert not old.is_up
        assert new.says(b.topic, "new")


def test_a_revoked_device_is_cut_off_in_the_middle_of_its_session_and_the_city_is_told(
    device: Callable[[str], Device], heard: Callable[[str], list[str]], clients: Clients, endpoints: dict[str, Any]
) -> None:
    b = device("b")
    bus = endpoints["buses"]["template/Bus"]
    ear = clients("sqs").create_queue(QueueName="journey-facts")["QueueUrl"]
    arn = clients("sqs").get_queue_attributes(QueueUrl=ear, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = json.dumps({"source": ["cercano.devices"], "detail-type": ["DeviceRevoked"]})
    clients("events").put_rule(Name="journey-facts", EventBusName=bus, EventPattern=pattern)
    clients("events").put_targets(Rule="journey-facts", EventBusName=bus, Targets=[{"Id": "ear", "Arn": arn}])

    with b.line() as line:
        assert line.says(b.topic, "before")
        b.revoke()
        assert not line.says(b.topic, "after")
        assert not line.is_up
    with b.line() as again:
        assert not again.is_up

    assert heard(b.topic) == ["before"]
    got = eventually(lambda: clients("sqs").receive_message(QueueUrl=ear).get("Messages"))
    assert got, "nothing was told"
    assert json.loads(got[0]["Body"])["detail"]["data"] == {"device_id": b.device_id}


def test_a_key_that_never_left_the_device_opens_the_line(staff: Api, endpoints: dict[str, Any], tmp_path: Path) -> None:
    device_id = f"own-key-{time.time_ns() % 10**9}"
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, device_id)])
    csr = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    body = {"device_id": device_id, "kind": "counter", "csr": csr.public_bytes(serialization.Encoding.PEM).decode()}

    said = staff.send("POST", "/devices/devices", body).json()

    assert said["private_key"] is None
    files = tmp_path / "own.crt", tmp_path / "own.key"
    files[0].write_text(said["certificate_pem"])
    forms = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(*forms))
    with Line(endpoints["mqtt"], *files, device_id) as line:
        assert line.says(f"cercano/counters/{device_id}/counts", "mine")


def test_an_installers_spreadsheet_becomes_devices_that_speak(
    staff: Api, anyone: Api, endpoints: dict[str, Any], tmp_path: Path
) -> None:
    stem = f"imp-{time.time_ns() % 10**9}"
    file = f"dispositivo;tipo;nota\r\n{stem}-1;counter;Peñas Redondas\r\nmal nombre;counter;\r\n".encode("cp1252")
    token = {"Authorization": staff._http.headers["Authorization"], "Content-Type": "text/csv"}
    asked = httpx.post(f"{endpoints['api']}/devices/imports", content=file, headers=token, timeout=60)
    assert asked.status_code == 201, asked.text
    path = f"/devices/imports/{asked.json()['import_id']}"

    report = eventually(lambda: (now := staff.send("GET", path).json())["state"] == "ready" and now, 60)

    assert report, "the import did not come to its end"
    assert (report["registered"], [bad["line"] for bad in report["problems"]]) == (1, [3])
    assert staff.send("GET", f"/devices/devices/{stem}-1").json()["note"] == "Peñas Redondas"
    link = staff.send("POST", f"{path}/certificates").json()["url"]
    with zipfile.ZipFile(io.BytesIO(httpx.get(link).content)) as bundle:
        rows = list(csv.reader(io.StringIO(bundle.read("report.csv").decode("utf-8-sig")), delimiter=";"))
        bundle.extractall(tmp_path)
    assert [row[:3] for row in rows[1:]] == [[f"{stem}-1", "", "registered"], ["mal nombre", "3", "bad_device_id"]]
    assert staff.send("POST", f"{path}/certificates", fine=(409,)).json()["code"] == "certificates_not_ready"
    folder = tmp_path / f"{stem}-1"
    with Line(endpoints["mqtt"], folder / "certificate.pem", folder / "private.key", f"{stem}-1") as line:
        assert line.says(f"cercano/counters/{stem}-1/counts", "installed")
