"""What speaks of the same thing, however it is put."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from duilian.coaching.content import content_of, tells_of
from duilian.roleplay.scenario import load_scenarios

# What a client said | how somebody would write it down.
NOTED = """
六百多个学生，放学通知靠班主任一个个打电话。|学校600多学生，放学通知要班主任逐个打电话
机房四十台电脑，上课一起开就转圈。|机房40台电脑同时开网速慢，卡
老师手机号一年换一半，通讯录年年重印。|老师换号频繁，通讯录每年都要重印
校园里就三楼信号好，门卫室打不出去。|门卫室信号差
村口、学校、晒谷场，装三个探头就够。|要三个摄像头，在村口、学校、晒谷场
我们五个设计师，谁也不坐店，座机响了没人接，客户就找别家去了。|设计师都不在店里，座机没人接会丢单
你们营业厅的小姑娘态度挺好，就是排队太久。|营业厅排队时间太长
八个人，三百二十家店，一家一个价。|8名业务员管320家店，价格不统一
上个月对不上的有六千多块。|上月账差6000多元
办税大厅人多，叫号的短信老是晚到。|叫号短信延迟
你们的服务厅离得太远，缴费能不能在这儿设个点？|希望在大厅设缴费点
一年做三千斤茶，一大半让贩子压着价收走了。|年产3000斤茶，被贩子压价
我最怕的就是霜，去年一晚上冻坏了二十二个棚。|去年霜冻损失22个大棚
同志，我等你们装机等了一个月了，约三次，三次没来人。|装机约了三次都没人上门
以后有计划断网，能不能提前一天说一声？|计划断网要提前通知
扣钱之前发个短信问一声，总可以吧？|扣费前应短信提醒
村里宽带坏了，报了五天没人来修。|宽带报修5天未处理
我们主要就是人散，通知起来费劲。|人员分散，通知困难
旺季忙不过来，淡季又闲着。|旺季人手不够，淡季闲置
"""


@pytest.mark.parametrize(("said", "written"), [line.split("|") for line in NOTED.split("\n") if line])
def test_a_note_in_ones_own_words_tells_of_it(said: str, written: str) -> None:
    assert tells_of(written, said)
    assert not tells_of("客户很热情，请喝了茶", said), "words about something else do not"


def test_what_one_client_says_tells_little_of_what_another_says() -> None:
    scenarios = load_scenarios(Path(__file__).parents[2] / "data/scenarios")
    told = [
        [text for move in ("tell_needs", "complaint", "feedback") for text in s.lines.get(move, ())]
        for s in scenarios.values()
    ]
    pairs = [(x, y) for one, other in permutations(told, 2) for x in one for y in other]
    # Of 121 clients some have the same trouble (a failed line, a wrong bill): 1.1 % of the pairs.
    assert len(pairs) > 5000 and sum(tells_of(x, y) for x, y in pairs) / len(pairs) < 0.015
    assert all(tells_of(text, text) for texts in told for text in texts)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *(("三百二十家", "320"), ("两万五千斤", "25000"), ("两万五", "25000")),
        *(("三百零五", "305"), ("十五个", "15"), ("二〇二六", "2026"), ("４０台", "40"), ("12.5", "12.5")),
    ],
)
def test_numbers_are_the_same_in_whatever_they_are_written(written: str, number: str) -> None:
    assert number in content_of(written).marks


def test_empty_words_tell_nothing() -> None:
    assert content_of("嗯，那就这样吧").marks <= {"样"} and not tells_of("您好", "嗯，好的")
