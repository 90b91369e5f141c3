"""Robots in the chats of 企业微信, 钉钉 and 飞书: how a message for one looks, and what its answer means.

Pure. Each takes a text by POST at an address that is its key. 钉钉 wants a signature in the address, 飞书 one
in the body, 企业微信 none; all three answer 200 also where they refuse, and say why in the body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

KINDS_OF_ROBOTS = ("wecom", "dingtalk", "feishu")
"""企业微信, 钉钉, 飞书."""
_LONGEST = 2048  # bytes of a text that 企业微信 takes; the others take more


@dataclass(frozen=True)
class RobotMessage:
    """What is posted: where to, and the body."""

    url: str
    body: bytes


def robot_message(kind: str, url: str, secret: str, text: str, now: datetime) -> RobotMessage:
    """A text as a robot takes it.

    Args:
        kind: One of :data:`KINDS_OF_ROBOTS`.
        url: The robot's address.
        secret: What is signed with; empty where the robot wants no signature.
        text: What it is to say.
        now: The moment; a signature is good for an hour.
    """
    text = text.encode()[:_LONGEST].decode(errors="ignore")
    if kind == "feishu":
        given: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if secret:
            moment = str(int(now.timestamp()))
            # The key is what is signed elsewhere, and nothing is signed: so it is documented.
            given |= {"timestamp": moment, "sign": _sign(f"{moment}\n{secret}", "")}
        return RobotMessage(url, _json(given))
    if kind == "dingtalk" and secret:
        moment = str(int(now.timestamp() * 1000))
        signed = urlencode({"timestamp": moment, "sign": _sign(secret, f"{moment}\n{secret}")})
        url += ("&" if "?" in url else "?") + signed
    return RobotMessage(url, _json({"msgtype": "text", "text": {"content": text}}))


def _sign(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def robot_fault(body: bytes) -> str:
    """Why a robot did not take a message, as the number it answers with; empty where it took it.

    Args:
        body: The body of an answer whose status is good.
    """
    try:
        answer = json.loads(body)
    except ValueError:
        return "?"
    if not isinstance(answer, dict):
        return "?"
    codes = [answer[name] for name in ("errcode", "code", "StatusCode") if name in answer]
    return "?" if not codes else "" if codes[0] == 0 else str(codes[0])
