"""Nobody reads another's wallet, nor anything else of anybody's: every route of the contract, with every wrong token.

The routes, their words and their roles are read out of the contract, so a new route is in the matrix the day it is
written; one that names a new kind of thing fails here until somebody says how to make such a thing (idor_town.py).
"""

from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from cercano.kit import aws
from cercano.kit.caller import ROLES
from tests.proofs.idor_bodies import WORDS, a_body, improper
from tests.proofs.idor_contract import Route, contract, unthought
from tests.proofs.idor_town import ANA, EVA, Town, a_town, ghosts
from tests.support.http import Answer
from tests.support.tokens import claims, sign, token

LISTED, SHAPES = contract()
CLOSED = [route for route in LISTED if not route.is_public]
NAMING = [route for route in CLOSED if route.words]
OFFICES = frozenset({"staff", "operator"})
"""Roles that work for the city: by them one sees what others own. A merchant owns a shop like anybody."""
SHOWN = frozenset({"credential", "credential_id"})
"""What a card says to whoever it is held to: who names it has seen it."""
ASKING = {"citizen_keep_family"}
"""Asking to act for somebody puts a question before them; it must not answer anything about them."""
IDLE = {"wallet_end_allowance"}
"""Taking away what is not there: done, for anybody's thing as for nobody's."""
STAFF_TOO = {
    "access_correct_journey": False,
    "card_activate_card": True,
    "card_block_card": True,
    "card_read_application": True,
    "card_read_card": True,
    "card_read_rights": True,
    "card_replace_card": True,
    "card_unblock_card": True,
    "wallet_read_account": True,
    "wallet_read_balance": True,
    "wallet_read_entries": True,
    "wallet_read_own_passes": True,
    "wallet_read_price": True,
    "wallet_read_statement": True,
    "wallet_read_top_up": True,
}
"""Routes for everybody in which staff see, or do, what is another's: these and no others."""
GUARDIAN_TOO = {
    "access_correct_journey",
    "access_read_journeys",
    "card_activate_card",
    "card_block_card",
    "card_read_application",
    "card_read_card",
    "card_read_cards",
    "card_read_my_applications",
    "card_read_rights",
    "card_register_phone",
    "card_replace_card",
    "card_request_card",
    "card_unblock_card",
    "wallet_read_account",
    "wallet_read_accounts",
    "wallet_read_balance",
    "wallet_read_entries",
    "wallet_read_own_passes",
    "wallet_read_price",
    "wallet_read_proof",
    "wallet_read_statement",
    "wallet_start_top_up",
}
"""What a guardian does with what is a child's: this and no more, and no longer than they answer for the child."""
OTHER_ROLES = tuple(role for role in ROLES if role not in ("staff", "admin"))


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """The city with Ana and Eva in it."""
    import moto.core  # noqa: F401  clients made before it was loaded would go out to the world

    aws.forget()
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("AWS_ENDPOINT_URL", raising=False)
        with a_town() as made:
            yield made


