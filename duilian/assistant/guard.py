"""The door of a Sanic server on loopback, Rasa's or the actions': only who shows the secret gets in."""

from typing import Any, Optional

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from duilian.config import load_config
from duilian.secret import shared_secret, shows_secret

# That a server is up may be known to all; these addresses take nothing in and tell nothing else.
_OPEN = {("GET", "/"), ("GET", "/health")}


def guard(app: Any) -> None:
    """Refuse every request to a server that does not show the secret of this home.

    Args:
        app: The Sanic application; addresses that are added later are guarded too.
    """
    secret = shared_secret(load_config().var)

    async def refuse_strangers(request: Request) -> Optional[HTTPResponse]:
        known = shows_secret(request.headers.get("authorization"), secret)
        if known or (request.method, request.path) in _OPEN:
            return None
        return response.json({"error": "Authorization: Bearer, with what stands in var/secret"}, status=401)

    app.register_middleware(refuse_strangers, "request")
