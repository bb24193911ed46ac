"""The letters that Spanish and English are written with, in a file of their own; others come when needed.

Which letters is said once, by `unicode-range` in web/css/tokens.css. Cut once and kept in web/node_modules/.cache.
"""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

FACE = re.compile(r'url\("\.\./(fonts/[\w.-]+)"\).*?unicode-range: ([^;]+);', re.DOTALL)
FEATURES = ["kern", "tnum", "liga", "ccmp", "locl", "mark", "mkmk"]
"""What the styles use: pairs that fit, and figures of one width."""


def cut(styles: str, whole: bytes, cache: Path) -> dict[str, bytes]:
    """Served path -> the typeface with the letters of that `@font-face` alone.

    Args:
        styles: the sheet with the faces.
        whole: the typeface as its authors ship it (woff2).
        cache: a folder for what was cut before.
    """
    return {path: kept(whole, letters(ranges), cache) for path, ranges in FACE.findall(styles)}


def letters(ranges: str) -> frozenset[int]:
    """`U+20-7E, U+20AC` -> the numbers of those letters."""
    found: set[int] = set()
    for one in ranges.replace("U+", "").split(","):
        first, _, last = one.strip().partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def kept(whole: bytes, wanted: frozenset[int], cache: Path) -> bytes:
    """Cut, or as it was cut before."""
    name = hashlib.sha256(whole + repr((sorted(wanted), FEATURES)).encode()).hexdigest()[:16]
    place = cache / f"{name}.woff2"
    if not place.exists():
        cache.mkdir(parents=True, exist_ok=True)
        half = place.with_suffix(".half")
        half.write_bytes(only(whole, wanted))
        half.replace(place)
    return place.read_bytes()


def only(whole: bytes, wanted: frozenset[int]) -> bytes:
    """The typeface with these letters and no others."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(whole), recalcTimestamp=False)
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 13, 14])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font.flavor = "woff2"
    told = io.BytesIO()
    font.save(told)
    return told.getvalue()
