"""Files in a ZIP."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from duilian.errors import DataError
from duilian.importing import zipped
from duilian.importing.zipped import unzipped, zip_kind


def packed(*names: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(packed("xl/workbook.xml"), "xlsx", id="workbook"),
        pytest.param(packed("word/document.xml"), "docx", id="document"),
        pytest.param(packed("a.txt"), "zip", id="files"),
        pytest.param(packed(), "zip", id="empty zip"),
        pytest.param(b"PK", "", id="two letters"),
        pytest.param("客户：喂".encode(), "", id="text"),
        pytest.param(b"", "", id="nothing"),
    ],
)
def test_what_a_zip_is_for(content: bytes, kind: str) -> None:
    assert zip_kind(content) == kind


def test_what_systems_add_for_themselves_is_passed_by() -> None:
    content = packed("a.txt", "d/", "d/b.txt", "__MACOSX/a.txt", "d/.DS_Store", "d/~$c.docx", "e/Thumbs.db")
    assert list(unzipped(content)) == [("a.txt", b"x"), ("d/b.txt", b"x")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_that_do_not_say_their_encoding_are_read_as_chinese(encoding: str) -> None:
    """As Windows (GB 18030) and some Unix tools (UTF-8) write them: without the flag."""
    name = "通话记录.txt".encode(encoding)
    content = packed("~" * len(name)).replace(b"~" * len(name), name)
    assert [name for name, _ in unzipped(content)] == ["通话记录.txt"]
    assert [name for name, _ in unzipped(packed("通话记录.txt"))] == ["通话记录.txt"], "with the flag"


def test_what_is_neither_keeps_some_name() -> None:
    content = packed("~~").replace(b"~~", b"\xff\xff")
    ((name, found),) = unzipped(content)
    assert name and found == b"x"


def test_one_bad_file_is_told_and_the_others_are_read() -> None:
    good = packed("a.txt", "b.txt", content=b"inside")
    bad = good.replace(b"inside", b"xxside", 1)
    first, second = (found for _, found in unzipped(bad))
    assert isinstance(first, DataError) and "压缩包坏了" in str(first) and second == b"inside"


def test_a_password_is_told_apart_from_damage() -> None:
    content = bytearray(packed("a.txt"))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark) + flags
        struct.pack_into("<H", content, place, struct.unpack_from("<H", content, place)[0] | 1)
    ((name, found),) = unzipped(bytes(content))
    assert name == "a.txt" and isinstance(found, DataError) and "加了密码" in str(found)


def test_its_bounds_are_reached_and_not_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (zipped.MAX_FILES, zipped.MAX_BYTES) == (2000, 200_000_000)
    monkeypatch.setattr(zipped, "MAX_FILES", 3)
    monkeypatch.setattr(zipped, "MAX_BYTES", 4_000_000)
    assert zip_kind(packed("a", "b", "c")) == zip_kind(packed("a", "b", content=b"\0" * 2_000_000)) == "zip"
    for content in (packed("a", "b", "c", "d"), packed("a", "b", content=b"\0" * 2_000_001)):
        with pytest.raises(DataError, match="最多 3 个文件，解压以后最多 4 MB"):
            zip_kind(content)


def test_half_of_one_is_broken() -> None:
    with pytest.raises(DataError, match="压缩包坏了"):
        zip_kind(packed("a.txt")[:-10])
