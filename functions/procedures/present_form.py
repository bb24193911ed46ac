"""POST /procedures/me/drafts/{draft_id}/submission, GET /procedures/me/files: somebody presents a form and follows it.

Reads the caller's draft and writes the file in its place (ProceduresTable, partitions PERSON#<caller> and FILE#*);
gives numbers in the city's registry (REGISTRY#*), day and night (Ley 39/2015, articles 16 and 31).
"""

from __future__ import annotations

from cercano.kit.web import Caller, Created, Page, Service
from cercano.procedures import filing
from cercano.procedures.file_views import FileView, ListedView

app = Service("procedures")


@app.post("/me/drafts/{draft_id}/submission", secret_answer=True)
def present_form(draft_id: str, caller: Caller) -> Created[FileView]:
    """Present a form. Done again, it is the same file with the same number."""
    file, entry = filing.present(caller.subject, draft_id, app.now(), app.language)
    return Created(FileView.of(file, entry, app.language, app.now()), location=f"/me/files/{file.file_id}")


@app.get("/me/files")
def read_files(caller: Caller) -> Page[ListedView]:
    """List what I have presented, newest first."""
    return Page([ListedView.of(each, app.language) for each in filing.mine(caller.subject)])


@app.get("/me/files/{file_id}")
def read_file(file_id: str, caller: Caller) -> FileView:
    """Read one: its number, its clock, and what silence will mean."""
    file, entry = filing.get(caller.subject, file_id)
    return FileView.of(file, entry, app.language, app.now())
