"""Who is who, by names and by words."""

from __future__ import annotations

import pytest

from duilian.dialogue.model import Speaker
from duilian.importing.sides import Sides, is_label, is_titled, propose_sides, speaker_of, trainee_score
from duilian.importing.transcripts import Utterance

SELLER = "您好，我是联通公司的客户经理小李，想跟您约个时间，您看上午还是下午方便？"
BUYER = "没空，不需要。"


def call(*said: tuple[str, str]) -> list[Utterance]:
    return [Utterance(name, words, n) for n, (name, words) in enumerate(said, 1)]


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("客户", "client"),
        ("客戶", "client"),
        (" Customer ", "client"),
        ("客户002", "client"),
        ("客户王总", "client"),
        ("联通客服", "trainee"),
        ("客服小王", "trainee"),
        ("**坐席**", "trainee"),
        ("小李（客户经理）", "trainee"),
        ("张先生/客户", "client"),
        ("大客户经理小李", "trainee"),
        ("客户经理小李", "trainee"),
        ("客户/客服", None),
        ("这位客户经理说得不对呀朋友们", None),
        ("小李", None),
        ("客", None),
        ("clientele", None),
        ("", None),
    ],
)
def test_whom_a_name_stands_for(name: str, side: Speaker | None) -> None:
    assert speaker_of(name) == side


@pytest.mark.parametrize(
    "name", ["说话人1", "Speaker 2", "SPEAKER_00", "A", "乙", "问", "左声道", "主叫", "03"]
)
def test_labels_say_nothing_of_who_it_is(name: str) -> None:
    assert is_label(name)


@pytest.mark.parametrize("name", ["客户", "小李", "您好", ""])
def test_other_names_are_no_labels(name: str) -> None:
    assert not is_label(name)


def test_a_title_ends_a_persons_name() -> None:
    assert is_titled("张先生 ") and is_titled("王总") and not is_titled("先生张") and not is_titled("小李")


@pytest.mark.parametrize(
    ("seller", "buyer"),
    [
        ("我这边是移动公司的", "是我，什么事？"),
        ("请问是张先生吗？", "哪位？"),
        ("上午还是下午方便？", "没空。"),
        ("打扰您了", "喂。"),
        ("想跟您介绍一下", "别打了"),
    ],
)
def test_words_give_a_side_away(seller: str, buyer: str) -> None:
    assert trainee_score(call(("a", seller))) > 0 > trainee_score(call(("a", buyer)))
    assert trainee_score(call(("a", seller), ("a", seller))) == 2 * trainee_score(call(("a", seller)))


@pytest.mark.parametrize("names", [("小李", "老张"), ("A", "B"), ("user", "assistant"), ("甲方", "乙方")])
@pytest.mark.parametrize("turned", [False, True])
def test_where_names_say_little_the_words_do(names: tuple[str, str], turned: bool) -> None:
    """With either name for either side, whoever speaks first."""
    seller, buyer = names[::-1] if turned else names
    for said in ([(seller, SELLER), (buyer, BUYER)], [(buyer, BUYER), (seller, SELLER)]):
        sides = propose_sides(call(*said))
        assert sides.by_name == {seller: "trainee", buyer: "client"} and not sides.doubtful
        assert sides.trainees == (seller,)


def test_one_known_name_settles_the_other_and_it_is_a_proposal() -> None:
    assert propose_sides(call(("客户", "喂"), ("小李", "您好"))) == Sides(
        {"客户": "client", "小李": "trainee"}, proposed=True
    )
    assert propose_sides(call(("老张", "喂"), ("客户经理", "您好"))) == Sides(
        {"老张": "client", "客户经理": "trainee"}, proposed=True
    )


def test_who_says_one_thing_in_a_long_call_is_not_settled_by_the_other() -> None:
    """It may be a heading that looks like a speaker: less than one in four."""
    many = [("客户", "喂")] * 5
    assert propose_sides(call(("小李", "您好"), *many)) == Sides({"小李": None, "客户": "client"})
    assert propose_sides(call(("小李", "您好"), *many[:4])).by_name["小李"] == "trainee"


