"""Which clauses of a turn do an act, and what the classifier sees of each."""

from __future__ import annotations

from duilian.dialogue.model import ActSpan
from duilian.language.text import clauses
from duilian.tagging.clause_classifier import acts_of_clauses, clause_features

TEXT = "王总您好，我是移动的小李，再见"


def test_an_act_belongs_to_the_clauses_it_covers() -> None:
    places = clauses(TEXT)
    assert [TEXT[a:b].strip("，") for a, b in places] == ["王总您好", "我是移动的小李", "再见"]
    whole = [ActSpan("greeting", 0, 4), ActSpan("introduce_self", 5, 12), ActSpan("farewell", 13, 15)]
    assert acts_of_clauses(places, whole) == [{"greeting"}, {"introduce_self"}, {"farewell"}]
    # Less than half of a clause, but nowhere more of it; and an act over two clauses.
    assert acts_of_clauses(places, [ActSpan("thank", 5, 6)]) == [set(), {"thank"}, set()]
    assert acts_of_clauses(places, [ActSpan("thank", 5, 15)]) == [set(), {"thank"}, {"thank"}]
    assert acts_of_clauses(places, []) == [set(), set(), set()]


def test_a_clause_sees_itself_its_neighbours_and_its_place() -> None:
    first, second, last = clause_features(TEXT, clauses(TEXT), "phone_care")
    assert "您好" in first and "您好" not in second
    assert "b=您好" in second and "a=再见" in second
    assert {"n=0", "left=3", "kind=phone_care"} <= set(first) and {"n=2", "left=1"} <= set(last)
    assert not any(
        feature.startswith("kind=") for row in clause_features(TEXT, clauses(TEXT)) for feature in row
    )
