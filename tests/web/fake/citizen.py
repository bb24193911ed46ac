"""What the fake city knows of its people: profile, register, consents, who looked, family, a copy, the way out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.web.fake.card import subject_of
from tests.web.fake.city import City
from tests.web.fake.http import Asked, Refused, Told, iso

CONSENTS = {
    "city_news": (
        ("Novedades de la ciudad", "El Ayuntamiento puede enviarme avisos sobre los temas que elija."),
        ("News of the city", "The City Council may send me notices on the topics I choose."),
    ),
    "mobility_statistics": (
        ("Estadísticas de movilidad", "El Ayuntamiento puede usar mis viajes, sin mi nombre."),
        ("Mobility statistics", "The City Council may use my journeys, without my name."),
    ),
}


def profile(city: City, subject: str) -> dict[str, Any]:
    blank = {
        "citizen_id": subject,
        "name": city.people[f"{subject}@example.org"]["name"],
        "birth_date": None,
        "address": {"street": "", "postcode": None, "town": "Santander"},
        "language": "es",
        "level": 1,
        "is_verified": False,
        "verified_at": None,
        "registered_at": iso(city.now() - timedelta(days=40)),
        "state": "active",
        "erase_at": None,
    }
    return city.desk.profiles.setdefault(subject, blank | {"version": 1})


def told(person: dict[str, Any]) -> Told:
    shown = {key: value for key, value in person.items() if key != "version"}
    return Told(data=shown, headers={"etag": f'"{person["version"]}"'})


def read_profile(city: City, asked: Asked) -> Told:
    return told(profile(city, subject_of(city, asked)))


def keep_profile(city: City, asked: Asked) -> Told:
    person = profile(city, subject_of(city, asked))
    if asked.headers.get("if-match") != f'"{person["version"]}"':
        raise Refused(412, "version_conflict", "Alguien lo cambió antes.", "Somebody changed it before.")
    code = asked.body["address"]["postcode"]
    if code and len(code) != 5:
        text = {"es": "Cinco cifras", "en": "Five digits"}[asked.language]
        raise Refused(422, "invalid", "Revisa los datos.", "Check it.", **{"/address/postcode": text})
    person |= asked.body | {"version": person["version"] + 1}
    return told(person)


def verify(city: City, asked: Asked) -> Told:
    if asked.body["document"] != "12345678Z":
        text = {"es": "La letra no encaja.", "en": "The letter does not fit."}[asked.language]
        raise Refused(422, "no_such_document", text, text, **{"/document": text})
    person = profile(city, subject_of(city, asked))
    person |= {"level": 2, "is_verified": True, "verified_at": iso(city.now()), "birth_date": asked.body["birth_date"]}
    return told(person)


def read_preferences(city: City, asked: Asked) -> Told:
    said, version = city.desk.preferences
    return Told(data=said, headers={"etag": f'"{version}"'})


def keep_preferences(city: City, asked: Asked) -> Told:
    city.desk.preferences = (asked.body, city.desk.preferences[1] + 1)
    return read_preferences(city, asked)


def consent(city: City, asked: Asked, purpose: str) -> dict[str, Any]:
    given, at = city.desk.consents.get(purpose, (False, None))
    title, text = CONSENTS[purpose][asked.language == "en"]
    return {
        "purpose": purpose,
        "title": title,
        "text": text,
        "text_version": 1,
        "given": given,
        "said_at": at,
        "said_version": at and 1,
    }


def read_consents(city: City, asked: Asked) -> Told:
    return Told(data={"items": [consent(city, asked, purpose) for purpose in CONSENTS], "next": None})


def keep_consent(city: City, asked: Asked, purpose: str) -> Told:
    city.desk.consents[purpose] = (asked.body["given"], iso(city.now()))
    return Told(data=consent(city, asked, purpose))


def read_readers(city: City, asked: Asked) -> Told:
    text = {"es": "Atención sobre tu tarjeta", "en": "Help with your card"}[asked.language]
    reading = {
        "reading_id": "reading_1",
        "at": iso(city.now() - timedelta(days=3)),
        "reader_id": "staff",
        "reader_role": "staff",
        "deed": "read",
        "purpose": "card_service",
        "purpose_text": text,
    }
    return Told(data={"items": [reading], "next": None})


def read_family(city: City, asked: Asked) -> Told:
    return Told(data={"items": city.desk.bonds, "next": None})


def keep_family(city: City, asked: Asked) -> Told:
    if profile(city, subject_of(city, asked))["level"] < 2:
        es, en = "Verifica antes tu identidad.", "Verify first who you are."
        raise Refused(403, "guardian_not_verified", es, en)
    bond = {
        "bond_id": f"bond_{len(city.desk.bonds)}",
        "kind": "guardianship",
        "my_part": "guardian",
        "state": "active",
        "other_id": "citizen_child",
        "other_name": asked.body.get("name", "Leo"),
        "other_birth_date": asked.body.get("birth_date"),
        "scope": [],
        "since": "2026-11-24",
        "until": "2034-05-02",
    }
    city.desk.bonds.append(bond)
    return Told(status=201, data=bond)


def end_bond(city: City, asked: Asked, bond_id: str) -> Told:
    city.desk.bonds = [bond for bond in city.desk.bonds if bond["bond_id"] != bond_id]
    return Told(status=204)


def export(city: City, asked: Asked) -> Told:
    parts = [{"domain": "citizen", "url": "/robots.txt"}]
    return Told(status=201, data={"export_id": "export_1", "expires_at": iso(city.now()), "parts": parts})


def erasure(city: City, asked: Asked) -> Told:
    person = profile(city, subject_of(city, asked))
    if asked.method == "POST":
        if asked.body["word"] not in ("BORRAR", "ERASE"):
            text = {"es": "Escribe «BORRAR» para confirmarlo.", "en": "Type “ERASE” to confirm it."}[asked.language]
            raise Refused(422, "wrong_word", text, text, **{"/word": text})
        person |= {"state": "leaving", "erase_at": iso(city.now() + timedelta(days=7))}
    if asked.method == "DELETE":
        person |= {"state": "active", "erase_at": None}
    what = {"es": "Los apuntes de tu monedero, sin tu nombre.", "en": "Entries of your wallet, nameless."}
    hold = {"data": "payments", "what": what[asked.language], "kept_days": 2190, "kept_until": None, "law": "CdC 30.1"}
    return Told(data={key: person[key] for key in ("state", "erase_at")} | {"erased_at": None, "holds": [hold]})
