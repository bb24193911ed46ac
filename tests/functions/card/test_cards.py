"""A card's life through its holder's hands and the office's, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cercano.facts.citizen import CitizenErased, CitizenVerified
from tests.functions.card.conftest import Office
from tests.support.events import fact_event, schedule_event


def test_a_blocked_card_tells_the_city_and_opens_nothing(office: Office) -> None:
    card_id = office.card()

    answer = office.do("block", card_id, {"reason": "lost"})

    assert (answer.status, answer.json["state"], answer.json["block_reason"]) == (200, "blocked", "lost")
    assert office.told() == [("CardBlocked", card_id)]
    rights = office.ask("read_cards", "GET", f"/cards/{card_id}/rights").json["items"]
    assert {right["price"] for right in rights} == {"closed"}


def test_a_refused_block_changes_nothing_and_tells_nobody(office: Office) -> None:
    card_id = office.card()
    office.do("replace", card_id)
    before = office.items()

    answer = office.do("block", card_id, {"reason": "lost"})

    assert (answer.status, answer.code) == (409, "card_cannot")
    assert office.items() == before


def test_a_found_card_works_again_and_a_stolen_one_needs_the_desk(office: Office) -> None:
    card_id = office.card()

    office.do("block", card_id, {"reason": "lost"})
    found = office.do("unblock", card_id)
    office.do("block", card_id, {"reason": "stolen"})
    refused = office.do("unblock", card_id)
    at_the_desk = office.do("unblock", card_id, subject="luis", roles=("staff",))

    assert [a.status for a in (found, refused, at_the_desk)] == [200, 409, 200]
    assert (refused.code, at_the_desk.json["state"]) == ("only_at_the_desk", "active")


def test_only_the_office_speaks_of_misuse(office: Office) -> None:
    card_id = office.card()

    assert office.do("block", card_id, {"reason": "misuse"}).status == 403
    assert office.do("block", card_id, {"reason": "misuse"}, subject="luis", roles=("staff",)).status == 200
    assert office.do("unblock", card_id).code == "only_at_the_desk"


def test_a_replacement_keeps_account_and_rights_and_kills_what_spoke_before(office: Office) -> None:
    card_id = office.card()
    office.phone(card_id)
    before = office.read(card_id)

    answer = office.do("replace", card_id)

    new, old = answer.json, office.read(card_id)
    assert (answer.status, new["state"], new["account_id"]) == (201, "issued", before["account_id"])
    assert (old["state"], old["replaced_by"], old["credentials"]) == ("replaced", new["card_id"], [])
    assert new["replaces"] == card_id
    assert office.told() == [
        ("CardIssued", new["card_id"]),
        ("CardReplaced", new["card_id"]),
        ("CredentialEnded", card_id),
    ]
    assert office.do("replace", card_id).json == new


def test_nobody_sees_or_touches_anothers_card_nor_learns_that_it_is_there(office: Office) -> None:
    card_id = office.card()
    key = {"jwk": {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}}
    calls: list[tuple[str, str, str, Any]] = [
        ("read_cards", "GET", "", None),
        ("read_cards", "GET", "/rights", None),
        ("activate_card", "POST", "/activate", None),
        ("block_card", "POST", "/block", {"reason": "lost"}),
        ("block_card", "POST", "/unblock", None),
        ("replace_card", "POST", "/replace", None),
        ("register_phone", "POST", "/app-key", key),
    ]

    for home, method, step, body in calls:
        others = office.ask(home, method, f"/cards/{card_id}{step}", body, subject="eva")
        ghost = office.ask(home, method, f"/cards/card_0{step}", body, subject="eva")
        assert (others.status, others.code) == (ghost.status, ghost.code) == (404, "no_such_card"), step
    assert office.read(card_id)["state"] == "active"


def test_staff_alone_put_concessions_and_only_they_and_kiosks_link_chips(office: Office) -> None:
    card_id = office.card()

    said = [
        office.ask("grant_concession", "POST", f"/cards/{card_id}/concessions", {}).status,
        office.ask("grant_concession", "DELETE", f"/cards/{card_id}/concessions/senior").status,
        office.ask("link_chip", "POST", f"/cards/{card_id}/chip", office.chip()).status,
        office.check(qr="").status,
        office.ask("check_proof", "POST", "/proofs", {"qr": ""}).status,
    ]

    assert said == [403, 403, 403, 422, 403]


SENIOR = {"concession": "senior", "proof": "register", "valid_from": "2026-11-23", "valid_to": "2027-01-31"}


def test_a_concession_is_a_word_and_its_dates_and_lowers_the_price(office: Office) -> None:
    card_id = office.card()

    granted = office.staff("grant_concession", "POST", f"/cards/{card_id}/concessions", SENIOR)

    assert granted.json["concessions"] == [
        {
            "concession": "senior",
            "valid_from": "2026-11-23",
            "valid_to": "2027-01-31",
            "renewal_opens_on": "2026-12-02",
            "can_renew": False,
        }
    ]
    assert office.told() == [("ConcessionGranted", card_id)]
    rights = office.ask("read_cards", "GET", f"/cards/{card_id}/rights").json["items"]
    assert {r["service"]: (r["price"], r["because"]) for r in rights}["bus"] == ("reduced", "senior")
    withdrawn = office.staff("grant_concession", "DELETE", f"/cards/{card_id}/concessions/senior")
    assert withdrawn.json["concessions"] == []
    assert office.told() == [("ConcessionEnded", card_id)]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"proof": "employment_office"}, "wrong_proof"),
        ({"valid_to": "2026-11-22"}, "bad_dates"),
        ({"valid_to": "2099-01-01"}, "bad_dates"),
        ({"document": "a scan"}, "invalid"),
        ({"concession": "mayor"}, "invalid"),
    ],
)
def test_a_concession_that_does_not_hold_is_refused(office: Office, changed: dict[str, str], code: str) -> None:
    card_id = office.card()

    answer = office.staff("grant_concession", "POST", f"/cards/{card_id}/concessions", {**SENIOR, **changed})

    assert (answer.status, answer.code) == (422, code)


def test_the_concessions_of_the_city_are_public(office: Office) -> None:
    answer = office.ask("read_concessions", "GET", "/concessions", roles=None)

    assert answer.status == 200
    assert [each["concession"] for each in answer.json["items"] if "register" in each["proofs"]] == [
        "child",
        "youth",
        "senior",
    ]


def run(office: Office, use_case: str, day: str, hour: str = "12:00") -> Any:
    moment = f"{day}T{hour}:00Z"
    office.clock.move_to(office.clock.at.fromisoformat(moment))
    return office.function(use_case)(schedule_event(moment))


def test_a_card_ends_when_its_last_day_is_over_in_santander(office: Office) -> None:
    card_id = office.card()
    office.phone(card_id)
    run(office, "expire_cards", "2027-02-19")

    assert run(office, "expire_cards", "2027-02-20", "22:59") == {"changed": 0}
    assert run(office, "expire_cards", "2027-02-20", "23:00") == {"changed": 1}
    assert run(office, "expire_cards", "2027-02-21") == {"changed": 0}

    card = office.read(card_id)
    assert (card["state"], card["credentials"]) == ("expired", [])
    assert office.told() == [("CardExpired", card_id), ("CredentialEnded", card_id)]
    assert office.do("replace", card_id).json["account_id"] == card["account_id"]


def test_days_that_nobody_did_are_made_up_for(office: Office) -> None:
    card_id = office.card()
    office.staff("grant_concession", "POST", f"/cards/{card_id}/concessions", SENIOR)
    run(office, "expire_cards", "2027-01-30")

    assert run(office, "expire_cards", "2027-02-10") == {"changed": 1}
    assert office.read(card_id)["concessions"] == []
    assert office.told() == [("ConcessionEnded", card_id)]


def test_a_renewal_is_told_once_on_the_day_it_opens(office: Office) -> None:
    card_id = office.card()
    office.phone(card_id)
    office.staff("grant_concession", "POST", f"/cards/{card_id}/concessions", SENIOR)
    run(office, "remind_renewals", "2026-12-01")

    assert run(office, "remind_renewals", "2026-12-02") == {"told": 1}
    assert ("ConcessionRenewalDue", card_id) in office.told()
    assert run(office, "remind_renewals", "2026-12-03") == {"told": 0}
    assert office.read(card_id)["concessions"][0]["can_renew"] is True


def test_a_renewed_concession_is_not_told_on_the_old_day(office: Office) -> None:
    card_id = office.card()
    path = f"/cards/{card_id}/concessions"
    office.staff("grant_concession", "POST", path, SENIOR)
    office.staff("grant_concession", "POST", path, {**SENIOR, "valid_to": "2030-01-31"})
    run(office, "remind_renewals", "2026-12-01")

    assert run(office, "remind_renewals", "2026-12-02") == {"told": 0}
    run(office, "expire_cards", "2027-01-31")
    assert run(office, "expire_cards", "2027-02-01") == {"changed": 0}


def test_the_samples_of_the_clock_run(office: Office) -> None:
    for use_case in ("expire_cards", "remind_renewals", "refresh_statuses"):
        assert office.function(use_case)() is not None


def test_a_card_is_found_again_only_within_the_week(office: Office) -> None:
    card_id = office.card()
    office.do("block", card_id, {"reason": "lost"})
    office.clock.at += timedelta(days=8)

    assert office.do("unblock", card_id).code == "only_at_the_desk"


def test_the_office_stops_for_misuse_what_its_holder_had_said_was_lost(office: Office) -> None:
    card_id = office.card()
    office.do("block", card_id, {"reason": "lost"})

    stopped = office.do("block", card_id, {"reason": "misuse"}, subject="luis", roles=("staff",))
    again = office.do("block", card_id, {"reason": "lost"})
    back = office.do("unblock", card_id)

    assert (stopped.status, stopped.json["block_reason"]) == (200, "misuse")
    assert (again.status, again.code) == (409, "card_cannot")
    assert (back.status, back.code) == (409, "only_at_the_desk")


def test_a_lost_card_gives_way_to_one_that_lasts_no_longer(office: Office) -> None:
    card_id = office.card()
    office.clock.at += timedelta(days=60)

    new = office.do("replace", card_id).json

    assert new["expires_on"] == office.read(card_id)["expires_on"] == "2027-02-20"


def test_an_expired_childs_card_is_renewed_at_the_desk_and_not_by_its_holder(office: Office) -> None:
    verified = CitizenVerified(at=office.clock.at, citizen_id="ana", level=2)
    office.function("heed_citizens")(fact_event(verified))
    application_id = office.apply("child").json["application_id"]
    card_id = office.staff("decide_application", "POST", f"/applications/{application_id}/issue").json["card_id"]
    run(office, "expire_cards", "2031-11-21")
    run(office, "expire_cards", "2031-11-22")
    assert office.read(card_id)["state"] == "expired"

    alone = office.do("replace", card_id)
    staff = office.do("replace", card_id, subject="luis", roles=("staff",))

    assert (alone.status, alone.code) == (409, "renew_at_the_desk")
    assert (staff.status, staff.json["expires_on"]) == (201, "2036-11-19")


def test_nobody_who_was_erased_brings_their_card_back(office: Office) -> None:
    card_id = office.card()
    office.function("heed_citizens")(fact_event(CitizenErased(at=office.clock.at, citizen_id="ana")))

    answer = office.do("replace", card_id)

    assert (answer.status, answer.code) == (409, "renew_at_the_desk")
    assert office.read(card_id)["state"] == "expired"


def test_a_concession_renewed_in_time_leaves_no_day_without_it(office: Office) -> None:
    card_id, place = office.card(), "/concessions"
    office.staff("grant_concession", "POST", f"/cards/{card_id}{place}", SENIOR)
    office.clock.at += timedelta(days=20)

    following = {**SENIOR, "valid_from": "2027-02-01", "valid_to": "2028-01-31"}
    renewed = office.staff("grant_concession", "POST", f"/cards/{card_id}{place}", following)
    later = {**SENIOR, "valid_from": "2028-02-02", "valid_to": "2029-01-31"}
    with_a_gap = office.staff("grant_concession", "POST", f"/cards/{card_id}{place}", later)

    (kept,) = renewed.json["concessions"]
    assert (kept["valid_from"], kept["valid_to"]) == ("2026-11-23", "2028-01-31")
    assert (with_a_gap.status, with_a_gap.code) == (422, "days_between")
    assert office.read(card_id)["concessions"][0]["valid_to"] == "2028-01-31"


def test_nobody_puts_a_concession_on_their_own_card(office: Office) -> None:
    card_id = office.card()

    own = office.staff("grant_concession", "POST", f"/cards/{card_id}/concessions", SENIOR, subject="ana")

    assert (own.status, own.code, office.read(card_id)["concessions"]) == (409, "not_for_yourself", [])


def test_the_renewal_of_a_short_concession_is_told_too(office: Office) -> None:
    card_id = office.card()
    office.staff("grant_concession", "POST", f"/cards/{card_id}/concessions", {**SENIOR, "valid_to": "2026-12-22"})
    run(office, "remind_renewals", "2026-11-23")

    assert run(office, "remind_renewals", "2026-11-24") == {"told": 1}
    assert run(office, "remind_renewals", "2026-11-25") == {"told": 0}
