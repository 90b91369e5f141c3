"""Files in a ZIP: which there are, and their bytes, bounded."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from duilian.errors import DataError
from duilian.texts import sentence

MAX_FILES = 2_000
"""Files in a ZIP."""
MAX_BYTES = 200_000_000
"""Bytes that all of them may have, unpacked."""
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


def zip_kind(content: bytes) -> str:
    """xlsx, docx, zip, or nothing where the bytes are no ZIP.

    Raises:
        DataError: It is damaged, or unpacks to more than :data:`MAX_BYTES` or :data:`MAX_FILES`.
    """
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ""
    names = {info.filename for info in _entries(content)}
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "docx" if "word/document.xml" in names else "zip"


def unzipped(content: bytes) -> Iterator[tuple[str, bytes | DataError]]:
    """Each file of a ZIP by its name; folders and what systems add for themselves are passed by."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in _entries(content):
            name = _name(info)
            base = name.rsplit("/", 1)[-1]
            if (
                info.is_dir()
                or name.startswith("__MACOSX/")
                or base.startswith((".", "~$"))
                or base == "Thumbs.db"
            ):
                continue
            try:
                yield name, archive.read(info)
            except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
                locked = info.flag_bits & _ENCRYPTED
                what = sentence("importing.zip.locked") if locked else sentence("importing.zip.broken")
                yield name, DataError(what)


def _entries(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError):
        raise DataError(sentence("importing.zip.broken")) from None
    # What is read of an entry is never more than it declares.
    if len(entries) > MAX_FILES or sum(info.file_size for info in entries) > MAX_BYTES:
        raise DataError(sentence("importing.zip.large", files=MAX_FILES, megabytes=MAX_BYTES // 1_000_000))
    return entries


def _name(info: zipfile.ZipInfo) -> str:
    """The name; Chinese Windows writes it in GB 18030 and does not say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        pass
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
