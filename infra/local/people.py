"""The demo people: one for each role, with a password that only this machine knows."""

from __future__ import annotations

import secrets
from typing import Any

from infra.local.aws import Clients

PEOPLE = {
    "citizen": ("citizen",),
    "neighbour": ("citizen",),
    "agent": ("agent",),
    "moderator": ("moderator",),
    "merchant": ("merchant",),
    "operator": ("operator",),
    "staff": ("staff",),
    "admin": ("admin",),
}
"""Name -> roles (groups of the user pool). Their address is <name>@cercano.example."""

Person = dict[str, Any]


def settle_in(clients: Clients, pool: str, known: dict[str, Person]) -> dict[str, Person]:
    """Makes sure the demo people exist in the pool; those of `known` who are there keep their password."""
    cognito = clients("cognito-idp")
    there = {
        attribute["Value"]
        for page in cognito.get_paginator("list_users").paginate(UserPoolId=pool)
        for user in page["Users"]
        for attribute in user["Attributes"]
        if attribute["Name"] == "email"
    }
    found = {}
    for name, roles in PEOPLE.items():
        email = f"{name}@cercano.example"
        person = known.get(name)
        if person is None or email not in there:
            person = {"email": email, "password": _password(), "roles": list(roles)}
            _enrol(cognito, pool, person, is_new=email not in there)
        found[name] = person
    return found


def _enrol(cognito: Any, pool: str, person: Person, *, is_new: bool) -> None:
    email = person["email"]
    if is_new:
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=email,
            UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
            MessageAction="SUPPRESS",
        )
    cognito.admin_set_user_password(UserPoolId=pool, Username=email, Password=person["password"], Permanent=True)
    for role in person["roles"]:
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=role)


def _password() -> str:
    # Long enough for the pool's policy and easy to type: Cercano-7f3a-91bc-04de.
    return "Cercano-" + "-".join(secrets.token_hex(2) for _ in range(3))
