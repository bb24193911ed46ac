"""What somebody signs who links a bank account, in both languages. Pure."""

from __future__ import annotations

SOURCE = "EPC016-06 (SEPA Direct Debit Core Scheme Rulebook), pre-notification; Directive (EU) 2015/2366 art. 76 and 77"
_ES = (
    "Autorizo al Ayuntamiento a cobrar en mi cuenta las recargas que yo pida o que haya programado y, si lo elijo, lo "
    "que gaste cada mes, y a mi banco a cargarlo. Cada cobro se me avisa al menos {days} días antes{agreed}. Puedo "
    "pedir a mi banco que lo devuelva en las ocho semanas siguientes al cargo, sin dar razones."
)
_EN = (
    "I allow the city to collect from my account the top-ups that I ask for or have set up and, if I choose so, what I "
    "spend each month, and my bank to debit it. "
    "I am told of each collection at least {days} days before it{agreed}. I may ask my bank to give it back within "
    "eight weeks of the debit, without giving reasons."
)
_AGREED = (", y no 14, porque así lo acuerdo aquí", ", not 14, as I agree here")
USUAL = 14


def text(notice_days: int, language: str) -> str:
    """The words of a mandate with so many days of notice."""
    is_es = language == "es"
    agreed = "" if notice_days >= USUAL else _AGREED[0 if is_es else 1]
    return (_ES if is_es else _EN).format(days=notice_days, agreed=agreed)
