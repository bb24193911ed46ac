"""Where citizens are kept and found: the only code that knows the row of a person and whose a document or a code is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cercano.citizen.errors import CitizenGone, NoSuchCitizen, NotConfirmed, TooManyTries
from cercano.citizen.model import Citizen, CitizenState, Language, Profile
from cercano.citizen.rows import CitizenRow, HolderRow, TriesRow, partition
from cercano.citizen.tries import DAY, Tries
from cercano.facts.citizen import CitizenRegistered
from cercano.kit.errors import VersionConflict
from cercano.kit.facts import Fact

_DOC = "DOC"


@dataclass(frozen=True, slots=True)
class Kept:
    """A citizen as they were read, with the row that a change is written over."""

    citizen: Citizen
    row: CitizenRow

    @property
    def version(self) -> int:
        """Of the document: its ETag."""
        return self.row.version

    def keep(self, citizen: Citizen, *, tell: Sequence[Fact] = ()) -> Kept:
        """Write the changed citizen and tell what happened, in one write.

        Raises:
            VersionConflict: somebody else changed it since it was read; nothing was written or told.
        """
        row = write_on(self.row, citizen)
        row.told = tuple(tell)
        row.keep()
        return Kept(citizen, row)


def find(citizen_id: str) -> Kept | None:
    """Whoever has this id, erased or not; None: nobody ever had."""
    row = CitizenRow.find(partition(citizen_id), _DOC)
    return Kept(_citizen(row), row) if row else None


def get(citizen_id: str) -> Kept:
    """Whoever has this id.

    Raises:
        NoSuchCitizen: nobody ever had it. CitizenGone: their data was erased.
    """
    kept = find(citizen_id)
    if kept is None:
        raise NoSuchCitizen
    if kept.citizen.state is CitizenState.ERASED:
        raise CitizenGone
    return kept


def at_first_sight(citizen_id: str, language: str, at: datetime) -> Kept:
    """Whoever signed in with this id; written down, and told, when they are seen for the first time.

    Raises:
        CitizenGone: their data was erased.
    """
    known = find(citizen_id)
    if known is None:
        profile = Profile(language=Language(language))
        new = Citizen(citizen_id=citizen_id, registered_at=at, profile=profile)
        try:
            return Kept(new, new_row(new)).keep(new, tell=[CitizenRegistered(at=at, citizen_id=citizen_id)])
        except VersionConflict:
            return get(citizen_id)
    if known.citizen.state is CitizenState.ERASED:
        raise CitizenGone
    return known


def change(kept: Kept, decide: Callable[[Citizen], tuple[Citizen, Sequence[Fact]]], attempts: int = 3) -> Kept:
    """Decide on what was read, and keep; again from the reading when somebody else was faster.

    Raises: VersionConflict: others were faster every time; and whatever `decide` raises.
    """
    for _ in range(attempts - 1):
        citizen, told = decide(kept.citizen)
        try:
            return kept.keep(citizen, tell=told)
        except VersionConflict:
            kept = get(kept.citizen.citizen_id)
    citizen, told = decide(kept.citizen)
    return kept.keep(citizen, tell=told)


def new_row(citizen: Citizen) -> CitizenRow:
    """A row for somebody who has none yet."""
    return write_on(CitizenRow(partition(citizen.citizen_id), _DOC), citizen)


def write_on(row: CitizenRow, citizen: Citizen) -> CitizenRow:
    """The row, saying what is known of the citizen now."""
    said = citizen.profile
    row.state, row.level, row.registered_at = citizen.state, citizen.level, citizen.registered_at
    row.has_account, row.verified_at, row.document_mark = (
        int(citizen.has_account),
        citizen.verified_at,
        citizen.document_mark,
    )
    row.name, row.birth_date, row.language = said.name, said.birth_date, said.language
    row.street, row.postcode, row.town = said.street, said.postcode, said.town
    row.erase_at, row.erased_at = citizen.erase_at, citizen.erased_at
    return row


def claim_document(mark: str, citizen_id: str) -> str:
    """Whose document it is from now on: the one who claimed it first. Claiming one's own again changes nothing."""
    pk = f"DOCUMENT#{mark}"
    try:
        HolderRow(pk, "CITIZEN", citizen_id=citizen_id).keep()
    except VersionConflict:
        held = HolderRow.find(pk, "CITIZEN")
        if held is None:
            raise NotConfirmed from None
        return str(held.citizen_id)
    return citizen_id


def holder_of(mark: str) -> str | None:
    """Whose document this is, as far as the city has verified."""
    held = HolderRow.find(f"DOCUMENT#{mark}", "CITIZEN")
    return str(held.citizen_id) if held else None


def free_document(mark: str, citizen_id: str) -> None:
    """Forget whose document it was, and how often it was tried."""
    held = HolderRow.find(f"DOCUMENT#{mark}", "CITIZEN")
    if held and held.citizen_id == citizen_id:
        held.delete()
    tried = TriesRow.find(f"DOCUMENT#{mark}", "TRIES")
    if tried:
        tried.delete()


def spend_try(pk: str, most: int, now: datetime) -> None:
    """One more try about `pk`, counted before it is known how it ends.

    Raises:
        TooManyTries: this one is over `most` in a day; it says after how many seconds the next is taken.
    """
    row = TriesRow.find(pk, "TRIES")
    tries = Tries(row.count_, row.since).again(now) if row else Tries(1, now)
    if tries.count > most:
        raise TooManyTries(headers={"Retry-After": str(tries.seconds_left(now))})
    row = row or TriesRow(pk, "TRIES")
    row.count_, row.since, row.expires_at = tries.count, tries.since, tries.since + DAY
    try:
        row.keep()
    except VersionConflict:
        raise TooManyTries(headers={"Retry-After": "1"}) from None


def _citizen(row: CitizenRow) -> Citizen:
    return Citizen(
        citizen_id=row.pk.partition("#")[2],
        registered_at=row.registered_at,
        profile=Profile(
            name=row.name,
            birth_date=row.birth_date,
            street=row.street,
            postcode=row.postcode,
            town=row.town,
            language=row.language,
        ),
        state=row.state,
        level=row.level,
        verified_at=row.verified_at,
        document_mark=row.document_mark,
        has_account=bool(row.has_account),
        erase_at=row.erase_at,
        erased_at=row.erased_at,
    )
