"""Messages out of a queue: each is handled at least once, a bad one holds up no other, and none is lost.

    @each_message
    def handler(message: Message) -> None: ...          # raise, and only this message comes back

    @whole_batch
    def handler(messages: list[Message]) -> list[Message]: ...   # answer the ones to be given back

A message that keeps failing moves to the dead-letter queue after MAX_RECEIVES attempts, with an alarm line in the log.
The queue's event source must say ReportBatchItemFailures (a house test holds that).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from cercano.kit.invocation import invocation, name_of
from cercano.kit.log import correlated, log
from cercano.kit.message import Message
from cercano.kit.metrics import count

__all__ = ["MAX_RECEIVES", "Message", "each_message", "whole_batch"]

MAX_RECEIVES = 5
"""The `maxReceiveCount` of every queue: after this many failures a message is a dead letter."""

Answer = dict[str, list[dict[str, str]]]
Handler = Callable[[dict[str, Any], Any], Answer]


def each_message(handle: Callable[[Message], None]) -> Handler:
    """A handler that takes one message at a time, in order, each under its own correlation id."""

    @functools.wraps(handle)
    def handler(event: dict[str, Any], context: Any) -> Answer:
        return _answer(handle, event, context, lambda messages: [m for m in messages if not _handled(handle, m)])

    return handler


def whole_batch(handle: Callable[[list[Message]], list[Message]]) -> Handler:
    """A handler that takes all the messages at once, and answers those that failed.

    If it raises, every message comes back; those on their last attempt are tried alone first, so that a message that
    poisons its batch dies alone.
    """

    @functools.wraps(handle)
    def handler(event: dict[str, Any], context: Any) -> Answer:
        return _answer(handle, event, context, lambda messages: _handle_batch(handle, messages))

    return handler


def _answer(
    handle: Callable[..., Any], event: dict[str, Any], context: Any, run: Callable[[list[Message]], list[Message]]
) -> Answer:
    messages = [Message.of(record) for record in event["Records"]]
    with invocation(name_of(handle), context) as summary:
        failed = run(messages)
        summary.update(messages=len(messages), failed=len(failed))
        count("MessagesHandled", len(messages) - len(failed))
        count("MessagesFailed", len(failed))
    return {"batchItemFailures": [{"itemIdentifier": message.id} for message in failed]}


def _handled(handle: Callable[[Message], None], message: Message) -> bool:
    with correlated(correlation_id=message.correlation_id, message_id=message.id):
        try:
            handle(message)
        except Exception as fault:  # noqa: BLE001 - the edge: the message goes back to its queue, the fault into the log
            _report(message, f"{type(fault).__name__}: {fault}", traceback=True)
            return False
    return True


def _handle_batch(handle: Callable[[list[Message]], list[Message]], messages: list[Message]) -> list[Message]:
    try:
        failed = handle(messages)
    except Exception as fault:  # noqa: BLE001 - the edge: the messages go back to their queue, the fault into the log
        log.exception("batch_failed", messages=len(messages), reason=f"{type(fault).__name__}: {fault}")
        if len(messages) == 1:
            _report(messages[0], f"{type(fault).__name__}: {fault}")
            return messages
        last = [message for message in messages if message.receive_count >= MAX_RECEIVES]
        saved = [message for message in last if not _handle_batch(handle, [message])]
        return [message for message in messages if message not in saved]
    for message in failed:
        _report(message, message.trouble or "given back by the use case")
    return failed


def _report(message: Message, reason: str, *, traceback: bool = False) -> None:
    """One line for each failure; the one before the dead-letter queue is an alarm."""
    log.error(
        "message_failed",
        message_id=message.id,
        receive_count=message.receive_count,
        reason=reason,
        alarm=message.receive_count >= MAX_RECEIVES,
        exc_info=traceback,
    )
