"""POST /me/family/code and POST /me/family/{bond_id}/accept: nobody is bound to anybody without saying so.

Writes a code that a guardian can use once; reads and writes the bond. Tells RepresentationGranted.
"""

from __future__ import annotations

from cercano.citizen import family_store, store
from cercano.citizen.ages import day_of
from cercano.citizen.family_views import BondView
from cercano.kit.web import Caller, Created, Instant, Service, View

app = Service("citizen")


class CodeView(View):
    """What a guardian types to be linked with me."""

    code: str
    expires_at: Instant


@app.post("/me/family/code", secret_answer=True)
def give_code(caller: Caller) -> Created[CodeView]:
    """Get a code for my guardian: good once, for a day."""
    store.at_first_sight(caller.subject, app.language, app.now()).citizen.refuse_if_leaving()
    code = family_store.new_code(caller.subject, app.now())
    return Created(CodeView(code=code, expires_at=app.now() + family_store.CODE_LIFE), location="/me/family")


@app.post("/me/family/{bond_id}/accept", secret_answer=True)
def answer_family(bond_id: str, caller: Caller) -> BondView:
    """Accept that somebody acts for me, in what they asked for and until that day. I can end it whenever I want."""
    store.at_first_sight(caller.subject, app.language, app.now()).citizen.refuse_if_leaving()
    bond = family_store.get(caller.subject, bond_id).accept(caller.subject, day_of(app.now()))
    other = store.get(bond.keeper_id).citizen
    family_store.keep(bond, at=app.now())
    return BondView.of(bond, caller.subject, other)
