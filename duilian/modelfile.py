"""What a trained model is when it is kept: named files of JSON, NumPy arrays and libraries' own binary forms.

A model is data. Reading one executes nothing: no pickle, no arrays of objects. A file that is missing, cut
short, changed or made by something else is refused with a :class:`~duilian.errors.DataError`. For this a
manifest stands beside the files, with the kind of the model and the SHA-256 of each file.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duilian.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Files = Mapping[str, bytes]  # name → content; a name may have folders, with /
MANIFEST = "manifest.json"
_VERSION = 1


def refused(name: str, why: str) -> DataError:
    """The error for a model file that cannot be used.

    Args:
        name: The file.
        why: What is wrong with it, in plain Chinese.
    """
    return DataError(f"模型文件不能用（{why}），请运行 duilian train 重新训练", name)


def write_model(folder: Path, kind: str, files: Files) -> None:
    """Write a model to a folder, with its manifest.

    Args:
        folder: Made where it does not exist.
        kind: What sort of model it is; asked for again by :func:`read_model`.
        files: The model's files.
    """
    for name, content in seal(kind, files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def read_model(folder: Path, kind: str) -> dict[str, bytes]:
    """Read what :func:`write_model` wrote.

    Returns:
        The model's files, each as it was written.

    Raises:
        DataError: Where a file is missing or is not the one that was written.
    """

    def content(name: str) -> bytes | None:
        path = folder / name
        return path.read_bytes() if path.is_file() else None

    sealed = {MANIFEST: content(MANIFEST)}
    for name in _checksums(sealed[MANIFEST], kind, str(folder / MANIFEST)):
        sealed[name] = content(name)
    return unseal(kind, {name: data for name, data in sealed.items() if data is not None}, str(folder))


def seal(kind: str, files: Files) -> dict[str, bytes]:
    """The same files and their manifest."""
    checksums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    manifest = {"kind": kind, "version": _VERSION, "sha256": checksums}
    return {**files, MANIFEST: dump_json(manifest)}


def unseal(kind: str, files: Files, where: str = "") -> dict[str, bytes]:
    """The files that :func:`seal` was given, checked against their manifest.

    Raises:
        DataError: Where a file is missing or is not the one that was sealed.
    """
    checked = {}
    for name, checksum in _checksums(files.get(MANIFEST), kind, f"{where}/{MANIFEST}").items():
        if name not in files:
            raise refused(f"{where}/{name}", "缺少这个文件")
        if hashlib.sha256(files[name]).hexdigest() != checksum:
            raise refused(f"{where}/{name}", "内容与保存时不同")
        checked[name] = files[name]
    return checked


def _checksums(manifest: bytes | None, kind: str, where: str) -> dict[str, str]:
    """The checksum of each file, from a manifest; names that lead out of the model's folder are refused."""
    if manifest is None:
        raise refused(where, "缺少这个文件")
    content = load_json(manifest, where, {"kind": str, "version": int, "sha256": dict})
    if content["kind"] != kind or content["version"] != _VERSION:
        raise refused(where, f"不是 {kind} 第 {_VERSION} 版")
    checksums: dict[str, str] = content["sha256"]
    if any(name.startswith("/") or ".." in name.split("/") for name in checksums):
        raise refused(where, "文件名不在模型的文件夹里")
    return checksums


def needed(files: Files, name: str) -> bytes:
    """The content of a file.

    Raises:
        DataError: Where the model has no such file.
    """
    if name not in files:
        raise refused(name, "缺少这个文件")
    return files[name]


def dump_json(value: Any) -> bytes:
    """A value as JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def load_json(content: bytes, name: str, fields: Mapping[str, type]) -> dict[str, Any]:
    """A JSON object that has these fields.

    Args:
        content: The file's content.
        name: The file's name, for errors.
        fields: What the object must have → the type of it.

    Raises:
        DataError: Where it is not JSON, no object, or a field is missing or of another type.
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise refused(name, "不是 JSON") from None
    if not isinstance(value, dict):
        raise refused(name, "不是 JSON 对象")
    for field, kind in fields.items():
        if not isinstance(value.get(field), kind):
            raise refused(name, f"缺少 {field}，或者它的类型不对")
    return value


def numbered(names: list[Any], file: str) -> dict[str, int]:
    """Different strings → the place of each, from 0.

    Args:
        names: From a JSON file, so they may be anything.
        file: The file's name, for errors.

    Raises:
        DataError: Where one is no string, or stands twice.
    """
    if set(map(type, names)) - {str}:
        raise refused(file, "名单里有的不是文字")
    places = dict(zip(names, range(len(names)), strict=True))
    if len(places) != len(names):
        raise refused(file, "名单里有重复")
    return places


def dump_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Arrays as an uncompressed ``.npz`` file."""
    import numpy as np

    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def load_arrays(
    content: bytes, name: str, expected: Mapping[str, tuple[str, tuple[str, ...]]], **sizes: int
) -> dict[str, NDArray[Any]]:
    """The arrays of an ``.npz`` file, checked.

    Args:
        content: The file's content.
        name: The file's name, for errors.
        expected: Array → its dtype, and the name of each of its dimensions. A dimension's size is the same
            wherever its name stands.
        sizes: Sizes of dimensions that are known beforehand.

    Raises:
        DataError: Where it is no such file, or an array is missing or has another dtype or shape.
    """
    import numpy as np

    known = dict(sizes)
    arrays = {}
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            for array_name in expected:
                arrays[array_name] = np.asarray(stored[array_name])
    except KeyError as error:
        raise refused(name, f"缺少数组 {error.args[0]}") from None
    except (
        Exception
    ):  # pickled bytes, object arrays, a lone array, a file cut short: each has an error of its own
        raise refused(name, "不是 NumPy 数组文件") from None
    for array_name, (dtype, dimensions) in expected.items():
        array = arrays[array_name]
        same_rank = array.dtype == np.dtype(dtype) and array.ndim == len(dimensions)
        if not same_rank or any(
            known.setdefault(d, n) != n for d, n in zip(dimensions, array.shape, strict=True)
        ):
            raise refused(name, f"数组 {array_name} 的类型或形状不对：{array.dtype}，{array.shape}")
    return arrays
