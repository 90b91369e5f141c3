"""Lint of the labels, those of the held-out turns too: the mechanical rules of docs/annotation.md.

Each rule is a function, a labelled turn → what is wrong with it, or nothing. Every rule is tried on a turn
that breaks it, then holds for all of data/dialogues, data/nlu and data/cues. It holds for the held-out turns
too, of which a failure tells the file and the number only: who trains does not read them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from duilian.dialogue.model import ActSpan, Turn
from duilian.dialogue.plain_text import parse_marked, parse_turn_line, read_dialogues, read_turns
from duilian.evaluation.heldout import read_lookalikes
from duilian.tagging.corpus import load_corpus

ROOT = Path(__file__).parent.parent.parent
Rule = Callable[[Turn], "str | None"]

MARKS = re.compile(r"[\s,，、。.;；:：!！?？~…—\U0001f300-\U0001faff]+")
LINKING_THAT = re.compile(
    r"那(么|好[的，,]|[行成][，,]|[，,…]|我|咱|俺|你|您(?!那天)|就(?!好)|请|麻烦|劳|烦您|拜托|祝|再|先"
    r"|要不|要么|改天|下个?[周星礼]|周[一二三四五六日末]|明[天早晚儿]|大?后天|今天|不多?打扰)"
)
ANSWER = re.compile(
    r"(好[的嘞呀]?|行|嗯+|成|得嘞?|中|哎+|对了|呃+|啊|哦+|噢|妥|要得|没问题|明白|收到|是|额|诶|欸|哈哈+|嘿嘿)[,，、…。!！]"
)
NOTHING = re.compile(
    r"您快去(忙)?吧?|没关系|没事儿?|好[的嘞]?|嗯+|行|也是|您忙|您忙您忙|那就好|哪里(哪里)?|岂敢"
)
OFFERS = ("offer_one_time", "offer_two_times")
OFFER_TAIL = re.compile(
    r"(您看(呢|哪个|哪天|行吗|行吧|可以吗|怎么样)?|您挑|您选|您定|听您的|随您|看您(的)?方便|行吗|好吗|可以吗|行不行|成不成|中不中|怎么样)$"
)
PARTING = re.compile(
    r"再[见会来]|拜|回见|慢走|走好|好走|不送|慢着?点|回头[聊见]|后会有期|明朝会|有空再|改天喝酒|[Bb]ye|88|[里天儿]见|见[了啦]?[。!！]?$"
)
SEEN_OFF = re.compile(r"慢走|慢点开")
FRONT_DESK = re.compile(r"前台|总机|门卫|传达室|秘书")
DISTURBED = re.compile(r"打[扰搅绕]|耽误您|占用您")
GO_ON = re.compile(r"(喂|嗯+|哦|好|行|哎|啊)?[,，]?(那)?(你|您)?(请)?(说|讲)(吧|嘛)?[。!！,，]*")
TO_MEET = re.compile(r"约您|约个|跟您见|见个?面(?!，?带)|碰个面|上门(看看|坐坐|拜访|跟您)|去拜访|过去坐")


def _spans(turn: Turn) -> Iterator[tuple[str, str]]:
    return ((span.act, turn.text[span.start : span.end]) for span in turn.acts)


def _first(found: Iterator[str]) -> str | None:
    return next(found, None)


def that_inside(turn: Turn) -> str | None:
    """A span begins with a 那 that only links."""
    return _first(text for _, text in _spans(turn) if LINKING_THAT.match(text))


def answer_inside(turn: Turn) -> str | None:
    """A span begins with an answer word set off by a mark."""
    return _first(text for _, text in _spans(turn) if ANSWER.match(text))


def act_of_nothing(turn: Turn) -> str | None:
    """A span is a mere answer, which does no act."""
    return _first(text for _, text in _spans(turn) if NOTHING.fullmatch(text))


def neighbours_apart(turn: Turn) -> str | None:
    """Two spans of one act have nothing but marks between them."""
    for a, b in pairwise(turn.acts):
        between = turn.text[a.end : b.start]
        if a.act == b.act and (not between or MARKS.fullmatch(between)):
            return turn.text[a.start : b.end]
    return None


def _bare_after(turn: Turn, span: ActSpan) -> str:
    """The clause after the span, if no span begins there."""
    rest = turn.text[span.end :]
    start = span.end + len(rest) - len(MARKS.sub("", rest, count=1) if MARKS.match(rest) else rest)
    if any(other.start <= start < other.end for other in turn.acts):
        return ""
    return re.split(r"[,，。;；!！?？~ …]", turn.text[start:], maxsplit=1)[0]


def offer_tail_outside(turn: Turn) -> str | None:
    """The words that ask whether an offered time suits stand bare behind it."""
    tails = (_bare_after(turn, span) for span in turn.acts if span.act in OFFERS)
    return _first(tail for tail in tails if OFFER_TAIL.match(tail))


def meeting_in_purpose(turn: Turn) -> str | None:
    """A proposal to meet is swallowed by the purpose of the call."""
    return _first(text for act, text in _spans(turn) if act == "state_purpose" and TO_MEET.search(text))


def apology_swallowed(turn: Turn) -> str | None:
    """An apology for the time taken is hidden in the leave or the thanks beside it."""
    leaving = ("ask_leave", "thank", "farewell")
    return _first(text for act, text in _spans(turn) if act in leaving and DISTURBED.search(text))


def farewell_without_parting(turn: Turn) -> str | None:
    """A client's bare 好 or 去吧 is no farewell."""
    return turn.text if "farewell" in turn.cues and not PARTING.search(turn.text) else None


def parting_without_farewell(turn: Turn) -> str | None:
    """A client who says 慢走 parts."""
    parts = turn.speaker == "client" and SEEN_OFF.search(turn.text)
    return turn.text if parts and "farewell" not in turn.cues else None


