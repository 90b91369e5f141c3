"""The regression over feature strings, and the network over latent dimensions beside it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.tagging.ngrams import char_ngrams
from duilian.tagging.text_classifier import TextClassifier

# Two words for either thing, which occur with the same other words; “mail” stands with its label only by the
# one name.
PAIRS = ["周三上午", "周四下午", "明天早上", "下周一"]
TURNS = [f"{time}{word}" for time in PAIRS for word in ("见面聊", "碰头聊", "发邮件看", "发电邮看")] * 3
LABELS = [
    {"meet"} if "聊" in turn else {"mail"} if "邮件" in turn or "电邮" in turn else set() for turn in TURNS
]


@pytest.fixture(scope="module")
def model() -> TextClassifier:
    trained = TextClassifier()
    trained.train(
        [char_ngrams(turn, (1, 2, 3)) for turn in TURNS], LABELS, ("never", "meet", "mail"), latent=True
    )
    return trained


def test_it_knows_the_labels_that_occur(model: TextClassifier) -> None:
    assert model.labels == ("meet", "mail")


@pytest.mark.parametrize(
    "text,likely", [("下周二见面聊", "meet"), ("周五发邮件看", "mail"), ("后天碰头", "meet")]
)
def test_regression_and_network_tell_the_labels_apart(model: TextClassifier, text: str, likely: str) -> None:
    part = model.contribution(char_ngrams(text, (1, 2, 3)))
    for odds in (model.log_odds(part), model.latent_log_odds([[part]])[0]):
        assert model.labels[int(np.argmax(odds))] == likely


@given(text=st.text("周三上午见面聊发邮件", min_size=1, max_size=20), cut=st.integers(0, 40))
def test_a_turn_in_parts_is_the_same_turn(model: TextClassifier, text: str, cut: int) -> None:
    features = sorted(char_ngrams(text, (1, 2)))
    # No feature stands in two parts.
    while 0 < cut < len(features) and features[cut] == features[cut - 1]:
        cut += 1
    whole, halves = (
        model.contribution(features),
        (model.contribution(features[:cut]), model.contribution(features[cut:])),
    )
    np.testing.assert_allclose(model.log_odds(whole), model.log_odds(*halves), rtol=1e-3, atol=1e-3)
    one, two = model.latent_log_odds([[whole], halves])
    np.testing.assert_allclose(one, two, rtol=1e-3, atol=1e-3)


def test_it_is_the_same_after_it_was_written_down(model: TextClassifier) -> None:
    part = model.contribution(char_ngrams("周五发邮件", (1, 2, 3)))
    again = TextClassifier.from_files(model.to_files("m"), "m", model.labels, latent=True)
    assert again.labels == model.labels and again.to_files("m") == model.to_files("m")
    np.testing.assert_array_equal(again.latent_log_odds([[part]]), model.latent_log_odds([[part]]))
    np.testing.assert_array_equal(again.log_odds(part), model.log_odds(part))
