"""A venue's standing as plain JSON values and back: rows of numbers, as it is written with every reading."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.crowd.curve import Progress
from cercano.crowd.documents import audit_from_json, audit_to_json
from cercano.crowd.marks import Mark
from cercano.crowd.model import Crowding
from cercano.crowd.occupancy import Estimate, Learned
from cercano.crowd.present import DoorNow, Live
from cercano.crowd.standing import Standing
from cercano.crowd.tally import Track

Json = dict[str, Any]


def standing_to_json(standing: Standing) -> Json:
    """Everything; a standing always has its live part when it is kept."""
    progress = standing.progress
    return {
        "live": _live_to_json(standing.live) if standing.live else None,
        "document": standing.document,
        "learned": list(standing.learned),
        "from_minute": standing.from_minute,
        "estimate": list(progress.estimate),
        "tracks": {door: [track.minute, list(track.mark), track.moved] for door, track in progress.tracks.items()},
        "seen": dict(progress.seen),
        "audits": [audit_to_json(audit) for audit in standing.audits],
        "told_full": standing.told_full,
    }


def standing_from_json(json: Json) -> Standing:
    """The standing that `standing_to_json` wrote."""
    tracks = {door: Track(minute, Mark._make(mark), moved) for door, (minute, mark, moved) in json["tracks"].items()}
    return Standing(
        live=live_from_json(json),
        document=json["document"],
        learned=Learned._make(json["learned"]),
        from_minute=json["from_minute"],
        progress=Progress(Estimate._make(json["estimate"]), tracks, json["seen"]),
        audits=tuple(audit_from_json(audit) for audit in json["audits"]),
        told_full=json["told_full"],
    )


def live_from_json(json: Json) -> Live | None:
    """Only what is shown, of a standing's JSON."""
    live = json["live"]
    if live is None:
        return None
    date, people, low, high, crowding, total_in, total_out, exit_ratio, days_learned, as_of, doors = live
    return Live(
        date=date,
        people=people,
        low=low,
        high=high,
        crowding=Crowding(crowding),
        total_in=total_in,
        total_out=total_out,
        exit_ratio=exit_ratio,
        days_learned=days_learned,
        as_of=_instant(as_of),
        doors={door_id: _door_from_json(*door) for door_id, door in doors.items()},
    )


def _live_to_json(live: Live) -> list[Any]:
    return [
        live.date,
        live.people,
        live.low,
        live.high,
        live.crowding.value,
        live.total_in,
        live.total_out,
        live.exit_ratio,
        live.days_learned,
        _text(live.as_of),
        {door_id: _door_to_json(door) for door_id, door in live.doors.items()},
    ]


def _door_to_json(door: DoorNow) -> list[Any]:
    return [
        door.device_id,
        door.line,
        door.fit_no,
        door.epoch,
        door.seq,
        _text(door.at),
        _text(door.received_at),
        door.total_in,
        door.total_out,
        _text(door.moved_at),
        door.battery_pct,
        list(door.faults),
    ]


def _door_from_json(
    device_id: str,
    line: int,
    fit_no: int,
    epoch: int,
    seq: int,
    at: str,
    received_at: str,
    total_in: int,
    total_out: int,
    moved_at: str | None,
    battery_pct: int | None,
    faults: list[str],
) -> DoorNow:
    return DoorNow(
        device_id=device_id,
        line=line,
        fit_no=fit_no,
        epoch=epoch,
        seq=seq,
        at=datetime.fromisoformat(at),
        received_at=datetime.fromisoformat(received_at),
        total_in=total_in,
        total_out=total_out,
        moved_at=_instant(moved_at),
        battery_pct=battery_pct,
        faults=tuple(faults),
    )


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
