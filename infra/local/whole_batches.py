"""Starts MiniStack, and has it hand a function as many messages of a queue at once as the template says.

MiniStack itself gives ten at most, AWS up to ten thousand of a standard queue. Run by the interpreter of MiniStack's
own environment, so it imports nothing of the city.
"""

from __future__ import annotations

import importlib
from typing import Any

sqs: Any = importlib.import_module("ministack.services.sqs")


def receive(queue_url: str, most: int) -> list[dict[str, Any]]:
    """Takes up to `most` messages that are visible, for the queue's visibility timeout."""
    with sqs._queues_lock:
        queue = sqs._get_q(queue_url)
        sqs._expire_retained(queue)
        sqs._dlq_sweep(queue)
        found: list[dict[str, Any]] = sqs._collect_msgs(
            queue, max(1, int(most)), int(queue["attributes"].get("VisibilityTimeout", "30"))
        )
    return found


if __name__ == "__main__":
    sqs._receive_messages_for_esm = receive
    importlib.import_module("ministack.app").main()
