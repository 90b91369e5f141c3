"""Other programs: tokens of the API, webhooks, and for administrators the learning record store."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.responses import Response

from duilian.archive import outbox, tokens
from duilian.archive.models import Setting
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.web.outgoing import RecordStore, record_store
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest, or_404


def _whose(request: CheckedRequest) -> int | None:
    """Whose tokens and webhooks are seen: one's own; an administrator sees all."""
    return None if request.me.role == "administrator" else request.me.id


def page(request: CheckedRequest, error: str = "", token: str = "", secret: str = "") -> Response:
    """``GET /connections``: tokens, webhooks, the record store.

    Args:
        request: The request.
        error: What was wrong with a form.
        token: A new token, which is shown only now.
        secret: A new webhook's secret, likewise.
    """
    with request.db() as db:
        values = {
            "tokens": tokens.tokens_of(db, _whose(request)),
            "webhooks": outbox.webhooks_of(db, _whose(request)),
            "events": outbox.EVENTS,
            "counts": outbox.outgoing_counts(db),
            "troubles": outbox.last_troubles(db),
            "store": record_store(db),
            "home": f"{request.raw.url.scheme}://{request.raw.url.netloc}",
            "error": error,
            "token": token,
            "secret": secret,
        }
        return render_page(request, "connections.html", values, 400 if error else 200)


def post_token(request: CheckedRequest) -> Response:
    """``POST /connections/tokens``: make a token; it is shown once."""
    try:
        with request.db() as db:
            token = tokens.make_token(db, request.me.id, request.text("label"), request.site.now())
            request.note_change(db, "token_made", "tokens", request.text("label"))
    except DataError as error:
        return page(request, str(error))
    return page(request, token=token)


def post_revocation(request: CheckedRequest) -> Response:
    """``POST /connections/tokens/{token}/revoke``: from now on it opens nothing."""
    with request.db() as db:
        or_404(tokens.revoke_token(db, int(request.path["token"]), _whose(request)) or None)
        request.note_change(db, "token_revoked", "tokens")
    return redirect_saying(request, "/connections", "token_revoked")


def post_webhook(request: CheckedRequest) -> Response:
    """``POST /connections/webhooks``: enter an address; its secret is shown once."""
    try:
        with request.db() as db:
            row = outbox.add_webhook(
                db, request.me.id, request.text("url"), request.texts("event"), request.site.now()
            )
            secret = str(row.secret)
            request.note_change(db, "webhook_added", "webhooks", urlsplit(row.url).hostname)
    except DataError as error:
        return page(request, str(error))
    return page(request, secret=secret)


def post_webhook_deletion(request: CheckedRequest) -> Response:
    """``POST /connections/webhooks/{webhook}/delete``: it hears of nothing any more."""
    with request.db() as db:
        or_404(outbox.delete_webhook(db, int(request.path["webhook"]), _whose(request)) or None)
        request.note_change(db, "webhook_deleted", "webhooks")
    return redirect_saying(request, "/connections", "webhook_deleted")


def post_record_store(request: CheckedRequest) -> Response:
    """``POST /connections/lrs``: set the learning record store; an empty address for none."""
    endpoint, mark = request.text("endpoint"), whole_number(request.text("pass_mark"), 0, 100)
    user, password, home = (request.text(name) for name in ("user", "password", "home"))
    try:
        with request.db() as db:
            known = record_store(db)
            password = password or known.password
            if endpoint:
                outbox.check_address(endpoint)
                outbox.check_address(home)
                if mark is None or not user or not password:
                    raise DataError(request.site.say("no_lrs"))
            store = RecordStore(endpoint, user, password, home.rstrip("/"), float(mark or 0))
            db.merge(Setting(name="lrs", value=vars(store) if endpoint else {}))
            request.note_change(db, "lrs_changed", "lrs", urlsplit(endpoint).hostname or "")
    except DataError as error:
        return page(request, str(error))
    return redirect_saying(request, "/connections")
