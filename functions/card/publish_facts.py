"""What the card office tells goes from its table's stream to the city's bus, at least once, in order."""

from __future__ import annotations

from cercano.kit.outbox import publisher

handler = publisher("card")
