"""GET /wallet/mandate-text: what somebody signs who links a bank account, to be read before. Reads nothing."""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.web import Service, View
from cercano.wallet import mandate_text

app = Service("wallet")


class TextView(View):
    """The words of a mandate, and the rules they come from."""

    notice_days: int
    text: str
    source: str


@app.get("/mandate-text", public=True, cache_s=60)
def read_mandate_text(notice_days: Annotated[int, Field(ge=2, le=14)] = 14) -> TextView:
    """The words with so many days of notice before each collection."""
    words = mandate_text.text(notice_days, app.language)
    return TextView(notice_days=notice_days, text=words, source=mandate_text.SOURCE)
