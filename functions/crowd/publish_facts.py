"""What people flow saved with its state becomes known to the whole city: full, eased, settled, changed.

Reads the stream of the crowd table; tells the bus.
"""

from __future__ import annotations

from cercano.kit.outbox import publisher

handler = publisher("crowd")
