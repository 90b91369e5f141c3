"""Messages for the robots of 企业微信, 钉钉 and 飞书, against what their documentation prescribes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime, timezone
from urllib.parse import parse_qs, urlsplit

import pytest

from duilian.operation.robots import robot_fault, robot_message

NOW = datetime(2026, 11, 27, 9, 0, 0, 250_000, tzinfo=timezone.utc)
SECOND = str(int(NOW.timestamp()))


def test_a_text_for_wecom() -> None:
    made = robot_message("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", "", "您好", NOW)
    assert made.url == "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"
    assert json.loads(made.body) == {"msgtype": "text", "text": {"content": "您好"}}


def test_a_text_for_dingtalk_is_signed_in_the_address() -> None:
    """sign = base64(HmacSHA256(key=secret, timestamp in milliseconds + newline + secret)), URL-encoded."""
    url = "https://oapi.dingtalk.com/robot/send?access_token=t"
    made = robot_message("dingtalk", url, "SEC1", "您好", NOW)
    query = parse_qs(urlsplit(made.url).query)
    moment = f"{SECOND}250"
    wanted = hmac.new(b"SEC1", f"{moment}\nSEC1".encode(), hashlib.sha256).digest()
    assert query == {
        "access_token": ["t"],
        "timestamp": [moment],
        "sign": [base64.b64encode(wanted).decode()],
    }
    assert json.loads(made.body) == {"msgtype": "text", "text": {"content": "您好"}}
    assert robot_message("dingtalk", url, "", "您好", NOW).url == url, "one that filters by words only"


def test_a_text_for_feishu_is_signed_in_the_body() -> None:
    """sign = base64(HmacSHA256(key=timestamp in seconds + newline + secret, nothing))."""
    url = "https://open.feishu.cn/open-apis/bot/v2/hook/h"
    made = robot_message("feishu", url, "s1", "您好", NOW)
    wanted = base64.b64encode(hmac.new(f"{SECOND}\ns1".encode(), b"", hashlib.sha256).digest()).decode()
    assert made.url == url
    assert json.loads(made.body) == {
        "timestamp": SECOND,
        "sign": wanted,
        "msg_type": "text",
        "content": {"text": "您好"},
    }
    assert json.loads(robot_message("feishu", url, "", "您好", NOW).body).keys() == {"msg_type", "content"}


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_no_text_is_longer_than_is_taken_nor_cut_within_a_character(kind: str) -> None:
    body = json.loads(robot_message(kind, "https://x.cn/", "", "长" * 2000, NOW).body)
    text = body["content"]["text"] if kind == "feishu" else body["text"]["content"]
    assert len(text.encode()) <= 2048 and set(text) == {"长"}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        pytest.param('{"errcode":0,"errmsg":"ok"}', "", id="wecom and dingtalk took it"),
        pytest.param(
            '{"StatusCode":0,"StatusMessage":"success","code":0,"data":{}}', "", id="feishu took it"
        ),
        pytest.param('{"StatusCode":0,"StatusMessage":"success"}', "", id="feishu of old"),
        pytest.param('{"errcode":310000,"errmsg":"sign not match"}', "310000", id="dingtalk"),
        pytest.param('{"errcode":93000,"errmsg":"invalid webhook url"}', "93000", id="wecom"),
        pytest.param('{"code":19021,"msg":"sign match fail","data":{}}', "19021", id="feishu"),
        pytest.param("<html>", "?", id="a page"),
        pytest.param("[]", "?", id="a list"),
        pytest.param("{}", "?", id="nothing"),
    ],
)
def test_what_a_robot_answers(body: str, fault: str) -> None:
    assert robot_fault(body.encode()) == fault
