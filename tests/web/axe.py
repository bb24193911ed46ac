"""Asks axe-core what stands in the way of people who use the page by ear, by keyboard or with other colours.

It runs in a world of its own, beside the page, so that the page's security policy stays as in production.
"""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """axe.run(document, %s).then(({violations}) =>
  violations.flatMap(({id, nodes}) =>
    nodes.map(({target, failureSummary}) => `${id}: ${target.join(' ')} ${failureSummary}`)))"""


def violations(page: Page, *, only: str | None = None) -> list[str]:
    """Each violation with the element and what to mend; `only` runs a single rule."""
    chosen = (
        f"{{runOnly: {{type: 'rule', values: ['{only}']}}}}"
        if only
        else f"{{runOnly: {{type: 'tag', values: {TAGS}}}}}"
    )
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})["executionContextId"]
    session.send("Runtime.evaluate", {"expression": f"{AXE};0", "contextId": world})
    told = session.send(
        "Runtime.evaluate",
        {"expression": RUN % chosen, "contextId": world, "awaitPromise": True, "returnByValue": True},
    )
    session.detach()
    return list(told["result"]["value"])
