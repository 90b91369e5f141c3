"""What is only mentioned, and frames without content, leave the spans and lose their probability."""

from __future__ import annotations

from duilian.dialogue.model import ActSpan
from duilian.tagging.not_meant import NotMeant

RULES = NotMeant(clear=0.83, mentioned=0.13)


def span(text: str, words: str, act: str) -> ActSpan:
    start = text.index(words)
    return ActSpan(act, start, start + len(words))


def test_what_a_turn_says_in_earnest_stays() -> None:
    text = "谢谢您的接待，再见"
    spans = [span(text, "谢谢您的接待", "thank"), span(text, "再见", "farewell")]
    likely = {"thank": 0.6, "farewell": 0.9, "greeting": 0.01}
    assert RULES.without(text, spans, likely) == (spans, likely)


def test_what_it_talks_about_goes_and_the_unclear_with_it() -> None:
    text = "手册上写着谢谢您的接待，王总您好，再见"
    thank, greeting = span(text, "谢谢您的接待", "thank"), span(text, "王总您好", "greeting")
    farewell = span(text, "再见", "farewell")
    likely = {"thank": 0.99, "greeting": 0.7, "farewell": 0.95}
    kept, lowered = RULES.without(text, [thank, greeting, farewell], likely)
    assert kept == [farewell] and lowered == {"thank": 0.13, "greeting": 0.13, "farewell": 0.95}


def test_an_empty_frame_goes() -> None:
    text = "好处就是有好处"
    kept, lowered = RULES.without(text, [span(text, text, "state_benefit")], {"state_benefit": 0.9})
    assert kept == [] and lowered == {"state_benefit": 0.13}


def test_of_who_plays_with_the_rules_only_the_clear_counts() -> None:
    thank, farewell = ActSpan("thank", 0, 2), ActSpan("farewell", 2, 4)
    kept, lowered = RULES.only_clear([thank, farewell], {"thank": 0.82, "farewell": 0.83, "greeting": 0.5})
    assert kept == (farewell,) and lowered == {"thank": 0.13, "farewell": 0.83, "greeting": 0.5}
