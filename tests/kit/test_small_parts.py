"""The small promises of the kit: settings, the clock, ids, languages, refusals, roles."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.kit import clock
from cercano.kit.caller import Caller
from cercano.kit.errors import Invalid, NotFound, Refusal
from cercano.kit.ids import new_id
from cercano.kit.language import preferred
from cercano.kit.settings import MissingSettings, WrongSetting, setting

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_setting_is_read_as_what_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIMIT", "7")

    assert (setting("LIMIT"), setting("LIMIT", int), setting("NO_SUCH", int, default=5)) == ("7", 7, 5)


def test_a_missing_setting_names_all_that_is_missing_and_an_empty_one_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("READINGS_TABLE", "")
    monkeypatch.setenv("TABLE_NAME", "t")
    for name in ("BUS_NAME", "STAGE"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(MissingSettings) as missing:
        setting("READINGS_TABLE")
    assert missing.value.names == ["READINGS_TABLE", "STAGE", "BUS_NAME"]


def test_a_wrong_setting_is_named_and_its_value_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIMIT", "s3cret")

    with pytest.raises(WrongSetting, match="LIMIT cannot be read as int") as wrong:
        setting("LIMIT", int)
    assert "s3cret" not in str(wrong.value)


def test_a_stopped_clock_moves_only_when_told_and_runs_on_afterwards() -> None:
    with clock.freeze(NOON) as frozen:
        assert clock.now() == NOON
        frozen.tick(60)
        assert clock.now() == NOON + timedelta(seconds=60)
        frozen.move_to(NOON)
        assert clock.now() == NOON
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 5


def test_an_instant_without_its_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.freeze(datetime(2026, 11, 23)):
        pass


def test_ids_sort_in_the_order_they_were_made_even_within_a_millisecond_and_never_repeat() -> None:
    with clock.freeze(NOON):
        made = [new_id("alert") for _ in range(2000)]
    later = new_id("alert")

    assert made == sorted(set(made))
    assert all(len(one) == len("alert_") + 26 and "/" not in one for one in [*made, later])


def test_ids_made_by_many_at_once_differ() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_id("x"), range(4000)))

    assert len(set(made)) == 4000


@pytest.mark.parametrize("kind", ["", "Alert", "a/b", "a-b", "ñ"])
def test_the_kind_of_an_id_is_a_plain_word(kind: str) -> None:
    with pytest.raises(ValueError, match="lower-case"):
        new_id(kind)


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "es"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fr", "es"),
        ("en;q=0.5, es;q=0.9", "es"),
        ("es;q=0, en;q=0.1", "en"),
        ("en;q=0", "es"),
        ("en;q=x", "es"),
        ("*", "es"),
        ("es,en", "es"),
    ],
)
def test_the_language_is_the_one_preferred_of_those_we_speak(asked: str, language: str) -> None:
    assert preferred(asked) == language


@given(st.text())
def test_any_accept_language_is_a_language(asked: str) -> None:
    assert preferred(asked) in {"es", "en"}


def test_a_refusal_says_its_sentence_in_both_languages_and_wants_every_value() -> None:
    class NoSuchVenue(Refusal):
        status, code = 404, "no_such_venue"
        es, en = "No existe el lugar {venue_id}.", "There is no venue {venue_id}."

    refusal = NoSuchVenue(venue_id="x")

    assert (refusal.sentence("es"), refusal.sentence("en")) == ("No existe el lugar x.", "There is no venue x.")
    with pytest.raises(TypeError, match="NoSuchVenue needs a value for 'venue_id'"):
        NoSuchVenue()


def test_a_refusal_carries_where_the_trouble_is() -> None:
    assert Invalid(errors=[{"pointer": "/a", "detail": "b"}]).errors == ({"pointer": "/a", "detail": "b"},)
    assert NotFound().errors == ()


def test_an_admin_has_every_role_and_nobody_else_has_more_than_their_own() -> None:
    admin, staff = Caller(subject="a", roles=frozenset({"admin"})), Caller(subject="s", roles=frozenset({"staff"}))

    assert [admin.has("agent"), admin.has_any(("staff", "agent"))] == [True, True]
    assert [staff.has("agent"), staff.has_any(("agent", "staff")), staff.has_any(())] == [False, True, True]
