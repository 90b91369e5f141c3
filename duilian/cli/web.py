"""``duilian web``: the web application, on loopback unless told otherwise."""

from __future__ import annotations

import argparse
import gc
import os

from duilian.call.rasa_client import RasaClient
from duilian.cli.parser import port
from duilian.config import Config
from duilian.errors import DataError


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host",
        metavar="地址",
        default=os.environ.get("WEB_HOST") or "127.0.0.1",
        help="在哪个地址上听（默认只有本机）",
    )
    parser.add_argument(
        "--port",
        type=port,
        metavar="端口",
        default=os.environ.get("WEB_PORT") or "8000",
        help="端口（默认 8000）",
    )
    parser.add_argument(
        "--rasa", type=port, metavar="端口", default=os.environ.get("RASA_PORT") or "5005", help="Rasa 的端口"
    )
    parser.add_argument("--no-demo", action="store_true", help="不让没有账号的人体验")


def run(args: argparse.Namespace, config: Config) -> int:
    """Serve until stopped → 0."""
    import uvicorn

    from duilian.web import create_app, open_site

    if not (config.home / "node_modules/.locked").exists():
        raise DataError("网页用的组件还没有装好；请先运行 scripts/setup")
    app = create_app(open_site(config, RasaClient(args.rasa), demo=not args.no_demo))
    gc.collect()
    gc.freeze()  # scenarios, rubric, templates stay for good: a collection need not look at them, which takes a tenth of a second
    uvicorn.run(
        app,
        host=args.host,
        port=args.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
    )
    return 0
