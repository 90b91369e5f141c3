"""What is sent as a file of JSON Lines, objects masked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from duilian.language.masking import mask_all
from duilian.web.disclosure import is_disclosed
from duilian.web.request import CheckedRequest
from duilian.web.spreadsheets import attachment


def objects_file(request: CheckedRequest, name: str, objects: Iterable[Any]) -> Response:
    """Objects as a file of JSON Lines.

    Phone and card numbers in them are masked, unless the address asks for them with ``?full=1`` and who asks
    may see them.

    Args:
        request: The request that the file answers.
        name: The file's name, without its ending.
        objects: What is written, one a line.
    """
    return _json_lines(name, objects if is_disclosed(request, name) else map(mask_all, objects))


def _json_lines(name: str, objects: Iterable[Any]) -> Response:
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
    return Response(lines, media_type="application/jsonl; charset=utf-8", headers=attachment(f"{name}.jsonl"))
