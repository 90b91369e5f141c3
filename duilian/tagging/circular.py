"""Sentences that keep the frame of the pitch and say nothing: “it suits whom it suits”.

By the rubric (section 7) a benefit or a reason that is empty or circular is none, and a frame without content
counts for nothing (“谁都适合”, “目的就是见面”). To a classifier of words the frame is there. What is left of
such a sentence without the signs of the frame, and those of any sentence, is nothing (where it only names
the product, three), or a few again and again.
"""

from __future__ import annotations

import re

from duilian.language.text import narrow

_FRAME = re.compile("就是|就叫|好处|适合|用了|例子|举例|目的|理由|来意|益处|优点|特点")
# “It is about …” is how a purpose is stated; only “the aim is the aim” is none.
_AIM = re.compile("目的|来意|理由")
_FRAMES = {
    "feature": _FRAME,
    "advantage": _FRAME,
    "state_benefit": _FRAME,
    "state_necessity": _FRAME,
    "evidence": _FRAME,
    "state_purpose": _AIM,
}
# Signs of the frames, and of words that any sentence may have.
_ANYWHERE = frozenset(
    "的了是不我你您他她它们这那就有在会能要也都个一么吗呢吧啊什怎可以给得地着过和跟与用于之后前来去说讲简单特别适合好处东西业务产品服务种样"
    "叫做嘛因为所以对到把被让使很非常更最还再又只上下里中大小多少自己咱企业公司客户移动比如举例子"
)
# A reason that is made of these says that one must meet, and not why.
_MEETING = frozenset("见面当谈必须要得非行电话才原因由理需事这回趟过聊说对讲意思")
# That something cannot be said on the phone is a reason, if a weak one.
_TOO_LONG_FOR_THE_PHONE = re.compile("[说讲谈聊]不(?:清|全|明白|透|完|细)")
# What it is is described, not only named: 手机上的对讲机.
_DESCRIBED = re.compile("(.)[上里中下]?的")
_HAN = re.compile("[\u4e00-\u9fff]")
_NAME = re.compile("[A-Za-z]{2}|[0-9]")  # of something: that is content
# Whom everything suits: said of these, a frame is as empty as without them.
_ANYBODY = frozenset("谁人家各行业种所有单位需任何每广众什哪店")
# How many signs left are still nothing: “it is 一卡通” gives a name and no more, “the gain is 省钱” a gain.
_FEW = {"feature": 3, "state_purpose": 3, "state_necessity": 3}
_ELSE_FEW = 0
_FEW_AGAIN, _AGAIN = 6, 2  # signs left of which so many recur


def says_nothing(act: str, text: str) -> bool:
    """Do the words of this act keep its frame and leave it empty?"""
    frame = _FRAMES.get(act)
    plain = narrow(text)
    if frame is None or _NAME.search(plain):
        return False
    if act == "state_necessity" and _TOO_LONG_FOR_THE_PHONE.search(plain):
        return False
    if act == "feature" and any(sign not in _ANYWHERE for sign in _DESCRIBED.findall(plain)):
        return False
    if act == "state_necessity" and len(set(_HAN.findall(plain)) - _ANYWHERE - _MEETING) <= 1:
        return True
    if not frame.search(plain):
        return False
    empty = _ANYWHERE | _ANYBODY if act in ("advantage", "evidence") else _ANYWHERE
    left = [sign for sign in _HAN.findall(plain) if sign not in empty]
    few = len(set(left))
    return few <= _FEW.get(act, _ELSE_FEW) or (few <= _FEW_AGAIN and len(left) - few >= _AGAIN)
