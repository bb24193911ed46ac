"""A list is read page by page; where a page ended travels as a sealed cursor that nobody can forge."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cercano.kit.errors import BadRequest

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
_SEAL_BYTES = 16
_MAX_LENGTH = 2000


class ForeignCursor(BadRequest):
    """The cursor was changed, or belongs to another question or another person."""

    code = "foreign_cursor"
    es = "Ese marcador de página no vale para esta consulta. Empieza por la primera página."
    en = "That page marker does not belong to this question. Start from the first page."


@dataclass(frozen=True, slots=True)
class Paging:
    """How many things the caller wants, and after which one. `after` is what the view gave as `Page.next`."""

    limit: int
    after: dict[str, Any] | None = None


def seal(key: str, question: str, after: Mapping[str, Any]) -> str:
    """The cursor for `after` (JSON values), good for `question` alone: the path, the filters and the caller."""
    content = json.dumps(after, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_mac(key, question, content) + content).decode().rstrip("=")


def unseal(key: str, question: str, cursor: str) -> dict[str, Any]:
    """What was sealed.

    Raises: ForeignCursor when it was not sealed by us for this very question.
    """
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise ForeignCursor from None
    mac, content = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
    if len(cursor) > _MAX_LENGTH or not hmac.compare_digest(mac, _mac(key, question, content)):
        raise ForeignCursor
    after: dict[str, Any] = json.loads(content)
    return after


def _mac(key: str, question: str, content: bytes) -> bytes:
    said = len(question).to_bytes(4, "big") + question.encode("utf-8", "surrogatepass") + content
    return hmac.digest(key.encode(), b"cursor" + said, hashlib.sha256)[:_SEAL_BYTES]
