"""Character n-grams, by exact lists."""

from __future__ import annotations

from duilian.tagging.ngrams import char_ngrams, edge_ngrams, gapped_pairs


def test_ngrams_stand_between_the_ends() -> None:
    assert char_ngrams("您好", (1, 2)) == ["^", "您", "好", "$", "^您", "您好", "好$"]
    assert char_ngrams("ＡB", (3,), "x=") == ["x=^ab", "x=ab$"]
    assert char_ngrams("", (1, 2, 3)) == ["^", "$", "^$"]


def test_gapped_pairs_leave_one_or_two_out() -> None:
    assert gapped_pairs("您好吗") == ["^_好", "您_吗", "好_$", "^_吗", "您_$"]


def test_edges_are_the_first_or_last_24_characters() -> None:
    text = "一二三" + "四" * 30 + "五六七"
    assert edge_ngrams(text, "nx=")[:2] == ["nx=一二", "nx=二三"] and "nx=五六" not in edge_ngrams(
        text, "nx="
    )
    assert "pv=五六七" in edge_ngrams(text, "pv=", at_end=True) and "pv=一二" not in edge_ngrams(
        text, "pv=", at_end=True
    )
    assert edge_ngrams("好", "nx=") == []
