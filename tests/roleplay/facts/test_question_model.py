"""The question model: several topics in a turn, nothing where nothing is asked, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.config import load_config
from duilian.dialogue.model import ActSpan
from duilian.errors import DataError
from duilian.roleplay.facts.heard import QuestionReader
from duilian.roleplay.facts.kept_model import kept_question_model, load_word_groups, other_sentences
from duilian.roleplay.facts.question_data import AskedSentence, read_questions
from duilian.roleplay.facts.question_model import QuestionModel
from duilian.roleplay.facts.question_training import train_question_model
from duilian.roleplay.facts.sheet import load_fact_book
from duilian.roleplay.facts.topics import Topic
from tests.roleplay.support import turns_of

DATA = Path(__file__).parent.parent.parent.parent / "data"
MODEL = kept_question_model(DATA, load_config().questions)
READER = QuestionReader(MODEL, load_fact_book(DATA / "facts").topics)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("店里现在用的是电信还是联通的网？", {"operator"}),
        ("昨晚几点断的？", {"trouble_since"}),
        ("您好，我是移动的小李。您这儿几条线？", {"lines"}),
        ("您好我是移动的小李想问一下您店里现在用的是哪家的网", {"operator"}),
        ("几点开门？停车方便吗？", {"opening_hours", "parking"}),
        ("这件事是您拍板还是要报老板批？", {"decider"}),
        ("您店里装修得真漂亮！", {"compliment"}),
        ("我们的专线一个月四百块，能带一百台电脑。", set()),
        ("您看周三下午还是周四上午方便？", set()),
        ("谢谢您，再见。", set()),
    ],
)
def test_what_is_asked(text: str, topics: set[str]) -> None:
    heard = [ActSpan("offer_two_times", 0, len(text))] if "周三" in text else []
    assert set(READER.asks(text, heard)) == topics


def test_what_is_kept_of_a_model_hears_the_same() -> None:
    kept = QuestionModel.from_bytes(MODEL.to_bytes())
    for text in ("几条线？", "您哪里人？", "再见。"):
        assert kept.asked(text) == MODEL.asked(text)


_HALF = b'{"features":["a"],"labels":["b"],"idf":[1],"weights":[],'


@pytest.mark.parametrize("content", [b"{}", b"no", _HALF])
def test_what_is_no_model_is_refused(content: bytes) -> None:
    with pytest.raises(DataError):
        QuestionModel.from_bytes(content)


def test_who_was_taught_nothing_hears_nothing() -> None:
    deaf = train_question_model([], {})
    assert deaf.asked("几条线？") == ()
    assert QuestionModel.from_bytes(deaf.to_bytes()).asked("几条线？") == ()


def test_a_damaged_file_is_trained_anew(tmp_path: Path) -> None:
    data, path = tmp_path / "data", tmp_path / "models/questions.json"
    (data / "facts/questions").mkdir(parents=True)
    (data / "facts/topics.yml").write_text("lines: {name: 线}\nsites: {name: 店}\n", encoding="utf-8")
    said = "lines\t几条线？\nsites\t几家店？\n-\t您好。\n-\t再见。\n"
    (data / "facts/questions/me.txt").write_text(said, encoding="utf-8")
    assert kept_question_model(data, path).asked("几条线？") == ("lines",)
    content = path.read_bytes()
    path.write_bytes(content[:-5])
    assert kept_question_model(data, path).asked("几条线？") == ("lines",)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("line", "what"), [("lines 几条线", "制表符"), ("lines\t ", "制表符"), ("colour\t红的？", "colour")]
)
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str, what: str) -> None:
    path = tmp_path / "me.txt"
    path.write_text(f"# me\nlines\t几条线？\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_questions(path, {"lines": Topic("lines", "线")})
    assert "me.txt:3" in str(caught.value) and what in str(caught.value)


def test_sentences_with_more_than_one_topic_and_those_with_none(tmp_path: Path) -> None:
    path = tmp_path / "me.txt"
    path.write_text("lines,sites\t几家店几条线？\n-\t再见。\nother\t猫几岁？\n", encoding="utf-8")
    topics = {name: Topic(name, name) for name in ("lines", "sites")}
    assert [said.topics for said in read_questions(path, topics)] == [{"lines", "sites"}, set(), {"other"}]


def test_groups_of_words_that_are_no_lists_are_named(tmp_path: Path) -> None:
    path = tmp_path / "words.yml"
    path.write_text("网: [宽带]\n钱: 费用\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"words\.yml:2"):
        load_word_groups(path)
    assert load_word_groups(tmp_path / "none.yml") == {}


def test_sentences_of_dialogues_ask_nothing() -> None:
    from duilian.dialogue.model import Dialogue

    said = turns_of(
        "T [我是移动的小李](introduce_self) / C (listen) 嗯 / T [忙吗](small_talk)[我是小王](introduce_self)"
    )
    assert other_sentences([Dialogue("a", "phone_care", turns=tuple(said))]) == [
        AskedSentence("我是移动的小李", frozenset())
    ]
