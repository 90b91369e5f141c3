"""What others said, or what was said before: 「小刘问过您周三还是周四」 offers nothing.

By the rubric (section 7) what is reported is not done. A clause reports where it begins with who said it
(he, a colleague, the client, oneself on an earlier day) and a word for saying; what goes on in a clause of
its own is said now. Of 21,800 spans that people labelled these rules take 40.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duilian.language.surnames import SURNAMES
from duilian.language.text import clauses, narrow
from duilian.tagging.own_clause import Place, own_clause

_TIMES = frozenset(
    [
        "offer_two_times",
        "offer_one_time",
        "ask_open_time",
        "defer_call",
        "propose_meeting",
        "confirm_appointment",
        "check_convenience",
        "state_duration",
    ]
)
_COURTESIES = frozenset(
    [
        "greeting",
        "holiday_wish",
        "introduce_self",
        "verify_identity",
        "thank",
        "farewell",
        "ask_leave",
        "offer_business_card",
        "offer_material",
        "offer_contact",
        "invite_feedback",
        "vip_notice",
        "arrears_tactful",
        "arrears_blunt",
    ]
)
_PITCH = frozenset(("state_benefit", "feature", "advantage"))
_PURPOSE = frozenset(("state_purpose",))
# What somebody else said while one was there, or what stands written somewhere, was not said by oneself.
_SAID_ELSEWHERE = frozenset(
    [
        "apologize_time",
        "apologize_dropped_call",
        "ask_repeat",
        "check_understanding",
        "acknowledge",
        "promise_feedback",
        "request_transfer",
        "leave_message",
        "state_necessity",
        "pressure",
        "ask_needs",
    ]
)
_EVERY = _TIMES | _COURTESIES | _PITCH | _PURPOSE
# What is told of others may be the act itself: a customer's words are evidence, a client's are taken up.
_ALSO_OF_OTHERS = frozenset(
    ["evidence", "leave_message", "small_talk", "ask_needs", "acknowledge", "ask_repeat"]
)

_BEFORE = (
    "上一?[次回趟]|上礼拜|上周|上个?月|昨[天晚儿]|前[天儿]|那天|那[回次]|刚才|刚刚?|之前|以前|当时|当初|那会儿"
    "|今?早上|去年|前几天|从前|头一?[次回]|有[回次]|前阵子|前面|开会|例会上?|培训|上课|每[回次]"
)
_LONG_BEFORE = (
    "上一?[次回趟]|上礼拜|上周|昨[天晚儿]|前[天儿]|那天|那[回次]|以前|当时|当初|前几天|从前|有[回次]|前阵子"
    "|培训|上课|开会的?时候|例会|每[回次]"
)
_LEAD = f"(?:那|就|就是|可|听|我?听说|我?听[见到]|我记得|是|要是|如果|万一|{_BEFORE}|的?时候|[啊呀嗯哦哎])*"
_OTHERS = (
    "同事|领导|师傅|徒弟|爱人|客户|主任|主管|经理|班长|组长|前台|客服|柜台|门卫|保安|秘书|厂家|总机|会计"
    "|业务员|店员|技术员?|财务|儿子|女儿|太太|老公|老婆|媳妇|朋友|邻居|隔壁|小姑娘|小伙子|考官|讲师|[广公]告"
    "|短信|通知|手册|宣传册|报纸|合同|系统|录音|老板|老师|同学|我[妈爸]|顾问|骗子|推销的|机器人"
)
_WHO = (
    f"(?:[他她]们?|人家|有人|别人|对方|谁|哪位|(?:[您我你贵]们?|公司|单位)?[^,我您问跟给向对找]{{0,5}}?(?:{_OTHERS})(?:里|上|们|的人?)?"
    f"|[小老][{SURNAMES}]|[上前][面一]?[^,我]{{0,2}}[个位家]?[^,我]{{0,5}}|[那这]位|那个(?=说|问|讲)|[^,我您问]{{1,6}}(?:的|那个?)人)"
)
_HOW = (
    f"(?:{_BEFORE}|已经|老|总|也|都|还|就|会|常|天天|一般|本来|电话里|先|又|是不是|不是|是|有没有|没?有?|从来|要|只"
    "|当面|一上来|最|一直|专门|[走来](?:的时候)?|进门|[讲说]完|第一句)*"
)
_SAYS = (
    "(?:(?<!来)说(?!不|好|明|句话)|问(?!题|您[个一])|讲(?!话)|喊|约|答应|保证|转告|介绍|嘱咐|交代|吩咐|告诉"
    "|提(?!速|前|供|高|醒)|教(?!师|育|程)|写|叫(?!什么|做)|学|规定|建议|自称|原话|念叨|强调|承诺"
    "|跟[^,]{1,5}?(?:说|讲|约|提|确认|介绍|道别|保证|聊|谈|定)|给[^,]{1,5}?(?:留|报|打|发|寄|讲|说|介绍|道过?歉))"
)
_FOR_HIM = "(?:让我)?(?:来|替|代|给|跟|向)"  # sent by somebody, one says it oneself
_CLIENT_SAYS = (
    f"您(?:{_BEFORE}|也|刚|要|是|不是|让我|那边|老|们)*(?:[跟给对][^,您]{{1,4}}?)?(?:说|问|讲|提)"
    "(?!话|说|讲|得对|的对|的是|得是|的没|得没|哪|几|个|一|呢|吧|嘛|我明|今|啥|什么时)(?:过|的|了|是|我|他)?"
)
_I_SAID = (
    f"(?:我们?|咱们?)?{_HOW}(?:{_BEFORE})[^,]{{0,3}}?(?:我们?|咱们?|您)?[^,]{{0,4}}?"
    "(?:说|问|讲|约|提|道|留|答应|谢(?=[过了])|告|[跟给对向][^,]{1,5}?[说讲问提打])(?:过|了|的|完)?"
)
_I_TOLD_HIM = (
    "(?:我[^,您]{0,3}?(?:问|说|讲)|(?:我[^,您]{0,3}?)?[跟给对向](?!您|贵|咱|大家)[^,]{1,6}?[说讲问提])"
    "(?:过|了|完)"
)
_RULE = "[^,]{0,8}(?:公司|领导|主任|主管|经理|师傅|单位|规定)[^,您]{0,3}(?:要求|规定|强调|教过?我们?|天天)"
_PONDERS = "我们?(?:还|正|本来|原来|一直)*(?:在|打算|想着|琢磨|计划|准备)(?:想|算|学|琢磨|研究|考虑|练)"
_OF_OTHERS = (
    f"{_LEAD}(?:[他她]们?|有人|人家|别人|对方|[上前]一[位个]|前面那[位个]?"
    "|我(?:同学|朋友|爱人|[妈爸]))(?!回来|在不在|在吗|要是)"
)
# What words stand on or come from, and how: 墙上写着, 歌里唱的, 群里都在发, 稿子里有一句.
_WRITTEN = (
    "(?:[^,我您]{0,4}?|我[^,您]{0,4}?的)(?:广告|海报|[贺卡][年]?[卡片]|[工胸名]牌|牌子|招牌|锦旗|横幅|条幅|对联|墙"
    "|门[口上]|短信|微信|群[里上]|朋友圈|歌|电[视台]|广播|喇叭|新闻|报纸|杂志|书|课本|手册|表|问卷|宣传[单页册]"
    "|传单|稿子?|话术|台词|录音|通知|网[上站]|公众号|请柬|红包|包装|盒子?|标语|口号|第[一二三四五六七八九十]题|电影|小品|留言条?)"
    "(?:里面?|上面?|中|背[面后]|那个?人)?(?:都|也|还|又|在|老|第[一二三四五六七八九十][句题条])*"
    "(?:[写印唱发播念登贴挂刻绣讲问说喊教](?!您|给|你|我|现?不)|有[^,]{0,4}[句条行])(?:着|的是?|了|过)?"
)
_NAMED = (
    "(?:什么叫|啥叫|[^,]{0,6}(?:别人|人家|有人|客户)(?:老|总|天天|都)?(?:[对跟]他|[对跟]我)?[问说讲喊]他?)"
)
_GIVEN = "[^,]*(?:是谁|是[^,我]{1,6}|是我同事)(?:给|留|印|发|写|送|放|寄)的"
# Frames at the beginning of a clause, and the acts that are not done within them.
_FRAMES: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(f"{_LEAD}{_WHO}{_HOW}{_SAYS}(?!.{{0,3}}让我{_FOR_HIM})(?!我{_FOR_HIM})"),
        _EVERY | _SAID_ELSEWHERE,
    ),
    (re.compile(f"{_LEAD}{_WRITTEN}"), _EVERY | _SAID_ELSEWHERE),
    (re.compile(_NAMED), _EVERY | _SAID_ELSEWHERE),
    (re.compile(_LEAD + _CLIENT_SAYS), (_TIMES | _COURTESIES) - {"invite_feedback", "confirm_appointment"}),
    (
        re.compile(f"{_LEAD}(?:{_I_SAID}|{_I_TOLD_HIM})"),
        (_TIMES | _COURTESIES) - {"confirm_appointment", "state_duration"},
    ),
    (
        re.compile(f"(?:那|就|就是|我?记得|我们?|咱们?|您|他)*(?:{_LONG_BEFORE})"),
        (_TIMES | _COURTESIES) - {"thank", "invite_feedback", "confirm_appointment"},
    ),
    (re.compile("我?(?:听说|记得|听[^,]{1,6}说|好像听)"), _TIMES | _COURTESIES | _PITCH),
    (re.compile(f"{_RULE}|{_PONDERS}|我?心里(?:想|说)"), _TIMES | _COURTESIES | _PITCH),
    # What he does is not done by oneself; that he is asked for is another matter.
    (re.compile(_OF_OTHERS), (_TIMES | _COURTESIES | _PURPOSE) - {"ask_open_time", "check_convenience"}),
    (re.compile(_GIVEN), frozenset(("offer_material", "offer_business_card", "offer_contact", "thank"))),
    (
        re.compile("等[^,]{1,10}(?:再|才)"),
        frozenset(("thank", "holiday_wish", "offer_material", "offer_business_card", "farewell")),
    ),
    (
        re.compile(
            f"{_LEAD}(?:您|{_WHO})(?:{_BEFORE}|们|老|也|都)*(?:让|叫|要|托|派)我"
            f"(?!先?(?:{_FOR_HIM}|谢|问|祝)|打|过来|去|找|通知|转|联系)"
        ),
        _TIMES | _COURTESIES | _PITCH,
    ),
)
# A clause that ends so announces the next one: 「师傅教我们说,您看周三还是周四」.
_ANNOUNCES = re.compile(
    f"(?![^,]*听我[说讲]){_LEAD}(?:(?:{_WHO}|(?:我|您)?(?:{_BEFORE})(?:我|您)?){_HOW}[^,您]{{0,6}}?"
    "(?:说|问|(?<!对)讲|喊|写着?|念|教|跟您确认)(?:着|了|过|的是|道|我们?|人家|客户|一句)?"
    f"|{_WRITTEN})$"
)
_SENTENCE_ENDS = re.compile("[。.!?;！？；]")
_QUOTED = re.compile('[“「『"‘][^”」』"’]*[”」』"’]')
# After this one's own words begin: 「您说在忙是吧那我晚饭后打给您」.
_OWN_AGAIN = re.compile("那(?:我|您|咱)?$|今天|这[回次]|[吗吧呢嘛哈哦啊]$")
_FAR = 12  # characters between a frame and an act, from which on the act is somebody's own


def is_reported(act: str, text: str, start: int, end: int) -> bool:
    """Do the words ``text[start:end]`` only report the act?

    Args:
        act: The act.
        text: A turn.
        start: Where its words begin, in characters from 0.
        end: Where they end, exclusive.
    """
    if any(quote.start() < start and end <= quote.end() for quote in _QUOTED.finditer(text)):
        return act not in _ALSO_OF_OTHERS
    low, found = narrow(text), own_clause(text, start, end)
    if found is None:
        return act in _EVERY | _SAID_ELSEWHERE and _begins_announced(low, start, end)
    places, at = found
    if act in _EVERY | _SAID_ELSEWHERE and _is_announced(low, places, at):
        return True
    return _is_framed(act, low, places[at], start, end)


def _begins_announced(low: str, start: int, end: int) -> bool:
    """Do words of several clauses begin with one that announces what others said?"""
    first = next((place for place in clauses(low) if start < place[1]), (start, end))
    return start <= first[0] + 1 and _announces(low, first)


def _is_announced(low: str, places: Sequence[Place], at: int) -> bool:
    """Does the clause before this one, in the same sentence, end with a word for saying?"""
    if at == 0 or _SENTENCE_ENDS.search(low[places[at - 1][1] : places[at][0]]):
        return False
    return _announces(low, places[at - 1])


def _announces(low: str, place: Place) -> bool:
    return _ANNOUNCES.match(low, *place) is not None


def _is_framed(act: str, low: str, place: Place, start: int, end: int) -> bool:
    """Does the clause begin with a frame of reported speech, and the act within it or behind it?"""
    begin, stop = place
    for frame, acts in _FRAMES:
        said = frame.match(low, begin, stop) if act in acts else None
        if said and (start <= begin + 1 or said.end() <= start + 1 or end <= said.end()):
            between = low[said.end() : start]
            return len(between) <= _FAR and not _OWN_AGAIN.search(between)
    return False
