"""Accounts and sessions of the fake city."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.web.fake.city import City
from tests.web.fake.http import Asked, Refused, Told

CODE = "123456"
TOKEN_LIFE_S = 900


def sign_up(city: City, asked: Asked) -> Told:
    wrong = {}
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", asked.body["email"]):
        wrong["/email"] = {
            "es": "Escribe un correo como nombre@ejemplo.es",
            "en": "Enter an e-mail like name@example.org",
        }[asked.language]
    if len(asked.body["password"]) < 12:
        wrong["/password"] = {"es": "Al menos 12 caracteres", "en": "At least 12 characters"}[asked.language]
    if wrong:
        raise Refused(422, "invalid", "Revisa los datos.", "Check the data.", **wrong)
    city.people[asked.body["email"]] = {
        "password": asked.body["password"],
        "name": asked.body.get("name"),
        "roles": ["citizen"],
        "confirmed": False,
    }
    return Told(status=202, data={"status": "code_sent"})


def confirm(city: City, asked: Asked) -> Told:
    right_code(asked)
    city.people[asked.body["email"]]["confirmed"] = True
    return Told(status=204)


def right_code(asked: Asked) -> None:
    if asked.body["code"] != CODE:
        raise Refused(
            422,
            "wrong_code",
            "El código no es correcto.",
            "The code is wrong.",
            **{"/code": {"es": "No es el código que enviamos", "en": "Not the code that we sent"}[asked.language]},
        )


def sign_in(city: City, asked: Asked) -> Told:
    person = city.people.get(asked.body["email"])
    if person is None or person["password"] != asked.body["password"] or not person["confirmed"]:
        raise Refused(
            401,
            "wrong_credentials",
            "El correo o la contraseña no son correctos.",
            "The e-mail or the password is wrong.",
        )
    if person.get("temporary") and not asked.body.get("new_password"):
        raise Refused(403, "new_password_needed", "Elige una contraseña tuya.", "Choose a password of your own.")
    person["password"] = asked.body.get("new_password", person["password"])
    cookie = f"refresh-{len(city.cookies)}"
    city.cookies[cookie] = asked.body["email"]
    told = token_for(city, asked.body["email"])
    return Told(
        data=told.data,
        headers={
            "set-cookie": f"__Host-cercano_refresh={cookie}; HttpOnly; Secure; SameSite=Strict; Path=/; Max-Age=2592000"
        },
    )


def token_for(city: City, email: str) -> Told:
    token = f"token-{len(city.sessions)}"
    city.sessions[token] = (email, city.now() + timedelta(seconds=TOKEN_LIFE_S))
    return Told(
        data={
            "access_token": token,
            "expires_in_s": TOKEN_LIFE_S,
            "roles": city.people[email]["roles"],
            "subject": email.split("@")[0],
        }
    )


def refresh(city: City, asked: Asked) -> Told:
    kept = re.search(r"__Host-cercano_refresh=([\w-]+)", asked.headers.get("cookie", ""))
    if asked.headers.get("x-cercano") != "1" or kept is None or kept[1] not in city.cookies:
        raise Refused(401, "not_signed_in", "Entra en tu cuenta.", "Sign in.")
    return token_for(city, city.cookies[kept[1]])


def sign_out(city: City, asked: Asked) -> Told:
    kept = re.search(r"__Host-cercano_refresh=([\w-]+)", asked.headers.get("cookie", ""))
    if asked.headers.get("x-cercano") != "1":
        raise Refused(403, "other_site", "No viene de la web de la ciudad.", "Not from the city's own site.")
    email = city.cookies.get(kept[1]) if kept else None
    city.cookies = {cookie: who for cookie, who in city.cookies.items() if who != email}
    city.sessions = {token: who for token, who in city.sessions.items() if who[0] != email}
    return Told(
        status=204,
        headers={"set-cookie": "__Host-cercano_refresh=; HttpOnly; Secure; SameSite=Strict; Path=/; Max-Age=0"},
    )


def reset(city: City, asked: Asked) -> Told:
    right_code(asked)
    city.people[asked.body["email"]]["password"] = asked.body["password"]
    return Told(status=204)


def read_me(city: City, asked: Asked) -> Told:
    email = city.caller(asked)
    person = city.people[email]
    return Told(data={"subject": email.split("@")[0], "email": email, "name": person["name"], "roles": person["roles"]})
