"""The door of the action server: whatever serves this package (``rasa run actions``) serves it guarded."""

from __future__ import annotations

import sys

import pluggy
from rasa_sdk.plugin import plugin_manager
from sanic import Sanic

from duilian.assistant.guard import guard


@pluggy.HookimplMarker("rasa_sdk")  # type: ignore[misc, unused-ignore]
def attach_sanic_app_extensions(app: Sanic) -> None:
    """Called by the Rasa SDK once the server is made, before it listens."""
    guard(app)


# The SDK imports every module of the package before it calls its plugins.
if not plugin_manager().is_registered(sys.modules[__name__]):
    plugin_manager().register(sys.modules[__name__])
