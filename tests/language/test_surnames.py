"""Is someone else asked for than the client?"""

from __future__ import annotations

import pytest

from duilian.language.surnames import asks_for_another_surname


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("请问是李总吗", True),
        ("是王总吧", False),
        ("是汪总吧", False),  # sounds alike
        ("我是移动公司客户经理马强,您是王总", False),
        ("是总经理吗", False),
        ("您是负责人吗", False),
    ],
)
def test_another_surname_is_noticed(text: str, another: bool) -> None:
    assert asks_for_another_surname(text, "王总") is another
