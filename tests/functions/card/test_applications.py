"""From asking for a card to having it: decided once, by somebody else, for whom the class is."""

from __future__ import annotations

from typing import Any

import pytest

from cercano.facts.citizen import CitizenErased, CitizenVerified
from tests.functions.card.conftest import NOON, Office
from tests.support.copies import ask_for_copy
from tests.support.events import fact_event


def verify(office: Office, citizen_id: str = "ana", level: int = 2) -> Any:
    said = CitizenVerified(at=NOON, citizen_id=citizen_id, level=level)
    return office.function("heed_citizens")(fact_event(said, source="cercano.citizen"))


def issue(office: Office, application_id: str, **options: Any) -> Any:
    return office.staff("decide_application", "POST", f"/applications/{application_id}/issue", **options)


def waiting(office: Office) -> list[str]:
    answer = office.staff("decide_application", "GET", "/applications")
    return [each["application_id"] for each in answer.json["items"]]


def test_what_ana_asks_for_lies_on_the_desk_until_it_is_issued(office: Office) -> None:
    answer = office.apply("tourist")
    application_id = answer.json["application_id"]
    assert (answer.status, answer.headers["location"]) == (201, f"/api/card/applications/{application_id}")
    assert waiting(office) == [application_id]

    card = issue(office, application_id)

    assert (card.status, card.json["state"], card.json["expires_on"]) == (201, "issued", "2027-02-20")
    assert waiting(office) == []
    assert office.told() == [("CardIssued", card.json["card_id"])]
    read = office.ask("request_card", "GET", f"/applications/{application_id}").json
    assert (read["state"], read["card_id"]) == ("approved", card.json["card_id"])
    (mine,) = office.ask("read_cards", "GET", "/cards").json["items"]
    assert mine == card.json


def test_a_repeated_issue_is_the_same_card(office: Office) -> None:
    application_id = office.apply().json["application_id"]

    first, second = issue(office, application_id), issue(office, application_id)

    assert first.json == second.json
    assert len(office.ask("read_cards", "GET", "/cards").json["items"]) == 1


