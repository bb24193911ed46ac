"""What `make run` tells the person in front of it while it works: one line a step, with its time."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

console = Console(highlight=False, soft_wrap=True)


class Trouble(Exception):
    """Something the person can mend; its text says what and how, and no traceback follows."""


@contextmanager
def step(text: str) -> Iterator[None]:
    """One step: a spinner while it lasts (on a terminal), then a line with its seconds."""
    begun = time.monotonic()
    try:
        if console.is_terminal:
            with console.status(text):
                yield
        else:
            yield
    except BaseException:
        console.print(f"[red]✗[/red] {text}")
        raise
    console.print(f"[green]✓[/green] {text} [dim]{time.monotonic() - begun:.1f} s[/dim]")
    sys.stdout.flush()


def note(text: str) -> None:
    """A line that needs no action."""
    console.print(f"  {text}")


def warn(text: str) -> None:
    """A line that deserves a look."""
    console.print(f"[yellow]![/yellow] {text}")


def fail(text: str) -> None:
    """The line that explains why it ends here."""
    console.print(f"[red]✗[/red] {text}")


def say_map(endpoints: dict[str, Any], end: str = "make down") -> None:
    """Where everything is, when it is up, and what ends it."""
    console.print()
    console.print(f"[bold]The city is at {endpoints['web']}[/bold]")
    rows = {
        "API": f"{endpoints['api']}/ (readable), {endpoints['api']}/openapi.json",
        "AWS": f"{endpoints['aws']['endpoint']}, region {endpoints['aws']['region']}",
    }
    if "mqtt" in endpoints:
        broker = endpoints["mqtt"]
        rows["MQTT"] = f"{broker['host']}:{broker['port']}, with each device's own certificate"
    for name, person in endpoints.get("people", {}).items():
        if name in ("citizen", "staff"):
            rows[name.capitalize()] = f"{person['email']}  {person['password']}"
    reads = "make logs FN=crowd/ingest_counts reads a log"
    rows["Rest"] = f".local/endpoints.json has every name; {reads}; {end} ends it all"
    for name, text in rows.items():
        console.print(f"  {name:8} {text}")
