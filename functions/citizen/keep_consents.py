"""GET /me/consents and PUT /me/consents/{purpose}: what I agree to, taken back as easily as given.

Reads and adds to the consent ledger, where nothing is ever changed (GDPR art. 7).
"""

from __future__ import annotations

from cercano.citizen import consent_store, store
from cercano.citizen.ages import day_of, may_consent
from cercano.citizen.consent_texts import ConsentText, current, in_force
from cercano.citizen.consents import Word, says_the_same, standing
from cercano.citizen.errors import ConsentTextChanged, TooYoungToConsent
from cercano.kit.ids import new_id
from cercano.kit.web import Body, Caller, Instant, Page, Service, View

app = Service("citizen")


class SayConsent(Body):
    """Yes or no. Yes is said to the text in force; no needs nothing more."""

    given: bool
    text_version: int | None = None
    """Of the text that was shown; asked for with a yes."""


class ConsentView(View):
    """One purpose: its words, and what I said of it."""

    purpose: str
    title: str
    text: str
    text_version: int
    given: bool
    said_at: Instant | None
    """When the last word was said; null: none yet."""
    said_version: int | None
    """The version that was said yes or no to: a yes to an older one holds for what it said."""

    @classmethod
    def of(cls, text: ConsentText, word: Word | None, language: str) -> ConsentView:
        """The text in force, with the last word."""
        return cls(
            purpose=text.purpose,
            title=text.title[language],
            text=text.text[language],
            text_version=text.version,
            given=word is not None and word.is_given,
            said_at=word.at if word else None,
            said_version=word.version if word else None,
        )


@app.get("/me/consents")
def read_consents(caller: Caller) -> Page[ConsentView]:
    """Read what the city asks my consent for, and what I said."""
    store.at_first_sight(caller.subject, app.language, app.now())
    said = standing(consent_store.words_of(caller.subject))
    texts = in_force(day_of(app.now())).values()
    return Page([ConsentView.of(text, said.get(text.purpose), app.language) for text in texts])


@app.put("/me/consents/{purpose}", secret_answer=True)
def keep_consents(purpose: str, body: SayConsent, caller: Caller) -> ConsentView:
    """Give or withdraw my consent for one purpose. Saying the same again adds nothing."""
    now = app.now()
    citizen = store.at_first_sight(caller.subject, app.language, now).citizen
    today = day_of(now)
    text = current(purpose, today)
    if body.given and not may_consent(citizen.profile.birth_date, today):
        raise TooYoungToConsent
    if body.given and body.text_version != text.version:
        raise ConsentTextChanged(version=text.version)
    last = standing(consent_store.words_of(caller.subject)).get(purpose)
    if not says_the_same(last, is_given=body.given, version=text.version):
        last = Word(
            at=now,
            word_id=new_id("word"),
            purpose=purpose,
            version=text.version,
            is_given=body.given,
            language=app.language,
            text_sha256=text.sha256(app.language),
            request_id=app.request.request_id,
        )
        consent_store.add(caller.subject, last)
    return ConsentView.of(text, last, app.language)