def test_nothing_is_proposed_from_words_that_say_nothing() -> None:
    assert propose_sides(call(("小李", "今天下雨"), ("小张", "真大"))) == Sides({"小李": None, "小张": None})
    assert propose_sides(call(("小李", "今天下雨"), ("小张", "嗯"))).by_name == {"小李": None, "小张": None}
    titled = propose_sides(call(("小李", "今天下雨"), ("张先生", "真大")))
    assert titled == Sides({"小李": "trainee", "张先生": "client"}, proposed=True), "a title is the client's"
    assert propose_sides(call(("王总", "今天下雨"), ("张先生", "真大"))).proposed is False


def test_names_that_are_sure_outweigh_the_words_and_it_is_told() -> None:
    swapped = propose_sides(call(("客户", SELLER), ("客户经理", BUYER)))
    assert swapped == Sides({"客户": "client", "客户经理": "trainee"}, doubtful=True)
    plain = propose_sides(call(("客户", BUYER), ("客户经理", SELLER)))
    assert plain == Sides({"客户": "client", "客户经理": "trainee"})


def test_a_weak_name_stands_where_the_words_do_not_outweigh_it() -> None:
    assert propose_sides(call(("user", "今天下雨"), ("assistant", "真大"))) == Sides(
        {"user": "client", "assistant": "trainee"}
    )
    assert propose_sides(call(("客户", SELLER), ("assistant", BUYER))).by_name["客户"] == "client"


def test_of_three_names_nothing_is_proposed() -> None:
    sides = propose_sides(call(("客户", "喂"), ("小李", SELLER), ("小张", BUYER)))
    assert sides == Sides({"客户": "client", "小李": None, "小张": None})
    both = propose_sides(call(("客户", "喂"), ("客户经理", SELLER), ("用户", BUYER)))
    assert both == Sides({"客户": "client", "客户经理": "trainee", "用户": "client"})


def test_one_side_alone_is_not_doubtful() -> None:
    assert propose_sides(call(("客户", SELLER))) == Sides({"客户": "client"})
    assert propose_sides(call(("客户经理", BUYER))) == Sides({"客户经理": "trainee"})


def test_whom_a_person_calls_the_trainee_is() -> None:
    said = call(("客户", "喂"), ("A", SELLER), ("B", BUYER))
    assert propose_sides(said, "B").by_name == {"客户": "client", "A": "client", "B": "trainee"}
    assert propose_sides(said, "C") == propose_sides(said)


@pytest.mark.parametrize(
    ("ours", "other", "staff", "trainee"),
    [
        ("李明", "王芳", {"李明", "张三"}, "李明"),
        ("政企部-李明", "王芳", {"李明"}, "政企部-李明"),
        ("王芳", "政企客户部", {"政企客户部"}, "政企客户部"),
        ("李明 13800138000", "王芳", {"李明"}, "李明 13800138000"),
        ("李明明", "王芳", {"李明"}, ""),
        ("李明", "王芳", {"李明", "王芳"}, ""),
        ("李明", "王芳", {"明"}, ""),
        ("李明", "客服小王", {"李明"}, ""),
    ],
)
def test_people_and_departments_of_the_house_are_known_by_name(
    ours: str, other: str, staff: set[str], trainee: str
) -> None:
    said = [Utterance(ours, "嗯。", 1), Utterance(other, "哦。", 2)]
    sides = propose_sides(said, staff=staff)
    assert sides.recognised == trainee
    if trainee:
        client = ({ours, other} - {trainee}).pop()
        assert sides.by_name == {trainee: "trainee", client: "client"} and not sides.proposed


def test_who_is_known_by_name_but_speaks_like_a_client_is_doubtful() -> None:
    words = "您好，我是移动公司的客户经理小李，请问您方便吗？您看周三上午还是周四下午方便？"
    said = [Utterance("李明", "喂？你是哪位？什么事？我没空。", 1), Utterance("王芳", words, 2)]
    sides = propose_sides(said, staff={"李明"})
    assert sides.recognised == "李明" and sides.doubtful
