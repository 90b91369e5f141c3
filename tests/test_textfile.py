"""Text files in every encoding people have, and files that are no text."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.dialogue.plain_text import read_dialogues
from duilian.errors import DataError
from duilian.textfile import NOT_DECODED, decode_text, open_lines, read_text

CALL = "客户：喂？哪位？\n客户经理：王总您好，我是移动公司的客户经理小李。\n"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312")
# What a person may type: no NUL, no halves of characters; a byte order mark is none of the text.
TYPED = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufeff\r"), max_size=200)
CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=8, max_size=200)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_is_read_as_it_was_meant(encoding: str, tmp_path: Path) -> None:
    content = CALL.encode(encoding)
    assert decode_text(content) == CALL
    path = tmp_path / "call.txt"
    path.write_bytes(CALL.replace("\n", "\r\n").encode(encoding))
    assert read_text(path) == CALL
    with open_lines(io.BytesIO(content)) as lines:
        assert list(lines) == CALL.splitlines(keepends=True)


@given(TYPED)
def test_what_is_written_as_utf_8_or_utf_16_is_read_back(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode_text(text.encode(encoding)) == text


@given(CHINESE)
def test_chinese_in_gb_18030_is_read_back(text: str) -> None:
    assert decode_text((text + "。\n" + CALL).encode("gb18030")) == text + "。\n" + CALL


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param(b"PK\x03\x04\x14\0\x06\0\x08\xff", "不是文本文件", id="a spreadsheet"),
        pytest.param(b"a\0b", "不是文本文件", id="NUL"),
        pytest.param(CALL.encode("utf-16-le"), "不是文本文件", id="UTF-16 without its mark"),
        pytest.param(b"\xff\xfea", "不是文本文件", id="half a character of UTF-16"),
        pytest.param(b"\xff\xfe\x00\xd8\n\0", "不是文本文件", id="a lone surrogate in UTF-16"),
        pytest.param(CALL.encode() + b"\xff\n", "第 3 行的编码坏了", id="a broken byte in UTF-8"),
        pytest.param(CALL.encode()[:-2], "第 2 行的编码坏了", id="UTF-8 cut short"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(content: bytes, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=complaint):
        decode_text(content)
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    with pytest.raises(DataError, match=f"x.txt: {complaint}"):
        read_text(path)


@given(st.binary(max_size=300))
def test_bytes_are_a_text_or_a_sentence(content: bytes) -> None:
    try:
        text = decode_text(content)
    except DataError:
        return
    assert "\0" not in text and not NOT_DECODED.search(text)


def test_of_a_long_text_only_the_broken_line_is_lost() -> None:
    broken = CALL.encode() + b"\xe5\x93\n" + CALL.encode()
    with open_lines(io.BytesIO(broken)) as lines:
        assert [bool(NOT_DECODED.search(line)) for line in lines] == [False, False, True, False, False]


@pytest.mark.parametrize(("name", "reason"), [("none.txt", "没有这个文件"), (".", "这是文件夹")])
def test_a_file_that_cannot_be_read_says_why(name: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"无法读取（{reason}"):
        read_text(tmp_path / name)


def test_dialogues_may_be_written_in_gbk(tmp_path: Path) -> None:
    text = "# a | phone_care | client_title=王总\nC (answer_call) 喂，哪位？\nT [王总您好](greeting)。\n"
    for encoding in ENCODINGS:
        path = tmp_path / "a.txt"
        path.write_bytes(text.encode(encoding))
        (dialogue,) = read_dialogues(path)
        assert [turn.text for turn in dialogue.turns] == ["喂，哪位？", "王总您好。"]
