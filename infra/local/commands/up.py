"""`make up`: the same as `make run`, in the background; comes back when the city answers."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from infra.local import background, survey
from infra.local.children import environment
from infra.local.place import Place
from infra.local.say import Trouble, note, say_map, step

PATIENCE_S = 600


def main(place: Place, _: list[str]) -> int:
    """Starts, waits, and says where everything is.

    Raises:
        Trouble: it did not come up, with the end of what it said.
    """
    if background.running_pid(place):
        note("it runs already")
        say_map(survey.written(place))
        return 0
    place.log_folder.mkdir(parents=True, exist_ok=True)
    file = place.log_folder / "run.log"
    (place.home / "ready").unlink(missing_ok=True)
    with file.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "infra.local", "run"],
            cwd=place.root,
            env={**os.environ, **environment(place)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    with step("The city starts in the background"):
        ends = time.monotonic() + PATIENCE_S
        while not (place.home / "ready").exists():
            if process.poll() is not None or time.monotonic() > ends:
                raise Trouble("It did not come up:\n" + "".join(file.read_text().splitlines(keepends=True)[-12:]))
            time.sleep(0.2)
    say_map(survey.written(place))
    return 0
