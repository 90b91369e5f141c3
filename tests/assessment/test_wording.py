"""Forms of address, technical terms, the client's own trade."""

from __future__ import annotations

import pytest

from duilian.assessment.wording import Lexicon, familiar_you, find_address, speaks_of_client
from duilian.language.text import narrow

LEXICON = Lexicon(
    ("VPN", "APN", "MAS", "组网", "专线网关"), {"物流": ("货运", "车队", "快递"), "酒店": ("宾馆",)}
)


@pytest.mark.parametrize(
    ("text", "title", "yes"),
    [
        ("王总您好", "王总", True),
        ("汪总您好", "王总", True),
        ("您看汪总周三行吗", "王总", True),
        ("王先生您好", None, True),
        ("我是客户经理小李", "何经理", False),
        ("我们经理说了", "何经理", False),
        ("和经理您好", "何经理", True),
        ("总是打扰您", "王总", False),
        ("我们老板说的", None, False),
        ("老板您好", None, True),
        ("您好", "王总", False),
        ("欧阳总您好", "欧阳总", True),
        ("院长您好", "欧阳院长", True),
        ("您好", "欧阳", False),
        ("阳院长来过", None, False),
        ("它适合老板不坐店的小店", "康老板", False),
        ("比老师一个个打电话快", "栗园长", False),
        ("给老师们送点小礼品", "俞校长", False),
        ("领导叫我来听听", "商主任", False),
        ("我会向领导反馈。", "桂女士", False),
        ("太谢谢您了老师打扰您上班了", "郑主任", True),
        ("先生，您放心", "经老板", True),
        ("好的老板", None, True),
    ],
)
def test_address(text: str, title: str | None, yes: bool) -> None:
    assert bool(find_address(text, title)) is yes


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("你好", True),
        ("你们公司", False),
        ("您好", False),
        ("短信写“祝你生日快乐”就行", False),
        ("迷你机", False),
        ("谢谢你", True),
    ],
)
def test_familiar_you(text: str, yes: bool) -> None:
    assert bool(familiar_you(text)) is yes


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("给您上个VPN", "VPN"),
        ("给您上个vpn,就是在网上给您公司单独修一条路", None),
        ("VPN,跟自家内部的电话线一样,外人进不来", None),
        ("给您公司单独修一条谁也进不来的路,行话叫VPN", None),
        ("就是那个VPN嘛", "VPN"),
        ("VPN就是您自家的专路", None),
        ("VPN就是自家的专路", "VPN"),
        ("VPN就是APN", "VPN"),
        ("帮您组网", "组网"),
        ("就那个叫VPN的", "VPN"),
        ("给您公司单独修一条谁也进不来的路,我们用VPN", "VPN"),
        ("给您公司单独修一条谁也进不来的路,行话叫VPN,再帮您组网", "组网"),
        ("VPN就是给您公司单独修的一条路,APN呢您先用着", "APN"),
        ("MASTER卡", None),
        ("ＶＰＮ很好", "ＶＰＮ"),
        ("普通的话,没有行话", None),
    ],
)
def test_terms(text: str, term: str | None) -> None:
    span = LEXICON.unexplained_term(text)
    assert (text[slice(*span)] if span else None) == term


def test_narrow_keeps_the_length() -> None:
    text = "ＶＰＮ㈱İ😀a"
    assert len(narrow(text)) == len(text) and narrow(text).startswith("vpn")


def test_trade_words() -> None:
    assert "货运" in LEXICON.trade_words("物流", "顺达物流公司")
    logistics = ("物流", "货运", "车队", "快递")
    assert LEXICON.trade_words("冷链货运", None) == (*logistics, "冷链货运")
    assert LEXICON.trade_words("货运", None) == LEXICON.trade_words("物流", None) == logistics
    assert LEXICON.trade_words("养殖", None) == ("养殖",)
    named = LEXICON.trade_words(None, "顺达物流公司")
    assert named[0] == "顺达物流公司" and not {"公司", "顺达"} & set(named), (
        "a place, and what any firm is called"
    )
    assert LEXICON.trade_words(None, None) == ()


@pytest.mark.parametrize(
    ("text", "client", "yes"),
    [
        ("特别适合您这样几百号人的厂子", "", True),
        ("贵店的会员", "", True),
        ("哪里都能用,省心", "", False),
        ("您这种送混凝土的,晚两个钟头料就废了", "", True),
        ("检斤员不用熬到后半夜", "", True),
        ("号码捏在公司手里,业务员走了客户走不掉", "我们业务员天天在外面", True),
        ("用了它省钱省心,效率也高", "我们业务员天天在外面", False),
        ("特别适合各类企事业单位", "你们这个有什么好处", False),
        ("对外形象好,打电话的人听着也舒服", "能不能便宜点", False),
        ("别人家的员工用了都说好", "", False),
        ("公司成员和雇员都能用", "", False),
        ("营业厅不用去,机房也不用建", "", False),
        ("夜里温度一高就报警", "我们冷库夜里温度老出问题", True),
    ],
)
def test_own_need(text: str, client: str, yes: bool) -> None:
    assert speaks_of_client(text, client) is yes
