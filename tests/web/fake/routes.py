"""The addresses of the fake city, and who may ask what."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.web.fake import (
    access,
    bank,
    card,
    citizen,
    crowd,
    devices,
    identity,
    office,
    passes,
    payees,
    proof,
    shop,
    staff,
    treasury,
    vouchers,
    wallet,
)
from tests.web.fake.city import City, documented
from tests.web.fake.http import Asked, Refused, Told

ANYONE, SIGNED, STAFF, OPERATOR = None, set[str](), {"staff", "admin"}, {"operator"}
V, D, C = "/crowd/venues/([^/]+)", "/devices/devices/([^/]+)", "/card/cards/([^/]+)"
A = "/wallet/accounts/([^/]+)"
ROUTES: list[tuple[str, str, set[str] | None, Callable[..., Told]]] = [
    ("GET", "/crowd/venues", ANYONE, crowd.read_venues),
    ("GET", V, ANYONE, crowd.read_venue),
    ("GET", f"{V}/history", ANYONE, crowd.read_history),
    ("GET", f"{V}/week", ANYONE, crowd.read_week),
    ("GET", f"{V}/forecast", ANYONE, crowd.read_forecast),
    ("GET", "/crowd/alerts", ANYONE, crowd.read_alerts),
    ("GET", "/crowd/counters", STAFF, staff.read_counters),
    ("POST", "/crowd/venues", STAFF, staff.create_venue),
    ("GET", f"{V}/document", STAFF, lambda city, _, venue_id: documented(city.document(venue_id))),
    (
        "PUT",
        f"{V}/(document|hours)",
        STAFF,
        lambda city, asked, venue_id, _: city.change(asked, venue_id, **asked.body),
    ),
    ("PUT", f"{V}/doors/([^/]+)", STAFF, staff.put_door),
    ("DELETE", f"{V}/doors/([^/]+)", STAFF, staff.remove_door),
    ("PUT", f"{V}/doors/([^/]+)/counter", STAFF, staff.hang),
    ("DELETE", f"{V}/doors/([^/]+)/counter", STAFF, staff.hang),
    ("POST", f"{V}/closures", STAFF, staff.close),
    ("DELETE", f"{V}/closures/([^/]+)", STAFF, staff.reopen),
    ("POST", f"{V}/audits", STAFF, staff.enter_audit),
    (
        "GET",
        f"{V}/audits",
        STAFF,
        lambda city, _, venue_id: Told(data={"items": city.audits.get(venue_id, []), "next": None}),
    ),
    ("GET", "/devices/devices", STAFF, lambda city, _: Told(data={"items": list(city.devices.values()), "next": None})),
    ("POST", "/devices/devices", STAFF, devices.register_device),
    ("GET", D, STAFF, devices.read_device),
    ("POST", f"{D}/rotate", STAFF, lambda city, _, name: devices.equipped(city, name)),
    ("POST", f"{D}/revoke", STAFF, devices.revoke_device),
    ("POST", "/devices/imports", STAFF, devices.request_import),
    ("GET", "/devices/imports/([^/]+)", STAFF, devices.read_import),
    ("POST", "/identity/sign-up", ANYONE, identity.sign_up),
    ("POST", "/identity/sign-up/confirm", ANYONE, identity.confirm),
    ("POST", "/identity/sign-up/resend", ANYONE, lambda *_: Told(status=202, data={"status": "code_sent"})),
    ("POST", "/identity/sign-in", ANYONE, identity.sign_in),
    ("POST", "/identity/refresh", ANYONE, identity.refresh),
    ("POST", "/identity/sign-out", ANYONE, identity.sign_out),
    ("POST", "/identity/password/forgot", ANYONE, lambda *_: Told(status=202, data={"status": "code_sent"})),
    ("POST", "/identity/password/reset", ANYONE, identity.reset),
    ("GET", "/identity/me", SIGNED, identity.read_me),
    ("GET", "/card/cards", SIGNED, card.read_cards),
    ("GET", C, SIGNED, card.read_card),
    ("GET", "/card/applications", STAFF, office.read_applications),
    ("POST", "/card/applications/([^/]+)/issue", STAFF, office.issue),
    ("POST", "/card/applications/([^/]+)/reject", STAFF, office.reject),
    ("GET", "/card/concessions", ANYONE, office.read_concessions),
    ("POST", f"{C}/concessions", STAFF, office.grant),
    ("DELETE", f"{C}/concessions/([^/]+)", STAFF, office.withdraw),
    ("POST", "/card/proofs", OPERATOR, office.check_proof),
    ("POST", "/access/taps", OPERATOR, office.tap),
    ("POST", f"{A}/desk-top-ups", STAFF, office.top_up),
    ("GET", "/citizen/citizens", STAFF, office.find_citizens),
    ("GET", "/citizen/citizens/([^/]+)", STAFF, office.read_citizen),
    ("POST", "/citizen/citizens/([^/]+)/verification", STAFF, office.verify_in_person),
    ("POST", "/card/applications", SIGNED, card.apply),
    ("GET", "/card/me/applications", SIGNED, card.read_my_applications),
    ("GET", "/card/applications/([^/]+)", SIGNED, card.read_application),
    ("POST", "/card/anonymous-cards", STAFF, office.sell),
    ("POST", f"{C}/chip", STAFF, office.link_chip),
    ("POST", f"{C}/activate", STAFF, office.activate),
    ("POST", f"{C}/app-key", SIGNED, card.add_app_key),
    ("POST", f"{C}/block", SIGNED, card.block),
    ("POST", f"{C}/unblock", SIGNED, card.unblock),
    ("POST", f"{C}/replace", SIGNED, card.replace),
    ("GET", "/wallet/accounts", SIGNED, wallet.read_accounts),
    ("GET", A, SIGNED, wallet.read_account),
    ("POST", f"{A}/mandate", SIGNED, bank.link),
    ("GET", f"{A}/mandate", SIGNED, bank.read_mandate),
    ("DELETE", f"{A}/mandate", SIGNED, bank.unlink),
    ("POST", f"{A}/mandate/top-ups", SIGNED, bank.top_up),
    ("GET", f"{A}/bank-card", SIGNED, bank.read_bank_card),
    ("GET", f"{A}/postpaid", SIGNED, bank.read_postpaid),
    ("PUT", f"{A}/postpaid", SIGNED, bank.set_postpaid),
    ("DELETE", f"{A}/bank-card", SIGNED, bank.forget_bank_card),
    ("PUT", f"{A}/auto-top-up", SIGNED, bank.keep_refill),
    ("GET", f"{A}/auto-top-up", SIGNED, bank.read_refill),
    ("DELETE", f"{A}/auto-top-up", SIGNED, bank.end_refill),
    ("POST", f"{A}/transfers", SIGNED, bank.transfer),
    ("GET", f"{A}/allowances", SIGNED, bank.read_allowances),
    ("PUT", f"{A}/allowances/([^/]+)", SIGNED, bank.keep_allowance),
    ("DELETE", f"{A}/allowances/([^/]+)", SIGNED, bank.end_allowance),
    ("GET", f"{A}/entries/([^/]+)/proof", SIGNED, proof.read_proof),
    ("GET", "/wallet/roots/([^/]+)", ANYONE, proof.read_root),
    ("GET", "/loyalty/places", ANYONE, vouchers.read_places),
    ("POST", "/loyalty/campaigns/([^/]+)/vouchers", SIGNED, vouchers.reserve),
    ("DELETE", "/loyalty/campaigns/([^/]+)/vouchers/([^/]+)", SIGNED, vouchers.give_back),
    ("GET", "/loyalty/vouchers", SIGNED, vouchers.read_vouchers),
    ("GET", "/loyalty/points", SIGNED, vouchers.read_points),
    ("GET", f"{A}/entries", SIGNED, wallet.read_entries),
    ("GET", f"{A}/statement/([^/]+)/(csv|pdf)", SIGNED, wallet.read_statement),
    ("POST", f"{A}/top-ups", SIGNED, wallet.begin_top_up),
    ("GET", "/wallet/top-ups/([^/]+)", SIGNED, wallet.read_top_up),
    ("GET", f"{C}/rights", SIGNED, access.read_rights),
    ("GET", "/access/journeys", SIGNED, access.read_journeys),
    ("POST", "/access/journeys/([^/]+)/end", SIGNED, access.end_stay),
    ("GET", "/access/stops", ANYONE, access.read_stops),
    ("GET", "/access/lines", ANYONE, access.read_lines),
    ("GET", "/card/keys", ANYONE, office.read_keys),
    *shop.ROUTES,
    *treasury.ROUTES,
    *payees.ROUTES,
    *passes.ROUTES,
    ("GET", "/citizen/me", SIGNED, citizen.read_profile),
    ("PUT", "/citizen/me", SIGNED, citizen.keep_profile),
    ("POST", "/citizen/me/verification", SIGNED, citizen.verify),
    ("GET", "/citizen/me/preferences", SIGNED, citizen.read_preferences),
    ("PUT", "/citizen/me/preferences", SIGNED, citizen.keep_preferences),
    ("GET", "/citizen/me/consents", SIGNED, citizen.read_consents),
    ("PUT", "/citizen/me/consents/([^/]+)", SIGNED, citizen.keep_consent),
    ("GET", "/citizen/me/readers", SIGNED, citizen.read_readers),
    ("GET", "/citizen/me/family", SIGNED, citizen.read_family),
    ("POST", "/citizen/me/family", SIGNED, citizen.keep_family),
    ("POST", "/citizen/me/family/code", SIGNED, lambda *_: Told(status=201, data={"code": "7KQ2M9XH4D"})),
    ("DELETE", "/citizen/me/family/([^/]+)", SIGNED, citizen.end_bond),
    ("POST", "/citizen/me/export", SIGNED, citizen.export),
    ("(GET|POST|DELETE)", "/citizen/me/erasure", SIGNED, citizen.erasure),
]


def answer(city: City, asked: Asked) -> Told:
    """What the city says."""
    city.seen.append(asked)
    try:
        if city.broken and asked.path.startswith(city.broken):
            raise Refused(500, "unexpected", "Algo ha fallado por nuestra parte.", "Something failed on our side.")
        for method, pattern, roles, view in ROUTES:
            found = re.fullmatch(pattern, asked.path)
            if found and re.fullmatch(method, asked.method):
                city.check(asked, roles)
                return view(city, asked, *found.groups())
        raise Refused(404, "not_found", "No existe.", "There is no such thing.")
    except Refused as refused:
        detail = refused.texts[asked.language]
        errors = [{"pointer": pointer, "detail": text} for pointer, text in refused.fields.items()]
        problem = {
            "type": f"urn:cercano:problem:{refused.code}",
            "title": detail,
            "status": refused.status,
            "detail": detail,
            "code": refused.code,
        }
        return Told(status=refused.status, data=problem | ({"errors": errors} if errors else {}))
