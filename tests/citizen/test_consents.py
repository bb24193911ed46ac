"""The last word for each purpose counts, whatever the order in which words come, and however often."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.citizen.consent_texts import current, every_text, in_force
from cercano.citizen.consents import Word, says_the_same, standing
from cercano.citizen.errors import NoSuchPurpose
from cercano.citizen.holds import every_hold

START = datetime(2026, 11, 23, 9, tzinfo=UTC)


def a_word(purpose: str = "city_news", *, is_given: bool = True, second: int = 0, number: int = 0) -> Word:
    return Word(
        at=START + timedelta(seconds=second),
        word_id=f"word_{number:04}",
        purpose=purpose,
        version=1,
        is_given=is_given,
        language="es",
        text_sha256="0" * 64,
        request_id="r",
    )


WORDS = st.lists(
    st.builds(
        a_word,
        st.sampled_from(["city_news", "surveys", "mobility_statistics"]),
        is_given=st.booleans(),
        second=st.integers(0, 5),
        number=st.integers(0, 9999),
    ),
    max_size=12,
    unique_by=lambda word: word.word_id,
)


@given(words=WORDS, data=st.data())
def test_order_and_repetition_change_nothing(words: list[Word], data: st.DataObject) -> None:
    repeated = (
        data.draw(st.permutations(words + data.draw(st.lists(st.sampled_from(words or [a_word()]))))) if words else []
    )

    assert standing(repeated) == standing(words)


@given(words=WORDS)
def test_what_stands_is_the_latest_word_of_each_purpose(words: list[Word]) -> None:
    found = standing(words)

    assert found.keys() == {word.purpose for word in words}
    for purpose, last in found.items():
        assert last == sorted(w for w in words if w.purpose == purpose)[-1]


def test_a_word_is_new_unless_the_last_one_said_it() -> None:
    yes, no = a_word(is_given=True), a_word(is_given=False)

    same = [
        says_the_same(None, is_given=False, version=1),
        says_the_same(no, is_given=False, version=1),
        says_the_same(yes, is_given=True, version=1),
    ]
    new = [
        says_the_same(None, is_given=True, version=1),
        says_the_same(no, is_given=True, version=1),
        says_the_same(yes, is_given=False, version=1),
        says_the_same(yes, is_given=True, version=2),
    ]

    assert (same, new) == ([True] * 3, [False] * 4)


def test_a_text_holds_from_its_day_until_the_next_version() -> None:
    days = [date(2026, 8, 31), date(2026, 9, 1)]

    assert [in_force(day)["mobility_statistics"].version for day in days] == [1, 2]
    with pytest.raises(NoSuchPurpose):
        current("everything", days[0])


def test_every_text_is_there_in_both_languages_with_versions_in_order() -> None:
    for text in every_text():
        assert text.title.keys() == text.text.keys() == {"es", "en"}
    for purpose in {text.purpose for text in every_text()}:
        versions = [(text.version, text.since) for text in every_text() if text.purpose == purpose]
        assert versions == sorted(versions)
        assert [number for number, _ in versions] == list(range(1, len(versions) + 1))


def test_every_hold_names_its_law_in_both_languages() -> None:
    assert {hold.data for hold in every_hold()} == {"profile", "consents", "readings", "payments"}
    assert all(hold.es and hold.en and hold.law_es and hold.law_en and hold.kept_days >= 0 for hold in every_hold())
