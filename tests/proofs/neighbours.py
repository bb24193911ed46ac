"""Whoever else a function speaks to besides its table: files (S3), queues (SQS), the bus and the signing keys (KMS).

Each keeps what it was given beside the tables of the same small store, under a name that follows from its words. So a
cut, a fork and a comparison treat it as they treat a row: a file put twice is one, and so is a message said twice.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
import zlib
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.simulation.dynamo import Call, Dynamo, Item, refusal
from tests.simulation.expressions import condition

WRITES = {"PutObject", "DeleteObject", "SendMessage", "PutEvents"}
FILES, MESSAGES, BUS = "files", "messages", "bus"


def answer(store: Dynamo, operation: str, call: Call) -> Any:
    """Do it: at DynamoDB what is DynamoDB's, else here."""
    if operation in OPERATIONS:
        return OPERATIONS[operation](store, call)
    return store.answer(operation, call)


def _put_file(store: Dynamo, call: Call) -> Any:
    """A file takes the place of the one before."""
    _keep(store, FILES, call["Bucket"], call["Key"], {"body": {"B": bytes(call["Body"])}})
    return {}


def _get_file(store: Dynamo, call: Call) -> Any:
    found = store.table(FILES).items.get((call["Bucket"], call["Key"]))
    if found is None:
        raise refusal("NoSuchKey", "GetObject", 404)
    return {"Body": io.BytesIO(found["body"]["B"])}


def _list_files(store: Dynamo, call: Call) -> Any:
    keys = [key for bucket, key in sorted(store.table(FILES).items) if bucket == call["Bucket"]]
    return {"Contents": [{"Key": key} for key in keys if key.startswith(call.get("Prefix", ""))]}


def _delete_file(store: Dynamo, call: Call) -> Any:
    store.table(FILES).put((call["Bucket"], call["Key"]), None, store.now_s)
    return {}


def _send(store: Dynamo, call: Call) -> Any:
    body = call["MessageBody"]
    _keep(store, MESSAGES, call["QueueUrl"], _digest(body), {"body": {"S": body}})
    return {"MessageId": _digest(body)}


def _publish(store: Dynamo, call: Call) -> Any:
    """The bus takes a fact; its own id is its name, as those know who hear it twice."""
    for one in call["Entries"]:
        _keep(store, BUS, one["EventBusName"], json.loads(one["Detail"])["id"], {"body": {"S": one["Detail"]}})
    return {"FailedEntryCount": 0, "Entries": [{"EventId": "e"} for _ in call["Entries"]]}


def _sign(_store: Dynamo, call: Call) -> Any:
    """RFC 6979: the same words have the same signature, so that two runs can be compared byte for byte."""
    made = _key(call["KeyId"]).sign(call["Message"], ec.ECDSA(SHA256(), deterministic_signing=True))
    return {"Signature": made}


def _public_key(_store: Dynamo, call: Call) -> Any:
    public = _key(call["KeyId"]).public_key()
    return {"PublicKey": public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)}


def _scan(store: Dynamo, call: Call) -> Any:
    """A segment is some partitions, as DynamoDB's hash of them has it."""
    here, of = call.get("Segment", 0), call.get("TotalSegments", 1)
    keep = condition(call.get("FilterExpression", ""))
    names, values = call.get("ExpressionAttributeNames", {}), call.get("ExpressionAttributeValues", {})
    rows = sorted(store.table(call["TableName"]).items.items())
    met = [item for (pk, _), item in rows if zlib.crc32(pk.encode()) % of == here]
    kept = [dict(item) for item in met if keep(item, names, values)]
    return {"Items": kept, "Count": len(kept), "ScannedCount": len(met)}


def _keep(store: Dynamo, table: str, pk: str, sk: str, said: Item) -> None:
    store.table(table).put((pk, sk), {"pk": {"S": pk}, "sk": {"S": sk}, "kind": {"S": table}, **said}, store.now_s)


@functools.cache
def _key(key_id: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(_digest(key_id)[:60], 16), ec.SECP256R1())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


OPERATIONS: dict[str, Callable[[Dynamo, Call], Any]] = {
    "PutObject": _put_file,
    "GetObject": _get_file,
    "ListObjectsV2": _list_files,
    "DeleteObject": _delete_file,
    "SendMessage": _send,
    "PutEvents": _publish,
    "GeneratePresignedUrl": lambda store, call: f"https://files.test/{call['Params']['Key']}",
    "Sign": _sign,
    "GetPublicKey": _public_key,
    "Scan": _scan,
}
