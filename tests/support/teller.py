"""A server on loopback that answers as it was told to: whole answers, halves of them, silence, a hung-up line."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

Act = Callable[[socket.socket], bool]
"""What it does with a connection on which it was asked; whether it goes on listening there."""


class Asked(NamedTuple):
    """One request as it came."""

    operation: str
    headers: dict[str, str]
    body: dict[str, Any]
    connection: int


def whole(status: int, said: dict[str, Any] | bytes, *, close: bool = False, **headers: str) -> bytes:
    """The bytes of an answer, with its checksum unless another is given."""
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    given = {"x-amzn-RequestId": "R1", "x-amz-crc32": str(zlib.crc32(body)), "Content-Length": str(len(body))}
    given |= {name.replace("_", "-"): text for name, text in headers.items()} | (
        {"Connection": "close"} if close else {}
    )
    head = "".join(f"{name}: {text}\r\n" for name, text in given.items())
    return f"HTTP/1.1 {status} Word\r\n{head}\r\n".encode() + body


def says(status: int, said: dict[str, Any] | bytes, **headers: str) -> Act:
    """A whole answer."""

    def act(link: socket.socket) -> bool:
        link.sendall(whole(status, said, **headers))
        return True

    return act


def says_in_chunks(status: int, said: dict[str, Any], *pieces: int) -> Act:
    """A whole answer in chunks: the first bytes in `pieces`, the rest in one."""

    def act(link: socket.socket) -> bool:
        head, _, body = whole(status, said).partition(b"\r\n\r\n")
        cuts = [0, *accumulate(pieces), len(body)]
        chunks = [body[start:end] for start, end in pairwise(cuts)]
        lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
        link.sendall(b"\r\n".join([*lines, b"Transfer-Encoding: chunked", b"", b""]))
        for chunk in (*chunks, b""):
            link.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            time.sleep(0.01)
        return True

    return act


def hangs_up(after: bytes = b"") -> Act:
    """Some bytes, and the line is reset."""

    def act(link: socket.socket) -> bool:
        link.sendall(after)
        time.sleep(0.05 if after else 0)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    return act


def leaves_after(answer: Act) -> Act:
    """An answer as if the line stayed open; but it does not."""

    def act(link: socket.socket) -> bool:
        answer(link)
        return False

    return act


def trickles(said: bytes, every_s: float) -> Act:
    """An answer, byte by byte."""

    def act(link: socket.socket) -> bool:
        for at in range(len(said)):
            link.sendall(said[at : at + 1])
            time.sleep(every_s)
        return True

    return act


def is_silent(for_s: float = 5) -> Act:
    """No answer at all."""

    def act(link: socket.socket) -> bool:
        link.settimeout(for_s)
        with suppress(OSError):
            link.recv(1)
        return False

    return act


class Teller:
    """Does what it is told, one act for each request; the last one again and again."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.asked: list[Asked] = []
        self.here = threading.local()
        """`here.asked` is what was asked on the connection that an act answers."""
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def told(self, *acts: Act) -> Teller:
        """What it does from now on."""
        self.acts, self.asked = list(acts), []
        return self

    def close(self) -> None:
        """No more connections."""
        self.acts = [is_silent(0)]
        self._server.close()

    def _serve(self) -> None:
        number = 0
        with suppress(OSError):
            while True:
                link, _ = self._server.accept()
                number += 1
                threading.Thread(target=self._talk, args=(link, number), daemon=True).start()

    def _talk(self, link: socket.socket, number: int) -> None:
        with suppress(OSError, ValueError), link:
            file = link.makefile("rb")
            while file.readline():
                lines = iter(lambda: file.readline().decode().strip(), "")
                headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
                body = json.loads(file.read(int(headers["content-length"])))
                self.here.asked = Asked(headers["x-amz-target"].rpartition(".")[2], headers, body, number)
                self.asked.append(self.here.asked)
                act = self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]
                if not act(link):
                    file.close()
                    return


@contextmanager
def a_teller() -> Iterator[Teller]:
    """One, for a test."""
    teller = Teller()
    try:
        yield teller
    finally:
        teller.close()
