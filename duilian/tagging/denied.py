"""Acts denied: 「我不是来约您的」 proposes nothing, 「今天没带名片」 offers none.

What denies an act differs from act to act (「不打扰您了」 is an apology, 「没打扰」 is none), so each has
words of its own. They are looked for in the clause of the act alone: 「不是别的,想约您见一面」 proposes.
Of 21,800 spans that people labelled the rules take 21.
"""

from __future__ import annotations

import re

from duilian.language.text import clauses, narrow

_NOT = (
    "(?:不用|不必|不要|用不着|无需|别|没有?|不会|不是|不能|不想|不打算|不急着|还没|没法|没打算|不敢|甭|免得)"
)
_DENIED = {
    "greeting": f"{_NOT}[^,]{{0,4}}(?:打招呼|问[声个]?好|客气|喊)|没顾上",
    "holiday_wish": "还没到|不过节|不放假|过了节再|太早|没祝",
    "introduce_self": (
        "不是[^,]{0,8}(?:移动|公司|那个|师傅|装|卖|搞|骗)|没[^,]{0,4}说[^,]{0,3}(?:我是|哪|姓名)"
        "|就不报|不用报"
    ),
    "verify_identity": "我(?:不|没)[^,]{0,3}(?:找|问|核)|不用(?:报|核)|是不是[^,]{0,3}都",
    "request_transfer": f"{_NOT}(?:再)?[^,]{{0,2}}(?:转|叫|喊|麻烦|惊动|找)|转不了",
    "leave_message": f"(?:{_NOT}|就不)[^,]{{0,4}}(?:转告|转达|带话|带个?话|留言|提了?|捎|记|[跟给]他)",
    "check_convenience": "没敢?问|不太方便$|停车",
    "state_duration": "不好说|说不[好准]|不敢[讲说]|没说要|没问",
    "state_purpose": (
        "(?:^|[^是])(?:不是[^,]{0,4}(?:来|为了|要|想|推|卖|冲|找您)[^,]{0,10}的?$)"
        "|不(?:谈|聊|推销|卖)|不是冲着|没啥事|没(?:别的|什么|啥)事$|不为别的$"
        "|(?:今天|这[回趟次])[^,]{0,4}不(?:说|讲|办|提)"
    ),
    "state_necessity": (
        "(?:不用|不必|没必要|不需要|不一定要|不非得|无需|用不着|不是非)[^,]{0,4}(?:当面|见|跑|上门|到场|面谈|看|来|去|过去|过来|本人)"
    ),
    "state_benefit": (
        "省不[了下]|快不[了]|降不|没(?:什么|啥|多大)?(?:好处|用处|用|优惠|区别)(?:$|的)|不见得"
        "|不一定|不敢说|不敢保证|谈不上|不算优惠|没有?(?:免费|积分)|也不会[^,]{0,4}(?:便宜|省|快)"
        "|不能(?:给您)?省"
    ),
    "propose_meeting": (
        f"(?:就不|{_NOT}|不)[^,]{{0,3}}(?:上您|见面|碰头|登门|上门|约|过去|跑|来找|见您|见了|拜访|去您|打扰)"
        f"|见面就?算了"
    ),
    "offer_two_times": (
        "都(?:不行|没|不在|抽不|排满|不办|不成|约满|满了|不方便|不得空|有事)"
        "|(?:不|没)[^,]{0,4}(?:约|定|给您留)|来不了$|也不行|不是(?:来)?(?:问|要|约)"
    ),
    "offer_one_time": (
        "(?:去|来|到|装|过)不了|不(?:行|作数|算|去了|来了|过去|过来|上班|成|得空)"
        "|没(?:人|说|定|空|约|法)|不是"
    ),
    "ask_open_time": "(?:先|就)不(?:定|问|约)|不急|没催|没(?:想)?问|说不准|不用(?:告诉|定|约)|不是(?:来)?问",
    "defer_call": (
        "(?:就|以后|也)?不(?:再)?(?:打|给您打|联系|改期|来电)|不用(?:回|再打|给我)"
        "|没说[^,]{0,4}(?:打|来)|不是改天|别(?:等|再打)"
    ),
    "confirm_appointment": "没(?:定|敲定|说好|说定|约|确定)|没[^,]{0,3}说|不是|不作数|还不能定|取消",
    "acknowledge": "不(?:会说|敢说|懂|理解|体谅)|没法理解|不是我们|我不是不",
    "check_understanding": "我[^,]{0,5}没(?:弄|听|搞)|不用全?(?:听|懂|弄)|没讲完|没往",
    "ask_repeat": "(?:不用|别|不必)[^,]{0,3}(?:再|重复|讲|说)|没关系|听见了|听清了",
    "apologize_dropped_call": "没断|不是(?:掉线|断线|我挂|信号)|没挂",
    "apologize_time": (
        "没有?(?:打扰|耽误|碍)(?!过|您)|不(?:打扰|耽误)我|不用[^,]{0,4}(?:对不起|道歉)"
        "|哪里(?:算)?(?:打扰|耽误)"
    ),
    "thank": "(?:不用|别|不必|甭|先别)[^,]{0,3}谢|谢就免|有啥好谢|谢什么|不(?:客气)?谢$",
    "farewell": "(?:先不|不|还没)[^,]{0,3}(?:说再见|挂|道别)|别(?:急着)?挂",
    "offer_contact": (
        "(?:停了|别打|不(?:怎么)?看|换了$|不报了|找不着|打不通|没(?:有)?(?:微信|电话|号|名片|带手机))"
        "|(?<!不)关机|不用(?:打|联系|找)|不给您留|没留"
    ),
    "offer_material": (
        "发完|没有?了|手上没|发不了|不(?:让)?外传|不用(?:我)?[送发带寄给]|给不了|没(?:带|有|印|做)"
        "|不(?:送|发|寄|带)(?:了|资料)|还没(?:出|做|印)"
    ),
    "arrears_tactful": "没停|没欠|不用(?:充|交|缴)|还(?:剩|有)|不是(?:因为)?没|没说|有钱|不欠|够用",
    "arrears_blunt": "(?:没有?|从来没|不|未|并没|不存在|哪有)[^,]{0,2}欠|不(?:叫|算|是)欠|没说[^,]{0,3}欠",
    "vip_notice": (
        "(?:不是|没|还没|够不上|不算|没有)[^,]{0,8}(?:大客户|名单|金卡|钻|重点|专人|客户经理|评)"
        "|归[^我]{1,4}管"
    ),
    "invite_feedback": (
        "不(?:收|归我|用[^,]{0,6}(?:打分|提|填)|是来[^,]{0,4}(?:做|调查|征|收)|问)"
        "|没(?:想|要)[^,]{0,4}(?:意见|打分)"
    ),
    "promise_feedback": (
        "(?:答应|保证|做|办|解决|改|定|管)不了|不敢(?:说|保证|打包票)|没(?:跟|法|提|反映|报|有批)"
        "|没用|还没批|不归"
    ),
    "ask_needs": "不用(?:跟我|告诉|说|查|问)|就不问|没(?:想)?(?:问|打听)|不(?:问|打听)",
    "feature": (
        "还?没(?:学会|开通|弄懂|搞懂|听说)|说不(?:上来|清)|不是(?:监控|这个|那个)"
        "|没有(?:这|那)?[^,]{0,2}功能$|没这功能"
    ),
    "advantage": (
        "不(?:一定)?(?:太|大|怎么|很|见得)?(?:适合|合适|对路|比[^,]{1,8}(?:强|好|快|便宜))"
        "|用不[上着]|不是给|谈不上|没(?:什么|啥)优势|差不多$"
    ),
    "evidence": (
        "(?:没|没有|一个都没)[^,]{0,6}(?:客户|例子|案例|装|用过|效果|数据|比过|打听|见过)"
        "|没有(?:哪|谁)家|不(?:好|敢)(?:乱)?说|举不出|头一[家批]"
    ),
    "offer_business_card": (
        "没(?:有|带|印|拿|了)|发光|用完|不(?:用|给您|发|递)了?$|忘(?:了)?带|还没(?:印|做|带|发下来)"
    ),
    "ask_leave": "不(?:着急|急着?)?(?:走|回去|告辞)|没(?:说|想|打算)[^,]{0,2}(?:走|回)",
    "pressure": (
        "(?:没|不|不会|不是|可没|没人)(?:催|逼|求|要您|为难|停您|停机|勉强|强迫|强求|非要|怪您|让您)"
        "|不(?:办|签|装|买)也(?:没|行|不要紧|可以)"
    ),
    "discourteous": "不是(?:我)?(?:态度|不耐烦|故意)|没(?:嫌|有?看不起|别的意思|说您)|不是说您|不嫌",
}
_PATTERNS = {act: re.compile(pattern) for act, pattern in _DENIED.items()}
# Signs of denial that deny nothing: questions (行不行, 能不能), 要不, 不好意思, 别忘了.
_NOTHING_DENIED = re.compile(
    r"(.{1,2})[不没]\1|要不(?:要)?|不如|不好意思|对不[起住]|没有?(?:别的|什么|啥)?(?:事|问题)?(?:的话)?我?就|别忘|不知道?"
    "|不过|不错|不光|不瞒您?|[行成好对是]不"
)
_MOST = 0.8  # the share of an act's words that stand in one clause, from which that clause decides


def is_denied(act: str, text: str, start: int, end: int) -> bool:
    """Do the words ``text[start:end]`` stand in a clause that denies the act?

    Args:
        act: The act.
        text: A turn.
        start: Where its words begin, in characters from 0.
        end: Where they end, exclusive.
    """
    pattern = _PATTERNS.get(act)
    if pattern is None:
        return False
    for begin, stop in clauses(text):
        shared = min(stop, end) - max(begin, start)
        if shared >= _MOST * (end - start):
            # What denies nothing becomes as many commas, which no pattern reaches across.
            clause = _NOTHING_DENIED.sub(lambda m: "," * len(m.group()), narrow(text[begin:stop]))
            return pattern.search(clause) is not None
    return False
