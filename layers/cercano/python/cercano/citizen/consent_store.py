"""Where the consent ledger is kept: one row for each word, added and never changed."""

from __future__ import annotations

from cercano.citizen.consents import Word
from cercano.citizen.rows import ConsentRow, partition
from cercano.kit.facts import instant


def words_of(citizen_id: str) -> list[Word]:
    """Every word somebody ever gave or took back, oldest first."""
    rows = ConsentRow.every(partition(citizen_id), ConsentRow.sk.startswith("CONSENT#"), consistent=True)
    return [_word(row) for row in rows]


def add(citizen_id: str, word: Word) -> None:
    """Write one more word."""
    ConsentRow(
        partition(citizen_id),
        f"CONSENT#{instant(word.at)}#{word.word_id}",
        at=word.at,
        word_id=word.word_id,
        purpose=word.purpose,
        text_version=word.version,
        is_given=int(word.is_given),
        language=word.language,
        text_sha256=word.text_sha256,
        request_id=word.request_id,
    ).keep()


def _word(row: ConsentRow) -> Word:
    return Word(
        at=row.at,
        word_id=row.word_id,
        purpose=row.purpose,
        version=row.text_version,
        is_given=bool(row.is_given),
        language=row.language,
        text_sha256=row.text_sha256,
        request_id=row.request_id,
    )
