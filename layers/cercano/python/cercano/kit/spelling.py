"""What is said to DynamoDB and what it answers, between Python's values and its JSON: bytes are base64 on the way.

Answers and errors have the shape that botocore gives them, ResponseMetadata included.
"""

from __future__ import annotations

import functools
import json
from binascii import a2b_base64, b2a_base64
from collections.abc import Set as AbstractSet
from http.client import responses
from typing import Any
from zlib import crc32

from botocore.exceptions import ChecksumError, ClientError, HTTPClientError

from cercano.kit.exchange import Answer
from cercano.kit.patience import NAMED

REFUSED, FAULTY = 301, 500
"""From these statuses on an answer is an error, and one of DynamoDB's own."""


class Unreadable(HTTPClientError):
    """An answer that says "done" in no words that can be read: nobody knows what was done."""

    fmt = "DynamoDB's answer cannot be read: {error}"


def _spelled(value: Any) -> Any:
    """What JSON has no word for."""
    if isinstance(value, bytes | bytearray | memoryview):
        return b2a_base64(value, newline=False).decode()
    if isinstance(value, AbstractSet):
        return sorted(value)
    raise TypeError(f"DynamoDB has no word for {type(value).__name__}")


_encode = json.JSONEncoder(separators=(",", ":"), default=_spelled).encode


def question(asked: dict[str, Any]) -> bytes:
    """The body of a request.

    Raises:
        TypeError: a value that DynamoDB does not know.
    """
    return _encode(asked).encode()


def read(answer: Answer, retries: int) -> dict[str, Any]:
    """What an answer says; of an error: its `Error` with `Code` and `Message`, and what else it tells.

    Raises:
        ChecksumError: it is not what DynamoDB sent.
        Unreadable: it is no answer of DynamoDB's.
    """
    status, headers, body = answer
    expected = headers.get("x-amz-crc32")
    if expected is not None and expected != str(crc32(body)):
        raise ChecksumError(checksum_type="crc32", expected_checksum=expected, actual_checksum=str(crc32(body)))
    try:
        said = json.loads(body) if body else {}
    except ValueError as fault:
        if status < REFUSED:
            raise Unreadable(error=fault) from fault
        said = {"message": "" if body.startswith(b"<html>") else body.decode(errors="replace")}
    if not isinstance(said, dict):
        raise Unreadable(error="not an object")
    if b'"B' in body:
        _read_bytes(said)
    if status >= REFUSED:
        said = _error(status, said)
    metadata = {"HTTPStatusCode": status, "HTTPHeaders": headers, "RetryAttempts": retries}
    if "x-amzn-requestid" in headers:
        metadata["RequestId"] = headers["x-amzn-requestid"]
    said["ResponseMetadata"] = metadata
    return said


@functools.cache
def error_class(code: str) -> Any:
    """The class of an error, a ClientError: one for each name that DynamoDB gives, ClientError for a bare number."""
    return type(code, (ClientError,), {}) if code.isidentifier() else ClientError


def _error(status: int, said: dict[str, Any]) -> dict[str, Any]:
    """`com.amazonaws.dynamodb.v20120810#ThrottlingException` and its fellows, as botocore tells them."""
    code = str(said.get("__type", status)).partition(":")[0].rpartition("#")[2]
    message = said.get("message", said.get("Message", ""))
    if status >= FAULTY and not message and "__type" not in said:
        message = responses.get(status, "")
    rest = {name: value for name, value in said.items() if name != "__type"} if code in NAMED else {}
    return {**rest, "Error": {"Message": message, "Code": code}}


def _read_bytes(value: Any) -> None:
    """Give every {"B": "..."} and {"BS": [...]} its bytes, in place. (An attribute of such a name holds a map.)"""
    if type(value) is list:
        for one in value:
            _read_bytes(one)
    elif type(value) is dict:
        for name, one in value.items():
            if name == "B" and type(one) is str:
                value[name] = a2b_base64(one)
            elif name == "BS" and type(one) is list and one and type(one[0]) is str:
                value[name] = [a2b_base64(few) for few in one]
            elif type(one) is not str:
                _read_bytes(one)
