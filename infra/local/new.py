"""`make new D=crowd U=read_benches TRIGGER=http`: writes the stubs of a use case, each in its place.

TRIGGER is http, queue, schedule or stream; a queue may heed a fact: FACT=VenueFilled.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from infra.local.place import CHECKOUT

STUBS = Path(__file__).parent / "stubs"
"""A folder for each trigger: the four parts of a use case, with `__use_case__` and the like for its names."""
TRIGGERS = ("http", "queue", "schedule", "stream")
READING_VERBS = ("read", "list", "find", "show", "search")

NEXT = """
Next:
  1 say it in the domain's words: {domain} rules and model, with their test
  2 fill in the function, and in infra/{domain}.yaml move its entry to its place, with one permission for each need
  3 make the sample true, and let the test say what the use case promises
  4 make docs, then make check: the house tests name what is missing
docs/guides/add-a-use-case.md shows the way."""


class Unclear(Exception):
    """What was asked cannot be done; the text says why, for a person."""


def main(asked: Mapping[str, str], root: Path = CHECKOUT) -> int:
    """Write the stubs; 2 when what was asked is unclear."""
    try:
        written = write(*_understood(asked, root), root)
    except Unclear as why:
        print(f"{why}\n\n{__doc__}", file=sys.stderr)
        return 2
    print("\n".join(f"wrote {path.relative_to(root)}" for path in written) + NEXT.format(domain=asked["D"]))
    return 0


def write(stub: str, words: Mapping[str, str], root: Path) -> list[Path]:
    """Fill in the four parts of a stub, each in its place under `root`."""
    domain, name = words["__domain__"], words["__use_case__"]
    template = root / "infra" / f"{domain}.yaml"
    places = {
        "function.py.txt": root / "functions" / domain / f"{name}.py",
        "sample.json": root / "events" / domain / f"{name}.json",
        "test.py.txt": root / "tests" / "functions" / domain / f"test_{name}.py",
    }
    for path in places.values():
        if path.exists():
            raise Unclear(f"{path.relative_to(root)} is already there.")
    for part, path in places.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_filled(stub, part, words))
    template.write_text(_inserted(template.read_text(), _filled(stub, "entry.yaml.txt", words)))
    code = [str(path) for path in places.values() if path.suffix == ".py"]
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", *code], check=True)
    return [*places.values(), template]


def _filled(stub: str, part: str, words: Mapping[str, str]) -> str:
    text = (STUBS / stub / part).read_text()
    return re.sub("|".join(words), lambda found: words[found[0]], text)


def _understood(asked: Mapping[str, str], root: Path) -> tuple[str, dict[str, str]]:
    """Which stub, and the words that fill it in."""
    domain, name, trigger, fact = (asked.get(part, "") for part in ("D", "U", "TRIGGER", "FACT"))
    if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", name):
        raise Unclear(f"U={name or '?'} is not a verb and a noun, such as U=read_benches.")
    if trigger not in TRIGGERS:
        raise Unclear(f"TRIGGER={trigger or '?'} is none of {', '.join(TRIGGERS)}.")
    template = root / "infra" / f"{domain}.yaml"
    if not domain or not template.exists():
        domains = sorted(path.name for path in (root / "functions").iterdir() if path.is_dir() and path.name[0] != "_")
        raise Unclear(f"D={domain or '?'} has no infra/{domain or '?'}.yaml. The domains are {', '.join(domains)}.")
    table = _table(template.read_text())
    if trigger == "stream" and not table:
        raise Unclear(f"infra/{domain}.yaml has no table with a stream (StreamSpecification).")
    verb, *noun = name.split("_")
    method = "get" if verb in READING_VERBS else "post"
    return "fact" if trigger == "queue" and fact else trigger, {
        "__domain__": domain,
        "__use_case__": name,
        "__use-case__": name.replace("_", "-"),
        "__UseCase__": "".join(part.capitalize() for part in (verb, *noun)),
        "__path__": "/" + "-".join(noun),
        "__method__": method,
        "__METHOD__": method.upper(),
        "__Table__": table,
        "__Fact__": fact,
        "__fact_domain__": _domain_of(fact, root) if fact else "",
    }


def _table(template: str) -> str:
    """Logical id of the first table with a stream; "" when there is none."""
    resources = re.split(r"\n(?=  \w+:\n)", template)
    streamed = (each for each in resources if "AWS::DynamoDB::Table\n" in each and "StreamSpecification" in each)
    return next((each.strip().partition(":")[0] for each in streamed), "")


def _domain_of(fact: str, root: Path) -> str:
    for path in sorted((root / "layers/cercano/python/cercano/facts").glob("*.py")):
        if re.search(rf"^class {re.escape(fact)}\(Fact\):", path.read_text(), re.MULTILINE):
            return path.stem
    raise Unclear(f"No domain tells a fact called {fact}.")


def _inserted(template: str, entry: str) -> str:
    """The template with an entry as the last of its resources: before Outputs, or at the end."""
    body, outputs, rest = template.partition("\nOutputs:")
    return body.rstrip("\n") + "\n\n" + entry + (outputs + rest if outputs else "")


if __name__ == "__main__":
    sys.exit(main(os.environ))
