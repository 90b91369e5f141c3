"""Five ordinary account managers, each with its own plain words for what a call asks for, none perfect.

They do most of what the handbook wants in words that stand in no model phrase, forget something now and then,
and each has a habit: one says 你, one is brisk, one offers one time only, one recites, one is chatty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duilian.assessment import Rubric
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.phrases import phrase_values
from duilian.dialogue.model import Dialogue, Turn
from duilian.handbook.products import find_card
from tests.roleplay.trainees import Call, Perfect


@dataclass(frozen=True)
class Manner:
    """How one person speaks.

    Attributes:
        words: Name of a phrase of the rubric or of :mod:`tests.roleplay.trainees` → what the person says,
            with the fields of model phrases.
        forgets: How often a phrase is left out, 0 to 1.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    forgets: float = 0.1


_BEGINNER = {
    "greeting": "您好。",
    "hello": "您好。",
    "self_introduction": "我是移动公司的客户经理，我姓周。",
    "identity_check": "请问您是{title}吗？",
    "warm_opening": "{title}，最近生意怎么样？",
    "holiday_wish": "祝您{holiday}快乐。",
    "convenience_check": "您现在方便说话吗？不方便我等会儿再打。",
    "purpose": "我给您打电话是想跟您说说{product}这个业务，想约个时间过去拜访您。",
    "benefit": "用了以后{brings}。",
    "necessity": "因为要看您单位的情况，当面给您演示一下才说得清楚。",
    "two_choice": "您看{time_a}还是{time_b}比较方便？",
    "no_time_two_choice": "那您看{time_a}或者{time_b}行不行？",
    "straight_to_time": "要不{time_a}或者{time_b}，您挑一个？",
    "patient_explanation": "我理解，不好意思，您听我说一句，{brings}。",
    "thanks_for_acceptance": "谢谢您。",
    "graceful_deferral": "那没关系，我过两天再给您打电话。",
    "confirmation": "那就{agreed}，我过去找您。",
    "closing_courtesy": "打扰您了。",
    "farewell": "再见。",
    "contact_offer": "有事您打我电话就行。",
    "material_offer": "我把资料发您微信吧？",
    "arrears_message": "您的话费用完了，可能您忙忘了，提醒您一下。",
    "vip_message": "告诉您一声，您现在是我们的大客户了，以后我专门给您服务。",
    "feature": "{product}就是{what}。",
    "advantage": "它适合{suits}，{better}。",
    "tailored": "",
    "evidence": "比如{example}。",
    "business_card": "这是我的名片。",
    "thank_reception": "谢谢您抽时间见我。",
    "invite_feedback": "您对我们有什么意见吗？",
    "feedback_response": "好的，谢谢您，我记下来了。",
    "reschedule": "那您先忙，我先走了，{time_a}我再来找您行吗？",
    "check_understanding": "我这样说您明白了吗？",
    "ask_repeat": "不好意思没听清，您能再说一遍吗？",
    "reconnect_apology": "不好意思刚才断了。",
    "absence_handling": "那麻烦您跟{who}说一声移动公司找过他，我明天再打，谢谢您。",
    "gatekeeper_courtesy": "麻烦您帮我找一下{who}，谢谢。",
    "understand": "真对不起，我理解您的心情。",
    "come_for_this": "我今天就是为这个事来的。",
    "facts": "您能跟我说说是怎么回事吗？什么时候开始的？",
    "promise": "我回去马上查，明天上午十点前给您答复。",
    "heard": "嗯，我记着呢。",
    "gift": "快过节了，给您送点小礼物。",
    "rules_kept": "我理解，那东西我带回去。",
    "needs": "您现在用着我们哪些业务，还缺什么吗？",
}
_BRISK = {
    "greeting": "喂，{title}好！",
    "hello": "你好！",
    "self_introduction": "我移动的小马。",
    "identity_check": "是{title}吧？",
    "warm_opening": "好久没联系了啊，忙不忙？",
    "holiday_wish": "{holiday}快乐啊！",
    "convenience_check": "您在忙吧？那我一会儿再打？",
    "purpose": "跟您说个事，我们那个{product}，我想上门给您讲讲。",
    "benefit": "这个用上，{brings}。",
    "necessity": "电话里三两句说不明白，得拿到您面前算一下。",
    "two_choice": "{time_a}、{time_b}，您哪个空？",
    "no_time_two_choice": "就十分钟，{time_a}还是{time_b}？",
    "straight_to_time": "那{time_a}我过去？",
    "patient_explanation": "您忙我知道，就一句话，{brings}。",
    "thanks_for_acceptance": "行，谢了{title}！",
    "graceful_deferral": "那行，回头我再打给您。",
    "confirmation": "好嘞，{agreed}见！",
    "closing_courtesy": "耽误您了啊。",
    "farewell": "拜拜！",
    "contact_offer": "有事找我，电话您有。",
    "material_offer": "我先发份资料给您看看。",
    "arrears_message": "您那号没余额了，估计您忙没顾上，抽空充一下。",
    "vip_message": "恭喜啊，您升成大客户了，以后我一对一管您。",
    "feature": "说白了，它就是{what}。",
    "advantage": "像{suits}用最合适，{better}。",
    "tailored": "",
    "evidence": "您看，{example}。",
    "business_card": "来，我名片。",
    "thank_reception": "谢谢您等我啊。",
    "invite_feedback": "用着有啥不满意的，您只管说。",
    "feedback_response": "您说得对，我回去反映。",
    "reschedule": "您先忙您的，打扰了，我{time_a}再跑一趟。",
    "check_understanding": "这么说清楚了吧？",
    "ask_repeat": "抱歉，您刚说啥？麻烦再说一遍。",
    "reconnect_apology": "对不住，刚才掉线了。",
    "absence_handling": "那劳驾您转告一声，我晚点再打，谢谢啊。",
    "gatekeeper_courtesy": "劳驾，找一下{who}。",
    "understand": "这事怪我们，换谁谁不急。",
    "come_for_this": "我就是冲这事来的。",
    "facts": "您说说，哪天的事，影响多大？",
    "promise": "我这就去催，明早十点前给您回信。",
    "heard": "是，是，您说。",
    "gift": "过节了，给您捎了点东西。",
    "rules_kept": "明白，规矩是规矩，东西我拿走。",
    "needs": "您平时流量够不够用，还有啥要办的？",
}
_RECITER = {
    "greeting": "{title}，您好！",
    "self_introduction": "我是中国移动的客户经理陈晨，很高兴为您服务。",
    "identity_check": "请问您是{org_of}{title}吗？",
    "warm_opening": "{title}，好久不见，您身体好吧？",
    "purpose": "今天致电是想跟您预约一个时间，当面向您介绍{product}。",
    "benefit": "它能给您带来的好处是{brings}。",
    "necessity": "由于需要结合贵单位的实际情况做方案，所以希望当面跟您沟通。",
    "two_choice": "请问您是{time_a}有空，还是{time_b}有空？",
    "no_time_two_choice": "不会耽误您太久，您看{time_a}方便还是{time_b}方便？",
    "straight_to_time": "那我们约个时间吧，{time_a}或者{time_b}，您看哪个合适？",
    "patient_explanation": "我非常理解您，耽误您一分钟，{brings}。",
    "thanks_for_acceptance": "好的，非常感谢您的支持。",
    "graceful_deferral": "好的，那我改天再联系您。",
    "confirmation": "好的，跟您确认一下，{agreed}，我到您办公室。",
    "closing_courtesy": "感谢您的接听，打扰您了。",
    "farewell": "祝您工作顺利，再见！",
    "contact_offer": "如有需要请随时拨打我的电话。",
    "material_offer": "稍后我把相关资料发到您的邮箱。",
    "arrears_message": "温馨提示您，您的话费余额已经用完了，可能是您最近比较忙。",
    "vip_message": "非常高兴地通知您，您已经成为我公司的大客户，由我担任您的专属客户经理。",
    "feature": "简单来说，{product}是{what}。",
    "advantage": "它特别适合{suits}，而且{better}。",
    "evidence": "举个例子，{example}。",
    "thank_reception": "感谢您百忙之中接待我。",
    "invite_feedback": "请问您对我们的服务有什么宝贵意见？",
    "feedback_response": "非常感谢您的建议，我会及时向公司反馈。",
    "understand": "非常抱歉给您带来不便，我完全理解您的心情。",
    "facts": "请您详细讲一下当时的情况，是从哪天开始的？",
    "promise": "我会立刻上报处理，最晚明天上午十点给您回复。",
}
_CHATTY = {
    "greeting": "哎呀{title}您好您好！",
    "self_introduction": "我是移动公司负责你们这片的张姐。",
    "identity_check": "您是{title}对吧？",
    "warm_opening": "哎，这一阵子都没见着您，家里都好吧？",
    "purpose": "我今天找您啊，是想跟您聊聊{product}，哪天我上您那儿坐坐。",
    "benefit": "您要是用了，{brings}，多好啊。",
    "necessity": "这个东西得看见实物，我带过去给您试试才知道好不好。",
    "two_choice": "您看我{time_a}去好呢，还是{time_b}去好？",
    "no_time_two_choice": "知道您忙，那{time_a}、{time_b}，随您挑。",
    "straight_to_time": "那您说个时间嘛，哪天都行。",
    "patient_explanation": "哎您别急嘛，我知道您忙，就是{brings}，听听不花钱。",
    "thanks_for_acceptance": "太谢谢您了！",
    "graceful_deferral": "没事没事，等您空了我再打。",
    "confirmation": "那说好了啊，{agreed}，我去您那儿。",
    "closing_courtesy": "耽误您半天了，不好意思啊。",
    "farewell": "那您忙，再见啊。",
    "contact_offer": "我电话您存着，有事随时叫我。",
    "arrears_message": "您手机里没钱啦，是不是最近太忙给忘了，有空交一下。",
    "vip_message": "有个好消息，您现在是大客户啦，往后有事就找我一个人。",
    "feature": "这个东西吧，就是{what}。",
    "advantage": "最适合{suits}了，{better}。",
    "evidence": "我给您说个真事，{example}。",
    "business_card": "这是我名片，您拿着。",
    "thank_reception": "谢谢您还特意等我。",
    "invite_feedback": "您用着有没有不顺心的地方？",
    "feedback_response": "您提得好，我回去就跟我们领导说。",
    "understand": "哎呀真是对不住，这事确实气人。",
    "facts": "您慢慢跟我说，到底怎么回事？",
    "promise": "您放心，我盯着办，明天十点以前给您打电话。",
    "gift": "要过节了，公司让我给您送盒月饼来。",
    "needs": "您看您这边还有没有用得着我们的地方？",
}
_FAMILIAR = _BEGINNER | {
    "greeting": "你好。",
    "identity_check": "你是{title}吗？",
    "warm_opening": "{title}，你最近忙吧？",
    "two_choice": "你看{time_a}行吗？",
    "straight_to_time": "你看{time_a}行吗？",
    "no_time_two_choice": "那你看哪天有时间？",
    "benefit": "你用了以后{brings}。",
    "confirmation": "好，那到时候见。",
    "closing_courtesy": "",
    "contact_offer": "",
}
MANNERS: Mapping[str, Manner] = {
    "beginner": Manner(_BEGINNER),
    "brisk": Manner(_BRISK, 0.15),
    "reciter": Manner(_RECITER, 0.05),
    "chatty": Manner(_CHATTY, 0.15),
    "familiar": Manner(_FAMILIAR, 0.2),
}


class Ordinary(Perfect):
    """Says what is called for in the words of one person."""

    def __init__(self, rubric: Rubric, manner: Manner) -> None:
        super().__init__(rubric)
        self._manner, self._cards = manner, rubric

    def words(self, call: Call, names: Sequence[str]) -> str:
        """Phrases in the person's words, some forgotten."""
        kept = [name for name in names if call.rng.random() >= self._manner.forgets]
        said = "".join(self._own(call, name) for name in kept)
        return said or "嗯，好的。"

    def _own(self, call: Call, name: str) -> str:
        own = self._manner.words.get(name)
        if own is None:
            return super().words(call, [name])
        rubric, scenario = self._cards, call.scenario
        turns = (*call.client.turns, Turn("trainee", ""))
        indexed = IndexedDialogue(Dialogue("x", scenario.kind, scenario.context(), turns), rubric.lexicon)
        card = find_card(rubric.products, scenario.product)
        return own.format_map(phrase_values(indexed, scenario.calendar.free, card, rubric.products))
