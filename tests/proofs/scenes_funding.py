"""What a citizen pays before they ride or after: passes, remembered cards, months paid at their end."""

from __future__ import annotations

from dataclasses import replace

from cercano.access.tables import told
from cercano.wallet import catalogue, selling
from tests.access.fares import a_table, some_fares
from tests.functions.wallet.conftest import an_id
from tests.proofs.power import Scene
from tests.proofs.scenes_wallet import ana, asking, command
from tests.support.bank import NOON
from tests.support.events import fact_event

BOUGHT = an_id(72)
(TABLE,) = some_fares(a_table()).tables
DECIDED = told(TABLE, NOON)


def on_sale() -> None:
    """The council's passes, heard of; Ana's account as before."""
    ana()
    catalogue.keep_table(DECIDED[0])
    catalogue.keep_pass(DECIDED[1])


def bought() -> None:
    """Ana bought a pass a moment ago: the sixth movement, so that what comes next turns the page."""
    on_sale()
    selling.buy("acc_ana", BOUGHT, "bus_month", None, lambda account: account, NOON)


BUYS = command("buy a pass", "buy_pass", "passes", code="bus_month")
SCENES = [
    replace(BUYS, prepare=on_sale),
    Scene(name="give a pass back", domain="wallet", use_case="return_pass", prepare=bought,
          deliver=asking(f"/accounts/acc_ana/passes/{BOUGHT}/refund", None)),
    Scene(name="fares are decided", domain="wallet", use_case="heed_fares", prepare=ana,
          deliver=lambda function: function(fact_event(*DECIDED, source="cercano.access"))),
]  # fmt: skip
