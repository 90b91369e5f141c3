"""Model phrases fitted to a client."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duilian.assessment import assess, load_rubric
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.phrases import fill_phrase, phrase_values, with_respect, words_to_say
from duilian.dialogue.model import Context, Dialogue, Turn
from tests.assessment.support import short

RUBRIC = load_rubric(Path(__file__).parent.parent.parent / "data/rubric.yml")
CARD = RUBRIC.products["车务通"]


def values(dialogue: Dialogue, *free_times: str) -> dict[str, str]:
    product = RUBRIC.products.get(dialogue.context.product or "")
    return phrase_values(IndexedDialogue(dialogue, RUBRIC.lexicon), free_times, product, RUBRIC.products)


def test_what_is_known_of_the_client_stands_in_the_fields() -> None:
    context = Context("王总", "顺达物流", "物流", holiday="春节", product="车务通")
    assert values(Dialogue("x", "visit_fabe", context)) == {
        "title": "王总",
        "title_or": "王总",
        "who": "王总",
        "org_of": "顺达物流的",
        "org_short": "顺达物流",
        "industry_of": "做物流",
        "trade": "物流",
        "product": "车务通",
        "holiday": "春节",
        "agreed": "刚才说的时间",
        "time_a": "明天下午三点",
        "time_b": "后天上午十点",
        "what": CARD.what,
        "suits": CARD.suits,
        "better": CARD.better,
        "brings": CARD.brings,
        "example": CARD.example("物流"),
        "price": "设备每台300到900元，服务费每台每月20到50元",
        "term": "专线",
        "plain": "单独给您单位用的一条线路，不跟别人抢",
    }


def test_of_a_stranger_words_are_taken_that_fit_anybody() -> None:
    assert values(Dialogue("x", "visit_fabe")) == {
        "title": "",
        "title_or": "先生、女士",
        "who": "负责人",
        "org_of": "",
        "org_short": "单位",
        "industry_of": "",
        "trade": "",
        "product": "我们的新业务",
        "holiday": "节日",
        "agreed": "刚才说的时间",
        "time_a": "明天下午三点",
        "time_b": "后天上午十点",
        "what": "……",
        "suits": "您这样的单位",
        "better": "比现在的办法省事",
        "brings": "您这边能省时间、省费用",
        "example": "跟您同行的一家单位用了半年，一直很满意",
        "price": "",
        "term": "专线",
        "plain": "单独给您单位用的一条线路，不跟别人抢",
    }


@pytest.mark.parametrize(
    ("free_times", "offered"),
    [
        ((), ("明天下午三点", "后天上午十点")),
        (("周五下午",), ("周五下午", "明天下午三点")),
        (("周五下午", "周六上午"), ("周五下午", "周六上午")),
        (("周五下午", "周六上午", "周日"), ("周五下午", "周六上午")),
    ],
)
def test_two_times_are_offered_that_suit_as_far_as_known(
    free_times: tuple[str, ...], offered: tuple[str, str]
) -> None:
    filled = values(short("T 好"), *free_times)
    assert (filled["time_a"], filled["time_b"]) == offered


@pytest.mark.parametrize(
    ("turns", "agreed"),
    [
        ("T [周三还是周四](offer_two_times) / C (pick_time) 周四上午十点吧 / T 好", "周四上午十点"),
        ("T [周三下午三点行吗](offer_one_time) / C (accept) 行 / T 好", "周三下午三点"),
        ("T [周三还是周四](offer_two_times) / C (pick_time) 前面那个 / T 好", "周三"),
        ("T [周三还是周四](offer_two_times) / C (pick_time) 第二个吧 / T 好", "周四"),
        ("T [周三还是周四](offer_two_times) / C (accept) 行吧 / T 好", "刚才说的时间"),
        ("T [见个面](propose_meeting) / C (pick_time) 行吧 / T 好", "刚才说的时间"),
        ("T [周三行吗](offer_one_time) / C () 嗯 / T 好", "刚才说的时间"),
    ],
)
def test_the_agreed_time_is_the_clients_else_the_one_named_last(turns: str, agreed: str) -> None:
    assert values(short(turns))["agreed"] == agreed


def test_a_phrase_is_filled_and_begins_without_a_mark() -> None:
    assert fill_phrase("{title}，您好", {"title": "王总"}) == "王总，您好"
    assert fill_phrase("{title}，您好！", {"title": ""}) == "您好！"
    assert fill_phrase("{title}！您好，", {"title": ""}) == "您好，"


def test_phrases_are_fitted_to_the_client() -> None:
    dialogue = short(
        "T [周三下午还是周四](offer_two_times) / C (pick_time) 周四上午十点吧 / T 好", org="顺达物流"
    )
    phrase = {n: v.phrase for n, v in assess(dialogue, RUBRIC, ("周五下午",)).verdicts.items()}
    assert phrase["confirmation"] == "王总，那我们就定周四上午十点，我到您那儿，到时候见。"
    assert phrase["two_choice"] == "王总，您看是周五下午方便，还是明天下午三点方便？"
    assert phrase["identity_check"] == "请问您是顺达物流的王总吗？"


def test_an_open_question_gets_the_phrase_that_answers_it() -> None:
    asked = short("C (answer_call) 喂 / T [您好](greeting) / C (ask_necessity) 电话里说不行吗 / T 嗯")
    verdicts = assess(asked, RUBRIC).verdicts
    assert verdicts["answers_questions"].phrase == verdicts["necessity"].phrase
    price = replace(
        short("C (answer_call) 喂 / T [您好](greeting) / C (ask_detail) 多少钱 / T 嗯"),
        context=Context(product="商务一号通"),
    )
    told = assess(price, RUBRIC).verdicts["answers_questions"].phrase
    assert told.startswith("商务一号通的月租每号每月10到25元。") and "示例价格" in told
    unknown = assess(short("C (ask_detail) 能用几年 / T 嗯"), RUBRIC).verdicts["answers_questions"]
    assert unknown.phrase == RUBRIC.criteria["answers_questions"].phrase


def test_what_the_client_refused_is_not_offered_again() -> None:
    dialogue = short("T [明天下午三点还是周五下午](offer_two_times) / C (reject_times) 都不行 / T 嗯")
    filled = values(dialogue, "周五下午", "周六上午")
    assert (filled["time_a"], filled["time_b"]) == ("周六上午", "后天上午十点")


@pytest.mark.parametrize(
    ("turns", "how", "criterion", "phrase"),
    [
        ("C (busy) 我在开车 / T 嗯", {}, "convenience_check", "您在开车，安全要紧，我晚一点再打给您。"),
        ("C (complaint) 断网三天了 / T 嗯", {"kind": "visit_complaint"}, "purpose", "您反映的事"),
        ("C (gatekeeper) 找谁 / T 嗯", {}, "greeting", "您好！"),
        (
            "C (gatekeeper) 找谁 / T 嗯 / C (absent) 他不在 / T 嗯",
            {},
            "gatekeeper_courtesy",
            "麻烦您帮我转告王总",
        ),
        ("C (refuse) 不交 / T 嗯", {"kind": "phone_arrears"}, "patient_explanation", "我帮您把账单查清楚"),
    ],
)
def test_a_phrase_fits_the_moment_that_missed_it(
    turns: str, how: dict[str, str], criterion: str, phrase: str
) -> None:
    assert phrase in assess(short(turns, **how), RUBRIC).verdicts[criterion].phrase


def test_what_is_not_said_stands_in_brackets() -> None:
    assert words_to_say("我是小李。（报您自己的姓名）") == "我是小李。"


def test_a_term_left_unexplained_is_put_into_the_words_of_a_card() -> None:
    def phrase(words: str, product: str | None) -> str:
        turns = (Turn("client", "喂？"), Turn("trainee", words))
        dialogue = Dialogue("d", "visit_fabe", Context(product=product), turns)
        return assess(dialogue, RUBRIC).verdicts["plain_language"].phrase

    assert phrase("我们这个走ＶＰＮ的。", "移动办公") == "ＶＰＮ，简单地说，就是只有自家人能走的加密通道。"
    gateway = phrase("装个网关就行。", "企信通")
    assert "卫星" not in gateway and "两套系统中间传话的机器" in gateway
    assert "电话之间打招呼的话" in phrase("信令走的是内网。", None), "of whichever card has the word"
    later = short("T 您好 / C () 嗯 / T 信令走的是内网 / T 装个网关就行", kind="visit_fabe")
    assert values(later)["term"] == "信令", "the first, whichever turn it stands in"
    unknown = short("T 上个NGBOSS / T 信令走的是内网", kind="visit_fabe")
    assert values(unknown)["term"] == "信令", "that a card has words for"


def test_a_part_of_the_pitch_follows_the_card() -> None:
    pitch = short("C () 请坐 / T [您好](greeting)", kind="visit_fabe", trade="物流")
    pitch = replace(pitch, context=replace(pitch.context, product="车务通"))
    verdicts = assess(pitch, RUBRIC).verdicts
    assert verdicts["feature"].phrase == f"简单地说，车务通就是{CARD.what}。"
    assert verdicts["advantage"].phrase == f"它特别适合{CARD.suits}，{CARD.better}。"
    assert verdicts["benefit"].phrase == f"用了它之后，{CARD.brings}。"
    assert verdicts["evidence"].phrase == (
        f"举个例子来说，{CARD.example('物流')}。（示例客户，请换成本地真实的客户）"
    )


def test_who_was_called_familiarly_is_addressed_in_the_same_words_with_respect() -> None:
    talk = short("C (answer_call) 喂 / T 你好，我是移动公司的客户经理小李，你们厂的迷你机到了")
    verdict = assess(talk, RUBRIC).verdicts["respectful_address"]
    assert verdict.phrase == "您好，我是移动公司的客户经理小李"
    assert with_respect("你们的迷你机归你管") == "你们的迷你机归您管"