def named(routes: list[Route]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("route", routes, ids=str)


def send(town: Town, route: Route, things: Mapping[str, str], **options: Any) -> Answer:
    """The route's own request, proper in everything, naming these things."""
    given = {**town.a_chip(), **{word: things[thing] for word, thing in route.words.items()}}
    values = {**WORDS, **DEFAULTS, **things, **given}
    path = path_of(route, values)
    body = None if route.body is None else a_body(route.body, SHAPES, given)
    query = {name: values[name] for name in route.query}
    if "roles" in options:
        options["token"] = a_token(options["subject"], options["roles"])
    return town.ask(route.use_case, route.method, path, body, query=query, headers=dict(route.headers), **options)


def path_of(route: Route, values: Mapping[str, str]) -> str:
    """Its path inside its domain."""
    inner = "/" + route.path.removeprefix("/api/").partition("/")[2]
    return re.sub(r"\{(\w+)\}", lambda word: values[word[1]], inner)


@functools.cache
def a_token(subject: str, roles: tuple[str, ...]) -> str:
    """A good token, made once."""
    return token(subject, roles)


DEFAULTS = {
    "at": "2026-11-23T10:59:00Z",
    "code": "bus_month",
    "concession": "senior",
    "date": "2026-11-01",
    "day": "2026-11-01",
    "door_id": "main",
    "device_id": "door-1",
    "file_format": "csv",
    "feed": "gbfs",
    "first": "2026-11-01",
    "from": "2026-11-01T00:00:00Z",
    "import_id": "import_1",
    "item_id": "item_1",
    "last": "2026-11-07",
    "line": "1",
    "month": "2026-11",
    "purpose": "benefit",
    "source": "2026-11-01",
    "to": "2026-11-02T00:00:00Z",
    "vehicle": "204",
    "venue_id": "centro-botin",
}
"""Words that name nobody's thing."""


def said_of(answer: Answer, who: str, town: Town, sent: Mapping[str, str]) -> list[str]:
    """What of somebody's an answer says, beyond what was sent."""
    text = answer.body.decode("utf-8", "replace") + json.dumps(answer.headers)
    return sorted(secret for secret in town.secrets[who] - set(sent.values()) if secret in text)


def touched(town: Town, before: Mapping[Any, str], who: str) -> list[Any]:
    """The rows of somebody's that are not as they were."""
    after, own = town.rows(), town.secrets[who]
    changed = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    return [key for key in changed if any(one in f"{key}{before.get(key)}{after.get(key)}" for one in own)]


def refusal(answer: Answer) -> dict[str, Any]:
    """How it was refused, without the name of this very request."""
    said = answer.json if answer.body else {}
    return {"status": answer.status, **{name: value for name, value in said.items() if name != "instance"}}


def roles_of(route: Route) -> tuple[str, ...]:
    """Of somebody who may call the route at all, and does not work for the city."""
    return tuple(sorted(route.roles - {"staff"})) if route.roles else ("citizen",)


def mixtures(route: Route) -> Iterator[dict[str, str]]:
    """Whose each thing is, one of them at least Ana's where the caller is Eva."""
    own = sorted(set(route.words.values()) - SHOWN)
    for whose in itertools.product((ANA, EVA), repeat=len(own)):
        if ANA in whose:
            yield dict(zip(own, whose, strict=True))


def test_every_word_of_the_contract_that_names_something_has_been_thought_about() -> None:
    assert unthought() == [], (
        "say in idor_contract.py whether these name somebody's thing; make such things in the town"
    )


@named([route for route in NAMING if route.body])
def test_a_proper_body_can_be_made_for_each_of_them(town: Town, route: Route) -> None:
    given = {**town.a_chip(), **{word: town.things[ANA][thing] for word, thing in route.words.items()}}

    wrong = improper(a_body(route.body or {}, SHAPES, given), route.body or {}, SHAPES)

    assert wrong == [], "teach tests/proofs/idor_bodies.py a word"


def test_the_town_has_one_of_everything_the_contract_names(town: Town) -> None:
    asked = {thing for route in NAMING for thing in route.words.values()}

    assert {who: sorted(asked - things.keys()) for who, things in town.things.items()} == {ANA: [], EVA: []}


@named([route for route in NAMING if not route.roles or route.roles - OFFICES])
def test_evas_token_and_anas_things_give_nothing_and_change_nothing(town: Town, route: Route) -> None:
    for whose in mixtures(route):
        things = {**town.things[EVA], **{thing: town.things[who][thing] for thing, who in whose.items()}}
        missing = {**things, **{t: ghosts(town.things[ANA])[t] for t, who in whose.items() if who == ANA}}
        with town.as_it_was():
            before = town.rows()

            answer = send(town, route, things, subject=EVA, roles=roles_of(route))
            nothing = send(town, route, missing, subject=EVA, roles=roles_of(route))

            assert said_of(answer, ANA, town, things) == []
            if route.id not in ASKING:
                assert answer.status in (403, 404) or route.id in IDLE, (whose, answer.text)
                assert refusal(answer) == refusal(nothing), "it can be told that there is one"
                assert touched(town, before, ANA) == []


@named([route for route in NAMING if route.roles and not route.roles - OFFICES])
def test_who_works_for_the_city_cannot_mix_one_persons_things_with_anothers(town: Town, route: Route) -> None:
    for whose in mixtures(route):
        if EVA not in whose.values():
            continue
        things = {**town.things[EVA], **{thing: town.things[who][thing] for thing, who in whose.items()}}
        with town.as_it_was():
            before = town.rows()

            answer = send(town, route, things, subject="gate", roles=tuple(route.roles))

            assert answer.status in (404, 409), (whose, answer.text)
            assert touched(town, before, ANA) == []


@named([route for route in NAMING if not route.roles])
def test_other_roles_open_nothing_of_anothers_and_staff_only_what_is_listed(town: Town, route: Route) -> None:
    things = town.things[ANA]
    with town.as_it_was():
        others = [send(town, route, things, subject=EVA, roles=(role,)) for role in OTHER_ROLES]
    with town.as_it_was():
        staff = send(town, route, things, subject="sofia", roles=("staff",))

    if route.id not in ASKING:
        assert {answer.status for answer in others} <= {403, 404}
        assert (staff.status not in (403, 404)) == STAFF_TOO.get(route.id, False), staff.text
    assert [said_of(answer, ANA, town, things) for answer in others] == [[]] * len(others)


@named([route for route in NAMING if not route.roles and route.id not in ASKING | IDLE])
def test_a_guardian_does_what_is_listed_and_an_ex_guardian_nothing(town: Town, route: Route) -> None:
    things = town.things[ANA]
    nothing = send(town, route, ghosts(things), subject=EVA, roles=("citizen",))
    with town.as_it_was():
        town.bind(EVA, ANA)
        during = send(town, route, things, subject=EVA, roles=("citizen",))
    with town.as_it_was():
        town.bind(EVA, ANA)
        town.part(EVA, ANA)
        before = town.rows()
        after = send(town, route, things, subject=EVA, roles=("citizen",))

        assert touched(town, before, ANA) == []
    with town.as_it_was():
        town.bind(ANA, EVA)
        of_the_child = send(town, route, things, subject=EVA, roles=("citizen",))

    is_past = during.status < 400 or refusal(during) != refusal(nothing)
    assert is_past == (route.id in GUARDIAN_TOO), during.text
    assert during.status not in (401, 403, 422, 500) or route.id not in GUARDIAN_TOO, during.text
    assert refusal(after) == refusal(nothing) == refusal(of_the_child)
    assert said_of(after, ANA, town, things) == said_of(of_the_child, ANA, town, things) == []


@named([route for route in NAMING if route.id not in ASKING])
def test_whose_it_is_gets_past_the_door_with_the_same_request(town: Town, route: Route) -> None:
    is_office = bool(route.roles) and "merchant" not in route.roles
    subject, roles = ("luis", tuple(route.roles)) if is_office else (ANA, roles_of(route))

    with town.as_it_was():
        answer = send(town, route, town.things[ANA], subject=subject, roles=roles)
        nothing = send(town, route, ghosts(town.things[ANA]), subject=subject, roles=roles)

    assert answer.status not in (401, 403, 422, 500), answer.text
    assert answer.status != 404 or refusal(answer) != refusal(nothing), answer.text


def test_no_token_and_no_good_token_opens_anything(town: Town) -> None:
    good = claims(ANA, ROLES)
    spoiled = {
        "none": None,
        "expired": token(ANA, ROLES, exp=good["iat"] - 31),
        "not yet": token(ANA, ROLES, nbf=good["iat"] + 60),
        "alg none": _without_algorithm(good),
        "another client": token(ANA, ROLES, client_id="another-client"),
        "another issuer": token(ANA, ROLES, iss="https://issuer.example"),
        "an id token": token(ANA, ROLES, token_use="id"),
        "another key": sign(good, kid="nobodys-key"),
        "half a token": token(ANA, ROLES).partition(".")[0],
    }
    before = town.rows()

    answers = {(str(route), name): knock(town, route, token=one) for route in CLOSED for name, one in spoiled.items()}

    assert {asked: a.status for asked, a in answers.items() if a.status != 401} == {}
    assert [asked for asked, a in answers.items() if said_of(a, ANA, town, town.things[ANA])] == []
    assert town.rows() == before


def test_a_role_that_is_not_named_is_refused(town: Town) -> None:
    answers = {}
    for route in (route for route in CLOSED if route.roles):
        others = tuple(role for role in ROLES if role not in route.roles and role != "admin")
        for roles in ((), *((role,) for role in others), others, ("Staff", "staff ", "admin2")):
            answers[str(route), roles] = knock(town, route, token=a_token(ANA, roles)).status

    assert {asked: status for asked, status in answers.items() if status != 403} == {}


def knock(town: Town, route: Route, **options: Any) -> Answer:
    """The route with Ana's things in its path, and nothing else that is proper: who asks is looked at first."""
    values = {**DEFAULTS, **town.things[ANA], **{w: town.things[ANA][thing] for w, thing in route.words.items()}}
    return town.ask(route.use_case, route.method, path_of(route, values), **options)


def _without_algorithm(payload: Mapping[str, Any]) -> str:
    import base64

    def part(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none', 'kid': 'test-key'})}.{part(dict(payload))}."
