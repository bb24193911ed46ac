"""Nobody reads or changes what is another's, and no line of the log says who anybody is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.citizen.conftest import ADULT, Town
from tests.functions.citizen.test_erasure import a_full_life
from tests.support.templates import ROOT, Template

ROUTES = [
    (use_case, event["Properties"]["Method"].upper(), event["Properties"]["Path"])
    for use_case, entry in Template(ROOT / "infra" / "citizen.yaml").functions.items()
    for event in entry["Events"].values()
    if event["Type"] == "Api"
]
BODIES: dict[tuple[str, str], Any] = {
    ("PUT", "/me"): {"name": "Eva"},
    ("PUT", "/me/preferences"): {},
    ("PUT", "/me/consents/{purpose}"): {"given": False},
    ("POST", "/me/verification"): {"document": "90000002J", "birth_date": "1990-01-31"},
    ("POST", "/me/family"): {"kind": "child_with_code", "code": "ZZ9Z9ZZ9ZZ"},
    ("POST", "/me/erasure"): {"word": "BORRAR"},
    ("POST", "/citizens/{citizen_id}/verification"): {
        "document": "90000002J",
        "name": "Eva",
        "birth_date": "1990-01-31",
    },
}
QUERIES = {
    "/citizens": {"document": ADULT["document"], "purpose": "benefit"},
    "/citizens/{citizen_id}": {"purpose": "benefit"},
}


def send(town: Town, route: tuple[str, str, str], ids: dict[str, str], **options: Any) -> Any:
    use_case, method, path = route
    return town.ask(
        use_case,
        method,
        path.format(**ids),
        BODIES.get((method, path)),
        query=QUERIES.get(path),
        headers={"If-Match": "*"} if method == "PUT" else {},
        **options,
    )


@pytest.fixture
def ids(town: Town) -> dict[str, str]:
    """Ana's things, by the name a path gives them."""
    a_full_life(town, "ana", {"name": "Ana Inventada"}, ADULT, "Peque Inventada")
    export_id = next(i["sk"]["S"][7:] for i in town.items() if i["sk"]["S"].startswith("EXPORT#"))
    return {
        "citizen_id": "ana",
        "bond_id": town.family()[0]["bond_id"],
        "export_id": export_id,
        "purpose": "city_news",
    }


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[1]} {route[2]}")
def test_a_neighbour_with_anas_ids_gets_nothing_of_hers_and_changes_nothing(
    town: Town, ids: dict[str, str], route: tuple[str, str, str]
) -> None:
    hers = [item for item in town.items() if "ana" in item["pk"]["S"]]

    answer = send(town, route, ids, subject="eva")

    names_her = any(f"{{{name}}}" in route[2] for name in ("citizen_id", "bond_id", "export_id"))
    assert not names_her or answer.status in (403, 404)
    assert [word for word in ("Inventada", ADULT["birth_date"], "Peque") if word in answer.text] == []
    assert [item for item in town.items() if "ana" in item["pk"]["S"]] == hers


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[1]} {route[2]}")
def test_a_stranger_gets_nowhere_and_only_staff_reach_the_desk(
    town: Town, ids: dict[str, str], route: tuple[str, str, str]
) -> None:
    stranger = send(town, route, ids, roles=None)
    others = send(town, route, ids, subject="eva", roles=("citizen", "agent", "merchant", "moderator", "operator"))

    assert stranger.status == 401
    assert route[2].startswith("/me") or others.status == 403


def test_no_line_of_the_log_says_who_anybody_is(
    town: Town, ids: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()

    for route in ROUTES:
        send(town, route, ids)
        send(town, route, ids, subject="sara", roles=("staff",))
    town.leave()
    town.clock.tick(7 * 24 * 3600)
    town.run("carry_out_erasures")

    log = capsys.readouterr().out
    personal = ["Inventada", "Peque", *ADULT.values(), "90000002", "1990-01-31", "2019-03-02", "ZZ9Z9ZZ9ZZ"]
    assert log.count('"answered"') >= 2 * len(ROUTES)
    assert [value for value in personal if value in log] == []
