"""`make run`: the whole city on this machine, from the local cloud to the sensors, until Ctrl-C."""

from __future__ import annotations

import signal
import threading
from types import FrameType

from infra.local.city import City
from infra.local.place import Place
from infra.local.ports import require_free
from infra.local.say import note, say_map, warn


def main(place: Place, _: list[str]) -> int:
    """Starts everything, says where it is, and ends everything when asked to."""
    city = City(place)
    city.end_orphans()
    require_free(place)
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        if ended.is_set():
            return
        ended.set()
        if not city.is_up:
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    try:
        city.start()
        say_map(city.endpoints, end="Ctrl-C")
        city.probe()
        while not ended.wait(1.0):
            city.look_after()
    except KeyboardInterrupt:
        warn("stopped before it was ready")
    finally:
        ended.set()
        note("ending everything that was started; the state is kept")
        city.stop()
    return 0
