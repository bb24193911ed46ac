"""GET /access/deny-list: what a reader without a connection turns away, besides the cards that are blocked.

Reads the deny list. It says which credentials, never whose or why.
"""

from __future__ import annotations

from cercano.access.denying import credentials_denied
from cercano.kit.etags import is_unchanged
from cercano.kit.web import Answer, Instant, Raw, Service, View

app = Service("access")


class DenyList(View):
    """Credentials (16 hexadecimal digits, in order) whose accounts owe the city."""

    as_of: Instant
    credentials: list[str]


@app.get("/deny-list", public=True, cache_s=60)
def read_deny_list() -> Answer[DenyList] | Raw:
    """Everything to turn away. Ask each minute with If-None-Match: 304 says that nothing changed."""
    import hashlib

    denied = credentials_denied()
    tag = f'"{hashlib.sha256("".join(denied).encode()).hexdigest()[:32]}"'
    seen = app.request.header("if-none-match")
    if seen is not None and is_unchanged(seen, tag):
        return Raw(status=304, headers={"ETag": tag})
    return Answer(DenyList(as_of=app.now(), credentials=denied), headers={"ETag": tag})
