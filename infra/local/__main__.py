"""The commands behind `make`: run, up, down, status, reset, doctor, deploy, logs, invoke, replay."""

from __future__ import annotations

import argparse
import importlib
import sys

import httpx
from botocore.exceptions import EndpointConnectionError

from infra.local.place import BadSetting, place_from
from infra.local.say import Trouble, fail

COMMANDS = {
    "run": "start the city here and keep it until Ctrl-C",
    "cloud": "start only the local cloud and deploy; no web app, no seed, no sensors",
    "up": "start the city in the background",
    "down": "stop it",
    "status": "say what runs and where",
    "reset": "forget its state",
    "deploy": "deploy again to the cloud that runs",
    "doctor": "say what this machine lacks and how to mend it",
    "logs": "read one function's log",
    "invoke": "run one function with its sample event",
    "replay": "publish a file of counts as a registered counter would",
}


def main(words: list[str]) -> int:
    """Runs one command; 0 when it did what it says, 1 with a sentence when it could not."""
    usage = "\n".join(f"  {name:8} {what}" for name, what in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="python -m infra.local", formatter_class=argparse.RawDescriptionHelpFormatter, epilog=usage
    )
    parser.add_argument("command", choices=COMMANDS, metavar="command")
    said, rest = parser.parse_known_args(words)
    command = importlib.import_module(f"infra.local.commands.{said.command}")
    try:
        return int(command.main(place_from(), rest))
    except (BadSetting, Trouble) as trouble:
        fail(str(trouble))
    except (EndpointConnectionError, httpx.ConnectError):
        fail("The local cloud does not answer. `make status` says what runs, `make up` starts the city.")
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0  # the reader (head, grep -q) has seen enough
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
