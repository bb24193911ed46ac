"""GET, PUT and DELETE /procedures/me/drafts/{draft_id}: somebody takes a form up again, puts it aside, or drops it.

Reads and writes the caller's own drafts (ProceduresTable, partition PERSON#<caller>).
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic.fields import Field

from cercano.kit.web import Body, Caller, Document, IfMatch, NoContent, Service
from cercano.procedures import drafts
from cercano.procedures.draft_views import DraftView

app = Service("procedures")

Code = Annotated[str, Field(max_length=60)]


class KeepDraft(Body):
    """What has been answered so far, by step and by field; it need not be whole."""

    answers: dict[Code, dict[Code, Any]]


@app.get("/me/drafts/{draft_id}")
def read_draft(draft_id: str, caller: Caller) -> Document[DraftView]:
    """Take up a form I have begun."""
    draft = drafts.get(caller.subject, draft_id)
    return Document(DraftView.of(draft, app.language), draft.version)


@app.put("/me/drafts/{draft_id}", secret_answer=True)
def keep_draft(draft_id: str, body: KeepDraft, caller: Caller, if_match: IfMatch) -> Document[DraftView]:
    """Put what I have answered so far aside."""
    draft = drafts.keep(caller.subject, draft_id, body.answers, if_match)
    return Document(DraftView.of(draft, app.language), draft.version)


@app.delete("/me/drafts/{draft_id}")
def drop_draft(draft_id: str, caller: Caller) -> NoContent:
    """Forget a form I have begun."""
    drafts.drop(caller.subject, draft_id)
    return NoContent()
