"""GET /imports/{import_id}: how an installer's file is doing. POST .../certificates: what it brought, handed over once.

Reads and writes the import; asks for the bundle to be forgotten ten minutes after it was handed over.
"""

from __future__ import annotations

import json

from cercano.devices import bundle, import_store
from cercano.devices.errors import CertificatesNotReady
from cercano.devices.import_views import ImportView
from cercano.devices.imports import LINK_LIFE
from cercano.kit import aws
from cercano.kit.errors import VersionConflict
from cercano.kit.settings import setting
from cercano.kit.web import Answer, Service, View

app = Service("devices")
FILES_QUEUE_URL = setting("FILES_QUEUE_URL")
FORGET_AFTER_S = 600


class HandoverView(View):
    """Where the zip of certificates is, for a few minutes."""

    url: str
    expires_in_s: int


@app.get("/imports/{import_id}", roles=("staff",))
def read_import(import_id: str) -> ImportView:
    """Read how far an import has come, and which rows were refused."""
    kept = import_store.get(import_id)
    return ImportView.of(kept.value, import_store.slices(import_id), app.language)


@app.post("/imports/{import_id}/certificates", roles=("staff",), secret_answer=True)
def hand_over_certificates(import_id: str) -> Answer[HandoverView]:
    """Get the link to the certificates and keys of an import: once, and for five minutes.

    Whoever loses it rotates the devices' certificates.
    """
    kept = import_store.get(import_id)
    try:
        kept.keep(kept.value.hand_over(at=app.now()))
    except VersionConflict:
        raise CertificatesNotReady(why_es="ya se entregaron una vez", why_en="they were handed over already") from None
    wish = json.dumps({"forget": import_id})
    aws.client("sqs").send_message(QueueUrl=FILES_QUEUE_URL, MessageBody=wish, DelaySeconds=FORGET_AFTER_S)
    return Answer(HandoverView(url=bundle.link(import_id), expires_in_s=int(LINK_LIFE.total_seconds())))
