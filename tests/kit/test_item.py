"""Our way of making, reading and writing rows is PynamoDB's, for every class of row there is."""

from __future__ import annotations

import importlib
import pathlib
import random
import re
import string
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pynamodb.attributes import AttributeContainer, BinaryAttribute, DiscriminatorAttribute, UnicodeAttribute
from pynamodb.attributes import UnicodeSetAttribute as Words
from pynamodb.exceptions import AttributeNullError
from pynamodb.models import Model

import cercano
from cercano.kit import attributes as kinds
from cercano.kit.table import Row
from cercano.ledger import chain
from cercano.ledger.entry import Entry, EntryKind
from cercano.ledger.packing import pack_entries, unpack_entries
from cercano.ledger.rows import LedgerRow, seal_of

SEVERAL = 25


def _classes(of: type[Any]) -> Iterator[type[Any]]:
    for one in of.__subclasses__():
        yield one
        yield from _classes(one)


def _with_rows() -> Iterator[str]:
    """The modules that declare rows; others may ask for settings as soon as they are imported."""
    root = pathlib.Path(cercano.__path__[0])
    for path in sorted(root.rglob("*.py")):
        if re.search(r"^class \w+\(\w*Row\b", path.read_text(), re.MULTILINE):
            yield ".".join(path.relative_to(root.parent).with_suffix("").parts)


for _name in _with_rows():
    importlib.import_module(_name)
ROWS = [
    one
    for one in _classes(Row)
    if one.__module__.startswith("cercano.") and Row.kind.get_discriminator(one) is not None
]


def value_for(attribute: Any, chance: random.Random) -> Any:
    """Something that an attribute may hold."""
    at = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=chance.randint(-(10**7), 10**7))
    json_value = {"año": chance.randint(0, 9), "list": [1.5, None, "x\n"], "empty": {}}
    text = "".join(chance.choices(string.printable + "ñ€😀", k=chance.randint(1, 12)))
    if isinstance(attribute, kinds.EnumAttribute):
        return chance.choice(list(attribute._words))
    for kind, value in (
        (kinds.IntegerAttribute, chance.randint(-(10**12), 10**12)),
        (kinds.FloatAttribute, chance.uniform(-1e6, 1e6)),
        (kinds.UtcAttribute, at + timedelta(microseconds=chance.randint(0, 1))),
        (kinds.DateAttribute, date(2026, 1, 1) + timedelta(days=chance.randint(0, 999))),
        (kinds.JsonAttribute, json_value),
        (kinds.ExpiryAttribute, at),
        (kinds.ToldAttribute, ()),
        (BinaryAttribute, chance.randbytes(chance.randint(1, 40))),
        (UnicodeAttribute, text),
        (Words, {text, "b", "c"} if chance.random() < 0.8 else set()),
    ):
        if isinstance(attribute, kind):
            return value
    raise AssertionError(f"say in this test what a {type(attribute).__name__} may hold")


def some(kind: type[Row], chance: random.Random) -> dict[str, Any]:
    """Values for a row: all that it needs, and some of what it may have."""
    given = {name: one for name, one in kind.get_attributes().items() if not isinstance(one, DiscriminatorAttribute)}
    return {
        name: value_for(one, chance)
        for name, one in given.items()
        if not (one.null or one.default is not None) or chance.random() < 0.7
    }


def theirs(row: Row) -> Any:
    """The item as PynamoDB itself writes the row; the ledger's with their seal."""
    item = AttributeContainer._container_serialize(row)
    return item | {"seal": {"B": seal_of(item)}} if isinstance(row, LedgerRow) else item


def same(kind: type[Row], ours: Any, other: Any) -> bool:
    """Whether two sets of values are the same; what has no value may be missing."""
    return all(ours.get(name) == other.get(name) for name in kind.get_attributes())


def test_every_module_was_looked_at():
    assert len(ROWS) > 80


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_a_row_is_made_written_and_read_as_pynamodb_would(kind: type[Row]):
    chance = random.Random(kind.__name__)
    for _ in range(SEVERAL):
        values = some(kind, chance)
        keys = values.pop("pk"), values.pop("sk")

        row = kind(*keys, **values)
        made = Model.__new__(kind)
        Model.__init__(made, *keys, **values)
        item = row.serialize()
        read = Row.from_raw_data(dict(item))
        theirs_read = AttributeContainer._instantiate.__func__(Row, dict(item))  # type: ignore[attr-defined]

        assert same(kind, row.attribute_values, made.attribute_values)
        assert item == theirs(row)
        assert type(read) is type(theirs_read)
        assert same(kind, read.attribute_values, theirs_read.attribute_values)


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_what_pynamodb_would_refuse_to_write_is_refused(kind: type[Row]):
    needed = {name for name, one in kind.get_attributes().items() if not one.null and one.default is None}

    for name in needed - {"kind"}:
        row = kind("a", "b", **{n: v for n, v in some(kind, random.Random(1)).items() if n not in ("pk", "sk")})
        row.attribute_values[name] = None
        with pytest.raises(AttributeNullError):
            AttributeContainer._container_serialize(row)
        with pytest.raises(AttributeNullError):
            row.serialize()


def test_a_row_is_not_made_with_a_name_that_it_has_not():
    with pytest.raises(ValueError, match="has no nonsense"):
        ROWS[0]("a", "b", nonsense=1)


def test_an_item_of_another_type_than_was_declared_is_refused_by_both():
    item = {"pk": {"S": "a"}, "sk": {"S": "b"}, "version": {"S": "1"}}

    for read in (Row.from_raw_data, AttributeContainer._instantiate.__func__.__get__(Row)):  # type: ignore[attr-defined]
        with pytest.raises(Exception, match="version"):
            read(dict(item))


def test_an_entry_says_its_canonical_json_itself():
    chance = random.Random(7)
    head = chain.genesis("acc_a")
    for seq in range(1, 300):
        memo = {} if seq % 2 else {"ñ": ["\u2028", '"', 1], "a": None, "b": {"z": 1, "y": True}}
        payee = "".join(chance.choices(string.printable + "ñ\u2028😀\x00", k=8))
        at = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(milliseconds=chance.randint(0, 10**9))
        asked = Entry(id="0" * 28, kind=EntryKind.FARE, payee=payee, amount_cents=chance.randint(-999, 999), memo=memo)

        entry = asked.posted(posted_at=at, seq=seq, balance_cents=chance.randint(-(10**9), 10**9), prev=head)

        assert entry.hash == chain.link(head, chain.digest(entry.words()))
        packed = pack_entries([entry])
        before = entry.balance_cents - entry.amount_cents
        assert unpack_entries(packed, seq=seq - 1, balance_cents=before, prev=head) == (entry,)
