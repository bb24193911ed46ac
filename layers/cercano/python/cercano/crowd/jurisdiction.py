"""Where the city is: the box in which its venues must lie."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in WGS 84 degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether the point lies in it, its edges included."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


BOXES = {
    # The municipality's own extent (OpenStreetMap relation, 43.434-43.495 N, 3.889-3.763 W) and a kilometre around it.
    "santander": Box(south=43.425, west=-3.90, north=43.505, east=-3.75),
}
"""By jurisdiction, the JURISDICTION of the deployment."""
