"""An inspector sees what travels with a credential today, and nothing of whose it is."""

from __future__ import annotations

from datetime import date

from cercano.ledger.terms import Concession
from tests.functions.access.conftest import acts_for, an_account, said, upload
from tests.support.aws import Domain
from tests.support.http import call


def test_an_inspector_sees_the_last_tap_the_passes_and_the_rights_of_today(access: Domain) -> None:
    credential = "00112233aabbccdd"
    acts_for("operator:tus", "inspector")
    monthly = {"id": "0" * 32, "code": "monthly", "service": "sea", "from": "2026-11-01", "to": "2026-11-30"}
    over = {**monthly, "id": "1" * 32, "code": "weekly", "to": "2026-11-08"}
    ends = (("senior", 23), ("youth", 22))
    rights = tuple(Concession(code, date(2026, 1, 1), date(2026, 11, day)) for code, day in ends)
    an_account("acc_leo", held=(credential,), citizen_id="leo", passes=(monthly, over), concessions=rights)
    access.function("ingest_taps")(upload([said(600, 1, credential, vehicle="301")]))
    function = access.function("inspect_tap")

    with function.running():
        path = f"/inspections?credential={credential}&vehicle=204"
        answer = call(function.module.app, "GET", path, subject="inspector", roles=("operator",)).json

    assert (answer["is_known"], answer["has_tapped"], answer["last"]["vehicle"]) == (True, False, "301")
    assert answer["passes"] == [{"code": "monthly", "valid_from": "2026-11-01", "valid_to": "2026-11-30"}]
    assert answer["concessions"] == [{"code": "senior", "valid_from": "2026-01-01", "valid_to": "2026-11-23"}]
    assert answer["card_class"] == "resident"
    assert "leo" not in str(answer)
