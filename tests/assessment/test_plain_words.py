"""Which technical words count as left unexplained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duilian.assessment import assess, load_rubric
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.plain_words import first_jargon
from tests.assessment.support import short

RUBRIC = load_rubric(Path(__file__).parent.parent.parent / "data/rubric.yml")

# What was said of which product, and the words that count, None where all is plain.
CASES = [
    ("的专线走SDH", None, "SDH"),
    ("专线走SDH，就是一种特别稳的线路，不会断", None, None),
    # terms of the product's card
    ("邮箱用您自己的域名", "企业邮箱", "域名"),
    ("邮箱用您自己的域名，就是您公司在网上的名字", "企业邮箱", None),
    ("邮箱用您自己的域名", "车务通", None),
    ("邮箱用您自己的域名", None, None),
    ("车上装GPS", "车务通", "GPS"),
    ("车上装GPS，说白了就是靠卫星看车在哪儿", "车务通", None),
    ("车上装GPS", "企业邮箱", None),
    # everyday words that stand on cards
    ("光猫换一个就行", "固定宽带接入", None),
    ("都在一个平台上，后台也能看", "校讯通", None),
    # abbreviations in a row
    ("GPS、LBS、SaaS都有，还提升ARPU", None, "GPS、LBS、SaaS都有，还提升ARPU"),
    ("有GPS也有LBS", None, None),
    ("有GPS，GPS，还是GPS", None, None),
    ("手机上下个APP，连上wifi，用微信、QQ都行", None, None),
    ("带宽从20M到50M到100M随您选", None, None),
    ("GPS，就是靠卫星看车在哪儿，再加LBS和OBD", None, None),
]


@pytest.mark.parametrize(("said", "product", "words"), CASES)
def test_what_is_jargon(said: str, product: str | None, words: str | None) -> None:
    dialogue = short(f"T {said}", kind="visit_fabe")
    jargon = first_jargon(IndexedDialogue(dialogue, RUBRIC.lexicon_for(product)))
    evidence = jargon and jargon.place
    assert (evidence and said[evidence.start : evidence.end]) == words
    verdict = assess(replace(dialogue, context=replace(dialogue.context, product=product)), RUBRIC)
    assert verdict.verdicts["plain_language"].name == ("missed" if words else "met")


ASKED = "T 我们用的是LBS，很准 / C (not_understand) LBS是什么？ / T "


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (ASKED + "就是靠基站看出大概的位置", None),
        (ASKED + "LBS，简单说就是靠基站看出大概的位置", None),
        (ASKED + "很先进的，您放心用", "LBS"),
        (ASKED + "就是LBS啊", "LBS"),
        ("T 我们用的是LBS，很准 / C (not_understand) 啥LBS？ / T 很先进的", "LBS"),
        ("T 都在云端 / C (ask_detail) 什么是云端？ / T 您不用管", "云端"),
        ("T 后台能看 / C (ask_detail) 后台是个啥？ / T 您不用管", "后台"),
        ("T 后台能看 / C (ask_detail) 后台是个啥？ / T 就是您电脑上看的那一页", None),
        ("T 我们用的是LBS，很准 / C (ask_detail) 多少钱？ / T 一个月五块", None),
        ("T 我们用的是LBS，很准 / C (not_understand) LBS是什么？", None),
        ("T 很准 / C (ask_detail) LBS是什么？你们有吗？ / T 有的", None),
    ],
)
def test_what_the_client_asked_about_is_told(turns: str, words: str | None) -> None:
    dialogue = short(turns, kind="visit_fabe")
    lexicon = RUBRIC.lexicon.with_terms(["云端"]) if "云端" in turns else RUBRIC.lexicon
    # a term of the list counts by itself; here it is looked at only when asked about
    lexicon = replace(lexicon, terms=(), everyday=(*lexicon.everyday, *lexicon.terms))
    jargon = first_jargon(IndexedDialogue(dialogue, lexicon))
    evidence = jargon and jargon.place
    assert jargon is None or jargon.asked == 1
    assert (evidence and dialogue.turns[evidence.turn].text[evidence.start : evidence.end]) == words


def test_no_card_uses_the_terms_that_it_explains() -> None:
    for card in RUBRIC.products.values():
        said = "。".join((card.what, card.suits, card.better, card.brings, *card.cases))
        lexicon = RUBRIC.lexicon_for(card.name)
        assert lexicon.unexplained_term(said) is None, card.name
