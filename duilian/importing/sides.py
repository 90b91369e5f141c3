"""Who is who: the names by which systems call the two sides, and a proposal where names say nothing.

A name is known as a whole (客服), in a part (小李（客户经理）) or as a beginning or an end (客服小王,
联通客服). What is not known is proposed from the words: who introduces himself, offers times and asks for
the person is the trainee.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from duilian.dialogue.model import Speaker
from duilian.importing.transcripts import Utterance, word_list

_CLIENT = frozenset(
    word_list(
        "客户 用户 顾客 对方 甲方 客人 买家 买方 消费者 机主 业主 会员 来电人 潜客 准客户 受访者 前台 秘书 "
        "总机 client customer user guest buyer consumer member c"
    )
)
_TRAINEE = frozenset(
    word_list(
        "客户经理 大客户经理 客户代表 客户专员 客户服务 客户服务人员 客户主管 客户顾问 用户经理 客服 "
        "客服人员 客服代表 客服专员 客服经理 坐席 座席 坐席员 座席员 话务员 话务 接线员 外呼员 外呼 电销 "
        "电销员 销售 销售员 销售人员 销售顾问 销售代表 销售经理 顾问 专员 业务员 业务 业务经理 业务代表 "
        "业务人员 推销员 营销员 营销经理 员工 经理 学员 我 我方 本人 乙方 卖家 卖方 商家 店员 营业员 "
        "工作人员 服务人员 服务员 接待员 数字人 机器人 智能客服 智能助手 助手 agent operator "
        "representative rep sales seller salesman salesperson salesrep advisor adviser consultant staff "
        "employee manager trainee assistant bot robot service support telemarketer t"
    )
)
# Known, but some systems mean the other side by them: the words may outweigh such a name.
_WEAK = frozenset(word_list("user assistant bot robot 数字人 机器人 助手 智能助手 会员 经理 甲方 乙方"))
_TITLES = re.compile(r"(先生|女士|小姐|太太|老板|大哥|大姐|阿姨|叔|总)$")
_TRADITIONAL = str.maketrans(
    "戶經銷顧問業務員話機買賣對說發聯電訊產專營會錄談時間無導總請這邊約聽點還號見誰麼們嗎類軟體線讓實",
    "户经销顾问业务员话机买卖对说发联电讯产专营会录谈时间无导总请这边约听点还号见谁么们吗类软体线让实",
)
_PARTS = re.compile(r"[()（）\[\]【】<>《》/／|｜·•_\-–—\s:：,，]+")
_NUMBER = re.compile(r"[\d０-９一二三四五六七八九十#＃№号]+$|(?<=[\u4e00-\u9fff])[A-Za-z]$")
_LABEL = re.compile(
    r"(?:说话人|發言人|发言人|讲话人|講話人|讲者|说话者|发言者|參會人|参会人|声道|通道|聲道|未知说话人|speaker|spk|channel|"
    r"person|participant|role|角色)[\s_\-:：#]*[\dA-Za-z一二三四五六七八九十]{0,4}|[左右]声道|主叫(?:方)?|被叫(?:方)?|"
    r"[A-Za-z甲乙]|问|答|問|q|a|spk_?\d+|\d{1,2}",
    re.I,
)
_AFFIX = 6  # characters beside a known word that may be a person's or an organisation's name

# What only one side says → how much it counts for the trainee.
_SIGNS: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(pattern), weight)
    for pattern, weight in (
        (
            r"(我(这边|这里)?是|这里是|我叫|我姓|这边是).{0,10}(联通|移动|电信|广电|铁通|公司|客户经理|营业厅|客服)",
            4.0,
        ),
        (r"(来电|打电话|致电|联系您).{0,6}(是|为)|(跟|和|向|给|为)您.{0,4}(约|介绍|推荐|汇报|说明|讲)", 2.0),
        (r"(上午|下午|点|[一二三四五六日天]).{0,4}还是.{0,12}(上午|下午|点|方便|周|星期|明天|后天)", 3.0),
        (r"请问(您)?(是|贵姓)|请问.{0,8}(在吗|是.{0,8}吗)|是.{1,4}(先生|女士|小姐|总|经理)吗", 2.0),
        (r"打扰(到)?您|耽误您|祝您|感谢您|谢谢您的(接听|支持|理解|配合)|理解您|您看|您方便", 1.5),
        (r"您", 0.3),
        (r"(你|您)?(是)?(哪位|谁啊|谁呀|哪里啊|哪里的)|什么事|干什么|怎么有我", -2.0),
        (r"没空|不需要|不用了|没兴趣|我(很|在|正在)?忙|我在(开会|开车)|别(再)?打", -1.5),
        (r"^(喂|嗯|哦|是的|是我|对|行|好吧|好的|可以)[，。？！?!.,]?$", -0.7),
    )
)
_CLEAR = 1.0  # by how much one must lead to be proposed
_CONTRARY = 4.0  # by how much the words must gainsay the names to be worth a remark


@dataclass(frozen=True)
class Sides:
    """Who was taken for whom.

    Attributes:
        by_name: Each name → its side; None for a name that nothing is known of.
        proposed: Whether any of them is only proposed from the words.
        doubtful: Whether the words say the opposite of the names.
        recognised: The name that is one of the house's own people or departments; empty for none.
    """

    by_name: Mapping[str, Speaker | None]
    proposed: bool = False
    doubtful: bool = False
    recognised: str = ""

    @property
    def trainees(self) -> tuple[str, ...]:
        """The names taken for the trainee."""
        return tuple(name for name, side in self.by_name.items() if side == "trainee")


def simplified(text: str) -> str:
    """Traditional characters of names and of what gives a side away → simplified ones."""
    return text.translate(_TRADITIONAL)


def speaker_of(name: str) -> Speaker | None:
    """客户, 客户经理, 客服小王, 小李（客户经理） and the like → who speaks; None for anybody else."""
    plain = simplified(name.strip().strip("*_ ").lower())
    whole = _known(plain)
    if whole:
        return whole
    parts = [part for part in _PARTS.split(plain) if part]
    sides = {side for side in map(_known, parts) if side}
    if len(sides) == 1:
        return sides.pop()
    if sides:
        return None
    found = {side for side in map(_by_affix, parts) if side}
    return found.pop() if len(found) == 1 else None


def is_label(name: str) -> bool:
    """Is it a name of a speaker that says nothing of who it is (说话人1, A, 问, SPEAKER_00)?"""
    return bool(_LABEL.fullmatch(simplified(name.strip())))


def is_titled(name: str) -> bool:
    """Does a person's title end the name (张先生)?"""
    return bool(_TITLES.search(name.strip()))


