"""Nobody overwrites what somebody else just changed: versions of documents as ETags (RFC 9110, 8.8 and 13.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cercano.kit.errors import BadRequest, VersionConflict

_LIST = re.compile(r'^\s*(W/)?"[\x21\x23-\x7e]{0,64}"(\s*,\s*(W/)?"[\x21\x23-\x7e]{0,64}")*\s*$')
_ONE = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"')


class UnreadableEntityTag(BadRequest):
    """The If-Match or If-None-Match header is not a list of entity tags."""

    code = "unreadable_entity_tag"
    es, en = "La cabecera {header} no se puede leer.", "The header {header} cannot be read."


@dataclass(frozen=True, slots=True)
class IfMatch:
    """The versions the caller says they read; None is `*`, whichever version there is."""

    versions: frozenset[int] | None

    def check(self, version: int) -> int:
        """`version`, the document's present one, as the condition of the write that follows.

        Raises: VersionConflict when it is not one the caller read.
        """
        if self.versions is not None and version not in self.versions:
            raise VersionConflict
        return version


def etag(version: int) -> str:
    """The strong ETag of a document's version."""
    return f'"{version}"'


def read_if_match(header: str) -> IfMatch:
    """What an If-Match header says. A weak tag never matches, as the comparison is strong; nor does a foreign one.

    Raises: UnreadableEntityTag.
    """
    if header.strip() == "*":
        return IfMatch(None)
    tags = _tags("If-Match", header)
    return IfMatch(frozenset(int(tag) for weak, tag in tags if not weak and tag.isascii() and tag.isdigit()))


def is_unchanged(if_none_match: str, tag: str) -> bool:
    """Whether the reader already holds the document of this ETag (weak comparison): the answer is then 304.

    Raises: UnreadableEntityTag.
    """
    if if_none_match.strip() == "*":
        return True
    return tag.strip('"') in {value for _, value in _tags("If-None-Match", if_none_match)}


def _tags(header: str, value: str) -> list[tuple[bool, str]]:
    if len(value) > 2000 or not _LIST.match(value):
        raise UnreadableEntityTag(header=header)
    return [(bool(weak), tag) for weak, tag in _ONE.findall(value)]
