"""The list readers go by: it says what the cards are, signed, and only when there is something to say."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from cercano.credential.qr import is_signed
from cercano.credential.statuslist import Status, StatusList
from cercano.facts.card import CardActivated, CardBlocked, CardUnblocked, CredentialActivated, CredentialEnded
from tests.functions.card.conftest import NOON, Office
from tests.support.events import schedule_event


def parts(office: Office, token: str) -> tuple[Any, Any]:
    """Header and claims of a JWT that the city signed."""
    head, said, signature = token.split(".")
    (key,) = office.city_keys()
    assert is_signed(f"{head}.{said}".encode(), unpadded(signature), key)
    return json.loads(unpadded(head)), json.loads(unpadded(said))


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def the_list(office: Office, **options: Any) -> Any:
    return office.ask("read_status_list", "GET", "/status-list", roles=None, **options)


def status(office: Office, credential_id: str) -> Status:
    _, said = parts(office, the_list(office).text)
    return StatusList(zlib.decompress(unpadded(said["status_list"]["lst"]))).at(int(credential_id[-6:], 16))


def of(card_id: str) -> dict[str, Any]:
    return {"at": NOON, "card_id": card_id, "account_id": "acc_1"}


def test_before_the_first_list_readers_are_asked_for_patience(office: Office) -> None:
    assert (the_list(office).status, the_list(office).headers["retry-after"]) == (503, "60")


def test_a_block_is_on_the_list_as_soon_as_it_is_heard(office: Office) -> None:
    card_id = office.card()
    credential_id = office.phone(card_id)[1]["credential_id"]
    office.function("refresh_statuses")()
    seen = [status(office, credential_id)]

    office.do("block", card_id, {"reason": "lost"})
    office.publish(CardBlocked(**of(card_id), reason="lost"))
    seen.append(status(office, credential_id))
    office.do("unblock", card_id)
    office.publish(CardUnblocked(**of(card_id)))
    seen.append(status(office, credential_id))
    office.do("replace", card_id)
    office.publish(CredentialEnded(**of(card_id), credential_id=credential_id))
    seen.append(status(office, credential_id))

    assert seen == [Status.VALID, Status.SUSPENDED, Status.VALID, Status.INVALID]


def test_a_chip_in_a_card_that_is_still_in_the_post_opens_nothing(office: Office) -> None:
    card_id = office.card(is_active=False)
    linked = office.staff("link_chip", "POST", f"/cards/{card_id}/chip", office.chip())
    credential_id = linked.json["credentials"][0]["credential_id"]
    office.function("refresh_statuses")()

    office.publish(CredentialActivated(**of(card_id), credential_id=credential_id, medium="chip"))
    waiting = status(office, credential_id)
    office.do("activate", card_id)
    office.publish(CardActivated(**of(card_id)))

    assert (waiting, status(office, credential_id)) == (Status.SUSPENDED, Status.VALID)


def test_a_fact_heard_three_times_or_late_is_one_list(office: Office) -> None:
    card_id = office.card()
    office.phone(card_id)
    office.do("block", card_id, {"reason": "lost"})
    blocked, lifted = CardBlocked(**of(card_id), reason="lost"), CardUnblocked(**of(card_id))

    office.publish(blocked, blocked)
    first = the_list(office)
    office.clock.tick(60)
    office.publish(blocked)
    office.publish(lifted)

    assert the_list(office).headers["etag"] == first.headers["etag"] == '"1"'
    assert the_list(office).text == first.text


def test_one_bad_message_does_not_hold_up_a_block(office: Office) -> None:
    card_id = office.card()
    credential_id = office.phone(card_id)[1]["credential_id"]
    office.do("block", card_id, {"reason": "lost"})
    from tests.support.events import fact_event

    event = fact_event(CardBlocked(**of(card_id), reason="lost"))
    poison = {**event["Records"][0], "messageId": "poison", "body": "{"}

    answer = office.function("publish_statuses")({"Records": [poison, *event["Records"]]})

    assert answer == {"batchItemFailures": [{"itemIdentifier": "poison"}]}
    assert status(office, credential_id) is Status.SUSPENDED


def test_a_reader_that_has_the_list_is_told_so(office: Office) -> None:
    office.function("refresh_statuses")()
    tag = the_list(office).headers["etag"]

    same = the_list(office, headers={"If-None-Match": tag})

    assert (same.status, same.body, same.headers["etag"]) == (304, b"", tag)
    assert the_list(office).headers["content-type"] == "application/statuslist+jwt"
    assert "max-age=10" in the_list(office).headers["cache-control"]


def deltas(office: Office, since: int) -> Any:
    return office.ask("read_status_list", "GET", f"/status-list/deltas?since={since}", roles=None)


def test_the_changes_since_a_list_make_it_the_newest(office: Office) -> None:
    office.function("refresh_statuses")()
    cards = [office.card(), office.card(subject="ana")]
    names = [office.phone(card_id)[1]["credential_id"] for card_id in cards]
    for card_id in cards:
        office.do("block", card_id, {"reason": "stolen"})
        office.publish(CardBlocked(**of(card_id), reason="stolen"))

    answer = deltas(office, 1).json

    said = [parts(office, token) for token in answer["deltas"]]
    assert answer["number"] == 3
    assert [head["typ"] for head, _ in said] == ["statuslist-delta+jwt"] * 2
    assert [claims["changes"] for _, claims in said] == [{str(int(name[-6:], 16)): 2} for name in names]
    assert deltas(office, 3).json == {"number": 3, "deltas": []}


def test_changes_that_are_not_all_kept_are_not_given(office: Office) -> None:
    office.function("refresh_statuses")()

    assert [deltas(office, since).code for since in (-1, 2)] == ["deltas_forgotten"] * 2


def test_a_quiet_list_is_signed_anew_each_hour_and_not_more_often(office: Office) -> None:
    refresh = office.function("refresh_statuses")

    said = [refresh(schedule_event(f"2026-11-23T{t}:00Z"))["signed"] for t in ("12:00", "12:05", "12:59", "13:00")]

    assert said == [True, False, False, True]
    _, claims = parts(office, the_list(office).text)
    assert (claims["iat"], claims["exp"] - claims["iat"], claims["number"]) == (1_795_438_800, 86400, 2)
