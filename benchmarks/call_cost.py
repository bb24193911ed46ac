"""What one call to DynamoDB makes the processor do, its HTTP included: our client beside botocore's.

    python -m benchmarks.call_cost

Reads an account over loopback from a server in another process, and has valgrind count the instructions of the one who
asks, as a function in Lambda would (with a session's token). Without TLS and without the kernel's share, on both sides.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.teller import a_teller, says

ASKED = {
    "TableName": "ledger",
    "Key": {"pk": {"S": "ACCOUNT#acc_01KB2R5Y7Q8W9E0RTYVXC10000"}, "sk": {"S": "BALANCE"}},
    "ConsistentRead": True,
}
ANSWERED: dict[str, Any] = {"Item": {**ASKED["Key"], "recent": {"B": "QUJD" * 150}, "version": {"N": "7"}}}  # type: ignore[dict-item]
FEW, MORE = 10, 110


def ask(who: str, times: int) -> None:
    """So many calls by one of the two."""
    from cercano.kit import aws

    client = aws.client("dynamodb") if who == "ours" else aws.botocore_client("dynamodb")
    for _ in range(times):
        client._make_api_call("GetItem", ASKED)


def counted(who: str, times: int, url: str) -> float:
    """Millions of instructions of a process that makes so many calls."""
    given = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "b" * 40, "AWS_SESSION_TOKEN": "T" * 900}
    given |= {"AWS_DEFAULT_REGION": "eu-south-2", "AWS_ENDPOINT_URL": url, "PYTHONHASHSEED": "0"}
    valgrind = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    again = [sys.executable, "-m", "benchmarks.call_cost", "--who", who, "--times", str(times)]
    here = Path(__file__).parent.parent
    ran = subprocess.run(
        [*valgrind, *again], capture_output=True, text=True, check=True, env=os.environ | given, cwd=here
    )
    found = re.search(r"I\s+refs:\s+([\d,]+)", ran.stderr)
    assert found, ran.stderr
    return int(found[1].replace(",", "")) / 1e6


def main() -> int:
    """Print both."""
    asked = argparse.ArgumentParser(description="What one call to DynamoDB makes the processor do")
    asked.add_argument("--who", choices=["ours", "botocore"], help=argparse.SUPPRESS)
    asked.add_argument("--times", type=int, default=1, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.who:
        ask(given.who, given.times)
        return 0
    with a_teller() as server:
        server.told(says(200, ANSWERED))
        for who in ("botocore", "ours"):
            few, more = (counted(who, times, server.url) for times in (FEW, MORE))
            each = (more - few) / (MORE - FEW)
            print(f"{who:10} {each:6.2f} million instructions a call; a process up to its {FEW}th call {few:,.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
