"""The clause that decides about the words of an act."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from duilian.tagging.own_clause import own_clause

TEXT = "他在开会啊,谢谢您,再见"


def deciding(words: str) -> str | None:
    start = TEXT.index(words)
    found = own_clause(TEXT, start, start + len(words))
    if found is None:
        return None
    places, at = found
    return TEXT[slice(*places[at])]


def test_the_clause_of_most_words_decides() -> None:
    assert deciding("谢谢您") == "谢谢您" and deciding("谢谢") == "谢谢您"
    assert deciding("他在开会啊,") == "他在开会啊"  # five of six
    assert deciding("谢谢您,再见") is None, "no clause has four fifths of it"
    assert own_clause(TEXT, 5, 6) is None, "a mark stands in no clause"
    assert own_clause("", 0, 0) is None


@given(st.text(alphabet="您好,。 吗", max_size=20), st.data())
def test_it_is_one_of_the_clauses_and_holds_some_of_the_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = own_clause(text, start, end)
    if found is not None:
        places, at = found
        assert places[at][0] < end and start < places[at][1]
