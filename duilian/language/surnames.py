"""Who is asked for by name: a surname before a title, as in 张经理, 请问是李总吗."""

from __future__ import annotations

import re

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜"
    "叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎"
    "贺顾毛郝龚邵万钱严覃武戴莫孔向汤裴温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申"
    "欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季闻涂苗盛曲翁冉骆蓝路游辛靳管柴蒙鲍华"
    "喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏"
)
TITLES = (
    "总监|总裁|总|经理|主任|校长|院长|厂长|局长|科长|处长|部长|所长|站长|园长|店长|队长|社长|馆长|"
    "行长|镇长|乡长|村长|书记|老板娘|老板|先生|女士|小姐|老师|医生|大夫|工|会长|董事长|董|律师|"
    "教授|组长|班长|站长|车间主任|护士长|秘书长"
)
_SURNAME_AND_TITLE = re.compile(f"(?<![副正小老阿姓客户])([{SURNAMES}])(?:{TITLES})(?!司)")
# Groups of surnames that sound alike: a speech recogniser cannot tell them apart, and nobody minds.
_SOUND_ALIKE = (
    "张章 李黎 余于俞 许徐 吴伍武 江姜蒋 刘柳 石施史时 魏韦卫 付傅 肖萧 颜严闫阎 邱裘 祁齐戚 金靳 "
    "卢鲁陆路芦 罗骆 沈申 贺何 欧区 程陈 杨阳 温文闻 潘庞 孟蒙 林凌 明闵 黄王汪 郑曾"
)


def asks_for_another_surname(text: str, title: str) -> bool:
    """Is someone asked for by a surname and a title, but by another surname than the client's?

    Args:
        text: What the trainee says.
        title: How the client is addressed, surname first (裴总监).

    Returns:
        False too when nobody is named, or when one of the surnames sounds like the client's.
    """
    asked_for = [match[1] for match in _SURNAME_AND_TITLE.finditer(text)]
    if not asked_for or title[:1] not in SURNAMES:
        return False
    return not any(_sounds_like(surname, title[0]) for surname in asked_for)


def _sounds_like(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _SOUND_ALIKE.split())
