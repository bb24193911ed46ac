"""The addresses of the fake city, and who may ask what."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.web.fake import crowd, devices, identity, staff
from tests.web.fake.city import City, documented
from tests.web.fake.http import Asked, Refused, Told

ANYONE, SIGNED, STAFF = None, set[str](), {"staff", "admin"}
V, D = "/crowd/venues/([^/]+)", "/devices/devices/([^/]+)"
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
]


def answer(city: City, asked: Asked) -> Told:
    """What the city says."""
    city.seen.append(asked)
    try:
        for method, pattern, roles, view in ROUTES:
            found = re.fullmatch(pattern, asked.path)
            if found and method == asked.method:
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
