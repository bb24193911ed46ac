"""Lays the web app out for the front door, when there is one and its packages are installed."""

from __future__ import annotations

from infra.local.place import Place
from infra.local.say import Trouble


def build(place: Place) -> bool:
    """Builds web/ into this copy's folder; False when there is no web app in the checkout.

    Raises:
        Trouble: the build refused (a missing word, a broken budget), with its reason.
    """
    if not (place.root / "web" / "index.html").exists():
        return False
    from infra.web.build import build as lay_out

    try:
        lay_out(place.home / "web", place.root / "web")
    except SystemExit as refused:
        raise Trouble(f"The web app cannot be built: {refused}") from refused
    return True


def newest_change(place: Place) -> float:
    """When somebody last changed a file of the web app, in seconds since 1970."""
    folders = ("areas", "card", "core", "css", "i18n", "icons", "map", "ui", "views")
    files = [
        *(place.root / "web").glob("*.*"),
        *(f for name in folders for f in (place.root / "web" / name).rglob("*")),
    ]
    return max((file.stat().st_mtime for file in files if file.is_file()), default=0.0)
