"""A small service that uses every part of kit.web, for the tests of the kit and of the reference pages."""

from __future__ import annotations

import os
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated
from unittest.mock import patch

from pydantic import Field

from cercano.kit.errors import Refusal
from cercano.kit.web import (
    Answer,
    Body,
    Caller,
    Created,
    Document,
    IfMatch,
    Instant,
    NoContent,
    Page,
    Paging,
    Raw,
    Service,
    View,
)
from tests.support import tokens

GIVEN = {
    "TOKEN_ISSUER": tokens.ISSUER,
    "TOKEN_CLIENT_ID": tokens.CLIENT_ID,
    "TOKEN_KEYS_URL": f"{tokens.ISSUER}/.well-known/jwks.json",
    "SIGNING_KEY": "a signing key for tests, long enough",
    "ALLOWED_ORIGINS": "https://friend.example, https://other.example",
}


class Kind(StrEnum):
    """What sort of thing."""

    LIBRARY = "library"
    MUSEUM = "museum"


class NoSuchThing(Refusal):
    """There is none."""

    status, code = 404, "no_such_thing"
    es, en = "No existe {thing_id}.", "There is no {thing_id}."


class Part(Body):
    """A part of a thing."""

    name: Annotated[str, Field(min_length=1, max_length=20)]


class MakeThing(Body):
    """What somebody wants to be made."""

    name: Annotated[str, Field(min_length=1, max_length=20)]
    capacity: Annotated[int, Field(ge=0, le=10_000)]
    kind: Kind = Kind.MUSEUM
    since: date | None = None
    ratio: float = 1.0
    parts: tuple[Part, ...] = ()


class ThingView(View):
    """A thing as people see it."""

    thing_id: str
    name: str
    capacity: int
    seen_at: Instant | None = None


class EchoView(View):
    """What the view was called with."""

    text: str


calls: list[str] = []
"""What the commands did, in order."""


@cache
def service() -> Service:
    """The service, made once. The things are those of its memory: none but `centro-botin` exists."""
    with patch.dict(os.environ, GIVEN):
        app = Service("things")
        _things(app)
        _commands(app)
        _others(app)
        return app


def _things(app: Service) -> None:
    @app.get("/things", public=True, cache_s=10)
    def read_things(paging: Paging, kind: Kind | None = None, tag: list[str] = []) -> Page[ThingView]:  # noqa: B006
        """List the things.

        By name, a page at a time.
        """
        start = int((paging.after or {}).get("from", 0))
        items = [ThingView(thing_id=f"t{n}", name=f"{kind}{tag}", capacity=n) for n in range(start, start + 3)]
        return Page(items[: paging.limit], next={"from": start + paging.limit} if start < 6 else None)

    @app.get("/things/{thing_id}")
    def read_thing(thing_id: str) -> Document[ThingView]:
        """Read one thing."""
        if thing_id != "centro-botin":
            raise NoSuchThing(thing_id=thing_id)
        return Document(ThingView(thing_id=thing_id, name="Centro Botín", capacity=900, seen_at=app.now()), version=3)


def _commands(app: Service) -> None:
    @app.post("/things", roles=("staff",))
    def make_thing(body: MakeThing, caller: Caller) -> Created[ThingView]:
        """Make a thing."""
        calls.append(body.name)
        if body.name == "broken":
            raise RuntimeError("the secret of ana@santander.example")
        if body.name == "taken":
            raise NoSuchThing(thing_id="taken")
        made = ThingView(thing_id="t1", name=f"{body.name} by {caller.subject}", capacity=len(calls))
        return Created(made, location="/things/t1", version=1)

    @app.post("/things/{thing_id}/key", roles=("staff",), idempotent=True, secret_answer=True)
    def make_key(thing_id: str) -> EchoView:
        """Make a key that is shown once."""
        calls.append(thing_id)
        return EchoView(text="the key")

    @app.put("/things/{thing_id}")
    def replace_thing(thing_id: str, body: MakeThing, if_match: IfMatch) -> Document[ThingView]:
        """Replace a thing."""
        if_match.check(3)
        return Document(ThingView(thing_id=thing_id, name=body.name, capacity=body.capacity), version=4)

    @app.delete("/things/{thing_id}", roles=("staff",))
    def remove_thing(thing_id: str) -> NoContent:
        """Take a thing away."""
        return NoContent()


def _others(app: Service) -> None:
    @app.get("/days/{day}", public=True)
    def read_day(
        day: date,
        at: datetime | None = None,
        from_: date | None = None,
        share: float = 0.5,
        caller: Caller | None = None,
    ) -> EchoView:
        """Say what was asked."""
        who = caller.subject if caller else "nobody"
        return EchoView(text=f"{day} {at} {from_} {share} {who} {app.language} {app.correlation_id}")

    @app.get("/files/{name}", public=True)
    def read_file(name: str) -> Raw:
        """Read a file."""
        if name == "split":
            return Raw("x", headers={"X-Split": "a\r\nSet-Cookie: b"})
        return Raw(b"\x00\xff", content_type="application/octet-stream", headers={"Content-Disposition": "attachment"})

    @app.post("/files", public=True, accepts=("text/csv",), max_body_kb=1)
    def make_file(body: bytes) -> Answer[EchoView]:
        """Take a file."""
        cookies = ["__Host-a=1; Path=/", "__Host-b=2; Path=/"]
        return Answer(EchoView(text=body.decode(errors="replace")), status=202, headers={"Set-Cookie": cookies})