def front_desk_as_the_person(turn: Turn) -> str | None:
    """A call that the front desk answers is answered by someone else."""
    answers = "answer_call" in turn.cues and FRONT_DESK.search(turn.text)
    return turn.text if answers and "gatekeeper" not in turn.cues else None


def absent_by_himself(turn: Turn) -> str | None:
    """Who says the person is away is someone else."""
    return turn.text if "absent" in turn.cues and "gatekeeper" not in turn.cues else None


def answered_though_gone(turn: Turn) -> str | None:
    """喂 after a break or in noise does not answer the call."""
    gone = {"dropped", "unclear"} & {*turn.cues}
    return turn.text if gone and "answer_call" in turn.cues else None


def told_to_go_on(turn: Turn) -> str | None:
    """你说 does not ask what the matter is."""
    return turn.text if "ask_purpose" in turn.cues and GO_ON.fullmatch(turn.text) else None


BROKEN: list[tuple[Rule, str]] = [
    (that_inside, "[那我们周三见](confirm_appointment)"),
    (that_inside, "好,[那么再见](farewell)"),
    (that_inside, "[那不打扰您了](apologize_time)"),
    (answer_inside, "[好的,谢谢您](thank)"),
    (answer_inside, "[对了,名片给您](offer_business_card)"),
    (act_of_nothing, "[没关系](acknowledge),您说"),
    (neighbours_apart, "[谢谢您](thank),[多谢](thank)"),
    (offer_tail_outside, "[周三上午或者周四下午](offer_two_times),您看呢?"),
    (offer_tail_outside, "[周三上午](offer_one_time)行吗"),
    (offer_tail_outside, "[我周三上午来](offer_one_time),您看怎么样?"),
    (meeting_in_purpose, "[想约您见面谈谈短信的事](state_purpose)"),
    (apology_swallowed, "[打扰您了,我先走](ask_leave)"),
    (farewell_without_parting, "farewell: 好,去吧。"),
    (parting_without_farewell, "none: 好,慢走。"),
    (front_desk_as_the_person, "answer_call: 您好,前台。"),
    (absent_by_himself, "absent: 他出去了。"),
    (answered_though_gone, "answer_call+dropped: 喂?刚才断了。"),
    (told_to_go_on, "ask_purpose: 嗯,你说。"),
]
RULES = tuple(dict.fromkeys(rule for rule, _ in BROKEN))


def _turn(line: str) -> Turn:
    cues, colon, said = line.partition(": ")
    if colon:
        return Turn("client", said, cues=tuple(cues.split("+")))
    text, spans = parse_marked(line)
    return Turn("trainee", text, acts=spans)


@pytest.fixture(scope="module")
def labelled() -> list[Turn]:
    corpus = load_corpus(ROOT / "data")
    said = [turn for calls in corpus.dialogues.values() for call in calls for turn in call.turns]
    return said + [e.turn for e in corpus.singles]


def _held_out() -> dict[str, list[Turn]]:
    """The turns that nobody trains on, by file."""
    folder = ROOT / "tests/data"
    found = {"lookalikes": [one.turn for one in read_lookalikes(folder / "lookalikes/turns.txt")]}
    pairs = (folder / "surroundings/pairs.txt").read_text(encoding="utf-8").splitlines()
    found["surroundings"] = [parse_turn_line(f"T {line[3:]}") for line in pairs if line.startswith(">> ")]
    for name in ("ordinary", "ordinary_fresh", "ordinary_third"):
        dialogues = read_dialogues(folder / name / "dialogues.txt")
        found[f"{name}/dialogues"] = [turn for dialogue in dialogues for turn in dialogue.turns]
        found[f"{name}/turns"] = [turn for _, turn in read_turns(folder / name / "turns.txt")]
    return found


@pytest.mark.parametrize(("rule", "line"), BROKEN)
def test_a_rule_sees_what_breaks_it(rule: Rule, line: str) -> None:
    assert rule(_turn(line))


@pytest.mark.parametrize(
    "line",
    [
        "[那台旧交换机得您指给我看](state_necessity)",
        "那[我们周三见](confirm_appointment)",
        "[谢谢您](thank),您太客气了,[多谢](thank)",
        "[周三上午或者周四下午,您看呢](offer_two_times)?",
        "[周三上午](offer_one_time),[您看行吗,我想当面谈](propose_meeting)",
        "farewell: 那行,慢走啊。",
        "ask_purpose: 你说,到底什么事?",
    ],
)
def test_what_is_right_breaks_no_rule(line: str) -> None:
    assert not any(rule(_turn(line)) for rule in RULES)


@pytest.mark.parametrize("rule", RULES)
def test_no_label_breaks_the_rule(rule: Rule, labelled: list[Turn]) -> None:
    assert [found for turn in labelled if (found := rule(turn))] == []


@pytest.mark.parametrize("rule", RULES)
def test_no_held_out_label_breaks_the_rule(rule: Rule) -> None:
    broken = {name: sum(bool(rule(turn)) for turn in turns) for name, turns in _held_out().items()}
    assert broken == dict.fromkeys(broken, 0)


def test_whoever_opens_a_call_with_wei_answers_it() -> None:
    corpus = load_corpus(ROOT / "data")
    first = [call.turns[0] for calls in corpus.dialogues.values() for call in calls if call.turns]
    singles = [e.turn for e in corpus.singles]
    opening = [t for t in [*first, *singles] if t.speaker == "client" and re.match("喂", t.text)]
    told = {"answer_call", "dropped", "unclear"}
    assert len(opening) > 50
    assert [t.text for t in opening if not told & {*t.cues}] == []
