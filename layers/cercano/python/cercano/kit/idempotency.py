"""A command sent twice is done once: the second time the first answer is given again.

A client names its command with an Idempotency-Key. We keep, in the domain's own table:
    pk "IDEMPOTENCY#<caller>#<route>#<hash of the key>", sk "CLAIM"   what was asked, and how far it came; for ever
    the same pk,                                       sk "ANSWER"  what was answered; for 30 days
A claim is a conditional write, so of two at once only one goes on. If its process dies, the claim can be taken over
when its lock expires: a command must therefore be safe to begin again (its own writes carry their conditions).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cercano.kit import clock
from cercano.kit.errors import BadRequest, Conflict, VersionConflict
from cercano.kit.log import log
from cercano.kit.render import Wire
from cercano.kit.request import Request
from cercano.kit.table import ExpiryAttribute, IntegerAttribute, JsonAttribute, Row, TextAttribute, UtcAttribute

ANSWERS_KEPT = timedelta(days=30)
LOCK_MARGIN_S = 2.0
"""Past the end of the process that holds the lock, for clocks that differ."""
_MAX_KEPT_BYTES = 300_000
"""A DynamoDB item holds 400 kB."""
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_NOT_FINAL = frozenset({429, 500, 502, 503, 504})
"""Answers that say "not now": the same command may be tried again under the same key."""


class KeyRequired(BadRequest):
    """This command is only taken with an Idempotency-Key."""

    code = "idempotency_key_required"
    es = "Envía una cabecera Idempotency-Key propia de esta orden."
    en = "Send an Idempotency-Key header of this command's own."


class KeyUnreadable(BadRequest):
    """1 to 255 visible ASCII characters, said once."""

    code = "idempotency_key_unreadable"
    es = "La cabecera Idempotency-Key admite de 1 a 255 caracteres visibles."
    en = "The header Idempotency-Key takes 1 to 255 visible characters."


class KeyReused(Conflict):
    """The key already names another command."""

    code = "idempotency_key_reused"
    es = "Esa Idempotency-Key ya se usó con otros datos. Usa una nueva."
    en = "That Idempotency-Key was already used with other data. Use a new one."


class StillRunning(Conflict):
    """The first one has not ended yet."""

    code = "still_running"
    es = "La primera orden con esa Idempotency-Key sigue en marcha. Repite en un momento."
    en = "The first command with that Idempotency-Key is still running. Repeat in a moment."


class AlreadyDone(Conflict):
    """It was done, and its answer is not kept: it held a secret, was too big, or is over 30 days old."""

    code = "already_done"
    es = "Esa orden ya se hizo, y su respuesta ya no se puede repetir."
    en = "That command was already done, and its answer cannot be repeated any more."


class ClaimRow(Row, discriminator="idempotency_claim"):
    """What was asked under a key. It never expires: a key used once is used for ever."""

    asked = TextAttribute()
    locked_until = UtcAttribute()
    status = IntegerAttribute(null=True)
    """The HTTP status it ended with; none while it runs, or after it failed."""


class AnswerRow(Row, discriminator="idempotency_answer"):
    """What was answered."""

    answer = JsonAttribute()
    expires_at = ExpiryAttribute()


def read_key(request: Request, *, required: bool) -> str | None:
    """The key a request carries.

    Raises: KeyRequired, KeyUnreadable.
    """
    key = request.header("idempotency-key")
    if key is None:
        if required:
            raise KeyRequired
        return None
    if not _KEY.fullmatch(key):
        raise KeyUnreadable
    return key


def id_of_command(kind: str, request: Request) -> str:
    """The id of what a command with a required key makes: the same however often it is begun again.

    A process may die between its own write and the note of its answer; whoever goes on then finds what it had made.
    """
    name = _name(request, read_key(request, required=True) or "")
    return f"{kind}_{base64.b32hexencode(hashlib.sha256(name.encode()).digest())[:26].decode()}"


def once(
    request: Request, key: str, body: bytes, perform: Callable[[], Wire], *, remaining_s: float, keep_answer: bool
) -> Wire:
    """What `perform` answers, the first time; after that, the same answer with `Idempotency-Replayed: true`.

    `remaining_s` is how long this process may still live. Without `keep_answer` a repetition is told AlreadyDone.
    Raises: KeyReused, StillRunning, AlreadyDone; and whatever `perform` raises, which frees the claim.
    """
    claim = _claim(_name(request, key), _fingerprint(request, key, body), remaining_s)
    if claim.status is not None:
        return _first_answer(claim)
    try:
        wire = perform()
    except BaseException:
        _free(claim)
        raise
    if wire.status_code in _NOT_FINAL:
        _free(claim)
    else:
        _end(claim, wire, keep_answer=keep_answer)
    return wire


def _claim(name: str, asked: str, remaining_s: float) -> ClaimRow:
    """A claim of ours (no status), or one that has ended (with its status)."""
    lock = clock.now() + timedelta(seconds=remaining_s + LOCK_MARGIN_S)
    try:
        return ClaimRow(pk=name, sk="CLAIM", asked=asked, locked_until=lock).keep()
    except VersionConflict:
        found = ClaimRow.find(name, "CLAIM")
    if found is None:
        raise StillRunning(headers={"Retry-After": "1"})
    if found.asked != asked:
        raise KeyReused
    if found.status is not None:
        return found
    if found.locked_until > clock.now():
        raise StillRunning(headers={"Retry-After": "1"})
    found.locked_until = lock
    try:
        return found.keep()
    except VersionConflict:
        raise StillRunning(headers={"Retry-After": "1"}) from None


def _end(claim: ClaimRow, wire: Wire, *, keep_answer: bool) -> None:
    kept = _kept(wire)
    if keep_answer and len(json.dumps(kept)) <= _MAX_KEPT_BYTES:
        expires_at = clock.now() + ANSWERS_KEPT
        AnswerRow(pk=claim.pk, sk="ANSWER", answer=kept, expires_at=expires_at).save()
    claim.status = wire.status_code
    _write(claim)


def _free(claim: ClaimRow) -> None:
    claim.locked_until = clock.now()
    _write(claim)


def _write(claim: ClaimRow) -> None:
    try:
        claim.keep()
    except VersionConflict:
        log.warning("idempotency_claim_taken_over")


def _first_answer(claim: ClaimRow) -> Wire:
    row = AnswerRow.find(claim.pk, "ANSWER")
    if row is None:
        raise AlreadyDone
    kept: dict[str, Any] = row.answer
    body = base64.b64decode(kept["bytes"]) if "bytes" in kept else str(kept["text"])
    return Wire(body, int(kept["status"]), {**kept["headers"], "Idempotency-Replayed": "true"})


def _kept(wire: Wire) -> dict[str, Any]:
    """Cookies are not kept: they are secrets of the moment."""
    headers = {name: value for name, value in wire.headers.items() if name.lower() != "set-cookie"}
    body = wire.body
    content = {"bytes": base64.b64encode(body).decode()} if isinstance(body, bytes) else {"text": body}
    return {"status": wire.status_code, "headers": headers, **content}


def _name(request: Request, key: str) -> str:
    caller = request.caller.subject if request.caller else "anybody"
    return f"IDEMPOTENCY#{caller}#{request.method} {request.resource}#{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def _fingerprint(request: Request, key: str, body: bytes) -> str:
    """What is asked: the same place, the same query, the same bytes.

    Keyed with what only the client holds, so that nobody finds out a short body (a document number) by trying them all.
    """
    place = json.dumps([request.path_values, request.query], sort_keys=True).encode()
    return hmac.digest(key.encode(), len(place).to_bytes(4, "big") + place + body, "sha256").hex()
