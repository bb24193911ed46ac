"""POST and GET /procedures/me/drafts: somebody begins a form, and sees those they have begun.

Reads and writes the caller's own drafts (ProceduresTable, partition PERSON#<caller>).
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.ids import new_id
from cercano.kit.web import Body, Caller, Created, Page, Service
from cercano.procedures import catalogue, drafts
from cercano.procedures.draft_views import DraftView

app = Service("procedures")


class BeginDraft(Body):
    """Which procedure it is for."""

    procedure: Annotated[str, Field(max_length=60)]


@app.post("/me/drafts")
def begin_draft(body: BeginDraft, caller: Caller) -> Created[DraftView]:
    """Begin the form of a procedure."""
    procedure = catalogue.find(body.procedure)
    draft = drafts.begin(caller.subject, new_id("draft"), procedure.code, app.now())
    return Created(DraftView.of(draft, app.language), location=f"/me/drafts/{draft.draft_id}", version=draft.version)


@app.get("/me/drafts")
def read_drafts(caller: Caller) -> Page[DraftView]:
    """List the forms I have begun, newest first."""
    return Page([DraftView.of(each, app.language) for each in drafts.mine(caller.subject)])
