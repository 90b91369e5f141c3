"""What tells who or where somebody is is hidden, other numbers are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.language.masking import mask, mask_all
from tests.language.masking_table import FOLDER, count, read_cases


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("打13812345678找我", "打138****5678找我"),
        ("138-1234-5678", "138-****-5678"),
        ("138 1234 5678", "138 **** 5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("+86 13812345678", "+86 1******5678"),
        ("座机010-62345678", "座机010-****5678"),
        ("卡号6222021234567890123", "卡号622************0123"),
        ("身份证11010119900101123X", "身份证110***********123X"),
        ("周三下午3点，每月199元，一共2026年11月27日", "周三下午3点，每月199元，一共2026年11月27日"),
        ("编号12345678", "编号12345678"),
        ("+86-138-1234-5678", "+86-1**-****-5678"),
        ("0571 8888 6666转8012", "057* **** 6666转****"),
        ("(021)62345678-801", "(021)****5678-***"),
        ("办公室电话62345678", "办公室电话6*****78"),
        ("6222 0212 3456 7890 123", "622* **** **** ***0 123"),
        ("110101 19900101 1234", "110*** ******** 1234"),
        ("幺三八零零幺三八零零零", "幺三八****八零零零"),
        ("幺三八，零零幺三，八零零零", "幺三八，****，八零零零"),
        ("1 3 8 0 0 1 3 8 0 0 0", "1 3 8 * * * * 8 0 0 0"),
        ("1.3.8.0.0.1.3.8.0.0.0", "1.3.8.*.*.*.*.8.0.0.0"),
        ("13800138000,13900139000", "138****8000,139****9000"),
        ("发到zhangsan@qq.com", "发到z*******@qq.com"),
        ("zhang_san艾特163点com", "z****_***艾特163点com"),
        ("微信号是abc_12345", "微信号是ab*_*****"),
        ("QQ号是一二三四五六七八", "QQ号是一二******"),
        ("粤B12345", "粤B*****"),
        ("京A·D12345", "京A·******"),
        ("在建设路88号", "在建设路**号"),
        ("中山路一百二十号3号楼2单元501室", "中山路****号*号楼*单元***室"),
        ("锦绣花园5栋1203", "锦绣花园*栋****"),
        ("国贸大厦A座1806室", "国贸大厦A座****室"),
        ("订单号13812345678", "订单号13812345678"),
        ("2026-11-30 2026-12-01", "2026-11-30 2026-12-01"),
        ("158 168 188 98", "158 168 188 98"),
        ("套餐有 58、88、128、188 这几档", "套餐有 58、88、128、188 这几档"),
        ("10086", "10086"),
        ("2026.11.30 15:30", "2026.11.30 15:30"),
        ("一二三四五六七", "一二三四五六七"),
        ("十二月三十一号", "十二月三十一号"),
        ("一共一万三千八百块", "一共一万三千八百块"),
        ("3号楼下见", "3号楼下见"),
        ("地铁2号线", "地铁2号线"),
        ("合同编号：1234567890123456", "合同编号：1234567890123456"),
        ("从1380到1580", "从1380到1580"),
        ("一百三十八块", "一百三十八块"),
    ],
)
def test_mask(text: str, masked: str) -> None:
    assert mask(text) == masked


@given(st.text())
def test_the_length_stays(text: str) -> None:
    assert len(mask(text)) == len(text) and mask(mask(text)) == mask(text)


def test_in_every_text_of_a_value() -> None:
    assert mask_all({"a": ["13812345678", 5, None]}) == {"a": ["138****5678", 5, None]}


def test_a_table_of_what_identifies_somebody_and_what_looks_alike() -> None:
    counted = count(FOLDER / "cases.txt")
    assert (counted.missed, counted.mistaken) == ([], [])
    assert len(list(read_cases(FOLDER / "cases.txt"))) >= 200


@pytest.mark.parametrize("name", ["seen_first", "seen_second", "fresh"])
def test_cases_that_were_written_before_they_were_run(name: str) -> None:
    counted = count(FOLDER / f"{name}.txt")
    assert counted.recall >= 0.99 and counted.precision >= 0.97, (counted.missed, counted.mistaken)
