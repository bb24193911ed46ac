"""Starts and stops the local cloud: MiniStack, one process on 127.0.0.1 in its own environment, rules enforced."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import httpx

from infra.local.place import Place
from infra.local.say import Trouble

WHOLE_BATCHES = Path(__file__).with_name("whole_batches.py")
START_S = 30
STOP_S = 30


def environment(place: Place, inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The settings MiniStack starts with: everything local, IAM and IoT policies enforced, state kept."""
    kept = {name: value for name, value in inherited.items() if not name.startswith(("AWS_", "MINISTACK_"))}
    state = place.home / "cloud"
    return kept | {
        "GATEWAY_PORT": str(place.cloud_port),
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_PORT": str(place.mqtt_port),
        "MINISTACK_REGION": place.region,
        "AWS_DEFAULT_REGION": place.region,
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "s3"),
        "TMPDIR": str(state / "tmp"),
        "LAMBDA_ACCOUNT_CONCURRENCY": "16",
        "LAMBDA_WARM_TTL_SECONDS": "60",
        "POWERTOOLS_TRACE_DISABLED": "1",
        "LOG_LEVEL": inherited.get("CLOUD_LOG_LEVEL", "WARNING"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def start(place: Place) -> subprocess.Popen[bytes]:
    """Starts MiniStack and waits until it answers.

    Raises:
        Trouble: it is not installed, or it ended or kept silent instead of answering.
    """
    python = place.tools / "ministack-venv" / "bin" / "python"
    if not python.exists():
        raise Trouble("The local cloud is not installed. `make setup` installs it.")
    env = environment(place)
    for folder in ("STATE_DIR", "S3_DATA_DIR", "TMPDIR"):
        Path(env[folder]).mkdir(parents=True, exist_ok=True)
    for left_behind in Path(env["TMPDIR"]).glob("ministack-lambda-*"):
        shutil.rmtree(left_behind, ignore_errors=True)
    place.log_folder.mkdir(parents=True, exist_ok=True)
    with (place.log_folder / "cloud.log").open("wb") as log:
        # Its own session: Ctrl-C must not reach it before its state is saved (it saves on SIGTERM alone).
        process = subprocess.Popen(
            [python, WHOLE_BATCHES], env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    wait_until_well(place, process)
    return process


def wait_until_well(place: Place, process: subprocess.Popen[bytes] | None = None) -> None:
    """Waits for the health page of the cloud.

    Raises:
        Trouble: no answer in START_S seconds, or the process ended.
    """
    ends = time.monotonic() + START_S
    while time.monotonic() < ends:
        if process is not None and process.poll() is not None:
            said = (place.log_folder / "cloud.log").read_text(errors="replace").strip().splitlines()
            raise Trouble("The local cloud ended at once: " + (said[-1] if said else "it said nothing."))
        if is_well(place):
            return
        time.sleep(0.05)
    raise Trouble(f"Nothing answers like a cloud at {place.cloud_url} after {START_S} s.")


def is_well(place: Place) -> bool:
    """True when a cloud (MiniStack or LocalStack) answers on this copy's port."""
    try:
        return httpx.get(f"{place.cloud_url}/_localstack/health", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """Asks the cloud to save its state and end; it is killed only when it does not."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
