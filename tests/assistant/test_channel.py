"""The channel of the web application: what was answered to a message, and where a copied call is cut."""

from __future__ import annotations

from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered

from duilian.assistant.channel import _reply, answered, events_before


def said(text: str, key: str, intent: str = "speak") -> UserUttered:
    return UserUttered(text, {"name": intent}, metadata={"key": key})


def replied(text: str, move: str) -> BotUttered:
    return BotUttered(text, metadata={"utter_action": f"utter_{move}"})


LISTEN = ActionExecuted("action_listen")
EVENTS: list[Event] = [
    said("/start_call{}", "k0", "start_call"), replied("喂？", "answer_call"), LISTEN,
    said("您好", "k1"), replied("你是谁？", "ask_identity"), BotUttered("提示", {}), LISTEN,
    said("提示", "k2", "hint"), LISTEN,
    said("我是小李", "k3"), BotUttered("再见", {"custom": {"scorecard": {}}}), LISTEN,
]  # fmt: skip


def texts_of(key: str) -> list[str | None] | None:
    found = answered(EVENTS, key)
    return None if found is None else [said.text for said in found]


def test_what_was_answered_is_found_by_the_key() -> None:
    assert texts_of("k1") == ["你是谁？", "提示"]
    assert texts_of("k2") == [] and texts_of("k9") is None
    assert texts_of("k3") == ["再见"]


def test_what_our_channel_sends_says_whose_it_is() -> None:
    (asked, hint), (last,) = (answered(EVENTS, key) or [] for key in ("k1", "k3"))
    assert [_reply(one.message()) for one in (asked, hint, last)] == [
        {"text": "你是谁？", "client": True, "move": "ask_identity", "custom": None},
        {"text": "提示", "client": False, "move": "", "custom": None},
        {"text": "再见", "client": False, "move": "", "custom": {"scorecard": {}}},
    ]


def test_topics_told_are_sent_with_the_words() -> None:
    said = _reply({"text": "电信的。", "utter_action": "utter_tell_fact", "told": ["operator"]})
    assert said["told"] == ["operator"] and said["move"] == "tell_fact"


def test_a_copy_ends_before_the_turn() -> None:
    assert [len(events_before(EVENTS, n)) for n in range(4)] == [3, 9, 12, 12]
