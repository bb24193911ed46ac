"""POST /access/journeys/{entry_id}/end: a citizen says when a stay ended whose end no reader told.

Reads and writes the account: the stay costs what it lasted, until the reader's own word arrives.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.access import denying, ending, journeys
from cercano.access.journal import priced_in
from cercano.access.views import JourneyView
from cercano.kit.web import Body, Caller, Instant, Service

app = Service("access")


class JourneyEnd(Body):
    """When the stay ended."""

    account_id: Annotated[str, Field(max_length=64)]
    ended_at: Instant


@app.post("/journeys/{entry_id}/end")
def correct_journey(entry_id: str, body: JourneyEnd, caller: Caller) -> JourneyView:
    """Say when a stay ended: between its start and now, up to three times a month."""
    account = journeys.mine(body.account_id, caller)
    now = app.now()
    done = ending.end(account, entry_id, body.ended_at, now)
    if done.refused:
        raise done.refused[0].refusal
    denying.look_after(done.account, done.moved_cents, now)
    declared = done.posted.entries[0]
    return JourneyView.of(declared, priced_in(done.posted.entries)[0].charge)
