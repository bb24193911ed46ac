"""The build: everything under a hash of its content, nothing too heavy, no sentence missing, no host in the lock."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import time
from pathlib import Path

import pytest

from infra.web import imports, words
from infra.web.build import BUDGETS_KB, WEB, Built, build


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sources, to spoil."""
    return Path(shutil.copytree(WEB, tmp_path / "web", symlinks=True, ignore=shutil.ignore_patterns(".cache")))


def test_it_takes_less_than_a_second_and_keeps_its_budgets(tmp_path: Path) -> None:
    began = time.process_time()
    built = build(tmp_path)

    assert time.process_time() - began < 1
    assert {name for name, kb in built.weights_kb.items() if kb <= BUDGETS_KB[name]} == set(BUDGETS_KB)


def test_the_same_sources_give_the_same_bytes_and_a_change_another_address(
    copy: Path, tmp_path: Path, built: tuple[Path, Built]
) -> None:
    again = build(tmp_path / "again", copy)
    assert again == built[1]

    (copy / "css" / "home.css").write_text(".hero { color: red; }")
    assert build(tmp_path / "changed", copy).assets != again.assets


def test_the_page_names_only_files_that_are_there(built: tuple[Path, Built]) -> None:
    folder, made = built
    pages = "".join((folder / name).read_text() for name in ("index.html", "sw.js", "app.webmanifest"))
    named = set(re.findall(rf'{made.assets}/[^"\s>]+', pages))

    assert "{" not in "".join(named)
    assert {path for path in named if not (folder / path.lstrip("/")).is_file()} == set()


def test_every_import_of_every_module_leads_to_a_file(built: tuple[Path, Built]) -> None:
    root = built[0] / built[1].assets.lstrip("/")
    for module in root.rglob("*.js"):
        for _, _, name in [*imports.STATIC.findall(module.read_text()), *imports.DYNAMIC.findall(module.read_text())]:
            assert name.startswith(".")
            assert (module.parent / name).resolve().is_file(), f"{module.name}: {name}"


def test_a_compressed_neighbour_holds_the_same(built: tuple[Path, Built]) -> None:
    for smaller in built[0].rglob("*.gz"):
        assert gzip.decompress(smaller.read_bytes()) == smaller.with_suffix("").read_bytes()


def test_the_phone_keeps_the_citizens_app_and_not_the_console(built: tuple[Path, Built]) -> None:
    kept = (built[0] / "sw.js").read_text()

    assert "views/venue.js" in kept
    assert "/console/" not in kept


def test_a_module_that_imports_the_unknown_stops_the_build(copy: Path, tmp_path: Path) -> None:
    (copy / "views" / "home.js").write_text("import lodash from 'lodash';")
    with pytest.raises(imports.UnknownImport, match=r"web/views/home\.js imports 'lodash'"):
        build(tmp_path / "out", copy)


def test_a_sentence_that_lacks_in_a_language_stops_the_build(copy: Path, tmp_path: Path) -> None:
    english = copy / "i18n" / "en.json"
    said = json.loads(english.read_text())
    del said["nav.skip"]
    english.write_text(json.dumps(said))
    with pytest.raises(words.MissingWords, match=r"en: nav\.skip"):
        build(tmp_path / "out", copy)


def test_a_key_that_no_language_has_stops_the_build(copy: Path, tmp_path: Path) -> None:
    (copy / "views" / "not_found.js").write_text("t('nobody.said.this'); t(`nor.this.${x}`);")
    with pytest.raises(words.MissingWords, match=r"views/not_found.js asks for nobody\.said\.this\n.*nor\.this\."):
        build(tmp_path / "out", copy)


def test_a_view_too_heavy_stops_the_build(copy: Path, tmp_path: Path) -> None:
    noise = "".join(f"/* {n * 2654435761 % 2**32:x} */\n" for n in range(4000))
    (copy / "views" / "not_found.js").write_text(noise)
    with pytest.raises(SystemExit, match="heaviest view"):
        build(tmp_path / "out", copy)


def test_both_languages_use_the_same_slots() -> None:
    def slots(sentence: object) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", json.dumps(sentence)))

    for spanish in WEB.glob("i18n/**/es.json"):
        english = json.loads(spanish.with_name("en.json").read_text())
        for key, sentence in json.loads(spanish.read_text()).items():
            assert slots(sentence) == slots(english[key]), key


def test_every_sentence_is_asked_for_by_somebody() -> None:
    sources = "\n".join(path.read_text() for path in WEB.rglob("*.js") if "node_modules" not in path.parts)
    keys, prefixes = words.asked(sources)

    for path in WEB.glob("i18n/**/es.json"):
        unused = [
            key for key in json.loads(path.read_text()) if key not in keys and not key.startswith(tuple(prefixes))
        ]
        assert unused == []


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text())

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_icons_are_of_the_size_the_manifest_says() -> None:
    for icon in json.loads((WEB / "app.webmanifest").read_text())["icons"]:
        header = (WEB / icon["src"].removeprefix("{assets}/")).read_bytes()[16:24]
        assert f"{int.from_bytes(header[:4])}x{int.from_bytes(header[4:])}" == icon["sizes"]
