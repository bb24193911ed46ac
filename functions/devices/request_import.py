"""POST /imports: an installer hands in a list of devices as CSV. POST /imports/uploads: where to put a long one.

Writes the import, and the file into the bucket, where its arrival starts import_devices.
"""

from __future__ import annotations

from cercano.devices import bundle, import_store
from cercano.devices.errors import FileTooLarge
from cercano.devices.import_views import ImportView
from cercano.devices.imports import ROWS_IN_A_REQUEST, Import
from cercano.devices.roster import read_roster
from cercano.kit.ids import new_id
from cercano.kit.web import Caller, Created, Service, View

app = Service("devices")


class UploadView(View):
    """Where a file goes: PUT it there with `Content-Type: text/csv`."""

    import_id: str
    upload_url: str
    expires_in_s: int


@app.post("/imports", roles=("staff",), accepts=("text/csv",), max_body_kb=4096)
def request_import(body: bytes, caller: Caller) -> Created[ImportView]:
    """Hand in a list of devices as CSV, of 1,000 rows at most.

    Columns `device_id`, `kind`, and if wanted `note` and `csr`; separated by comma, semicolon or tab; in UTF-8, UTF-16
    or Windows-1252. A row in error harms no other. The file is worked through after the answer: read the import to
    follow it.
    """
    if len(read_roster(body)) > ROWS_IN_A_REQUEST:
        raise FileTooLarge(limit=ROWS_IN_A_REQUEST)
    kept = _begin(caller)
    bundle.keep_file(kept.import_id, body)
    return Created(ImportView.of(kept, [], app.language), location=f"/imports/{kept.import_id}")


@app.post("/imports/uploads", roles=("staff",), secret_answer=True)
def request_upload(caller: Caller) -> Created[UploadView]:
    """Ask where to upload a long list of devices, of 5,000 rows at most."""
    kept = _begin(caller)
    view = UploadView(
        import_id=kept.import_id,
        upload_url=bundle.upload_address(kept.import_id),
        expires_in_s=bundle.UPLOAD_LIFE_S,
    )
    return Created(view, location=f"/imports/{kept.import_id}")


def _begin(caller: Caller) -> Import:
    value = Import(import_id=new_id("import"), requested_by=caller.subject, requested_at=app.now())
    return import_store.begin(value).value
