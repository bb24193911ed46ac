"""DynamoDB's ten calls that read and write rows, for a fraction of the processor that botocore takes.

Stands where PynamoDB and the kit expect botocore's client: the same calls, answers and exceptions. botocore still says
where DynamoDB is, who we are (credentials that expire are fetched anew) and who listens before a request is sent. Why,
what was measured, and how to go back: docs/adr/0010-our-own-words-to-dynamodb.md.
"""

from __future__ import annotations

import copy
import functools
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.awsrequest import AWSPreparedRequest, HeadersDict
from botocore.exceptions import ChecksumError, HTTPClientError, NoCredentialsError, NoRegionError
from botocore.exceptions import ConnectionError as NoConnection

from cercano.kit.exchange import Answer, Exchange
from cercano.kit.patience import ATTEMPTS, Budget, is_throttled, passes, pause_s
from cercano.kit.signature import sign, stamp
from cercano.kit.spelling import REFUSED, error_class, question, read
from cercano.kit.whereabouts import certificates, endpoint, host

if TYPE_CHECKING:
    from botocore.session import Session

METHODS = {
    **{"get_item": "GetItem", "put_item": "PutItem", "update_item": "UpdateItem", "delete_item": "DeleteItem"},
    **{"query": "Query", "scan": "Scan", "batch_get_item": "BatchGetItem", "batch_write_item": "BatchWriteItem"},
    **{"transact_get_items": "TransactGetItems", "transact_write_items": "TransactWriteItems"},
}


class Exceptions:
    """A class for each error that DynamoDB names: `client.exceptions.TransactionCanceledException`."""

    def __getattr__(self, name: str) -> Any:
        return error_class(name)


class Request(AWSPreparedRequest):
    """A signed request as it is about to be sent; its headers are dressed for listeners when one looks at them."""

    def __init__(self, url: str, signed: dict[str, str], body: bytes) -> None:
        self.method, self.url, self.body, self.stream_output = "POST", url, body, False
        self._signed, self._length = signed, str(len(body))

    @functools.cached_property
    def headers(self) -> HeadersDict:  # type: ignore[override]
        """The headers; what a listener changes in them is sent."""
        return HeadersDict({**self._signed, "content-length": self._length})

    @property
    def sent_headers(self) -> dict[str, str]:
        """The headers after all have listened, but for the length."""
        if "headers" not in self.__dict__:
            return self._signed
        texts = {name: text.decode() if isinstance(text, bytes) else text for name, text in self.headers.items()}
        return {name: text for name, text in texts.items() if name.lower() != "content-length"}


class Client:
    """Asks DynamoDB at one address. Threads may share it."""

    _request_signer = None
    """PynamoDB looks here whether a client was made without credentials; this one looks for them at each call."""
    exceptions = Exceptions()

    def __init__(self, session: Session, *, connect_timeout_s: float, read_timeout_s: float, user_agent: str) -> None:
        """`session`: botocore's.

        Raises:
            NoRegionError: nothing says in which region we are.
        """
        self._region = session.get_config_variable("region")
        if not self._region:
            raise NoRegionError
        self._session = session
        self.events = copy.copy(session.get_component("event_emitter"))
        """botocore's listeners: each attempt is told them as `before-send.dynamodb.<Operation>`, and one may answer."""
        url = endpoint(session, self._region)
        self._exchange = Exchange(
            url,
            connect_timeout_s=connect_timeout_s,
            read_timeout_s=read_timeout_s,
            certificates=certificates(session),
        )
        self._headers = {"host": host(url), "content-type": "application/x-amz-json-1.0", "user-agent": user_agent}
        self._budget = Budget()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        operation = METHODS.get(name)
        if operation is None:
            raise AttributeError(f"{name} is no call about rows: aws.botocore_client has the others")
        return lambda **asked: self._make_api_call(operation, asked)

    def close(self) -> None:
        """Hang up."""
        self._exchange.close()

    def _make_api_call(self, operation: str, asked: dict[str, Any]) -> Any:
        """What DynamoDB answers to an operation ("GetItem"), with bytes as bytes.

        Raises:
            ClientError: it refused; of the class that its code names.
            BotoCoreError: there was no answer after all attempts, or there are no credentials.
        """
        if operation == "TransactWriteItems":  # a repetition of the same transaction is done once
            asked = {"ClientRequestToken": str(uuid.uuid4()), **asked}
        body = question(asked)
        attempt, spent = 1, 0
        while True:
            status, code = 0, ""
            try:
                answer = self._attempt(operation, body)
                status = answer.status
                said = read(answer, attempt - 1)
                if status < REFUSED:
                    self._budget.earn(spent)
                    return said
                code = said["Error"]["Code"]
                again = passes(status, code)
                if again and attempt == ATTEMPTS:
                    said["ResponseMetadata"]["MaxAttemptsReached"] = True
                fault: Exception = error_class(code)(said, operation)
            except (NoConnection, HTTPClientError, ChecksumError) as trouble:
                fault, again = trouble, True
            throttled = is_throttled(status, code)
            spent = self._budget.spend(throttled=throttled) if again and attempt < ATTEMPTS else 0
            if not spent:
                raise fault
            time.sleep(pause_s(attempt, throttled=throttled))
            attempt += 1

    def _attempt(self, operation: str, body: bytes) -> Answer:
        credentials = self._session.get_credentials()
        if credentials is None:
            raise NoCredentialsError
        signed = sign(
            {**self._headers, "x-amz-target": f"DynamoDB_20120810.{operation}"},
            body,
            credentials.get_frozen_credentials(),
            stamp(time.time()),
            region=self._region,
            service="dynamodb",
        )
        request = Request(self._exchange.url, signed, body)
        for _, heard in self.events.emit(f"before-send.dynamodb.{operation}", request=request):
            if heard is not None:
                headers = {name.lower(): text for name, text in heard.headers.items()}
                return Answer(heard.status_code, headers, heard.content)
        return self._exchange.post(request.sent_headers, body)
