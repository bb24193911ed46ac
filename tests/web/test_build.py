"""The build: everything under a hash of its content, nothing too heavy, no sentence missing, no host in the lock."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import time
from pathlib import Path

import pytest

from infra.web import areas, imports, typeface, words
from infra.web.build import BUDGETS_KB, WEB, Built, build


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sources, to spoil."""
    return Path(shutil.copytree(WEB, tmp_path / "web", symlinks=True, ignore=shutil.ignore_patterns(".cache")))


def test_it_takes_less_than_a_second_and_keeps_its_budgets(tmp_path: Path, built: tuple[Path, Built]) -> None:
    assert built[1].weights_kb.keys() == BUDGETS_KB.keys()

    began = time.process_time()
    again = build(tmp_path)

    assert time.process_time() - began < 1
    assert {name for name, kb in again.weights_kb.items() if kb <= BUDGETS_KB[name]} == set(BUDGETS_KB)


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


def test_no_area_outgrows_its_budget(built: tuple[Path, Built]) -> None:
    weights = built[1].areas_kb

    assert weights.keys() == {path.stem for path in WEB.glob("areas/*.js")}
    assert {name: kb for name, kb in weights.items() if kb > BUDGETS_KB["heaviest area"]} == {}


def test_the_phone_keeps_the_places_and_the_card_and_the_rest_once_it_was_opened(built: tuple[Path, Built]) -> None:
    first, later = (built[0] / "sw.js").read_text().split("const LATER = ")

    assert {"/areas/places.js", "/areas/card.js", "/basemap.json", "/vendor/lean-qr.js"} <= set(
        re.findall(rf"{built[1].assets}([^\"]+)", first)
    )
    assert not re.search("/(console|wallet|counter|icon-512)", first)
    opened = json.loads(later.split(";\n")[0])
    assert opened.keys() == {path.stem for path in WEB.glob("areas/*.js")} - {"places", "card"}
    assert f"{built[1].assets}/views/money/wallet.js" in opened["wallet"]
    assert not [path for paths in opened.values() for path in paths if "/i18n/" in path or "jsqr" in path]


def test_the_typeface_comes_in_two_and_every_sentence_of_ours_needs_only_the_first(built: tuple[Path, Built]) -> None:
    root = built[0] / built[1].assets.lstrip("/")
    first, more = typeface.FACE.findall((root / "css" / "app.css").read_text())
    said = {letter for path in WEB.glob("i18n/**/*.json") for letter in path.read_text() if letter != "\n"}

    assert {letter for letter in said if ord(letter) not in typeface.letters(first[1])} <= {"→", "×", "«", "»"}
    assert typeface.letters(first[1]) & typeface.letters(more[1]) == frozenset()
    assert (root / first[0]).stat().st_size < 13_000


def test_a_screen_that_asks_for_another_areas_sentence_stops_the_build(copy: Path, tmp_path: Path) -> None:
    screen = copy / "views" / "money" / "transfer.js"
    screen.write_text(screen.read_text() + "\nt('venues.list');")
    with pytest.raises(areas.WordsOutOfReach, match=r"wallet: views/money/transfer\.js asks for venues\.list"):
        build(tmp_path / "out", copy)


def test_a_module_that_no_screen_needs_stops_the_build(copy: Path, tmp_path: Path) -> None:
    (copy / "views" / "forgotten.js").write_text("export default 1;")
    with pytest.raises(areas.Unreached, match=r"views/forgotten\.js"):
        build(tmp_path / "out", copy)


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


def test_each_sentence_stands_in_one_chapter() -> None:
    every = [key for path in WEB.glob("i18n/**/es.json") for key in json.loads(path.read_text())]

    assert sorted(key for key in set(every) if every.count(key) > 1) == []


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
