"""What rows hold as JSON is what `json` itself writes, and nothing else is read."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.kit import compact

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_any_value_is_written_as_json_writes_it_and_read_back(value: Any):
    said = json.dumps(value, separators=(",", ":"), ensure_ascii=False)

    assert compact.written(value) == said
    assert compact.writer(sort_keys=True)(value) == json.dumps(
        value, separators=(",", ":"), ensure_ascii=False, sort_keys=True
    )
    assert compact.read(said) == value


@pytest.mark.parametrize("text", ["", "{", "[1,]", "1 2", "{}x"])
def test_what_is_no_json_or_has_something_after_it_is_refused(text: str):
    with pytest.raises(ValueError, match=r"JSON|column"):
        compact.read(text)


def test_a_number_that_is_none_and_a_value_unknown_to_json_are_refused():
    with pytest.raises(ValueError, match="JSON"):
        compact.written(math.nan)
    with pytest.raises(TypeError):
        compact.written({1, 2})
