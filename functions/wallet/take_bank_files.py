"""A file of the bank arrived: top-ups that it took back are taken back here, once, and what it booked is noted.

Reads the file (S3, in/); writes the ledger, collections and what the bank says; tells TopUpReturned, AccountFrozen.
The same file again, or another that says the same, changes nothing. What nobody can read is a dead letter, with alarm.
"""

from __future__ import annotations

from urllib.parse import unquote_plus

from cercano.kit import aws, clock
from cercano.kit.log import log
from cercano.kit.metrics import count
from cercano.kit.queue import Message, each_message
from cercano.kit.settings import setting
from cercano.wallet import bankfile, others_books, returning

BANK_BUCKET = setting("BANK_BUCKET")


@each_message
def handler(message: Message) -> None:
    """Take what one file says."""
    for record in message.json().get("Records", []):
        key = unquote_plus(record["s3"]["object"]["key"])
        file = bankfile.read(aws.client("s3").get_object(Bucket=BANK_BUCKET, Key=key)["Body"].read())
        others_books.keep_booked(file.booked)
        returned = sum(returning.give_back(one, clock.now()) for one in file.returned)
        count("TopUpsReturned", returned)
        log.info("bank_file_taken", file=key, lines=len(file.booked), returns=len(file.returned), returned=returned)
