"""Whole calls over Rasa's REST webhook, with every process running as `make run` starts them."""

from __future__ import annotations

import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from duilian.call.rasa_client import CHANNELS, RasaClient, Reply
from duilian.config import load_config
from duilian.secret import shared_secret
from tests.real.product import Product
from tests.real.speaker import GOOD

pytestmark = pytest.mark.slow
SECRET = shared_secret(load_config().var)


class Phone:
    """Rasa's REST webhook as a trainee uses it."""

    def __init__(self, port: int, secret: str = SECRET) -> None:
        self.url, self.port = f"http://127.0.0.1:{port}/webhooks/rest/webhook", port
        self.secret = secret

    def say(self, sender: str, text: str) -> list[dict[str, Any]]:
        body = json.dumps({"sender": sender, "message": text}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.secret}"}
        request = urllib.request.Request(self.url, body, headers)
        with urllib.request.urlopen(request, timeout=60) as reply:
            found: list[dict[str, Any]] = json.load(reply)
        return found

    def play(self, sender: str, *texts: str) -> list[list[dict[str, Any]]]:
        return [self.say(sender, text) for text in texts]


@pytest.fixture(scope="module")
def phone(served: Product) -> Phone:
    return Phone(served.rasa)


START = '/start_call{"scenario": "first-call-logistics", "mode": "practice", "seed": "28"}'  # an ordinary day


def words(replies: list[dict[str, Any]]) -> str:
    return "".join(r.get("text", "") for r in replies)


def card(replies: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = replies[-1]["custom"]["scorecard"]
    return found


def test_a_good_call_from_ring_to_scorecard(phone: Phone) -> None:
    sender = f"good-{time.time()}"
    replies = phone.play(sender, START, *GOOD)
    assert all(words(r) for r in replies)
    assert "周三下午三点" in words(replies[4])
    verdicts = {n: v["verdict"] for n, v in card(replies[-1])["verdicts"].items()}
    assert verdicts["two_choice"] == verdicts["closing_courtesy"] == verdicts["hang_up_last"] == "met"
    assert "二选一" in words(replies[-1])
    assert phone.say(sender, "喂?") == []  # it has hung up


def test_the_same_seed_gives_the_same_call(phone: Phone) -> None:
    first, second = (phone.play(f"same-{n}-{time.time()}", START, *GOOD[:5]) for n in "ab")
    assert [words(r) for r in first] == [words(r) for r in second]


def test_hanging_up_early_costs_the_last_word(phone: Phone) -> None:
    replies = phone.play(f"early-{time.time()}", START, GOOD[0], "/hang_up")
    assert card(replies[-1])["verdicts"]["hang_up_last"]["verdict"] == "missed"


@pytest.mark.parametrize("odd", ["", "阿巴阿巴", "😀", "x" * 2000, "滚,傻子"])
def test_the_client_stays_in_character(phone: Phone, odd: str) -> None:
    replies = phone.play(f"odd-{time.time()}", START, odd)
    assert words(replies[-1]) and "scorecard" not in str(replies[-1])


def test_a_hint_comes_on_demand_but_not_in_an_exam(phone: Phone) -> None:
    helped = phone.play(f"hint-{time.time()}", START, "提示")
    assert "可以说" in words(helped[-1])
    exam = phone.play(f"exam-{time.time()}", START.replace("practice", "exam"), "提示")
    assert "可以说" not in words(exam[-1]) and words(exam[-1])


def test_guided_mode_hints_after_a_turn_that_missed_its_chance(phone: Phone) -> None:
    start = START.replace("practice", "guided")
    replies = phone.play(
        f"guided-{time.time()}", start, "您好,我是移动公司的小李,您什么时候有空?", "好的,我是移动公司的小李。"
    )
    assert "可以说" in words(replies[1]) and "可以说" not in words(replies[0])


def test_an_unknown_scenario_is_one_clear_sentence(phone: Phone) -> None:
    assert "没有叫“nobody”的场景" in words(
        phone.say(f"no-{time.time()}", '/start_call{"scenario": "nobody"}')
    )


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_message_sent_again_is_heard_once(phone: Phone, channel: str) -> None:
    rasa, sender = RasaClient(phone.port, channel, SECRET), f"again-{channel}-{time.time()}"
    rasa.start(sender, "first-call-logistics", "practice", "1", "k0")
    sent = [(GOOD[0], "k1"), ("提示", "k2"), ("/hang_up", "k3")]
    first = [rasa.send(sender, *one) for one in sent]
    said, hint, last = first
    assert said and all(reply.client for reply in said[:1]) and not hint[-1].client
    assert last[-1].card is not None and not last[-1].client
    with ThreadPoolExecutor(4) as pool:
        for one, answer in zip(sent, first, strict=True):
            again = list(pool.map(lambda _, one=one: rasa.send(sender, *one), range(4)))  # type: ignore[misc]
            assert all(_words_and_card(replies) == _words_and_card(answer) for replies in again)
    assert rasa.send(sender, GOOD[1], "k4") == [], "never heard before: now it is, after the end"


def _words_and_card(replies: list[Reply]) -> list[tuple[str, bool]]:
    return [(reply.text, reply.card is not None) for reply in replies]


def test_a_copied_call_goes_on_from_the_turn_and_leaves_the_first_alone(phone: Phone) -> None:
    rasa, sender = RasaClient(phone.port, secret=SECRET), f"first-{time.time()}"
    rasa.start(sender, "first-call-logistics", "practice", "1")
    replies = [rasa.send(sender, text) for text in GOOD]
    copied = f"{sender}-again"
    for _ in range(2):
        rasa.copy(sender, copied, turns=3)
    assert [rasa.send(copied, text) for text in GOOD[3:5]] == replies[3:5]
    other = rasa.send(copied, "再见")
    assert other[-1].card is not None and other[-1].card["id"] == copied and not other[-1].client
