"""Each new line of an account gets its other side in the archive: what the payee received, kept for ever.

Reads the stream of the ledger's table (rows of accounts), writes its COUNTER# partitions, and says into a queue which
accounts crossed a line (follow_balances). The same batch given again, or out of order, writes the same rows.
"""

from __future__ import annotations

from typing import Any

from cercano.kit.invocation import invocation
from cercano.kit.metrics import count
from cercano.ledger import archive
from cercano.wallet.noticing import notice


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Archive what these changes added. It raises when the table does not take it: the stream gives the batch again."""
    with invocation("wallet/archive_entries", context) as summary:
        changes = [record["dynamodb"] for record in event["Records"]]
        added = (archive.added(change.get("OldImage"), change.get("NewImage")) for change in changes)
        kept = archive.keep((account_id, entry) for account_id, entries in filter(None, added) for entry in entries)
        summary.update(records=len(event["Records"]), entries=kept, lines=notice(changes))
        count("EntriesArchived", kept)
    return {"batchItemFailures": []}
