"""The root of a day is signed once, with the city's key, over every account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from cercano.kit.clock import freeze
from cercano.ledger import book, roots
from cercano.ledger.model import Account
from cercano.ledger.verify import verify
from tests.functions.wallet.test_archive_entries import ACCOUNT
from tests.ledger.money import a_top_up
from tests.support.aws import Domain
from tests.support.events import schedule_event

DAY = date(2026, 11, 23)


def test_the_sample_signs_yesterday_with_the_key_of_kms(city: Callable[[str], Domain]):
    wallet = city("wallet")
    with freeze(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        entry = a_top_up()
        book.open_account(Account.new(ACCOUNT, "resident"))
        book.open_account(Account.new("acc_other", "resident"))
        book.post_entry(ACCOUNT, entry)

    summary = wallet.function("sign_root")()

    signed = roots.read(DAY)
    assert (summary["day"], summary["accounts"], summary["root"]) == ("2026-11-23", 2, signed.said["root"])
    assert verify(roots.proof(ACCOUNT, entry.id), signed.jwk)["city"] == "santander"


def test_after_midnight_in_madrid_the_day_that_ended_is_madrid_s(city: Callable[[str], Domain]):
    summary = city("wallet").function("sign_root")(schedule_event("2026-07-01T22:30:00Z"))

    assert summary["day"] == "2026-07-01"


def test_run_again_the_first_root_stands(city: Callable[[str], Domain]):
    sign_root = city("wallet").function("sign_root")
    first = sign_root()
    book.open_account(Account.new("acc_late", "resident"))

    assert sign_root()["root"] == first["root"]
    assert roots.read(DAY).said["accounts"] == 0