def trainee_score(utterances: Iterable[Utterance]) -> float:
    """How much the words are those of somebody who rings from an operator; a client's are below zero."""
    total = 0.0
    for one in utterances:
        text = simplified(one.text.strip())
        total += sum(weight for sign, weight in _SIGNS if sign.search(text))
    return total


def is_one_of(name: str, staff: Collection[str]) -> bool:
    """Is a speaker's name, or a part of it (政企部-李明), one of these?"""
    plain = simplified(name.strip().strip("*_ ").lower())
    parts = {plain, *_PARTS.split(plain)} - {""}
    return any(simplified(one.lower()) in parts for one in staff if len(one) > 1)


def propose_sides(
    utterances: Iterable[Utterance], trainee: str | None = None, staff: Collection[str] = ()
) -> Sides:
    """Each name of a call → its side.

    Args:
        utterances: Of the call.
        trainee: Who is the trainee, where a person has said so; then all others are clients.
        staff: Names of the house's own people and departments.
    """
    said: dict[str, list[Utterance]] = {}
    for one in utterances:
        said.setdefault(one.name, []).append(one)
    if trainee is not None and trainee in said:
        return Sides({name: "trainee" if name == trainee else "client" for name in said})
    sides: dict[str, Speaker | None] = {name: speaker_of(name) for name in said}
    scores = {name: trainee_score(words) for name, words in said.items()}
    ours = [name for name, side in sides.items() if side is None and is_one_of(name, staff)]
    if (
        len(ours) == 1 and "trainee" not in sides.values()
    ):  # two of them may be anything: colleagues, namesakes
        sides[ours[0]] = "trainee"
        others = [name for name in said if name != ours[0]]
        if len(others) == 1:
            sides[others[0]] = "client"
        if None not in sides.values():
            return Sides(sides, doubtful=_gainsaid(sides, scores), recognised=ours[0])
    weak = len(said) == 2 and all(
        simplified(name.strip().lower()) in _WEAK or not sides[name] for name in said
    )
    if weak and abs(_lead(scores)) >= _CONTRARY:
        sides = dict.fromkeys(said)
    unknown = [name for name, side in sides.items() if side is None]
    if not unknown:
        return Sides(sides, doubtful=_gainsaid(sides, scores))
    if len(said) != 2:
        return Sides(sides)
    proposal = _proposed(sides, scores, {name: len(words) for name, words in said.items()})
    return Sides(proposal, proposed=None not in proposal.values(), doubtful=_gainsaid(proposal, scores))


def _known(plain: str) -> Speaker | None:
    bare = _NUMBER.sub("", plain).strip() or plain
    for name in (plain, bare):
        if name in _CLIENT:
            return "client"
        if name in _TRAINEE:
            return "trainee"
    return None


def _by_affix(part: str) -> Speaker | None:
    """By the longest known word of at least two characters that begins or ends the part."""
    best: tuple[int, Speaker] | None = None
    sides: tuple[tuple[frozenset[str], Speaker], ...] = ((_CLIENT, "client"), (_TRAINEE, "trainee"))
    for words, side in sides:
        for word in words:
            rest = len(part) - len(word)
            chinese = "\u4e00" <= word[0] <= "\u9fff"
            if not len(word) >= 2 or not 0 <= rest <= _AFFIX or not chinese or word in _WEAK:
                continue
            if (part.startswith(word) or part.endswith(word)) and (best is None or len(word) > best[0]):
                best = len(word), side
    return best[1] if best else None


def _lead(scores: Mapping[str, float]) -> float:
    """By how much the first of two leads."""
    first, second = scores.values()
    return first - second


def _proposed(
    sides: Mapping[str, Speaker | None], scores: Mapping[str, float], counts: Mapping[str, int]
) -> dict[str, Speaker | None]:
    """The sides of two speakers, one of whom is unknown at least."""
    one, other = sides
    for known, unknown in ((one, other), (other, one)):
        if sides[known] is not None:
            # Somebody who says one thing in a long call may be a heading that looks like a speaker.
            if counts[unknown] * 4 < counts[known]:
                return dict(sides)
            opposite: Speaker = "client" if sides[known] == "trainee" else "trainee"
            return {name: sides[known] if name == known else opposite for name in sides}
    lead = _lead(scores) + (is_titled(other) - is_titled(one)) * 1.5
    if abs(lead) < _CLEAR:
        return dict(sides)
    return {one: "trainee" if lead > 0 else "client", other: "client" if lead > 0 else "trainee"}


def _gainsaid(sides: Mapping[str, Speaker | None], scores: Mapping[str, float]) -> bool:
    trainee = max((scores[name] for name, side in sides.items() if side == "trainee"), default=None)
    client = max((scores[name] for name, side in sides.items() if side == "client"), default=None)
    return trainee is not None and client is not None and client - trainee >= _CONTRARY
