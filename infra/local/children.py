"""The processes this copy started: all of them end with it, even those a crash left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from infra.local.place import Place

PATIENCE_S = 30
OURS = ("infra.local", "ministack")


class Children:
    """Started in order, ended in the opposite one."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._file = place.home / "children.json"
        self._started: list[tuple[str, subprocess.Popen[bytes]]] = []

    def adopt(self, name: str, process: subprocess.Popen[bytes]) -> None:
        """Takes over a process that somebody else began."""
        self._started.append((name, process))
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps([process.pid for _, process in self._started]))

    def start(self, name: str, module: str, *words: str) -> subprocess.Popen[bytes]:
        """Starts one of our own modules; what it says goes to log/<name>.log."""
        self._place.log_folder.mkdir(parents=True, exist_ok=True)
        with (self._place.log_folder / f"{name}.log").open("wb") as log:
            # Its own session, so that Ctrl-C reaches us alone and we end the rest in order.
            process = subprocess.Popen(
                [sys.executable, "-m", module, *words],
                cwd=self._place.root,
                env={**os.environ, **environment(self._place)},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.adopt(name, process)
        return process

    def ended(self) -> list[str]:
        """Names of those that ended by themselves with a fault."""
        return [name for name, process in self._started if process.poll() not in (None, 0)]

    def stop(self) -> None:
        """Ends all, the last started first; who does not listen is killed."""
        for _, process in reversed(self._started):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(PATIENCE_S)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self._started.clear()
        self._file.unlink(missing_ok=True)

    def end_orphans(self) -> int:
        """Ends what a crashed run of this copy left behind; how many there were."""
        if not self._file.exists():
            return 0
        orphans = [pid for pid in json.loads(self._file.read_text()) if is_ours(pid)]
        for pid in reversed(orphans):
            end(pid)
        self._file.unlink()
        return len(orphans)


def environment(place: Place) -> dict[str, str]:
    """The settings that make a child see the same copy."""
    return {
        "CERCANO_PORT": str(place.web_port),
        "CLOUD_PORT": str(place.cloud_port),
        "MQTT_PORT": str(place.mqtt_port),
        "CERCANO_LOCAL": str(place.home),
        "CLOUD": place.cloud,
        "CITY": place.city,
    }


def is_ours(pid: int) -> bool:
    """True when this process lives and is one of those we start (a number may be somebody else's by now)."""
    words = Path(f"/proc/{pid}/cmdline")
    if words.exists():
        return any(name in words.read_bytes().decode(errors="replace") for name in OURS)
    said = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
    return any(name in said.stdout for name in OURS)


def end(pid: int) -> None:
    """Asks a process that is not our child to end, and waits until it has."""
    ends = time.monotonic() + PATIENCE_S
    os.kill(pid, signal.SIGTERM)
    while is_ours(pid):
        if time.monotonic() > ends:
            os.kill(pid, signal.SIGKILL)
            return
        time.sleep(0.1)
