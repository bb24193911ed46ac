"""An installer's file arrived: its devices are registered slice by slice, and their certificates tied into one bundle.

Reads the file, writes the import and the register, makes certificates at AWS IoT; tells DeviceRegistered for each.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote_plus

from cercano.devices import bundle
from cercano.devices.errors import NoSuchImport
from cercano.devices.installing import work_through
from cercano.kit import aws, clock
from cercano.kit.log import log
from cercano.kit.queue import Message, each_message
from cercano.kit.settings import setting

FILES_QUEUE_URL = setting("FILES_QUEUE_URL")


@each_message
def handler(message: Message) -> None:
    """A file that arrived, the wish to go on with one, or the wish to forget a bundle that was handed over."""
    said = message.json()
    if "forget" in said:
        bundle.drop(said["forget"])
        return
    works = [(said["go_on"], said["slice"])] if "go_on" in said else [(each, 0) for each in _arrived(said)]
    for import_id, number in works:
        try:
            following = work_through(import_id, number, at=clock.now())
        except NoSuchImport:
            log.warning("file_nobody_asked_for", import_id=import_id)
            continue
        if following is not None:
            wish = json.dumps({"go_on": import_id, "slice": following})
            aws.client("sqs").send_message(QueueUrl=FILES_QUEUE_URL, MessageBody=wish)


def _arrived(event: dict[str, Any]) -> list[str]:
    """The imports whose files an S3 event names; none for the event S3 sends to try the queue."""
    keys = [unquote_plus(record["s3"]["object"]["key"]) for record in event.get("Records", [])]
    return [key.removeprefix("files/").removesuffix(".csv") for key in keys]
