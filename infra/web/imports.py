"""Turn `from 'preact'` into a relative address the browser can follow, and tell which file imports which.

No bundler and no import map: an import map would have to be inline, which the content security policy refuses.
"""

from __future__ import annotations

import posixpath
import re

from infra.web.vendor import MODULES, served_name

STATIC = re.compile(r"""(\b(?:from|import)\s*)(["'])([^"'\s]+)\2""")
DYNAMIC = re.compile(r"""(\bimport\(\s*)(["'])([^"'\s]+)\2""")
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)

COMMENT = re.compile(r"^[ \t]*/\*\*.*?\*/[ \t]*$", re.MULTILINE | re.DOTALL)
"""A documentation comment on lines of its own."""


class UnknownImport(SystemExit):
    """A module imports something that is neither ours nor in vendor.MODULES."""


def rewritten(path: str, source: str, known: set[str]) -> str:
    """The module with every import relative and existing. `path` and `known` are served paths."""

    def relative(match: re.Match[str]) -> str:
        before, quote, name = match.groups()
        return f"{before}{quote}{address(path, name, known)}{quote}"

    return DYNAMIC.sub(relative, STATIC.sub(relative, SOURCE_MAP.sub("", source)))


def bare(source: str) -> str:
    """The module without its documentation, every line still where it was."""
    return COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)


def address(path: str, name: str, known: set[str]) -> str:
    """What `path` must write to import `name`."""
    if name in MODULES:
        name = posixpath.relpath(served_name(name), posixpath.dirname(path) or ".")
        name = name if name.startswith(".") else f"./{name}"
    if not name.startswith(".") or target(path, name) not in known:
        raise UnknownImport(f"web/{path} imports {name!r}, which does not exist.")
    return name


def target(path: str, name: str) -> str:
    """The served path that a relative import means."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def reached_from(start: str, modules: dict[str, str], *, lazily: bool = False) -> list[str]:
    """Every module that `start` needs before it can run, nearest first, itself not counted.

    With `lazily`, those it fetches later as well.
    """
    found, queue = [start], [start]
    while queue:
        path = queue.pop(0)
        for _, _, name in STATIC.findall(modules[path]) + (DYNAMIC.findall(modules[path]) if lazily else []):
            if (to := target(path, name)) not in found:
                found.append(to)
                queue.append(to)
    return found[1:]
