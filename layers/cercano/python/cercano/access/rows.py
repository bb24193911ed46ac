"""The items of access in DynamoDB, as they lie on the shelf. Accounts are not here: they are the ledger's.

FARES           <first day>      a fare table
NETWORK         LINES            lines and stops
NETWORK         STATIONS         where bicycles are taken and brought back
BIKES           <vehicle>        the last that a dock said of a bicycle
REFUSED#<cred>  <tap id>         a tap of a credential that was not charged, for 90 days
OVERDUE         <end>#<account>  a stay must be over by then
DENY            <account id>     an account that owes the city, and what readers turn away because of it
"""

from __future__ import annotations

from cercano.kit.table import ExpiryAttribute, IntegerAttribute, JsonAttribute, Row, TextAttribute, UtcAttribute

FARES = "FARES"
NETWORK = "NETWORK"
LINES = "LINES"
STATIONS = "STATIONS"
BIKES = "BIKES"
DENY = "DENY"
OVERDUE = "OVERDUE"


class FaresRow(Row, discriminator="access_fares"):
    """A fare table as staff wrote it. Never changed."""

    document = JsonAttribute()


class NetworkRow(Row, discriminator="access_network"):
    """Lines and stops of an operator, or the stations of one. `version` is its ETag."""

    document = JsonAttribute()


class BikeRow(Row, discriminator="access_bike"):
    """A bicycle, and where it was last taken from or brought back to. Nobody's ride: no credential, no account."""

    tap_id = TextAttribute()
    station = TextAttribute()
    is_docked = IntegerAttribute()


class RefusedRow(Row, discriminator="access_refused"):
    """A tap that was not charged: by which reader, where, why. No account, no person."""

    reason = TextAttribute()
    reader_id = TextAttribute()
    vehicle = TextAttribute(null=True)
    expires_at = ExpiryAttribute()


class OverdueRow(Row, discriminator="access_overdue"):
    """A note that an account began a stay: somebody looks at it when the stay must be over."""

    account_id = TextAttribute()


class DenyRow(Row, discriminator="access_deny"):
    """An account on the deny list, or one that was."""

    credentials = JsonAttribute()
    is_listed = IntegerAttribute()
    since = UtcAttribute()
    expires_at = ExpiryAttribute(null=True)
