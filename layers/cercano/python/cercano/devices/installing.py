"""Working through an installer's file: slice by slice, each row for itself, the same end however often it begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from cercano.devices import bundle, enrolment, import_store, store
from cercano.devices.errors import BadSigningRequest, DeviceAlreadyRegistered, UnreadableFile
from cercano.devices.import_store import KeptImport
from cercano.devices.imports import BYTES_IN_A_FILE, ROWS_IN_A_FILE, SLICE, Import, ImportState, Slice
from cercano.devices.model import Device, DeviceState
from cercano.devices.roster import BadRow, Entry, read_roster
from cercano.kit.errors import Refusal
from cercano.kit.log import log


def work_through(import_id: str, number: int, *, at: datetime) -> int | None:
    """Try the rows of slice `number` (0 first); the number of the next slice, or None when there is nothing more to do.

    Raises:
        NoSuchImport: nobody asked for this file.
    """
    kept = import_store.get(import_id)
    if kept.value.state not in (ImportState.WAITING, ImportState.RUNNING):
        return None
    try:
        content, etag = bundle.read_file(import_id, kept.value.etag, BYTES_IN_A_FILE)
    except bundle.FileReplaced:
        # Whoever uploaded twice gets what the first file said, as far as it came.
        log.warning("file_replaced", import_id=import_id, slice=number)
        _finish(kept, at)
        return None
    rows = _rows_or_refusal(kept, content, at)
    if rows is None:
        return None
    if kept.value.state is ImportState.WAITING:
        kept = kept.keep(kept.value.start(etag=etag, rows=len(rows)))
    part = rows[number * SLICE : (number + 1) * SLICE]
    import_store.keep_slice(kept.value, _try_all(kept.value, number, part, at))
    if (number + 1) * SLICE < len(rows):
        return number + 1
    _finish(kept, at)
    return None


def _rows_or_refusal(kept: KeptImport, content: bytes, at: datetime) -> list[Entry | BadRow] | None:
    try:
        rows = read_roster(content) if len(content) <= BYTES_IN_A_FILE else []
        if not 0 < len(rows) <= ROWS_IN_A_FILE:
            es, en = f"debe tener entre 1 y {ROWS_IN_A_FILE} filas", f"it must have 1 to {ROWS_IN_A_FILE} rows"
            raise UnreadableFile(why_es=es, why_en=en)
    except UnreadableFile as refusal:
        es, en = str(refusal.slots["why_es"]), str(refusal.slots["why_en"])
        kept.keep(kept.value.refuse(why_es=es, why_en=en, at=at))
        return None
    return rows


def _try_all(value: Import, number: int, rows: Sequence[Entry | BadRow], at: datetime) -> Slice:
    registered: list[str] = []
    refused: list[BadRow] = []
    for row in rows:
        outcome = row if isinstance(row, BadRow) else _try(value, row, at)
        if isinstance(outcome, BadRow):
            refused.append(outcome)
        else:
            registered.append(outcome)
    log.info("slice_tried", import_id=value.import_id, slice=number, registered=len(registered), refused=len(refused))
    return Slice(number=number, registered=tuple(registered), refused=tuple(refused))


def _try(value: Import, entry: Entry, at: datetime) -> str | BadRow:
    """The device's name, registered by now; or why it is not."""
    wanted = Device(
        device_id=entry.device_id,
        kind=entry.kind,
        note=entry.note,
        registered_at=at,
        registered_by=value.requested_by,
        import_id=value.import_id,
    )
    keep = partial(bundle.keep_key, value.import_id, entry.device_id)
    try:
        enrolment.register(wanted, entry.csr, at=at, hand_over=keep)
    except DeviceAlreadyRegistered as taken:
        return entry.device_id if _is_ours(value, entry) else _because(entry, taken)
    except BadSigningRequest as bad:
        return _because(entry, bad)
    return entry.device_id


def _is_ours(value: Import, entry: Entry) -> bool:
    """Whether this very import registered it before it was interrupted, and its key still waits for the bundle."""
    known = store.get(entry.device_id).device
    is_same = known.import_id == value.import_id and known.state is not DeviceState.REVOKED
    return is_same and bundle.has_key(value.import_id, entry.device_id)


def _because(entry: Entry, refusal: Refusal) -> BadRow:
    es, en = refusal.sentence("es"), refusal.sentence("en")
    return BadRow(line=entry.line, device_id=entry.device_id, code=refusal.code, es=es, en=en)


def _finish(kept: KeptImport, at: datetime) -> None:
    parts = import_store.slices(kept.value.import_id)
    devices = [device_id for part in parts for device_id in part.registered]
    bundle.tie(kept.value.import_id, devices, [row for part in parts for row in part.refused])
    kept.keep(kept.value.finish(at=at))
    bundle.drop_keys(kept.value.import_id, devices)
