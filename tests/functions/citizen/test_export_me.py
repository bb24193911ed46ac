"""A copy of all that is held of somebody: theirs alone, whole, and forgotten after a week."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from cercano.kit import aws
from tests.functions.citizen.conftest import Town


def document(town: Town) -> dict[str, Any]:
    (key,) = town.files()
    found: dict[str, Any] = json.loads(aws.client("s3").get_object(Bucket=town.bucket, Key=key)["Body"].read())
    return found


def test_the_copy_holds_all_of_it_and_the_other_domains_are_asked(town: Town) -> None:
    town.verify()
    town.say_who(birth_date="1984-05-17", address={"street": "Calle de la Invención, 1"})
    town.consent("city_news", given=True, text_version=1)
    town.bind(kind="new_child", name="Peque Inventada", birth_date="2019-03-02")
    town.ask("find_citizens", "GET", "/citizens/ana?purpose=benefit", roles=("staff",), subject="sara")

    answer = town.ask("export_me", "POST", "/me/export")

    export_id = answer.json["export_id"]
    copy = document(town)
    assert (answer.status, answer.json["expires_at"]) == (201, "2026-11-30T11:00:00Z")
    assert [part["domain"] for part in answer.json["parts"]] == ["citizen"]
    assert copy["citizen"]["profile"] == {
        "name": "Ana Inventada",
        "birth_date": "1984-05-17",
        "street": "Calle de la Invención, 1",
        "postcode": "",
        "town": "",
        "language": "es",
    }
    assert [len(copy[part]) for part in ("consents", "readers", "family")] == [1, 1, 1]
    assert ("ExportAsked", {"citizen_id": "ana", "export_id": export_id}) in town.told()


def test_another_domains_part_appears_beside_ours(town: Town) -> None:
    export_id = town.ask("export_me", "POST", "/me/export").json["export_id"]
    aws.client("s3").put_object(Bucket=town.bucket, Key=f"exports/ana/{export_id}/wallet.json", Body=b"{}")

    answer = town.ask("export_me", "GET", f"/me/export/{export_id}")

    assert [part["domain"] for part in answer.json["parts"]] == ["citizen", "wallet"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_copy_is_nobody_elses_and_lasts_a_week(town: Town) -> None:
    export_id = town.ask("export_me", "POST", "/me/export").json["export_id"]
    town.me("berta")

    foreign = town.ask("export_me", "GET", f"/me/export/{export_id}", subject="berta")
    town.clock.tick(timedelta(days=7).total_seconds())
    late = town.ask("export_me", "GET", f"/me/export/{export_id}")

    assert [(a.status, a.code) for a in (foreign, late)] == [(404, "no_such_export")] * 2


def test_the_links_are_never_kept_for_a_repetition(town: Town) -> None:
    key = {"Idempotency-Key": "export-1"}
    town.ask("export_me", "POST", "/me/export", headers=key)

    again = town.ask("export_me", "POST", "/me/export", headers=key)

    assert (again.status, again.code, len(town.files())) == (409, "already_done", 1)
    assert "X-Amz-Signature" not in str(town.items())
