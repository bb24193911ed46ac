"""A procedure as search engines and other administrations read it: schema.org's GovernmentService, as JSON-LD 1.1."""

from __future__ import annotations

import json
from typing import Any

from cercano.procedures.catalogue import Procedure
from cercano.procedures.forms import word


def government_service(procedure: Procedure, language: str) -> str:
    """JSON-LD in "es" or "en"; the fee is in euros."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "identifier": procedure.code,
        "name": word(procedure.title, language),
        "description": word(procedure.summary, language),
        "inLanguage": language,
        "audience": {"@type": "Audience", "audienceType": word(procedure.who, language)},
        "areaServed": {"@type": "City", "name": "Santander"},
        "provider": {
            "@type": "GovernmentOrganization",
            "name": word(procedure.unit.name, language),
            "identifier": procedure.unit.dir3,
            "parentOrganization": {"@type": "GovernmentOrganization", "name": "Ayuntamiento de Santander"},
        },
        "availableChannel": [{"@type": "ServiceChannel", "name": one} for one in procedure.where],
        "termsOfService": word(procedure.basis, language),
    }
    if procedure.fee:
        euros, cents = divmod(procedure.fee.cents, 100)
        said["offers"] = {"@type": "Offer", "price": f"{euros}.{cents:02d}", "priceCurrency": "EUR"}
    return json.dumps(said, ensure_ascii=False)
