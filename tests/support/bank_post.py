"""What the bank of the tests sends: statements (camt.053.001.08) and rejections (pain.002.001.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
PAIN = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One movement of the city's account; below zero leaves it."""

    cents: int
    reference: str = ""
    reason: str = ""
    on: date = date(2026, 11, 26)
    status: str = "BOOK"
    batch: str = ""


def camt053(*moves: Move, name: str = "STMT-1") -> bytes:
    """A statement with these movements."""
    entries = "".join(_entry(number, move) for number, move in enumerate(moves))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="{CAMT}"><BkToCstmrStmt><GrpHdr><MsgId>M-{name}</MsgId><CreDtTm>2026-11-27T06:00:00</CreDtTm></GrpHdr>
<Stmt><Id>{name}</Id>{entries}</Stmt></BkToCstmrStmt></Document>
""".encode()


def _entry(number: int, move: Move) -> str:
    amount = f'<Amt Ccy="EUR">{abs(move.cents) / 100:.2f}</Amt>'
    side = "DBIT" if move.cents < 0 else "CRDT"
    reason = f"<RtrInf><Rsn><Cd>{move.reason}</Cd></Rsn></RtrInf>" if move.reason else ""
    batch = f"<Btch><PmtInfId>{move.batch}</PmtInfId></Btch>" if move.batch else ""
    refs = f"<TxDtls><Refs><EndToEndId>{move.reference or 'NOTPROVIDED'}</EndToEndId></Refs>{amount}{reason}</TxDtls>"
    return (
        f"<Ntry>{amount}<CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>{move.status}</Cd></Sts>"
        f"<BookgDt><Dt>{move.on}</Dt></BookgDt><AcctSvcrRef>BANK{number}</AcctSvcrRef>"
        f"<NtryDtls>{batch}{refs}</NtryDtls></Ntry>"
    )


def pain002(*rejected: tuple[str, str], status: str = "RJCT") -> bytes:
    """A report that these collections (name, reason) were not made."""
    said = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{name}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf></TxInfAndSts>"
        for name, reason in rejected
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="{PAIN}"><CstmrPmtStsRpt><GrpHdr><MsgId>R1</MsgId></GrpHdr>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>pain008-2026-11-23</OrgnlPmtInfId>{said}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>
""".encode()
