"""GET /procedures/me/drafts/{draft_id}/check: what is still missing, and what happens if it is presented now.

Reads the caller's own draft (ProceduresTable, partition PERSON#<caller>).
"""

from __future__ import annotations

from cercano.kit.web import Caller, Service
from cercano.procedures import catalogue, drafts
from cercano.procedures.draft_views import CheckView

app = Service("procedures")


@app.get("/me/drafts/{draft_id}/check")
def check_draft(draft_id: str, caller: Caller) -> CheckView:
    """Check my answers before I present them: what is missing, what to bring, what it costs, when silence speaks."""
    draft = drafts.get(caller.subject, draft_id)
    return CheckView.of(catalogue.find(draft.procedure), draft, app.language, app.now())
