"""What a journey costs by the published GTFS files alone: an evaluator of Fares v2 that shares no code with ours."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

Row = dict[str, str]


class Leg(NamedTuple):
    """A ride: its route, and when it was tapped by the agency's clock and in seconds since 1970."""

    route_id: str
    local: datetime
    at_s: int


class Feed:
    """A feed as a journey planner reads it."""

    def __init__(self, zipped: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
            self.tables = {
                name: list(csv.DictReader(io.StringIO(archive.read(name).decode()))) for name in archive.namelist()
            }
        self._networks = {row["route_id"]: row["network_id"] for row in self["route_networks.txt"]}
        self._days = {row["service_id"]: row for row in self["calendar.txt"]}
        self._frames: dict[str, list[Row]] = defaultdict(list)
        for row in self["timeframes.txt"]:
            self._frames[row["timeframe_group_id"]].append(row)

    def __getitem__(self, name: str) -> list[Row]:
        return self.tables[name]

    def cents(self, journey: list[Leg], category: str) -> int:
        """What all legs cost together: each starts anew, or is a free transfer from the one before it."""
        total, at = 0, 0
        while at < len(journey):
            first = self._rule(journey[at])
            total += self._price(first["fare_product_id"], category)
            transfers = 0
            while at + transfers + 1 < len(journey) and self._carries(
                first, journey[at], journey[at + transfers + 1], transfers
            ):
                transfers += 1
            at += transfers + 1
        return total

    def _carries(self, first: Row, begun: Leg, following: Leg, so_far: int) -> bool:
        """Whether the next leg is a transfer of a journey that began with `first`."""
        groups = first["leg_group_id"], self._rule(following)["leg_group_id"]
        for rule in self["fare_transfer_rules.txt"]:
            if (rule["from_leg_group_id"], rule["to_leg_group_id"]) == groups:
                assert (rule["duration_limit_type"], rule["fare_transfer_type"]) == ("1", "0")
                in_time = following.at_s - begun.at_s <= int(rule["duration_limit"])
                return in_time and so_far < int(rule["transfer_count"])
        return False

    def _rule(self, leg: Leg) -> Row:
        """The leg's rule: of those that match, the one of the highest priority, which must be one."""
        matching = [
            row
            for row in self["fare_leg_rules.txt"]
            if row["network_id"] in ("", self._networks[leg.route_id])
            and self._in_frame(row["from_timeframe_group_id"], leg.local)
        ]
        best = max(int(row["rule_priority"]) for row in matching)
        (rule,) = [row for row in matching if int(row["rule_priority"]) == best]
        return rule

    def _in_frame(self, group: str, local: datetime) -> bool:
        clock = f"{local:%H:%M:%S}"
        return any(
            row["start_time"] <= clock < row["end_time"] and self._runs(row["service_id"], local)
            for row in self._frames[group]
        )

    def _runs(self, service_id: str, local: datetime) -> bool:
        row = self._days[service_id]
        return row["start_date"] <= f"{local:%Y%m%d}" <= row["end_date"] and row[f"{local:%A}".lower()] == "1"

    def _price(self, product: str, category: str) -> int:
        prices = {
            round(float(row["amount"]) * 100)
            for row in self["fare_products.txt"]
            if row["fare_product_id"] == product and row["rider_category_id"] in ("", category)
        }
        (cents,) = prices
        return cents
