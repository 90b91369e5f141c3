"""``duilian web``: the web application, on loopback unless told otherwise."""

from __future__ import annotations

import argparse
import gc
import ipaddress
import os
import socket

from duilian.call.rasa_client import RasaClient
from duilian.cli.parser import port, port_setting
from duilian.config import Config
from duilian.discretion import keep_speech_out
from duilian.errors import DataError, system_reason
from duilian.secret import shared_secret
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments; the environment has their defaults (WEB_HOST, WEB_PORT …)."""
    parser.add_argument(
        "--host",
        metavar=sentence("cli.value.host"),
        default=os.environ.get("WEB_HOST") or "127.0.0.1",
        help=sentence("cli.web.host"),
    )
    parser.add_argument(
        "--port",
        type=port,
        metavar=sentence("cli.value.port"),
        help=sentence("cli.web.port"),
    )
    parser.add_argument(
        "--rasa",
        type=port,
        metavar=sentence("cli.value.port"),
        help=sentence("cli.web.rasa"),
    )
    parser.add_argument(
        "--actions",
        type=port,
        metavar=sentence("cli.value.port"),
        help=sentence("cli.web.actions"),
    )
    parser.add_argument("--no-demo", action="store_true", help=sentence("cli.web.no_demo"))


def run(args: argparse.Namespace, config: Config) -> int:
    """Serve until stopped.

    Returns:
        0.

    Raises:
        DataError: The pages' components are not there, or the address is taken.
    """
    import uvicorn

    from duilian.web import create_app, open_site

    if not (config.browser_files / ".locked").exists():
        raise DataError(sentence("cli.web.no_components"))
    proxies = ",".join(trusted_proxies(os.environ.get("TRUSTED_PROXY", "")))
    web_port = args.port or port_setting("WEB_PORT", 8000)
    rasa_port = args.rasa or port_setting("RASA_PORT", 5005)
    actions = args.actions or port_setting("ACTIONS_PORT", 5055)
    _check_address(args.host, web_port)
    keep_speech_out()
    rasa = RasaClient(rasa_port, secret=shared_secret(config.var))
    site = open_site(config, rasa, demo=not args.no_demo, actions=actions)
    app = create_app(site)
    gc.collect()
    # Scenarios, rubric and templates stay for good: looking at them takes a collection a tenth of a second.
    gc.freeze()
    uvicorn.run(
        app,
        host=args.host,
        port=web_port,
        log_level="warning",
        access_log=False,
        server_header=False,
        # Whoever else says for whom it asks, or that it came over https, is not believed.
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        ws="none",
    )
    return 0


def trusted_proxies(text: str) -> list[str]:
    """The addresses and networks whose ``X-Forwarded-*`` is believed.

    Args:
        text: TRUSTED_PROXY: addresses or networks with commas or blanks between; empty for none.

    Raises:
        DataError: It is no address; a name or ``*`` would believe whoever comes.
    """
    found = []
    for word in text.replace(",", " ").split():
        try:
            network = ipaddress.ip_network(word)
        except ValueError:
            raise DataError(sentence("cli.web.no_proxy", text=word)) from None
        found.append(str(network.network_address) if network.num_addresses == 1 else str(network))
    return found


def _check_address(host: str, port: int) -> None:
    """Raises DataError where nothing can listen there; uvicorn would say so in English."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, ValueError) as error:  # a ValueError: not even the form of a name
        why = system_reason(error) if isinstance(error, OSError) else sentence("cli.web.no_host")
        raise DataError(sentence("cli.web.no_address", host=host, port=port, why=why)) from None
