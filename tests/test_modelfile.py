"""A model is data: what was written is read again, anything else is refused in one sentence."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from duilian.errors import DataError
from duilian.modelfile import (
    MANIFEST,
    dump_arrays,
    dump_json,
    load_arrays,
    load_json,
    numbered,
    read_model,
    seal,
    unseal,
    write_model,
)

FILES = {"a.json": b"{}", "folder/b.bin": bytes(range(256))}
SHAPES = {"x": ("float32", ("rows", "columns")), "y": ("float64", ("columns",))}
ARRAYS = {"x": np.ones((2, 3), np.float32), "y": np.arange(3.0)}


class Bomb:
    """Unpickled, it would leave a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return Path.touch, (self.path,)


def refusal(read: Callable[[], object]) -> str:
    with pytest.raises(DataError) as caught:
        read()
    assert "duilian train" in caught.value.what
    return str(caught.value)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    write_model(tmp_path / "m", "trial", FILES)
    assert read_model(tmp_path / "m", "trial") == FILES
    assert unseal("trial", seal("trial", FILES)) == FILES


def test_what_is_missing_changed_or_foreign_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "m"
    assert MANIFEST in refusal(lambda: read_model(folder, "trial"))
    write_model(folder, "trial", FILES)
    assert "不是 other" in refusal(lambda: read_model(folder, "other"))
    (folder / "folder/b.bin").write_bytes(bytes(range(255)))
    assert "b.bin" in refusal(lambda: read_model(folder, "trial"))
    (folder / "folder/b.bin").unlink()
    assert "缺少这个文件" in refusal(lambda: read_model(folder, "trial"))


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname", "a/../../b"])
def test_a_manifest_names_files_of_its_folder_only(tmp_path: Path, name: str) -> None:
    write_model(tmp_path / "m", "trial", FILES)
    path = tmp_path / "m" / MANIFEST
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps(manifest | {"sha256": {name: "0" * 64}}))
    assert "文件名" in refusal(lambda: read_model(tmp_path / "m", "trial"))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b'{"a": "1"}', b"\xff\xfe", b"[" * 100_000, pickle.dumps({"a": 1})]
)
def test_json_that_is_none_or_lacks_a_field_is_refused(content: bytes) -> None:
    refusal(lambda: load_json(content, "a.json", {"a": int}))
    assert load_json(dump_json({"a": 1}), "a.json", {"a": int}) == {"a": 1}


def test_names_are_strings_and_different() -> None:
    assert numbered(["乙", "甲"], "a.json") == {"乙": 0, "甲": 1}
    refusal(lambda: numbered(["甲", 1], "a.json"))
    refusal(lambda: numbered(["甲", "甲"], "a.json"))


def test_arrays_are_those_that_were_written() -> None:
    read = load_arrays(dump_arrays(ARRAYS), "w.npz", SHAPES, rows=2)
    assert all(np.array_equal(read[name], array) for name, array in ARRAYS.items())


@pytest.mark.parametrize(
    "arrays",
    [
        {"x": ARRAYS["x"]},  # one is missing
        {**ARRAYS, "y": np.arange(4.0)},  # not as long as another
        {**ARRAYS, "y": np.ones((3, 1))},
        {**ARRAYS, "x": np.ones((2, 3))},  # of another type
        {"x": np.ones((5, 3), np.float32), "y": ARRAYS["y"]},  # not as long as the vocabulary
    ],
)
def test_arrays_of_other_names_shapes_or_types_are_refused(arrays: dict[str, np.ndarray]) -> None:
    assert "数组" in refusal(lambda: load_arrays(dump_arrays(arrays), "w.npz", SHAPES, rows=2))


def test_reading_arrays_executes_nothing(tmp_path: Path) -> None:
    bomb = Bomb(tmp_path / "executed")
    objects = np.array([bomb, bomb], dtype=object)
    whole = dump_arrays(ARRAYS)
    for content in (
        pickle.dumps(bomb),
        dump_arrays({**ARRAYS, "y": objects}),
        whole[: len(whole) // 2],
        whole[:10],
        b"",
    ):
        assert "不是 NumPy 数组文件" in refusal(lambda c=content: load_arrays(c, "w.npz", SHAPES))  # type: ignore[misc]
    assert not bomb.path.exists()
    pickle.loads(pickle.dumps(bomb))
    assert bomb.path.exists()  # it would have
