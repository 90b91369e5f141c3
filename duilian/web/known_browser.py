"""Browsers from which somebody has been let in before: a stranger's failures do not keep their owners out.

A cookie names the accounts and carries our signature; guesses from such a browser are counted by it alone.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.responses import Response

from duilian.web.request import CheckedRequest

KNOWN_COOKIE = "duilian-known"
_MOST = 8  # accounts a browser
_AGE = 180 * 24 * 3600  # seconds


def _signature(request: CheckedRequest, person: str, mark: str) -> str:
    said = f"known browser {person} {mark}".encode()
    return hmac.new(request.site.key.encode(), said, hashlib.sha256).hexdigest()[:32]


def _entry(request: CheckedRequest, person: int, mark: str) -> str:
    return f"{person}.{mark}.{_signature(request, str(person), mark)}"


def marks(request: CheckedRequest) -> dict[int, str]:
    """Whom a request's browser has been signed in as (by number) → what it is called there, a random name.

    What does not carry our signature is passed over.
    """
    found = {}
    for entry in request.raw.cookies.get(KNOWN_COOKIE, "").split("_")[:_MOST]:
        person, _, rest = entry.partition(".")
        mark, _, signature = rest.partition(".")
        genuine = hmac.compare_digest(signature.encode(), _signature(request, person, mark).encode())
        if genuine and request.site.key:
            found[int(person)] = mark
    return found


def remember(answer: Response, request: CheckedRequest, person: int) -> None:
    """Let the browser of an answer be known as this person's, besides those it is known as."""
    known = marks(request)
    kept = {person: known.pop(person, secrets.token_hex(8)), **known}
    value = "_".join(_entry(request, one, mark) for one, mark in list(kept.items())[:_MOST])
    request.give_cookie(answer, KNOWN_COOKIE, value, _AGE, path="/sign-in")
