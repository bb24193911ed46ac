"""What the bank says comes home by itself: a file put in its bucket is heard of, read, and stands in the books.

The bucket tells a queue, the queue wakes take_bank_files: nobody calls it here. The files are a real pain.002 (a
collection that was not made) and a real camt.053 (the day's file booked, and a collection that came back).
"""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from cercano.wallet import end_to_end
from infra.local.api import Api
from infra.local.aws import Clients
from tests.journeys.test_citizen_card import Neighbour
from tests.journeys.town import MADRID, eventually
from tests.support.bank_post import Move, camt053, pain002

IBAN = "ES1099990001410000000002"
"""Of a bank that there is not."""
NAMESPACE = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"}


@pytest.fixture(scope="module")
def saver(endpoints: dict[str, Any], staff: Api) -> Neighbour:
    """A visitor with a card and their bank linked to it."""
    one = Neighbour(endpoints, staff)
    asked = one.api.send("POST", "/card/applications", {"card_class": "tourist", "format": "app"}).json()
    one.card = staff.send("POST", f"/card/applications/{asked['application_id']}/issue").json()
    assert eventually(lambda: "posted_cents" in one.account(), pause_s=0.5)
    one.api.send("POST", f"{one.account_path}/mandate", {"iban": IBAN, "holder": "Perengano Inventado"})
    return one


def ordered(saver: Neighbour, cents: int) -> str:
    """A top-up from the bank; by what name the bank will know it."""
    now = datetime.now(UTC)
    entry_id = f"{int(now.timestamp() * 1000):012x}7{time.monotonic_ns() % 10**18:019x}"
    body = {"entry_id": entry_id, "amount_cents": cents}
    saver.api.send("POST", f"{saver.account_path}/mandate/top-ups", body)
    return end_to_end.written(now.astimezone(MADRID).date(), entry_id)


def collected(clients: Clients, endpoints: dict[str, Any], bucket: str) -> tuple[str, date, dict[str, str]]:
    """The file of today's collections, as tomorrow night writes it: its name, its due day, and the sum of each."""
    today = datetime.now(MADRID).date()
    at = f"{today + timedelta(days=1)}T02:30:00Z"
    function = endpoints["functions"]["wallet/collect_top_ups"]
    clients("lambda").invoke(FunctionName=function, Payload=json.dumps({"id": "night", "time": at}).encode())
    raw = clients("s3").get_object(Bucket=bucket, Key=f"out/pain008/{today}.xml")["Body"].read()
    file = Xml.fromstring(raw)
    sums = {
        one.findtext(".//p:EndToEndId", "", NAMESPACE): one.findtext("p:InstdAmt", "", NAMESPACE)
        for one in file.iterfind(".//p:DrctDbtTxInf", NAMESPACE)
    }
    due_on = date.fromisoformat(file.findtext(".//p:ReqdColltnDt", "", NAMESPACE))
    return f"pain008-{today}", due_on, sums


def test_what_the_bank_puts_in_its_bucket_is_taken_back_and_reconciled(
    saver: Neighbour, staff: Api, clients: Clients, endpoints: dict[str, Any]
) -> None:
    bucket = endpoints["buckets"]["wallet/BankFiles"]
    rejected, returned = ordered(saver, 1_500), ordered(saver, 2_000)
    assert saver.balance() == 3_500
    batch, due_on, sums = collected(clients, endpoints, bucket)
    assert sums == {rejected: "15.00", returned: "20.00"}

    clients("s3").put_object(Bucket=bucket, Key="in/rejected.xml", Body=pain002((rejected, "AC04")))
    assert saver.comes_to(2_000) == 2_000, "the pain.002 was not heard of within a minute"

    statement = camt053(
        Move(cents=3_500, batch=batch, on=due_on), Move(cents=-2_000, reference=returned, reason="AM04", on=due_on)
    )
    for key in ("in/statement.xml", "in/the same again.xml"):
        clients("s3").put_object(Bucket=bucket, Key=key, Body=statement)
    assert saver.comes_to(0) == 0, "the camt.053 was not heard of within a minute"

    def books() -> dict[str, Any]:
        said: dict[str, Any] = staff.send("GET", f"/wallet/reconciliation?date={due_on}").json()
        return said

    assert eventually(lambda: books()["agreed"] == 2, pause_s=1)
    assert (books()["items"], books()["bank"]["is_set"], saver.balance()) == ([], True, 0)
