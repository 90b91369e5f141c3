"""Every operator's name is read as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.language.operators import ANY_OPERATOR, one_operator


@pytest.mark.parametrize("name", ANY_OPERATOR.split("|"))
def test_whose_people_call_is_the_same(name: str) -> None:
    assert one_operator(f"您好,中国{name}的,我是{name}公司的小李") == "您好,中国移动的,我是移动公司的小李"


@given(st.text(alphabet="移动联通电信铁广我是的", max_size=30))
def test_offsets_hold(text: str) -> None:
    other = one_operator(text)
    assert len(other) == len(text) and one_operator(other) == other
