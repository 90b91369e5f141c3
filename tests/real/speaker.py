"""A trainee at the call screen who does not give up: what its script does, line for line (call.js)."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.real.browser import Browser
from tests.real.product import Product

_PAUSE = 0.5  # seconds before a message is sent again
HANG_UP = "挂断"  # said, it hangs up
GOOD_SCENARIO = "first-call-logistics"
# A call there that keeps the rules, with its goodbye.
GOOD = (
    "您好,请问是顺达物流的王总吗?",
    "王总,我是移动公司的客户经理小李,想跟您谈谈车队管理的事。",
    "得对着您的线路当面演示才看得明白,看完您每个月油费能省不少。",
    "您看是周三下午三点还是周四上午十点方便?",
    "好的谢谢您,那就周三下午三点,我到您办公室。",
    "王总,耽误您时间了,再见!",
)
_NO_CALL_SCREEN = "no call screen"


@dataclass
class Speaker:
    """Speaks one call.

    Attributes:
        browser: Signed in.
        session: The call's id.
        patience: Seconds until it gives up after all.
        answered: Key, text and replies of what was answered, in order.
        owed: Whether it was told that the scorecard is to come.
    """

    browser: Browser
    session: str
    patience: float = 300.0
    answered: list[tuple[str, str, list[str]]] = field(default_factory=list)
    owed: bool = False
    _token: str = ""
    _seen: int = 0

    @property
    def _path(self) -> str:
        return f"/sessions/{self.session}"

    def open(self) -> bool:
        """Open the call screen → whether it is one: False where the call is over."""
        answer = self._until(lambda: self.browser._http.get(self._path))
        if answer.url.path != self._path:
            return False
        data = re.search(r'<script type="application/json" id="call-data">(.*?)</script>', answer.text, re.S)
        token = re.search(r'<meta name="csrf" content="([^"]+)">', answer.text)
        assert data and token, f"{_NO_CALL_SCREEN}: {answer.text}"
        self._token, self._seen = token[1], len(json.loads(data[1])["exchanges"])
        return True

    def say(self, text: str, times: int = 1, reload: bool = False) -> bool:
        """Say something until it is answered → whether the call is over.

        Args:
            text: What is said; 挂断 hangs up.
            times: How often it is sent at the same moment.
            reload: Open the call screen in another tab at that moment too?
        """
        key = f"{self.session}-{self._seen}"
        fields = {"hang_up": "1"} if text == HANG_UP else {"text": text}
        body = {"key": key, "seen": str(self._seen), **fields}
        sends: list[Callable[[], Any]] = [lambda: self._until(lambda: self._post(body))] * times
        if reload:
            sends.append(lambda: self._until(lambda: self.browser._http.get(self._path)))
        with ThreadPoolExecutor(len(sends)) as pool:
            answers = [future.result() for future in [pool.submit(send) for send in sends]][:times]
        for answer in answers:
            assert answer.status_code == 200, (answer.status_code, answer.text)
            assert answer.json() == answers[0].json(), "the same message, the same answer"
        told = answers[0].json()
        self.answered.append((key, text, [reply["text"] for reply in told["replies"]]))
        self._seen += 1
        return bool(told["over"])

    def play(self, *texts: str) -> None:
        """Say one after the other until the call is over, or hang up."""
        if self.open():
            any(self.say(text) for text in (*texts, HANG_UP))

    def _post(self, body: dict[str, str]) -> Any:
        headers = {"x-csrf-token": self._token, "accept": "application/json", "origin": self.browser._origin}
        return self.browser._http.post(f"{self._path}/turns", data=body, headers=headers)

    def _until(self, ask: Callable[[], Any]) -> Any:
        deadline = time.monotonic() + self.patience
        while True:
            try:
                answer = ask()
                if answer.status_code < 500:
                    return answer
                self.owed = self.owed or "成绩单还没有" in answer.text
                assert time.monotonic() < deadline, answer.text
            except httpx2.TransportError:
                assert time.monotonic() < deadline, "the web does not answer"
            time.sleep(_PAUSE)


def open_good_call(product: Product, browser: Browser, session: str) -> Speaker:
    """Enter a call for what :data:`GOOD` says, with a seed that never changes, and open its screen."""
    product.begin(session, GOOD_SCENARIO, "1", "小李")
    made = Speaker(browser, session)
    assert made.open()
    return made
