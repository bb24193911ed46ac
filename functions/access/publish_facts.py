"""What access saved with its state becomes known to the city: accounts that owe, accounts that paid, copied cards.

Reads the stream of the access table; tells the bus.
"""

from __future__ import annotations

from cercano.kit.outbox import publisher

handler = publisher("access")
