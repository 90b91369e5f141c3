"""Trainees who hear a complaint out, each in its own plain words: listen, sympathise, ask, promise by ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.roleplay.trainees import Call


@dataclass(frozen=True)
class Listener:
    """What one person says at each step; ``{title}`` is the client's title.

    Attributes:
        opening: On arriving, to a client one knows.
        introduction: Who one is, to one that one does not know.
        sympathy: To the first complaint, with a question for the facts.
        further: To a complaint that goes on, in turn.
        promise: What will be done, and the answer by ten.
        detail: To “what then?” after the promise.
        thanks: To an opinion.
        leaving: On going.
    """

    opening: str
    introduction: str
    sympathy: str
    further: tuple[str, ...]
    promise: str
    detail: str
    thanks: str
    leaving: str

    def __call__(self, call: Call) -> str:
        """The next turn."""
        said = self._said(call)
        return said.replace("{title}", call.scenario.title)

    def _said(self, call: Call) -> str:
        turns = sum(turn.speaker == "trainee" for turn in call.turns)
        known = call.scenario.acquainted
        words = ""
        if turns == 0:
            words = self.opening + ("" if known else self.introduction)
            if "complaint" not in call.moves:
                return words
        moves, steps = set(call.moves), call.said
        if "ask_identity" in moves and turns:
            words += self.introduction
        if "complaint" in moves or "refuse" in moves:
            if "sympathy" not in steps:
                steps.append("sympathy")
                return words + self.sympathy
            if "complaint" in moves and steps.count("further") < len(self.further):
                steps.append("further")
                return words + self.further[steps.count("further") - 1]
        if "feedback" in moves:
            return words + self.thanks
        if "ask_detail" in moves and "promise" in steps:
            return words + self.detail
        if "sympathy" in steps and "promise" not in steps:
            steps.append("promise")
            return words + self.promise
        if "sympathy" not in steps:
            return words or self.opening
        return words + self.leaving


LISTENERS: Mapping[str, Listener] = {
    "plain": Listener(
        "{title}您好，谢谢您抽空见我，我是专门为您反映的事来的。",
        "我是移动公司的客户经理小李，这是我的名片。",
        "真对不起，给您添了这么大麻烦。您跟我说说，是从什么时候开始的，当时是什么情况？",
        ("您说的我都记着呢，换了我也生气。",),
        "{title}，我今天就去查，明天上午十点以前给您答复。",
        "我回去就找技术部门，他们今天来查，明天上午十点以前我打电话告诉您结果。",
        "谢谢您提醒，我一定向领导反映。",
        "这是我的电话，有事您随时打给我。今天打扰您了，谢谢{title}，再见。",
    ),
    "short": Listener(
        "{title}好，谢谢您肯见我。我来就是听您说那件事。",
        "我是移动的小王，管您这一片的客户经理，给您一张名片。",
        "实在抱歉，您消消气。当时是什么情况，哪天开始的？",
        ("是，这事是我们不对。",),
        "我明天十点之前给您一个答复。",
        "我马上报上去，派人来看，明天十点之前一定给您回话。",
        "您说得对，我记下来，回去就跟领导说。",
        "那我先走了，有事您打我电话。耽误您时间了，谢谢{title}，再见。",
    ),
    "warm": Listener(
        "{title}，您好您好，谢谢您抽时间。您投诉的那件事，我今天专门过来了解。",
        "我是移动公司的客户经理张敏，这是我的名片，请您收好。",
        "听您这么一说，我特别能理解您的心情，这事搁谁身上都着急。您能不能详细说说，哪天开始的，都影响了什么？",
        ("是我们没做好，让您受委屈了。您接着说，我听着。",),
        "好，情况我都清楚了。我现在就联系技术部门处理，明天上午十点前给您打电话，把结果告诉您。",
        "我负责跟到底，技术部门今天处理，明天上午十点前我给您打电话说结果。",
        "感谢您的宝贵意见，我们一定改进，我回去就向领导反映。",
        "{title}，我的手机号在名片上，有任何问题随时给我打电话。感谢您的理解，打扰您了，再见。",
    ),
    "older": Listener(
        "{title}，您好。谢谢您等我。我今天来，是为了您投诉的事，想当面听您讲讲。",
        "我姓赵，移动公司负责这边的客户经理，这是名片。",
        "{title}，对不住您，这确实是我们的问题，您生气是应该的。麻烦您给我讲讲具体情况，大概几点钟出的事？",
        ("我明白，我明白，您损失不小。",),
        "您放心，这件事我来办。明天早上十点，我给您准信。",
        "我先查清楚原因，该修的修，该赔的按规定赔，明天早上十点给您准信。",
        "这个意见提得好，谢谢您，我带回去跟公司说。",
        "{title}，您有事就打我这个电话。不多打扰您了，谢谢您，再见。",
    ),
    "textbook": Listener(
        "{title}您好，感谢您的接待。今天来拜访您，是想了解您投诉的情况并尽快解决。",
        "我是中国移动的客户经理陈晨，这是我的名片，请多指教。",
        "非常抱歉给您带来了不便，我非常理解您的心情。请问这个问题是从什么时候开始的？影响了哪些号码？",
        ("您反映的情况我都记录下来了，非常抱歉。",),
        "我会马上把您的问题反馈给相关部门，明天上午十点之前给您答复。",
        "我们会安排专人处理，最迟明天上午十点之前由我给您回电话。",
        "感谢您的宝贵意见，我会尽快反馈给公司。",
        "如果还有问题，请随时拨打我的电话。非常感谢您的支持，耽误您的时间了，{title}再见。",
    ),
}
