"""POST /me/export and GET /me/export/{export_id}: a copy of all the city holds of me.

Reads all of the citizen's rows; writes the copy into a private bucket that forgets it after a week; tells ExportAsked.
"""

from __future__ import annotations

from cercano.citizen import exporting, store
from cercano.kit.ids import new_id
from cercano.kit.web import Answer, Caller, Created, Instant, Service, View

app = Service("citizen")


class ExportPart(View):
    """What one domain of the city holds."""

    domain: str
    url: str
    """Good for a quarter of an hour; ask again for a new one."""


class ExportView(View):
    """A copy of my data, as far as it has come together."""

    export_id: str
    expires_at: Instant
    """When it is forgotten."""
    parts: list[ExportPart]


@app.post("/me/export", secret_answer=True)
def export_me(caller: Caller) -> Created[ExportView]:
    """Get a copy of all my data (GDPR arts. 15 and 20). Other domains add their parts within minutes."""
    citizen = store.at_first_sight(caller.subject, app.language, app.now()).citizen
    export_id = new_id("export")
    exporting.make(citizen, export_id, app.now())
    return Created(_view(caller.subject, export_id), location=f"/me/export/{export_id}")


@app.get("/me/export/{export_id}")
def read_export(export_id: str, caller: Caller) -> Answer[ExportView]:
    """Read a copy that I asked for in the last seven days, with fresh links."""
    return Answer(_view(caller.subject, export_id), headers={"Cache-Control": "no-store"})


def _view(citizen_id: str, export_id: str) -> ExportView:
    expires_at, links = exporting.parts(citizen_id, export_id, app.now())
    parts = [ExportPart(domain=domain, url=url) for domain, url in sorted(links.items())]
    return ExportView(export_id=export_id, expires_at=expires_at, parts=parts)
