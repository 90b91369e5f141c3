"""Marks put back where they are missing: the same words, the same acts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.dialogue.context import NO_CONTEXT
from duilian.dialogue.model import ActSpan, Turn
from duilian.errors import DataError
from duilian.tagging import Tagger
from duilian.tagging.corpus import dialogue_examples, load_corpus
from duilian.tagging.marks import MarkRestorer, train_marks

ROOT = Path(__file__).parent.parent.parent
# Every mark but those within numbers (9.4号, 15:30).
MARKS = re.compile(r"(?<!\d)[,，。.!！?？;；~…、:：]+|[,，。!！?？;；~…、]+(?!\d)")
FULL, HALF = str.maketrans(",.!?;:", "，。！？；："), str.maketrans("，。！？；：", ",.!?;:")
FEWEST_THE_SAME = 0.97  # of acts
RUN_ON = "您好请问是王经理吗我是移动公司的小陈"
EVERY = 12  # so many turns of the corpus are passed by for one that is looked at


@pytest.fixture(scope="module")
def restorer() -> MarkRestorer:
    voices = ("textbook", "beginner", "hotline")
    corpus = load_corpus(ROOT / "data")
    return train_marks(e.turn.text for v in voices for e in dialogue_examples(corpus.dialogues[v]))


def test_a_run_on_turn_is_cut_where_a_mark_would_stand(restorer: MarkRestorer) -> None:
    assert restorer.restored(RUN_ON).text == "您好,请问是王经理吗,我是移动公司的小陈"


def test_a_turn_of_short_clauses_stays(restorer: MarkRestorer) -> None:
    text = "您好，我是小陈。下午3.5点行吗？"
    assert restorer.restored(text).text == text


@given(st.text("您好请问是王经理吗我移动,。 3:", max_size=40), st.data())
def test_spans_come_back_to_the_words_written(restorer: MarkRestorer, text: str, data: st.DataObject) -> None:
    marked = restorer.restored(text)
    assert "".join(text[n] for n in dict.fromkeys(marked.origin)) == text
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = ActSpan("greeting", start, end)
    assert marked.written(marked.marked(span)) == span
    turn = restorer.restored_turn(Turn("trainee", text, acts=(span,)))
    (moved,) = turn.acts
    assert turn.text[moved.start : moved.end].replace(",", "") == text[start:end].replace(",", "")


def test_texts_without_any_mark_teach_nothing() -> None:
    restorer = train_marks(["您好我是小陈", "好的"])
    assert restorer.restored(RUN_ON).text == RUN_ON


def test_it_is_kept_as_a_file_and_a_damaged_one_refused(restorer: MarkRestorer) -> None:
    files = restorer.to_files()
    assert MarkRestorer.from_files(files).restored(RUN_ON) == restorer.restored(RUN_ON)
    (name,) = files
    with pytest.raises(DataError):
        MarkRestorer.from_files({name: files[name][:-1]})


@pytest.mark.parametrize("way", ["none", "blanks", "full", "half"])
def test_marks_do_not_matter(tagger: Tagger, way: str) -> None:
    corpus = load_corpus(ROOT / "data")
    turns = [e for v, ds in corpus.dialogues.items() for e in dialogue_examples(ds, v)]
    turns = [e for e in [*turns, *corpus.singles] if e.turn.speaker == "trainee"][::EVERY]
    shared = both = 0
    for example in turns:
        text, context = example.turn.text, example.context or NO_CONTEXT
        other = {
            "none": MARKS.sub("", text),
            "blanks": MARKS.sub(" ", text).strip(),
            "full": text.translate(FULL),
            "half": text.translate(HALF),
        }[way]
        one, two = ({span.act for span in tagger.acts(t, context)} for t in (text, other))
        shared, both = shared + 2 * len(one & two), both + len(one) + len(two)
    print(f"{way}: {100 * shared / both:.1f} % of acts the same")
    assert shared / both >= FEWEST_THE_SAME