def test_an_issue_that_was_cut_short_ends_in_the_card_that_was_chosen(office: Office, monkeypatch: Any) -> None:
    application_id = office.apply().json["application_id"]
    office.function("decide_application")
    from cercano.card import store

    def cut(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(store, "add", cut)
        assert issue(office, application_id).status == 500
    chosen = office.ask("request_card", "GET", f"/applications/{application_id}").json["card_id"]

    assert issue(office, application_id).json["card_id"] == chosen


def test_a_rejected_application_stays_rejected_and_its_holder_reads_why(office: Office) -> None:
    application_id = office.apply().json["application_id"]
    path = f"/applications/{application_id}"

    rejected = office.staff("decide_application", "POST", f"{path}/reject", {"reason": "proof_missing"})

    assert (rejected.status, rejected.json["reject_reason"]) == (200, "proof_missing")
    assert issue(office, application_id).code == "application_cannot"
    assert office.told() == []
    assert office.apply().status == 201


def test_a_residents_card_waits_for_the_register(office: Office) -> None:
    application_id = office.apply("resident").json["application_id"]

    before = issue(office, application_id)
    verify(office, level=1)
    at_level_one = issue(office, application_id)
    office.clock.tick(1)
    late = CitizenVerified(at=NOON.replace(second=1), citizen_id="ana", level=2)
    office.function("heed_citizens")(fact_event(late))
    verify(office, level=1)

    assert [a.code for a in (before, at_level_one)] == ["holder_not_verified"] * 2
    assert issue(office, application_id).status == 201


def test_nobody_issues_their_own_card(office: Office) -> None:
    application_id = office.apply(subject="luis", roles=("staff",)).json["application_id"]

    assert issue(office, application_id).code == "not_for_yourself"


def test_a_second_application_for_the_same_class_waits_for_the_first(office: Office) -> None:
    office.apply("tourist")

    assert office.apply("tourist").code == "application_pending"
    assert office.apply("resident").status == 201
    assert office.apply("tourist", subject="eva").status == 201


@pytest.mark.parametrize("card_class", ["anonymous", "vip", "", None, 7])
def test_only_a_personal_class_can_be_asked_for(office: Office, card_class: Any) -> None:
    assert office.apply(card_class).status == 422


def test_nobody_reads_anothers_application(office: Office) -> None:
    application_id = office.apply().json["application_id"]

    others = office.ask("request_card", "GET", f"/applications/{application_id}", subject="eva")
    ghost = office.ask("request_card", "GET", "/applications/application_0", subject="eva")

    assert (others.status, others.code) == (ghost.status, ghost.code) == (404, "no_such_application")


@pytest.mark.parametrize("roles", [None, (), ("citizen",), ("agent", "merchant", "moderator", "operator")])
def test_only_staff_decide(office: Office, roles: tuple[str, ...] | None) -> None:
    application_id = office.apply().json["application_id"]
    calls = [("GET", "", None), ("POST", f"/{application_id}/issue", None), ("POST", f"/{application_id}/reject", {})]

    answers = [office.ask("decide_application", m, f"/applications{p}", b, roles=roles).status for m, p, b in calls]

    assert answers == [401 if roles is None else 403] * 3


def test_who_was_erased_has_no_card_that_works(office: Office) -> None:
    card_id = office.card()
    office.phone(card_id)

    erased = fact_event(CitizenErased(at=NOON, citizen_id="ana"))
    office.function("heed_citizens")(erased)
    once = office.read(card_id)
    office.function("heed_citizens")(erased)

    assert (once["state"], once["credentials"]) == ("expired", [])
    assert office.read(card_id) == once


def test_a_copy_of_all_that_is_held_of_ana_has_her_cards_and_nobody_elses(office: Office) -> None:
    card_id = office.card()
    office.card(subject="ben")

    held = ask_for_copy(office.domain, office.function("heed_citizens"), "ana", times=2)

    assert [card["card_id"] for card in held["cards"]] == [card_id]
    assert (held["format"], held["level"]) == ("cercano.card/1", 0)


def test_a_card_over_the_counter_asks_for_nobodys_name(office: Office) -> None:
    key = {"Idempotency-Key": "kiosk-7-1"}

    sold = [
        office.ask("sell_card", "POST", "/anonymous-cards", {}, subject="kiosk", roles=("operator",), headers=key)
        for _ in range(2)
    ]

    assert [answer.status for answer in sold] == [201, 201]
    assert sold[0].json == sold[1].json
    assert (sold[0].json["card_class"], sold[0].json["state"]) == ("anonymous", "issued")
    card_id = sold[0].json["card_id"]
    active = office.do("activate", card_id, subject="kiosk", roles=("operator",))
    assert active.json["state"] == "active"
    assert office.ask("sell_card", "POST", "/anonymous-cards", {}, headers=key).status == 403


def test_a_till_that_got_no_answer_asks_again_and_sells_one_card(office: Office, monkeypatch: Any) -> None:
    from cercano.kit import idempotency

    def sell(key: str = "till-3-9", **body: str) -> Any:
        said = {"Idempotency-Key": key}
        return office.ask("sell_card", "POST", "/anonymous-cards", body, subject="k", roles=("operator",), headers=said)

    def cut(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(idempotency, "_end", cut)
        lost = sell(card_class="tourist")
    office.clock.tick(60)

    again, another = sell(card_class="tourist"), sell("till-3-10", card_class="tourist")

    assert (lost.status, again.status, again.json["card_class"]) == (500, 201, "tourist")
    assert again.json["expires_on"] == "2027-02-20"
    assert office.told() == sorted(("CardIssued", one.json["card_id"]) for one in (again, another))
    assert sell("till-3-11", card_class="resident").status == 422
