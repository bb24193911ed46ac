"""Every message of every counter, word for word, for 35 days: what a mended decoder is run over again.

A chunk holds the messages of one device and hour that came in one batch. Its key is its content, so a batch that is
delivered twice writes the same items twice; messages that share a chunk differently the second time are told apart
from doubles when they are read. Nothing is ever changed or taken out (a grow-only set). Writes and reads ReadingsTable.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from cercano.crowd.heard import Heard, Raw, Source
from cercano.crowd.rows import ChunkRow
from cercano.kit.batch import put_many

LIFE = timedelta(days=35)
_HEAD = struct.Struct("<QBI")
_MOST_BYTES = 200_000
"""Of raw messages in one chunk: an item holds 400 KB."""


def keep(heard: Iterable[Heard]) -> int:
    """Keep the raw messages; how many chunks that took."""
    groups: dict[tuple[str, int], set[Raw]] = {}
    for one in heard:
        groups.setdefault((one.device_id, one.raw.received_ms // 3_600_000), set()).add(one.raw)
    rows = [row for (device_id, _), raws in groups.items() for row in _rows(device_id, sorted(raws))]
    put_many(rows)
    return len(rows)


def kept(device_id: str, since: datetime, until: datetime) -> list[Raw]:
    """The messages of a device received from `since` to `until`, each once, in the order of arrival. Strongly
    consistent.
    """
    first, last = int(since.timestamp() * 1000), int(until.timestamp() * 1000)
    found: set[Raw] = set()
    on = since.astimezone(UTC).date()
    while on <= until.astimezone(UTC).date():
        for row in ChunkRow.every(f"{device_id}#{on:%Y%m%d}", consistent=True):
            found.update(raw for raw in unpack(row.packed) if first <= raw.received_ms <= last)
        on += timedelta(days=1)
    return sorted(found)


def pack(raws: Iterable[Raw]) -> bytes:
    """Messages one after the other, squeezed: those of one device are much alike."""
    return zlib.compress(
        b"".join(_HEAD.pack(raw.received_ms, raw.source, len(raw.payload)) + raw.payload for raw in raws), 6
    )


def unpack(packed: bytes) -> Iterator[Raw]:
    """The messages that `pack` packed."""
    plain, at = zlib.decompress(packed), 0
    while at < len(plain):
        received_ms, source, length = _HEAD.unpack_from(plain, at)
        at += _HEAD.size
        yield Raw(received_ms, Source(source), plain[at : at + length])
        at += length


def _rows(device_id: str, raws: list[Raw]) -> Iterator[ChunkRow]:
    start = size = 0
    for index, raw in enumerate(raws):
        if size and size + len(raw.payload) > _MOST_BYTES:
            yield _row(device_id, raws[start:index])
            start, size = index, 0
        size += len(raw.payload)
    yield _row(device_id, raws[start:])


def _row(device_id: str, raws: list[Raw]) -> ChunkRow:
    at = datetime.fromtimestamp(raws[0].received_ms / 1000, tz=UTC)
    packed = pack(raws)
    fingerprint = hashlib.sha256(packed).hexdigest()[:16]
    return ChunkRow(
        f"{device_id}#{at:%Y%m%d}",
        f"{at:%H%M%S}#{fingerprint}",
        packed=packed,
        expires_at=at + LIFE,
        version=1,
    )
