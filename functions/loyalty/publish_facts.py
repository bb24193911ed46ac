"""What loyalty saved with its state becomes known to the whole city: campaigns, rewards, refunds, settled weeks.

Reads the stream of the loyalty table; tells the bus.
"""

from __future__ import annotations

from cercano.kit.outbox import publisher

handler = publisher("loyalty")
