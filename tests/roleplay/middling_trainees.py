"""A middling and a poor trainee, who play any scenario in ordinary people's ways of doing things by halves.

The middling one knows the handbook and forgets some of it, or does a thing the easy way (one time for two, a
name without the firm). The poor one has a product to get rid of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duilian.assessment import Rubric
from tests.roleplay.trainees import Call, Perfect

# How the middling one does a thing where it does it by halves; "" where it leaves it out.
_BY_HALVES: Mapping[str, str] = {
    "self_introduction": "我是小李。",
    "identity_check": "",
    "warm_opening": "",
    "convenience_check": "您在忙啊，我就说两句。",
    "purpose": "",
    "necessity": "见面聊聊吧。",
    "benefit": "用了肯定好。",
    "patient_explanation": "您先别急着拒绝嘛。",
    "two_choice": "您什么时候有空？",
    "no_time_two_choice": "那您哪天有空？",
    "straight_to_time": "您再考虑考虑。",
    "thanks_for_acceptance": "好的好的。",
    "confirmation": "好，那到时候见。",
    "closing_courtesy": "",
    "farewell": "好，那先这样。",
    "contact_offer": "",
    "material_offer": "",
    "holiday_wish": "",
    "advantage": "谁用都合适。",
    "evidence": "好多单位都在用。",
    "tailored": "",
    "invite_feedback": "",
    "feedback_response": "嗯，知道了。",
    "business_card": "",
    "thank_reception": "",
    "check_understanding": "",
    "ask_repeat": "您说什么？",
    "reconnect_apology": "喂，刚才说到哪了？",
    "facts": "",
    "understand": "嗯，我知道。",
    "needs": "",
    "reschedule": "那我先走了。",
    "gatekeeper_courtesy": "我找一下{title}。",
    "absence_handling": "哦，不在啊，那我再打。",
    "vip_message": "您现在是我们的重点客户了。",
}
# What the poor one says, by what the client has just done; else what comes next of its own list.
_POOR_ANSWERS: Mapping[str, str] = {
    "gatekeeper": "叫你们领导接电话。",
    "absent": "不在啊？那算了。",
    "busy": "就两分钟，你听我说。",
    "ask_identity": "移动的。",
    "ask_purpose": "有个业务，便宜，你办不办？",
    "ask_necessity": "见了面你就知道了。",
    "ask_benefit": "好处多了去了。",
    "ask_feature": "就是个业务嘛。",
    "ask_fit": "谁用都行。",
    "ask_evidence": "多得很。",
    "ask_detail": "这个我不清楚。",
    "refuse": "你怎么不听完就拒绝呢？",
    "refuse_no_time": "你今天必须给我个时间。",
    "noncommittal": "别再说了，行不行给句话。",
    "reject_times": "那你到底哪天有空？",
    "cannot_fix_time": "你总得给我个准话吧。",
    "not_understand": "这么简单还不懂？",
    "unclear": "啥？",
    "dropped": "喂？",
    "complaint": "这事不归我管。",
    "feedback": "那没办法。",
    "pick_time": "行。",
    "accept": "行，那就这样。",
}
_POOR_AGENDA: Mapping[str, tuple[str, ...]] = {
    "phone_appointment": ("喂，我们有个新业务，你什么时候有空？", "你定个时间，我过去。", "那行，挂了。"),
    "phone_care": ("喂，没什么事。", "你用得还行吧？", "挂了。"),
    "phone_arrears": ("你已经欠费了，赶紧交。", "再不交就停机了。", "行，挂了。"),
    "phone_vip_notice": ("喂，通知你一下，你是大客户了。", "就这个事。", "挂了。"),
    "phone_promotion": ("喂，我们有个新业务，便宜，你办一个吧。", "办不办？", "行，挂了。"),
    "visit_fabe": ("我们有个新业务，你看看。", "办一个吧，不贵。", "那我走了。"),
    "visit_complaint": ("你投诉什么了？", "那我回去问问。", "我走了。"),
    "visit_gift": ("给你送个东西。", "拿着吧。", "走了。"),
}


class Middling(Perfect):
    """Says the model phrases, two in three by halves or not at all."""

    def __init__(self, rubric: Rubric, share: float = 0.7) -> None:
        super().__init__(rubric)
        self._share = share

    def words(self, call: Call, names: Sequence[str]) -> str:
        """Phrases in words, most by halves."""
        words = "".join(self._half(call, name) for name in names)
        return words or "好的。"

    def _half(self, call: Call, name: str) -> str:
        half = _BY_HALVES.get(name)
        if half is None or call.rng.random() >= self._share:
            return super().words(call, [name])
        return half.replace("{title}", call.scenario.title)


def poor(call: Call) -> str:
    """The next turn of the poor one."""
    for move in reversed(call.moves):
        if move in _POOR_ANSWERS and call.turns:
            return _POOR_ANSWERS[move]
    left = [words for words in _POOR_AGENDA[call.scenario.base] if words not in call.said]
    call.said += left[:1]
    return left[0] if left else "行，挂了。" if not call.scenario.visit else "我走了。"
