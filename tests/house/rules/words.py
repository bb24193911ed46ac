"""What we write holds: refusals in both languages, links that lead on, nothing of one machine, nothing put off."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house.rules.rule import rule
from tests.house.tree import LAYER, Tree

MACHINE = re.compile(r"(?<![\w.])/(?:work|home|root|Users|private)/[\w.-]+")
PUT_OFF = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X)\b")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NOT_OURS = ("uv.lock", "web/package-lock.json")


@rule
def every_refusal_speaks_both_languages(tree: Tree) -> Iterator[str]:
    """Each refusal has its own code and a sentence in Spanish and English with the same slots."""
    codes: Counter[str] = Counter()
    for name, said in _refusals(tree):
        missing = [part for part in ("code", "es", "en") if not said.get(part)]
        if missing:
            yield f"{name}: does not say its {', '.join(missing)}"
        elif _slots(said["es"]) != _slots(said["en"]):
            yield f"{name}: es and en do not name the same values"
        codes[said.get("code", name)] += 1
    for code, times in codes.items():
        if times > 1:
            yield f"the code {code} is said by {times} refusals"


@rule
def every_kind_of_row_has_its_own_name(tree: Tree) -> Iterator[str]:
    """Two classes of rows never carry the same kind: a stream or an export says of each item what it is."""
    homes: dict[str, str] = {}
    for module in tree.modules.values():
        for name, node in module.classes.items():
            for kind in (ast.literal_eval(said.value) for said in node.keywords if said.arg == "discriminator"):
                here = f"{module.path.relative_to(tree.root / LAYER)} {name}"
                if homes.setdefault(kind, here) != here:
                    yield f"{here}: rows of the kind {kind} are those of {homes[kind]}"


def _refusals(tree: Tree) -> Iterator[tuple[str, dict[str, str]]]:
    """Each class that descends from Refusal, by name, with what it says; sentences may be inherited, a code may not."""
    classes = {name: (module, node) for module in tree.modules.values() for name, node in module.classes.items()}

    def descends(node: ast.ClassDef) -> bool:
        bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
        return "Refusal" in bases or any(base in classes and descends(classes[base][1]) for base in bases)

    def said(node: ast.ClassDef) -> dict[str, str]:
        parents = [
            base.id for base in node.bases if isinstance(base, ast.Name) and base.id in classes and base.id != "Refusal"
        ]
        inherited = {part: text for base in parents for part, text in said(classes[base][1]).items() if part != "code"}
        return inherited | _assigned(node)

    for name, (module, node) in classes.items():
        if descends(node) and _assigned(node).keys() & {"code", "es", "en"}:
            yield f"{module.path.relative_to(tree.root / LAYER)} {name}", said(node)


def _assigned(node: ast.ClassDef) -> dict[str, str]:
    said: dict[str, str] = {}
    for inner in node.body:
        if isinstance(inner, ast.Assign):
            target, value = inner.targets[0], inner.value
            pairs = (
                zip(target.elts, value.elts, strict=False)
                if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
                else [(target, value)]
            )
            for one, text in pairs:
                if isinstance(one, ast.Name) and isinstance(text, ast.Constant) and isinstance(text.value, str):
                    said[one.id] = text.value
    return said


def _slots(sentence: str) -> set[str]:
    """The {values} a sentence names; `why_es` in one language is `why_en` in the other."""
    return {re.sub(r"_(es|en)$", "", slot) for slot in re.findall(r"\{(\w+)", sentence)}


@rule
def nothing_is_of_one_machine(tree: Tree) -> Iterator[str]:
    """No path of somebody's own disk."""
    for name, text in tree.texts.items():
        if name not in NOT_OURS and (found := MACHINE.search(text)):
            yield f"{name}: holds the path {found[0]}"


@rule
def nothing_is_put_off(tree: Tree) -> Iterator[str]:
    """What is not done is an issue, not a note in the code."""
    for name, text in tree.texts.items():
        if name not in NOT_OURS and (found := PUT_OFF.search(text)):
            yield f"{name}: says {found[0]}"


@rule
def every_link_leads_somewhere(tree: Tree) -> Iterator[str]:
    """A relative link in a page names a file or folder that is there."""
    folders = {str(parent) for name in tree.texts for parent in PurePosixPath(name).parents}
    files = set(tree.texts) | folders
    for name, text in tree.texts.items():
        for link in LINK.findall(text) if name.endswith(".md") else []:
            place = link.partition("#")[0]
            if (
                place
                and "://" not in link
                and not link.startswith("mailto:")
                and not _is_there(tree, name, place, files)
            ):
                yield f"{name}: links to {place}, which is not there"


def _is_there(tree: Tree, page: str, place: str, files: set[str]) -> bool:
    target = PurePosixPath(page).parent / place
    parts: list[str] = []
    for part in target.parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    path = "/".join(parts)
    return path in files or (tree.root / path).exists()
