"""One question and one answer over a kept connection: HTTP/1.1 of the one kind that DynamoDB speaks, and nothing else.

A POST of a known length; an answer of a known length, or in chunks, as stand-ins of DynamoDB may send it. What Python's
own client does for everything else HTTP can say costs ten times as much. The connection, TLS and its certificates are
Python's. Whatever goes wrong is said with botocore's exceptions, as those who call know them.
"""

from __future__ import annotations

import select
import socket
import ssl
import time
from collections import deque
from typing import NamedTuple
from urllib.parse import urlsplit

from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
    SSLError,
)

MOST_HEAD = 65_536
"""Bytes of an answer's head."""
AT_A_TIME = 262_144


class Answer(NamedTuple):
    """What came back; the names of the headers are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Broken(Exception):
    """The other side hung up, or what it says is no answer."""


class Exchange:
    """Connections to one address, each kept for the next question; many threads may ask at the same time."""

    def __init__(self, url: str, *, connect_timeout_s: float, read_timeout_s: float, certificates: str) -> None:
        """`certificates`: the file of the authorities that are trusted, for https."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
            raise ValueError(f"not the address of a server: {url}")
        self.url = f"{parts.scheme}://{parts.netloc}/"
        self._address = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
        self._connect_timeout_s, self._read_timeout_s = connect_timeout_s, read_timeout_s
        self._tls = ssl.create_default_context(cafile=certificates) if parts.scheme == "https" else None
        self._idle: deque[socket.socket] = deque()

    def post(self, headers: dict[str, str], body: bytes) -> Answer:
        """Ask, and wait for the whole answer.

        Raises:
            EndpointConnectionError, ConnectTimeoutError, SSLError: nothing was asked.
            ReadTimeoutError, ConnectionClosedError: it may have been done; no whole answer came.
        """
        head = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
        asked = f"POST / HTTP/1.1\r\n{head}content-length: {len(body)}\r\n\r\n".encode("latin-1") + body
        link = self._kept() or self._new()
        try:
            link.sendall(asked)
            answer, is_kept = _heard(link, time.monotonic() + self._read_timeout_s)
        except TimeoutError as late:
            link.close()
            raise ReadTimeoutError(endpoint_url=self.url, error=late) from late
        except (OSError, Broken) as gone:
            link.close()
            raise ConnectionClosedError(endpoint_url=self.url, error=gone) from gone
        except BaseException:
            link.close()
            raise
        if is_kept:
            self._idle.append(link)
        else:
            link.close()
        return answer

    def close(self) -> None:
        """Hang up."""
        while self._idle:
            self._idle.pop().close()

    def _kept(self) -> socket.socket | None:
        """A connection that still stands. One that has something to say unasked has been hung up meanwhile."""
        while self._idle:
            try:
                link = self._idle.pop()
            except IndexError:
                return None
            waiting = select.poll()
            waiting.register(link, select.POLLIN)
            if not waiting.poll(0):
                return link
            link.close()
        return None

    def _new(self) -> socket.socket:
        try:
            link = socket.create_connection(self._address, self._connect_timeout_s)
        except TimeoutError as late:
            raise ConnectTimeoutError(endpoint_url=self.url, error=late) from late
        except OSError as refused:
            raise EndpointConnectionError(endpoint_url=self.url, error=refused) from refused
        try:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls:
                link = self._tls.wrap_socket(link, server_hostname=self._address[0])
            link.settimeout(self._read_timeout_s)
        except TimeoutError as late:
            link.close()
            raise ConnectTimeoutError(endpoint_url=self.url, error=late) from late
        except OSError as distrusted:
            link.close()
            raise SSLError(endpoint_url=self.url, error=distrusted) from distrusted
        return link


def _heard(link: socket.socket, until: float) -> tuple[Answer, bool]:
    """The answer, and whether the connection stands for another question."""
    got = b""
    while (end := got.find(b"\r\n\r\n")) < 0:
        if len(got) > MOST_HEAD:
            raise Broken("an endless head")
        got += _more(link, until)
    first, *lines = got[:end].decode("latin-1").split("\r\n")
    version, status = first[:9], first[9:12]
    headers = {name.lower(): value.strip() for name, _, value in [line.partition(":") for line in lines]}
    if version not in ("HTTP/1.1 ", "HTTP/1.0 ") or not status.isdecimal():
        raise Broken(f"not an answer: {first:.40}")
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body, rest = _chunks(link, got[end + 4 :], until)
    else:
        body, rest = _counted(link, got[end + 4 :], headers.get("content-length", ""), until)
    is_kept = version == "HTTP/1.1 " and headers.get("connection", "").lower() != "close" and not rest
    return Answer(int(status), headers, body), is_kept


def _counted(link: socket.socket, got: bytes, length: str, until: float) -> tuple[bytes, bytes]:
    """A body of a known length, and what came after it."""
    if not length.isdecimal():
        raise Broken("an answer without an end")
    parts, missing = [got], int(length) - len(got)
    while missing > 0:
        parts.append(_more(link, until))
        missing -= len(parts[-1])
    whole = b"".join(parts)
    return whole[: int(length)], whole[int(length) :]


def _chunks(link: socket.socket, got: bytes, until: float) -> tuple[bytes, bytes]:
    """A body in chunks (RFC 9112, 7.1; without trailers), and what came after it."""
    body = []
    while True:
        while (end := got.find(b"\r\n")) < 0:
            got += _more(link, until)
        try:
            size = int(got[:end].partition(b";")[0], 16)
        except ValueError:
            raise Broken("a chunk without a size") from None
        while len(got) < end + 2 + size + 2:
            got += _more(link, until)
        body.append(got[end + 2 : end + 2 + size])
        got = got[end + 2 + size + 2 :]
        if not size:
            return b"".join(body), got


def _more(link: socket.socket, until: float) -> bytes:
    """What comes next. A trickle of bytes does not make the wait longer."""
    if time.monotonic() > until:
        raise TimeoutError("the answer did not end in time")
    piece = link.recv(AT_A_TIME)
    if not piece:
        raise Broken("hung up in the middle of the answer")
    return piece
