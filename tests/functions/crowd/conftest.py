"""The people flow of a small city: its tables as infra/crowd.yaml says them, at noon on Monday, 23 November 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cercano.crowd import fits
from cercano.crowd.curve import START
from cercano.crowd.model import Venue
from cercano.crowd.occupancy import Learned
from cercano.crowd.present import Live
from cercano.crowd.rows import CITY, NowRow
from cercano.crowd.shelf import standing_to_json
from cercano.crowd.standing import Standing
from cercano.kit import clock
from tests.support.aws import Domain
from tests.support.crowd import NOON


@pytest.fixture
def noon() -> Iterator[clock.Frozen]:
    """The clock, stopped."""
    with clock.freeze(NOON) as frozen:
        yield frozen


@pytest.fixture
def crowd(city: Callable[[str], Domain], noon: clock.Frozen) -> Domain:
    """The domain on moto."""
    return city("crowd")


@pytest.fixture
def keep(crowd: Domain) -> Callable[..., Venue]:
    """`keep(venue, live)` puts a venue and its live state into the table."""

    def kept(venue: Venue, live: Live | None = None) -> Venue:
        saved = fits.add_venue(venue)
        if live is not None:
            standing = Standing(live=live, document=1, learned=Learned(), from_minute=0, progress=START)
            NowRow(CITY, f"{venue.venue_id}#NOW", standing=standing_to_json(standing)).keep()
        return saved

    return kept


STAFF: dict[str, Any] = {"roles": ("staff",)}
