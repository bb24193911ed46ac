"""The whole city of one copy: starts its parts in order, looks after them, ends them in the opposite order."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import Any

import httpx

from infra.local import ground, survey, webapp
from infra.local.children import Children
from infra.local.place import Place
from infra.local.say import Trouble, note, step, warn

EDGE_S = 20


class City:
    """One running copy."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.endpoints: dict[str, Any] = {}
        self.is_up = False
        self._children = Children(place)
        self._ready = place.home / "ready"
        self._pid = place.home / "run.pid"
        self._web_stamp = 0.0
        self._mourned: set[str] = set()

    def end_orphans(self) -> None:
        """Ends what a crashed run left behind."""
        found = self._children.end_orphans()
        if found:
            note(f"ended {found} processes that a crash had left behind")

    def start(self) -> None:
        """Brings everything up and fills it.

        Raises:
            Trouble: a part does not start, with what to do about it.
        """
        self.start_empty()
        self._seed()
        self._ready.write_text(self.place.web_url)
        self.is_up = True

    def start_empty(self) -> None:
        """Brings up the cloud, what is deployed to it and the front door: what journeys of the tests begin with.

        Raises:
            Trouble: a part does not start, with what to do about it.
        """
        self.place.home.mkdir(parents=True, exist_ok=True)
        self._pid.write_text(str(os.getpid()))
        self._ready.unlink(missing_ok=True)
        cloud = ground.start(self.place)
        if cloud is not None:
            self._children.adopt("cloud", cloud)
        self._children.start("edge", "infra.local.edge.app")
        self.endpoints = ground.deploy(self.place)
        self._build_web()
        self._wait_for_edge()

    def probe(self) -> None:
        """Tries one of each kind of trigger, and says which does nothing."""
        from infra.local import probe

        with step("Probe of each kind of trigger"):
            for fault in probe.probe(self.place, self.endpoints):
                warn(fault)
            if "crowd" in self.endpoints["apis"]:
                with suppress(httpx.HTTPError):  # it only saves the first visitor a wait
                    probe.warm(self.endpoints)

    def look_after(self) -> None:
        """Once a second: says when a part has died, and lays the web app out again when it was edited."""
        for name in self._children.ended():
            if name not in self._mourned:
                self._mourned.add(name)
                warn(f"{name} ended by itself; {self.place.log_folder / name}.log says why")
        stamp = webapp.newest_change(self.place)
        if self._web_stamp and stamp > self._web_stamp:
            self._web_stamp = stamp
            try:
                webapp.build(self.place)
            except Trouble as trouble:
                warn(str(trouble))

    def stop(self) -> None:
        """Ends everything this copy started; the cloud saves its state first."""
        self._children.stop()
        self._ready.unlink(missing_ok=True)
        self._pid.unlink(missing_ok=True)

    def _build_web(self) -> None:
        self._web_stamp = webapp.newest_change(self.place)
        with step("Web app laid out"):
            if not webapp.build(self.place):
                note("there is no web app in this checkout")

    def _wait_for_edge(self) -> None:
        with step(f"Front door on {self.place.web_url}"):
            ends = time.monotonic() + EDGE_S
            while time.monotonic() < ends:
                try:
                    if httpx.get(f"{self.place.web_url}/healthz", timeout=2).status_code == 200:
                        return
                except httpx.HTTPError:
                    time.sleep(0.1)
            raise Trouble(f"The front door does not open; {self.place.log_folder}/edge.log may say why.")

    def _seed(self) -> None:
        from infra.local import seed

        missing = seed.missing(self.endpoints)
        if missing:
            note(f"no seed: {missing}")
            return
        try:
            seed.seed(self.place, self.endpoints)
        except Trouble as trouble:
            warn(f"{trouble}\n  The city stays up without its seed. make logs FN=<domain>/<use_case> may say why.")
        survey.write(self.place, self.endpoints)
        if self.endpoints.get("devices"):
            self._children.start("sensors", "infra.local.sensors")
