"""Where a copy lives, and the sentences for who chose badly."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.loglines import Wanted, seconds
from infra.local.place import BadSetting, place_from
from infra.local.ports import free_port, is_taken, require_free
from infra.local.say import Trouble


def test_a_copy_lives_at_the_usual_ports_unless_told_otherwise(tmp_path: Path) -> None:
    usual = place_from({}, root=tmp_path)
    other = place_from({"CERCANO_PORT": "9080", "CERCANO_LOCAL": ".local/other"}, root=tmp_path)

    assert (usual.web_port, usual.cloud_port, usual.mqtt_port) == (8080, 4566, 8883)
    assert usual.home == tmp_path / ".local"
    assert (other.web_url, other.home) == ("http://127.0.0.1:9080", tmp_path / ".local" / "other")


@pytest.mark.parametrize(
    ("env", "word"),
    [
        ({"CERCANO_PORT": "web"}, "CERCANO_PORT=web"),
        ({"CLOUD_PORT": "70000"}, "CLOUD_PORT=70000"),
        ({"CLOUD_PORT": "8080"}, "three different ports"),
        ({"CLOUD": "azure"}, "CLOUD=azure"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(env: dict[str, str], word: str) -> None:
    with pytest.raises(BadSetting, match=word):
        place_from(env)


def test_a_taken_port_gets_a_sentence_that_names_the_variable_to_change() -> None:
    ports = {name: str(free_port()) for name in ("CERCANO_PORT", "CLOUD_PORT", "MQTT_PORT")}
    place = place_from(ports)
    with socket.socket() as other:
        other.bind(("127.0.0.1", place.cloud_port))
        other.listen()

        assert is_taken(place.cloud_port)
        with pytest.raises(Trouble, match=rf"Port {place.cloud_port}.*CLOUD_PORT={place.cloud_port + 100}"):
            require_free(place)
        require_free(replace(place, cloud="localstack"))  # there it is the cloud that is expected on it


def test_lengths_of_time_are_read_as_people_write_them() -> None:
    assert [seconds(text) for text in ("90s", "10m", "2h", "1d")] == [90, 600, 7200, 86400]
    with pytest.raises(Trouble, match="SINCE=soon"):
        seconds("soon")
    with pytest.raises(Trouble, match="LEVEL=LOUD"):
        Wanted(level="LOUD")
