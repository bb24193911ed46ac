"""Every function that writes money, points, or what they hang on has its power cut in a scene."""

from __future__ import annotations

import functools

from tests.proofs.every_scene import SCENES
from tests.proofs.reach import written_in
from tests.support.templates import ROOT

OF_MONEY = {"wallet", "access", "loyalty"}
"""Domains of which each writer has a scene; of the others, who writes to the ledger or to a journal of its own."""
NONE_NEEDED = {
    "access/edit_bikes": "one document, over the version that was read: whoever hears no answer reads it",
    "access/edit_network": "one document, over the version that was read: whoever hears no answer reads it",
    "card/register_phone": "each try draws another credential, so ends differ; the same key again is linked then",
    "loyalty/edit_campaign": "one document, over the version that was read; a draft moves nothing until it is launched",
    "wallet/reconcile_day": "one row with a reason, in place of the reason before; it moves nothing",
}
"""Writers without a scene, and why."""
PLAYED = {f"{scene.domain}/{scene.use_case}" for scene in SCENES}


@functools.cache
def writers() -> dict[str, set[str]]:
    """Each function that writes, and the modules in which."""
    found = {f"{one.parent.name}/{one.stem}": written_in(one) for one in (ROOT / "functions").glob("*/*.py")}
    return {
        name: where
        for name, where in found.items()
        if any(name.split("/")[0] in OF_MONEY or one.startswith("cercano.ledger") for one in where)
    }


def test_every_function_that_writes_money_has_a_scene():
    writing = writers()

    lacking = writing.keys() - PLAYED

    assert len(writing) > 45
    assert lacking - NONE_NEEDED.keys() == set(), "write its scene in tests/proofs/scenes_*.py"
    assert NONE_NEEDED.keys() - lacking == set(), "it has a scene now, or writes no more: take it from the list"


def test_who_only_reads_is_not_taken_for_a_writer():
    writing = writers()

    assert {name for name in writing if "/read_" in name or "/verify_" in name} == set()
    assert "cercano.wallet.settling" in writing["wallet/settle_payees"]
    assert "cercano.ledger.book" in writing["access/end_stays"]
