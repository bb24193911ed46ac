"""Phones and chips: believed while they live, dead within seconds when their card says so, and never forged."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import pytest

from cercano.credential import qr
from cercano.ledger import credentials
from tests.card.credentials import AT, Phone, a_city, a_key, jwk, signer
from tests.functions.card.conftest import Office


def believed(office: Office, phone: Phone) -> str:
    at = int(office.clock.at.timestamp())
    return qr.read(phone.shows(at), city_keys=office.city_keys(), unix_s=at).credential_id


def test_a_registered_phone_is_believed_with_the_published_keys_alone(office: Office) -> None:
    card_id = office.card(is_active=False)

    phone, answer = office.phone(card_id)

    assert believed(office, phone) == answer["credential_id"]
    assert (answer["card"]["state"], answer["expires_at"]) == ("active", "2026-12-23T12:00:00Z")
    assert office.told() == [("CardActivated", card_id), ("CredentialActivated", card_id)]
    assert answer["kid"] == office.ask("read_keys", "GET", "/keys", roles=None).json["keys"][0]["kid"]


def test_the_ledger_knows_a_phone_before_the_phone_does(office: Office) -> None:
    card_id = office.card()

    _, answer = office.phone(card_id)

    with office.function("register_phone").running():
        assert credentials.account_of(answer["credential_id"]) == answer["card"]["account_id"]


def test_a_word_of_the_phones_end_is_not_undone_by_its_late_beginning(office: Office) -> None:
    card_id = office.card()
    key = a_key()
    _, answer = office.phone(card_id, key)
    with office.function("register_phone").running():
        credentials.unlink(answer["credential_id"], answer["card"]["account_id"], card_id, office.clock.at)

    office.phone(card_id, key)

    with office.function("register_phone").running():
        assert credentials.account_of(answer["credential_id"]) is None


def test_a_certificate_never_outlives_its_card(office: Office) -> None:
    card_id = office.card()
    office.clock.move_to(office.clock.at.fromisoformat("2027-02-10T12:00:00Z"))

    _, answer = office.phone(card_id)

    assert answer["expires_at"] == "2027-02-20T23:00:00Z"


def test_the_same_key_renews_and_another_one_ends_the_phone_before(office: Office) -> None:
    card_id = office.card()
    key = a_key()
    _, first = office.phone(card_id, key)
    office.clock.tick(3600)

    _, renewed = office.phone(card_id, key)
    assert (renewed["credential_id"], renewed["expires_at"]) == (first["credential_id"], "2026-12-23T13:00:00Z")

    _, other = office.phone(card_id)
    assert [each["credential_id"] for each in office.read(card_id)["credentials"]] == [other["credential_id"]]
    assert office.told() == [("CredentialActivated", card_id), ("CredentialEnded", card_id)]


def test_every_credential_has_a_place_of_its_own(office: Office) -> None:
    card_id = office.card()

    places = [int(office.phone(card_id)[1]["credential_id"][-6:], 16) for _ in range(5)]

    assert places == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "changed",
    [{"x": "A" * 43}, {"crv": "P-384"}, {"kty": "oct"}, {"d": "A" * 43}, {"x": "short"}, {"alg": "none"}],
)
def test_a_key_that_is_none_is_refused(office: Office, changed: dict[str, str]) -> None:
    card_id = office.card()

    said = {"jwk": {**jwk(a_key()), **changed}}
    answer = office.ask("register_phone", "POST", f"/cards/{card_id}/app-key", said)

    assert answer.status == 422
    assert office.read(card_id)["credentials"] == []


def test_a_blocked_card_takes_no_phone_and_certifies_none_anew(office: Office) -> None:
    card_id, key = office.card(), a_key()
    office.phone(card_id, key)
    office.do("block", card_id, {"reason": "stolen"})

    for wanted in (key, a_key()):
        answer = office.ask("register_phone", "POST", f"/cards/{card_id}/app-key", {"jwk": jwk(wanted)})
        assert (answer.status, answer.code) == (409, "card_cannot")


def test_no_answer_and_no_row_holds_what_is_secret(office: Office) -> None:
    card_id = office.card()
    phone, _ = office.phone(card_id)
    office.staff("link_chip", "POST", f"/cards/{card_id}/chip", office.chip())

    shown = str(office.read(card_id))

    assert qr.compressed(phone.key.public_key()).hex() not in shown
    assert "04de5f1eacc040" not in shown
    assert "the secret of" not in str(office.items())


def gate(office: Office, phone: Phone, **changed: Any) -> Any:
    return office.check(qr=phone.shows(int(office.clock.at.timestamp()), **changed))


def test_a_gate_with_a_network_learns_whose_account_it_is_and_no_more(office: Office) -> None:
    card_id = office.card()
    phone, answer = office.phone(card_id)

    passed = gate(office, phone)

    card = office.read(card_id)
    assert passed.json == {
        "credential_id": answer["credential_id"],
        "card_id": card_id,
        "account_id": card["account_id"],
        "card_class": "tourist",
    }


def test_each_way_to_cheat_a_gate_with_a_qr_is_refused_and_logged(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    card_id = office.card()
    phone, _ = office.phone(card_id)
    shown = phone.shows(AT)
    raw = base64.b32decode(shown + "===")
    flipped = base64.b32encode(raw[:-1] + bytes([raw[-1] ^ 1])).decode().rstrip("=")

    whys = [
        office.check(qr=flipped).json["detail"],
        office.check(qr=shown[:-1]).json["detail"],
        gate(office, a_city().phone()).json["detail"],
        gate(office, phone, sign=signer(a_key())).json["detail"],
        gate(office, phone, slot=AT // 30 - 2).json["detail"],
        office.check().json["detail"],
    ]
    office.clock.tick(60)
    whys.append(office.check(qr=shown).json["detail"])

    expected = ["forged", "unreadable", "foreign", "forged", "not_now", "unreadable", "not_now"]
    assert [why.partition("(")[2].partition(")")[0] for why in whys] == expected
    assert capsys.readouterr().out.count('"message":"proof_refused"') == len(whys)


def test_a_gate_refuses_at_once_what_is_blocked_replaced_or_ended(office: Office) -> None:
    card_id = office.card()
    phone, _ = office.phone(card_id)

    office.do("block", card_id, {"reason": "lost"})
    blocked = gate(office, phone).json["detail"]
    office.do("unblock", card_id)
    again = gate(office, phone).status
    office.do("replace", card_id)
    replaced = gate(office, phone).json["detail"]

    assert (again, "blocked" in blocked, "ended" in replaced) == (200, True, True)


def test_a_chip_is_believed_once_for_each_touch_late_ones_too(office: Office) -> None:
    card_id = office.card()
    linked = office.staff("link_chip", "POST", f"/cards/{card_id}/chip", office.chip(counter=1))
    assert (linked.status, [each["medium"] for each in linked.json["credentials"]]) == (200, ["chip"])

    said = [office.check(**office.chip(counter=n)).status for n in (1, 2, 2, 70, 69, 69, 6, 7, 70)]

    assert said == [422, 200, 422, 200, 200, 422, 422, 200, 422]


def test_the_bare_number_of_a_chip_proves_nothing(office: Office) -> None:
    card_id = office.card()
    good = office.chip(counter=5)
    wrong_mac = {**good, "mac": "00" * 8}
    other = {**good, "mac": office.chip("04de5f1eacc041", 5)["mac"]}

    linked = [
        office.staff("link_chip", "POST", f"/cards/{card_id}/chip", said).status
        for said in (wrong_mac, other, {"uid": "04de5f1eacc040"}, {"picc_data": good["picc_data"]})
    ]

    assert linked == [422] * 4
    assert office.check(**good).json["detail"].endswith("(unknown_chip).")


def test_a_chip_is_one_cards_for_good(office: Office) -> None:
    first, second = office.card(), office.card(subject="eva")
    link = ("link_chip", "POST", f"/cards/{first}/chip", office.chip(counter=1))

    once, twice = office.staff(*link), office.staff(*link)
    stolen = office.staff("link_chip", "POST", f"/cards/{second}/chip", office.chip(counter=2))
    office.do("replace", first)
    dead = office.check(**office.chip(counter=3))
    reused = office.staff("link_chip", "POST", f"/cards/{second}/chip", office.chip(counter=4))

    assert once.json == twice.json
    assert (stolen.code, reused.code) == ("chip_taken", "chip_taken")
    assert "ended" in dead.json["detail"]


def test_a_new_chip_takes_the_place_of_the_old_one(office: Office) -> None:
    card_id = office.card()
    for uid in ("04de5f1eacc040", "04de5f1eacc041"):
        assert office.staff("link_chip", "POST", f"/cards/{card_id}/chip", office.chip(uid)).status == 200

    assert [office.check(**office.chip(uid, 2)).status for uid in ("04de5f1eacc040", "04de5f1eacc041")] == [422, 200]
    back = office.staff("link_chip", "POST", f"/cards/{card_id}/chip", office.chip(counter=3))
    assert back.code == "chip_taken"


def test_a_gate_refuses_from_midnight_on_what_ended_with_the_day_though_nobody_has_said_so(office: Office) -> None:
    card_id = office.card()
    office.staff("link_chip", "POST", f"/cards/{card_id}/chip", office.chip(counter=1))

    office.clock.move_to(datetime(2027, 2, 20, 22, 59, 59, tzinfo=UTC))
    last = office.check(**office.chip(counter=2))
    office.clock.move_to(datetime(2027, 2, 20, 23, tzinfo=UTC))
    after = office.check(**office.chip(counter=3))

    assert (last.status, after.status, "expired" in after.json["detail"]) == (200, 422, True)


def test_a_kiosk_links_chips_to_cards_of_nobody_and_to_nobodys_else(office: Office) -> None:
    kiosk: dict[str, Any] = {"subject": "kiosk", "roles": ("operator",)}
    sold = office.ask("sell_card", "POST", "/anonymous-cards", {}, headers={"Idempotency-Key": "k"}, **kiosk).json
    anas = office.card()

    own = office.ask("link_chip", "POST", f"/cards/{sold['card_id']}/chip", office.chip(), **kiosk)
    others = office.ask("link_chip", "POST", f"/cards/{anas}/chip", office.chip("04de5f1eacc041"), **kiosk)

    assert (own.status, others.status, others.code) == (200, 404, "no_such_card")
    assert office.read(anas)["credentials"] == []
