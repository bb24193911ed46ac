"""How much processor a validated POST costs warm, from API Gateway's event to the answer, when the store costs nothing.

    python -m benchmarks.post_cpu

Token verified (RS256), body read strictly and validated, answer, log line and metrics written. Target: 1.2 ms.
"""

from __future__ import annotations

import contextlib
import io
import os
import statistics
import time
from typing import Annotated, Any

from pydantic import Field

from tests.support import tokens
from tests.support.events import Context
from tests.support.http import event

TARGET_MS = 1.2
CALLS = 500
REPEATS = 9


def service() -> Any:
    """A command such as "enter a manual count", without a store."""
    os.environ.update(
        TOKEN_ISSUER=tokens.ISSUER, TOKEN_CLIENT_ID=tokens.CLIENT_ID, TOKEN_KEYS_URL="https://x.test/keys"
    )
    from cercano.kit.web import Body, Caller, Created, Instant, Service, View

    class EnterAudit(Body):
        people: Annotated[int, Field(ge=0, le=100_000)]
        at: Instant | None = None
        note: Annotated[str, Field(max_length=500)] = ""

    class AuditView(View):
        venue_id: str
        people: int
        at: Instant
        note: str

    app = Service("bench")

    def enter_audit(venue_id: str, body: EnterAudit, caller: Caller) -> Created[AuditView]:
        """Enter a manual count."""
        view = AuditView(venue_id=venue_id, people=body.people, at=body.at or app.now(), note=body.note)
        return Created(view, location=f"/venues/{venue_id}/audits/{caller.subject}")

    enter_audit.__annotations__.update(body=EnterAudit, caller=Caller, **{"return": Created[AuditView]})
    app.post("/venues/{venue_id}/audits", roles=("staff",))(enter_audit)
    return app


def measure(app: Any) -> float:
    """Milliseconds of processor for one call: the median of several runs."""
    body = '{"people": 82, "at": "2026-11-23T09:15:00Z", "note": "contado en la puerta"}'
    sent = {"Authorization": f"Bearer {tokens.token(roles=('staff',))}", "Content-Type": "application/json"}
    asked = event(app, "POST", "/venues/centro-botin/audits", raw=body, headers=sent)
    runs = []
    with tokens.published(), contextlib.redirect_stdout(io.StringIO()) as written:
        assert app(asked, Context())["statusCode"] == 201
        for _ in range(REPEATS):
            written.seek(0)
            started = time.process_time()
            for _ in range(CALLS):
                app(asked, Context())
            runs.append((time.process_time() - started) / CALLS * 1000)
    return statistics.median(runs)


if __name__ == "__main__":
    found = measure(service())
    print(f"warm validated POST without store: {found:.2f} ms of processor (target {TARGET_MS} ms)")
    raise SystemExit(found > TARGET_MS)
