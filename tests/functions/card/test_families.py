"""A guardian asks for a child's card and looks after it; at eighteen the card is the child's alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cercano.facts.citizen import (
    CitizenVerified,
    GuardianshipEnded,
    GuardianshipGranted,
    RepresentationEnded,
    RepresentationGranted,
)
from tests.card.credentials import a_key, jwk
from tests.functions.card.conftest import EXPORTED, NOON, Office
from tests.support.events import fact_event
from tests.support.http import Answer

OF_AGE = NOON + timedelta(days=900)
IDS = {"guardian_id": "ana", "child_id": "leo"}
BOND = GuardianshipGranted(at=NOON, **IDS, ends_at=OF_AGE)
FOR_LEO = {"card_class": "child", "format": "app", "citizen_id": "leo"}


def hear(office: Office, *facts: Any) -> None:
    heard = office.function("heed_citizens")(fact_event(*facts, source="cercano.citizen"))
    assert heard == {"batchItemFailures": []}


@pytest.fixture
def ana(office: Office) -> Office:
    """Ana, whom the register knows, answers for Leo."""
    hear(office, BOND, CitizenVerified(at=NOON, citizen_id="ana", level=2))
    return office


def ask_for_leo(office: Office, **options: Any) -> Answer:
    return office.ask("request_card", "POST", "/applications", FOR_LEO, **options)


def leos_card(office: Office) -> str:
    application_id = ask_for_leo(office).json["application_id"]
    issued = office.staff("decide_application", "POST", f"/applications/{application_id}/issue")
    assert issued.status == 201, issued.text
    card_id: str = issued.json["card_id"]
    return card_id


def everything(office: Office, card_id: str, subject: str) -> dict[str, Any]:
    """What somebody is answered who tries all there is with a card."""
    key = {"jwk": {**jwk(a_key()), **EXPORTED}}
    tries: list[tuple[str, str, str, Any]] = [
        ("read_cards", "GET", "/cards?citizen_id=leo", None),
        ("read_cards", "GET", f"/cards/{card_id}", None),
        ("read_cards", "GET", f"/cards/{card_id}/rights", None),
        ("request_card", "GET", "/me/applications?citizen_id=leo", None),
        ("register_phone", "POST", f"/cards/{card_id}/app-key", key),
        ("block_card", "POST", f"/cards/{card_id}/block", {"reason": "lost"}),
        ("block_card", "POST", f"/cards/{card_id}/unblock", None),
        ("replace_card", "POST", f"/cards/{card_id}/replace", None),
    ]
    answers = {one[2].rpartition("/")[2]: office.ask(*one, subject=subject) for one in tries}
    return {name: answer.code if answer.status >= 400 else answer.status for name, answer in answers.items()}


def test_a_guardian_asks_for_a_childs_card_and_has_it(ana: Office) -> None:
    asked = ask_for_leo(ana)
    card_id = leos_card_of(ana, asked)

    assert (asked.json["citizen_id"], asked.json["requested_by"]) == ("leo", "ana")
    assert [one["card_id"] for one in cards(ana, "ana", "?citizen_id=leo")] == [card_id]
    assert [one["card_id"] for one in cards(ana, "leo")] == [card_id]
    assert cards(ana, "ana") == []


def leos_card_of(office: Office, asked: Answer) -> str:
    issued = office.staff("decide_application", "POST", f"/applications/{asked.json['application_id']}/issue")
    card_id: str = issued.json["card_id"]
    return card_id


def cards(office: Office, subject: str, query: str = "") -> Any:
    return office.ask("read_cards", "GET", f"/cards{query}", subject=subject).json["items"]


def test_a_guardian_does_all_with_the_card_that_its_holder_may(ana: Office) -> None:
    assert set(everything(ana, leos_card(ana), "ana").values()) == {200, 201}


def test_a_guardian_says_no_more_than_a_holder(ana: Office) -> None:
    card_id = leos_card(ana)
    ana.do("activate", card_id)

    assert ana.do("block", card_id, {"reason": "misuse"}).code == "not_allowed"
    ana.do("block", card_id, {"reason": "stolen"})
    assert ana.do("unblock", card_id).code == "only_at_the_desk"


@pytest.mark.parametrize("end", ["told", "by itself", "undone"])
def test_whose_bond_is_over_sees_nothing_more(ana: Office, end: str) -> None:
    card_id = leos_card(ana)
    mine = ask_for_leo(ana).json["application_id"]
    ana.clock.move_to(OF_AGE if end != "undone" else NOON + timedelta(hours=1))
    if end != "by itself":
        hear(ana, GuardianshipEnded(at=ana.clock.at, **IDS), BOND)

    tries = everything(ana, card_id, "ana")

    assert set(tries.values()) == {"no_such_person", "no_such_card"}
    assert ask_for_leo(ana).code == "no_such_person"
    assert ana.ask("request_card", "GET", f"/applications/{mine}").code == "no_such_application"
    assert [one["state"] for one in cards(ana, "leo")] == ["issued"]


def test_the_phone_of_whose_bond_is_over_is_no_card_any_more(ana: Office) -> None:
    card_id = leos_card(ana)
    path = f"/cards/{card_id}/app-key"
    phone = ana.ask("register_phone", "POST", path, {"jwk": {**jwk(a_key()), **EXPORTED}}).json["credential_id"]
    assert [one["credential_id"] for one in ana.read(card_id)["credentials"]] == [phone]
    ana.clock.move_to(OF_AGE)
    end = GuardianshipEnded(at=OF_AGE, **IDS)

    hear(ana, end, end, BOND)

    assert ana.read(card_id)["credentials"] == []
    assert ("CredentialEnded", card_id) in ana.told()


def test_the_phone_of_the_child_goes_on_when_the_bond_is_over(ana: Office) -> None:
    card_id = leos_card(ana)
    ana.ask("register_phone", "POST", f"/cards/{card_id}/app-key", {"jwk": {**jwk(a_key()), **EXPORTED}}, subject="leo")
    ana.clock.move_to(OF_AGE)

    hear(ana, GuardianshipEnded(at=OF_AGE, **IDS))

    assert len(ana.read(card_id)["credentials"]) == 1


def test_a_guardian_of_one_child_sees_no_other(ana: Office) -> None:
    card_id = ana.card(subject="eva")

    assert set(everything(ana, card_id, "ana").values()) == {200, "no_such_card"}
    assert ana.ask("read_cards", "GET", "/cards?citizen_id=eva").code == "no_such_person"
    assert ana.ask("request_card", "POST", "/applications", {**FOR_LEO, "citizen_id": "eva"}).code == "no_such_person"


def test_a_representative_does_what_was_agreed(ana: Office) -> None:
    card_id = leos_card(ana)
    two = {"represented_id": "leo", "ends_at": OF_AGE}
    hear(
        ana,
        RepresentationGranted(at=NOON, representative_id="luz", scope=("card",), **two),
        RepresentationGranted(at=NOON, representative_id="max", scope=("wallet",), **two),
    )

    assert set(everything(ana, card_id, "max").values()) == {"no_such_person", "no_such_card"}
    assert everything(ana, card_id, "luz")["rights"] == 200

    hear(ana, RepresentationEnded(at=NOON, representative_id="luz", represented_id="leo"))

    assert set(everything(ana, card_id, "luz").values()) == {"no_such_person", "no_such_card"}


def test_nobody_at_the_desk_decides_on_a_child_they_answer_for(ana: Office) -> None:
    hear(ana, GuardianshipGranted(at=NOON, guardian_id="luis", child_id="leo"))
    path = f"/applications/{ask_for_leo(ana).json['application_id']}"

    issued = ana.staff("decide_application", "POST", f"{path}/issue")
    rejected = ana.staff("decide_application", "POST", f"{path}/reject", {"reason": "duplicate"})
    by_another = ana.staff("decide_application", "POST", f"{path}/issue", subject="sofia")
    right = {"concession": "child", "proof": "register", "valid_from": "2026-11-23", "valid_to": "2027-01-01"}
    card = f"/cards/{by_another.json['card_id']}/concessions"

    assert (issued.code, rejected.code, by_another.status) == ("not_for_yourself", "not_for_yourself", 201)
    assert ana.staff("grant_concession", "POST", card, right).code == "not_for_yourself"
    assert ana.staff("grant_concession", "POST", card, right, subject="sofia").status == 200


def test_the_guardian_stands_for_a_child_that_has_no_document(office: Office) -> None:
    hear(office, BOND)
    application_id = ask_for_leo(office).json["application_id"]
    path = f"/applications/{application_id}"

    before = office.staff("decide_application", "POST", f"{path}/issue")
    said = office.ask("request_card", "GET", path).json
    hear(office, CitizenVerified(at=NOON, citizen_id="ana", level=2))

    assert (before.code, said["next_step"]) == ("holder_not_verified", "verify_residence")
    assert office.ask("request_card", "GET", path).json["next_step"] == "wait"
    assert office.staff("decide_application", "POST", f"{path}/issue").status == 201


def test_ones_applications_say_what_comes_next(office: Office) -> None:
    first = office.apply("tourist").json
    refused = office.apply("senior").json
    office.staff("decide_application", "POST", f"/applications/{first['application_id']}/issue")
    office.staff(
        "decide_application", "POST", f"/applications/{refused['application_id']}/reject", {"reason": "proof_missing"}
    )
    office.apply("resident")
    office.apply("tourist", subject="eva")

    page = office.ask("request_card", "GET", "/me/applications")

    told = [(one["card_class"], one["state"], one["reject_reason"], one["next_step"]) for one in page.json["items"]]
    assert told == [
        ("resident", "requested", None, "verify_residence"),
        ("senior", "rejected", "proof_missing", "bring_proof"),
        ("tourist", "approved", None, "use_card"),
    ]
    english = office.ask("request_card", "GET", "/me/applications", headers={"Accept-Language": "en"})
    assert english.json["items"][1]["next_step_text"] == "Apply again and take the proof to the card office."


def test_each_reason_for_a_no_has_a_next_step() -> None:
    from cercano.card.next_steps import AFTER, SENTENCES
    from cercano.card.words import NextStep, RejectReason

    assert set(AFTER) == set(RejectReason)
    assert {step: sorted(words) for step, words in SENTENCES.items()} == {step: ["en", "es"] for step in NextStep}
