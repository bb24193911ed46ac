"""What the wallet saved with its state becomes known to the whole city: opened, topped up, paid, refunded, frozen.

Reads the stream of the ledger's table; tells the bus.
"""

from __future__ import annotations

from cercano.kit.outbox import publisher

handler = publisher("wallet")
