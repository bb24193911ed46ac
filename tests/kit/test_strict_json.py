"""JSON that two parsers could read differently, or that hurts, never gets in; the rest arrives unchanged."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.kit.cursor import ForeignCursor, seal, unseal
from cercano.kit.etags import IfMatch, UnreadableEntityTag, is_unchanged, read_if_match
from cercano.kit.strict_json import MAX_INTEGER, UnreadableJson, read_json

plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(-MAX_INTEGER - 1, MAX_INTEGER) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain, inner, max_size=4),
    max_leaves=12,
)


@given(values, st.booleans())
def test_what_is_proper_arrives_unchanged(value: Any, ascii_only: bool) -> None:
    assert read_json(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(st.binary(max_size=200) | st.text(alphabet='{}[]",:\\ud8e+-.0123456789nulltrefas ', max_size=80).map(str.encode))
def test_any_bytes_are_a_value_or_a_refusal(raw: bytes) -> None:
    with suppress(UnreadableJson):
        json.dumps(read_json(raw), ensure_ascii=False, allow_nan=False).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b'{"a": 1, "a": 1}',
        b'{"a": {"b": 1, "b": 2}}',
        b"NaN",
        b"-Infinity",
        b"1e400",
        b"9223372036854775808",
        b"-9223372036854775809",
        b"0." + b"1" * 70,
        b"9" * 100_000,
        b'"\\ud800"',
        b'"\xed\xa0\x80"',
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{\x00}\x00",
        b"[" * 33 + b"]" * 33,
        b"[" * 1_000_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b'{"a": 1} {}',
        b"{'a': 1}",
        b'"\x00"',
    ],
)
def test_what_could_be_read_two_ways_or_hurts_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableJson):
        read_json(raw)


@pytest.mark.parametrize(
    "raw", [b"[" * 32 + b"]" * 32, b'"' + b"[{" * 500 + b'"', b"9223372036854775807", b'"\\ud83d\\ude00"', b'"\\\\["']
)
def test_what_only_looks_dangerous_is_taken(raw: bytes) -> None:
    assert read_json(raw) == json.loads(raw)


@given(st.dictionaries(plain, values, max_size=3), plain)
def test_a_cursor_opens_for_its_own_question_alone(after: dict[str, Any], question: str) -> None:
    sealed = seal("key", question, after)

    assert unseal("key", question, sealed) == after
    for key, asked in (("other", question), ("key", question + "?")):
        with pytest.raises(ForeignCursor):
            unseal(key, asked, sealed)


@given(st.integers(0, 500), st.integers(0, 5))
def test_a_changed_cursor_never_opens(place: int, bit: int) -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    sealed = seal("key", "q", {"pk": "VENUES", "sk": "centro-botin#DOC"})
    place %= len(sealed) - 1  # the last character holds bits that mean nothing
    changed = sealed[:place] + alphabet[alphabet.index(sealed[place]) ^ (1 << bit)] + sealed[place + 1 :]

    with pytest.raises(ForeignCursor):
        unseal("key", "q", changed)


@given(st.text(max_size=60))
def test_any_entity_tag_header_is_read_or_refused(header: str) -> None:
    for read in (read_if_match, lambda value: is_unchanged(value, '"3"')):
        with suppress(UnreadableEntityTag):
            read(header)


def test_a_star_matches_whatever_version_there_is() -> None:
    assert read_if_match(" * ") == IfMatch(None)
    assert read_if_match("*").check(7) == 7
