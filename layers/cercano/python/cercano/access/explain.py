"""Why a tap cost what it cost, in a sentence for the person who paid it: the only place where these words are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cercano.access.model import Why
from cercano.kit.money import euros


class Text(NamedTuple):
    """The same words in the city's languages."""

    es: str
    en: str


_CLASSES: Mapping[str, Text] = {
    "standard": Text("tarifa general", "standard fare"),
    "youth": Text("tarifa joven", "youth fare"),
    "child": Text("tarifa infantil", "child fare"),
    "senior": Text("tarifa de mayores", "senior fare"),
    "disability": Text("tarifa por discapacidad", "disability fare"),
    "large_family": Text("tarifa de familia numerosa", "large family fare"),
    "unemployed": Text("tarifa de desempleo", "unemployed fare"),
    "resident": Text("tarifa de residente", "resident fare"),
}
_PERIODS: Mapping[str, Text] = {
    "day": Text("del día", "a day"),
    "week": Text("de la semana", "a week"),
    "month": Text("del mes", "a month"),
}
_WORDS: Mapping[str, Text] = {
    "flat": Text("Un viaje, {fare_class}.", "One journey, {fare_class}."),
    "free": Text("Gratis, {fare_class}.", "Free, {fare_class}."),
    "transfer": Text(
        "Transbordo gratis: {minutes} min después de la línea {line}.",
        "Free transfer: {minutes} min after line {line}.",
    ),
    "cap": Text(
        "Ya has llegado al máximo {period}, {amount}: el resto es gratis.",
        "You have reached the most for {period}, {amount}: the rest is free.",
    ),
    "window": Text("Gratis en este horario.", "Free at this time."),
    "pass": Text("Incluido en tu abono.", "Included in your pass."),
    "carnet": Text("Viaje {number} de {journeys} de tu carné.", "Journey {number} of {journeys} of your carnet."),
    "stay_open": Text(
        "Entrada. Apartamos el máximo, {amount}; al salir se cobra solo lo que cueste.",
        "Start. We set the most aside, {amount}; when you leave, only what it costs is charged.",
    ),
    "stay": Text("Estancia de {minutes} min: {amount} en total.", "A stay of {minutes} min: {amount} in all."),
    "declared": Text(
        "Salida indicada por ti tras {minutes} min: {amount} en total.",
        "End declared by you after {minutes} min: {amount} in all.",
    ),
    "declared_in_vain": Text("La salida ya constaba.", "The end was known already."),
    "start_missing": Text(
        "Salida sin entrada: cargamos el máximo, {amount}, hasta que llegue la lectura que falta.",
        "An end without a start: we charge the most, {amount}, until the missing reading arrives.",
    ),
}
CODES = frozenset(_WORDS)
"""Every reason pricing.py gives."""


def explained(why: Why) -> Text:
    """The sentence for a reason."""
    words = _WORDS[why.code]
    return Text(words.es.format(**_slots(why, 0)), words.en.format(**_slots(why, 1)))


def class_name(fare_class: str) -> Text:
    """What people call a fare class; its code where it has no other name."""
    return _CLASSES.get(fare_class, Text(fare_class, fare_class))


def _slots(why: Why, which: int) -> dict[str, object]:
    language = ("es", "en")[which]
    match why.code, why.values:
        case (("flat" | "free"), (fare_class,)):
            return {"fare_class": _CLASSES.get(str(fare_class), _CLASSES["standard"])[which]}
        case "transfer", (line, since_ms):
            return {"line": line, "minutes": int(since_ms) // 60_000}
        case "cap", (period, cap):
            return {"period": _PERIODS[str(period)][which], "amount": euros(int(cap), language)}
        case "carnet", (_, _, number, journeys):
            return {"number": number, "journeys": journeys}
        case (("stay" | "declared"), (minutes, cents)):
            return {"minutes": minutes, "amount": euros(int(cents), language)}
        case (("stay_open" | "start_missing"), (cents,)):
            return {"amount": euros(int(cents), language)}
    return {}
