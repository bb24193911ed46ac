"""GET, POST and DELETE /me/erasure: what would go and what the law keeps, the wish to be erased, and thinking again.

Reads and writes the citizen and what is due; a week later carry_out_erasures does it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.citizen import leaving, store
from cercano.citizen.errors import NoSuchCitizen, WrongWord
from cercano.citizen.holds import every_hold
from cercano.citizen.model import Citizen, CitizenState
from cercano.kit.web import Body, Caller, Instant, Service, View

app = Service("citizen")
WORDS = ("BORRAR", "ERASE")


class AskErasure(Body):
    """The word, typed by hand."""

    word: Annotated[str, Field(max_length=20)]


class HoldView(View):
    """One class of data: erased at once, or kept by a law until a day."""

    data: str
    what: str
    kept_days: int
    kept_until: Instant | None
    """Known once there is a day for the erasure; null for what is erased at once."""
    law: str


class ErasureView(View):
    """Where an erasure stands, and what becomes of what."""

    state: CitizenState
    erase_at: Instant | None
    """Until then it can be called back."""
    erased_at: Instant | None
    holds: list[HoldView]


@app.get("/me/erasure")
def read_erasure(caller: Caller) -> ErasureView:
    """Read what an erasure would take and what the law keeps, before it or after."""
    kept = store.find(caller.subject)
    if kept is None:
        raise NoSuchCitizen
    return _view(kept.citizen)


@app.post("/me/erasure")
def ask_erasure(body: AskErasure, caller: Caller) -> ErasureView:
    """Ask to be erased: type ERASE (or BORRAR). For seven days it can be called back."""
    if body.word not in WORDS:
        raise WrongWord(errors=[{"pointer": "/word"}])
    return _view(leaving.ask(store.get(caller.subject), app.now()).citizen)


@app.delete("/me/erasure")
def call_back(caller: Caller) -> ErasureView:
    """Call an erasure back."""
    return _view(leaving.call_back(store.get(caller.subject)).citizen)


def _view(citizen: Citizen) -> ErasureView:
    day = citizen.erased_at or citizen.erase_at
    is_es = app.language == "es"
    return ErasureView(
        state=citizen.state,
        erase_at=citizen.erase_at,
        erased_at=citizen.erased_at,
        holds=[
            HoldView(
                data=hold.data,
                what=hold.es if is_es else hold.en,
                kept_days=hold.kept_days,
                kept_until=hold.until(day) if day and hold.kept_days else None,
                law=hold.law_es if is_es else hold.law_en,
            )
            for hold in every_hold()
        ],
    )
