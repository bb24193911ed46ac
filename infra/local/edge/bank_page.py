"""/gateway-sandbox: the page of the bank on this machine. It shows the amount, and Pay and Refuse, and tells the city.

Only here: on AWS the city's forms go to the real bank. The key is the one this copy generated for itself.
"""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from infra.local.aws import Clients
from infra.local.bank import Bank, NotOurs, Order
from infra.local.place import Place

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}
WORDS = {
    "es": ("Banco de pruebas", "El Ayuntamiento te pide", "Pagar", "Rechazar", "Pagar y perder el aviso"),
    "en": ("Test bank", "The city asks you for", "Pay", "Refuse", "Pay and lose the notification"),
}
PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>body{{font:1.1rem system-ui;max-width:26rem;margin:12vh auto;padding:0 1rem}}
button{{font:inherit;padding:.8rem 1.2rem;margin:.3rem .3rem .3rem 0}}</style>
<main><h1>{title}</h1><p>{asks} <strong>{amount} €</strong> ({order}).</p>
<form method="post" action="/gateway-sandbox/decision">{fields}
<button name="decision" value="pay">{pay}</button><button name="decision" value="refuse">{refuse}</button>
<button name="decision" value="silent">{silent}</button></form></main></html>"""


def routes(place: Place) -> list[Route]:
    """The bank's addresses at the front door of one copy."""
    return routes_of(cache(lambda: Bank(_secret(place))))


def routes_of(bank: Callable[[], Bank]) -> list[Route]:
    """The same, with the bank given: it is asked for at the first request, when the city stands."""

    async def page(request: Request) -> Response:
        fields = await _form(request)
        try:
            return HTMLResponse(_page(bank().read(fields), fields), headers=HEADERS)
        except NotOurs:
            return PlainTextResponse("Firma no válida. / The signature does not hold.\n", 400, HEADERS)

    async def decision(request: Request) -> Response:
        fields = await _form(request)
        try:
            order = bank().read(fields)
        except NotOurs:
            return PlainTextResponse("Firma no válida. / The signature does not hold.\n", 400, HEADERS)
        is_paid = fields.get("decision") in ("pay", "silent")
        said = bank().decide(order, is_paid=is_paid, at=datetime.now(UTC))
        if fields.get("decision") != "silent":
            await _notify(order.notify_url, said)
        return RedirectResponse(order.ok_url if is_paid else order.ko_url, 303, HEADERS)

    async def question(request: Request) -> Response:
        return await _signed(request, lambda fields: bank().asked(fields))

    async def charge(request: Request) -> Response:
        return await _signed(request, lambda fields: bank().charged(fields, datetime.now(UTC)))

    return [
        Route("/gateway-sandbox", page, methods=["POST"]),
        Route("/gateway-sandbox/decision", decision, methods=["POST"]),
        Route("/gateway-sandbox/question", question, methods=["POST"]),
        Route("/gateway-sandbox/charge", charge, methods=["POST"]),
    ]


async def _signed(request: Request, answer: Callable[[Mapping[str, Any]], Mapping[str, str]]) -> Response:
    """The bank's own answer to what the city's machine sent."""
    try:
        return JSONResponse(answer(await request.json()), headers=HEADERS)
    except (NotOurs, ValueError):
        return JSONResponse({"errorCode": "SIS0042"}, headers=HEADERS)


def _page(order: Order, fields: Mapping[str, str]) -> str:
    title, asks, pay, refuse, silent = WORDS[order.language]
    hidden = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in fields.items()
        if name.startswith("Ds_")
    )
    amount = f"{order.amount_cents // 100},{order.amount_cents % 100:02d}"
    return PAGE.format(
        language=order.language, title=title, asks=asks, amount=amount, order=html.escape(order.order), fields=hidden,
        pay=pay, refuse=refuse, silent=silent,
    )  # fmt: skip


async def _form(request: Request) -> dict[str, str]:
    from urllib.parse import parse_qsl

    return dict(parse_qsl((await request.body()).decode("ascii", "replace"), keep_blank_values=True))


async def _notify(url: str, said: Mapping[str, Any]) -> None:
    """Tell the city, three times if it must be; a city that hears nothing asks by itself later."""
    async with httpx.AsyncClient(timeout=20) as client:
        for pause_s in (0, 1, 3):
            await asyncio.sleep(pause_s)
            try:
                answer = await client.post(url, data=dict(said))
            except httpx.HTTPError:
                continue
            if answer.status_code < 500:
                return


def _secret(place: Place) -> str:
    found = Clients(place)("secretsmanager").get_secret_value(SecretId=f"{place.stage}-gateway")
    return str(found["SecretString"])
