"""The front door of every use case: a Chalice application whose views are typed and whose refusals are problems.

    app = Service("crowd")

    @app.get("/venues/{venue_id}", public=True, cache_s=10)
    def read_venue(venue_id: str) -> VenueNow: ...

Chalice routes; this reads the request into the view's arguments, proves the caller, replays commands sent twice, and
turns what comes out, or goes wrong, into one answer, one log line and one line of metrics.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

from chalice.app import Chalice

from cercano.kit import clock, headers, render
from cercano.kit.answers import Answer, Body, Created, Document, Instant, NoContent, Page, Raw, View
from cercano.kit.caller import Caller
from cercano.kit.cursor import Paging
from cercano.kit.errors import MethodNotAllowed, NotFound, Refusal
from cercano.kit.etags import IfMatch
from cercano.kit.intake import bind, prove
from cercano.kit.log import correlated, log
from cercano.kit.metrics import use_case
from cercano.kit.operation import Operation
from cercano.kit.problems import Fault
from cercano.kit.render import Wire
from cercano.kit.request import Request
from cercano.kit.settings import setting

__all__ = [
    "Answer",
    "Body",
    "Caller",
    "Created",
    "Document",
    "IfMatch",
    "Instant",
    "NoContent",
    "Page",
    "Paging",
    "Raw",
    "Service",
    "View",
]

F = TypeVar("F", bound=Callable[..., Any])
_request: ContextVar[Request] = ContextVar("request")


class Service(Chalice):
    """The HTTP side of one use case of a domain. Calling it with an API Gateway event answers it; it never raises."""

    def __init__(self, domain: str) -> None:
        super().__init__(app_name=domain, configure_logs=False, env={})
        self.api.binary_types = []
        self.operations: dict[tuple[str, str], Operation] = {}
        self._origins = headers.origins(setting("ALLOWED_ORIGINS", default=""))
        self._cursor_key = ""
        self._verify: Callable[[str | None], Caller] | None = None

    def get(self, path: str, **declared: Any) -> Callable[[F], F]:
        """A question. See Operation for what may be declared."""
        return self._declare("GET", path, declared)

    def post(self, path: str, **declared: Any) -> Callable[[F], F]:
        """A command, or something new."""
        return self._declare("POST", path, declared)

    def put(self, path: str, **declared: Any) -> Callable[[F], F]:
        """A whole document in place of another."""
        return self._declare("PUT", path, declared)

    def patch(self, path: str, **declared: Any) -> Callable[[F], F]:
        """Part of a document in place of another."""
        return self._declare("PATCH", path, declared)

    def delete(self, path: str, **declared: Any) -> Callable[[F], F]:
        """Something to take away."""
        return self._declare("DELETE", path, declared)

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return clock.now()

    @property
    def request(self) -> Request:
        """The request being answered: its headers, cookies, source address."""
        return _request.get()

    @property
    def language(self) -> str:
        """ "es" or "en": what the caller reads."""
        return _request.get().language

    @property
    def correlation_id(self) -> str:
        """What ties this request to its log lines and facts."""
        return _request.get().correlation_id

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        """Answer one API Gateway event (REST API, payload version 1)."""
        request = Request.read(event if isinstance(event, Mapping) else {})
        if hasattr(context, "get_remaining_time_in_millis"):
            request.remaining_s = context.get_remaining_time_in_millis() / 1000
        operation = self._operation(request)
        name = operation.use_case if operation else f"{self.app_name}/unknown"
        ids = {"correlation_id": request.correlation_id, "request_id": request.request_id}
        before = _request.set(request)
        try:
            with correlated(**ids), use_case(name) as outcome:
                answer = self._dispatch(request, operation, context)
                outcome.status = int(answer["statusCode"])
                render.finish(answer, request, operation, self._origins)
                said = {"method": request.method, "route": request.resource, "status": outcome.status}
                log.info("answered", extra={**said, **request.noted})
                return answer
        finally:
            _request.reset(before)

    def _dispatch(self, request: Request, operation: Operation | None, context: Any) -> dict[str, Any]:
        if operation is None:
            return self._undeclared(request).to_dict()
        # What Chalice needs to route; the values themselves are read, with suspicion, from our own request.
        event = {
            "requestContext": {"resourcePath": request.resource, "httpMethod": request.method},
            "pathParameters": {parameter.name: "" for parameter in operation.signature.path},
            "multiValueQueryStringParameters": None,
            "headers": {},
            "body": None,
            "stageVariables": None,
        }
        answer: dict[str, Any] = super().__call__(event, context)
        return answer

    def _undeclared(self, request: Request) -> Wire:
        methods = ", ".join(sorted(self.routes[request.resource])) if request.resource in self.routes else ""
        if methods and request.method == "OPTIONS":
            return Wire("", 204, headers.preflight(request.header("origin"), self._origins, methods))
        if methods:
            return render.refused(MethodNotAllowed(method=request.method, headers={"Allow": methods}), request)
        return render.refused(NotFound(), request)

    def _operation(self, request: Request) -> Operation | None:
        return self.operations.get((request.method, request.resource))

    def _declare(self, method: str, path: str, declared: dict[str, Any]) -> Callable[[F], F]:
        def register(view: F) -> F:
            name = f"{self.app_name}/{view.__module__.rpartition('.')[2]}"
            operation = Operation(method=method, path=path, view=view, use_case=name, **declared)
            self._prepare(operation)

            def answer(**_path: str) -> Wire:
                return self._answer(operation, _request.get())

            self.route(path, methods=[method], content_types=[], name=view.__name__)(answer)
            self.operations[method, path] = operation
            return view

        return register

    def _prepare(self, operation: Operation) -> None:
        """Read at start what the operation will need, so that a missing setting stops us there."""
        if operation.signature.paging and not self._cursor_key:
            self._cursor_key = setting("SIGNING_KEY")
        if operation.needs_caller and self._verify is None:
            from cercano.kit.auth import Verifier  # public use cases do not pay for its import

            self._verify = Verifier(
                issuer=setting("TOKEN_ISSUER"),
                client_id=setting("TOKEN_CLIENT_ID"),
                keys_url=setting("TOKEN_KEYS_URL"),
            ).verify
        if operation.takes_key and setting("TABLE_NAME", default=""):
            from cercano.kit import idempotency  # noqa: F401  part of the start, not of the first call

    def _answer(self, operation: Operation, request: Request) -> Wire:
        try:
            request.caller = prove(operation, request, self._verify)
            arguments = bind(operation, request, self._cursor_key)
            return self._perform(operation, request, arguments)
        except Refusal as refusal:
            return render.refused(refusal, request)
        except Exception:  # noqa: BLE001  the one place where our own faults become an answer
            log.exception("fault", route=operation.path)
            return render.refused(Fault(), request)

    def _perform(self, operation: Operation, request: Request, arguments: dict[str, Any]) -> Wire:
        def perform() -> Wire:
            try:
                result = operation.view(**arguments)
            except Refusal as refusal:
                return render.refused(refusal, request)
            return render.answered(result, request, self._cursor_key, self.app_name)

        if not operation.takes_key or not setting("TABLE_NAME", default=""):
            return perform()  # a domain without a table has nowhere to remember
        from cercano.kit.idempotency import once, read_key  # read at start by the commands alone

        key = read_key(request, required=operation.idempotent)
        if key is None:
            return perform()
        raw = request.body(operation.max_body_kb)
        return once(
            request, key, raw, perform, remaining_s=request.remaining_s, keep_answer=not operation.secret_answer
        )
