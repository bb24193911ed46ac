"""Every sentence of the app exists in every language, and every key the code asks for exists."""

from __future__ import annotations

import json
import re

ASKED = re.compile(
    r"""(?:\bt\(\s*'([\w.]+)'          # t('offline')
        |[?:]\s*'(\w+\.[\w.]+)'         # t(isMap ? 'venues.list' : 'venues.map')
        |(?:\bt\(|[?:])\s*`([\w.]+)\$\{  # t(`state.${...}`)
        )""",
    re.VERBOSE,
)

Words = dict[str, object]


class MissingWords(SystemExit):
    """A sentence lacks in some language."""


def check(languages: dict[str, Words], modules: dict[str, str]) -> None:
    """Refuse a tree whose languages differ, or whose code asks for a key no language has.

    Args:
        languages: language code -> its key -> sentence (or {"one", "other"}).
        modules: path -> source of the app's own modules.

    Raises:
        MissingWords: naming everything that is missing.
    """
    everything = set().union(*languages.values())
    missing = [f"{code}: {key}" for code, words in languages.items() for key in sorted(everything - set(words))]
    for path, source in modules.items():
        keys, prefixes = asked(source)
        missing += [f"{path} asks for {key}" for key in sorted(keys - everything)]
        missing += [
            f"{path} asks for {prefix}…"
            for prefix in sorted(prefixes)
            if not any(key.startswith(prefix) for key in everything)
        ]
    if missing:
        raise MissingWords("Sentences are missing:\n  " + "\n  ".join(missing))


def asked(source: str) -> tuple[set[str], set[str]]:
    """The keys a module asks for, and the beginnings of those it puts together."""
    found = ASKED.findall(source)
    return {key or other for key, other, _ in found if key or other}, {prefix for _, _, prefix in found if prefix}


def by_language(files: dict[str, bytes]) -> dict[str, Words]:
    """Language code -> all its sentences, from i18n/<code>.json and i18n/<chapter>/<code>.json."""
    languages: dict[str, Words] = {}
    for path, content in files.items():
        languages.setdefault(path.rsplit("/", 1)[-1].removesuffix(".json"), {}).update(json.loads(content))
    return languages


def compact(text: bytes) -> bytes:
    """The JSON without its spaces."""
    return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")).encode()
