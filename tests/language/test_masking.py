"""Phone and card numbers are hidden, other numbers are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.language.masking import mask, mask_all


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("打13812345678找我", "打138****5678找我"),
        ("138-1234-5678", "138-****-5678"),
        ("138 1234 5678", "138 **** 5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("+86 13812345678", "+86 1******5678"),
        ("座机010-62345678", "座机010-****5678"),
        ("卡号6222021234567890123", "卡号622************0123"),
        ("身份证11010119900101123X", "身份证110***********123X"),
        ("周三下午3点，每月199元，一共2026年11月27日", "周三下午3点，每月199元，一共2026年11月27日"),
        ("编号12345678", "编号12345678"),
    ],
)
def test_mask(text: str, masked: str) -> None:
    assert mask(text) == masked


@given(st.text())
def test_the_length_stays(text: str) -> None:
    assert len(mask(text)) == len(text) and mask(mask(text)) == mask(text)


def test_in_every_text_of_a_value() -> None:
    assert mask_all({"a": ["13812345678", 5, None]}) == {"a": ["138****5678", 5, None]}
